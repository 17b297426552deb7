import type { LlamaContext, LlamaGrammar } from "node-llama-cpp";
import type { CallContext, CallRunner, Json } from "../core/calls.ts";
import { ProviderError } from "../core/errors.ts";
import type { CompletionRequest, Model, Tool } from "../core/model.ts";
import { chatModel } from "./chat-model.ts";
import type { ChatProtocol } from "./chat-model.ts";
import { ggufEngine, oneAtATime } from "./gguf-engine.ts";
import type { GgufEngine } from "./gguf-engine.ts";
import { ggufFacts } from "./gguf-files.ts";
import type { GgufOptions } from "./gguf-retrieval.ts";
import { importOptional } from "./import-optional.ts";

export interface GgufModelOptions extends GgufOptions {
  readonly calls: CallRunner;
  /** Of the window, which takes memory for each token. Default: what the file was trained with, at most 8,192 */
  readonly contextTokensMax?: number;
}

const CONTEXT_TOKENS = 8_192;
/** Of the marks that a chat template puts around each message. */
const TEMPLATE_TOKENS = 16;

/**
 * A chat model in this process, from a GGUF file. A forced tool is a grammar made of its schema, so that what comes out is JSON of that form
 * as far as the tokens reach. A prompt that does not fit is an error, never cut. Throws BAD_CONFIG, MISSING_DEPENDENCY, MODEL_FAILED.
 */
export function ggufModel({ file, threads, calls, contextTokensMax }: GgufModelOptions): Model & { readonly precision: string } {
  const facts = ggufFacts(file);
  const window = Math.min(facts.contextTokensMax, contextTokensMax ?? CONTEXT_TOKENS);
  const alone = oneAtATime();
  let opened: Promise<Opened> | undefined;
  const open = async (): Promise<Opened> => {
    const engine = await ggufEngine(facts, threads);
    return { ...engine, context: await engine.model.createContext({ contextSize: window }), window, name: facts.name };
  };
  const protocol: ChatProtocol = {
    provider: "gguf",
    model: facts.name,
    contextTokensMax: window,
    // The file's name says nothing of what is in it.
    identity: { mark: facts.mark, window },
    async perform(request, context) {
      const ready = await (opened ??= open());
      return await alone(() => answer(ready, request, context));
    },
  };
  return {
    ...chatModel(protocol, calls),
    precision: facts.precision,
    async count(request) {
      return { tokens: promptTokens(await (opened ??= open()), request), source: "tokenizer" };
    },
  };
}

interface Opened extends GgufEngine {
  readonly context: LlamaContext;
  readonly window: number;
  readonly name: string;
}

function promptTokens({ model }: GgufEngine, request: CompletionRequest): number {
  const texts = [systemOf(request), ...request.messages.map(({ text }) => text)];
  return texts.reduce((sum, text) => sum + model.tokenize(text).length + TEMPLATE_TOKENS, 0);
}

async function answer(opened: Opened, request: CompletionRequest, { signal, onText }: CallContext): ReturnType<ChatProtocol["perform"]> {
  signal.throwIfAborted();
  const { llama, context, window, name } = opened;
  if ((request.tools?.length ?? 0) > 0) throw refused(name, "calls no tools of its own choice", "Force one tool, or use another model.");
  const tokens = promptTokens(opened, request);
  if (tokens + request.outputTokensMax > window)
    throw refused(
      name,
      `has a window of ${window.toLocaleString("en-US")} tokens, and the prompt has ${tokens.toLocaleString("en-US")} beside the ${request.outputTokensMax.toLocaleString("en-US")} of the answer`,
      "Ask with less evidence, or with a model of a larger window.",
    );
  const { LlamaChatSession } = await importOptional("node-llama-cpp", "A GGUF model", () => import("node-llama-cpp"));
  const grammar: LlamaGrammar | undefined = request.tool && (await llama.createGrammarForJsonSchema(request.tool.inputSchema));
  const sequence = context.getSequence();
  const session = new LlamaChatSession({ contextSequence: sequence });
  try {
    const last = request.messages.at(-1);
    session.setChatHistory([
      ...(systemOf(request) === "" ? [] : [{ type: "system", text: systemOf(request) }]),
      ...request.messages
        .slice(0, -1)
        .map(({ role, text }) => (role === "user" ? { type: "user", text } : { type: "model", response: [text] })),
    ]);
    const before = sequence.tokenMeter.getState();
    const { responseText, stopReason } = await session.promptWithMeta(last?.text ?? "", {
      maxTokens: request.outputTokensMax,
      temperature: request.temperature ?? 0,
      // Asked again on purpose, it may say something else; asked the same, it says the same.
      seed: request.repeat ?? 0,
      signal,
      ...(grammar === undefined ? {} : { grammar }),
      ...(grammar !== undefined || onText === undefined ? {} : { onTextChunk: (text: string) => onText(text) }),
    });
    const { usedInputTokens, usedOutputTokens } = sequence.tokenMeter.diff(before);
    const stop = stopReason === "maxTokens" ? "length" : "end";
    return {
      response: grammar === undefined ? { text: responseText, stop } : { text: "", stop, ...toolInput(responseText, stop, name) },
      usage: { inputTokens: usedInputTokens, outputTokens: usedOutputTokens, source: "provider" },
    };
  } finally {
    session.dispose();
    sequence.dispose();
  }
}

/** Nothing for JSON that ends where the tokens did; a grammar can also let numbers through that no parser takes. */
function toolInput(text: string, stop: "end" | "length", name: string): { readonly toolInput?: Json } {
  try {
    return { toolInput: JSON.parse(text) as Json }; // JSON is what the parser gives
  } catch (cause) {
    if (stop === "length") return {};
    throw new ProviderError("PROTOCOL", `gguf/${name} wrote what is no JSON.`, "Ask again, or with a simpler schema.", {
      provider: "gguf",
      cause,
    });
  }
}

function systemOf({ system, tool }: CompletionRequest): string {
  return tool === undefined ? system : `${system}\n\n${asked(tool)}`;
}

function asked({ name, description, inputSchema }: Tool): string {
  return `Where you are told to call the tool ${name} (${description}), write its input as JSON of this schema and nothing else: ${JSON.stringify(inputSchema)}`;
}

function refused(name: string, what: string, fix: string): ProviderError {
  return new ProviderError("BAD_REQUEST", `gguf/${name} ${what}.`, fix, { provider: "gguf" });
}
