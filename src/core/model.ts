import type { NativeCitation, Usage } from "./answer.ts";
import type { CallFacts } from "./calls.ts";

export interface Message {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** A tool that a model can call; its input is described by a JSON Schema of an object. */
export interface Tool {
  readonly name: string;
  /** What the tool does, as the model reads it. */
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** A text that a model which cites by itself is given apart from the question; it cites stretches of it. */
export interface CitableText {
  readonly title: string;
  readonly text: string;
}

export interface CompletionRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  /** The model must answer with one call of this tool, and with nothing else. Absent: with text. */
  readonly tool?: Tool;
  /** Tools that the model may call or leave alone. Not together with `tool`. */
  readonly tools?: readonly Tool[];
  /** Texts that the answer cites; only where the model says `citesTexts`. They stand before the last message's text. */
  readonly texts?: readonly CitableText[];
  /** System text and tools stay the same from call to call: the provider may keep them in its prompt cache. Default: false */
  readonly stablePrefix?: boolean;
  /** Let the provider's own web search help, where it has one. Default: false */
  readonly webSearch?: boolean;
  readonly outputTokensMax: number;
  /** Left out for models that take none. */
  readonly temperature?: number;
  /** Counted from 0: the same request asked again on purpose. Default: 0 */
  readonly repeat?: number;
  readonly signal?: AbortSignal;
}

export interface ToolCall {
  readonly name: string;
  /** Parsed JSON, not checked against the tool's schema. */
  readonly input: unknown;
}

export interface Completion {
  readonly text: string;
  /**
   * What the model called the request's tool with, as parsed JSON. Nobody has checked it against the schema. Absent when there was
   * no tool, and when the model did not call it.
   */
  readonly toolInput?: unknown;
  /** What the model called of `tools`, in order. Absent when there were none to call. */
  readonly toolCalls?: readonly ToolCall[];
  /** Absent when no texts to cite were given. */
  readonly citations?: readonly NativeCitation[];
  /** Why it stopped: a `length` stop is a truncated answer, and is said so. */
  readonly stop: "end" | "length" | "refusal";
  readonly usage: Usage;
  /** What a reader should know of how it came about: a prompt that a server may have cut. */
  readonly notes?: readonly string[];
  /** How long it took, what it cost, and whether it was made now. Absent where nobody kept count. */
  readonly facts?: CallFacts;
}

/** `cites` is what the text before it cites, as soon as that is known; it may come with a piece of no text. All of it is in `done` again. */
export type CompletionEvent =
  | { readonly kind: "text"; readonly text: string; readonly cites?: readonly NativeCitation[] }
  | { readonly kind: "done"; readonly completion: Completion };

/** A chat model. `stream` ends with exactly one `done`, whose text is the concatenation of the parts before it. */
export interface Model {
  readonly id: string;
  readonly contextTokensMax: number;
  /** Of its weights, where its file or server says so; a server says it with the first call. */
  readonly precision?: string | undefined;
  /** It cites `CompletionRequest.texts` by itself. Default: false */
  readonly citesTexts?: boolean;
  complete(request: CompletionRequest): Promise<Completion>;
  stream(request: CompletionRequest): AsyncIterable<CompletionEvent>;
  /** Input tokens of the request, and whether they were counted by the model's own tokenizer or estimated. */
  count(request: CompletionRequest): Promise<{ readonly tokens: number; readonly source: "provider" | "tokenizer" | "estimate" }>;
}
