import { convexSums } from "./fusion.ts";
import type { LegRanking } from "./fusion.ts";
import { nthLargest } from "./nth-largest.ts";

/** A leg that knows its scores roughly, and what they are exactly only by reading more. */
export interface RoughLeg {
  readonly ranking: LegRanking;
  /** How far each candidate's score may lie from the exact one at most; 0 where it shall stay as it is. */
  readonly errors: ArrayLike<number>;
  /** The exact score of the candidate at this place. */
  exact(at: number): number;
}

/** More than what a sum loses in float32, of itself. */
const ROUNDING = 1e-6;

/**
 * The leg with exact scores for every candidate that can be among the best `most` of the convex sum, so that these and their sums are what they would be with all scores
 * exact: left as they are only those whose sum falls behind even if they are as much too low, and all others as much too high, as can be. The bounds and the stop
 * are those of Fagin, Lotem & Naor, "Optimal aggregation algorithms for middleware" (2003), section 8: a score is read where it can matter.
 * `place` of a candidate among equals.
 */
export function settled(
  { ranking, errors, exact }: RoughLeg,
  others: readonly LegRanking[],
  { most, place }: { readonly most: number; readonly place: (at: number) => number },
): LegRanking {
  const { weight, unit } = ranking;
  const sums = convexSums([ranking, ...others], errors.length);
  const scores = new Float64Array(errors.length);
  scores.set(ranking.scores);
  // Places are below the length of all; `as number` says so without a check in the loops.
  const slack = (at: number): number => (weight * (errors[at] as number)) / unit;
  const lows = new Float32Array(errors.length);
  for (let at = 0; at < lows.length; at += 1) lows[at] = (sums[at] as number) - slack(at);
  const low = lows.length < most ? -Infinity : nthLargest(lows, most);
  const last = low - ROUNDING * Math.max(1, Math.abs(low));
  for (let at = 0; at < scores.length; at += 1)
    if ((errors[at] as number) > 0 && (sums[at] as number) + slack(at) >= last) scores[at] = exact(at);
  const isBefore = (a: number, b: number): number => (scores[b] as number) - (scores[a] as number) || place(a) - place(b);
  return { ...ranking, scores, top: [...ranking.top].sort(isBefore) };
}
