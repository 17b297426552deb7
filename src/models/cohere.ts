import type { CallRunner } from "../core/calls.ts";
import type { Reranker } from "../core/reranker.ts";
import { apiReranker } from "./api-reranker.ts";
import { postJson, unusable } from "./post-json.ts";
import type { Endpoint } from "./post-json.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { countOf, fieldOf, listOf } from "./json-values.ts";

export interface CohereOptions extends ProviderFetchOptions {
  /** "rerank-v4.0-pro", "rerank-v4.0-fast", "rerank-v3.5" */
  readonly model: string;
  readonly apiKey: string;
  readonly calls: CallRunner;
  /** Default: https://api.cohere.com */
  readonly baseUrl?: string;
}

/** What rerank-v3.5 reads of a question and a passage together, and Cohere's own default. */
const TOKENS_PER_DOCUMENT = 4_096;

/** Rerankers of Cohere, https://docs.cohere.com/reference/rerank. What is billed is a search, not tokens. */
export function cohereReranker(options: CohereOptions): Reranker {
  const { model, calls } = options;
  const endpoint: Endpoint = { baseUrl: "https://api.cohere.com", ...options, provider: "cohere", keyVariable: "COHERE_API_KEY" };
  return apiReranker({
    endpoint,
    model,
    documentsMax: 1_000,
    calls,
    requestOf: (query, documents, k) => ({ model, query, documents, top_n: k, max_tokens_per_doc: TOKENS_PER_DOCUMENT }),
    async send(request, { signal }) {
      const body = await postJson(endpoint, "/v2/rerank", request, signal);
      const rows = listOf(fieldOf(body, "results"));
      if (rows === undefined) throw unusable(endpoint, "answered without a list of scores");
      const searchUnits = countOf(fieldOf(fieldOf(fieldOf(body, "meta"), "billed_units"), "search_units"));
      return { rows, usage: searchUnits === undefined ? { source: "none" } : { searchUnits, source: "provider" } };
    },
  });
}
