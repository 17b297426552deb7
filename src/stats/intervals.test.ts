import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regularizedBeta } from "./beta.ts";
import { clopperPearson, wilson } from "./intervals.ts";

describe("wilson", () => {
  it("gives the intervals that Newcombe published for 81 of 263, 15 of 148 and 1 of 29", () => {
    // Newcombe 1998, Statistics in Medicine 17, table I, method 3
    for (const [successes, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilson(successes, n);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it("covers everything when nothing was measured", () => {
    expect(wilson(0, 0)).toEqual({ mean: Number.NaN, low: 0, high: 1 });
  });
});

describe("clopperPearson", () => {
  it("gives the exact intervals that Newcombe published", () => {
    // the same table, method 5
    for (const [successes, n, low, high] of [
      [81, 263, 0.2527, 0.3676],
      [15, 148, 0.0578, 0.1617],
      [0, 20, 0, 0.1684],
      [1, 29, 0.0009, 0.1776],
    ] as const) {
      const interval = clopperPearson(successes, n);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it("says that 20 of 20 proves only .83 two-sided at 95%", () => {
    expect(clopperPearson(20, 20).low).toBeCloseTo(0.025 ** (1 / 20), 10);
  });

  it("contains its mean, and is never clearly narrower than Wilson's", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), (n, raw) => {
        const successes = raw % (n + 1);
        const exact = clopperPearson(successes, n);
        expect(exact.low).toBeLessThanOrEqual(exact.mean);
        expect(exact.high).toBeGreaterThanOrEqual(exact.mean);
        expect(exact.high - exact.low).toBeGreaterThanOrEqual(wilson(successes, n).high - wilson(successes, n).low - 0.02);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses counts that are none", () => {
    expect(() => clopperPearson(3, 2)).toThrow(RangeError);
    expect(() => wilson(0.5, 2)).toThrow(RangeError);
  });
});

describe("regularizedBeta", () => {
  it("equals the binomial tail it stands for", () => {
    // P(X >= 3), X ~ Bin(5, 0.4) = 0.31744
    expect(regularizedBeta(0.4, 3, 3)).toBeCloseTo(0.31744, 12);
  });
});
