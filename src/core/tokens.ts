/** Who counted: the provider's own count endpoint, the model's own tokenizer, or our estimate from the characters. */
export type TokenSource = "provider" | "tokenizer" | "estimate";

/** Counts the tokens of texts as one model reads them. */
export interface TokenCounter {
  /** The model as it was named. */
  readonly model: string;
  readonly source: TokenSource;
  /** How, in words for a person: "o200k_base", "characters, as Claude before 4.7". */
  readonly by: string;
  /** What would give a better count. Absent where none is known. */
  readonly better?: string;
  /** Tokens of a text alone, without the frame that a chat template puts around it. */
  count(text: string): number | Promise<number>;
}

/** A counter that needs no network, so that a test can use it without waiting. */
export interface LocalTokenCounter extends TokenCounter {
  readonly source: "tokenizer" | "estimate";
  count(text: string): number;
}
