import type { Completion, CompletionRequest, Model } from "../../core/model.ts";
import type { Reranker } from "../../core/reranker.ts";
import type { Embedder } from "../../core/retrieval.ts";
import { estimateTokens } from "../../text/tokens.ts";
import { PlannedCall } from "./planned-call.ts";

// In a dry run every call that is not in the cache ends in PlannedCall. Its place is taken by something empty, so that the flow goes on to
// the calls behind it.

const EMPTY: Completion = { text: "", stop: "end", usage: { source: "none" } };

export function dryModel(model: Model): Model {
  return {
    ...model,
    id: model.id,
    contextTokensMax: model.contextTokensMax,
    complete: (request) => unless(() => model.complete(request), EMPTY),
    async *stream(request) {
      const completion = await unless(() => model.complete(request), EMPTY);
      if (completion.text !== "") yield { kind: "text", text: completion.text };
      yield { kind: "done", completion };
    },
    // no counter of a provider is asked either
    count: async (request) => ({ tokens: inputTokens(request), source: "estimate" }),
  };
}

export function dryEmbedder(embedder: Embedder): Embedder {
  return {
    ...embedder,
    id: embedder.id,
    dimensions: embedder.dimensions,
    embedBatch: (texts, options) =>
      unless(
        () => embedder.embedBatch(texts, options),
        texts.map(() => Float32Array.from({ length: embedder.dimensions }, (_, i) => (i === 0 ? 1 : 0))),
      ),
  };
}

export function dryReranker(reranker: Reranker): Reranker {
  return {
    ...reranker,
    id: reranker.id,
    rerank: (query, hits, options) => unless(() => reranker.rerank(query, hits, options), hits.slice(0, options.k)),
  };
}

async function unless<T>(work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlannedCall) return instead;
    throw error;
  }
}

function inputTokens({ system, messages }: CompletionRequest): number {
  return estimateTokens([system, ...messages.map(({ text }) => text)].join("\n"));
}
