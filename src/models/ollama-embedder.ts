import type { CallRunner } from "../core/calls.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Embedder } from "../core/retrieval.ts";
import { apiEmbedder } from "./api-embedder.ts";
import type { EmbedReply } from "./api-embedder.ts";
import { inputUsage } from "./embedding-rows.ts";
import { vectorFrom } from "./embedding-values.ts";
import { postJson, unusable } from "./post-json.ts";
import type { Endpoint } from "./post-json.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { countOf, fieldOf, listOf, textOf } from "./json-values.ts";
import { promptsMark, promptsOf } from "./retrieval-prompts.ts";
import type { RetrievalPrompts } from "./retrieval-prompts.ts";

export interface OllamaEmbedderOptions extends ProviderFetchOptions {
  /** "nomic-embed-text", "bge-m3:567m" */
  readonly model: string;
  readonly calls: CallRunner;
  /** Default: http://127.0.0.1:11434 */
  readonly baseUrl?: string;
  /** How many numbers its vectors have. Absent: the server is asked when the embedder is made. */
  readonly dimensions?: number;
  /** Put before the texts. Default: those of the model's card, where it is known by its name */
  readonly prompts?: RetrievalPrompts;
  /** Ends the question about the model. */
  readonly signal?: AbortSignal;
}

/** A processor without help reads a full request for minutes and says nothing meanwhile. */
const IDLE_MS = 280_000;

/**
 * Embeddings of an Ollama server. Without `dimensions` it is asked once what the model is: its size, its precision and whether it embeds
 * at all. A text that is too long is refused, never cut. Throws NETWORK when the server is not there, and BAD_CONFIG for a model that
 * makes no embeddings.
 */
export async function ollamaEmbedder(options: OllamaEmbedderOptions): Promise<Embedder> {
  const { model, calls, baseUrl = "http://127.0.0.1:11434", prompts = promptsOf(model) } = options;
  const endpoint: Endpoint = { idleMs: IDLE_MS, ...options, baseUrl, provider: "ollama", startFix: "Start the server: ollama serve" };
  const shown = options.dimensions === undefined ? await show(endpoint, model, options.signal) : undefined;
  const dimensions = options.dimensions ?? shown?.dimensions;
  if (dimensions === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `The Ollama server does not say how long a vector of ${model} is.`,
      `Say it: ollama/${model}@768`,
    );
  const precision = shown?.precision;
  return apiEmbedder({
    id: `ollama/${model}@${dimensions}${precision === undefined ? "" : ` ${precision}`}${promptsMark(prompts)}`,
    provider: "ollama",
    model,
    dimensions,
    ...(precision === undefined ? {} : { precision }),
    limits: { texts: 64, tokens: 50_000 },
    calls,
    requestOf: (texts, inputType) => ({
      model,
      input: texts.map((text) => prompts[inputType] + text),
      // Left to itself the server cuts what does not fit and says nothing.
      truncate: false,
      ...(options.dimensions === undefined ? {} : { dimensions }),
    }),
    // One name is another model on another server.
    identity: { server: baseUrl },
    send: async (request, count, { signal }) => replyOf(await postJson(endpoint, "/api/embed", request, signal), count, endpoint),
  });
}

function replyOf(body: unknown, count: number, endpoint: Endpoint): EmbedReply {
  const rows = listOf(fieldOf(body, "embeddings"));
  // Rows have no number of their own, so with one missing nobody knows whose the others are.
  if (rows?.length !== count) throw unusable(endpoint, `answered ${count} texts with ${rows?.length ?? "no"} vectors`);
  return {
    vectors: rows.map((row) => vectorFrom(row) ?? new Float32Array()),
    usage: inputUsage(countOf(fieldOf(body, "prompt_eval_count"))),
  };
}

interface ShownModel {
  readonly dimensions?: number;
  readonly precision?: string;
}

async function show(endpoint: Endpoint, model: string, signal = new AbortController().signal): Promise<ShownModel> {
  const body = await postJson(endpoint, "/api/show", { model }, signal);
  const capabilities = listOf(fieldOf(body, "capabilities"));
  if (capabilities !== undefined && !capabilities.includes("embedding"))
    throw new FirstfitError(
      "BAD_CONFIG",
      `${model} on the Ollama server makes no embeddings.`,
      "Name an embedding model: ollama pull nomic-embed-text",
    );
  const info = fieldOf(body, "model_info");
  const architecture = textOf(fieldOf(info, "general.architecture"));
  const dimensions = countOf(fieldOf(info, `${architecture}.embedding_length`));
  const precision = textOf(fieldOf(fieldOf(body, "details"), "quantization_level"));
  return { ...(dimensions === undefined ? {} : { dimensions }), ...(precision === undefined ? {} : { precision }) };
}
