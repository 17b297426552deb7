import { expect, test } from "vitest";
import { msText, observationText, rateText, requirementText, shareText, verdictText } from "./bar-text.ts";

test("a requirement, what was observed and the verdict are sentences", () => {
  const asked = { kind: "pass-rate", min: 0.9 } as const;
  expect(requirementText(asked)).toBe("pass rate at least 0.90");
  expect(requirementText({ kind: "monthly-cost", usdPerMonthMax: 200, callsPerMonth: 100_000 })).toBe(
    "cost a month at most $200.00 for 100,000 calls",
  );
  const observed = { kind: "rate", mean: 0.85, low: 0.62, high: 0.968, isCorrected: false } as const;
  expect(observationText(observed)).toBe("0.85 [0.62, 0.97]");
  expect(verdictText({ asked, observed, verdict: "missed", casesMore: 1_240 })).toBe("not met; about 1,240 more cases would settle it");
  expect(verdictText({ asked, observed, verdict: "missed", casesMore: 1 })).toBe("not met; about 1 more case would settle it");
  expect(observationText({ kind: "latency", p95Ms: 812, lowMs: 640 })).toBe("812 ms [640 ms, ?]");
});

test("how much of a run was lost is counted, and so is neither proved nor not", () => {
  const share = (verdict: "met" | "proved" | "missed" | "refuted" | "unknown"): string =>
    verdictText({ asked: { kind: "ungraded", shareMax: 0.1 }, observed: { kind: "share", count: 0, of: 20 }, verdict });
  expect([share("met"), share("proved"), share("missed"), share("refuted"), share("unknown")]).toEqual([
    "met",
    "met",
    "not met",
    "not met",
    "not known",
  ]);
});

test("a rate of nothing is not a zero, in memory and out of JSON", () => {
  expect(rateText({ mean: Number.NaN, low: 0, high: 1 })).toBe("n/a");
  expect(rateText({ mean: null, low: 0, high: 1 })).toBe("n/a");
  expect(rateText({ mean: 0, low: 0, high: 0.17 })).toBe("0.00 [0.00, 0.17]");
});

test("what is nearly all or nearly nothing is not rounded to it", () => {
  expect([shareText(1), shareText(0.9985), shareText(0.99996), shareText(0.0012), shareText(0.00001)]).toEqual([
    "1.00",
    "0.999",
    ">0.999",
    "0.001",
    "<0.001",
  ]);
});

test("times are told in the unit that fits", () => {
  expect([0.42, 812.4, 2_410, 59_999, 190_000].map(msText)).toEqual(["0.4 ms", "812 ms", "2.41 s", "60.0 s", "3 min 10 s"]);
});
