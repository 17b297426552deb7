import { describe, expect, test } from "vitest";
import type { DecisionDocument, DecisionOutcome, MadeDecision, MeasuredRung } from "../../core/decision.ts";
import { plainStyle } from "../../render/style.ts";
import { renderDecision } from "../../render/decision.ts";
import { decisionHistory } from "./history.ts";

const MET: DecisionOutcome = { kind: "adopted", rung: "production" };
const OPEN: DecisionOutcome = { kind: "undecided" };
const NONE: DecisionOutcome = { kind: "none" };

type Facts = Partial<Omit<DecisionDocument, "task">> & { readonly task?: Partial<DecisionDocument["task"]>; readonly model?: string };

/** What a decision made on this day says. Two with the same id are the same decision. */
function on(madeAt: string, outcome: DecisionOutcome, { task, model = "m/one", ...more }: Facts = {}): MadeDecision {
  const decision: DecisionDocument = {
    kind: "decision",
    version: 1,
    id: `20260301-120000-abcdef-${madeAt}`,
    startedAt: "2026-03-01T12:00:00.000Z",
    task: { name: "Answer", ...task },
    order: { by: "the row", reason: "" },
    bar: [{ kind: "pass-rate", min: 0.8 }],
    test: { alpha: 0.05, beta: 0.05, rungs: 1, seed: 1, groups: 60, isFixed: false },
    outcome,
    rungs: [{ kind: "unneeded", name: "production", mechanism: "retrieval", reason: "" }],
    wouldChange: [],
    notes: [],
    dataset: { name: "cases.jsonl", hash: "a", cases: 60, unreviewedLeftOut: 0 },
    versions: { firstfit: "1.2.3", node: "24.0.0" },
    pricesAsOf: "2026-02-27",
    rerun: "firstfit decide",
    candidates: [{ name: "production", definition: { kind: "retrieval", model, k: 5 }, models: [model] }],
    graders: { revision: 1 },
    ...more,
  };
  return { madeAt: `${madeAt}T09:00:00.000Z`, decision };
}

function rung(note?: string): MeasuredRung {
  const nothing = { mean: 0, low: 0, high: 1, cases: 0 };
  return {
    kind: "measured",
    name: "production",
    mechanism: "retrieval",
    verdict: "undecided",
    trials: { cases: 0, passed: 0, failed: 0, ungraded: 0, errors: 0 },
    requirements: [],
    fixedRate: nothing,
    costPerCall: { kind: "known", usd: 0 },
    usage: { source: "none" },
    failures: [],
    errors: [],
    ungraded: [],
    examples: [],
    ...(note === undefined ? {} : { note }),
  };
}

const HIGHER: Facts = { bar: [{ kind: "pass-rate", min: 0.95, target: 0.99 }] };

describe("decisions over time", () => {
  test("tell until when the bar was met, and which model changed then, once", () => {
    const { story, decisions } = decisionHistory([on("2026-03-01", MET), on("2026-06-01", NONE, { model: "m/two" })], {});
    expect(story).toEqual([
      "On 2026-03-01 the bar was met by production.",
      "The bar was met by production until 2026-06-01, when there was a change: the model of production changed from m/one to m/two; then no rung that was measured met the bar.",
    ]);
    expect(decisions[1]?.changes).toEqual(["the model of production changed from m/one to m/two"]);
  });

  test("tell a newest decision that is undecided under another bar, and say that the bar is another", () => {
    const all = [on("2026-03-01", MET), on("2026-11-29", OPEN, HIGHER)];
    const { story, decisions } = decisionHistory(all, { since: "2026-11-01" });
    // its cases were run in March: it was made in November
    expect(decisions).toMatchObject([{ madeAt: "2026-11-29T09:00:00.000Z", outcome: { kind: "undecided" }, bar: HIGHER.bar }]);
    expect(story).toEqual(["On 2026-11-29 it was undecided what meets the bar."]);
    expect(decisionHistory(all, {}).story[1]).toBe(
      "The bar was met by production until 2026-11-29, when what is asked changed: another bar: pass rate 0.8, now pass rate 0.95 with target 0.99; then it was undecided what meets the bar.",
    );
  });

  test.each([
    {
      what: "bar",
      now: {
        bar: [
          { kind: "pass-rate", min: 0.8 },
          { kind: "latency", p95MsMax: 900 },
        ],
      },
      says: "another bar: also p95 latency 900 ms",
    },
    {
      what: "dataset",
      now: { dataset: { name: "new.jsonl", hash: "b", cases: 90, unreviewedLeftOut: 0 } },
      says: "other cases: 90 cases of new.jsonl in place of 60 of cases.jsonl",
    },
    { what: "kind of task", now: { task: { kind: "label" } }, says: "the task's kind was not said, now label" },
  ] as const)("name another $what as such although the outcome is the same", ({ now, says }) => {
    const { story } = decisionHistory([on("2026-03-01", MET), on("2026-06-01", MET, now)], {});
    expect(story[1]).toBe(`On 2026-06-01 what is asked changed: ${says}; then, as before, the bar was met by production.`);
  });

  test("say in one sentence which file changed, once for all that learn from it, with no hash longer than eight digits", () => {
    const hashes = ["a".repeat(64), "b".repeat(64), "c".repeat(64), "d".repeat(64)] as const;
    const given = (hash: string, rows: number, index: string, kind: string): Facts => ({
      candidates: [
        ...["one", "two"].map((name) => ({ name, definition: { kind, hash, examples: { file: "labelled.jsonl", hash, rows } } })),
        { name: "search", definition: { kind: "retrieval", index } },
      ],
    });
    const before = on("2026-03-01", MET, given(hashes[0], 600, hashes[2], "x"));
    const now = on("2026-06-01", MET, {
      ...given(hashes[1], 540, hashes[3], "y"),
      dataset: { name: "cases.jsonl", hash: "b", cases: 160, unreviewedLeftOut: 0 },
    });
    const { story, decisions } = decisionHistory([before, now], {});
    expect(decisions[1]?.changes).toEqual([
      "cases.jsonl changed: 60 → 160 cases",
      "the examples changed: labelled.jsonl, 600 → 540 rows",
      "the index changed, in its documents or in how it is made (cccccccc, now dddddddd)",
      "the candidates one and two: hash aaaaaaaa, now bbbbbbbb",
      'the candidates one and two: kind "x", now "y"',
    ]);
    expect(story[1]).toBe(
      "On 2026-06-01 what is asked changed: cases.jsonl changed: 60 → 160 cases (and the examples changed: labelled.jsonl, 600 → 540 rows; the index changed, in its documents or in how it is made (cccccccc, now dddddddd); the candidates one and two: hash aaaaaaaa, now bbbbbbbb; and 1 more change); then, as before, the bar was met by production.",
    );
    const same = on("2026-06-01", MET, given(hashes[1], 600, hashes[2], "x"));
    expect(decisionHistory([before, same], {}).decisions[1]?.changes[0]).toBe(
      "the examples changed: labelled.jsonl, still 600 rows, not the same ones",
    );
  });

  test("show of two long prompts where they differ", () => {
    const prompt = (end: string): Facts => ({
      candidates: [{ name: "production", definition: { task: `Say what a message to the bank is about, in one of its labels, ${end}` } }],
    });
    const all = [on("2026-03-01", MET, prompt("and guess nothing.")), on("2026-06-01", MET, prompt("or say that you do not know."))];
    expect(decisionHistory(all, {}).decisions[1]?.changes).toEqual([
      'the candidate production: task … one of its labels, and guess nothing.", now … one of its labels, or say that you do not know."',
    ]);
  });

  test("tell other weights under the same name, once for all that ask them and of the judge, and nothing where one of the two is not known", () => {
    const versions = (digest?: string): Facts => ({
      versions: {
        firstfit: "1.2.3",
        node: "24.0.0",
        ...(digest === undefined ? {} : { models: { "m/judge": digest.repeat(8), "m/one": digest.repeat(64) } }),
      },
      candidates: ["production", "other"].map((name) => ({ name, definition: { kind: "prompt" }, models: ["m/one"] })),
    });
    const [first, unknown, other] = [undefined, "a", "b"].map((digest, at) => on(`2026-0${at + 1}-01`, MET, versions(digest)));
    if (first === undefined || unknown === undefined || other === undefined) throw new Error("three were made");
    expect(decisionHistory([first, unknown, other], {}).decisions.map(({ changes }) => changes)).toEqual([
      [],
      [],
      ["m/judge", "m/one"].map((model) => `${model} is another model under the same name: version aaaaaaaa, now bbbbbbbb`),
    ]);
  });

  test("follow a task that was renamed by its cases, and pass over another one on the same cases, by name", () => {
    const renamed = [on("2026-03-01", MET, { task: { name: "Anwser" } }), on("2026-06-01", NONE)];
    expect(decisionHistory(renamed, {})).toMatchObject({
      story: [expect.any(String), expect.stringContaining('another task: "Anwser", now "Answer"')],
      otherTasks: [],
    });
    const two = [
      on("2026-03-01", MET, { task: { name: "Route" } }),
      on("2026-06-01", NONE),
      on("2026-07-01", OPEN, { task: { name: "Route" } }),
    ];
    const { decisions, otherTasks } = decisionHistory(two, { task: "Answer" });
    expect([decisions.length, otherTasks]).toEqual([1, ["Route"]]);
    expect(decisionHistory(two, {})).toMatchObject({ task: "Route", decisions: [{}, {}], otherTasks: ["Answer"] });
  });

  test("do not tell one twice that was made again, and say of a turn without a cause that none is seen", () => {
    const first = on("2026-03-01", MET);
    const again = { ...first, madeAt: "2026-05-01T09:00:00.000Z" };
    const { decisions, story } = decisionHistory([first, again, on("2026-06-01", NONE)], {});
    expect(decisions).toMatchObject([{ madeAt: first.madeAt, againAt: again.madeAt }, { changes: [] }]);
    expect(story[1]).toContain("until 2026-06-01, when it was measured again, and nothing that firstfit sees had changed; then no rung");
    expect(decisionHistory([first, again], { since: "2026-04-01" }).decisions).toHaveLength(1);
  });

  test("name everything else that decides an outcome", () => {
    const before = on("2026-03-01", MET);
    const now = on("2026-06-01", MET, {
      task: { callsPerMonth: 10 },
      test: { ...before.decision.test, alpha: 0.01, isFixed: true },
      versions: { firstfit: "1.3.0", node: "24.0.0" },
      pricesAsOf: "2026-05-01",
      graders: { revision: 2 },
      rungs: [
        { kind: "skipped", name: "examples", mechanism: "a prompt", skip: { why: "not measured", reason: "" } },
        ...before.decision.rungs,
      ],
    });
    expect(decisionHistory([before, now], {}).decisions[1]?.changes).toEqual([
      "the rungs were production, now examples, production",
      "the graders: revision 1, now 2",
      "calls a month not said, now 10",
      "alpha 0.05, now 0.01",
      "every case was run on every rung",
      "firstfit 1.2.3, now 1.3.0",
      "prices as of 2026-02-27, now 2026-05-01",
    ]);
  });

  test("tell by the minute where two were made on one day, and that a rung could be judged only later", () => {
    const down = on("2026-03-01", OPEN, { rungs: [rung("It was broken off: 20 of 20 trials gave nothing to grade")] });
    const up = { ...on("2026-03-01", MET, { id: "later", rungs: [rung()] }), madeAt: "2026-03-01T09:30:00.000Z" };
    expect(decisionHistory([down, up], {}).story).toEqual([
      "On 2026-03-01 09:00 it was undecided what meets the bar.",
      "From 2026-03-01 09:30 on the bar was met by production, after a change: production can be judged now, and could not before.",
    ]);
  });

  test("say what is wrong with a day, an id or a task", () => {
    const all = [on("2026-03-01", MET)];
    expect(() => decisionHistory([], {})).toThrow("No decision is kept.");
    expect(() => decisionHistory(all, { task: "another" })).toThrow(
      expect.objectContaining({ message: 'No decision is kept on the task "another".', fix: expect.stringContaining('"Answer"') }),
    );
    expect(() => decisionHistory(all, { since: "2026-04-01" })).toThrow("The last decision is of 2026-03-01");
    expect(() => decisionHistory(all, { since: "20200101-000000-abcdef-1234" })).toThrow("There is no decision");
    expect(() => decisionHistory(all, { since: "lately" })).toThrow("neither a day nor the id");
    expect(decisionHistory(all, { since: all[0]?.decision.id ?? "" }).decisions).toHaveLength(1);
  });

  test("are shown with the bar that they began with, whatever a task is called", () => {
    const history = decisionHistory([on("2026-03-01", MET, { task: { name: "\u001b[31mred" } }), on("2026-11-29", OPEN, HIGHER)], {});
    const text = renderDecision(history, { style: plainStyle, columns: 80 });
    expect(text).toContain("bar: pass rate at least 0.80");
    expect(text).not.toContain("\u001b");
    expect(text).toContain("2026-11-29 09:00  undecided");
  });
});
