// From asked questions to coefficients: both fits, the thresholds for stated rates, and the calibration of the confidence.
import { choose, confidenceOf, margin, readingFeatures, readingOdds } from "../../src/models/extractive/scoring.ts";
import type { Chosen, ChoiceWeights, Coefficients } from "../../src/models/extractive/scoring.ts";
import { citesRight, exampleOf, featureNames } from "./examples.ts";
import type { Asked } from "./examples.ts";
import { fitCalibration, fitChoice } from "./fit.ts";
import type { Example, FeatureNames } from "./fit.ts";

/** Share of foreign questions that the choice refuses on the articles that it is fitted on. */
export const FOREIGN_REFUSED = 0.98;
/** Share of the questions rightly answered there that the second reading may refuse, to refuse more of those without an answer. */
export const RIGHT_REFUSED = 0.025;
/** Strengths of the quadratic penalties: the cross-validated choice among 10, 40, 100, 250 and 600, and among 20, 40, 60 and 150. */
const CHOICE_PENALTY = 100;
const READING_PENALTY = 40;

interface Tried {
  readonly asked: Asked;
  readonly chosen: Chosen;
  readonly isRight: boolean;
}

/** Fits everything on the questions given. */
export function calibrate(training: readonly Asked[]): Coefficients {
  const names = featureNames(training);
  const choice = roundedWeights(
    fitChoice(
      training.map((asked) => exampleOf(asked, names)),
      names,
      CHOICE_PENALTY,
    ),
  );
  const tried = training
    .filter(({ candidates }) => candidates.length > 0)
    .map((asked): Tried => {
      const chosen = choose(asked, choice);
      return { asked, chosen, isRight: chosen.chosen.some((place) => citesRight(asked, place)) };
    });
  const own = tried.filter(({ asked }) => asked.role === "answerable" || asked.role === "unanswerable");
  const reading = roundedWeights(fitReading(own, names));
  const foreign = training
    .map((asked) => (asked.role === "foreign" ? choose(asked, choice).odds : undefined))
    .filter((odds) => odds !== undefined);
  const right = own.filter(({ isRight }) => isRight).map(({ asked, chosen }) => readingOdds(asked, chosen, reading));
  const oddsMin = { choice: short(quantile(foreign, FOREIGN_REFUSED)), reading: short(quantile(right, RIGHT_REFUSED)) };
  const fitted = fitCalibration(
    own
      .map(({ asked, chosen, isRight }) => ({ odds: margin(asked, chosen, { reading, oddsMin }), isRight, weight: 1 }))
      .filter(({ odds }) => odds > -Infinity),
  );
  const calibration = { slope: short(fitted.slope), intercept: short(fitted.intercept) };
  return { choice, reading, oddsMin, calibration, confidenceMin: Math.floor(confidenceOf(0, { calibration }) * 1e5) / 1e5 };
}

/** A choice between the one sentence chosen and "none", which is a plain logistic regression. */
function fitReading(own: readonly Tried[], names: FeatureNames): ChoiceWeights {
  const candidate = [...names.candidate, "odds", "lead"];
  const examples = own.map(({ asked, chosen, isRight }): Example => {
    const features = readingFeatures(asked, chosen);
    return {
      rows: Float64Array.from(candidate, (name) => features[name] ?? 0),
      count: 1,
      question: Float64Array.from(names.question, (name) => asked.questionFeatures[name] ?? 0),
      hits: [isRight],
      weight: 1,
    };
  });
  return fitChoice(examples, { candidate, question: names.question }, READING_PENALTY);
}

/** The value that the share of the sample lies below. */
export function quantile(sample: readonly number[], part: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length))] ?? 0;
}

/** Five significant digits: what is stored is what is measured. */
function short(value: number): number {
  return Number(value.toPrecision(5));
}

function roundedWeights({ candidate, question, bias }: ChoiceWeights): ChoiceWeights {
  const all = (weights: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, short(value)]));
  return { candidate: all(candidate), question: all(question), bias: short(bias) };
}
