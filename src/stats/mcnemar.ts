import { binomialAtLeast } from "./beta.ts";
import { wilson } from "./intervals.ts";
import type { Interval } from "./intervals.ts";

/** How two candidates did on the same cases. */
export interface PairedOutcomes {
  readonly bothPassed: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neitherPassed: number;
}

/**
 * McNemar's exact test, two-sided: were the cases that only one of the two passed as likely to go either way? Twice the smaller binomial
 * tail, at most 1; 1 when the two never differed. McNemar 1947, https://doi.org/10.1007/BF02295996; exact form as in Fay 2010,
 * "Two-sided exact tests and matching confidence intervals for discrete data".
 */
export function mcnemarExact({ onlyFirst, onlySecond }: Pick<PairedOutcomes, "onlyFirst" | "onlySecond">): number {
  const moving = onlyFirst + onlySecond;
  return Math.min(1, 2 * binomialAtLeast(Math.max(onlyFirst, onlySecond), moving, 0.5));
}

/**
 * 95% interval of the second's pass rate less the first's: Wilson's intervals of the two rates, squared and added with the correlation that
 * pairing gives (method 10 of Newcombe 1998, Statistics in Medicine 17, 2635-2650). From -1 to 1, and the mean NaN, for no case.
 */
export function pairedRateDifference(outcomes: PairedOutcomes): Interval {
  const { bothPassed, onlyFirst, onlySecond, neitherPassed } = outcomes;
  const n = bothPassed + onlyFirst + onlySecond + neitherPassed;
  if (n === 0) return { mean: Number.NaN, low: -1, high: 1 };
  const first = wilson(bothPassed + onlyFirst, n);
  const second = wilson(bothPassed + onlySecond, n);
  const phi = correlation(outcomes, n);
  const reach = (up: number, down: number): number => Math.sqrt(Math.max(0, up * up - 2 * phi * up * down + down * down));
  const mean = second.mean - first.mean;
  return {
    mean,
    low: Math.max(-1, mean - reach(second.mean - second.low, first.high - first.mean)),
    high: Math.min(1, mean + reach(second.high - second.mean, first.mean - first.low)),
  };
}

/** Correlation of the two outcomes over cases, with the paper's correction towards 0; 0 when one of them never varied. */
function correlation({ bothPassed, onlyFirst, onlySecond, neitherPassed }: PairedOutcomes, n: number): number {
  const margins = (bothPassed + onlyFirst) * (onlySecond + neitherPassed) * (bothPassed + onlySecond) * (onlyFirst + neitherPassed);
  if (margins === 0) return 0;
  const cross = bothPassed * neitherPassed - onlyFirst * onlySecond;
  return (cross > 0 ? Math.max(cross - n / 2, 0) : cross) / Math.sqrt(margins);
}
