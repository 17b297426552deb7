import { betaQuantile, studentQuantile } from "./beta.ts";
import { clopperPearson, wilson, wilsonOfMean } from "./intervals.ts";
import type { Interval } from "./intervals.ts";

/**
 * `wilson` keeps 95% on the average over all rates and is the narrower of the two; `exact` never covers less than 95%, whatever the rate.
 * Neither leans on a normal distribution of the mean, which for fewer than some hundred cases gives intervals that are too narrow
 * (Bowyer, Aitchison & Ivanova 2025, https://arxiv.org/abs/2503.01747).
 */
export type IntervalMethod = "wilson" | "exact";

export interface MeanOptions {
  /** Default: "wilson" */
  readonly method?: IntervalMethod;
  /**
   * What each case belongs to, as long as the grades: cases that share a passage or a conversation pass and fail together and tell less
   * than as many of their own. Absent: every case is its own group.
   */
  readonly groups?: readonly string[];
  /** How often each grade counts, above 0. Absent: once. */
  readonly weights?: readonly number[];
}

/**
 * 95% interval of the mean of grades between 0 and 1. Passes and failures (1 and 0) get the binomial interval; finer grades get Wilson's,
 * which then is on the safe side because no grades with this mean scatter more than 0 and 1 do, or for `exact` the betting interval.
 * With groups of several cases: see `clusteredInterval`; with weights that differ: see `weightedInterval`. [0, 1] and the mean NaN for no
 * grade. Throws RangeError on a grade outside of 0 to 1 and on a weight that is not above 0.
 */
export function meanInterval(grades: readonly number[], { method = "wilson", groups, weights }: MeanOptions = {}): Interval {
  checkGrades(grades);
  if (grades.length === 0) return { mean: Number.NaN, low: 0, high: 1 };
  if (weights !== undefined && weights.some((weight) => weight !== weights[0]))
    return weightedInterval(grades, { weights, method, ...(groups === undefined ? {} : { groups }) });
  if (groups !== undefined && new Set(groups).size < groups.length) return clusteredInterval(grades, groups, method);
  const sum = grades.reduce((total, grade) => total + grade, 0);
  if (grades.every((grade) => grade === 0 || grade === 1))
    return method === "exact" ? clopperPearson(sum, grades.length) : wilson(sum, grades.length);
  return method === "exact" ? bettingInterval(grades) : wilsonOfMean(sum / grades.length, grades.length);
}

/**
 * Standard error of a mean over cases that come in groups: squares of the groups' summed deviations, with the correction G / (G - 1) for
 * G groups (equation 4 of Miller 2024, https://arxiv.org/abs/2411.00640, with Stata's correction). NaN for fewer than two groups.
 */
export function clusteredStandardError(values: readonly number[], groups: readonly string[]): number {
  if (values.length !== groups.length) throw new RangeError(`${values.length} values in ${groups.length} groups`);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sums = new Map<string, number>();
  for (const [at, value] of values.entries()) sums.set(groups[at]!, (sums.get(groups[at]!) ?? 0) + value - mean);
  const count = sums.size;
  if (count < 2) return Number.NaN;
  const squares = [...sums.values()].reduce((sum, each) => sum + each * each, 0);
  return Math.sqrt((squares * count) / (count - 1)) / values.length;
}

/**
 * Interval of a mean over grouped cases: the binomial interval of the number of independent cases that would scatter as much, corrected
 * for having few groups (Korn & Graubard 1998, Survey Methodology 24, 193-201; `svyciprop(method = "beta")` of R's survey package). It never
 * counts for more than the cases there are, and grades that are all alike count for as many cases as there are groups.
 */
function clusteredInterval(grades: readonly number[], groups: readonly string[], method: IntervalMethod): Interval {
  const n = grades.length;
  const mean = grades.reduce((sum, grade) => sum + grade, 0) / n;
  const groupCount = new Set(groups).size;
  // One group is one observation.
  if (groupCount < 2) return { mean, low: 0, high: 1 };
  return effectiveInterval(mean, Math.min(n, effectiveCases(grades, groups, { mean, groupCount })), method);
}

/** The binomial interval of a mean that tells as much as so many independent cases, which need be no whole number. */
function effectiveInterval(mean: number, cases: number, method: IntervalMethod): Interval {
  if (method === "wilson") return wilsonOfMean(mean, cases);
  return {
    mean,
    low: mean === 0 ? 0 : betaQuantile(0.025, cases * mean, cases * (1 - mean) + 1),
    high: mean === 1 ? 1 : betaQuantile(0.975, cases * mean + 1, cases * (1 - mean)),
  };
}

/**
 * Interval of a weighted mean: as `clusteredInterval`, with the linearized variance of a weighted mean. It never counts for more than
 * Kish's number of cases, (sum w)^2 / sum w^2 (Kish 1965, Survey Sampling, section 11.7), and grades that are all alike count for that
 * number of groups.
 */
function weightedInterval(
  grades: readonly number[],
  {
    weights,
    groups,
    method,
  }: { readonly weights: readonly number[]; readonly groups?: readonly string[]; readonly method: IntervalMethod },
): Interval {
  if (weights.length !== grades.length) throw new RangeError(`${grades.length} grades with ${weights.length} weights`);
  const wrong = weights.find((weight) => !(weight > 0 && Number.isFinite(weight)));
  if (wrong !== undefined) throw new RangeError(`A weight is above 0, not ${wrong}.`);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = Math.min(1, grades.reduce((sum, grade, at) => sum + weights[at]! * grade, 0) / total);
  const byGroup = new Map<string, { weight: number; away: number }>();
  for (const [at, grade] of grades.entries()) {
    const key = groups?.[at] ?? String(at);
    const { weight, away } = byGroup.get(key) ?? { weight: 0, away: 0 };
    byGroup.set(key, { weight: weight + weights[at]!, away: away + weights[at]! * (grade - mean) });
  }
  const count = byGroup.size;
  if (count < 2) return { mean, low: 0, high: 1 };
  const kish = (parts: readonly number[]): number => total ** 2 / parts.reduce((sum, part) => sum + part * part, 0);
  const error = Math.sqrt(([...byGroup.values()].reduce((sum, { away }) => sum + away * away, 0) * count) / (count - 1)) / total;
  const variance = grades.reduce((sum, grade, at) => sum + weights[at]! * (grade - mean) ** 2, 0) / total;
  // rounding leaves a trace where all grades are alike
  if (grades.every((grade) => grade === grades[0]))
    return effectiveInterval(grades[0]!, kish([...byGroup.values()].map(({ weight }) => weight)), method);
  const most = kish(weights);
  if (error === 0) return effectiveInterval(mean, most, method);
  const narrowed = (studentQuantile(0.975, grades.length - 1) / studentQuantile(0.975, count - 1)) ** 2;
  return effectiveInterval(mean, Math.min(most, (variance / error ** 2) * narrowed), method);
}

function effectiveCases(
  grades: readonly number[],
  groups: readonly string[],
  { mean, groupCount }: { readonly mean: number; readonly groupCount: number },
): number {
  const n = grades.length;
  const variance = grades.reduce((sum, grade) => sum + (grade - mean) ** 2, 0) / n;
  if (variance === 0) return groupCount;
  const error = clusteredStandardError(grades, groups);
  // Groups whose sums happen to be alike look as if they knew everything; then the cases there are set the limit.
  if (error === 0) return n;
  return (variance / error ** 2) * (studentQuantile(0.975, n - 1) / studentQuantile(0.975, groupCount - 1)) ** 2;
}

const ALPHA = 0.05;
/** Each bet risks at most this share of the capital. */
const STAKE_MAX = 0.75;
/** Halvings of [0, 1]: to 1e-12. */
const HALVINGS = 40;

/**
 * 95% interval of the mean of numbers between 0 and 1, whatever their distribution, that covers at least 95% at every n: the means against
 * which one could not have won twenty times the stake by fair bets (the hedged capital interval of Waudby-Smith & Ramdas, "Estimating means
 * of bounded random variables by betting", JRSS B 2024, https://doi.org/10.1093/jrsssb/qkad009). It narrows with the scatter of the grades.
 * The grades are taken in the order given, which must not depend on them.
 */
export function bettingInterval(grades: readonly number[]): Interval {
  checkGrades(grades);
  const n = grades.length;
  if (n === 0) return { mean: Number.NaN, low: 0, high: 1 };
  const mean = grades.reduce((sum, grade) => sum + grade, 0) / n;
  const stakes = plannedStakes(grades);
  const mirrored = grades.map((grade) => 1 - grade);
  return { mean, low: Math.min(mean, refutedBelow(grades, stakes)), high: Math.max(mean, 1 - refutedBelow(mirrored, stakes)) };
}

/** How much to bet on each grade, from those before it: equation 26 of the paper, for a number of cases fixed in advance. */
function plannedStakes(grades: readonly number[]): readonly number[] {
  let [sum, squares] = [0.5, 0.25];
  return grades.map((grade, at) => {
    const stake = Math.sqrt((2 * Math.log(2 / ALPHA)) / (grades.length * (squares / (at + 1))));
    sum += grade;
    squares += (grade - sum / (at + 2)) ** 2;
    return stake;
  });
}

/** The greatest mean that bets on "the mean is higher" refute. Their gains fall as the mean rises, so halving finds it. */
function refutedBelow(grades: readonly number[], stakes: readonly number[]): number {
  // Half of the capital bets on each side.
  const wanted = Math.log(2 / ALPHA);
  const isRefuted = (mean: number): boolean => {
    let capital = 0;
    for (let at = 0; at < grades.length; at++) {
      capital += Math.log1p(Math.min(stakes[at]!, STAKE_MAX / mean) * (grades[at]! - mean));
      if (capital >= wanted) return true;
    }
    return false;
  };
  let [low, high] = [0, 1];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (isRefuted(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function checkGrades(grades: readonly number[]): void {
  const wrong = grades.find((grade) => !(grade >= 0 && grade <= 1));
  if (wrong !== undefined) throw new RangeError(`A grade lies between 0 and 1, not at ${wrong}.`);
}
