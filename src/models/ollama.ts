import type { Usage } from "../core/answer.ts";
import type { CallContext, CallRunner, Json } from "../core/calls.ts";
import { ProviderError } from "../core/errors.ts";
import type { CompletionRequest, Model, Tool } from "../core/model.ts";
import { chatModel } from "./chat-model.ts";
import type { ChatResponse } from "./chat-model.ts";
import { jsonLines } from "./json-lines.ts";
import { failureOf, networkFailure, protocolFailure, reportedFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";
import { providerFetch } from "./provider-fetch.ts";
import type { ProviderFetchOptions } from "./provider-fetch.ts";
import { estimateRequestTokens } from "./request-tokens.ts";
import { providerUsage, UsageCounts } from "./usage-counts.ts";

export interface OllamaOptions extends ProviderFetchOptions {
  /** "llama3.1:8b-instruct-q4_K_M" */
  readonly model: string;
  readonly calls: CallRunner;
  /** Default http://127.0.0.1:11434 */
  readonly baseUrl?: string;
  /** Sent as num_ctx with every call; the server gives the window so much memory. Default 8,192 */
  readonly contextTokensMax?: number;
}

/** A model on a slow machine reads a long prompt for minutes before it says a word. */
const IDLE_MS = 280_000;
const CONTEXT_TOKENS = 8_192;
/** Fewer tokens than this share of the estimate were not read: no tokenizer is so much coarser. */
const READ_SHARE_MIN = 0.5;

/**
 * A model of an Ollama server, through its own /api/chat: the door that follows OpenAI's protocol ignores num_ctx, and a prompt that
 * does not fit is cut there without a word. So num_ctx is sent, cutting is forbidden (`truncate` and `shift`, which older servers do not
 * know), and what the server says it has read is compared with what was sent: a prompt that filled the window is an error, one of
 * which much less was read has a note. Tools are forced as a JSON schema of the answer. https://docs.ollama.com/api/chat
 */
export function ollamaModel(options: OllamaOptions): Model {
  const { model, calls, contextTokensMax = CONTEXT_TOKENS } = options;
  const baseUrl = (options.baseUrl ?? "http://127.0.0.1:11434").replace(/\/+$/, "");
  const address: ProviderAddress = { provider: "ollama", baseUrl, secrets: [], startFix: "Start the server: ollama serve" };
  const send = providerFetch(address, { idleMs: IDLE_MS, ...options });
  const post = (path: string, asked: unknown, signal: AbortSignal): Promise<Response> =>
    send(`${baseUrl}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asked), signal });
  let shown: Promise<ShownModel> | undefined;
  let precision: string | undefined;
  const window = async (signal: AbortSignal): Promise<number> => {
    shown ??= shownModel(await post("/api/show", { model }, signal)).catch((error: unknown) => {
      shown = undefined;
      throw error;
    });
    const { trainedTokens, ...facts } = await shown;
    ({ precision } = facts);
    return Math.min(contextTokensMax, trainedTokens);
  };
  const chat = chatModel(
    {
      provider: "ollama",
      model,
      contextTokensMax,
      async perform(request, context) {
        try {
          // The server lowers num_ctx to what the model was trained with, and says so in its own log only.
          const windowTokens = await window(context.signal);
          const response = await post("/api/chat", chatBody(request, model, contextTokensMax), context.signal);
          return await answerOf(response, { request, address, windowTokens, context });
        } catch (error) {
          const failure = failureOf(error, address, context.signal);
          throw failure instanceof ProviderError && failure.status === 404 ? missingModel(failure, model) : failure;
        }
      },
    },
    calls,
  );
  return {
    ...chat,
    get precision() {
      return precision;
    },
  };
}

function missingModel(failure: ProviderError, model: string): ProviderError {
  return new ProviderError("BAD_REQUEST", failure.message, `Fetch the model: ollama pull ${model}`, { provider: "ollama", status: 404 });
}

interface ShownModel {
  /** Infinite where the server does not tell. */
  readonly trainedTokens: number;
  readonly precision?: string;
}

/** The name of the number of tokens begins with that of the architecture. */
async function shownModel(response: Response): Promise<ShownModel> {
  const shown: unknown = await response.json();
  const details: unknown = typeof shown === "object" && shown !== null ? Reflect.get(shown, "details") : undefined;
  const precision: unknown = typeof details === "object" && details !== null ? Reflect.get(details, "quantization_level") : undefined;
  const info: unknown = typeof shown === "object" && shown !== null ? Reflect.get(shown, "model_info") : undefined;
  const found = Object.entries(typeof info === "object" && info !== null ? info : {}).find(([name]) => name.endsWith(".context_length"));
  const length: unknown = found?.[1];
  return {
    trainedTokens: typeof length === "number" && length > 0 ? length : Number.POSITIVE_INFINITY,
    ...(typeof precision === "string" && precision !== "" ? { precision } : {}),
  };
}

function chatBody(request: CompletionRequest, model: string, contextTokensMax: number): unknown {
  const { tool, tools = [], temperature } = request;
  const system = tool === undefined ? request.system : `${request.system}\n\n${asJson(tool)}`;
  return {
    model,
    messages: [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      ...request.messages.map(({ role, text }) => ({ role, content: text })),
    ],
    stream: true,
    truncate: false,
    shift: false,
    ...(tool === undefined ? {} : { format: tool.inputSchema }),
    ...(tools.length === 0 ? {} : { tools: tools.map(functionTool) }),
    options: { num_ctx: contextTokensMax, num_predict: request.outputTokensMax, ...(temperature === undefined ? {} : { temperature }) },
  };
}

function asJson({ name, description, inputSchema }: Tool): string {
  return `Where you are told to call the tool ${name} (${description}), write its input as JSON of this schema and nothing else: ${JSON.stringify(inputSchema)}`;
}

function functionTool({ name, description, inputSchema }: Tool): unknown {
  return { type: "function", function: { name, description, parameters: inputSchema } };
}

interface Asked {
  readonly request: CompletionRequest;
  readonly address: ProviderAddress;
  readonly windowTokens: number;
  readonly context: CallContext;
}

async function answerOf(response: Response, asked: Asked): Promise<{ readonly response: ChatResponse; readonly usage: Usage }> {
  const { request, address, context } = asked;
  let text = "";
  const toolCalls: { readonly name: string; readonly input: Json }[] = [];
  let last: Readonly<Record<string, unknown>> | undefined;
  for await (const line of jsonLines(response, address)) {
    if (line["error"] !== undefined) throw reportedFailure(address, { type: "server_error", message: wordsOf(line["error"]) });
    const message = line["message"];
    if (typeof message === "object" && message !== null) {
      const content: unknown = Reflect.get(message, "content");
      if (typeof content === "string" && content !== "") {
        text += content;
        if (request.tool === undefined) context.onText?.(content);
      }
      toolCalls.push(...callsIn(Reflect.get(message, "tool_calls")));
    }
    if (line["done"] === true) last = line;
  }
  if (last === undefined) throw networkFailure(address, "ended before its answer was complete", { maybeBilled: true });
  const counts = new UsageCounts();
  counts.see(last);
  const inputTokens = counts.get("prompt_eval_count");
  const notes = cutNotes(inputTokens, asked);
  const usage = providerUsage(
    {
      inputTokens,
      outputTokens: counts.get("eval_count"),
      cachedInputTokens: counts.get("prompt_eval_cached_count"),
      cacheWriteTokens: undefined,
      cacheWriteHourTokens: undefined,
      reasoningTokens: undefined,
    },
    text !== "" || toolCalls.length > 0,
  );
  const parts = { text, stop: stopOf(last["done_reason"], address), ...(notes.length === 0 ? {} : { notes }) };
  return { response: withTools(parts, toolCalls, asked), usage };
}

function withTools(parts: ChatResponse, toolCalls: NonNullable<ChatResponse["toolCalls"]>, { request, address }: Asked): ChatResponse {
  const { tool, tools } = request;
  if (tool !== undefined) {
    if (parts.stop !== "end" || parts.text === "") return { ...parts, text: "" };
    try {
      return { ...parts, text: "", toolInput: JSON.parse(parts.text) as Json }; // JSON is what the parser gives
    } catch (cause) {
      throw protocolFailure(address, `called ${tool.name} with what is no JSON`, cause);
    }
  }
  if (tools !== undefined) return { ...parts, toolCalls };
  if (toolCalls.length > 0) throw protocolFailure(address, `called the tool ${toolCalls[0]?.name ?? ""}, and none was offered`);
  return parts;
}

/** Throws for a prompt that was certainly cut; a note for one that probably was. */
function cutNotes(inputTokens: number | undefined, { request, address, windowTokens }: Asked): readonly string[] {
  if (inputTokens === undefined) return [];
  const [read, window] = [inputTokens, windowTokens].map((count) => count.toLocaleString("en-US"));
  // With cutting on, a server fills the window to its last token or its last but one.
  if (inputTokens >= windowTokens - 1)
    throw new ProviderError(
      "BAD_REQUEST",
      `ollama at ${address.baseUrl} read ${read} tokens, which is all of its window of ${window}: the prompt was cut without a word, and the answer may rest on a part of it.`,
      "Ask with less evidence, or with a larger window: providers.ollama.contextTokensMax in firstfit.config.ts, as far as the model has one.",
      { provider: "ollama", maybeBilled: true },
    );
  const estimate = estimateRequestTokens(request);
  if (inputTokens >= estimate * READ_SHARE_MIN) return [];
  return [
    `ollama read ${read} tokens of a prompt that has about ${estimate.toLocaleString("en-US")} by estimate: it may have been cut by the server.`,
  ];
}

function callsIn(value: unknown): { readonly name: string; readonly input: Json }[] {
  return (Array.isArray(value) ? value : []).flatMap((call: unknown) => {
    const called: unknown = typeof call === "object" && call !== null ? Reflect.get(call, "function") : undefined;
    if (typeof called !== "object" || called === null) return [];
    const name: unknown = Reflect.get(called, "name");
    const input: unknown = Reflect.get(called, "arguments");
    return typeof name === "string" ? [{ name, input: (input ?? {}) as Json }] : []; // it came out of a JSON parser
  });
}

function stopOf(reason: unknown, address: ProviderAddress): ChatResponse["stop"] {
  if (reason === "length") return "length";
  // Servers before 0.1.39 gave no reason.
  if (reason === "stop" || reason === undefined) return "end";
  throw protocolFailure(address, `stopped for a reason that is not known (${wordsOf(reason)})`);
}

function wordsOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
