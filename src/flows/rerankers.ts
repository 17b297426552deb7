import type { Model } from "../core/model.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Index } from "../core/retrieval.ts";
import { featureReranker } from "../search/rerank.ts";
import { llmReranker } from "./rerank-by-model.ts";

/** `builtin`: by features, without a model. `llm`: by the chat model. `configured`: the project's own. */
export type RerankerName = "builtin" | "llm" | "configured";

export interface RerankerParts {
  readonly index: Pick<Index, "statistics">;
  /** What headings weigh for `builtin`. */
  readonly headings?: number;
  /** Throws when there is none. */
  model(): Promise<Model>;
  /** Throws when there is none. */
  configured(): Promise<Reranker>;
}

/** The reranker of that name. Throws what `model` and `configured` throw. */
export async function rerankerOf(name: RerankerName, { index, headings, model, configured }: RerankerParts): Promise<Reranker> {
  switch (name) {
    case "builtin":
      return featureReranker({ statistics: () => index.statistics(), ...(headings === undefined ? {} : { headings }) });
    case "llm":
      return llmReranker(await model());
    case "configured":
      return await configured();
  }
}
