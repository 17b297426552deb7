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
  return biasCorrected(mean, resampledMeans(values, options).sort(), { acceleration: accelerationOf(values, mean), confidence });
}

/**
 * The same interval of any number that depends on which cases there are: `statistic` is given the places of the cases, some more than
 * once. Resamples of which it is NaN are left out. BCa and not the plain percentiles, because rates near their ends are skewed. The
 * acceleration is the jackknife's.
 */
export function bootstrapStatistic(cases: number, statistic: (places: Int32Array) => number, options: BootstrapOptions): Interval {
  const { random, resamples = RESAMPLES, confidence = 0.95 } = options;
  const mean = statistic(Int32Array.from({ length: cases }, (_, at) => at));
  const places = new Int32Array(cases);
  const drawn = Float64Array.from({ length: resamples }, () => {
    for (let at = 0; at < cases; at++) places[at] = Math.floor(random() * cases);
    return statistic(places);
  }).filter((value) => !Number.isNaN(value));
  if (Number.isNaN(mean) || drawn.length === 0) return { mean, low: -Infinity, high: Infinity };
  const without = Array.from({ length: cases }, (_, left) =>
    statistic(Int32Array.from({ length: cases - 1 }, (__, at) => at + (at < left ? 0 : 1))),
  );
  const known = without.filter((value) => !Number.isNaN(value));
  // Leaving a case out moves the statistic against the case's own pull.
  const acceleration = known.length === 0 ? 0 : -accelerationOf(known, meanOf(known));
  return biasCorrected(mean, drawn.sort(), { acceleration, confidence });
}

function biasCorrected(
  mean: number,
  drawn: Float64Array,
  { acceleration, confidence }: { readonly acceleration: number; readonly confidence: number },
): Interval {
  // Resamples that hit the mean exactly count half, or scores of a few steps would look biased.
  const bias = normalQuantile((lowerBound(drawn, mean) + upperBound(drawn, mean)) / 2 / drawn.length);
  if (!Number.isFinite(bias)) return { mean, low: quantile(drawn, (1 - confidence) / 2), high: quantile(drawn, (1 + confidence) / 2) };
  const adjusted = (probability: number): number => {
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return { mean, low: quantile(drawn, adjusted((1 - confidence) / 2)), high: quantile(drawn, adjusted((1 + confidence) / 2)) };
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
  if (largest === 0) return 0;
  let [cubes, squares] = [0, 0];
  for (const value of values) {
    const away = (value - mean) / largest;
    squares += away * away;
    cubes += away * away * away;
  }
  return cubes / (6 * squares ** 1.5);
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
