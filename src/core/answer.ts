import type { Locator } from "./document.ts";
import type { CorpusStatistics, Hit } from "./retrieval.ts";

/** A passage as it is handed to an answerer; `n` is the number that the answer cites it by, counted from 1. */
export interface Evidence {
  readonly n: number;
  readonly hit: Hit;
  /** The passage was cut to fit the budget; its text is `hit.chunk.text.slice(0, shownLength)`. */
  readonly shownLength: number;
}

/** Word for word: `quote === document.text.slice(start, end)`. Made by `verify` alone. */
export interface Citation {
  readonly n: number;
  readonly document: string;
  readonly chunk: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly locator: Locator;
  /** Where the file is no longer as it was indexed. The quote still stands in the text as indexed. Absent: it is the same, or was not looked at. */
  readonly source?: "changed" | "gone";
}

/** What a model cites by itself of `CompletionRequest.texts`: `quote === texts[text].text.slice(start, end)`. To be checked like any citation. */
export interface NativeCitation {
  /** Number of the text in the request, counted from 0. */
  readonly text: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  /** Where in `Completion.text` the cited sentence ends. */
  readonly at: number;
}

/** Tokens counted by the provider, or estimated by us and labelled so. Absent means unknown, never zero. */
export interface Usage {
  /** All of the input, whatever of it came from the provider's prompt cache or went into it. */
  readonly inputTokens?: number;
  /** All of the output, reasoning included. */
  readonly outputTokens?: number;
  /** Of `inputTokens`: read from the provider's prompt cache. */
  readonly cachedInputTokens?: number;
  /** Of `inputTokens`: written to the provider's prompt cache. */
  readonly cacheWriteTokens?: number;
  /** Of `cacheWriteTokens`: written to be kept for an hour, which costs more. Absent: none, all were for the provider's usual time. */
  readonly cacheWriteHourTokens?: number;
  /** Of `outputTokens`: thought, not said. */
  readonly reasoningTokens?: number;
  /** Searches as a reranking service bills them. */
  readonly searchUnits?: number;
  readonly source: "provider" | "estimate" | "none";
}

/** A passage that came close, and why it does not count. */
export interface NearMiss {
  readonly document: string;
  readonly chunk: string;
  readonly score: number;
  readonly text: string;
  readonly why: string;
}

/** A sentence of the answer with the citations that hold for it; `supported` is false when none does. */
export interface AnswerSentence {
  readonly text: string;
  readonly supported: boolean;
  /** Numbers into `Answered.citations`. */
  readonly citations: readonly number[];
}

/** Two passages that disagree: the later one was preferred. */
export interface Superseded {
  readonly document: string;
  readonly date: string;
  readonly quote: string;
  readonly by: { readonly document: string; readonly date: string };
}

interface AnswerCommon {
  readonly question: string;
  readonly evidence: readonly Evidence[];
  readonly usage: Usage;
  readonly tookMs: number;
}

export type Answer =
  | (AnswerCommon & {
      readonly kind: "answered";
      readonly text: string;
      readonly sentences: readonly AnswerSentence[];
      readonly citations: readonly Citation[];
      readonly superseded: readonly Superseded[];
      /** Probability of a right answer, where the answerer is calibrated. */
      readonly confidence?: number;
    })
  | (AnswerCommon & {
      readonly kind: "abstained";
      readonly reason: string;
      readonly nearest: readonly NearMiss[];
      readonly confidence?: number;
    });

export type AnswerEvent = { readonly kind: "text"; readonly text: string } | { readonly kind: "done"; readonly draft: Draft };

/** What an answerer claims, before anything is verified. `text` cites as `[chunk 2]` or `[chunk 2: "exact words"]`. */
export type Draft =
  | {
      readonly kind: "claimed";
      readonly text: string;
      readonly usage: Usage;
      readonly confidence?: number;
      readonly superseded?: readonly Superseded[];
      /** What a reader should know of how it came about. */
      readonly notes?: readonly string[];
    }
  | {
      readonly kind: "declined";
      readonly reason: string;
      readonly usage: Usage;
      readonly confidence?: number;
      readonly notes?: readonly string[];
    };

export interface AnswerRequest {
  readonly question: string;
  readonly evidence: readonly Evidence[];
  readonly statistics: CorpusStatistics;
  readonly signal?: AbortSignal;
}

/** Turns evidence into a draft answer: the built-in extractive one, or any model behind `modelAnswerer`. */
export interface Answerer {
  readonly id: string;
  /** Tokens of evidence that it can take. */
  readonly evidenceTokensMax: number;
  answer(request: AnswerRequest): AsyncIterable<AnswerEvent>;
}
