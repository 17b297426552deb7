import type { Usage } from "./answer.ts";
import type { BillLines } from "./bill.ts";
import type { Cost, Json } from "./calls.ts";
import type { BarRequirement, Case, RunPlan, Trial } from "./evaluation.ts";

// What `eval` and `compare` return: JSON-safe, and the same at every door.

/** A mean between 0 and 1 with its 95% interval. The mean is NaN in memory and null in JSON where nothing could be counted. */
export interface Rate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Cases that it is the mean of. */
  readonly cases: number;
}

/** A pass rate as people would give it, by what is known of a judge's errors. */
export interface CorrectedRate extends Rate {
  /** From the judge's errors on graded rows (Rogan & Gladen 1978), or from what people said of outputs of this very run (PPI++). */
  readonly by: "rogan-gladen" | "prediction-powered";
}

/** How a run went: of what stands here nothing decides the figures. Two runs with one plan may differ here and in times. */
export interface RunFacts extends Partial<BillLines> {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly tookMs: number;
  /** Trials that were kept from an earlier attempt. */
  readonly resumed: number;
  /** Attempts that were stopped or killed before this one. */
  readonly interruptions: number;
  /** Trials that may have been begun twice, at most: those in flight when an attempt was stopped or killed. Instant ones, which ask nobody, are not counted. */
  readonly repeatedMax: number;
  /** Tokens of the calls that were made now; `calls`, `replayed` and `cost` are of these, too. */
  readonly usage?: Usage;
}

export interface CountedError {
  readonly code: string;
  readonly count: number;
  /** The message of the first, in the order of the cases. */
  readonly example: string;
}

export interface CountedReason {
  readonly reason: string;
  readonly count: number;
}

/** What a candidate did on the cases. Errors and what could not be graded are in no rate. */
export interface CandidateSummary {
  readonly candidate: string;
  readonly trials: {
    readonly planned: number;
    readonly passed: number;
    readonly failed: number;
    readonly ungraded: number;
    readonly errors: number;
  };
  /** Over cases, weighted; a case that was repeated counts with the share of its repeats that passed. Groups are kept together. */
  readonly passRate: Rate;
  /** The same, corrected for the errors of a judge that was calibrated; what a gate reads where it stands. */
  readonly correctedPassRate?: CorrectedRate;
  /** With repeats: the chance that all of k tries pass (Yao et al. 2024, tau-bench), and that one of k does (Chen et al. 2021, HumanEval). */
  readonly passHatK?: readonly { readonly k: number; readonly mean: number }[];
  readonly passAtK?: readonly { readonly k: number; readonly mean: number }[];
  /** By what was graded: "substring", "tool-calls", "judge", … */
  readonly grades: readonly { readonly grader: string; readonly rate: Rate; readonly ungraded: number }[];
  /** Kinds of failure that graders name, most frequent first. */
  readonly failures: readonly CountedReason[];
  readonly errors: readonly CountedError[];
  readonly ungraded: readonly CountedReason[];
  /** What a judge was asked: in no cost of the candidate. `split`: outputs on which its repeats did not agree. Absent without a judge. */
  readonly judge?: { readonly usage: Usage; readonly cost: Cost; readonly outputs: number; readonly split: number };
  /** Of trials that gave an output. Absent when no candidate reports it. */
  readonly latencyMs?: { readonly p50: number; readonly p95: number };
  readonly cost: Cost;
  readonly costPerCall: Cost;
  /** `cost` over trials that passed; absent when none did. */
  readonly costPerPass?: Cost;
  readonly usage: Usage;
  readonly byTag: readonly { readonly tag: string; readonly rate: Rate; readonly corrected?: CorrectedRate }[];
}

export interface CandidateReport {
  readonly name: string;
  readonly definition: Json;
  /** Names of the models that it asks; absent: not known. */
  readonly models?: readonly string[];
  /** Of the cases that somebody has reviewed or written. */
  readonly summary: CandidateSummary;
  /** Of those that nobody has looked at, where they were run: in no gate and in no comparison. */
  readonly unreviewed?: CandidateSummary;
  /** By case in the order of the dataset, then by repeat. */
  readonly trials: readonly Trial[];
}

/** The JSON of `eval`, and the file that `compare --baseline` takes. */
export interface EvaluationReport {
  readonly kind: "evaluation";
  /** Of this JSON; a reader refuses a greater one. */
  readonly version: 1;
  readonly dataset: { readonly name: string; readonly hash: string; readonly cases: number; readonly unreviewedLeftOut: number };
  readonly plan: RunPlan;
  /** Those that were run, in the order of the dataset: a report can be read, paired and checked without the file. */
  readonly cases: readonly Case[];
  readonly candidates: readonly CandidateReport[];
  /** What a reader should know: a judge of the candidate's own family, a bar that cannot be settled. */
  readonly notes: readonly string[];
  /** Absent where no bar was given. */
  readonly bar?: readonly BarResult[];
  readonly run: RunFacts;
}

/** A candidate beside the bar, requirement by requirement. */
export interface BarResult {
  readonly candidate: string;
  /** Every requirement is met as observed. */
  readonly isMet: boolean;
  readonly requirements: readonly RequirementResult[];
}

export interface RequirementResult {
  readonly asked: BarRequirement;
  readonly observed: Observation;
  /** `proved`: the whole interval is on the good side; `refuted`: it is on the other. `unknown`: nothing was measured. */
  readonly verdict: "proved" | "met" | "missed" | "refuted" | "unknown";
  /** Cases that would settle it at this rate, beyond those there are. */
  readonly casesMore?: number;
}

/** What a requirement was held against. */
export type Observation =
  /** Exact 95% interval. `isCorrected`: for the errors of a judge. */
  | { readonly kind: "rate"; readonly mean: number; readonly low: number; readonly high: number; readonly isCorrected: boolean }
  /** A bound is absent where too few calls were timed to have one. */
  | { readonly kind: "latency"; readonly p95Ms: number; readonly lowMs?: number; readonly highMs?: number }
  /** Of a call, or of a month. Bounds are absent below 20 calls; `isAtLeast`: parts of the cost are not known. */
  | { readonly kind: "usd"; readonly usd: number; readonly low?: number; readonly high?: number; readonly isAtLeast: boolean }
  | { readonly kind: "share"; readonly count: number; readonly of: number }
  | { readonly kind: "models"; readonly models: readonly string[] }
  | { readonly kind: "nothing"; readonly reason: string };
