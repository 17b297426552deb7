import { describe, expect, test } from "vitest";
import { BAR, candidate, dataset, examples, named, options, rung, skipped, written } from "../../test/fixtures/made-ladder.ts";
import type { Counted } from "../../test/fixtures/made-ladder.ts";
import type { DecisionReport, Rung, RungSkip } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Bar, Candidate } from "../core/evaluation.ts";
import { decide } from "./decide.ts";
import type { DecideOptions } from "./decide/decide-options.ts";
import { renderDecision } from "../render/decision.ts";
import { documentsOf } from "../render/decision-documents.ts";
import { decisionMarkdown } from "../render/decision-markdown.ts";
import { plainStyle } from "../render/style.ts";
import { memoryTrials } from "../stores/memory-trials.ts";

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
