import { studentQuantile } from "./beta.ts";
import { meanOf, quantile } from "./bootstrap.ts";
import { clopperPearson, wilsonOfMean } from "./intervals.ts";
import type { Interval } from "./intervals.ts";
import { standardDeviation } from "./paired.ts";
import { gammaDraw } from "./random.ts";
import type { Random } from "./random.ts";

/** What a judge said of outputs that people had graded. Positive: the judge says "passed". */
export interface JudgeCounts {
  /** People and judge say "passed". */
  readonly truePositives: number;
  /** People say "passed", the judge does not. */
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
}

export interface DetectionRates {
  /** Share of what people passed that the judge passes too. */
  readonly sensitivity: Interval;
  /** Share of what people failed that the judge fails too. */
  readonly specificity: Interval;
}

/** Sensitivity and specificity with their exact 95% intervals; [0, 1] where people never said so. */
export function detectionRates({ truePositives, falseNegatives, trueNegatives, falsePositives }: JudgeCounts): DetectionRates {
  return {
    sensitivity: clopperPearson(truePositives, truePositives + falseNegatives),
    specificity: clopperPearson(trueNegatives, trueNegatives + falsePositives),
  };
}

const DRAWS = 10_000;

/**
 * Pass rate corrected for the judge's own errors: (observed + specificity - 1) / (sensitivity + specificity - 1), between 0 and 1
 * (Rogan & Gladen 1978, https://doi.org/10.1093/oxfordjournals.aje.a112510). The 95% interval carries the chance in all three rates: each bound
 * takes the confidence distributions that push it outward (melding; Bayer, Fay & Graubard 2023, "Confidence intervals for prevalence
 * estimates from complex surveys with imperfect assays", https://doi.org/10.1002/sim.9701). A judge that may be no better than a coin gives
 * an interval up to [0, 1]; the mean is then NaN where the formula has none.
 */
export function correctedRate(
  { passed, cases }: { readonly passed: number; readonly cases: number },
  judge: JudgeCounts,
  { random }: { readonly random: Random },
): Interval {
  const { truePositives, falseNegatives, trueNegatives, falsePositives } = judge;
  const { sensitivity, specificity } = detectionRates(judge);
  const edge = sensitivity.mean + specificity.mean - 1;
  const mean = edge > 0 ? clamp((passed / cases + specificity.mean - 1) / edge) : Number.NaN;
  const humanPassed = truePositives + falseNegatives;
  const humanFailed = trueNegatives + falsePositives;
  const tail = (side: "low" | "high"): number => {
    const opposite = side === "low" ? "high" : "low";
    const observed = confidenceDraw(side, passed, cases);
    const specific = confidenceDraw(side, trueNegatives, humanFailed);
    const sensitive = confidenceDraw(opposite, truePositives, humanPassed);
    const drawn = new Float64Array(DRAWS);
    for (let at = 0; at < DRAWS; at++) {
      // The formula rises with observed rate and specificity, and falls with sensitivity.
      const [rate, spec, sens] = [observed(random), specific(random), sensitive(random)];
      const width = sens + spec - 1;
      drawn[at] = width > 0 ? clamp((rate + spec - 1) / width) : side === "low" ? 0 : 1;
    }
    return quantile(drawn.sort(), side === "low" ? 0.025 : 0.975);
  };
  const [low, high] = [tail("low"), tail("high")];
  return Number.isNaN(mean) ? { mean, low, high } : { mean, low: Math.min(low, mean), high: Math.max(high, mean) };
}

/** Draws from the lower or upper confidence distribution of a rate: the one of which Clopper and Pearson's bounds are quantiles. */
function confidenceDraw(side: "low" | "high", successes: number, n: number): (random: Random) => number {
  const [a, b] = side === "low" ? [successes, n - successes + 1] : [successes + 1, n - successes];
  if (a === 0) return () => 0;
  if (b === 0) return () => 1;
  return (random) => {
    const first = gammaDraw(a, random);
    return first / (first + gammaDraw(b, random));
  };
}

function clamp(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

export interface PredictionPoweredInput {
  /** The judge's grades of cases that nobody graded, each from 0 to 1. */
  readonly judged: readonly number[];
  /** Cases that people graded too. */
  readonly pairs: readonly { readonly judge: number; readonly human: number }[];
}

/**
 * Mean of the people's grades over all cases, of which they graded only some: the judge's mean, corrected by how far people differ from it,
 * with the weight on the judge that makes the scatter least (Angelopoulos, Duchi & Zrnic 2023, "PPI++", https://arxiv.org/abs/2311.01453,
 * for a mean). The 95% interval is Wilson's for as many cases as would scatter so much, because the bootstrap covered 86% with 20 graded
 * cases; half a difference each way is added, as Agresti & Min 2005 do (https://doi.org/10.1002/sim.1781), so that a judge which never
 * differed is not taken for one that never will. Throws RangeError on fewer than two graded cases.
 */
export function predictionPoweredMean({ judged, pairs }: PredictionPoweredInput): Interval {
  const n = pairs.length;
  if (n < 2) throw new RangeError("Two cases at least must be graded by people.");
  const human = pairs.map((pair) => pair.human);
  const judge = pairs.map((pair) => pair.judge);
  const weight = judged.length === 0 ? 0 : weightOnJudge(judged, judge, human);
  const judgedMean = judged.length === 0 ? 0 : meanOf(judged);
  const mean = clamp(weight * judgedMean + meanOf(human) - weight * meanOf(judge));
  const rest = human.map((grade, at) => grade - weight * judge[at]!);
  const restMean = meanOf(rest);
  const squares = rest.reduce((sum, each) => sum + (each - restMean) ** 2, 0) + weight;
  const judgedVariance = judged.length < 2 ? 0 : standardDeviation(judged) ** 2 / judged.length;
  const variance = squares / (n * (n - 1)) + weight ** 2 * judgedVariance;
  // Grades that are all alike show no scatter; they count for the cases that people looked at.
  const effective = variance === 0 ? n : (mean * (1 - mean)) / variance;
  const few = (studentQuantile(0.975, n + judged.length) / studentQuantile(0.975, n - 1)) ** 2;
  return wilsonOfMean(mean, Math.min(Math.max(effective, 1) * few, n + judged.length));
}

/** Equation 6 of the paper for a mean, kept between 0 and 1. */
function weightOnJudge(judged: readonly number[], judge: readonly number[], human: readonly number[]): number {
  const [judgeMean, humanMean] = [meanOf(judge), meanOf(human)];
  const n = judge.length;
  const covariance = judge.reduce((sum, grade, at) => sum + (grade - judgeMean) * (human[at]! - humanMean), 0) / (n - 1);
  const variance = standardDeviation([...judge, ...judged]) ** 2;
  return variance === 0 ? 0 : clamp(covariance / ((1 + n / judged.length) * variance));
}
