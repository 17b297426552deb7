import type { Usage } from "../core/answer.ts";
import type { CallContext, CallRunner, Json } from "../core/calls.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Hit } from "../core/retrieval.ts";
import { searchText } from "../text/chunk.ts";
import { estimateTokens } from "../text/tokens.ts";
import { countOf, fieldOf } from "./json-values.ts";
import { unusable } from "./post-json.ts";
import type { Endpoint } from "./post-json.ts";

export interface ApiRerankerOptions {
  readonly endpoint: Endpoint;
  readonly model: string;
  /** Of one request; hits after these keep their order behind the others. */
  readonly documentsMax: number;
  readonly calls: CallRunner;
  /** The body of a request, which is also what its answer is kept under. */
  requestOf(query: string, documents: readonly string[], k: number): Json;
  /** Sends the body once; a row is `{ index, relevance_score }`. Throws ProviderError. */
  send(request: Json, context: CallContext): Promise<{ readonly rows: readonly unknown[]; readonly usage: Usage }>;
}

/** A text of many symbols has more tokens than the estimate says. */
const ESTIMATE_SHARE = 0.8;

/**
 * A reranker behind an interface over the network: one request for all hits, each shown with its headings. Returns the best `k` with the
 * service's own score. Throws ProviderError, also for an order that names a hit twice or one that was not sent.
 */
export function apiReranker(options: ApiRerankerOptions): Reranker {
  const { endpoint, model, calls, requestOf, send } = options;
  const { provider } = endpoint;
  return {
    id: `${provider}/${model}`,
    async rerank(query, hits, { k, signal, onUsage }) {
      const shown = hits.slice(0, options.documentsMax);
      if (shown.length === 0) return [];
      const documents = shown.map(({ chunk }) => searchText(chunk));
      const request = requestOf(query, documents, Math.min(k, shown.length));
      const tokens = [query, ...documents].reduce((sum, text) => sum + estimateTokens(text), estimateTokens(query) * documents.length);
      const { response, usage } = await calls.run(
        {
          operation: "rerank",
          provider,
          model,
          request,
          repeat: 0,
          expected: { inputTokens: Math.ceil(tokens / ESTIMATE_SHARE), outputTokensMax: 0 },
          async perform(context) {
            const reply = await send(request, context);
            const order = orderOf(reply.rows, shown.length);
            if (order === undefined) throw unusable(endpoint, `answered with an order of ${shown.length} passages that cannot be read`);
            return { response: order, usage: reply.usage };
          },
        },
        signal === undefined ? {} : { signal },
      );
      onUsage?.(usage);
      return withOrder(shown, response).slice(0, k);
    },
  };
}

type ScoredPlace = { readonly at: number; readonly score: number };

/** Undefined for rows that name a passage twice or one that was not sent, or have no score. */
function orderOf(rows: readonly unknown[], count: number): readonly ScoredPlace[] | undefined {
  const seen = new Set<number>();
  const order: ScoredPlace[] = [];
  for (const row of rows) {
    const at = countOf(fieldOf(row, "index"));
    const score = fieldOf(row, "relevance_score");
    if (at === undefined || at >= count || seen.has(at) || typeof score !== "number" || !Number.isFinite(score)) return undefined;
    seen.add(at);
    order.push({ at, score });
  }
  return order;
}

/** Best first by score; ties in the order of before. */
export function withOrder(hits: readonly Hit[], order: readonly ScoredPlace[]): readonly Hit[] {
  return order
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .flatMap(({ at, score }) => {
      const hit = hits[at];
      return hit === undefined ? [] : [{ hit, score }];
    })
    .map(({ hit, score }, place) => ({ ...hit, legs: { ...hit.legs, rerank: { rank: place + 1, score } } }));
}
