import type { Model } from "../core/model.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Index } from "../core/retrieval.ts";
import { featureReranker } from "../search/rerank.ts";
import { llmReranker } from "./rerank-by-model.ts";

export interface RerankerParts {
  readonly index: Pick<Index, "statistics">;
  /** What headings weigh for `builtin`. */
  readonly headings?: number;
  /** Throws when there is none. */
  model(): Promise<Model>;
  /** The project's own, or that of a name. Throws when there is none. */
  other(name?: string): Promise<Reranker>;
}

/**
 * `builtin`: by features, without a model. `llm`: by the chat model. `configured`: the project's own. Any other name is that of a
 * provider's. Throws what `model` and `other` throw.
 */
export async function rerankerOf(name: string, { index, headings, model, other }: RerankerParts): Promise<Reranker> {
  switch (name) {
    case "builtin":
      return featureReranker({ statistics: () => index.statistics(), ...(headings === undefined ? {} : { headings }) });
    case "llm":
      return llmReranker(await model());
    case "configured":
      return await other();
    default:
      return await other(name);
  }
}
