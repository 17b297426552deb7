import type { Case, Trial } from "../../core/evaluation.ts";
import { groupKey, isJudged, trialOutcome } from "../../core/evaluation.ts";
import type { CorrectedRate } from "../../core/evaluation-results.ts";
import type { Estimate, JudgeCalibration } from "../../core/judge-calibration.ts";
import { wilsonOfMean } from "../../stats/intervals.ts";
import { correctedRate, predictionPoweredMean } from "../../stats/judge-error.ts";
import { meanInterval } from "../../stats/mean.ts";
import type { Random } from "../../stats/random.ts";
import { gradedDigest } from "./graded-rows.ts";

/** With fewer outputs that people graded themselves, the errors of the judge on all graded rows tell more. */
const GRADED_MIN = 10;

interface Given {
  /** In the order of the dataset. */
  readonly cases: readonly Case[];
  readonly trials: readonly Trial[];
}

/** Trials of one case that count: what the judge decided, and what was decided without it. */
interface DecidedCase {
  readonly case: Case;
  /** 1 where the judge passed it. All other graders had passed these. */
  readonly judged: readonly { readonly pass: number; readonly trial: Extract<Trial, { kind: "completed" }> }[];
  /** 1 where the trial passed. */
  readonly fixed: readonly number[];
}

/**
 * The pass rate as people would give it, from what the judge said and how it errs. Only trials that the judge decided are corrected: one that
 * another grader failed has failed, whatever the judge said. By prediction-powered inference where people graded outputs of these very trials,
 * else by Rogan and Gladen's formula. The interval adds up, as squares, what is open about the judged part, the other part, and the share of
 * each (MOVER; Zou & Donner 2008, https://doi.org/10.1002/sim.3095). Undefined when the judge decided nothing.
 */
export function correctedPassRate(
  given: Given,
  calibration: JudgeCalibration,
  options: { readonly random: Random },
): CorrectedRate | undefined {
  const decided = decidedCases(given);
  const judgedCases = decided.filter(({ judged }) => judged.length > 0);
  if (judgedCases.length === 0) return undefined;
  const { estimate, by } = judgedPart(judgedCases, calibration, options.random);
  const fixedCases = decided.filter(({ fixed }) => fixed.length > 0);
  const judgedShare = intervalOf(decided, ({ judged, fixed }) => judged.length / (judged.length + fixed.length));
  if (fixedCases.length === 0 || Number.isNaN(estimate.mean)) {
    // nothing is known of a part of the cases, and so of all
    const { mean, low, high } = Number.isNaN(estimate.mean) ? { mean: Number.NaN, low: 0, high: 1 } : estimate;
    return { mean, low, high, cases: decided.length, by };
  }
  const others = intervalOf(fixedCases, ({ fixed }) => meanOf(fixed));
  const parts = [
    scaled(estimate, judgedShare.mean),
    scaled(others, 1 - judgedShare.mean),
    scaled(judgedShare, Math.abs(estimate.mean - others.mean)),
  ];
  const mean = judgedShare.mean * estimate.mean + (1 - judgedShare.mean) * others.mean;
  // a greater share of the judged part moves the rate up or down
  const side = estimate.mean >= others.mean ? (["below", "above"] as const) : (["above", "below"] as const);
  const away = (first: "below" | "above", share: "below" | "above"): number =>
    Math.hypot(parts[0]?.[first] ?? 0, parts[1]?.[first] ?? 0, parts[2]?.[share] ?? 0);
  return {
    mean,
    low: Math.max(0, mean - away("below", side[0])),
    high: Math.min(1, mean + away("above", side[1])),
    cases: decided.length,
    by,
  };
}

function scaled({ mean, low, high }: Estimate, by: number): { readonly below: number; readonly above: number } {
  return { below: by * (mean - low), above: by * (high - mean) };
}

function decidedCases({ cases, trials }: Given): readonly DecidedCase[] {
  const byCase = Map.groupBy(trials, ({ caseId }) => caseId);
  return cases.flatMap((each): DecidedCase[] => {
    const judged: DecidedCase["judged"][number][] = [];
    const fixed: number[] = [];
    for (const trial of byCase.get(each.id) ?? []) {
      const outcome = trialOutcome(trial);
      if (trial.kind === "failed" || (outcome !== "passed" && outcome !== "failed")) continue;
      const graded = Object.values(trial.grades).filter((grade) => grade.kind === "graded");
      const verdicts = graded.filter(isJudged);
      const isFailedByOthers = graded.some((grade) => !isJudged(grade) && grade.value < 1);
      if (verdicts.length > 0 && !isFailedByOthers) judged.push({ pass: verdicts.every(({ value }) => value >= 1) ? 1 : 0, trial });
      else fixed.push(outcome === "passed" ? 1 : 0);
    }
    return judged.length + fixed.length === 0 ? [] : [{ case: each, judged, fixed }];
  });
}

function judgedPart(
  cases: readonly DecidedCase[],
  calibration: JudgeCalibration,
  random: Random,
): { readonly estimate: Estimate; readonly by: CorrectedRate["by"] } {
  const powered = predictionPowered(cases, calibration);
  if (powered !== undefined) return { estimate: powered, by: "prediction-powered" };
  const observed = intervalOf(cases, ({ judged }) => meanOf(judged.map(({ pass }) => pass)));
  const n = effectiveCases(observed, cases.length);
  return { estimate: correctedRate({ passed: observed.mean * n, cases: n }, calibration.counts, { random }), by: "rogan-gladen" };
}

/**
 * People graded a part of these outputs, and nothing else: then these grades say by how much the judge is off on just this set. Undefined where they
 * graded outputs of others, or too few, or cases count differently.
 */
function predictionPowered(cases: readonly DecidedCase[], { people }: JudgeCalibration): Estimate | undefined {
  const graded = Object.keys(people).length;
  const isPlain = cases.every(
    ({ judged, case: { weight, group } }) => judged.length === 1 && weight === cases[0]?.case.weight && group === undefined,
  );
  if (graded < GRADED_MIN || graded > cases.length || !isPlain) return undefined;
  const outputs = cases.map(({ case: { input, expectations }, judged: [one] }) => {
    const criteria = expectations.flatMap((each) => (each.kind === "criteria" ? [each.criteria] : []))[0] ?? "";
    const digest = gradedDigest({ input, output: one?.trial.output.text ?? "", toolCalls: one?.trial.output.toolCalls, criteria });
    return { judge: one?.pass ?? 0, digest, human: Object.hasOwn(people, digest) ? people[digest] : undefined };
  });
  const found = new Set(outputs.flatMap(({ human, digest }) => (human === undefined ? [] : [digest])));
  if (found.size < graded) return undefined;
  return predictionPoweredMean({
    judged: outputs.flatMap(({ human, judge }) => (human === undefined ? [judge] : [])),
    pairs: outputs.flatMap(({ human, judge }) => (human === undefined ? [] : [{ judge, human: human === "pass" ? 1 : 0 }])),
  });
}

/** Mean over cases by their weights, with groups kept together. */
function intervalOf(cases: readonly DecidedCase[], rate: (each: DecidedCase) => number): Estimate {
  return meanInterval(cases.map(rate), {
    groups: cases.map((each, at) => groupKey(each.case, at)),
    weights: cases.map((each) => each.case.weight),
  });
}

/** As many independent cases as have an interval of this width; no more than there are. Wilson's narrows with their number. */
function effectiveCases({ mean, low, high }: Estimate, most: number): number {
  const width = (n: number): number => {
    const interval = wilsonOfMean(mean, n);
    return interval.high - interval.low;
  };
  if (width(most) >= high - low - 1e-9) return most;
  let [few, many] = [1, most];
  for (let step = 0; step < 50; step++) {
    const middle = (few + many) / 2;
    if (width(middle) > high - low) few = middle;
    else many = middle;
  }
  return few;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
