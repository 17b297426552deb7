import type { Usage } from "./answer.ts";
import type { Hit } from "./retrieval.ts";

export interface RerankOptions {
  /** How many hits are wanted, at most. */
  readonly k: number;
  /** Ends the call; the promise is then rejected. */
  readonly signal?: AbortSignal;
  readonly onUsage?: (usage: Usage) => void;
}

/** Returns a permutation or a prefix of the hits, each with `legs.rerank`. The hits say in `legs` which legs found them. */
export interface Reranker {
  readonly id: string;
  /** Of the model's weights, where there is one and that is known. */
  readonly precision?: string;
  rerank(query: string, hits: readonly Hit[], options: RerankOptions): Promise<readonly Hit[]>;
}
