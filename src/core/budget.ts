import type { Cost } from "./calls.ts";
import type { PromptSection } from "./prompt.ts";
import type { TokenSource } from "./tokens.ts";

export interface BudgetSection {
  readonly section: PromptSection | "output";
  readonly tokens: number;
  /** Of all input and the output limit. */
  readonly share: number;
}

/** What the calls cost. `low`: without any output; `high`: with the output at its limit, where there is one. */
export interface CostRange {
  readonly low: Cost;
  readonly high: Cost;
}

/** The part of a prompt that is the same in every call and stands before all that is not. */
export interface CacheablePrefix {
  readonly tokens: number;
  /** What ends it. */
  readonly until: string;
  /** The provider caches no shorter prefix. Absent where it is not known. */
  readonly tokensMin?: number;
  /** Input of one call without a cache, with the prefix written to it, and with the prefix read from it. */
  readonly uncached: Cost;
  readonly write: Cost;
  readonly read: Cost;
  /** Calls that read the prefix for each that writes it, from which on caching pays. Absent where a price is unknown. */
  readonly readsToPay?: number;
  /** Saved a month by calls evenly spread, each within the cache's lifetime of the one before; negative where they are too rare. */
  readonly month?: { readonly saved: Cost; readonly isKeptWarm: boolean };
}

/** Something that the cut leaves out or shortens. */
export interface CutStep {
  readonly rule: string;
  /** How what is cut begins. */
  readonly text: string;
  readonly tokens: number;
}

/** `ungraded`: there is an answer, and nobody could tell whether it is right. */
export type CutOutcome = "passed" | "failed" | "no answer" | "ungraded";

export interface CutCheck {
  readonly id: string;
  readonly before: CutOutcome;
  readonly after: CutOutcome;
}

/** 30% less of the largest section, by rules that a person can check. */
export interface ProposedCut {
  readonly section: PromptSection;
  readonly steps: readonly CutStep[];
  /** Of the section, counted again after the cut. */
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly share: number;
  /** The rules found 30%. */
  readonly isReached: boolean;
  /** `safe` and `unsafe` only after the prompt was run on inputs before and after the cut. */
  readonly verdict: "safe" | "unsafe" | "undecided" | "not run";
  readonly reason: string;
  readonly checks: readonly CutCheck[];
}

export interface BudgetComparison {
  readonly model: string;
  readonly source: TokenSource;
  readonly by: string;
  readonly inputTokens: number;
  /** Tokens for each token of the model that was budgeted for. */
  readonly ratio: number;
  /** Of one call's input. */
  readonly inputCost: Cost;
}

/** The JSON of `budget`. */
export interface BudgetReport {
  readonly name: string;
  readonly form: "text" | "anthropic" | "openai";
  /** Absent when none was named anywhere. */
  readonly model?: string;
  readonly counted: { readonly source: TokenSource; readonly by: string; readonly better?: string };
  readonly sections: readonly BudgetSection[];
  readonly inputTokens: number;
  /** Absent when neither the prompt nor the command line sets one. */
  readonly outputTokensMax?: number;
  readonly largest: PromptSection;
  readonly call: CostRange;
  readonly month?: CostRange & { readonly calls: number };
  readonly cache: CacheablePrefix;
  readonly cut: ProposedCut;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly max?: { readonly tokens: number; readonly isExceeded: boolean };
  readonly compare: readonly BudgetComparison[];
}
