import type { Usage } from "./answer.ts";
import type { Cost, Json } from "./calls.ts";
import type { FirstfitError } from "./errors.ts";
import type { Judged, JudgeDefinition } from "./judge.ts";
import type { ToolCall } from "./model.ts";

/** Where a case came from. */
export type CaseSource = "log" | "hand" | "synthetic" | "adversarial";

/** A stretch of a document that should be found or cited: by its offsets in UTF-16 units, or by its words. */
export type ExpectedSpan =
  | { readonly kind: "offsets"; readonly document: string; readonly start: number; readonly end: number }
  | { readonly kind: "quote"; readonly document: string; readonly quote: string };

/** One thing that a good output has. A case may expect several; each is graded by itself. */
export type Expectation =
  /** The output is one of these. */
  | { readonly kind: "exact"; readonly texts: readonly string[] }
  /** Every one of these stands in the output. */
  | { readonly kind: "substring"; readonly texts: readonly string[] }
  /** An RE2 expression that matches somewhere in the output. */
  | { readonly kind: "regex"; readonly pattern: string }
  /** The output's number is this one, give or take the tolerance. */
  | { readonly kind: "number"; readonly value: number; readonly tolerance: number }
  /** These calls, in any order; none when the list is empty. */
  | { readonly kind: "tool-calls"; readonly calls: readonly ExpectedCall[] }
  /** The model declines (true), or must not (false): the safe twin of a refusal probe. */
  | { readonly kind: "refusal"; readonly expected: boolean }
  | { readonly kind: "documents"; readonly documents: readonly string[] }
  | { readonly kind: "spans"; readonly spans: readonly ExpectedSpan[] }
  /** The output, parsed as JSON, holds this. */
  | { readonly kind: "json"; readonly value: unknown }
  /** The output, parsed as JSON, fits this JSON Schema. */
  | { readonly kind: "json-schema"; readonly schema: Readonly<Record<string, unknown>> | boolean }
  /** The output means about the same: the cosine of the two texts' vectors is `min` or more; absent: as much as is known to suit the embedder. */
  | { readonly kind: "similar"; readonly text: string; readonly min?: number }
  /** In words, for a judge. */
  | { readonly kind: "criteria"; readonly criteria: string }
  /** "Not found in sources" (true), or an answer (false). */
  | { readonly kind: "abstain"; readonly expected: boolean };

/** A call that is expected: for each argument the values that are right. An argument with `optional` may be left out. */
export interface ExpectedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, ExpectedArgument>>;
}

export interface ExpectedArgument {
  readonly accepted: readonly unknown[];
  readonly optional: boolean;
}

/** Whether a person has looked at a case that a machine proposed. Only `kept` ones and those written by people count in gates. */
export type ReviewState = "unreviewed" | "kept";

export interface CaseMessage {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
}

export interface Case {
  readonly id: string;
  /** A question, or a conversation. */
  readonly input: string | readonly CaseMessage[];
  readonly expectations: readonly Expectation[];
  readonly tags: readonly string[];
  /** Absent: nobody said. */
  readonly source?: CaseSource;
  /** How often the case counts in an average. Above 0. */
  readonly weight: number;
  /** Cases that stand or fall together, such as questions on one passage. Absent: by itself. */
  readonly group?: string;
  /** Absent for cases that never needed a review. */
  readonly review?: ReviewState;
  /** The day on which the case came in, YYYY-MM-DD. Absent: nobody said. */
  readonly added?: string;
  /** Whatever else somebody wants to keep with it; nothing here reads it. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface Dataset {
  /** What errors and reports call it: mostly the file. */
  readonly name: string;
  /** In the order of the file; ids are unique. */
  readonly cases: readonly Case[];
}

/** What a candidate gives for one case. Fields that the candidate does not know are absent. */
export interface CandidateOutput {
  readonly text: string;
  readonly toolCalls?: readonly ToolCall[];
  /** What the answer cites, after the check. */
  readonly citations?: readonly OutputCitation[];
  /** The system said that it has no answer. */
  readonly abstained?: boolean;
  /** Why the model stopped: `refusal` where its provider says so. */
  readonly stop?: "end" | "length" | "refusal";
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly latencyMs?: number;
  /** What a reader should know of how it came about: why it abstained, what of the prompt was left out. Nothing grades it. */
  readonly notes?: readonly string[];
}

/** A citation as the evaluated system gave it. */
export interface OutputCitation {
  readonly document: string;
  /** Offsets in UTF-16 units. Absent, both: it names the document only. */
  readonly start?: number;
  readonly end?: number;
  /** Whether the quote stands at its place in the document. Absent: nobody looked. */
  readonly verified?: boolean;
}

/** What a candidate is told beside the input. Never what is expected. */
export interface TrialContext {
  readonly signal: AbortSignal;
  /** Counted from 0: the same case again on purpose. */
  readonly repeat: number;
  readonly caseId: string;
  readonly metadata?: Case["metadata"];
}

/** What is not asked through our own call desk, and so is neither replayed nor priced here. */
export interface OwnCost {
  readonly of: "a server" | "a command" | "a function";
  /** Whether its answers say what they cost: that is all of it that a cap can count. */
  readonly told: "always" | "maybe" | "never";
}

/** A named function from input to output: a prompt, a model, a pipeline, an HTTP endpoint, a command or an adapter alike. */
export interface Candidate {
  readonly name: string;
  /** What decides its outputs, as far as can be seen from here: settings and names, never a key. A run that goes on must find the same. */
  readonly definition: Json;
  /** Names of the models that it asks, "anthropic/claude-haiku-4-5": a judge of the same family is warned of. */
  readonly models?: readonly string[];
  /** Absent: whatever it costs is that of calls through our own call desk. */
  readonly ownCost?: OwnCost;
  /** Trials that may run at the same time; absent: as many as the run allows. */
  readonly concurrencyMax?: number;
  /** Its answers are computed in this process, which does nothing else meanwhile. */
  readonly isComputedHere?: boolean;
  /** Throws for a trial that gave nothing to grade. A latency or a cost that it knows better than a stopwatch stands in the output. */
  run(input: Case["input"], context: TrialContext): Promise<CandidateOutput>;
  /** Ends what it started. */
  close?(): Promise<void>;
}

/** What an output is worth. `ungraded` is our own fault or nobody's, and never a zero. `judged` stands where a judge was asked, with what that cost. */
export type Grade =
  /** From 0 to 1. */
  | { readonly kind: "graded"; readonly value: number; readonly reason?: string; readonly errorType?: string; readonly judged?: Judged }
  | { readonly kind: "ungraded"; readonly reason: string; readonly judged?: Judged };

/** A pure grader answers at once; a judge asks a model. */
export interface Grader {
  readonly name: string;
  grade(output: CandidateOutput, expected: Case): Grade | Promise<Grade>;
}

/** A judge gave it, whatever the grader is called: only such a grade has the errors of a judge. */
export function isJudged(grade: Grade): boolean {
  return grade.judged !== undefined;
}

/** Grades an output by everything that its case expects. */
export interface CaseGrader {
  /** What decides the grades, for the plan of a run. */
  readonly definition: Json;
  /** Who grades by criteria; absent: no case asks for it, or nobody is configured. */
  readonly judge?: JudgeDefinition;
  /** By what was graded: the kinds of the expectations, "judge" for criteria, and the names of graders of the configuration. Never throws for an output; what cannot be graded is `ungraded`. */
  grade(
    output: CandidateOutput,
    expected: Case,
    context: { readonly signal: AbortSignal; readonly repeat: number },
  ): Promise<Readonly<Record<string, Grade>>>;
  /** Lets go of what it opened. */
  close?(): Promise<void>;
}

/**
 * Cases that stand or fall together have the same key; one without a group is by itself, under its place in a list. Both kinds of key begin with a
 * word of their own, so that no group can be called like a place.
 */
export function groupKey({ group }: Pick<Case, "group">, at: number): string {
  return group === undefined ? `case ${at}` : `group ${group}`;
}

/** One run of a candidate on one case. A failed one gave no output to grade: it is in no rate, and is counted by itself. */
export type Trial =
  | {
      readonly kind: "completed";
      readonly caseId: string;
      /** Counted from 0. */
      readonly repeat: number;
      readonly output: CandidateOutput;
      /** By the grader's name. */
      readonly grades: Readonly<Record<string, Grade>>;
    }
  | {
      readonly kind: "failed";
      readonly caseId: string;
      readonly repeat: number;
      readonly error: { readonly code: FirstfitError["code"]; readonly message: string };
    };

/**
 * What a trial comes to. One failed expectation fails it, whatever could not be graded beside it; without one, a trial with an expectation that
 * could not be graded is `ungraded`, and so is one of a case that expects nothing. `error`: there was no output.
 */
export type TrialOutcome = "passed" | "failed" | "ungraded" | "error";

export function trialOutcome(trial: Trial): TrialOutcome {
  if (trial.kind === "failed") return "error";
  const grades = Object.values(trial.grades);
  if (grades.some((grade) => grade.kind === "graded" && grade.value < 1)) return "failed";
  return grades.length === 0 || grades.some(({ kind }) => kind === "ungraded") ? "ungraded" : "passed";
}

/** What decides the trials of a run. Two runs with the same plan have the same trials, but for chance. */
export interface RunPlan {
  readonly dataset: string;
  /** SHA-256, hex, of the cases as they were read. */
  readonly datasetHash: string;
  readonly cases: number;
  readonly candidates: readonly { readonly name: string; readonly definition: Json }[];
  /** Who grades and how: the judge's model and prompt, thresholds, limits. */
  readonly graders: Json;
  readonly repeats: number;
  readonly seed: number;
  /** What providers and files say of the models, by their names, where somebody asked. Two runs may differ in it and still be one plan. */
  readonly modelVersions?: Readonly<Record<string, string>>;
}

/** Where nobody says another share: a rate over the few cases that a broken run left says little of a candidate. */
export const UNGRADED_SHARE_MAX = 0.1;

/** What good enough means, written before the run: all of these. */
export type Bar = readonly BarRequirement[];

export type BarRequirement =
  /** Of all cases, or of those with the tag. Where `target` stands, either decision is right between `min` and it. */
  | { readonly kind: "pass-rate"; readonly min: number; readonly target?: number; readonly tag?: string }
  | { readonly kind: "latency"; readonly p95MsMax: number }
  | { readonly kind: "cost"; readonly usdPerCallMax: number }
  | { readonly kind: "monthly-cost"; readonly usdPerMonthMax: number; readonly callsPerMonth: number }
  /** Every model that it asks runs on machines of one's own. */
  | { readonly kind: "privacy"; readonly place: "local" }
  /** Share of trials that failed or could not be graded. */
  | { readonly kind: "ungraded"; readonly shareMax: number };

/** The input as one text: a single message as it is, a conversation with who says what. */
export function inputText(input: Case["input"]): string {
  if (typeof input === "string") return input;
  const [only] = input;
  if (input.length === 1 && only?.role === "user") return only.text;
  return input.map(({ role, text }) => `${role}: ${text}`).join("\n\n");
}
