import { describe, expect, it } from "vitest";
import { shippedMatcher } from "../config/advice-matcher.ts";
import type { RowId } from "../core/advice.ts";
import type { DecisionOutcome, MadeDecision, MeasuredRung, RungVerdict } from "../core/decision.ts";
import type { Completion, Model } from "../core/model.ts";
import type { KeptTrial, TrialStore } from "../core/trial-store.ts";
import { NO_USAGE } from "../core/usage.ts";
import { adviceDocument } from "../render/advice-markdown.ts";
import { advise } from "./advise.ts";
import { amount, exampleModel } from "./advise/cost.ts";
import { ownDecision } from "./advise/decided.ts";
import { figuresSentence, ownFigures } from "./advise/figures.ts";
import { DECISION_TABLE, rowOf } from "./advise/table.ts";

const matcher = shippedMatcher();

const priced = {
  usual: {
    name: "acme/mid",
    row: {
      provider: "acme",
      model: "mid",
      operation: "complete",
      from: "2026-01-01",
      usdPerMillion: { input: 1, output: 10, cacheRead: 0.1 },
      source: "https://example.com",
      checked: "2026-10-01",
    },
  },
} as const;

describe("the four conversations, and the fifth", () => {
  const conversations: readonly (readonly [string, RowId])[] = [
    ["Let’s fine-tune the model on our docs.", "own-knowledge"],
    ["We need a vector database.", "vector-database"],
    ["The model is making things up.", "makes-things-up"],
    ["Can we make it faster / cheaper?", "cheaper-faster"],
    ["We should build our own model.", "own-model"],
    ["fine-tune on our docs", "own-knowledge"],
  ];
  it.for(conversations)("%s", async ([claim, row]) => {
    const { unsure, matches, reply, mechanisms } = await advise(claim, { matcher, priced });
    expect(unsure).toBe(false);
    expect(matches[0]).toMatchObject({ row, move: rowOf(row).move });
    expect(reply).toContain("Measure first:");
    expect(mechanisms.length).toBeGreaterThan(0);
  });
});

describe("the three scenarios are routed, each with its rule", () => {
  const scenarios = [
    [
      "Support wants the bot to answer questions about our 400-page product catalog, which changes monthly.",
      "retrieve",
      "domain knowledge",
    ],
    ["Every reply should end with a three-bullet summary in our brand’s voice.", "prompt", "one-off behaviours"],
    [
      "We extract the same 12 fields from one contract type, ~2M times a month, on a tiny cheap model. The prompt keeps drifting on edge cases and we already have 5,000 hand-labeled examples.",
      "fine-tune",
      "1,000 labelled examples or more",
    ],
  ] as const;
  it.for(scenarios)("%s", async ([claim, move, rule]) => {
    const advice = await advise(claim, { matcher, priced });
    expect(advice.matches[0]?.move).toBe(move);
    expect(advice.rule).toContain(rule);
  });
});

describe("advise", () => {
  it("says that it does not know, with the two nearest rows and no mechanism", async () => {
    const { unsure, matches, reply, mechanisms, rule } = await advise("Our build takes forty minutes", { matcher, priced });
    expect(unsure).toBe(true);
    expect(matches).toHaveLength(2);
    expect(reply).toMatch(/^I do not know which row/);
    expect(mechanisms).toEqual([]);
    expect(rule).toBeUndefined();
  });

  it("names the terms that an unsure claim asks for, with where they are explained", async () => {
    const { unsure, commands } = await advise("What is LoRA, and is prompt caching right for us?", { matcher, priced });
    expect(unsure).toBe(true);
    expect(commands).toEqual(["firstfit advise --interactive", "firstfit explain LoRA", 'firstfit explain "prompt caching"']);
  });

  it("prices a call and the stated month by the dated table", async () => {
    const { reply, stated } = await advise(
      "Our bill is too high: 200,000 calls a month, and the same long instructions go along with each",
      { matcher, priced },
    );
    expect(stated.callsMonth).toBe(200_000);
    // 500 fresh x $1 + 6,000 cached x $0.1 + 250 out x $10, of a million
    expect((await advise("We have 300 calls a month, and the bill is too high", { matcher, priced })).reply).toContain(
      "so $1.08 for your 300",
    );
    expect(reply).toContain("about $0.0036 with acme/mid, so $720 for your 200,000 a month (prices checked 2026-10-01)");
  });

  it("gives no price where none is known", async () => {
    const { reply } = await advise("We need a vector database.", { matcher, priced: {} });
    expect(reply).not.toContain("$");
  });

  it("sends a fine-tune with too few labels back to the prompt", async () => {
    const claim =
      "One form, 2M times a month, small model, the prompt is exhausted after months of work, and we have 300 labelled examples";
    const { matches, reply } = await advise(claim, { matcher, priced });
    expect(matches[0]).toMatchObject({ row: "same-task-millions", move: "prompt" });
    expect(reply).toContain("300 labelled examples, and gate 3 asks for 1,000");
  });

  it("proposes decide where the configured task belongs to the row", async () => {
    const claim = "Let's fine-tune the model on our docs.";
    expect((await advise(claim, { matcher, priced, taskRow: "own-knowledge" })).commands).toContain("firstfit decide");
    expect((await advise(claim, { matcher, priced, taskRow: "plain-labels" })).commands).not.toContain("firstfit decide");
    expect((await advise(claim, { matcher, priced })).commands).not.toContain("firstfit decide");
  });

  it("shows a model's row beside the table's, and lets it change nothing", async () => {
    const asked: string[] = [];
    const model = speaking({ row: "own-model", reply: "Build one." }, asked);
    const own = await advise("We need a vector database.", { matcher, priced });
    const both = await advise("We need a vector database.", { matcher, priced, model });
    expect(both).toEqual({ ...own, model: { model: "fake/model", reply: "Build one.", row: "own-model", differs: true } });
    expect(asked[0]).toContain("We need a vector database.");
  });

  it("does not take a row that the table does not have from a model", async () => {
    const { model } = await advise("We need a vector database.", {
      matcher,
      priced,
      model: speaking({ row: "__proto__", reply: "Hm." }, []),
    });
    expect(model).toEqual({ model: "fake/model", reply: "Hm.", differs: false });
  });

  it("reads a claim of a million letters, of none, and of signs alone without failing", async () => {
    for (const claim of ["a".repeat(1_000_000), "", "???", "\u0000\ud800"])
      expect((await advise(claim, { matcher, priced })).matches.length).toBeGreaterThan(0);
  });

  it("writes a document in which no claim makes a heading or a tag of its own", async () => {
    const advice = [
      await advise("<b>We</b> need a\n# vector database", { matcher, priced }),
      await advise("Our build takes forty minutes", { matcher, priced }),
    ];
    const document = adviceDocument({ kind: "advice document", title: "Advice", advice });
    expect(document).toContain(String.raw`## \<b\>We\</b\> need a \# vector database`);
    expect(document).toContain("for 1 of them a row");
    expect(document.match(/^#+ /gm)).toHaveLength(3);
  });

  it("writes the document of the five conversations as it stands in its golden file", async () => {
    const claims = [
      "Let's fine-tune the model on our docs",
      "We need a vector database",
      "The model is making things up",
      "Can we make it faster / cheaper?",
      "We should build our own model",
      "Our build takes forty minutes",
    ];
    const advice = [];
    for (const claim of claims) advice.push(await advise(claim, { matcher, priced }));
    // how sure it is moves with every paraphrase that is added
    const document = adviceDocument({ kind: "advice document", title: "Advice", advice }).replaceAll(
      /confidence \d\.\d\d/g,
      "confidence N",
    );
    await expect(`${document}\n`).toMatchFileSnapshot("../../test/golden/advice.md");
  });
});

describe("amount", () => {
  it.for([0, 7, 999, 1_000, 12_345, 2_000_000, 21_750_000, 0.5, 1_234.5678, -4_000])("writes %d as English does", (value) => {
    expect(amount(value)).toBe(value.toLocaleString("en-US"));
  });
});

describe("exampleModel", () => {
  const row = (model: string, input: number, more: object = {}) => ({
    ...priced.usual.row,
    model,
    usdPerMillion: { input, output: input },
    ...more,
  });
  it("takes the one in the middle of those whose price holds on the day", () => {
    const rows = [
      row("a", 1),
      row("b", 2),
      row("c", 3),
      row("later", 0.1, { from: "2027-01-01" }),
      row("gone", 0.1, { retires: "2026-05-01" }),
    ];
    expect(exampleModel(rows, "2026-10-01", "middle")?.name).toBe("acme/b");
    expect(exampleModel(rows, "2026-10-01", "dearest")?.name).toBe("acme/c");
    expect(exampleModel([], "2026-10-01", "middle")).toBeUndefined();
  });
});

describe("ownFigures", () => {
  const trial = (caseId: string, value: number, usd?: number): KeptTrial => ({
    candidate: "ask",
    trial: {
      kind: "completed",
      caseId,
      repeat: 0,
      output: { text: "", latencyMs: 100, ...(usd === undefined ? {} : { cost: { kind: "known", usd } }) },
      grades: { substring: { kind: "graded", value } },
    },
  });
  const store = (trials: readonly KeptTrial[], state: "finished" | "unfinished" = "finished"): Pick<TrialStore, "runs" | "trials"> => ({
    runs: () => [
      {
        id: "r1",
        plan: {
          dataset: "cases.jsonl",
          datasetHash: "",
          cases: new Set(trials.map(({ trial: { caseId } }) => caseId)).size,
          candidates: [{ name: "ask", definition: null }],
          graders: null,
          repeats: 1,
          seed: 1,
        },
        startedAtMs: Date.UTC(2026, 9, 1),
        state,
        trials: trials.length,
        attempts: [],
      },
    ],
    trials: () => trials,
  });

  it("stand in the paragraph with their interval, cost and latency", async () => {
    const figures = ownFigures(store([trial("1", 1, 0.01), trial("2", 0, 0.03)]));
    expect(figures?.candidates[0]).toMatchObject({
      candidate: "ask",
      passRate: { mean: 0.5, cases: 2 },
      usdPerCall: 0.02,
      latencyMsP95: 100,
    });
    const { reply } = await advise("The model is making things up.", { matcher, priced, ...(figures === undefined ? {} : { figures }) });
    expect(reply).toContain("Your own last evaluation (2026-10-01, cases.jsonl) says: ask: a pass rate of 0.50 on 2 cases (95% interval");
  });

  it("say nothing beside a claim that no row fits, and cost $0 where nothing was billed", async () => {
    const figures = ownFigures(store([trial("1", 1, 0)]));
    const given = { matcher, priced, ...(figures === undefined ? {} : { figures }) };
    const unsure = await advise("Our build takes forty minutes", given);
    expect(unsure.reply).not.toContain("last evaluation");
    expect(unsure).not.toHaveProperty("figures");
    expect((await advise("The model is making things up.", given)).reply).toMatch(/, \$0 a call/);
  });

  it("are of all candidates up to five, and else of the five that passed most", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const rates = [0, 1, 0.5, 0.5, 0.5, 0.5, 1];
    const trials = names.flatMap((candidate, i) =>
      ["1", "2"].map((id, half) => ({ ...trial(id, (rates[i] ?? 0) * 2 > half ? 1 : 0), candidate })),
    );
    const ofRun = (count: number) => {
      const made = store(trials);
      const candidates = names.slice(0, count).map((name) => ({ name, definition: null }));
      const kept = trials.filter(({ candidate }) => candidates.some(({ name }) => name === candidate)).length;
      return ownFigures({ ...made, runs: () => made.runs().map((run) => ({ ...run, trials: kept, plan: { ...run.plan, candidates } })) });
    };
    expect(ofRun(5)?.candidates.map(({ candidate }) => candidate)).toEqual(["a", "b", "c", "d", "e"]);
    const seven = ofRun(7);
    expect(seven?.candidates.map(({ candidate }) => candidate)).toEqual(["b", "c", "d", "e", "g"]);
    expect(seven === undefined ? "" : figuresSentence(seven)).toContain("the best 5 of 7 candidates) says: b: a pass rate of 1.00");
  });

  it("are of an evaluation, and of no decision, whose trials stop when its test is settled", () => {
    const made = store([trial("1", 1), trial("2", 0)]);
    expect(ownFigures(made, [{ id: "r1-abcd" }])).toBeUndefined();
    expect(ownFigures(made, [{ id: "r12-abcd" }])?.run).toBe("r1");
    // the file of the decision is gone: three candidates, of which one was run
    const candidates = ["ask", "b", "c"].map((name) => ({ name, definition: null }));
    expect(ownFigures({ ...made, runs: () => made.runs().map((run) => ({ ...run, plan: { ...run.plan, candidates } })) })).toBeUndefined();
  });

  it("give no cost where one call's is not known, and nothing for a run that is not finished", () => {
    expect(ownFigures(store([trial("1", 1, 0.01), trial("2", 0)]))?.candidates[0]).not.toHaveProperty("usdPerCall");
    expect(ownFigures(store([trial("1", 1)], "unfinished"))).toBeUndefined();
  });
});

describe("ownDecision", () => {
  const rung = (name: string, verdict: RungVerdict, more: Partial<MeasuredRung> = {}): MeasuredRung => ({
    kind: "measured",
    name,
    mechanism: "retrieval",
    verdict,
    trials: { cases: 151, passed: 94, failed: 51, ungraded: 6, errors: 0 },
    requirements: [
      {
        asked: { kind: "pass-rate", min: 0.5 },
        verdict,
        observed: { kind: "rate", rate: { mean: 0.648, low: 0.501, high: 0.786, cases: 145 }, isCorrected: false, target: 0.65 },
      },
    ],
    fixedRate: { mean: 0.648, low: 0.57, high: 0.72, cases: 145 },
    costPerCall: { kind: "known", usd: 0 },
    usage: NO_USAGE,
    failures: [],
    errors: [],
    ungraded: [],
    examples: [],
    ...more,
  });
  const made = (outcome: DecisionOutcome, rungs: readonly MeasuredRung[], madeAt = "2026-11-29T08:00:00.000Z"): MadeDecision => ({
    madeAt,
    decision: {
      kind: "decision",
      version: 1,
      id: "r1-abcd",
      startedAt: "2026-11-28T08:00:00.000Z",
      task: { name: "Answer questions." },
      order: { by: "the row", reason: "" },
      bar: [
        { kind: "pass-rate", min: 0.5 },
        { kind: "ungraded", shareMax: 0.1 },
      ],
      test: { alpha: 0.05, beta: 0.05, rungs: 2, seed: 1, groups: 301, isFixed: false },
      outcome,
      rungs,
      wouldChange: [],
      notes: [],
      dataset: { name: "cases.jsonl", hash: "", cases: 301, unreviewedLeftOut: 0 },
      versions: { firstfit: "0", node: "24" },
      pricesAsOf: "2026-09-22",
      rerun: "firstfit decide",
      candidates: [],
      graders: null,
    },
  });
  const said = async (outcome: DecisionOutcome, rungs: readonly MeasuredRung[]): Promise<string> => {
    const decision = ownDecision([made({ kind: "none" }, [], "2026-11-01T00:00:00.000Z"), made(outcome, rungs)]);
    const { reply } = await advise("The model is making things up.", { matcher, priced, ...(decision === undefined ? {} : { decision }) });
    return /Your own last decision.*?(?= Measure first)/.exec(reply)?.[0] ?? "";
  };
  const bar = "its bar (a pass rate of at least 0.50, and 1 more requirement)";

  it("says of the last decision what was adopted, by its own figures", async () => {
    expect(await said({ kind: "adopted", rung: "basic" }, [rung("prompt", "reject"), rung("basic", "adopt")])).toBe(
      `Your own last decision (2026-11-29, "Answer questions") adopts basic, the first rung that is proved to meet ${bar}: it passed 94 of 145 cases, 0.65 (95% interval 0.50 to 0.79).`,
    );
  });

  it("says of each rung what it showed where none is adopted", async () => {
    const figures = "passed 94 of 145 cases, 0.65 (95% interval 0.50 to 0.79)";
    expect(await said({ kind: "undecided" }, [rung("prompt", "reject"), rung("basic", "undecided")])).toBe(
      `Your own last decision (2026-11-29, "Answer questions") is open, because no rung is proved to meet ${bar}: prompt ${figures}, and is rejected; basic ${figures}.`,
    );
    expect(await said({ kind: "none" }, [rung("prompt", "reject", { requirements: [] })])).toContain(
      `adopts nothing, because no rung that was measured meets ${bar}: prompt passed 94 of 145 cases, and is rejected.`,
    );
    expect(await said({ kind: "undecided" }, [])).toContain("is open: no rung could be measured.");
  });

  it("says nothing where nothing was decided, and beside a claim that no row fits", async () => {
    expect(ownDecision([])).toBeUndefined();
    const decision = ownDecision([made({ kind: "none" }, [])]);
    const unsure = await advise("Our build takes forty minutes", { matcher, priced, ...(decision === undefined ? {} : { decision }) });
    expect(unsure).not.toHaveProperty("decision");
    expect(unsure.reply).not.toContain("last decision");
  });
});

describe("the decision table", () => {
  it("has a row once for every problem, and what a reply needs in each", () => {
    expect(new Set(DECISION_TABLE.map(({ id }) => id)).size).toBe(DECISION_TABLE.length);
    for (const row of DECISION_TABLE) {
      expect(row.mechanisms.length, row.id).toBeGreaterThan(0);
      expect(row.gates.length, row.id).toBeGreaterThan(0);
      expect(row.say, row.id).toMatch(/[.]$/);
      expect(row.why, row.id).not.toMatch(/[.]$/);
      expect(row.measure, row.id).not.toMatch(/[.]$/);
    }
  });
});

function speaking(toolInput: unknown, asked: string[]): Model {
  const completion: Completion = { text: "", toolInput, stop: "end", usage: NO_USAGE };
  return {
    id: "fake/model",
    contextTokensMax: 100_000,
    async complete({ messages }) {
      asked.push(messages[0]?.text ?? "");
      return completion;
    },
    async *stream() {
      yield { kind: "done", completion };
    },
    count: async () => ({ tokens: 1, source: "estimate" }),
  };
}
