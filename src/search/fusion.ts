import type { Fusion, RankingLeg } from "../core/retrieval.ts";

/** What one leg says of a query. */
export interface LegRanking {
  readonly leg: RankingLeg;
  readonly weight: number;
  /** Chunks that the leg found, best first: they share something with the query. */
  readonly top: readonly number[];
  /** The scores of these chunks, each asked for once, in the leg's own unit and in their order. */
  scores(numbers: readonly number[]): ArrayLike<number>;
  /** What scores are divided by so that 1 is the best there can be: the query's best BM25, and 1 for a cosine. */
  readonly unit: number;
}

export interface FusedCandidate {
  readonly number: number;
  readonly score: number;
}

interface Fused {
  /** Every chunk in `top` of a leg; convex fusion asks each leg for the score of each of them. */
  readonly candidates: readonly number[];
  readonly place: (number: number) => number;
}

/** Candidates by the sum of what the legs give them, best first, ties by `place`. */
export function fuse(fusion: Fusion, legs: readonly LegRanking[], { candidates, place }: Fused): FusedCandidate[] {
  const totals = { convex: convexSums, rrf: reciprocalRankSums, dbsf: distributionSums }[fusion](legs, candidates);
  return candidates
    .map((number, i) => ({ number, score: totals[i] ?? 0 }))
    .sort((a, b) => b.score - a.score || place(a.number) - place(b.number));
}

/**
 * Weighted sum of scores, each divided by its unit. It reads scores and not ranks, because a rank does not tell a clear winner from a
 * tie, and a weak leg must not outvote a strong one: Bruch, Gai & Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023).
 * Every leg has its say on every candidate, also on those that another one brought.
 */
function convexSums(legs: readonly LegRanking[], candidates: readonly number[]): Float64Array {
  const sums = new Float64Array(candidates.length);
  for (const leg of legs) {
    if (leg.unit <= 0) continue;
    const scores = leg.scores(candidates);
    for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] ?? 0) + (leg.weight * (scores[i] ?? 0)) / leg.unit;
  }
  return sums;
}

/** The usual constant: how much less the first ranks differ than their numbers do. */
const RANK_CONSTANT = 60;

/**
 * Sum over the legs of weight / (60 + rank), for whoever stands in their lists: Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion" (2009), with weights.
 * It needs no scores, and so cannot know that a leg is unsure.
 */
function reciprocalRankSums(legs: readonly LegRanking[], candidates: readonly number[]): Float64Array {
  return sumsOverLists(legs, candidates, ({ weight }, _, rank) => weight / (RANK_CONSTANT + rank));
}

/**
 * Distribution-based score fusion, as Qdrant has it: sum over the legs of weight x the place of the score between the mean minus three and the mean
 * plus three standard deviations of the leg's own list, 0 to 1. A list of equals gives each one half.
 */
function distributionSums(legs: readonly LegRanking[], candidates: readonly number[]): Float64Array {
  const lists = new Map(legs.map((leg) => [leg, listOf(leg)]));
  return sumsOverLists(legs, candidates, (leg, _, rank) => {
    const { scores = [], mean = 0, deviation = 0 } = lists.get(leg) ?? {};
    const place = deviation > 0 ? ((scores[rank - 1] ?? 0) - mean + 3 * deviation) / (6 * deviation) : 0.5;
    return leg.weight * Math.min(1, Math.max(0, place));
  });
}

function sumsOverLists(
  legs: readonly LegRanking[],
  candidates: readonly number[],
  share: (leg: LegRanking, number: number, rank: number) => number,
): Float64Array {
  const sums = new Float64Array(candidates.length);
  const placeOf = new Map(candidates.map((number, i) => [number, i]));
  for (const leg of legs) {
    for (const [i, number] of leg.top.entries()) {
      const at = placeOf.get(number);
      if (at !== undefined) sums[at] = (sums[at] ?? 0) + share(leg, number, i + 1);
    }
  }
  return sums;
}

function listOf(leg: LegRanking): { readonly scores: readonly number[]; readonly mean: number; readonly deviation: number } {
  const scores = Array.from(leg.scores(leg.top));
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { scores, mean, deviation: Math.sqrt(squares / Math.max(1, scores.length - 1)) };
}
