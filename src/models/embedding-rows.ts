import type { Usage } from "../core/answer.ts";
import type { CallContext, Json } from "../core/calls.ts";
import type { EmbedReply } from "./api-embedder.ts";
import { vectorFrom } from "./embedding-values.ts";
import { postJson, unusable } from "./post-json.ts";
import type { Endpoint } from "./post-json.ts";
import { countOf, fieldOf, listOf } from "./json-values.ts";

/** Posts to `/embeddings` as OpenAI, Voyage and their likes speak it. */
export async function postEmbeddings(endpoint: Endpoint, request: Json, count: number, { signal }: CallContext): Promise<EmbedReply> {
  const body = await postJson(endpoint, "/embeddings", request, signal);
  const rows = listOf(fieldOf(body, "data"));
  if (rows === undefined) throw unusable(endpoint, "answered without a list of vectors");
  const usage = fieldOf(body, "usage");
  return {
    vectors: placed(rows, count, endpoint),
    usage: inputUsage(countOf(fieldOf(usage, "prompt_tokens")) ?? countOf(fieldOf(usage, "total_tokens"))),
  };
}

/** The rows at the places that they name; a text that no row names gets an empty vector. Throws PROTOCOL for places that cannot be right. */
function placed(rows: readonly unknown[], count: number, endpoint: Endpoint): readonly Float32Array[] {
  const vectors = new Map<number, Float32Array>();
  for (const row of rows) {
    const at = countOf(fieldOf(row, "index"));
    if (at === undefined || at >= count || vectors.has(at))
      throw unusable(
        endpoint,
        `answered ${count} texts with a vector for text ${String(at)}${at !== undefined && at < count ? " twice" : ""}`,
      );
    vectors.set(at, vectorFrom(fieldOf(row, "embedding")) ?? new Float32Array());
  }
  return Array.from({ length: count }, (_, at) => vectors.get(at) ?? new Float32Array());
}

export function inputUsage(inputTokens: number | undefined): Usage {
  return inputTokens === undefined ? { source: "none" } : { inputTokens, source: "provider" };
}
