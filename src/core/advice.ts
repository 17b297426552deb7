import type { BillLines } from "./bill.ts";
import type { DecisionOutcome, RungVerdict } from "./decision.ts";

/** The first thing to try. `vector-database` and `own-model` stand for what was asked for: the reply says what to do in its place, or when it is right. */
export type Move =
  | "prompt"
  | "persona"
  | "structured-output"
  | "retrieve"
  | "wiki"
  | "web-search"
  | "cache"
  | "quantize"
  | "distill"
  | "fine-tune"
  | "local-model"
  | "frontier-model"
  | "classical"
  | "vector-database"
  | "own-model";

/** A row of the decision table, by the problem behind what was said. */
export type RowId =
  | "better-prompt"
  | "fixed-habit"
  | "own-knowledge"
  | "growing-wiki"
  | "current-events"
  | "brand-voice"
  | "structured-output"
  | "cheaper-faster"
  | "shrink-a-local-model"
  | "small-student"
  | "same-task-millions"
  | "stubborn-format"
  | "hardest-problems"
  | "privacy"
  | "makes-things-up"
  | "wrong-passages"
  | "vector-database"
  | "own-model"
  | "plain-labels";

/** What a call of this kind reads and writes, in tokens, where nobody has counted yet; what is cached of it. */
export interface TypicalCall {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
}

export interface DecisionRow {
  readonly id: RowId;
  /** The problem as one would recognise it. */
  readonly problem: string;
  readonly move: Move;
  /** By their proper terms, the first one first. */
  readonly mechanisms: readonly string[];
  /** The rule behind it: of the decision table, of what not to fine-tune for, or of what to fine-tune for. */
  readonly rule: string;
  /** What to say, as a sentence that names the mechanism. */
  readonly say: string;
  readonly why: string;
  /** What has to hold, or be tried, before. */
  readonly gates: readonly string[];
  /** What to measure first, as a sentence's end: "measure …". */
  readonly measure: string;
  readonly commands: readonly string[];
  /** When what is mostly proposed in its place is right after all. */
  readonly rightWhen: string;
  /** What it takes to have it, in words; the price of its calls is computed. */
  readonly effort: string;
  readonly call: TypicalCall;
}

/** Figures that a text states. Absent: it does not say. */
export interface StatedNumbers {
  /** Calls, documents or requests a month. */
  readonly callsMonth?: number;
  /** Labelled, corrected or checked examples. */
  readonly examples?: number;
  /** Chunks, or documents or pages taken as one chunk each. */
  readonly chunks?: number;
  readonly latencyMs?: number;
  /** How often the knowledge changes. */
  readonly changes?: "hourly" | "daily" | "weekly" | "monthly" | "yearly" | "never";
  /** The text says that data must stay where they are. */
  readonly isPrivate?: boolean;
}

export interface AdviceMatch {
  readonly row: RowId;
  readonly move: Move;
  /** 0 to 1: the share of belief that the matcher gives this row. */
  readonly confidence: number;
}

/** A part of a claim that is about another problem than the whole. */
export interface OtherProblem extends AdviceMatch {
  readonly text: string;
}

/** What the team's own last evaluation says of one candidate. */
export interface OwnFigure {
  readonly candidate: string;
  /** 0 to 1, with its 95% interval; NaN in memory and null in JSON where nothing could be graded. */
  readonly passRate: { readonly mean: number; readonly low: number; readonly high: number; readonly cases: number };
  readonly usdPerCall?: number;
  readonly latencyMsP95?: number;
}

export interface OwnFigures {
  readonly run: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly dataset: string;
  /** In the order of the run; where it had more than five, the five that passed most. */
  readonly candidates: readonly OwnFigure[];
  /** How many candidates the run had. */
  readonly evaluated: number;
}

/** A rung that was measured, by the figures of its decision: the test may have stopped before the last case. */
export interface DecidedRung {
  readonly name: string;
  readonly verdict: RungVerdict;
  readonly passed: number;
  /** Cases that were graded. */
  readonly of: number;
  /** 0 to 1, as the bar asks for it, with the 95% interval that holds although the test stops early; absent where the bar asks for no pass rate. */
  readonly passRate?: { readonly mean: number; readonly low: number; readonly high: number; readonly isCorrected: boolean };
}

/** What the team's own last decision says. */
export interface OwnDecision {
  readonly id: string;
  /** When it was last made. YYYY-MM-DD. */
  readonly day: string;
  readonly task: string;
  readonly outcome: DecisionOutcome;
  /** Absent where the bar asks for no pass rate of all cases. */
  readonly passRateMin?: number;
  /** Of the bar beside that. */
  readonly otherRequirements: number;
  /** Those that were measured, from the cheapest; where more than five were, the last five and the adopted one. */
  readonly rungs: readonly DecidedRung[];
}

/** What a model said of the same claim. The table's own row stands beside it, always. */
export interface ModelAdvice {
  readonly model: string;
  readonly reply: string;
  /** The row that the model would choose; absent when it named none. */
  readonly row?: RowId | "none";
  readonly differs: boolean;
}

export interface Advice {
  readonly kind: "advice";
  readonly claim: string;
  /** Best first: the row that was found and at most two more that are near. Where it is unsure, the two nearest. */
  readonly matches: readonly AdviceMatch[];
  readonly unsure: boolean;
  /** What else the claim names, two at most; absent where it is about one thing. */
  readonly also?: readonly OtherProblem[];
  /** One paragraph to say in a meeting. */
  readonly reply: string;
  readonly mechanisms: readonly string[];
  readonly commands: readonly string[];
  readonly gates: readonly string[];
  /** The rule that backs the row, and when what was proposed is right after all; absent where it is unsure. */
  readonly rule?: string;
  readonly rightWhen?: string;
  readonly stated: StatedNumbers;
  /** Absent where nothing was evaluated yet, and where it is unsure: figures of something else are no answer. */
  readonly figures?: OwnFigures;
  /** Absent where nothing was decided yet, and where it is unsure. */
  readonly decision?: OwnDecision;
  /** Absent unless a model was named. */
  readonly model?: ModelAdvice;
}

/** The JSON of `advise` for one claim; several come as a document. */
export type AdviceResult =
  | (Advice & Partial<BillLines>)
  | ({ readonly kind: "advice document"; readonly title: string; readonly advice: readonly Advice[] } & Partial<BillLines>);

/** One reply of somebody's own, as it was found. */
export interface ReviewedReply {
  readonly claim: string;
  readonly reply: string;
  readonly row?: RowId;
  /** Empty: nothing to improve. */
  readonly lacks: readonly ("mechanism" | "reason" | "measurement" | "reply")[];
  /** Terms of mechanisms that it names. */
  readonly terms: readonly string[];
  /** An upgraded paragraph; only where something lacks and a row was found. */
  readonly proposal?: string;
}

/** The JSON of `advise --review`. */
export interface ReplyReview {
  readonly kind: "reply review";
  readonly file: string;
  readonly replies: readonly ReviewedReply[];
  /** The first version is kept here. */
  readonly keptAs: string;
  /** What changed since the first version, paragraph by paragraph; empty at the first review. */
  readonly changes: readonly ReplyChange[];
}

export interface ReplyChange {
  readonly claim: string;
  readonly before: string;
  readonly now: string;
  /** What the paragraph lacked, and what it has now. */
  readonly gained: readonly ReviewedReply["lacks"][number][];
  readonly lost: readonly ReviewedReply["lacks"][number][];
}

/** One thing that a team does or plans, by the one test: are weights updated or frozen? */
export interface MappedItem {
  readonly name: string;
  /** Where it stands: "candidate", "model", "embedder", "reranker", or the place in the list. */
  readonly from: string;
  readonly side: "training" | "inference" | "unsure";
  readonly reason: string;
  /** Only of training: what would prove that it beats a well-prompted base. */
  readonly measurement?: string;
}

/** The JSON of `advise map`. */
export interface TrainingMap {
  readonly kind: "training map";
  readonly items: readonly MappedItem[];
  readonly training: number;
  readonly inference: number;
  readonly unsure: number;
  readonly verdict: string;
}

export interface GlossaryEntry {
  readonly term: string;
  /** Other names, as people write them. */
  readonly alias: readonly string[];
  /** Three plain sentences. */
  readonly says: string;
  readonly matters: string;
  readonly here: string;
  readonly source: { readonly title: string; readonly url: string };
}

/** The JSON of `explain`. */
export type Explained =
  | { readonly kind: "terms"; readonly terms: readonly string[] }
  | ({ readonly kind: "term"; readonly asked: string } & GlossaryEntry);
