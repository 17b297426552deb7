import type { DecisionDocument, DecisionReport, MatchedRow, Rung, TaskFacts } from "../../core/decision.ts";
import type { Bar, CaseGrader } from "../../core/evaluation.ts";
import type { LabelledExamples } from "../../core/labelled-examples.ts";
import type { Report } from "../../core/progress.ts";
import type { TrialStore } from "../../core/trial-store.ts";
import type { JudgeCounts } from "../../stats/judge-error.ts";
import type { VersionsAsked } from "../evaluate/versions-now.ts";
import type { TrialSourceOptions } from "./trial-source.ts";

export interface RefusedCalibration {
  readonly file: string;
  readonly reason: string;
  /** What to type to calibrate the judge again. */
  readonly again: string;
}

export interface DecideOptions extends Pick<VersionsAsked, "modelVersions" | "answeredVersions" | "forgetAnswers"> {
  readonly task: TaskFacts;
  readonly bar: Bar;
  readonly row?: MatchedRow;
  readonly order: DecisionReport["order"];
  /** From the cheapest to own to the dearest. Candidates stay open. */
  readonly rungs: readonly Rung[];
  /** That prompts and baselines learn from; absent: there are none. */
  readonly examples?: LabelledExamples;
  readonly grader: CaseGrader;
  /** How often the judge errs, where cases have criteria and a judge grades them; absent: no judge does. */
  readonly judge?:
    | { readonly kind: "calibrated"; readonly counts: JudgeCounts }
    /** `refused`: a calibration of another judge is there, why it is not this one's, and what to type. */
    | { readonly kind: "uncalibrated"; readonly name: string; readonly refused?: RefusedCalibration };
  readonly store: TrialStore;
  /** Default: 0.05 over the whole ladder */
  readonly alpha?: number;
  /** Default: 0.05 for each rung */
  readonly beta?: number;
  readonly seed: number;
  /** Every case on every rung. Default: false */
  readonly isFixed?: boolean;
  /** No call is made: all that could be called at most is planned, and what is returned says nothing. Default: false */
  readonly isDryRun?: boolean;
  readonly isFresh?: boolean;
  readonly retriesErrors?: boolean;
  /** Trials that run at the same time. Default: 8 */
  readonly concurrency?: number;
  /** Whether a model of this name runs on machines of one's own; undefined where nobody can say. */
  isLocal(model: string): boolean | undefined;
  readonly clock: TrialSourceOptions["clock"];
  readonly report?: Report;
  readonly signal?: AbortSignal;
  redact?(text: string): string;
  readonly versions: DecisionReport["versions"];
  readonly pricesAsOf: string;
  /** What to type to decide again. */
  readonly rerun: string;
  /** Earlier decisions on this task. */
  readonly earlier?: readonly DecisionDocument[];
}

/** Trials at the same time, where nobody says how many. */
export const CONCURRENCY = 8;
