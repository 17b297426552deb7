import { binomialAtLeast } from "./beta.ts";
import { casesNeeded } from "./paired.ts";

export interface PowerOptions {
  /** Chance of finding something where there is nothing. Two-sided 0.05 for comparisons, one-sided for a bar. Default: 0.05 */
  readonly significance?: number;
  /** Chance of finding what is there. Default: 0.8 */
  readonly power?: number;
}

/** Beyond this a normal approximation is close, and enumerating takes long. */
const EXACT_CASES_MAX = 300;

export interface BarPlan {
  readonly cases: number;
  /** So many of them must pass. */
  readonly passes: number;
}

/**
 * The smallest number of cases, and of passes among them, by which the exact one-sided binomial test tells a pass rate of `target` from one
 * at `bar`: a candidate at the bar gets as many passes with a chance of at most `significance`, one at the target with at least `power`
 * (A'Hern 2001, "Sample size tables for exact single-stage phase II designs", https://doi.org/10.1002/sim.721). Throws RangeError unless
 * 0 < bar < target <= 1, and for rates so close that a million cases do not do.
 */
export function casesForBar(bar: number, target: number, { significance = 0.05, power = 0.8 }: PowerOptions = {}): BarPlan {
  if (!(bar > 0 && bar < target && target <= 1))
    throw new RangeError(`A bar of ${bar} and a target of ${target} leave nothing to tell apart.`);
  // With more cases the passes needed only rise: each search goes on where the last one ended.
  let passes = 1;
  for (let cases = 1; cases <= 1_000_000; cases++) {
    while (binomialAtLeast(passes, cases, bar) > significance) passes++;
    if (passes <= cases && binomialAtLeast(passes, cases, target) >= power) return { cases, passes };
  }
  throw new RangeError(`A million cases do not tell ${target} from ${bar}.`);
}

/**
 * Cases in all that would probably put a candidate with this pass rate above or below the bar: those of `casesForBar` at a one-sided 2.5%,
 * which is where a 95% interval leaves the bar out. Undefined for a rate at the bar, which no number of cases settles, or too close to it.
 */
export function casesToSettle(rate: number, bar: number, power = 0.8): number | undefined {
  const [low, high] = rate > bar ? [bar, rate] : [1 - bar, 1 - rate];
  // at a distance of 0.2% some 400,000 cases are due, which nobody writes
  if (high - low < 0.002 || low <= 0) return undefined;
  return casesForBar(low, high, { significance: 0.025, power }).cases;
}

/** Shares of all cases that only one of two candidates passes. */
export interface MovingShares {
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/**
 * Cases by which McNemar's exact test finds such shares different, both counted as they fall among all cases. Exact up to 300 cases;
 * beyond them by the normal theory of paired differences. Undefined for equal shares.
 */
export function pairedCasesNeeded(
  { onlyFirst, onlySecond }: MovingShares,
  { significance = 0.05, power = 0.8 }: PowerOptions = {},
): number | undefined {
  const difference = Math.abs(onlySecond - onlyFirst);
  const moving = onlyFirst + onlySecond;
  if (difference === 0) return undefined;
  const shares = { onlyFirst, onlySecond };
  const needed = casesNeeded(difference, Math.sqrt(moving - difference ** 2), { significance, power }) ?? 0;
  // The exact number was never below 0.94 of the normal one, so looking from here on finds the same and enumerates little.
  const first = Math.max(6, Math.floor(0.85 * needed));
  for (let cases = first; cases <= EXACT_CASES_MAX; cases++) if (mcnemarPower(cases, shares, significance) >= power) return cases;
  return Math.max(EXACT_CASES_MAX + 1, needed);
}

/** Chance that McNemar's exact test finds the two shares different on so many cases. */
export function mcnemarPower(cases: number, { onlyFirst, onlySecond }: MovingShares, significance = 0.05): number {
  const moving = onlyFirst + onlySecond;
  const toFirst = onlyFirst / moving;
  let found = 0;
  for (let differing = 0, critical = 0; differing <= cases; differing++) {
    while (2 * binomialAtLeast(critical, differing, 0.5) > significance && critical <= differing) critical++;
    const chance = binomialAtLeast(differing, cases, moving) - binomialAtLeast(differing + 1, cases, moving);
    if (critical <= differing)
      found += chance * (binomialAtLeast(critical, differing, toFirst) + binomialAtLeast(critical, differing, 1 - toFirst));
  }
  return found;
}

/**
 * The smallest difference in pass rate that so many paired cases would probably show, where a share `moving` of the cases comes out
 * differently at all: by the exact power of McNemar's test at this number up to 300 cases, by the normal theory of paired differences beyond. Undefined when even
 * all of those going one way would not do.
 */
export function smallestDifference(
  cases: number,
  { moving = 0.2, significance = 0.05, power = 0.8 }: PowerOptions & { readonly moving?: number } = {},
): number | undefined {
  const shows = (difference: number): boolean => {
    if (cases > EXACT_CASES_MAX)
      return (casesNeeded(difference, Math.sqrt(moving - difference ** 2), { significance, power }) ?? Infinity) <= cases;
    const shares = { onlyFirst: (moving - difference) / 2, onlySecond: (moving + difference) / 2 };
    return mcnemarPower(cases, shares, significance) >= power;
  };
  if (!shows(moving)) return undefined;
  let [low, high] = [0, moving];
  // to a tenth of a percent, which is finer than any use
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (shows(middle)) high = middle;
    else low = middle;
  }
  return high;
}
