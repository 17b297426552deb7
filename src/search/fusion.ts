import type { Fusion, RankingLeg } from "../core/retrieval.ts";

/** What one leg says of a query's candidates. */
export interface LegRanking {
  readonly leg: RankingLeg;
  readonly weight: number;
  /** Candidates that the leg found, best first, by their place among all: they share something with the query. */
  readonly top: readonly number[];
  /** Its score for every candidate, also those that another leg brought, in the leg's own unit. */
  readonly scores: ArrayLike<number>;
  /** What scores are divided by so that 1 is the best there can be: the query's best BM25, and 1 for a cosine. */
  readonly unit: number;
}

export interface FusedCandidate {
  readonly number: number;
  readonly score: number;
}

/** A candidate with its place among all. */
export interface PlacedCandidate extends FusedCandidate {
  readonly at: number;
}

interface Fused {
  /** Chunks that a leg found. */
  readonly candidates: readonly number[];
  /** The place of a chunk among equals. */
  readonly place: (number: number) => number;
  /** How many are wanted. Default: all */
  readonly most?: number;
}

/** The best candidates by the sum of what the legs give them, best first, ties by `place`. */
export function fuse(
  fusion: Fusion,
  legs: readonly LegRanking[],
  { candidates, place, most = candidates.length }: Fused,
): PlacedCandidate[] {
  const totals = { convex: convexSums, rrf: reciprocalRankSums, dbsf: distributionSums }[fusion](legs, candidates.length);
  // Places stay within both arrays.
  const isBefore = (a: number, b: number): boolean => {
    const difference = (totals[a] as number) - (totals[b] as number);
    return difference !== 0 ? difference > 0 : place(candidates[a] as number) < place(candidates[b] as number);
  };
  return firstOf(candidates.length, most, isBefore).map((at) => ({ at, number: candidates[at] as number, score: totals[at] as number }));
}

/** The first `most` of the places from 0 to `count`, in order. */
function firstOf(count: number, most: number, isBefore: (a: number, b: number) => boolean): number[] {
  // Where most are wanted, sorting all takes less.
  if (most > count / 8)
    return Array.from({ length: count }, (_, at) => at)
      .sort((a, b) => (isBefore(a, b) ? -1 : 1))
      .slice(0, most);
  const first: number[] = [];
  for (let at = 0; at < count; at += 1) {
    if (first.length >= most && !isBefore(at, first[first.length - 1] ?? at)) continue;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(at, first[middle] as number)) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, at);
    if (first.length > most) first.pop();
  }
  return first;
}

/**
 * Weighted sum of scores, each divided by its unit. It reads scores and not ranks, because a rank does not tell a clear winner from a
 * tie, and a weak leg must not outvote a strong one: Bruch, Gai & Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023).
 * Every leg has its say on every candidate, also on those that another one brought.
 */
export function convexSums(legs: readonly LegRanking[], candidates: number): Float64Array {
  const sums = new Float64Array(candidates);
  for (const { weight, scores, unit } of legs) {
    if (unit <= 0) continue;
    for (let i = 0; i < candidates; i += 1) sums[i] = (sums[i] as number) + (weight * (scores[i] as number)) / unit;
  }
  return sums;
}

/** The usual constant: how much less the first ranks differ than their numbers do. */
const RANK_CONSTANT = 60;

/**
 * Sum over the legs of weight / (60 + rank), for whoever stands in their lists: Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion" (2009), with weights.
 * It needs no scores, and so cannot know that a leg is unsure.
 */
function reciprocalRankSums(legs: readonly LegRanking[], candidates: number): Float64Array {
  return sumsOverLists(legs, candidates, ({ weight }, _, rank) => weight / (RANK_CONSTANT + rank));
}

/**
 * Distribution-based score fusion, as Qdrant has it: sum over the legs of weight x the place of the score between the mean minus three and the mean
 * plus three standard deviations of the leg's own list, 0 to 1. A list of equals gives each one half.
 */
function distributionSums(legs: readonly LegRanking[], candidates: number): Float64Array {
  const lists = new Map(legs.map((leg) => [leg, listOf(leg)]));
  return sumsOverLists(legs, candidates, (leg, _, rank) => {
    const { scores = [], mean = 0, deviation = 0 } = lists.get(leg) ?? {};
    const place = deviation > 0 ? ((scores[rank - 1] ?? 0) - mean + 3 * deviation) / (6 * deviation) : 0.5;
    return leg.weight * Math.min(1, Math.max(0, place));
  });
}

function sumsOverLists(
  legs: readonly LegRanking[],
  candidates: number,
  share: (leg: LegRanking, at: number, rank: number) => number,
): Float64Array {
  const sums = new Float64Array(candidates);
  for (const leg of legs) for (const [i, at] of leg.top.entries()) sums[at] = (sums[at] ?? 0) + share(leg, at, i + 1);
  return sums;
}

function listOf(leg: LegRanking): { readonly scores: readonly number[]; readonly mean: number; readonly deviation: number } {
  const scores = leg.top.map((at) => leg.scores[at] ?? 0);
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { scores, mean, deviation: Math.sqrt(squares / Math.max(1, scores.length - 1)) };
}
