// From asked questions to coefficients: the fit, the calibration of its confidence, and the threshold for a stated rate of wrong answers.
import { scoreChoice } from "../../src/models/extractive/scoring.ts";
import type { Coefficients } from "../../src/models/extractive/scoring.ts";
import { citesRight, exampleOf, featureNames } from "./examples.ts";
import type { Asked } from "./examples.ts";
import { fitCalibration, fitChoice } from "./fit.ts";

/** Share of foreign questions that the threshold refuses on the articles it is chosen on. */
export const FOREIGN_REFUSED = 0.975;

export interface Judged {
  readonly asked: Asked;
  readonly confidence: number;
  /** Places of the cited sentences among the candidates. */
  readonly chosen: readonly number[];
  readonly isRight: boolean;
}

export function judge(asked: Asked, coefficients: Coefficients): Judged {
  const { chosen, confidence } = scoreChoice(asked, coefficients);
  return { asked, chosen, confidence: chosen.length === 0 ? 0 : confidence, isRight: chosen.some((place) => citesRight(asked, place)) };
}

const RAW = { slope: 1, intercept: 0 };

/** Fits everything on the questions given. */
export function calibrate(training: readonly Asked[]): Coefficients {
  const names = featureNames(training);
  const choice = fitChoice(
    training.map((asked) => exampleOf(asked, names)),
    names,
  );
  const raw: Coefficients = { ...choice, calibration: RAW, confidenceMin: 0 };
  const calibration = fitCalibration(
    training
      .filter(({ role }) => role === "answerable" || role === "unanswerable")
      .map((asked) => judge(asked, raw))
      .filter(({ chosen }) => chosen.length > 0)
      .map(({ confidence, isRight }) => ({ odds: Math.log(confidence / (1 - confidence)), isRight, weight: 1 })),
  );
  const foreign = training.filter(({ role }) => role === "foreign").map((asked) => judge(asked, { ...raw, calibration }).confidence);
  return rounded({ ...raw, calibration, confidenceMin: quantile(foreign, FOREIGN_REFUSED) });
}

/** The value that the share of the sample lies below. */
export function quantile(sample: readonly number[], part: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length))] ?? 0;
}

/** Five significant digits: what is stored is what is measured. */
function rounded({ candidate, question, bias, calibration, confidenceMin }: Coefficients): Coefficients {
  const short = (value: number): number => Number(value.toPrecision(5));
  const all = (weights: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, short(value)]));
  return {
    candidate: all(candidate),
    question: all(question),
    bias: short(bias),
    calibration: { slope: short(calibration.slope), intercept: short(calibration.intercept) },
    confidenceMin: short(confidenceMin),
  };
}
