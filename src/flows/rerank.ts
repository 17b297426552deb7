import type { Usage } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Hit } from "../core/retrieval.ts";
import { reasonOf } from "./reason.ts";

/** A reranker that can be stopped and says what it used. Any `Reranker` is one. */
export interface PipelineReranker {
  readonly id: string;
  rerank(
    query: string,
    hits: readonly Hit[],
    options: { readonly k: number; readonly signal?: AbortSignal; readonly onUsage?: (usage: Usage) => void },
  ): Promise<readonly Hit[]>;
}

export interface Reranked {
  /** The best `k`. */
  readonly hits: readonly Hit[];
  readonly usage: Usage;
  /** Why the order is that of before. */
  readonly failure?: string;
}

export interface RerankOptions {
  readonly reranker: PipelineReranker;
  /** How many to keep. */
  readonly k: number;
  readonly signal?: AbortSignal;
}

/**
 * Lets a reranker choose the best `k` hits. What it invents or names twice is dropped, and what it left out follows in its order of
 * before. A reranker that fails leaves the order of the first stage, which is an answer too, and `failure` says why.
 * Throws INTERRUPTED when `signal` ended it.
 */
export async function rerankHits(query: string, hits: readonly Hit[], { reranker, k, signal }: RerankOptions): Promise<Reranked> {
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
    // Any error of a model, its server or a reranker of the project's own that returns no hits: what was found is still there, in its own order.
    return { hits: hits.slice(0, k), usage, failure: `${reranker.id} failed: ${reasonOf(error)}` };
  }
}
