import { describe, expect, test } from "vitest";
import type { DecisionDocument, DecisionReport, Rung, RungSkip } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";
import type { MeasuredCurve } from "../core/learning-curve.ts";
import type { Bar, Candidate, Case, CaseGrader, Dataset } from "../core/evaluation.ts";
import type { LabelledExamples } from "../core/labelled-examples.ts";
import { decisionHtml } from "../render/decision-html.ts";
import { decisionMarkdown } from "../render/decision-markdown.ts";
import { documentsOf } from "../render/decision-documents.ts";
import { renderDecision } from "../render/decision.ts";
import { plainStyle } from "../render/style.ts";
import { memoryTrials } from "../stores/memory-trials.ts";
import { decide } from "./decide.ts";
import type { DecideOptions } from "./decide/decide-options.ts";

const BAR: Bar = [
  { kind: "pass-rate", min: 0.8, target: 0.9 },
  { kind: "ungraded", shareMax: 0.1 },
];

function dataset(count: number, more: (at: number) => Partial<Case> = () => ({})): Dataset {
  return {
    name: "cases.jsonl",
    cases: Array.from({ length: count }, (_, at) => ({
      id: `case-${at + 1}`,
      input: `question ${at + 1}`,
      expectations: [{ kind: "substring", texts: ["right"] }],
      tags: [],
      weight: 1,
      ...more(at),
    })),
  };
}

const grader: CaseGrader = {
  definition: { revision: 1 },
  async grade(output) {
    return { substring: { kind: "graded", value: output.text === "right" ? 1 : 0, reason: 'does not hold "right"' } };
  },
};

interface Counted extends Candidate {
  /** Ids of the cases that were run, in the order in which they began. */
  readonly calls: string[];
}

/** Is right on the cases whose number does not divide by `everyth`; never, where that is 1. */
function candidate(name: string, everyth: number, more: Partial<Candidate> & { readonly usd?: number } = {}): Counted {
  const calls: string[] = [];
  return {
    name,
    definition: { name, everyth },
    models: [],
    calls,
    async run(_, { caseId }) {
      calls.push(caseId);
      const isWrong = Number(caseId.slice("case-".length)) % everyth === 0;
      return { text: isWrong ? "wrong" : "right", latencyMs: 12, cost: { kind: "known", usd: more.usd ?? 0 } };
    },
    ...more,
  };
}

function rung(made: Candidate, mechanism = "a stand-in"): Rung {
  return { name: made.name, mechanism, offer: { kind: "candidate", candidate: made } };
}

const skipped = (name: string): Rung => ({
  name,
  mechanism: "a prompt",
  offer: { kind: "skipped", skip: { why: "not measured", reason: "no model configured", next: "write model: into firstfit.config.ts." } },
});

function options(rungs: readonly Rung[], more: Partial<DecideOptions> = {}): DecideOptions {
  return {
    task: { name: "Say what is right", kind: "knowledge", callsPerMonth: 1_000 },
    bar: BAR,
    order: { by: "the row", reason: "The row chooses the rungs." },
    rungs,
    grader,
    store: memoryTrials(),
    seed: 1,
    isLocal: () => undefined,
    clock: {
      monotonicMs: () => 0,
      nowMs: () => Date.parse("2026-03-01T12:00:00Z"),
      setTimer(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return { cancel: () => clearTimeout(timer) };
      },
    },
    versions: { firstfit: "1.2.3", node: "24.0.0" },
    pricesAsOf: "2026-02-27",
    rerun: "firstfit decide",
    ...more,
  };
}

const CURVE: MeasuredCurve = {
  kind: "measured",
  classifier: "TF-IDF and softmax regression",
  examples: { used: 600, of: 600 },
  labels: 10,
  rareLabels: 1,
  rareExamples: 8,
  missingLabels: [],
  folds: 5,
  runs: 15,
  heldOut: { examples: 600, groups: 590 },
  points: [
    { examples: 60, perLabel: 6, accuracy: { mean: 0.51, low: 0.47, high: 0.55 } },
    { examples: 120, perLabel: 12, accuracy: { mean: 0.62, low: 0.58, high: 0.66 }, gain: { mean: 0.11, low: 0.08, high: 0.14 } },
    { examples: 240, perLabel: 24, accuracy: { mean: 0.7, low: 0.66, high: 0.74 }, gain: { mean: 0.08, low: 0.06, high: 0.1 } },
    { examples: 480, perLabel: 48, accuracy: { mean: 0.76, low: 0.725, high: 0.795 }, gain: { mean: 0.06, low: 0.03, high: 0.09 } },
  ],
  guessing: 0.14,
  aboveGuessing: { mean: 0.62, low: 0.58, high: 0.66 },
  bar: 0.8,
  smallGain: 0.02,
  finding: "rising",
};

function named(report: DecisionDocument, name: string): DecisionDocument["rungs"][number] {
  const found = report.rungs.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no rung ${name}`);
  return found;
}

describe("a walk up the ladder", () => {
  test("rejects what is proved to be bad after a few cases, adopts the first that is proved to be good, and runs none above it", async () => {
    const [bad, good, better] = [candidate("bad", 1), candidate("good", 50), candidate("better", 1_000)];
    const report = await decide(dataset(200), options([skipped("prompt"), rung(bad), rung(good), rung(better)]));
    expect(report.outcome).toEqual({ kind: "adopted", rung: "good" });
    expect(named(report, "bad")).toMatchObject({ kind: "measured", verdict: "reject", settledAfter: 5 });
    expect(named(report, "good")).toMatchObject({ kind: "measured", verdict: "adopt" });
    expect(named(report, "better")).toMatchObject({ kind: "unneeded" });
    expect(named(report, "prompt")).toMatchObject({ kind: "skipped", skip: { why: "not measured" } });
    expect([bad.calls.length, better.calls.length]).toEqual([8, 0]);
    expect(good.calls.length).toBeLessThan(60);
    expect(report.test).toMatchObject({ alpha: 0.05, beta: 0.05, rungs: 3, groups: 200 });
    expect(report.wouldChange[0]).toMatch(
      /^prompt was not measured \(no model configured\)\. .*To measure it: write model: into firstfit\.config\.ts\.$/,
    );
  });

  test("the verdict and all figures are the same however many trials run at the same time", async () => {
    const at = async (concurrency: number): Promise<DecisionReport> =>
      await decide(dataset(200), options([rung(candidate("bad", 4)), rung(candidate("good", 25))], { concurrency }));
    const [one, many] = [await at(1), await at(32)];
    expect(many.rungs).toEqual(one.rungs);
  });

  test("too few cases leave it undecided, with how many more would do and the provisional choice in plain words", async () => {
    const report = await decide(dataset(20), options([rung(candidate("perfect", 1_000))]));
    expect(report.outcome).toEqual({ kind: "undecided" });
    expect(named(report, "perfect")).toMatchObject({ verdict: "undecided", casesMore: { median: 6, adopted: 1 } });
    expect(report.provisional).toEqual({ rung: "perfect" });
    expect(decisionMarkdown(report)).toContain(
      "Provisional choice, not proved: perfect, the cheapest rung whose observed figures meet the bar. 20 of 20 proves only 0.84 at 95%: above 0.80, but too little for a test that may stop after any case.",
    );
    expect(renderDecision(report, { style: plainStyle, columns: 80 })).toContain("Next: add cases to cases.jsonl, then firstfit decide");
  });

  test("an undecided rung is passed over for one that is proved, and stays the provisional choice because it is cheaper", async () => {
    const report = await decide(dataset(60), options([rung(candidate("close", 7)), rung(candidate("good", 1_000))]));
    expect(report.outcome).toEqual({ kind: "adopted", rung: "good" });
    expect(report.provisional).toEqual({ rung: "close" });
    expect(report.wouldChange.join(" ")).toContain("close is undecided. About");
  });

  test("no rung meets the bar: then it says so, with the best rate", async () => {
    const report = await decide(dataset(60), options([rung(candidate("bad", 2)), rung(candidate("worse", 1))]));
    expect(report.outcome).toEqual({ kind: "none" });
    expect(report.wouldChange.join(" ")).toContain("the best rate of a rung was");
  });

  test("with every case on every rung the full table is there, and the verdicts stand where the tests had them", async () => {
    const rungs = (): readonly Rung[] => [rung(candidate("bad", 2)), rung(candidate("good", 30)), rung(candidate("better", 1_000))];
    const [stopped, fixed] = [
      await decide(dataset(120), options(rungs())),
      await decide(dataset(120), options(rungs(), { isFixed: true })),
    ];
    expect(fixed.outcome).toEqual(stopped.outcome);
    for (const each of fixed.rungs) expect(each).toMatchObject({ kind: "measured", trials: { cases: 120 } });
    expect(named(fixed, "bad")).toMatchObject({ settledAfter: (named(stopped, "bad") as { settledAfter?: number }).settledAfter });
  });

  test("groups are shown whole", async () => {
    const made = candidate("bad", 1);
    await decide(
      dataset(60, (at) => ({ group: `g${Math.floor(at / 6)}` })),
      options([rung(made)], { concurrency: 1 }),
    );
    const groups = made.calls.map((id) => Math.floor((Number(id.slice("case-".length)) - 1) / 6));
    expect(made.calls.length % 6).toBe(0);
    for (let at = 0; at < groups.length; at += 6) expect(new Set(groups.slice(at, at + 6)).size).toBe(1);
  });

  test("cases that nobody has reviewed are left out, and counted", async () => {
    const report = await decide(
      dataset(60, (at) => (at < 10 ? { review: "unreviewed" } : {})),
      options([rung(candidate("good", 1_000))]),
    );
    expect(report.dataset).toMatchObject({ cases: 50, unreviewedLeftOut: 10 });
  });
});

describe("what is kept", () => {
  const rungs = (): readonly [Counted, Counted] => [candidate("bad", 2), candidate("good", 30)];

  test("made again, a decision runs nothing and has the same bytes", async () => {
    const store = memoryTrials();
    const first = await decide(
      dataset(120),
      options(
        rungs().map((each) => rung(each)),
        { store },
      ),
    );
    const again = rungs();
    const second = await decide(
      dataset(120),
      options(
        again.map((each) => rung(each)),
        { store },
      ),
    );
    expect(again.flatMap(({ calls }) => calls)).toEqual([]);
    expect(second.run.resumed).toBeGreaterThan(0);
    expect(documentsOf(written(second))).toEqual(documentsOf(written(first)));
  });

  test("stopped and gone on with, it comes to the same and runs no case twice", async () => {
    const whole = await decide(dataset(120), options(rungs().map((each) => rung(each))));
    const store = memoryTrials();
    const stop = new AbortController();
    const [bad, good] = rungs();
    const stopping: Candidate = {
      ...good,
      async run(input, context) {
        if (good.calls.length === 9) stop.abort();
        return await good.run(input, context);
      },
    };
    await expect(
      decide(dataset(120), options([rung(bad), rung(stopping)], { store, signal: stop.signal, concurrency: 4 })),
    ).rejects.toMatchObject({ code: "INTERRUPTED", fix: "Go on with: firstfit decide" });
    const [, goodAgain] = rungs();
    const badAgain = candidate("bad", 2);
    const report = await decide(dataset(120), options([rung(badAgain), rung(goodAgain)], { store, concurrency: 4 }));
    expect(badAgain.calls).toEqual([]);
    expect(goodAgain.calls.filter((id) => good.calls.includes(id))).toEqual([]);
    expect(report.rungs).toEqual(whole.rungs);
    expect(report.run.interruptions).toBe(1);
  });

  test("a cap that is reached says how to go on, and keeps what was measured", async () => {
    const store = memoryTrials();
    const capped = candidate("good", 1_000);
    const failing: Candidate = {
      ...capped,
      async run(input, context) {
        if (capped.calls.length >= 10) throw new FirstfitError("CAP_REACHED", "The cap is reached.", "Raise it.");
        return await capped.run(input, context);
      },
    };
    await expect(decide(dataset(60), options([rung(failing)], { store, concurrency: 1 }))).rejects.toMatchObject({
      code: "CAP_REACHED",
      fix: "Raise it. Then go on with: firstfit decide",
    });
    expect(store.runs()[0]).toMatchObject({ state: "unfinished", trials: 10 });
  });

  test("another bar beside the same trials is another decision, and says that it proves less", async () => {
    const store = memoryTrials();
    const first = await decide(dataset(120), options([rung(candidate("good", 30))], { store }));
    const bar: Bar = [{ kind: "pass-rate", min: 0.7, target: 0.85 }];
    const second = await decide(dataset(120), options([rung(candidate("good", 30))], { store, bar, earlier: [first] }));
    expect(second.id).not.toBe(first.id);
    expect(first.notes).toEqual([]);
    expect(second.notes[0]).toContain("a bar that follows the figures proves nothing");
  });

  test("what is not run is part of a decision: by its reason, by its gates, and by the examples that they were decided by", async () => {
    const store = memoryTrials();
    const idWith = async (...more: readonly [Rung["offer"], Partial<DecideOptions>?]): Promise<string> => {
      const fineTune: Rung = { name: "fine-tune", mechanism: "fine-tuning", offer: more[0] };
      return (await decide(dataset(120), options([rung(candidate("bad", 1)), fineTune], { store, ...more[1] }))).id;
    };
    const skip: RungSkip = { why: "gate", reason: "Too few." };
    const first = await idWith({ kind: "skipped", skip });
    expect(await idWith({ kind: "skipped", skip: { ...skip, next: "Do something." } })).toBe(first);
    expect(await idWith({ kind: "skipped", skip: { ...skip, reason: "None." } })).not.toBe(first);
    const gate: Rung["offer"] = { kind: "gated", facts: { today: "2026-03-01" } };
    const with300 = await idWith(gate, { examples: examples(300) });
    expect(await idWith(gate, { examples: examples(300) })).toBe(with300);
    expect(await idWith(gate, { examples: examples(303) })).not.toBe(with300);
  });
});

/** Two labels, told apart by a word. */
function examples(rows: number, leftOut: readonly string[] = []): LabelledExamples {
  return {
    file: "labelled.jsonl",
    hash: `${rows}`,
    rows: Array.from({ length: rows }, (_, at) => ({
      input: `the ${at % 2 === 0 ? "rain" : "bread"} of day ${at * 37}`,
      output: at % 2 === 0 ? "right" : "food",
    })),
    leftOut,
  };
}

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
  const decideWith = async (store: DecideOptions["store"], digest: string | undefined) => {
    const [moving, staying] = [asking("moving"), asking("staying")];
    const forgotten: string[] = [];
    const report = await decide(
      dataset(60),
      options([rung(moving), rung(staying)], {
        store,
        // later each time that it is asked
        clock: { ...options([]).clock, nowMs: () => (laterMs += 1_000) },
        modelVersions: async (models) => {
          expect(models).toEqual(["ollama/moving", "ollama/staying"]);
          return { ...(digest === undefined ? {} : { "ollama/moving": digest }), "ollama/staying": "s" };
        },
        forgetAnswers: async (models) => void forgotten.push(...models),
      }),
    );
    return { report, forgotten, calls: [moving.calls.length, staying.calls.length] };
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
    expect((await decideWith(store, "b")).calls[0]).toBeGreaterThan(0);
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

describe("a rung that cannot be judged", () => {
  const failing: Candidate = {
    name: "down",
    definition: "down",
    async run() {
      throw new FirstfitError("NETWORK", "The server does not answer.", "Start it.");
    },
  };

  test("is broken off when nothing comes of its trials, is neither adopted nor rejected, and the ladder goes on", async () => {
    const report = await decide(dataset(120), options([rung(failing), rung(candidate("good", 1_000))]));
    expect(named(report, "down")).toMatchObject({
      verdict: "undecided",
      trials: { passed: 0, failed: 0, errors: 20 },
      note: "It was broken off: 20 of 20 trials gave nothing to grade, and the bar allows a share of 0.1.",
      errors: [{ code: "NETWORK", count: 20 }],
    });
    expect(renderDecision(report, { style: plainStyle, columns: 80 })).toContain("NETWORK 20 times, first: The server does not answer.");
    expect(report.outcome).toEqual({ kind: "adopted", rung: "good" });
    expect(report.provisional).toBeUndefined();
  });

  test("whose good cases alone came through is not adopted", async () => {
    const flaky = candidate("flaky", 1_000);
    const half: Candidate = {
      ...flaky,
      async run(input, context) {
        if (Number(context.caseId.slice("case-".length)) % 6 === 0) throw new Error("out of memory");
        return await flaky.run(input, context);
      },
    };
    const report = await decide(dataset(60), options([rung(half)]));
    expect(named(report, "flaky")).toMatchObject({ verdict: "undecided" });
    expect((named(report, "flaky") as { note?: string }).note).toContain("gave nothing to grade");
  });

  test("is not asked at all where the bar wants local models and its own are elsewhere, or nobody knows where", async () => {
    const [remote, unknown, local] = [
      candidate("remote", 1_000, { models: ["anthropic/claude-haiku-4-5"] }),
      candidate("unknown", 1_000, { models: ["openai-compatible/x"] }),
      candidate("local", 1_000, { models: ["ollama/llama3.1"] }),
    ];
    const report = await decide(
      dataset(60),
      options([rung(remote), rung(unknown), rung(local)], {
        bar: [...BAR, { kind: "privacy", place: "local" }],
        isLocal: (model) => (model.startsWith("ollama/") ? true : model.startsWith("anthropic/") ? false : undefined),
      }),
    );
    expect([remote.calls.length, unknown.calls.length]).toEqual([0, 0]);
    expect(named(report, "remote")).toMatchObject({ kind: "skipped", skip: { why: "gate" } });
    expect(report.outcome).toEqual({ kind: "adopted", rung: "local" });
    // what cannot be run spends no error
    expect(report.test.rungs).toBe(1);
  });
});

describe("a decision that would prove nothing", () => {
  const good = (): readonly Rung[] => [rung(candidate("good", 1_000))];

  test.each([
    {
      why: "no bar for the pass rate",
      more: { bar: [{ kind: "cost", usdPerCallMax: 1 }] as Bar },
      message: "There is no bar for the pass rate",
    },
    { why: "a bar of 1", more: { bar: [{ kind: "pass-rate", min: 1 }] as Bar }, message: "A pass rate of 1 cannot be proved" },
    { why: "a bar of 0", more: { bar: [{ kind: "pass-rate", min: 0 }] as Bar }, message: "A pass rate of 0 is met by everything" },
    {
      why: "a target that is not above the bar",
      more: { bar: [{ kind: "pass-rate", min: 0.9, target: 0.8 }] as Bar },
      message: "The target 0.8 is not above the bar 0.9",
    },
    { why: "no rung", more: { rungs: [] }, message: "The ladder has no rung" },
    {
      why: "a judge that nobody has held against people",
      more: { judge: { kind: "uncalibrated", name: "anthropic/claude-opus-5" } } as const,
      message: "nobody has measured how often it errs",
    },
    {
      why: "a judge that was hardly held against people",
      more: {
        judge: { kind: "calibrated", counts: { truePositives: 5, falseNegatives: 1, trueNegatives: 5, falsePositives: 1 } },
      } as const,
      message: "its calibration does not do",
    },
  ])("is refused before anything is run: $why", async ({ more, message }) => {
    const made = candidate("good", 1_000);
    await expect(decide(dataset(60), options([rung(made)], more))).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining(message),
    });
    expect(made.calls).toEqual([]);
  });

  test("no case, and two rungs of one name", async () => {
    await expect(decide(dataset(0), options(good()))).rejects.toThrow("holds no case");
    await expect(decide(dataset(5), options([...good(), ...good()]))).rejects.toThrow('Two rungs are named "good"');
  });
});

describe("the document", () => {
  async function decided(): Promise<DecisionDocument> {
    const report = await decide(
      dataset(120, (at) => (at % 3 === 0 ? { group: `g${at}` } : {})),
      options(
        [
          skipped("better-prompt"),
          rung(candidate("retrieve-basic", 2, { usd: 0.001 }), "retrieval, basic"),
          rung(candidate("retrieve-production", 40, { usd: 0.004, models: ["builtin/extractive"] }), "retrieval, production"),
          {
            name: "fine-tune",
            mechanism: "fine-tuning by LoRA or QLoRA",
            offer: {
              kind: "skipped",
              skip: {
                why: "gate",
                reason: "There are 600 labelled examples, and fine-tuning needs 1,000.",
                gates: [
                  {
                    gate: "1,000 labelled examples",
                    verdict: "closed",
                    reason: "There are 600 labelled examples, and fine-tuning needs 1,000.",
                  },
                ],
              },
            },
          },
        ],
        {
          row: { id: "own-knowledge", problem: "It does not know our documents.", move: "Retrieve.", because: "task.kind is knowledge" },
          bar: [...BAR, { kind: "monthly-cost", usdPerMonthMax: 20, callsPerMonth: 1_000 }],
        },
      ),
    );
    const text = JSON.stringify({ ...written(report), curve: CURVE }).replaceAll(report.run.id, "20260301-120000-abcdef");
    return JSON.parse(text) as DecisionDocument; // what was written a line above
  }

  test("is as it was, in each form", async () => {
    const { markdown, html, json } = documentsOf(await decided());
    await expect(markdown).toMatchFileSnapshot("../../test/golden/decision.md");
    // the style is that of all reports, and has no figures
    await expect(html.replace(/<style>.*<\/style>/s, "<style></style>")).toMatchFileSnapshot("../../test/golden/decision.html");
    await expect(json).toMatchFileSnapshot("../../test/golden/decision.json");
  });

  test("has a sentence for each rung that was not run, and the command that runs it again", async () => {
    const markdown = decisionMarkdown(await decided());
    expect(markdown).toContain("**better-prompt**: Not measured: no model configured.");
    expect(markdown).toContain("**fine-tune**: retrieve-production is proved to meet the bar, and this would cost more");
    expect(markdown).toContain("| 480 | 48 | 0.76 [0.72, 0.80] | 0.060 [0.030, 0.090] |");
    expect(markdown).toContain("It is not the curve of a fine-tuned model");
    expect(markdown).toContain("```sh\nfirstfit decide\n```");
    expect(markdown).toContain("More than about 5,000 calls a month");
  });

  test("says beside the picture of costs which rungs are not in it", async () => {
    const [cheap, dear, silent] = [candidate("cheap", 50), candidate("dear", 50), candidate("silent", 50)];
    const unknown: Candidate = {
      ...silent,
      run: async (...given) => ({ ...(await silent.run(...given)), cost: { kind: "unknown", reason: "x" } }),
    };
    const html = decisionHtml(await decide(dataset(60), options([rung(cheap), rung(dear), rung(unknown)], { isFixed: true })));
    expect(html).toContain("Not placed, because what a call costs is not known: silent.");
  });

  test("holds nothing that a page could fetch or run, whatever the cases say", async () => {
    const hostile = '<script src="https://example.org/x.js"></script><img src=x onerror=alert(1)>';
    const report = await decide(
      dataset(20, () => ({ input: hostile })),
      options([rung({ ...candidate("bad", 1), name: hostile }, hostile)], { task: { name: hostile } }),
    );
    const html = decisionHtml(report);
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(html).not.toMatch(/(?:src|href)="/);
    expect(decisionMarkdown(report)).not.toContain("<script");
    expect(renderDecision(report, { style: plainStyle, columns: 80 })).not.toContain("\u001b");
  });
});

function written({ run: _, ...document }: DecisionReport): DecisionDocument {
  return document;
}
