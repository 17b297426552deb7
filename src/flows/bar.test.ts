import { describe, expect, test } from "vitest";
import { madeCases, madeReport } from "../../test/fixtures/made-report.ts";
import type { MadeCandidate } from "../../test/fixtures/made-report.ts";
import type { Bar, BarRequirement } from "../core/evaluation.ts";
import { measureBar } from "./bar.ts";

const isLocal = (model: string): boolean | undefined =>
  model.startsWith("ollama/") ? true : model.startsWith("anthropic/") ? false : undefined;

function beside(asked: BarRequirement, candidate: MadeCandidate, count = candidate.outcomes.length) {
  const cases = madeCases(count);
  const report = madeReport(cases, { it: candidate });
  const [result] = measureBar([asked], report.candidates, { cases, seed: 1, isLocal });
  return { isMet: result?.isMet, ...result?.requirements[0] };
}

describe("a pass rate beside the bar", () => {
  test("is met as observed, and proved only when the whole exact interval is above it", () => {
    const asked = { kind: "pass-rate", min: 0.8 } as const;
    expect(beside(asked, { outcomes: "+++++++++-" })).toMatchObject({
      isMet: true,
      verdict: "met",
      casesMore: expect.any(Number) as number,
    });
    expect(beside(asked, { outcomes: "+".repeat(100) })).toMatchObject({ verdict: "proved" });
    expect(beside(asked, { outcomes: "+++++++---" })).toMatchObject({ isMet: false, verdict: "missed" });
    expect(beside(asked, { outcomes: "+-".repeat(50) })).toMatchObject({ isMet: false, verdict: "refuted" });
  });

  test("at the bar itself is met, whatever the rounding of binary fractions", () => {
    expect(beside({ kind: "pass-rate", min: 0.1 + 0.2 }, { outcomes: "+++-------" })).toMatchObject({ isMet: true });
  });

  test("of errors and ungraded trials alone is unknown, and unknown is not met", () => {
    expect(beside({ kind: "pass-rate", min: 0 }, { outcomes: "!!??" })).toMatchObject({ isMet: false, verdict: "unknown" });
  });

  test("reads the rate that is corrected for the judge where there is one", () => {
    const cases = madeCases(20);
    const [report] = madeReport(cases, { it: { outcomes: "+".repeat(20) } }).candidates;
    if (report === undefined) throw new Error("no candidate");
    const corrected = {
      ...report,
      summary: { ...report.summary, correctedPassRate: { mean: 0.6, low: 0.4, high: 0.7, cases: 20, by: "rogan-gladen" as const } },
    };
    const [result] = measureBar([{ kind: "pass-rate", min: 0.8 }], [corrected], { cases, seed: 1, isLocal });
    expect(result?.requirements[0]).toMatchObject({ verdict: "refuted", observed: { mean: 0.6, isCorrected: true } });
  });

  test("counts no case that nobody has reviewed", () => {
    const cases = madeCases(10, (n) => (n >= 5 ? { review: "unreviewed" } : {}));
    const report = madeReport(cases, { it: { outcomes: "-----+++++" } });
    const [result] = measureBar([{ kind: "pass-rate", min: 0.5 }], report.candidates, { cases, seed: 1, isLocal });
    expect(result?.requirements[0]).toMatchObject({ observed: { mean: 0 }, verdict: "missed" });
  });

  test("of one tag counts the cases with that tag", () => {
    const cases = madeCases(10, (n) => ({ tags: n < 5 ? ["edge"] : ["common"] }));
    const report = madeReport(cases, { it: { outcomes: "-----+++++" } });
    const bar: Bar = [
      { kind: "pass-rate", min: 0.5, tag: "edge" },
      { kind: "pass-rate", min: 0.5, tag: "common" },
    ];
    const [result] = measureBar(bar, report.candidates, { cases, seed: 1, isLocal });
    expect(result?.requirements.map(({ verdict }) => verdict)).toEqual(["missed", "met"]);
  });
});

describe("other requirements", () => {
  test("p95 is proved when so many calls are in time that 95% of all must be", () => {
    const asked = { kind: "latency", p95MsMax: 500 } as const;
    const fast = { latencyMs: () => 100 };
    expect(beside(asked, { outcomes: "+".repeat(20), ...fast })).toMatchObject({ verdict: "met", casesMore: expect.any(Number) as number });
    expect(beside(asked, { outcomes: "+".repeat(80), ...fast })).toMatchObject({ verdict: "proved" });
    expect(beside(asked, { outcomes: "+".repeat(20), latencyMs: () => 900 })).toMatchObject({ verdict: "refuted" });
    expect(beside(asked, { outcomes: "!!!" })).toMatchObject({ verdict: "unknown" });
  });

  test("cost is by call or by month, and an unknown price meets no bar", () => {
    expect(beside({ kind: "cost", usdPerCallMax: 0.01 }, { outcomes: "++++", usd: 0.005 })).toMatchObject({ verdict: "met" });
    expect(beside({ kind: "cost", usdPerCallMax: 0.01 }, { outcomes: "+".repeat(30), usd: 0.02 })).toMatchObject({ verdict: "refuted" });
    const monthly = { kind: "monthly-cost", usdPerMonthMax: 100, callsPerMonth: 100_000 } as const;
    expect(beside(monthly, { outcomes: "++++", usd: 0.0005 })).toMatchObject({ verdict: "met", observed: { usd: 50 } });
    expect(beside(monthly, { outcomes: "++++", usd: 0.005 })).toMatchObject({ verdict: "missed", observed: { usd: 500 } });
    expect(beside(monthly, { outcomes: "++++" })).toMatchObject({ isMet: false, verdict: "unknown" });
  });

  test("privacy needs every model to run locally, and what is not known does not count as local", () => {
    const asked = { kind: "privacy", place: "local" } as const;
    expect(beside(asked, { outcomes: "+", models: ["ollama/llama3.1:8b"] })).toMatchObject({ verdict: "proved" });
    expect(beside(asked, { outcomes: "+", models: ["ollama/a", "anthropic/b"] })).toMatchObject({
      verdict: "refuted",
      observed: { models: ["anthropic/b"] },
    });
    expect(beside(asked, { outcomes: "+", models: ["mine/x"] })).toMatchObject({ isMet: false, verdict: "unknown" });
    expect(beside(asked, { outcomes: "+" })).toMatchObject({ isMet: false, verdict: "unknown" });
    expect(beside(asked, { outcomes: "+", models: [] })).toMatchObject({ isMet: true });
  });

  test("errors and ungraded trials have a share of their own", () => {
    expect(beside({ kind: "ungraded", shareMax: 0.2 }, { outcomes: "+++++++!?-" })).toMatchObject({
      verdict: "met",
      observed: { count: 2, of: 10 },
    });
    expect(beside({ kind: "ungraded", shareMax: 0.1 }, { outcomes: "+++++++!?-" })).toMatchObject({ isMet: false });
  });
});
