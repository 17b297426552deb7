import { betaQuantile } from "./beta.ts";

/** A rate with its 95% interval; all three between 0 and 1. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The 0.975 quantile of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * Wilson score interval of `successes` out of `n`, 95% by default. For n = 0 the interval is [0, 1] and the mean NaN,
 * because nothing was measured.
 * Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953
 */
export function wilson(successes: number, n: number, z: number = Z95): Interval {
  checkCounts(successes, n);
  if (n === 0) return { mean: Number.NaN, low: 0, high: 1 };
  return wilsonOfMean(successes / n, n, z);
}

/**
 * Wilson's interval for a mean between 0 and 1 of `n` cases, which for grouped cases is no whole number. Its variance is that of grades of
 * 0 and 1, the most that grades with this mean can scatter.
 */
export function wilsonOfMean(mean: number, n: number, z: number = Z95): Interval {
  const centre = (mean + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((mean * (1 - mean)) / n + (z * z) / (4 * n * n));
  return { mean, low: mean === 0 ? 0 : Math.max(0, centre - half), high: mean === 1 ? 1 : Math.min(1, centre + half) };
}

/**
 * Exact interval of `successes` out of `n`: never covers less than `confidence`, hence wider than Wilson's.
 * Clopper & Pearson 1934, https://doi.org/10.1093/biomet/26.4.404
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval {
  checkCounts(successes, n);
  if (n === 0) return { mean: Number.NaN, low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  return {
    mean: successes / n,
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  };
}

function checkCounts(successes: number, n: number): void {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(successes) || successes < 0 || successes > n) {
    throw new RangeError(`An interval needs 0 <= successes <= n in whole numbers, not ${successes} of ${n}.`);
  }
}
