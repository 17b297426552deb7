import type { Bar, BarRequirement, Candidate, Expectation } from "./evaluation.ts";
import type { CountedError, CountedReason, Rate, RunFacts } from "./evaluation-results.ts";
import type { Cost } from "./calls.ts";
import type { MeasuredCurve } from "./learning-curve.ts";
import type { Usage } from "./answer.ts";

// What `decide` works with and returns: JSON-safe but for `Rung`, and the same at every door.

/** What a task is about: it chooses the row of the decision table, and the row chooses the rungs. */
export type TaskKind = "knowledge" | "behaviour" | "structure" | "label" | "cost" | "privacy" | "current" | "frontier";

/** What the configuration says of the task, as far as a decision hangs on it. */
export interface TaskFacts {
  /** One sentence. */
  readonly name: string;
  /** Absent: nobody said. */
  readonly kind?: TaskKind;
  readonly callsPerMonth?: number;
  /** How often what must be known changes: "never", "yearly", "monthly", "weekly", "daily". */
  readonly knowledgeChanges?: KnowledgeChanges;
  /** Examples with the right output that a model could learn from; never the cases of the decision. */
  readonly labelledExamples?: number;
  /** Personal data in the examples was removed, or may be used. */
  readonly isPersonalDataCleared?: boolean;
}

export type KnowledgeChanges = "never" | "yearly" | "monthly" | "weekly" | "daily";

/** A rung before anything is run. */
export interface Rung {
  readonly name: string;
  /** The mechanism by its term: "retrieval, basic". */
  readonly mechanism: string;
  readonly offer: RungOffer;
  /** It says what the labelled examples taught it, and nothing else. */
  readonly learns?: boolean;
}

export type RungOffer =
  | { readonly kind: "candidate"; readonly candidate: Candidate }
  /** It is not run, and why. */
  | { readonly kind: "skipped"; readonly skip: RungSkip }
  /** It is not run either way. Its gates, which may need a learning curve, are looked at when nothing before it was adopted. */
  | { readonly kind: "gated"; readonly facts: GateFacts };

/** What gates are decided by, beside the facts of the task and its labelled examples. */
export interface GateFacts {
  /** Labelled examples that fine-tuning needs. Default: 1,000 */
  readonly labelledMin?: number;
  /** Why a person overrules the number of examples, whatever the curve shows. */
  readonly labelledOverruled?: string;
  /** The model that would be trained, with the day on which its provider retires it; absent: none is configured. */
  readonly base?: { readonly model: string; readonly retires?: string };
  /** ISO date of today. */
  readonly today: string;
}

/** Why a rung was not run. None of these says that it would not have met the bar. */
export interface RungSkip {
  readonly why:
    | "not measured"
    /** One of its gates says no. */
    | "gate"
    /** Its gates are open, and firstfit does not do this yet. */
    | "not built here yet";
  /** One sentence. */
  readonly reason: string;
  /** What to do so that it can be measured. */
  readonly next?: string;
  readonly gates?: readonly GateResult[];
}

/** A condition that must hold before a rung is worth its cost. */
export interface GateResult {
  readonly gate: string;
  readonly verdict: "open" | "closed";
  /** What it hangs on, with the figures. */
  readonly reason: string;
}

export type RungVerdict = "adopt" | "reject" | "undecided";

/** One requirement of the bar beside what a rung showed. */
export interface RungRequirement {
  readonly asked: BarRequirement;
  readonly verdict: RungVerdict;
  /** As observed, whatever chance has to do with it; undefined: nothing was measured. */
  readonly isMet?: boolean;
  readonly observed: RungObserved;
}

/** Intervals hold at 95% although the test may stop after any case. */
export type RungObserved =
  | { readonly kind: "rate"; readonly rate: Rate; readonly isCorrected: boolean; readonly target: number }
  /** `inTime`: the share of calls that took at most the limit, which is tested in place of the percentile. */
  | { readonly kind: "latency"; readonly p95Ms: number; readonly inTime: Rate; readonly target: number }
  | { readonly kind: "usd"; readonly usd: number; readonly low: number; readonly high: number }
  | { readonly kind: "models"; readonly models: readonly string[] }
  | { readonly kind: "share"; readonly count: number; readonly of: number }
  | { readonly kind: "nothing"; readonly reason: string };

/** A case that a rung failed, so that a reader sees how. */
export interface ExampleFailure {
  readonly caseId: string;
  /** The last message of a conversation. Cut at 300 characters. */
  readonly input: string;
  readonly expectations: readonly Expectation[];
  /** Cut at 300 characters. */
  readonly output: string;
  /** What the graders that failed it say. */
  readonly reasons: readonly string[];
}

export interface MeasuredRung {
  readonly kind: "measured";
  readonly name: string;
  readonly mechanism: string;
  readonly verdict: RungVerdict;
  /** Cases up to the verdict; in a run of every case all of them. */
  readonly trials: {
    readonly cases: number;
    readonly passed: number;
    readonly failed: number;
    readonly ungraded: number;
    readonly errors: number;
  };
  /** After how many cases the test had its verdict; absent while undecided. */
  readonly settledAfter?: number;
  readonly requirements: readonly RungRequirement[];
  /** The pass rate of the same cases with the interval that it would have had, had their number been fixed beforehand. Not corrected for a judge. */
  readonly fixedRate: Rate;
  /** Why it is undecided where more cases would not help, or what keeps a proved rung from being adopted. */
  readonly note?: string;
  /** Where undecided: so many more cases would probably settle it, and how likely it then is adopted; absent where no number within reach does. */
  readonly casesMore?: { readonly median: number; readonly adopted: number };
  readonly latencyMs?: { readonly p50: number; readonly p95: number };
  readonly costPerCall: Cost;
  readonly costPerMonth?: Cost;
  readonly usage: Usage;
  readonly failures: readonly CountedReason[];
  readonly errors: readonly CountedError[];
  readonly ungraded: readonly CountedReason[];
  /** Three at most, in the order in which they were run. */
  readonly examples: readonly ExampleFailure[];
  readonly models?: readonly string[];
}

export interface SkippedRung {
  readonly kind: "skipped";
  readonly name: string;
  readonly mechanism: string;
  readonly skip: RungSkip;
}

/** A rung above the one that was adopted. */
export interface UnneededRung {
  readonly kind: "unneeded";
  readonly name: string;
  readonly mechanism: string;
  /** One sentence. */
  readonly reason: string;
  /** Its own gates, where it has some. */
  readonly gates?: readonly GateResult[];
}

export type RungReport = MeasuredRung | SkippedRung | UnneededRung;

/** The row of the decision table that the task matches. */
export interface MatchedRow {
  readonly id: string;
  readonly problem: string;
  readonly move: string;
  /** How it was found: "task.kind is knowledge". */
  readonly because: string;
}

export type DecisionOutcome =
  | { readonly kind: "adopted"; readonly rung: string }
  | { readonly kind: "undecided" }
  /** Every rung that was measured is rejected. */
  | { readonly kind: "none" };

/** What is written down: the same trials beside the same bar give the same bytes. */
export interface DecisionDocument {
  readonly kind: "decision";
  /** Of this JSON; a reader refuses a greater one. */
  readonly version: 1;
  /** The same trials beside the same bar have the same id. */
  readonly id: string;
  /** When its first case was run. ISO 8601. */
  readonly startedAt: string;
  readonly task: TaskFacts;
  readonly row?: MatchedRow;
  /** Who chose the rungs and their order, and why. */
  readonly order: { readonly by: "the row" | "the configuration"; readonly reason: string };
  readonly bar: Bar;
  readonly test: {
    readonly alpha: number;
    readonly beta: number;
    /** Rungs over which alpha is spent. */
    readonly rungs: number;
    readonly seed: number;
    readonly groups: number;
    /** Every case was run on every rung. */
    readonly isFixed: boolean;
  };
  readonly outcome: DecisionOutcome;
  /** The cheapest rung whose observed rates meet the bar without being proved, where it is cheaper than what was adopted. */
  readonly provisional?: { readonly rung: string };
  readonly rungs: readonly RungReport[];
  /** Of the labelled examples, where the gate that counts them was looked at and they could be learnt from. */
  readonly curve?: MeasuredCurve;
  /** One sentence each. */
  readonly wouldChange: readonly string[];
  readonly notes: readonly string[];
  readonly dataset: {
    readonly name: string;
    readonly hash: string;
    readonly cases: number;
    readonly unreviewedLeftOut: number;
  };
  readonly versions: {
    readonly firstfit: string;
    readonly node: string;
    /** Of models, by name, as their providers and files said when the trials were run; absent: none said. */
    readonly models?: Readonly<Record<string, string>>;
  };
  /** Day of the last review of the price table in use. */
  readonly pricesAsOf: string;
  readonly rerun: string;
  readonly candidates: readonly { readonly name: string; readonly definition: unknown; readonly models?: readonly string[] }[];
  /** Definition of who graded. */
  readonly graders: unknown;
}

/** The JSON of `decide`. */
export interface DecisionReport extends DecisionDocument {
  /** Of this run alone: what a second one does not repeat. */
  readonly run: RunFacts;
  /** Where the documents were written. */
  readonly files?: readonly string[];
  /** Where they are kept to be compared with later ones, without the ends of their names. */
  readonly keptAs?: string;
}

/** What changed between two decisions on one task. */
export interface DecisionChange {
  readonly id: string;
  /** When its first case was run. */
  readonly startedAt: string;
  /** When it was made: later than `startedAt` where the same trials were set beside another bar. */
  readonly madeAt: string;
  /** When it was last made again, with nothing else decided in between. */
  readonly againAt?: string;
  readonly bar: Bar;
  readonly outcome: DecisionOutcome;
  /** In words, each what differs from the decision before; none for the first. */
  readonly changes: readonly string[];
}

/** The JSON of `decide --since`. */
export interface DecisionHistory {
  readonly kind: "decision-history";
  readonly task: string;
  /** Oldest first. */
  readonly decisions: readonly DecisionChange[];
  /** "The bar was met by basic until …", one sentence for each time that the outcome changed, or the bar, the cases or the task. */
  readonly story: readonly string[];
  /** Names of tasks whose decisions are kept too and are not in this history. */
  readonly otherTasks: readonly string[];
}

/** A decision, one of the times that it was made. */
export interface MadeDecision {
  /** ISO 8601. The document does not say it: made again it has the same bytes. */
  readonly madeAt: string;
  readonly decision: DecisionDocument;
}

/** The forms of a decision that are written down. */
export interface DecisionForms {
  readonly json: string;
  readonly markdown: string;
  readonly html: string;
}

/** Keeps decisions: each under its id, a later one with the same id in its place. */
export interface DecisionStore {
  /** Every time that one was made, of those that can be read, oldest first. The last is the newest. */
  made(): Promise<readonly MadeDecision[]>;
  /** Writes the documents, and that they were made at this time. Returns their path as a user would type it, without the ends of their names. */
  keep(id: string, documents: DecisionForms, madeAt: string): Promise<string>;
}
