import type { QueryMerge } from "../../core/pipeline.ts";
import type { Hit } from "../../core/retrieval.ts";

/** The usual constant of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009). */
const RANK_CONSTANT = 60;

interface Standing {
  readonly hit: Hit;
  /** Of the search that ranked it best. */
  readonly rank: number;
  readonly sum: number;
}

/**
 * One list of the hits of several searches, each chunk once, with the legs of the search that ranked it best; ties by chunk id.
 * It reads ranks only: a score is made within one query, and those of two have no common unit. A single list stays as it is.
 */
export function mergeHits(lists: readonly (readonly Hit[])[], merge: QueryMerge): readonly Hit[] {
  const [first = [], ...others] = lists;
  if (others.length === 0) return first;
  const standings = new Map<string, Standing>();
  for (const list of lists) {
    for (const [i, hit] of list.entries()) {
      const rank = i + 1;
      const known = standings.get(hit.chunk.id);
      const sum = (known?.sum ?? 0) + 1 / (RANK_CONSTANT + rank);
      standings.set(hit.chunk.id, known === undefined || rank < known.rank ? { hit, rank, sum } : { ...known, sum });
    }
  }
  const best = ({ rank }: Standing): number => 1 / (RANK_CONSTANT + rank);
  const score = merge === "agreement" ? ({ sum }: Standing): number => sum : best;
  return [...standings.values()]
    .sort((a, b) => score(b) - score(a) || b.sum - a.sum || (a.hit.chunk.id < b.hit.chunk.id ? -1 : 1))
    .map((standing) => ({ ...standing.hit, score: score(standing) }));
}
