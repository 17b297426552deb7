import type { Json } from "./calls.ts";

/** What a part of a prompt is there for. `history` are earlier turns of a conversation. */
export type PromptSection = "system" | "tools" | "examples" | "context" | "tool outputs" | "history" | "input";

/** Where something stands in a request: keys and indexes from its root. Empty for a prompt that is one text. */
export type PromptPath = readonly (string | number)[];

/** A stretch of a prompt with one purpose: `text === stringAt(value, path).slice(start, end)`, or for a tool its JSON. */
export interface PromptPart {
  readonly section: PromptSection;
  readonly text: string;
  readonly path: PromptPath;
  /** UTF-16 units into the string at `path`. Absent where `path` leads to a value, a tool, which is sent as JSON. */
  readonly span?: { readonly start: number; readonly end: number };
  /** A mark after this part asks the provider to keep all up to it in its prompt cache. */
  readonly cacheMark?: boolean;
}

/** A prompt as it was read, with its parts in the order in which a provider reads them. */
export interface Prompt {
  /** A text, or a request in the form of one of the two messages APIs. */
  readonly value: Json;
  readonly form: "text" | "anthropic" | "openai";
  readonly parts: readonly PromptPart[];
  /** The model that the request names. */
  readonly model?: string;
  /** The output limit that the request sets. */
  readonly outputTokensMax?: number;
  /** What could not be counted, and how what is unclear was read. */
  readonly notes: readonly string[];
}
