import { anytimeInterval } from "../../stats/anytime.ts";
import { clopperPearson } from "../../stats/intervals.ts";
import type { Interval } from "../../stats/intervals.ts";
import type { JudgeCounts } from "../../stats/judge-error.ts";
import { sequentialTest } from "../../stats/sequential.ts";
import type { SequentialTest, SequentialVerdict } from "../../stats/sequential.ts";

/** What a rate is tested against. The errors are those that this one test may spend. */
export interface RatePlan {
  readonly bar: number;
  readonly target: number;
  readonly alpha: number;
  readonly beta: number;
  /** The most weight that one group has, known before the run. */
  readonly groupWeightMax: number;
  /** What the judge said of cases that people graded; absent: no grade hangs on a judge. */
  readonly judge?: JudgeCounts;
}

/** The grade of one case. */
export interface RateGrade {
  /** From 0 to 1. */
  readonly grade: number;
  readonly weight: number;
  /** A judge said so, and the grade would be another if the judge had said otherwise. */
  readonly isJudged: boolean;
}

export interface RateTest {
  readonly verdict: SequentialVerdict;
  /** Takes the cases of one group. After a verdict it stays what it was. */
  add(grades: readonly RateGrade[]): RateTest;
}

/** No bet wins so much: a side with this error never decides. */
const NEVER = 1e-300;

/**
 * Tests a rate group by group (`stats/sequential.ts`). Grades that hang on a judge are replaced by numbers whose mean is the true rate: for a
 * judge of sensitivity s and specificity t a pass counts t / (s + t - 1) and a failure (t - 1) / (s + t - 1), which is the correction of Rogan
 * & Gladen 1978 (https://doi.org/10.1093/oxfordjournals.aje.a112510) taken case by case. s and t are known from a calibration only, so each
 * side of the test takes those of their exact bounds that speak against it. Half of the side's error goes to the cases and a quarter to each
 * bound, which by Bonferroni keeps it what it is. Throws RangeError for a judge of whom `judgeProblem` says something.
 */
export function rateTest(plan: RatePlan): RateTest {
  const { adopt, reject } = scalesFor(plan.judge, plan);
  const share = plan.judge === undefined ? 1 : 0.5;
  const groupSizeMax = plan.groupWeightMax;
  return state({ adopt, reject }, "undecided", {
    adopt: sequentialTest({ ...onScale(plan, adopt), alpha: plan.alpha * share, beta: NEVER, groupSizeMax }),
    reject: sequentialTest({ ...onScale(plan, reject), alpha: NEVER, beta: plan.beta * share, groupSizeMax }),
  });
}

function state(
  scales: Scales,
  verdict: SequentialVerdict,
  sides: { readonly adopt: SequentialTest; readonly reject: SequentialTest },
): RateTest {
  const test: RateTest = {
    verdict,
    add(grades) {
      if (verdict !== "undecided" || grades.length === 0) return test;
      const weights = grades.map(({ weight }) => weight);
      const adopt = sides.adopt.add(
        grades.map((grade) => scaled(grade, scales.adopt)),
        weights,
      );
      const reject = sides.reject.add(
        grades.map((grade) => scaled(grade, scales.reject)),
        weights,
      );
      const found = adopt.verdict === "adopt" ? "adopt" : reject.verdict === "reject" ? "reject" : "undecided";
      return state(scales, found, { adopt, reject });
    },
  };
  return test;
}

/**
 * The rate of what was graded so far, weighted, with a 95% interval that holds although one looks at it after every group. Judged grades are
 * corrected as in the test, with the errors of the judge as they were estimated for the rate and with their bounds for the interval.
 */
export function rateSoFar(
  groups: readonly (readonly RateGrade[])[],
  plan: { readonly groupWeightMax: number; readonly judge?: JudgeCounts },
): Interval {
  const graded = groups.filter((group) => group.length > 0);
  if (graded.length === 0) return { mean: Number.NaN, low: 0, high: 1 };
  const levels = { alpha: 0.025, beta: 0.025 };
  const scales = scalesFor(plan.judge, levels);
  const confidence = plan.judge === undefined ? 0.95 : 0.975;
  const bound = (scale: Scale): Interval => {
    const weighed = graded.map((group) => ({
      sum: group.reduce((total, grade) => total + grade.weight * scaled(grade, scale), 0),
      weight: group.reduce((total, { weight }) => total + weight, 0),
    }));
    const { mean, low, high } = anytimeInterval(weighed, { weightMax: plan.groupWeightMax, confidence });
    const unscaled = (value: number): number => clamp(scale.low + value * (scale.high - scale.low));
    return { mean: unscaled(mean), low: unscaled(low), high: unscaled(high) };
  };
  const { mean } = bound(plan.judge === undefined ? EXACT : estimatedScale(plan.judge));
  return { mean, low: Math.min(mean, bound(scales.adopt).low), high: Math.max(mean, bound(scales.reject).high) };
}

/** Why a rate cannot be corrected for this judge's errors so far that the test could end; undefined when it can. */
export function judgeProblem(judge: JudgeCounts, plan: Omit<RatePlan, "groupWeightMax" | "judge">): string | undefined {
  const people = judge.truePositives + judge.falseNegatives + judge.trueNegatives + judge.falsePositives;
  const [bounds, estimated] = [errorBounds(judge, plan), detection(judge, (successes, n) => successes / n)];
  const coin = [bounds.adopt, bounds.reject, estimated].some(({ sensitivity, specificity }) => !(sensitivity + specificity > 1));
  if (coin) return `the judge may be no better than a coin on the ${people} outputs that people graded`;
  // what a perfect candidate looks like to this judge, read with its bounds
  const perfect = corrected(estimated.sensitivity, bounds.adopt);
  if (perfect <= plan.bar)
    return `${people} outputs graded by people are too few for a bar of ${plan.bar}: even a perfect candidate would be proven no better than ${perfect.toFixed(2)}`;
  return undefined;
}

/** The number that a failure of the judged kind counts, and the one that a pass counts. */
interface Scale {
  readonly low: number;
  readonly high: number;
}
interface Scales {
  readonly adopt: Scale;
  readonly reject: Scale;
}

const EXACT: Scale = { low: 0, high: 1 };

function onScale({ bar, target }: RatePlan, { low, high }: Scale): { readonly bar: number; readonly target: number } {
  return { bar: (bar - low) / (high - low), target: (target - low) / (high - low) };
}

/** From 0 to 1 on the scale: a judged grade lies at its ends, any other within. */
function scaled({ grade, isJudged }: RateGrade, { low, high }: Scale): number {
  return isJudged ? grade : (grade - low) / (high - low);
}

interface Detection {
  readonly sensitivity: number;
  readonly specificity: number;
}

function scaleOf({ sensitivity, specificity }: Detection): Scale {
  const edge = sensitivity + specificity - 1;
  if (!(edge > 0)) throw new RangeError("A judge that may be no better than a coin corrects nothing.");
  return { low: (specificity - 1) / edge, high: specificity / edge };
}

function corrected(observed: number, detected: Detection): number {
  const { low, high } = scaleOf(detected);
  return low + observed * (high - low);
}

function scalesFor(judge: JudgeCounts | undefined, errors: { readonly alpha: number; readonly beta: number }): Scales {
  if (judge === undefined) return { adopt: EXACT, reject: EXACT };
  const bounds = errorBounds(judge, errors);
  return { adopt: scaleOf(bounds.adopt), reject: scaleOf(bounds.reject) };
}

function estimatedScale(judge: JudgeCounts): Scale {
  return scaleOf(detection(judge, (successes, n) => successes / n));
}

/** The corrected rate falls with the sensitivity and rises with the specificity. */
function errorBounds(
  judge: JudgeCounts,
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
): Record<keyof Scales, Detection> {
  const at = (side: "low" | "high", error: number) => (successes: number, n: number) =>
    n === 0 ? (side === "low" ? 0 : 1) : clopperPearson(successes, n, 1 - error / 2)[side];
  const [adoptHigh, adoptLow] = [detection(judge, at("high", alpha)), detection(judge, at("low", alpha))];
  const [rejectHigh, rejectLow] = [detection(judge, at("high", beta)), detection(judge, at("low", beta))];
  return {
    adopt: { sensitivity: adoptHigh.sensitivity, specificity: adoptLow.specificity },
    reject: { sensitivity: rejectLow.sensitivity, specificity: rejectHigh.specificity },
  };
}

function detection(judge: JudgeCounts, rate: (successes: number, n: number) => number): Detection {
  return {
    sensitivity: rate(judge.truePositives, judge.truePositives + judge.falseNegatives),
    specificity: rate(judge.trueNegatives, judge.trueNegatives + judge.falsePositives),
  };
}

function clamp(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}
