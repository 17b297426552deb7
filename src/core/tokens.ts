/** Who counted: the provider's own count endpoint, the model's own tokenizer, or our estimate from the characters. */
export type TokenSource = "provider" | "tokenizer" | "estimate";

/** Counts the tokens of texts as one model reads them, without a network. */
export interface TokenCounter {
  /** The model as it was named. */
  readonly model: string;
  readonly source: Exclude<TokenSource, "provider">;
  /** How, in words for a person: "o200k_base", "characters, for Claude before 4.7". */
  readonly by: string;
  /** What would give a better count. Absent where nothing is known to. */
  readonly better?: string;
  /** Tokens of a text alone, without the frame that a chat template puts around it. */
  count(text: string): number;
}
