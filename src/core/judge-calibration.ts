import type { CountedReason, Rate } from "./evaluation-results.ts";
import type { JudgeDefinition } from "./judge.ts";

/** A number with its 95% interval; NaN in memory and null in JSON where nothing could be counted. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What a judge said of outputs that people had graded. Positive: the judge says "pass". */
export interface ConfusionCounts {
  readonly truePositives: number;
  /** People say "pass", the judge "fail". */
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
}

/** What `judge calibrate --write` keeps. */
export interface JudgeCalibration {
  readonly kind: "judge-calibration";
  /** Of this JSON; a reader refuses a greater one. */
  readonly version: 1;
  readonly judge: JudgeDefinition;
  /** Of the judge's model when it was asked: the digest of the weights, the dated model behind an alias. Absent where nobody says one. */
  readonly modelVersion?: string;
  readonly counts: ConfusionCounts;
  /** The file of graded rows, and its SHA-256, hex. */
  readonly dataset: { readonly name: string; readonly hash: string };
  /** What people said, by the SHA-256 of input, output and criteria: so that a run knows which of its outputs they graded. */
  readonly people: Readonly<Record<string, "pass" | "fail">>;
}

/** Whether what is kept of a judge holds for the one that is asked. */
export type CalibrationFound =
  | { readonly kind: "none" }
  | { readonly kind: "fits"; readonly calibration: JudgeCalibration; readonly file: string }
  /** `dataset`: the name of the graded rows that it was made of. */
  | { readonly kind: "refused"; readonly reason: string; readonly file: string; readonly dataset: string };

/** What became of pairs whose two orders were both asked. */
export interface PositionBias {
  readonly pairs: number;
  /** Pairs whose verdict changed with the order. */
  readonly flips: number;
  readonly share: Rate;
  /** Of the flips: won whatever was shown first, whatever was shown second; the rest were a tie in one order. */
  readonly favoursFirst: number;
  readonly favoursSecond: number;
  /** Chance of such lopsided flips from a judge with no side: exact, two-sided. */
  readonly pValue: number;
}

/**
 * Of pairs: share of wins that go to the longer output. Of grades: chance that an output that passed is longer than one that failed. Half where
 * length makes no difference. What people do is no bias: `excess` is what the judge does beyond them.
 */
export interface LengthBias {
  readonly judge: Estimate;
  readonly people: Estimate;
  readonly excess: Estimate;
}

export interface JudgeDisagreement {
  readonly id: string;
  /** File and line. */
  readonly at: string;
  readonly people: string;
  readonly judge: string;
  /** The beginning of each text. */
  readonly input: string;
  readonly outputs: readonly string[];
  /** The judge's reasons; absent where its verdict was stored without them. */
  readonly reasons?: string;
}

/** The JSON of `judge calibrate`. */
export interface JudgeCalibrationReport {
  readonly kind: "judge-calibration-report";
  readonly form: "grades" | "pairs";
  readonly file: string;
  /** Absent where every verdict was stored: then nobody knows whose they are. */
  readonly judge?: JudgeDefinition;
  readonly rows: { readonly read: number; readonly stored: number; readonly asked: number; readonly used: number };
  /** Rows that are in no figure: people are divided, or the judge gave no verdict. */
  readonly leftOut: readonly CountedReason[];
  /** Share of rows on which judge and people agree, exact interval. */
  readonly agreement: Rate;
  /** Agreement that chance alone would give. */
  readonly expectedByChance: number;
  readonly kappa: Estimate;
  /** `counts[i][j]`: people said label i, the judge label j. */
  readonly confusion: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] };
  /** Of grades: share that people pass which the judge passes too, and that they fail which it fails too; exact intervals. */
  readonly sensitivity?: Rate;
  readonly specificity?: Rate;
  /** Of pairs whose two orders were asked: agreement in each order alone. */
  readonly byOrder?: { readonly aFirst: Rate; readonly bFirst: Rate };
  readonly position?: PositionBias;
  readonly length?: LengthBias;
  /** Outputs on which the judge's own repeats did not agree. */
  readonly split?: number;
  /** Where several people graded: share of pairs of people who agree, and Krippendorff's alpha. */
  readonly people?: { readonly rows: number; readonly agreement: number; readonly alpha: number };
  /** What the figures mean, in sentences. */
  readonly meaning: readonly string[];
  /** What more rows would do for the widest of the intervals that count. */
  readonly rowsMore?: { readonly figure: string; readonly widthNow: number; readonly widthThen: number; readonly rows: number };
  readonly disagreements: readonly JudgeDisagreement[];
  /** The file that the calibration was written to. */
  readonly written?: string;
}

/** The JSON of `judge sample`. */
export interface JudgeSample {
  readonly kind: "judge-sample";
  /** Written for people to grade. */
  readonly rows: number;
  /** Different outputs with criteria that the run has. */
  readonly outputs: number;
  readonly out: string;
}
