import { convexSums } from "./fusion.ts";
import type { LegRanking } from "./fusion.ts";
import { nthLargest } from "./nth-largest.ts";

/** A leg that knows its scores roughly, and what they are exactly only by reading more. */
export interface RoughLeg {
  readonly ranking: LegRanking;
  /** How far each candidate's score may lie from the exact one at most; 0 where it shall stay as it is. */
  readonly errors: Float64Array;
  /** The exact score of the candidate at this place. */
  exact(at: number): number;
}

/** More than what sums up to some ten lose in float32. */
const ROUNDING = 1e-5;

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
  const slack = errors.map((error) => (weight * error) / unit);
  const lows = Float32Array.from(sums, (sum, at) => sum - (slack[at] ?? 0));
  const last = lows.length < most ? -Infinity : nthLargest(lows, most) - ROUNDING;
  const scores = Float64Array.from(ranking.scores);
  for (const [at, own] of slack.entries()) if (own > 0 && (sums[at] ?? 0) + own >= last) scores[at] = exact(at);
  const isBefore = (a: number, b: number): number => (scores[b] ?? 0) - (scores[a] ?? 0) || place(a) - place(b);
  return { ...ranking, scores, top: [...ranking.top].sort(isBefore) };
}
