import type { Usage } from "./answer.ts";

export interface Message {
  readonly role: "user" | "assistant";
  readonly text: string;
}

export interface CompletionRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  readonly outputTokensMax: number;
  readonly temperature?: number;
  readonly signal?: AbortSignal;
}

export interface Completion {
  readonly text: string;
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
