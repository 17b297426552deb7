// What a configuration may bring of its own, told by its functions.
import type { Answerer } from "../core/answer.ts";
import type { Model } from "../core/model.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder } from "../core/retrieval.ts";

export function isEmbedder(value: unknown): value is Embedder {
  return (
    typeof value === "object" &&
    value !== null &&
    "embedBatch" in value &&
    typeof value.embedBatch === "function" &&
    "dimensions" in value &&
    "id" in value
  );
}

export function isReranker(value: unknown): value is Reranker {
  return typeof value === "object" && value !== null && "rerank" in value && typeof value.rerank === "function" && "id" in value;
}

export function isAnswerer(value: unknown): value is Answerer {
  return typeof value === "object" && value !== null && "answer" in value && typeof value.answer === "function" && "id" in value;
}

export function isModel(value: unknown): value is Model {
  return (
    typeof value === "object" &&
    value !== null &&
    "complete" in value &&
    typeof value.complete === "function" &&
    "stream" in value &&
    "id" in value
  );
}
