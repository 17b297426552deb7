import { base64Of, wordCount, wordOverlap, wordVector } from "./word-vectors.ts";
import { json, scriptedServer } from "./server.ts";
import type { Reply, ScriptedServer, SeenRequest } from "./server.ts";

export interface EmbeddingScript {
  /** The key that is asked for; every other is refused. Default: none is asked for */
  readonly key?: string;
  /** Of a text; one with more is refused. Default 32,000 */
  readonly contextTokens?: number;
  /** Length of a vector where the request does not say. Default 1,024 */
  readonly dimensions?: number;
}

type Body = SeenRequest["body"];

/** What a server billed over all of its replies: every text that was read, as often as it was read. */
export function billedTexts({ ledger }: Pick<ScriptedServer, "ledger">): string[] {
  return ledger.filter(({ status }) => status === 200).flatMap(({ body }) => (body?.input ?? []) as string[]);
}

/** Rows with their `index`, in an order that is not that of the request, as the documentation allows. */
function rowsOf(texts: readonly string[], dimensions: number, encoding: unknown): unknown[] {
  return texts
    .map((text, index) => {
      const vector = wordVector(text, dimensions);
      return { object: "embedding", index, embedding: encoding === "base64" ? base64Of(vector) : [...vector] };
    })
    .toReversed();
}

function tokensOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + wordCount(text), 0);
}

function isRefused({ headers }: SeenRequest, key: string | undefined): boolean {
  return key !== undefined && headers["authorization"] !== `Bearer ${key}`;
}

/** https://docs.voyageai.com/reference/embeddings-api and reranker-api: its errors say `detail`. */
export function voyageServer({ key, contextTokens = 32_000, dimensions = 1_024 }: EmbeddingScript = {}): Promise<ScriptedServer> {
  return scriptedServer((request) => {
    const { path, body } = request;
    if (isRefused(request, key)) return json({ detail: "Provided API key is invalid." }, 401);
    if (path === "/v1/embeddings") return voyageEmbeddings(body, contextTokens, dimensions);
    if (path !== "/v1/rerank") return json({ detail: "Not Found" }, 404);
    return json({
      object: "list",
      data: ranked(body).map(({ index, score }) => ({ relevance_score: score, index })),
      model: body.model,
      usage: { total_tokens: wordCount(body.query) * body.documents.length + tokensOf(body.documents) },
    });
  });
}

function voyageEmbeddings(body: Body, contextTokens: number, dimensions: number): Reply {
  if (!body.model.startsWith("voyage-")) return json({ detail: `Model ${body.model} is not supported.` }, 400);
  if (body.input_type !== "query" && body.input_type !== "document" && body.input_type !== undefined)
    return json({ detail: "Value for input_type is not valid" }, 400);
  const long = body.input.findIndex((text: string) => wordCount(text) > contextTokens);
  if (long !== -1 && body.truncation === false)
    return json(
      { detail: `Request to model '${body.model}' failed. The example at index ${long} in your batch has too many tokens.` },
      400,
    );
  // Queries and documents are read with another prompt each, which their vectors show.
  const texts = body.input.map((text: string) => `${body.input_type ?? ""} ${text}`);
  return json({
    object: "list",
    data: rowsOf(texts, body.output_dimension ?? dimensions, body.encoding_format),
    model: body.model,
    usage: { total_tokens: tokensOf(body.input) },
  });
}

/** https://platform.openai.com/docs/api-reference/embeddings, also as other servers imitate it. */
export function openaiEmbeddingsServer({ key, contextTokens = 8_192, dimensions = 3_072 }: EmbeddingScript = {}): Promise<ScriptedServer> {
  return scriptedServer((request) => {
    const { path, body } = request;
    const error = (message: string, status: number, code: string | null, type = "invalid_request_error"): Reply =>
      json({ error: { message, type, param: null, code } }, status);
    if (isRefused(request, key))
      return error("Incorrect API key provided: sk-wro**********rong. You can find your API key at …", 401, "invalid_api_key");
    if (path !== "/v1/embeddings") return error(`Invalid URL (POST ${path})`, 404, null);
    if (body.model === "no-such-model") return error("The model `no-such-model` does not exist.", 404, "model_not_found");
    if (body.input.some((text: string) => wordCount(text) > contextTokens))
      return error(`This model's maximum context length is ${contextTokens} tokens.`, 400, null);
    const tokens = tokensOf(body.input);
    return json({
      object: "list",
      data: rowsOf(body.input, body.dimensions ?? dimensions, body.encoding_format),
      model: body.model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  });
}

/** https://docs.cohere.com/reference/rerank: it bills searches, and its errors say `message`. */
export function cohereServer({ key }: EmbeddingScript = {}): Promise<ScriptedServer> {
  return scriptedServer((request) => {
    const { path, body } = request;
    if (isRefused(request, key)) return json({ message: "invalid api token" }, 401);
    if (path !== "/v2/rerank") return json({ message: "not found" }, 404);
    if (!body.model.startsWith("rerank-"))
      return json({ message: `model '${body.model}' not found, make sure the correct model ID was used` }, 404);
    return json({
      id: "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
      results: ranked(body).map(({ index, score }) => ({ index, relevance_score: score })),
      meta: { api_version: { version: "2" }, billed_units: { search_units: 1 } },
    });
  });
}

function ranked(body: Body): { readonly index: number; readonly score: number }[] {
  return body.documents
    .map((text: string, index: number) => ({ index, score: wordOverlap(body.query, text) }))
    .toSorted((a: { score: number }, b: { score: number }) => b.score - a.score)
    .slice(0, body.top_n ?? body.top_k ?? body.documents.length);
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md: /api/show and /api/embed. */
export function ollamaEmbedServer({ contextTokens = 2_048, dimensions = 768 }: EmbeddingScript = {}): Promise<ScriptedServer> {
  return scriptedServer(({ path, body }) => {
    if (body.model !== "nomic-embed-text" && body.model !== "llama3.1:8b") return json({ error: `model '${body.model}' not found` }, 404);
    const isChat = body.model === "llama3.1:8b";
    if (path === "/api/show")
      return json({
        details: { format: "gguf", family: isChat ? "llama" : "nomic-bert", parameter_size: "137M", quantization_level: "F16" },
        model_info: {
          "general.architecture": isChat ? "llama" : "nomic-bert",
          "nomic-bert.context_length": contextTokens,
          "nomic-bert.embedding_length": dimensions,
        },
        capabilities: isChat ? ["completion", "tools"] : ["embedding"],
      });
    if (path !== "/api/embed") return { status: 404, headers: { "content-type": "text/plain" }, body: "404 page not found" };
    const texts: readonly string[] = body.input;
    if (body.truncate === false && texts.some((text) => wordCount(text) > contextTokens))
      return json({ error: "the input length exceeds the context length" }, 400);
    return json({
      model: body.model,
      embeddings: texts.map((text) => [...wordVector(text, body.dimensions ?? dimensions)]),
      total_duration: 14_143_917,
      load_duration: 1_019_500,
      prompt_eval_count: tokensOf(texts),
    });
  });
}
