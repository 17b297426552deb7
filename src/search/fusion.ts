/** A candidate's own score in each leg, both exact: 0 in the lexical leg means that no term is shared, never "not looked up". */
export interface Candidate {
  readonly number: number;
  /** BM25, at least 0. */
  readonly lexical: number;
  /** Cosine, -1 to 1. */
  readonly dense: number;
}

export interface FusedCandidate extends Candidate {
  readonly score: number;
}

/**
 * What a cosine of 1 weighs beside the query's best BM25 score. A weak dense leg must not outvote a strong lexical one: in a trial with
 * word vectors 0.3 raised nDCG@10 on three of four corpora and cost .011 on code, where reciprocal rank fusion lost up to .268.
 * Judged queries may set another.
 */
export const DENSE_WEIGHT = 0.3;

/**
 * Convex fusion: BM25 divided by the query's best, plus weight x cosine. It reads scores and not ranks, because a rank does not tell
 * a clear winner from a tie: Bruch, Gai & Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023).
 * Best first, ties by `place`. The candidates must hold the query's best lexical hit.
 */
export function convexFusion(
  candidates: readonly Candidate[],
  { denseWeight, place }: { readonly denseWeight: number; readonly place: (number: number) => number },
): FusedCandidate[] {
  const best = candidates.reduce((most, candidate) => Math.max(most, candidate.lexical), 0);
  return candidates
    .map((candidate) => ({ ...candidate, score: (best > 0 ? candidate.lexical / best : 0) + denseWeight * candidate.dense }))
    .sort((a, b) => b.score - a.score || place(a.number) - place(b.number));
}

/**
 * Reciprocal rank fusion: the sum over the rankings of 1 / (constant + rank), for whoever stands in it: Cormack, Clarke & Büttcher (2009).
 * It needs no scores, and so cannot know that one leg is weak.
 */
export function reciprocalRankFusion(
  rankings: readonly (readonly number[])[],
  { constant = 60, place }: { readonly constant?: number; readonly place: (number: number) => number },
): { readonly number: number; readonly score: number }[] {
  const scores = new Map<number, number>();
  for (const ranking of rankings) {
    for (const [i, number] of ranking.entries()) scores.set(number, (scores.get(number) ?? 0) + 1 / (constant + i + 1));
  }
  return [...scores].map(([number, score]) => ({ number, score })).sort((a, b) => b.score - a.score || place(a.number) - place(b.number));
}
