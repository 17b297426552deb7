import type { Usage } from "./answer.ts";

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

export interface CompletionRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  /** The model must answer with one call of this tool, and with nothing else. Absent: with text. */
  readonly tool?: Tool;
  readonly outputTokensMax: number;
  readonly temperature?: number;
  readonly signal?: AbortSignal;
}

export interface Completion {
  readonly text: string;
  /**
   * What the model called the request's tool with, as parsed JSON. Nobody has checked it against the schema. Absent when there was
   * no tool, and when the model did not call it.
   */
  readonly toolInput?: unknown;
  /** Why it stopped: a `length` stop is a truncated answer, and is said so. */
  readonly stop: "end" | "length" | "refusal";
  readonly usage: Usage;
}

export type CompletionEvent = { readonly kind: "text"; readonly text: string } | { readonly kind: "done"; readonly completion: Completion };

/** A chat model. `stream` ends with exactly one `done`, whose text is the concatenation of the parts before it. */
export interface Model {
  readonly id: string;
  readonly contextTokensMax: number;
  complete(request: CompletionRequest): Promise<Completion>;
  stream(request: CompletionRequest): AsyncIterable<CompletionEvent>;
  /** Input tokens of the request, and whether they were counted by the model's own tokenizer or estimated. */
  count(request: CompletionRequest): Promise<{ readonly tokens: number; readonly source: "provider" | "tokenizer" | "estimate" }>;
}
