import { z } from "zod";
import type { KnowledgeChanges, TaskKind } from "../core/decision.ts";
import type { CandidateOutput, Case, Grade } from "../core/evaluation.ts";

/** What the project is to do well, and what well enough means. */
export interface TaskConfig {
  /** The task in one sentence. */
  readonly name?: string;
  /** What it is about; it finds the row of the decision table. */
  readonly kind?: TaskKind;
  /** How often what must be known changes. */
  readonly knowledgeChanges?: KnowledgeChanges;
  /** A file of cases with the right output that examples and classical baselines learn from, relative to the configuration file. Never those of `cases`. */
  readonly examples?: string;
  /** How many labelled examples there are for training. Default: those in `examples` */
  readonly labelledExamples?: number;
  /** How many of them fine-tuning needs, unless the learning curve of `examples` shows that fewer do. Default: 1,000 */
  readonly labelledExamplesMin?: number;
  /** Why fewer do, whatever the learning curve of `examples` shows. It is recorded. */
  readonly labelledExamplesOverruled?: string;
  /** Personal data in the examples was removed, or may be used for training. */
  readonly personalDataCleared?: boolean;
  /** Names of candidates or of standard rungs from the cheapest to own to the dearest; "standard": those of the row of the decision table. Default: "standard" */
  readonly rungs?: "standard" | readonly string[];
  /** Why the rungs stand in this order. It is recorded. */
  readonly rungsReason?: string;
  /** The model of the standard rung smaller-model. */
  readonly smallerModel?: string;
  /** Chance, at most, that the ladder adopts a rung which does not meet the bar. Default: 0.05 */
  readonly alpha?: number;
  /** Chance, at most, that a rung at the target is rejected. Default: 0.05 */
  readonly beta?: number;
  /** The cases that `eval` runs when none are named, relative to the configuration file. Default: cases.jsonl */
  readonly cases?: string;
  /** What good enough means: all of these. `eval` ends with 100 when a candidate does not meet it. */
  readonly bar?: {
    /** Of the cases that were graded, from 0 to 1. */
    readonly passRateMin?: number;
    /** A rung this good must not be rejected; between it and `passRateMin` either answer is right. Default: half of the failures that the bar allows */
    readonly passRateTarget?: number;
    readonly latencyMsP95Max?: number;
    /** US dollars. */
    readonly costPerCallMax?: number;
    /** US dollars, with `callsPerMonth`. */
    readonly costPerMonthMax?: number;
    /** Every model runs on machines of one's own. */
    readonly privacy?: "local";
    /** Share of trials without an output or a grade, from 0 to 1. Default, with any other requirement: 0.1 */
    readonly ungradedShareMax?: number;
  };
  readonly callsPerMonth?: number;
  /** What each answer is held to beside what its case expects. What a candidate does not report of these is ungraded. */
  readonly limits?: { readonly latencyMsMax?: number; readonly costUsdMax?: number; readonly tokensMax?: number };
}

/** A grader of the project's own. It may answer with a grade, with whether the output is right, or with a number from 0 to 1. */
export interface OwnGrader {
  readonly name: string;
  grade(output: CandidateOutput, expected: Case): Grade | boolean | number | Promise<Grade | boolean | number>;
}

const share = z.number().min(0).max(1);
const amount = z.number().min(0);

const chance = z.number().gt(0).max(0.5);
const text = z.string().trim().min(1);

export const taskSchema = z.strictObject({
  name: text.optional(),
  kind: z.enum(["knowledge", "behaviour", "structure", "label", "cost", "privacy", "current", "frontier"]).optional(),
  knowledgeChanges: z.enum(["never", "yearly", "monthly", "weekly", "daily"]).optional(),
  examples: text.optional(),
  labelledExamples: z.number().int().min(0).optional(),
  labelledExamplesMin: z.number().int().min(1).optional(),
  labelledExamplesOverruled: text.optional(),
  personalDataCleared: z.boolean().optional(),
  rungs: z.union([z.literal("standard"), z.array(text).min(1)], 'is neither "standard" nor a list of names').optional(),
  rungsReason: text.optional(),
  smallerModel: text.optional(),
  alpha: chance.optional(),
  beta: chance.optional(),
  cases: z.string().min(1).optional(),
  bar: z
    .strictObject({
      passRateMin: share.optional(),
      passRateTarget: share.optional(),
      latencyMsP95Max: amount.optional(),
      costPerCallMax: amount.optional(),
      costPerMonthMax: amount.optional(),
      privacy: z.literal("local").optional(),
      ungradedShareMax: share.optional(),
    })
    .optional(),
  callsPerMonth: z.number().int().min(1).optional(),
  limits: z.strictObject({ latencyMsMax: amount.optional(), costUsdMax: amount.optional(), tokensMax: amount.optional() }).optional(),
});

export const ownGradersSchema = z.array(
  z.custom<OwnGrader>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      "name" in value &&
      typeof value.name === "string" &&
      value.name !== "" &&
      "grade" in value &&
      typeof value.grade === "function",
    "is no grader, which is { name, grade(output, case) }",
  ),
);
