import type { CallRunner } from "../core/calls.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Embedder } from "../core/retrieval.ts";
import { apiEmbedder } from "./api-embedder.ts";
import { postEmbeddings } from "./embedding-rows.ts";
import type { Endpoint } from "./post-json.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { promptsMark, promptsOf } from "./retrieval-prompts.ts";
import type { RetrievalPrompts } from "./retrieval-prompts.ts";

export interface OpenaiEmbedderOptions extends ProviderFetchOptions {
  /** "text-embedding-3-large" */
  readonly model: string;
  readonly apiKey: string;
  readonly calls: CallRunner;
  /** Default: https://api.openai.com/v1 */
  readonly baseUrl?: string;
  /** Fewer than the model's own, where it can shorten its vectors. */
  readonly dimensions?: number;
}

interface ModelFacts {
  readonly dimensions: number;
  readonly isSizable: boolean;
}

// https://platform.openai.com/docs/guides/embeddings
const MODELS: Readonly<Record<string, ModelFacts>> = {
  "text-embedding-3-large": { dimensions: 3072, isSizable: true },
  "text-embedding-3-small": { dimensions: 1536, isSizable: true },
  "text-embedding-ada-002": { dimensions: 1536, isSizable: false },
};

// https://platform.openai.com/docs/api-reference/embeddings/create
const LIMITS = { texts: 2_048, tokens: 300_000 };

/**
 * Embeddings of OpenAI. Its models make no difference between queries and documents. A text that is too long is refused, never cut.
 * Throws BAD_CONFIG for an unknown model without `dimensions` and for a size that the model does not make.
 */
export function openaiEmbedder(options: OpenaiEmbedderOptions): Embedder {
  const { model, calls } = options;
  const facts = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
  const dimensions = options.dimensions ?? facts?.dimensions;
  if (dimensions === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `How many numbers a vector of openai/${model} has is not known here.`,
      `Say it: openai/${model}@1536`,
    );
  if (facts !== undefined && (facts.isSizable ? dimensions > facts.dimensions : dimensions !== facts.dimensions))
    throw new FirstfitError(
      "BAD_CONFIG",
      `openai/${model} makes vectors of ${facts.isSizable ? "at most " : ""}${facts.dimensions} numbers, not of ${dimensions}.`,
      `Leave the size out: openai/${model}`,
    );
  const isSized = facts === undefined || (facts.isSizable && dimensions !== facts.dimensions);
  const endpoint: Endpoint = { baseUrl: "https://api.openai.com/v1", ...options, provider: "openai", keyVariable: "OPENAI_API_KEY" };
  return apiEmbedder({
    id: `openai/${model}@${dimensions}`,
    provider: "openai",
    model,
    dimensions,
    limits: LIMITS,
    calls,
    requestOf: (texts) => ({ model, input: texts, encoding_format: "base64", ...(isSized ? { dimensions } : {}) }),
    send: async (request, count, context) => await postEmbeddings(endpoint, request, count, context),
  });
}

export interface CompatibleEmbedderOptions extends ProviderFetchOptions {
  /** As the server names it. */
  readonly model: string;
  /** How many numbers its vectors have; the protocol has no question for it. */
  readonly dimensions: number;
  /** "http://127.0.0.1:8080/v1" */
  readonly baseUrl: string;
  readonly calls: CallRunner;
  /** First part of the embedder's id, and whose limits and prices apply. Default: "openai-compatible" */
  readonly provider?: string;
  readonly apiKey?: string;
  /** Put before the texts. Default: those of the model's card, where it is known by its name */
  readonly prompts?: RetrievalPrompts;
}

/** Embeddings of any server that speaks OpenAI's `/embeddings`: llama.cpp, vLLM, LM Studio, text-embeddings-inference. */
export function compatibleEmbedder(options: CompatibleEmbedderOptions): Embedder {
  const { model, dimensions, calls, baseUrl, provider = "openai-compatible", prompts = promptsOf(model) } = options;
  const endpoint: Endpoint = {
    ...options,
    provider,
    keyVariable: "OPENAI_COMPATIBLE_API_KEY",
    startFix: `Start the server that is to answer at ${baseUrl}, or correct the address.`,
  };
  return apiEmbedder({
    id: `${provider}/${model}@${dimensions}${promptsMark(prompts)}`,
    provider,
    model,
    dimensions,
    // Of the servers named above, text-embeddings-inference takes the fewest texts by default.
    limits: { texts: 32, tokens: 100_000 },
    calls,
    // Numbers as text, because not all of these servers know base64.
    requestOf: (texts, inputType) => ({ model, input: texts.map((text) => prompts[inputType] + text), encoding_format: "float" }),
    // One name is another model on another server.
    identity: { server: baseUrl },
    send: async (request, count, context) => await postEmbeddings(endpoint, request, count, context),
  });
}
