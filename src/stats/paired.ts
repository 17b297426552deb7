import { bootstrapMean, bootstrapStatistic } from "./bootstrap.ts";
import type { Interval } from "./intervals.ts";
import { clusteredStandardError } from "./mean.ts";
import { normalQuantile } from "./normal.ts";
import type { Random } from "./random.ts";

/** Two ways of doing the same cases, compared case by case. */
export interface PairedComparison {
  readonly cases: number;
  /** Mean of b - a with its 95% bootstrap interval. */
  readonly difference: Interval;
  /** Two-sided, of the randomization test. */
  readonly pValue: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** The interval does not hold 0, and the randomization test agrees at 5%: with few pairs that differ the interval alone is too narrow. */
  readonly isSeparated: boolean;
  /** How many more cases would show a difference as large as this one; absent when it is shown already, or when it is 0. */
  readonly casesMore?: number;
}

/** Less than this is rounding, not a win. */
const TIE = 1e-9;

export interface PairedOptions {
  readonly random: Random;
  /** Default: 5,000 for the interval, 10,000 for the test */
  readonly resamples?: number;
  /** What each case belongs to; groups are drawn and swapped whole. Absent: every case is its own group. */
  readonly groups?: readonly string[];
  /** Of the test, and of the number of cases that it would take. Default: 0.05 */
  readonly significance?: number;
}

/**
 * Compares the scores of two systems on the same cases: `b` against `a`. Pairing takes out how hard a case is, which is most of what
 * scores differ by. Throws RangeError on lists of different length.
 */
export function comparePaired(
  a: readonly number[],
  b: readonly number[],
  { random, resamples, groups, significance = SIGNIFICANCE }: PairedOptions,
): PairedComparison {
  if (a.length !== b.length) throw new RangeError(`${a.length} scores against ${b.length}`);
  if (groups !== undefined && groups.length !== a.length) throw new RangeError(`${a.length} scores in ${groups.length} groups`);
  const differences = b.map((score, at) => {
    const difference = score - a[at]!;
    return Math.abs(difference) < TIE ? 0 : difference;
  });
  const options = { random, ...(resamples === undefined ? {} : { resamples }) };
  const clustered = groups !== undefined && new Set(groups).size < groups.length ? inGroups(differences, groups) : undefined;
  const difference = clustered === undefined ? bootstrapMean(differences, options) : meanOverGroups(clustered, options);
  const pValue = randomizationTest(clustered?.map(({ sum }) => sum) ?? differences, options);
  const isSeparated = (difference.low > 0 || difference.high < 0) && pValue <= significance;
  const deviation =
    clustered === undefined || groups === undefined
      ? standardDeviation(differences)
      : clusteredStandardError(differences, groups) * Math.sqrt(differences.length);
  const needed =
    isSeparated || Number.isNaN(deviation)
      ? undefined
      : casesWanted(clustered ?? differences, { mean: difference.mean, deviation, cases: differences.length, significance });
  return {
    cases: differences.length,
    difference,
    pValue,
    wins: differences.filter((each) => each > 0).length,
    losses: differences.filter((each) => each < 0).length,
    ties: differences.filter((each) => each === 0).length,
    isSeparated,
    ...(needed === undefined ? {} : { casesMore: Math.max(1, needed - differences.length) }),
  };
}

interface Group {
  readonly sum: number;
  readonly cases: number;
}

function inGroups(values: readonly number[], groups: readonly string[]): readonly Group[] {
  const found = new Map<string, Group>();
  for (const [at, value] of values.entries()) {
    const { sum, cases } = found.get(groups[at]!) ?? { sum: 0, cases: 0 };
    found.set(groups[at]!, { sum: sum + value, cases: cases + 1 });
  }
  return [...found.values()];
}

/** The mean over all cases, with groups drawn whole. */
function meanOverGroups(groups: readonly Group[], options: PairedOptions): Interval {
  return bootstrapStatistic(
    groups.length,
    (places) => {
      let [sum, cases] = [0, 0];
      for (const place of places) {
        sum += groups[place]!.sum;
        cases += groups[place]!.cases;
      }
      return sum / cases;
    },
    options,
  );
}

const SIGNIFICANCE = 0.05;
/** 2 / 2^6 is the first below 5%: fewer pairs that differ prove nothing, even when all go one way. */
const MOVING_MIN = 6;

function casesWanted(
  units: readonly (number | Group)[],
  {
    mean,
    deviation,
    cases,
    significance,
  }: { readonly mean: number; readonly deviation: number; readonly cases: number; readonly significance: number },
): number | undefined {
  const needed = casesNeeded(mean, deviation, { significance });
  const moving = units.filter((unit) => (typeof unit === "number" ? unit : unit.sum) !== 0).length;
  return needed === undefined ? undefined : Math.max(needed, Math.ceil((MOVING_MIN * cases) / moving));
}

/** Up to this many cases that differ, every assignment of signs is tried: 65,536 of them. */
const EXACT_CASES_MAX = 16;
const RESAMPLES = 10_000;

/**
 * Fisher's randomization test of paired differences, two-sided: the share of all ways to swap the two sides of each pair whose mean
 * is at least as far from 0 (The Design of Experiments, 1935, section 21). Exact up to 16 pairs that differ; beyond that from
 * `resamples` random swaps, the data's own counted among them (Phipson & Smyth 2010), so that it is never 0.
 * For search it is the test to use: Smucker, Allan & Carterette, "A Comparison of Statistical Significance Tests" (2007).
 */
export function randomizationTest(
  differences: readonly number[],
  { random, resamples = RESAMPLES }: { readonly random: Random; readonly resamples?: number },
): number {
  const moving = differences.filter((difference) => difference !== 0).map(Math.abs);
  if (moving.length === 0) return 1;
  // Sums of the same numbers in another order may differ in the last bit.
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0)) * (1 - 1e-12);
  let extreme = 0;
  if (moving.length <= EXACT_CASES_MAX) {
    const all = 2 ** moving.length;
    for (let signs = 0; signs < all; signs++) {
      let sum = 0;
      for (let at = 0; at < moving.length; at++) sum += (signs >>> at) & 1 ? moving[at]! : -moving[at]!;
      if (Math.abs(sum) >= observed) extreme++;
    }
    return extreme / all;
  }
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (const size of moving) sum += random() < 0.5 ? size : -size;
    if (Math.abs(sum) >= observed) extreme++;
  }
  return (extreme + 1) / (resamples + 1);
}

/**
 * Cases that a paired two-sided test needs to see a mean difference of `difference`, where differences scatter by
 * `deviation`: normal theory with Guenther's correction for the t distribution (1981). Undefined for a difference of 0, which no number shows.
 */
export function casesNeeded(
  difference: number,
  deviation: number,
  { significance = 0.05, power = 0.8 }: { readonly significance?: number; readonly power?: number } = {},
): number | undefined {
  if (difference === 0) return undefined;
  const zAlpha = normalQuantile(1 - significance / 2);
  const standardized = (zAlpha + normalQuantile(power)) * (deviation / Math.abs(difference));
  return Math.ceil(standardized ** 2 + zAlpha ** 2 / 2);
}

/** Of a sample: the squares are divided by n - 1. 0 for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
