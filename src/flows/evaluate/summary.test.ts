import { describe, expect, it } from "vitest";
import type { Case, Grade, Trial } from "../../core/evaluation.ts";
import { summarize } from "./summary.ts";

const given = (id: string, more: Partial<Case> = {}): Case => ({ id, input: id, expectations: [], tags: [], weight: 1, ...more });
const PASS: Grade = { kind: "graded", value: 1 };
const FAIL: Grade = { kind: "graded", value: 0 };
const UNGRADED: Grade = { kind: "ungraded", reason: "criteria need a judge" };

interface Made {
  readonly repeat?: number;
  readonly usd?: number;
  readonly latencyMs?: number;
}
const isGrade = (grades: Grade | Record<string, Grade>): grades is Grade => typeof grades["kind"] === "string";
const trial = (caseId: string, grades: Record<string, Grade> | Grade, { repeat = 0, usd, latencyMs }: Made = {}): Trial => ({
  kind: "completed",
  caseId,
  repeat,
  output: {
    text: "",
    ...(usd === undefined ? {} : { cost: { kind: "known", usd } }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  },
  grades: isGrade(grades) ? { substring: grades } : grades,
});
const broken = (caseId: string, code: "NETWORK" | "RATE_LIMITED" = "NETWORK", message = "gone"): Trial => ({
  kind: "failed",
  caseId,
  repeat: 0,
  error: { code, message },
});
const sum = (cases: readonly Case[], trials: readonly Trial[], repeats = 1) => summarize({ candidate: "a", cases, trials, repeats });

describe("a summary", () => {
  it("has nothing in its rate but what was graded, and counts the rest beside it", () => {
    const cases = ["a", "b", "c", "d", "e"].map((id) => given(id));
    const { trials, passRate, errors, ungraded } = sum(cases, [
      trial("a", PASS),
      trial("b", FAIL),
      trial("c", { criteria: UNGRADED, substring: PASS }),
      broken("d"),
      trial("e", {}),
    ]);
    expect(trials).toEqual({ planned: 5, passed: 1, failed: 1, ungraded: 2, errors: 1 });
    // Wilson for 1 of 2
    expect(passRate).toMatchObject({ mean: 0.5, cases: 2 });
    expect(passRate.low).toBeCloseTo(0.0945, 4);
    expect(passRate.high).toBeCloseTo(0.9055, 4);
    expect(errors).toEqual([{ code: "NETWORK", count: 1, example: "gone" }]);
    expect(ungraded).toEqual([
      { reason: "criteria need a judge", count: 1 },
      { reason: "the case expects nothing", count: 1 },
    ]);
  });

  it("knows no rate where nothing was graded", () => {
    const { passRate, cost, costPerPass, costPerCall } = sum([given("a")], [broken("a")]);
    expect(cost).toEqual({ kind: "unknown", reason: "no trial gave an output" });
    expect(passRate).toEqual({ mean: Number.NaN, low: 0, high: 1, cases: 0 });
    expect(costPerPass).toBeUndefined();
    expect(costPerCall).toEqual({ kind: "unknown", reason: "no trial gave an output" });
  });

  it("lets one failed expectation fail a trial, whatever could not be graded beside it", () => {
    expect(sum([given("a")], [trial("a", { criteria: UNGRADED, substring: FAIL })]).trials).toMatchObject({ failed: 1, ungraded: 0 });
  });

  it("counts a repeated case with the share of its graded repeats that passed", () => {
    const { passRate } = sum(
      [given("a"), given("b")],
      [
        trial("a", PASS),
        trial("a", FAIL, { repeat: 1 }),
        trial("a", PASS, { repeat: 2 }),
        trial("a", UNGRADED, { repeat: 3 }),
        trial("b", PASS),
      ],
      4,
    );
    expect(passRate.mean).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(passRate.cases).toBe(2);
  });

  it("weighs cases, in rates, in tags and in pass^k", () => {
    const cases = [given("a", { weight: 3, tags: ["x"] }), given("b", { tags: ["x", "y"] })];
    const trials = [trial("a", PASS), trial("a", PASS, { repeat: 1 }), trial("b", FAIL), trial("b", PASS, { repeat: 1 })];
    const { passRate, byTag, passHatK } = sum(cases, trials, 2);
    expect(passRate.mean).toBeCloseTo((3 + 0.5) / 4, 12);
    expect(byTag.map(({ tag, rate }) => [tag, rate.mean, rate.cases])).toEqual([
      ["x", 0.875, 2],
      ["y", 0.5, 1],
    ]);
    expect(passHatK).toEqual([
      { k: 1, mean: 0.875 },
      { k: 2, mean: 0.75 },
    ]);
  });

  it("keeps the cases of a group together in the interval", () => {
    const ids = Array.from({ length: 20 }, (_, at) => String(at));
    const trials = ids.map((id) => trial(id, Number(id) < 10 ? PASS : FAIL));
    const alone = sum(
      ids.map((id) => given(id)),
      trials,
    ).passRate;
    const grouped = sum(
      ids.map((id) => given(id, { group: `g${Math.floor(Number(id) / 5)}` })),
      trials,
    ).passRate;
    expect(grouped.mean).toBe(alone.mean);
    expect(grouped.high - grouped.low).toBeGreaterThan(1.5 * (alone.high - alone.low));
  });

  it("gives pass^k and pass@k without bias: 2 of 4 tries", () => {
    const trials = [PASS, FAIL, PASS, FAIL].map((grade, repeat) => trial("a", grade, { repeat }));
    const { passHatK, passAtK } = sum([given("a")], trials, 4);
    // C(2,k)/C(4,k) and 1 - C(2,k)/C(4,k), by hand
    expect(passHatK?.map(({ k, mean }) => [k, Number(mean.toFixed(6))])).toEqual([
      [1, 0.5],
      [2, 0.166667],
      [3, 0],
      [4, 0],
    ]);
    expect(passAtK?.map(({ k, mean }) => [k, Number(mean.toFixed(6))])).toEqual([
      [1, 0.5],
      [2, 0.833333],
      [3, 1],
      [4, 1],
    ]);
    expect(sum([given("a")], [trial("a", PASS)])).not.toHaveProperty("passHatK");
  });

  it("leaves a case out of pass^k for more tries than were graded", () => {
    const trials = [trial("a", PASS), broken("a"), trial("b", FAIL), trial("b", PASS, { repeat: 1 })];
    expect(sum([given("a"), given("b")], trials, 2).passHatK).toEqual([
      { k: 1, mean: 0.75 },
      { k: 2, mean: 0 },
    ]);
  });

  it("adds up what is known of the cost, and what is not known stays so", () => {
    const cases = ["a", "b", "c"].map((id) => given(id));
    const known = sum(cases, [trial("a", PASS, { usd: 0.02 }), trial("b", FAIL, { usd: 0.04 }), broken("c")]);
    expect(known).toMatchObject({
      cost: { kind: "known", usd: 0.06 },
      costPerCall: { kind: "known", usd: 0.03 },
      costPerPass: { kind: "known", usd: 0.06 },
    });
    expect(sum(cases, [trial("a", PASS, { usd: 0.02 }), trial("b", PASS)])).toMatchObject({
      cost: { kind: "unknown", reason: "1 of 2 trials: the candidate does not say what it costs", usdAtLeast: 0.02 },
      costPerPass: { kind: "unknown", usdAtLeast: 0.01 },
    });
  });

  it("tells the quantiles of the latencies that are known, and none where no output says one", () => {
    const cases = ["a", "b", "c"].map((id) => given(id));
    const { latencyMs } = sum(cases, [
      trial("a", PASS, { latencyMs: 300 }),
      trial("b", PASS, { latencyMs: 100 }),
      trial("c", PASS, { latencyMs: 200 }),
    ]);
    expect(latencyMs?.p50).toBe(200);
    expect(latencyMs?.p95).toBeCloseTo(290, 9);
    expect(sum(cases, [trial("a", PASS)])).not.toHaveProperty("latencyMs");
  });

  it("counts failures by the kind that the grader names, else by the grader, and errors by code with the first message", () => {
    const wrong: Grade = { kind: "graded", value: 0, errorType: "missing_argument" };
    const cases = ["a", "b", "c", "d", "e"].map((id) => given(id));
    const { failures, errors, grades } = sum(cases, [
      trial("a", { "tool-calls": wrong }),
      trial("b", { "tool-calls": wrong, substring: FAIL }),
      trial("c", { "tool-calls": PASS }),
      broken("e", "NETWORK", "second"),
      broken("d", "NETWORK", "first"),
    ]);
    expect(failures).toEqual([
      { reason: "missing_argument", count: 2 },
      { reason: "substring", count: 1 },
    ]);
    expect(errors).toEqual([{ code: "NETWORK", count: 2, example: "first" }]);
    expect(grades.map(({ grader, rate, ungraded }) => [grader, rate.cases, rate.mean, ungraded])).toEqual([
      ["substring", 1, 0, 0],
      ["tool-calls", 3, 1 / 3, 0],
    ]);
  });

  it("keeps what a judge was asked apart from the candidate's cost, and counts outputs that it was not sure of", () => {
    const judged = (pass: number, fail: number): Grade => ({
      kind: "graded",
      value: pass > fail ? 1 : 0,
      judged: { votes: { pass, fail }, usage: { inputTokens: 10, source: "provider" }, cost: { kind: "known", usd: 0.5 } },
    });
    const { judge, cost } = sum(
      [given("a"), given("b")],
      [trial("a", judged(3, 0), { usd: 0.01 }), trial("b", judged(2, 1), { usd: 0.01 })],
    );
    expect(judge).toEqual({ usage: { inputTokens: 20, source: "provider" }, cost: { kind: "known", usd: 1 }, outputs: 2, split: 1 });
    expect(cost).toEqual({ kind: "known", usd: 0.02 });
    expect(sum([given("a")], [trial("a", PASS)])).not.toHaveProperty("judge");
  });

  it("passes over trials of cases that it was not given", () => {
    expect(sum([given("a")], [trial("a", PASS), trial("other", FAIL)]).trials).toMatchObject({ planned: 1, passed: 1, failed: 0 });
  });
});
