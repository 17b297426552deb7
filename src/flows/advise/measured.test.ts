import { describe, expect, it } from "vitest";
import { shippedMatcher } from "../../config/advice-matcher.ts";
import type { DecisionOutcome, MadeDecision, MeasuredRung, RungVerdict } from "../../core/decision.ts";
import type { KeptTrial, TrialStore } from "../../core/trial-store.ts";
import { NO_USAGE } from "../../core/usage.ts";
import { advise } from "../advise.ts";
import { ownDecision } from "./decided.ts";
import { figuresSentence, ownFigures } from "./figures.ts";

const matcher = shippedMatcher();
const priced = {};

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
    expect(reply).toContain(
      "Your own last evaluation (2026-10-01, cases.jsonl, 2 cases) gave these pass rates, with 95% intervals: ask 0.50 (0.09 to 0.91), $0.02 a call, p95 100 ms.",
    );
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
    expect(seven === undefined ? "" : figuresSentence(seven)).toContain(
      "the best 5 of 7 candidates) gave these pass rates, with 95% intervals: b 1.00",
    );
  });

  it("say how many cases each candidate has where they differ, and where nothing could be graded", () => {
    const ungraded: KeptTrial = {
      candidate: "b",
      trial: { kind: "failed", caseId: "1", repeat: 0, error: { code: "NETWORK", message: "" } },
    };
    const made = store([trial("1", 1), ungraded]);
    const candidates = ["ask", "b"].map((name) => ({ name, definition: null }));
    const figures = ownFigures({ ...made, runs: () => made.runs().map((run) => ({ ...run, plan: { ...run.plan, candidates } })) });
    expect(figures === undefined ? "" : figuresSentence(figures)).toMatch(
      /: ask 1\.00 \(.*\) on 1 case, p95 100 ms; b nothing could be graded\.$/,
    );
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
