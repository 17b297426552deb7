import type { CallRunner } from "../core/calls.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder } from "../core/retrieval.ts";
import { apiEmbedder } from "./api-embedder.ts";
import { apiReranker } from "./api-reranker.ts";
import { inputUsage, postEmbeddings } from "./embedding-rows.ts";
import { postJson, unusable } from "./post-json.ts";
import type { Endpoint } from "./post-json.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { countOf, fieldOf, listOf } from "./json-values.ts";

export interface VoyageOptions extends ProviderFetchOptions {
  /** "voyage-3-large", "rerank-2.5" */
  readonly model: string;
  readonly apiKey: string;
  readonly calls: CallRunner;
  /** Default: https://api.voyageai.com/v1 */
  readonly baseUrl?: string;
}

const BASE_URL = "https://api.voyageai.com/v1";

interface ModelFacts {
  readonly dimensions: number;
  /** It takes `output_dimension`: 256, 512, 1024 or 2048. */
  readonly isSizable: boolean;
  /** In one request, all texts together. */
  readonly tokens: number;
}

// Sizes and limits as https://docs.voyageai.com/docs/embeddings names them; a name that is not here is asked for with its size.
const MODELS: readonly (readonly [name: string, facts: ModelFacts])[] = [
  ["voyage-4-large", { dimensions: 1024, isSizable: true, tokens: 120_000 }],
  ["voyage-4-lite", { dimensions: 1024, isSizable: true, tokens: 1_000_000 }],
  ["voyage-4", { dimensions: 1024, isSizable: true, tokens: 320_000 }],
  ["voyage-3.5-lite", { dimensions: 1024, isSizable: true, tokens: 1_000_000 }],
  ["voyage-3.5", { dimensions: 1024, isSizable: true, tokens: 320_000 }],
  ["voyage-3-large", { dimensions: 1024, isSizable: true, tokens: 120_000 }],
  ["voyage-3-lite", { dimensions: 512, isSizable: false, tokens: 120_000 }],
  ["voyage-3", { dimensions: 1024, isSizable: false, tokens: 120_000 }],
  ["voyage-code-3", { dimensions: 1024, isSizable: true, tokens: 120_000 }],
  ["voyage-code-2", { dimensions: 1536, isSizable: false, tokens: 120_000 }],
  ["voyage-finance-2", { dimensions: 1024, isSizable: false, tokens: 120_000 }],
  ["voyage-law-2", { dimensions: 1024, isSizable: false, tokens: 120_000 }],
  ["voyage-multilingual-2", { dimensions: 1024, isSizable: false, tokens: 120_000 }],
];

/** The API takes 1,000 by now; its older models took this many. */
const TEXTS_MAX = 128;

/**
 * Embeddings of Voyage AI, told whether a text is a query or a document. A text that is too long is refused, never cut.
 * Throws BAD_CONFIG for a model of unknown size without `dimensions`, and for a size that the model does not make.
 */
export function voyageEmbedder(options: VoyageOptions & { readonly dimensions?: number }): Embedder {
  const { model, calls } = options;
  const facts = MODELS.find(([name]) => model === name)?.[1];
  const dimensions = options.dimensions ?? facts?.dimensions;
  if (dimensions === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `How many numbers a vector of voyage/${model} has is not known here.`,
      `Say it: voyage/${model}@1024`,
    );
  if (facts !== undefined && !facts.isSizable && dimensions !== facts.dimensions)
    throw new FirstfitError(
      "BAD_CONFIG",
      `voyage/${model} makes vectors of ${facts.dimensions} numbers, not of ${dimensions}.`,
      `Leave the size out: voyage/${model}`,
    );
  const endpoint = endpointOf(options);
  const isSized = facts?.isSizable ?? options.dimensions !== undefined;
  return apiEmbedder({
    id: `voyage/${model}@${dimensions}`,
    provider: "voyage",
    model,
    dimensions,
    limits: { texts: TEXTS_MAX, tokens: facts?.tokens ?? 120_000 },
    calls,
    requestOf: (texts, inputType) => ({
      model,
      input: texts,
      input_type: inputType,
      truncation: false,
      encoding_format: "base64",
      ...(isSized ? { output_dimension: dimensions } : {}),
    }),
    send: async (request, count, context) => await postEmbeddings(endpoint, request, count, context),
  });
}

/** Rerankers of Voyage AI: "rerank-2.5", "rerank-2.5-lite", "rerank-3". */
export function voyageReranker(options: VoyageOptions): Reranker {
  const { model, calls } = options;
  const endpoint = endpointOf(options);
  return apiReranker({
    endpoint,
    model,
    // https://docs.voyageai.com/reference/reranker-api
    documentsMax: 1_000,
    calls,
    requestOf: (query, documents, k) => ({ model, query, documents, top_k: k, truncation: true }),
    async send(request, { signal }) {
      const body = await postJson(endpoint, "/rerank", request, signal);
      const rows = listOf(fieldOf(body, "data"));
      if (rows === undefined) throw unusable(endpoint, "answered without a list of scores");
      return { rows, usage: inputUsage(countOf(fieldOf(fieldOf(body, "usage"), "total_tokens"))) };
    },
  });
}

function endpointOf(options: VoyageOptions): Endpoint {
  return { baseUrl: BASE_URL, ...options, provider: "voyage", keyVariable: "VOYAGE_API_KEY" };
}
