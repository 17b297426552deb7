import { describe, expect, test } from "vitest";
import { ranksWithTies, spearman } from "./rank-correlation.ts";

describe("rank correlation", () => {
  test("equal values share the mean of their ranks", () => {
    expect(ranksWithTies([10, 20, 20, 5])).toEqual([2, 3.5, 3.5, 1]);
  });

  test("agrees with scipy.stats.spearmanr, with and without ties", () => {
    // IQ and hours of television (the worked example of Wikipedia's article): -29/165.
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(spearman(iq, hours)).toBeCloseTo(-29 / 165, 12);
    // scipy.stats.spearmanr([1, 2, 2, 3, 5, 5, 5], [2, 1, 4, 4, 3, 7, 6])
    expect(spearman([1, 2, 2, 3, 5, 5, 5], [2, 1, 4, 4, 3, 7, 6])).toBeCloseTo(0.6702887344438079, 12);
  });

  test("the same order is 1, the reverse is -1, whatever the scale", () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [8, 4, 2, 1])).toBeCloseTo(-1, 12);
  });

  test("there is no correlation without variation or with a single pair", () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(spearman([1], [1])).toBeUndefined();
    expect(() => spearman([1, 2], [1])).toThrow(RangeError);
  });
});
