import { wilson } from "./intervals.ts";
import type { Interval } from "./intervals.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import type { Random } from "./random.ts";

export interface BootstrapOptions {
  readonly random: Random;
  /** Default: 5,000 */
  readonly resamples?: number;
  /** Default: 0.95 */
  readonly confidence?: number;
}

const RESAMPLES = 5_000;

/**
 * Bias-corrected and accelerated bootstrap interval of the mean (Efron 1987, https://doi.org/10.1080/01621459.1987.10478410).
 * Values that are all alike give no width: what to say of them depends on what they are, see `scoreInterval`.
 * NaN, from -Infinity to Infinity, for no value.
 */
export function bootstrapMean(values: readonly number[], options: BootstrapOptions): Interval {
  const { confidence = 0.95 } = options;
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, low: -Infinity, high: Infinity };
  const mean = meanOf(values);
  if (values.every((value) => value === values[0])) return { mean, low: mean, high: mean };
  const means = resampledMeans(values, options).sort();
  // Resamples that hit the mean exactly count half, or scores of a few steps would look biased.
  const below = lowerBound(means, mean);
  const upTo = upperBound(means, mean);
  const bias = normalQuantile((below + upTo) / 2 / means.length);
  if (!Number.isFinite(bias)) return { mean, low: quantile(means, (1 - confidence) / 2), high: quantile(means, (1 + confidence) / 2) };
  const acceleration = accelerationOf(values, mean);
  const adjusted = (probability: number): number => {
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return { mean, low: quantile(means, adjusted((1 - confidence) / 2)), high: quantile(means, adjusted((1 + confidence) / 2)) };
}

/**
 * Interval of a mean of scores between 0 and 1. As `bootstrapMean`, but for scores that are all 0 or all 1, where resampling knows
 * nothing: then Wilson's, which holds for the most scattered scores that have this mean.
 */
export function scoreInterval(scores: readonly number[], options: BootstrapOptions): Interval {
  if (scores.length === 0) return { mean: Number.NaN, low: 0, high: 1 };
  if (scores.every((score) => score === 0)) return wilson(0, scores.length);
  if (scores.every((score) => score === 1)) return wilson(scores.length, scores.length);
  const { mean, low, high } = bootstrapMean(scores, options);
  return { mean, low: Math.max(0, low), high: Math.min(1, high) };
}

/** Means of samples drawn with replacement, each as large as the data. */
export function resampledMeans(values: readonly number[], { random, resamples = RESAMPLES }: BootstrapOptions): Float64Array {
  const drawn = Float64Array.from(values);
  const n = drawn.length;
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += drawn[Math.floor(random() * n)]!;
    means[r] = sum / n;
  }
  return means;
}

/** Of a mean the jackknife has a closed form: a sixth of the data's own skewness, over the square root of n. */
function accelerationOf(values: readonly number[], mean: number): number {
  // In units of the largest, so that cubes of tiny numbers stay above 0.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  let [cubes, squares] = [0, 0];
  for (const value of values) {
    const away = (value - mean) / largest;
    squares += away * away;
    cubes += away * away * away;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The share `at` of the sorted values, linear between two of them (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: Float64Array | readonly number[], at: number): number {
  const place = Math.min(Math.max(at, 0), 1) * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
