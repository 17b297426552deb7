// Chat through the providers of the Vercel AI SDK: one call of a LanguageModelV4, without the retries of the package `ai`.
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4StreamPart,
  SharedV4ProviderMetadata,
} from "@ai-sdk/provider";
import type { NativeCitation, Usage } from "../core/answer.ts";
import type { CallContext, Json } from "../core/calls.ts";
import type { CompletionRequest, Tool } from "../core/model.ts";
import type { ChatResponse } from "./chat-model.ts";
import { failureOf, networkFailure, protocolFailure, reportedFailure } from "./provider-failure.ts";
import type { ProviderAddress } from "./provider-failure.ts";
import { UsageCounts } from "./usage-counts.ts";

export interface SdkChat {
  readonly address: ProviderAddress;
  /** Loads the package on first use. */
  languageModel(): Promise<LanguageModelV4>;
  options(request: CompletionRequest): Promise<LanguageModelV4CallOptions>;
  /** The part of a raw event of a stream, or of a raw answer, that counts tokens. */
  usageIn(raw: unknown): unknown;
  usage(counts: UsageCounts, hasOutput: boolean): Usage;
  /** What the provider says that a block of text cites. */
  citations?(metadata: SharedV4ProviderMetadata | undefined, request: CompletionRequest): readonly Omit<NativeCitation, "at">[];
}

/** Makes the call once. Streams when somebody listens; a stream that breaks off is an error and never an answer. */
export async function performSdkCall(
  chat: SdkChat,
  request: CompletionRequest,
  context: CallContext,
): Promise<{ readonly response: ChatResponse; readonly usage: Usage }> {
  try {
    context.signal.throwIfAborted();
    const [model, options] = await Promise.all([chat.languageModel(), chat.options(request)]);
    const asJson = options.responseFormat?.type === "json";
    const answer = new Answer(chat, request, asJson);
    const callOptions = { ...options, abortSignal: context.signal };
    if (context.onText === undefined) {
      const { content, finishReason, usage } = await model.doGenerate(callOptions);
      for (const part of content) answer.part(part);
      answer.counts.see(usage.raw);
      answer.finish(finishReason);
    } else {
      const { stream } = await model.doStream({ ...callOptions, includeRawChunks: true });
      const onText = asJson ? undefined : context.onText;
      for await (const part of partsOf(stream)) {
        const { text, cites } = answer.streamPart(part);
        if (cites !== undefined && cites.length > 0) onText?.(text, cites);
        else if (text !== "") onText?.(text);
      }
    }
    return answer.result();
  } catch (error) {
    throw failureOf(error, chat.address, context.signal);
  }
}

async function* partsOf(stream: ReadableStream<LanguageModelV4StreamPart>): AsyncGenerator<LanguageModelV4StreamPart> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => {}); // the answer is given up, and with it the connection
  }
}

/** Collects one answer. */
class Answer {
  readonly counts = new UsageCounts();
  readonly #chat: SdkChat;
  readonly #request: CompletionRequest;
  readonly #asJson: boolean;
  readonly #toolCalls: { readonly name: string; readonly input: string }[] = [];
  readonly #citations: NativeCitation[] = [];
  #text = "";
  #finish: LanguageModelV4FinishReason | undefined;

  constructor(chat: SdkChat, request: CompletionRequest, asJson: boolean) {
    this.#chat = chat;
    this.#request = request;
    this.#asJson = asJson;
  }

  /** A part of a whole answer, or a whole part of a stream. */
  part(part: LanguageModelV4Content): void {
    if (part.type === "text") {
      this.#text += part.text;
      this.#cite(part.providerMetadata);
    } else if (part.type === "tool-call" && part.providerExecuted !== true) {
      this.#toolCalls.push({ name: part.toolName, input: part.input });
    }
  }

  /** Returns the text that it brings, and what the text so far cites. */
  streamPart(part: LanguageModelV4StreamPart): { readonly text: string; readonly cites?: readonly NativeCitation[] } {
    switch (part.type) {
      case "raw":
        this.counts.see(this.#chat.usageIn(part.rawValue));
        return { text: "" };
      case "text-delta":
        this.#text += part.delta;
        return { text: part.delta };
      case "text-end":
        return { text: "", cites: this.#cite(part.providerMetadata) };
      case "tool-call":
        this.part(part);
        return { text: "" };
      case "error":
        throw streamFailure(part.error, this.#chat.address);
      case "finish":
        this.finish(part.finishReason);
        return { text: "" };
      default:
        return { text: "" };
    }
  }

  finish(reason: LanguageModelV4FinishReason): void {
    this.#finish = reason;
  }

  result(): { readonly response: ChatResponse; readonly usage: Usage } {
    const stop = this.#stop();
    const usage = this.#chat.usage(this.counts, this.#text !== "" || this.#toolCalls.length > 0);
    const { tool, tools, texts } = this.#request;
    if (tool !== undefined) return { response: this.#called(tool, stop), usage };
    if (tools === undefined && this.#toolCalls.length > 0)
      throw protocolFailure(this.#chat.address, `called the tool ${this.#toolCalls[0]?.name ?? ""}, and none was offered`);
    return {
      response: {
        text: this.#text,
        stop,
        ...(tools === undefined
          ? {}
          : { toolCalls: this.#toolCalls.map(({ name, input }) => ({ name, input: this.#parsed(input, name) })) }),
        ...(texts === undefined ? {} : { citations: this.#citations }),
      },
      usage,
    };
  }

  #called(tool: Tool, stop: ChatResponse["stop"]): ChatResponse {
    const written = this.#asJson ? this.#text : this.#toolCalls.find(({ name }) => name === tool.name)?.input;
    const text = this.#asJson ? "" : this.#text;
    // What was cut off or refused is no call, and says so.
    if (stop !== "end" || written === undefined || written === "") return { text, stop };
    return { text, stop, toolInput: this.#parsed(written, tool.name) };
  }

  #parsed(input: string, name: string): Json {
    try {
      return JSON.parse(input === "" ? "{}" : input) as Json; // JSON is what the parser gives
    } catch (cause) {
      throw protocolFailure(this.#chat.address, `called ${name} with what is no JSON`, cause);
    }
  }

  #cite(metadata: SharedV4ProviderMetadata | undefined): readonly NativeCitation[] {
    const cited = this.#chat.citations?.(metadata, this.#request) ?? [];
    const placed = cited.map((citation) => ({ ...citation, at: this.#text.length }));
    this.#citations.push(...placed);
    return placed;
  }

  #stop(): ChatResponse["stop"] {
    const { unified, raw } = this.#finish ?? { unified: "interrupted", raw: undefined };
    // A turn that the provider paused, to be gone on with, is no whole answer.
    if (raw === "pause_turn") return "length";
    switch (unified) {
      case "stop":
      case "tool-calls":
        return "end";
      case "length":
        return "length";
      case "content-filter":
        return "refusal";
      case "interrupted":
        throw networkFailure(this.#chat.address, "ended before its answer was complete", { maybeBilled: true });
      case "error":
      case "other":
        // Names of the same thing at servers that follow the protocol loosely.
        if (raw !== undefined && /^(eos|eos_token|stop_sequence|end_turn)$/.test(raw)) return "end";
        throw protocolFailure(
          this.#chat.address,
          raw === undefined ? "did not say why it stopped" : `stopped for a reason that is not known (${raw})`,
        );
    }
  }
}

/** Errors in a stream are objects of the vendor, or of the package, which may have looked at them first. */
function streamFailure(error: unknown, address: ProviderAddress): unknown {
  if (error instanceof Error || typeof error !== "object" || error === null)
    return typeof error === "string" ? reportedFailure(address, { message: error }) : error;
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [type, message] = [text("type") ?? text("code"), text("message")];
  return reportedFailure(address, { ...(type === undefined ? {} : { type }), ...(message === undefined ? {} : { message }) });
}

/** System text, messages and tools in the terms of the SDK. `mark` goes on the end of the part that stays the same. */
export function sdkOptions(request: CompletionRequest, mark?: SharedV4ProviderMetadata): LanguageModelV4CallOptions {
  const marked = request.stablePrefix === true && mark !== undefined ? { providerOptions: mark } : {};
  const functions = [...(request.tool === undefined ? [] : [request.tool]), ...(request.tools ?? [])].map(functionTool);
  const system: readonly LanguageModelV4Message[] = request.system === "" ? [] : [{ role: "system", content: request.system, ...marked }];
  return {
    prompt: [...system, ...request.messages.map(({ role, text }): LanguageModelV4Message => ({ role, content: [{ type: "text", text }] }))],
    maxOutputTokens: request.outputTokensMax,
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(functions.length === 0 ? {} : { tools: functions }),
    ...(request.tool === undefined ? {} : { toolChoice: { type: "tool", toolName: request.tool.name } }),
  };
}

function functionTool({ name, description, inputSchema }: Tool): LanguageModelV4FunctionTool {
  return { type: "function", name, description, inputSchema };
}
