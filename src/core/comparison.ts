import type { EvaluationReport } from "./evaluation-results.ts";
import type { ChangedVersion } from "./model-versions.ts";
import type { PairwiseResult } from "./pairwise.ts";
import type { ConfigChange } from "./results.ts";

// What `compare` adds to the report of a run: JSON-safe, and the same at every door.

/** Candidate `b` against `a` on the cases that both could be graded on. */
export interface CandidateDifference extends PairedResult {
  readonly a: string;
  readonly b: string;
  /** Tags that five or more of these cases have. */
  readonly byTag: readonly (PairedResult & { readonly tag: string })[];
}

export interface PairedResult {
  readonly cases: number;
  /** Mean of b - a, with its 95% interval; NaN in memory and null in JSON for no case. */
  readonly difference: { readonly mean: number; readonly low: number; readonly high: number };
  /** Two-sided, after Holm over what it was compared with: all candidates, or all tags. */
  readonly pValue: number;
  readonly wins: number;
  readonly losses: number;
  readonly verdict: "better" | "worse" | "cannot tell";
  /** About so many more would show a difference of this size. */
  readonly casesMore?: number;
}

/** Whose outputs a judge prefers; `pValue` and `verdict` after Holm over all candidates. */
export interface CandidatePreference extends PairwiseResult {
  readonly a: string;
  readonly b: string;
}

/** Cost against pass rate. */
export interface Frontier {
  /** No other candidate is at once as cheap and as good; by cost. */
  readonly candidates: readonly string[];
  /** Candidates that cannot be placed, and why. */
  readonly leftOut: readonly { readonly candidate: string; readonly reason: string }[];
}

/** What the baseline was, and how far its cases are still the same. */
export interface BaselineFacts {
  readonly name: string;
  readonly startedAt: string;
  /** Cases with the same id and content. */
  readonly casesShared: number;
  /** Ids of cases whose content changed: in no difference. */
  readonly casesChanged: readonly string[];
  readonly casesNew: number;
  readonly casesGone: number;
  /** Candidates that the baseline does not have. */
  readonly candidatesNew: readonly string[];
}

/** The JSON of `compare`. */
export interface ComparisonReport extends Omit<EvaluationReport, "kind"> {
  readonly kind: "comparison";
  /** Against the first candidate. */
  readonly differences: readonly CandidateDifference[];
  /** Of `--pairwise`: whose outputs a judge prefers, each candidate against the first. */
  readonly preferences?: readonly CandidatePreference[];
  readonly frontier: Frontier;
  /** The cheapest candidate that meets the bar; absent without a bar, when none does, and when no cost of those that do is known. */
  readonly cheapest?: string;
  readonly baseline?: BaselineFacts & {
    /** Each candidate against what it was. */
    readonly differences: readonly CandidateDifference[];
    /** Names of the candidates that are worse than they were beyond chance. */
    readonly regressions: readonly string[];
    /** Candidates of which so few cases had passed before that even the loss of all of them could be chance: whether they got worse is not known. */
    readonly untold: readonly {
      readonly candidate: string;
      /** Graded both times; a group counts once. */
      readonly cases: number;
      /** Of these, what could be lost. */
      readonly passedBefore: number;
      readonly casesNeeded: number;
    }[];
  };
  /** What `--set-default` did. */
  readonly setDefault?: DefaultChange;
  /** Of `--watch-models`: what had changed and was run again, and what was taken from earlier runs. */
  readonly watched?: {
    readonly changed: readonly {
      readonly candidate: string;
      /** In words, hashes short. */
      readonly changes: readonly string[];
      /** Of these, models under whose name another one answers now. */
      readonly versions: readonly ChangedVersion[];
    }[];
    readonly unchanged: readonly { readonly candidate: string; readonly run: string; readonly startedAt: string }[];
  };
}

export type DefaultChange =
  /** `left`: what of the candidate no setting of the project can hold, each in words. */
  | { readonly kind: "change"; readonly candidate: string; readonly change: ConfigChange; readonly left: readonly string[] }
  | { readonly kind: "refused"; readonly reason: string };
