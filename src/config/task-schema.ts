import { z } from "zod";
import type { CandidateOutput, Case, Grade } from "../core/evaluation.ts";

/** What the project is to do well, and what well enough means. */
export interface TaskConfig {
  /** The cases that `eval` runs when none are named, relative to the configuration file. Default: cases.jsonl */
  readonly cases?: string;
  /** What good enough means: all of these. `eval` ends with 100 when a candidate does not meet it. */
  readonly bar?: {
    /** Of the cases that were graded, from 0 to 1. */
    readonly passRateMin?: number;
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

export const taskSchema = z.strictObject({
  cases: z.string().min(1).optional(),
  bar: z
    .strictObject({
      passRateMin: share.optional(),
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
