import type { Usage } from "../core/answer.ts";
import type { CallContext, CallRunner, Json } from "../core/calls.ts";
import { ProviderError } from "../core/errors.ts";
import type { Embedder, EmbedOptions } from "../core/retrieval.ts";
import { estimateTokens } from "../text/tokens.ts";
import { isUsable, unitVector, vectorFromBase64, vectorToBase64 } from "./embedding-values.ts";

/**
 * Why embeddings and reranking do not go through the Vercel AI SDK (read in @ai-sdk/openai 4.0.118, @ai-sdk/voyage 1.0.14, @ai-sdk/cohere
 * 4.0.52): it takes rows in the order of the list and drops their `index`, so that a reply out of order would give texts each other's
 * vectors; it asks for numbers as text where base64 is a quarter of the bytes; and reranking loses what was billed.
 */

/** One reply: the vectors of the texts that were asked, in their order. Empty for a text that the reply has none for. */
export interface EmbedReply {
  readonly vectors: readonly Float32Array[];
  readonly usage: Usage;
}

export interface ApiEmbedderOptions {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly precision?: string;
  /** Of one request. Tokens are estimated here, so give what the provider allows: a fifth of it is left free. */
  readonly limits: { readonly texts: number; readonly tokens: number };
  readonly calls: CallRunner;
  /** What decides the answer beside the body of a request: which server it is. */
  readonly identity?: Readonly<Record<string, string>>;
  /** The body of a request. */
  requestOf(texts: readonly string[], inputType: EmbedOptions["inputType"]): Readonly<Record<string, Json>>;
  /** Sends the body once. Throws ProviderError. */
  send(request: Json, count: number, context: CallContext): Promise<EmbedReply>;
}

/** Texts in code of many symbols have more tokens than the estimate says. */
const ESTIMATE_SHARE = 0.8;

/** An embedder behind an interface over the network: cuts the texts into requests, and gives back vectors of unit length in their order. */
export function apiEmbedder(options: ApiEmbedderOptions): Embedder {
  return {
    id: options.id,
    dimensions: options.dimensions,
    ...(options.precision === undefined ? {} : { precision: options.precision }),
    async embedBatch(texts, embed) {
      const vectors = texts.map(() => new Float32Array());
      for (const request of requestsOf(texts, options.limits)) await embedInto(vectors, { request, options, embed });
      return vectors;
    },
  };
}

interface NumberedText {
  readonly at: number;
  readonly text: string;
  readonly tokens: number;
}

/** Consecutive texts that fit into one request; a text that alone is too much is sent alone, for the provider to judge. */
function requestsOf(texts: readonly string[], limits: ApiEmbedderOptions["limits"]): NumberedText[][] {
  const requests: NumberedText[][] = [];
  let tokens = Infinity;
  for (const [at, text] of texts.entries()) {
    const own = Math.ceil(estimateTokens(text) / ESTIMATE_SHARE);
    const current = requests.at(-1);
    if (current === undefined || current.length === limits.texts || tokens + own > limits.tokens) {
      requests.push([{ at, text, tokens: own }]);
      tokens = own;
    } else {
      current.push({ at, text, tokens: own });
      tokens += own;
    }
  }
  return requests;
}

interface Work {
  readonly request: readonly NumberedText[];
  readonly options: ApiEmbedderOptions;
  readonly embed: EmbedOptions;
}

/**
 * Embeds one request's texts. When the provider refuses the request, it is cut in two by length until the text is found that it refuses
 * (mostly one that is too long); the others get their vectors. A request whose shortest text is refused as well is refused for another
 * reason, which is thrown.
 */
async function embedInto(vectors: Float32Array[], { request, options, embed }: Work): Promise<void> {
  try {
    const made = await callOnce({ request, options, embed });
    for (const [i, { at }] of request.entries()) vectors[at] = unitVector(vectorFromBase64(made[i] ?? ""));
  } catch (error) {
    if (!isRefusal(error) || request.length === 1) throw error;
    const byLength = request.toSorted((a, b) => a.tokens - b.tokens || a.at - b.at);
    const half = Math.ceil(byLength.length / 2);
    await embedInto(vectors, { request: byLength.slice(0, half), options, embed });
    await refusable(vectors, { request: byLength.slice(half), options, embed });
  }
}

/** As `embedInto`, of texts by length that are all longer than one which was not refused: those that are refused alone are told. */
async function refusable(vectors: Float32Array[], work: Work): Promise<void> {
  const [shortest, ...longer] = work.request;
  if (shortest === undefined) return;
  try {
    await embedInto(vectors, work);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // It came up from the shortest, which was asked alone.
    work.embed.onRefused?.(shortest.at, error.message);
    await refusable(vectors, { ...work, request: longer });
  }
}

function isRefusal(error: unknown): error is ProviderError {
  // 404 is about the model, whatever the texts are.
  return error instanceof ProviderError && error.code === "BAD_REQUEST" && error.status !== 404;
}

async function callOnce({ request, options, embed }: Work): Promise<readonly string[]> {
  const { calls, provider, model, identity, requestOf, send } = options;
  const body = requestOf(
    request.map(({ text }) => text),
    embed.inputType,
  );
  const { response } = await calls.run(
    {
      operation: "embed",
      provider,
      model,
      request: { ...body, ...identity },
      repeat: 0,
      expected: { inputTokens: request.reduce((sum, { tokens }) => sum + tokens, 0), outputTokensMax: 0 },
      async perform(context) {
        const { vectors, usage } = await send(body, request.length, context);
        // A text without a usable vector may have one the next time.
        return { response: vectors.map(vectorToBase64), usage, isFlawed: vectors.some((vector) => !isUsable(vector, options.dimensions)) };
      },
    },
    embed.signal === undefined ? {} : { signal: embed.signal },
  );
  return response;
}
