import type { Usage } from "../core/answer.ts";
import { FirstfitError, isModelFailure } from "../core/errors.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Hit } from "../core/retrieval.ts";
import { reasonOf } from "./reason.ts";

export interface Reranked {
  /** The best `k`. */
  readonly hits: readonly Hit[];
  readonly usage: Usage;
  /** Why the order is that of before. */
  readonly failure?: string;
}

export interface RerankHitsOptions {
  readonly reranker: Reranker;
  /** How many to keep. */
  readonly k: number;
  readonly signal?: AbortSignal;
}

/**
 * Lets a reranker choose the best `k` hits. What it invents or names twice is dropped, and what it left out follows in its order of
 * before. A reranker that fails leaves the order of the first stage, which is an answer too, and `failure` says why.
 * Throws INTERRUPTED when `signal` ended it, and what would meet every other query as well: no key, a reached cap.
 */
export async function rerankHits(query: string, hits: readonly Hit[], { reranker, k, signal }: RerankHitsOptions): Promise<Reranked> {
  let usage: Usage = { source: "none" };
  if (hits.length === 0) return { hits: [], usage };
  const onUsage = (used: Usage): void => {
    usage = used;
  };
  try {
    const chosen = await reranker.rerank(query, hits, { k, onUsage, ...(signal === undefined ? {} : { signal }) });
    const left = new Map(hits.map((hit) => [hit.chunk.id, hit]));
    const known = chosen.filter(({ chunk }) => left.delete(chunk.id));
    return { hits: [...known, ...left.values()].slice(0, k), usage };
  } catch (error) {
    if (signal?.aborted === true)
      throw new FirstfitError("INTERRUPTED", "Stopped while the passages were reranked.", "Ask again.", { cause: error });
    if (error instanceof FirstfitError && !isModelFailure(error)) throw error;
    // Any error of a model, its server or a reranker of the project's own that returns no hits: what was found is still there, in its own order.
    return { hits: hits.slice(0, k), usage, failure: `${reranker.id} failed: ${reasonOf(error)}` };
  }
}
