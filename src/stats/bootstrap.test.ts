import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapMean, quantile, resampledMeans, scoreInterval } from "./bootstrap.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { standardDeviation } from "./paired.ts";
import { seededRandom } from "./random.ts";

/** Survival of the treated mice: Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), table 2.1. */
const MICE = [94, 197, 16, 38, 99, 141, 23];

describe("bootstrap", () => {
  test("means of resamples scatter as the book says: 23.36 days for the treated mice", () => {
    const means = resampledMeans(MICE, { random: seededRandom(1), resamples: 100_000 });
    expect(Math.abs(standardDeviation([...means]) - 23.36)).toBeLessThan(0.3);
  });

  test("the interval is scipy's BCa interval of the same data", () => {
    // scipy.stats.bootstrap((t,), np.mean, method="BCa", n_resamples=400000): 46.29 to 138.29; "percentile": 43.43 to 134.71
    const { mean, low, high } = bootstrapMean(MICE, { random: seededRandom(1), resamples: 200_000 });
    expect(mean).toBeCloseTo(86.857, 3);
    expect(Math.abs(low - 46.29)).toBeLessThan(0.6);
    expect(Math.abs(high - 138.29)).toBeLessThan(0.6);
  });

  test("covers the truth about as often as it says", () => {
    // squares of uniform numbers: skewed, mean 1/3
    const random = seededRandom(5);
    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const { low, high } = bootstrapMean(
        Array.from({ length: 60 }, () => random() ** 2),
        { random, resamples: 400 },
      );
      if (low <= 1 / 3 && 1 / 3 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(0.9 * 300);
    expect(covered).toBeLessThan(0.985 * 300);
  });

  test("holds its mean, stays within the scores, and is the same for the same seed", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (scores) => {
        const options = (): { random: () => number; resamples: number } => ({ random: seededRandom(9), resamples: 200 });
        const interval = scoreInterval(scores, options());
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(interval.high);
        expect(scoreInterval(scores, options())).toEqual(interval);
      }),
      { numRuns: 50 },
    );
  });

  test("scores that are all right are not taken for certainty", () => {
    const { mean, low, high } = scoreInterval([1, 1, 1, 1, 1], { random: seededRandom(1) });
    expect([mean, high]).toEqual([1, 1]);
    expect(low).toBeCloseTo(0.5655, 3); // Wilson's, 5 of 5
    expect(scoreInterval([0, 0], { random: seededRandom(1) }).high).toBeGreaterThan(0.5);
  });

  test("of nothing it knows nothing", () => {
    expect(scoreInterval([], { random: seededRandom(1) })).toEqual({ mean: Number.NaN, low: 0, high: 1 });
  });

  test("a quantile lies between two values", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
  });
});

describe("normal distribution", () => {
  test("agrees with scipy.stats.norm", () => {
    expect(normalCdf(-3)).toBeCloseTo(0.0013498980316301, 14);
    expect(normalCdf(0.5)).toBeCloseTo(0.691462461274013, 14);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 8);
  });
});
