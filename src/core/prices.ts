/** US dollars for a million tokens. Absent: not known, never free. */
export interface TokenPrices {
  readonly input: number;
  /** Absent for models that give none: embeddings, rerankers. */
  readonly output?: number;
  /** Input that the provider had in its prompt cache. A price of its own for each model: no ratio holds for all. */
  readonly cacheRead?: number;
  /** Input that it puts there for its usual time. */
  readonly cacheWrite?: number;
  /** Input that it puts there for an hour. */
  readonly cacheWriteHour?: number;
}

/** What one model costs from a day on, and what is known of it beside. */
export interface PriceRow {
  /** "anthropic", "openai", "voyage", "cohere", … */
  readonly provider: string;
  /** The provider's name of the model without a date; a dated name (`-20251001`, `-2025-04-14`) means the same model unless it has a row of its own. */
  readonly model: string;
  readonly operation: "complete" | "embed" | "rerank";
  /** First day on which the price is known to hold, as 2026-10-07. Of several rows of one model the latest that has begun holds. */
  readonly from: string;
  readonly usdPerMillion?: TokenPrices;
  /** Prices of the whole request, its output too, when its input has more tokens than this. Without prices: dearer by what is not known. */
  readonly longPrompt?: { readonly aboveTokens: number; readonly usdPerMillion?: TokenPrices };
  /** Rerankers that bill searches. */
  readonly usdPerThousandSearches?: number;
  /** What a batch costs of the usual price, 0 to 1. */
  readonly batchShare?: number;
  /** A prefix with fewer tokens is not cached, and nothing says so. */
  readonly cacheablePrefixMin?: number;
  readonly contextTokensMax?: number;
  readonly outputTokensMax?: number;
  readonly takesTemperature?: boolean;
  /** The day from which the provider answers no more, where it has announced one. */
  readonly retires?: string;
  /** The day before which the provider promises not to retire it. */
  readonly retiresNotBefore?: string;
  /** Where these days were read, and when. */
  readonly retirementSource?: string;
  /** Where the row was read, and when. */
  readonly source: string;
  readonly checked: string;
}

export interface PriceTable {
  /** The day of the last review. */
  readonly reviewed: string;
  readonly rows: readonly PriceRow[];
}
