import { describe, expect, test } from "vitest";
import { BAR, candidate, dataset, examples, grader, named, options, rung, skipped, written } from "../../../test/fixtures/made-ladder.ts";
import type { Counted } from "../../../test/fixtures/made-ladder.ts";
import type { Rung } from "../../core/decision.ts";
import { decide } from "../decide.ts";
import type { DecideOptions } from "./decide-options.ts";
import { renderDecision } from "../../render/decision.ts";
import { documentsOf } from "../../render/decision-documents.ts";
import { decisionHtml } from "../../render/decision-html.ts";
import { decisionMarkdown } from "../../render/decision-markdown.ts";
import { plainStyle } from "../../render/style.ts";
import { memoryTrials } from "../../stores/memory-trials.ts";

describe("a rung with gates", () => {
  const fineTune: Rung = {
    name: "fine-tune",
    mechanism: "fine-tuning by LoRA or QLoRA",
    offer: { kind: "gated", facts: { today: "2026-03-01" } },
  };
  const stages = async (rungs: readonly Rung[], more: Partial<DecideOptions> = {}) => {
    const seen: string[] = [];
    const report = await decide(
      dataset(60),
      options([...rungs, fineTune], {
        examples: examples(300),
        report: (event) => void (event.kind === "started" && seen.push(event.stage)),
        ...more,
      }),
    );
    return { report, seen };
  };

  test("has its learning curve measured when the walk comes to it, and not where a cheaper rung is adopted", async () => {
    const adopted = await stages([rung(candidate("good", 1_000))]);
    expect(adopted.seen).toEqual(["good"]);
    expect(adopted.report.curve).toBeUndefined();
    expect(named(adopted.report, "fine-tune")).not.toHaveProperty("gates");
    const rejected = await stages([rung(candidate("bad", 1))]);
    expect(rejected.seen).toEqual(["bad", "learning curve"]);
    expect(rejected.report.curve).toMatchObject({ finding: "enough", examples: { used: 300 }, bar: 0.8 });
    expect(named(rejected.report, "fine-tune")).toMatchObject({
      kind: "skipped",
      skip: { gates: [{ verdict: "open" }, { verdict: "closed" }] },
    });
    // the full table has all
    expect((await stages([rung(candidate("good", 1_000))], { isFixed: true })).report.curve).toBeDefined();
    expect((await stages([rung(candidate("good", 1_000))], { isDryRun: true })).seen).toEqual(["good"]);
  });

  test("stopped while its curve is measured, it says how to go on", async () => {
    const stop = new AbortController();
    const report: DecideOptions["report"] = (event) => {
      if (event.kind === "advanced" && event.stage === "learning curve" && event.done === 3) stop.abort();
    };
    await expect(stages([rung(candidate("bad", 1))], { report, signal: stop.signal })).rejects.toMatchObject({
      code: "INTERRUPTED",
      message: "Stopped before the learning curve was measured. What was measured before it is kept.",
      fix: "Go on with: firstfit decide",
    });
  });

  test("stays closed where cases expect a label that no example has, which the decision names beside what learnt from them", async () => {
    const learner: Rung = { ...rung(candidate("bad", 1)), learns: true };
    const cases = dataset(60, (at) => (at < 3 ? { expectations: [{ kind: "exact", texts: ["Sun"] }] } : {}));
    const report = await decide(cases, options([learner, fineTune], { examples: examples(300) }));
    expect(report.curve).toMatchObject({ finding: "labels missing", missingLabels: [{ label: "Sun", cases: 3 }] });
    expect(named(report, "fine-tune")).toMatchObject({
      skip: { why: "gate", reason: expect.stringContaining('No example has the label "Sun" (3 cases): add some first.') },
    });
    expect(report.notes).toEqual([
      '3 of the 60 cases expect a label that no example of labelled.jsonl has: "Sun" (3 cases). Whatever takes its labels from there is wrong in them (bad, and a prompt that firstfit makes of the labels). Add examples of it.',
    ]);
  });

  test("says why it is closed once, where its gates are listed, and in a sentence what would open them", async () => {
    const bad = rung(candidate("bad", 1));
    const report = await decide(dataset(60), options([bad, skipped("prompt"), fineTune], { examples: examples(120) }));
    for (const form of [decisionMarkdown(report), decisionHtml(report)]) {
      expect(form.split("learning curve of a classical classifier")).toHaveLength(2);
      expect(form.split("fine-tuning needs 1,000.")).toHaveLength(3);
    }
    expect(report.wouldChange).toEqual([
      expect.stringMatching(/^prompt was not measured \(no model configured\)\. It would be adopted if proved to meet the bar\./),
      expect.stringMatching(/^A better candidate/),
      "The gates of fine-tune: There are 120 labelled examples, and fine-tuning needs 1,000. Nobody has cleared the examples of personal data, and a model that learned it cannot unlearn it.",
      expect.stringMatching(/^Other documents/),
    ]);
  });

  test("rows of the examples that have no right output are counted and named in every form", async () => {
    const { report } = await stages([rung(candidate("good", 1_000))], { examples: examples(300, ["row-7", "row-9", "x", "y"]) });
    const note =
      "4 of the 304 rows of labelled.jsonl were left out (row-7, row-9, x and 1 more): no expected_exact, expected_substr, expected_number or expected_json says what is right there, and nothing can be learnt from them.";
    expect(report.notes).toEqual([note]);
    expect(renderDecision(report, { style: plainStyle, columns: 400 })).toContain(note);
    const { markdown, html, json } = documentsOf(written(report));
    for (const form of [markdown.replaceAll("\\", ""), html, json]) expect(form).toContain(note);
  });
});

describe("versions of models", () => {
  const asking = (name: string): Counted => candidate(name, 1, { models: [`ollama/${name}`] });
  let laterMs = Date.parse("2026-03-01T12:00:00Z");
  /** Decides with one rung that asks a model whose digest is known, or not, and one whose digest never changes. */
  const decideWith = async (
    store: DecideOptions["store"],
    digest: string | undefined,
    judge?: string,
    answered: Readonly<Record<string, string>> = {},
  ) => {
    const [moving, staying] = [asking("moving"), asking("staying")];
    const forgotten: string[] = [];
    const notes: string[] = [];
    const report = await decide(
      dataset(60),
      options([rung(moving), rung(staying)], {
        store,
        // later each time that it is asked
        clock: { ...options([]).clock, nowMs: () => (laterMs += 1_000) },
        modelVersions: async (models) => {
          expect(models).toEqual(["ollama/moving", "ollama/staying", ...(judge === undefined ? [] : ["ollama/judge"])]);
          return {
            ...(digest === undefined ? {} : { "ollama/moving": digest }),
            "ollama/staying": "s",
            ...(judge === undefined ? {} : { "ollama/judge": judge }),
          };
        },
        answeredVersions: async () => answered,
        forgetAnswers: async (models) => void forgotten.push(...models),
        report: (event) => void (event.kind === "note" && notes.push(event.text)),
        ...(judge === undefined ? {} : { grader: { ...grader, judge: { model: "ollama/judge", revision: 1, repeats: 1 } } }),
      }),
    );
    return { report, forgotten, notes, calls: [moving.calls.length, staying.calls.length] };
  };

  test("stand in the decision; other weights under the same name are measured anew, and what asks others is not", async () => {
    const store = memoryTrials();
    const first = await decideWith(store, "a");
    expect(first.report.versions.models).toEqual({ "ollama/moving": "a", "ollama/staying": "s" });
    expect(decisionMarkdown(first.report)).toContain("ollama/moving was version a");
    const again = await decideWith(store, "a");
    expect([again.calls, again.forgotten]).toEqual([[0, 0], []]);
    expect(documentsOf(written(again.report))).toEqual(documentsOf(written(first.report)));
    const other = await decideWith(store, "b");
    // an answer that is kept is one of the model as it was
    expect([other.calls, other.forgotten]).toEqual([[first.calls[0], 0], ["ollama/moving"]]);
    expect(other.report.id).not.toBe(first.report.id);
    expect(other.report.versions.models).toMatchObject({ "ollama/moving": "b" });
    // what was measured of the first weights is still kept
    const back = await decideWith(store, "a");
    expect([back.calls, back.forgotten, back.report.id]).toEqual([[0, 0], ["ollama/moving"], first.report.id]);
    expect((await decideWith(store, "a")).forgotten).toEqual([]);
  });

  test("that nobody says are as they were when the trials were run, and are written down once they are known", async () => {
    const store = memoryTrials();
    const silent = await decideWith(store, undefined);
    expect(silent.report.versions.models).toEqual({ "ollama/staying": "s" });
    const known = await decideWith(store, "a");
    expect([known.calls, known.report.versions.models]).toEqual([[0, 0], { "ollama/moving": "a", "ollama/staying": "s" }]);
    const silentAgain = await decideWith(store, undefined);
    expect([silentAgain.calls, silentAgain.report.versions.models]).toEqual([[0, 0], known.report.versions.models]);
    const silence =
      "The version cannot be asked now of ollama/moving (a when it was last known): another model under the same name would go unnoticed.";
    expect([silent.notes, known.notes, silentAgain.notes]).toEqual([[], [], [silence]]);
    expect((await decideWith(store, "b")).calls[0]).toBeGreaterThan(0);
  });

  test("of the judge stand in the decision as well; what another judge under the same name graded is measured anew", async () => {
    const store = memoryTrials();
    const first = await decideWith(store, "a", "j");
    expect(first.report.versions.models).toEqual({ "ollama/moving": "a", "ollama/staying": "s", "ollama/judge": "j" });
    expect((await decideWith(store, "a", "j")).calls).toEqual([0, 0]);
    const other = await decideWith(store, "a", "k");
    expect([other.calls, other.forgotten]).toEqual([first.calls, ["ollama/judge"]]);
    expect(first.calls[0]).toBeGreaterThan(0);
  });

  test("of kept answers count for more than those of earlier runs, because other verbs ask models too", async () => {
    const store = memoryTrials();
    expect((await decideWith(store, "a", undefined, { "ollama/moving": "b" })).forgotten).toEqual(["ollama/moving"]);
    expect((await decideWith(store, "b", undefined, { "ollama/moving": "b" })).forgotten).toEqual([]);
  });

  test("that an evaluation could not ask are taken for those that were known before it", async () => {
    const store = memoryTrials();
    const first = await decideWith(store, "a");
    const [run] = store.runs();
    if (run === undefined) throw new Error("a run is kept");
    // as `eval` leaves it: the same plan, its trials of whatever answered, and no version
    const { modelVersions: _, ...plan } = run.plan;
    const silent = store.begin({ plan, concurrency: 1, atMs: (laterMs += 1_000) });
    store.record(silent, store.trials(run.id));
    store.end(silent, "finished");
    expect((await decideWith(store, "b")).calls).toEqual([first.calls[0], 0]);
  });

  test("are asked of nobody for a rung that the bar keeps from being run", async () => {
    const asked: string[][] = [];
    await decide(
      dataset(60),
      options([rung(asking("far")), rung(asking("near"))], {
        bar: [...BAR, { kind: "privacy", place: "local" }],
        isLocal: (model) => model === "ollama/near",
        modelVersions: async (models) => {
          asked.push([...models]);
          return {};
        },
      }),
    );
    expect(asked).toEqual([["ollama/near"]]);
  });
});
