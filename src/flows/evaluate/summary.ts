import type { Cost } from "../../core/calls.ts";
import { costSum, roundUsd } from "../../core/cost-sum.ts";
import { groupKey, trialOutcome } from "../../core/evaluation.ts";
import type { Case, Trial } from "../../core/evaluation.ts";
import type { CandidateSummary, CorrectedRate, CountedError, CountedReason, Rate } from "../../core/evaluation-results.ts";
import type { JudgeCalibration } from "../../core/judge-calibration.ts";
import { NO_USAGE, usageSum } from "../../core/usage.ts";
import { quantile } from "../../stats/bootstrap.ts";
import { meanInterval } from "../../stats/mean.ts";
import type { IntervalMethod } from "../../stats/mean.ts";
import { seededRandom } from "../../stats/random.ts";
import { correctedPassRate } from "../judge/correct.ts";

/** What one candidate did on some cases. */
export interface CandidateTrials {
  readonly candidate: string;
  /** In the order of the dataset. Trials of other cases are passed over. */
  readonly cases: readonly Case[];
  /** In any order. */
  readonly trials: readonly Trial[];
  /** How often each case was to be tried. */
  readonly repeats: number;
  /** Of the judge that graded, with a seed for what is drawn. Absent: none that fits. */
  readonly calibration?: { readonly judge: JudgeCalibration; readonly seed: number };
}

/** A case with a figure between 0 and 1: the share of its repeats that passed, or the mean of its grades. */
export interface CaseRate {
  readonly case: Case;
  readonly rate: number;
}

/** With more repeats than this not every k is told: only powers of two, and the last. */
const EVERY_K_MAX = 8;

/**
 * What a candidate's trials come to. A case counts with the share of its graded trials that passed and with its weight, cases of a group are
 * kept together in the intervals, and trials without an output or a grade are in no rate. Costs, tokens and latencies are of the trials that gave an output.
 */
export function summarize(given: CandidateTrials): CandidateSummary {
  const { candidate, cases, repeats } = given;
  const trials = trialsInOrder(given);
  const outcomes = trials.map((trial) => trialOutcome(trial));
  const count = (kind: (typeof outcomes)[number]): number => outcomes.filter((outcome) => outcome === kind).length;
  const outputs = trials.flatMap((trial) => (trial.kind === "completed" ? [trial.output] : []));
  const latencies = outputs.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs])).toSorted((a, b) => a - b);
  const cost =
    outputs.length === 0
      ? NO_OUTPUT_COST
      : costSum(
          outputs.map((output) => output.cost ?? UNTOLD_COST),
          "trials",
        ).sum();
  const rates = caseRates(given);
  const passed = count("passed");
  return {
    candidate,
    trials: { planned: cases.length * repeats, passed, failed: count("failed"), ungraded: count("ungraded"), errors: count("error") },
    passRate: rateOf(rates),
    ...correctedOf(given, cases, "correctedPassRate"),
    ...(repeats > 1 ? repeatedRates(given) : {}),
    grades: gradersOf(given, trials),
    failures: failuresOf(trials),
    errors: errorsOf(trials),
    ungraded: ungradedOf(trials),
    ...(latencies.length === 0 ? {} : { latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) } }),
    cost,
    costPerCall: outputs.length === 0 ? cost : shareOf(cost, outputs.length),
    ...(passed === 0 ? {} : { costPerPass: shareOf(cost, passed) }),
    usage: usageSum(NO_USAGE, ...outputs.flatMap(({ usage }) => usage ?? [])),
    ...judgeOf(trials),
    byTag: tagsOf(cases).map((tag) => ({
      tag,
      rate: rateOf(rates.filter((each) => each.case.tags.includes(tag))),
      ...correctedOf(
        given,
        cases.filter(({ tags }) => tags.includes(tag)),
        "corrected",
      ),
    })),
  };
}

/** The rate of these cases, corrected where the errors of the judge are known and it decided something. The same seed draws the same. */
function correctedOf<Name extends string>(
  { trials, calibration }: CandidateTrials,
  cases: readonly Case[],
  name: Name,
): { readonly [Each in Name]?: CorrectedRate } {
  if (calibration === undefined) return {};
  const corrected = correctedPassRate({ cases, trials }, calibration.judge, { random: seededRandom(calibration.seed) });
  return corrected === undefined ? {} : ({ [name]: corrected } as { readonly [Each in Name]?: CorrectedRate }); // a computed name has no type of its own
}

/** What the judge was asked, apart from what the candidate cost. */
function judgeOf(trials: readonly Trial[]): Pick<CandidateSummary, "judge"> {
  const judged = trials.flatMap((trial) =>
    trial.kind === "failed" ? [] : Object.values(trial.grades).flatMap(({ judged: each }) => (each === undefined ? [] : [each])),
  );
  if (judged.length === 0) return {};
  return {
    judge: {
      usage: usageSum(NO_USAGE, ...judged.map(({ usage }) => usage)),
      cost: costSum(
        judged.map(({ cost }) => cost),
        "outputs",
      ).sum(),
      outputs: judged.length,
      split: judged.filter(({ votes }) => votes.pass > 0 && votes.fail > 0).length,
    },
  };
}

/** What broken trials cost nobody knows; it is not nothing. */
const NO_OUTPUT_COST: Cost = { kind: "unknown", reason: "no trial gave an output" };
const UNTOLD_COST: Cost = { kind: "unknown", reason: "the candidate does not say what it costs" };

/** Trials of the cases, by case in the order of the dataset and then by repeat. */
export function trialsInOrder({ cases, trials }: Pick<CandidateTrials, "cases" | "trials">): readonly Trial[] {
  const byCase = grouped(trials);
  return cases.flatMap(({ id }) => (byCase.get(id) ?? []).toSorted((a, b) => a.repeat - b.repeat));
}

/** Of each case that was graded at least once, the share of its graded trials that passed. In the order of the dataset. */
export function caseRates({ cases, trials }: Pick<CandidateTrials, "cases" | "trials">): readonly CaseRate[] {
  return passCounts({ cases, trials }).map((each) => ({ case: each.case, rate: each.passed / each.graded }));
}

/** Mean over cases by their weights, with its 95% interval. */
export function rateOf(rates: readonly CaseRate[], method: IntervalMethod = "wilson"): Rate {
  const { mean, low, high } = meanInterval(
    rates.map(({ rate }) => rate),
    {
      method,
      groups: rates.map((each, at) => groupKey(each.case, at)),
      weights: rates.map((each) => each.case.weight),
    },
  );
  return { mean, low, high, cases: rates.length };
}

interface PassCount {
  readonly case: Case;
  readonly passed: number;
  readonly graded: number;
}

function passCounts({ cases, trials }: Pick<CandidateTrials, "cases" | "trials">): readonly PassCount[] {
  const byCase = grouped(trials);
  return cases.flatMap((each): readonly PassCount[] => {
    const outcomes = (byCase.get(each.id) ?? []).map((trial) => trialOutcome(trial));
    const passed = outcomes.filter((outcome) => outcome === "passed").length;
    const graded = passed + outcomes.filter((outcome) => outcome === "failed").length;
    return graded === 0 ? [] : [{ case: each, passed, graded }];
  });
}

function grouped(trials: readonly Trial[]): ReadonlyMap<string, readonly Trial[]> {
  const byCase = new Map<string, Trial[]>();
  for (const trial of trials) {
    const own = byCase.get(trial.caseId);
    if (own === undefined) byCase.set(trial.caseId, [trial]);
    else own.push(trial);
  }
  return byCase;
}

/**
 * pass^k, the chance that k tries of a case all pass, as C(c, k) / C(n, k) for c passes of n tries (Yao et al. 2024, tau-bench,
 * https://arxiv.org/abs/2406.12045), and pass@k, the chance that one of k does, as 1 - C(n - c, k) / C(n, k) (Chen et al. 2021,
 * https://arxiv.org/abs/2107.03374): both without bias. Means over the cases that were graded k times at least, by their weights.
 */
function repeatedRates({ repeats, ...given }: CandidateTrials): Pick<CandidateSummary, "passHatK" | "passAtK"> {
  const counts = passCounts(given);
  const mean = (k: number, of: (count: PassCount) => number): readonly { readonly k: number; readonly mean: number }[] => {
    const enough = counts.filter(({ graded }) => graded >= k);
    const weight = enough.reduce((sum, each) => sum + each.case.weight, 0);
    return enough.length === 0 ? [] : [{ k, mean: enough.reduce((sum, each) => sum + each.case.weight * of(each), 0) / weight }];
  };
  const ks = Array.from({ length: repeats }, (_, at) => at + 1).filter(
    (k) => k <= EVERY_K_MAX || k === repeats || Number.isInteger(Math.log2(k)),
  );
  return {
    passHatK: ks.flatMap((k) => mean(k, ({ passed, graded }) => chosenShare(passed, graded, k))),
    passAtK: ks.flatMap((k) => mean(k, ({ passed, graded }) => 1 - chosenShare(graded - passed, graded, k))),
  };
}

/** C(some, k) / C(all, k): the chance that k of `all`, drawn without putting back, are all among `some`. */
function chosenShare(some: number, all: number, k: number): number {
  let share = 1;
  for (let drawn = 0; drawn < k; drawn++) share *= Math.max(0, some - drawn) / (all - drawn);
  return share;
}

function gradersOf({ cases }: Pick<CandidateTrials, "cases">, trials: readonly Trial[]): CandidateSummary["grades"] {
  const completed = trials.flatMap((trial) => (trial.kind === "completed" ? [trial] : []));
  const names = [...new Set(completed.flatMap(({ grades }) => Object.keys(grades)))].toSorted();
  const byCase = grouped(completed);
  return names.map((grader) => {
    let ungraded = 0;
    const rates = cases.flatMap((each): readonly CaseRate[] => {
      const grades = (byCase.get(each.id) ?? []).flatMap((trial) => {
        const grade = trial.kind === "completed" && Object.hasOwn(trial.grades, grader) ? trial.grades[grader] : undefined;
        return grade === undefined ? [] : [grade];
      });
      const values = grades.flatMap((grade) => (grade.kind === "graded" ? [grade.value] : []));
      ungraded += grades.length - values.length;
      return values.length === 0 ? [] : [{ case: each, rate: values.reduce((sum, value) => sum + value, 0) / values.length }];
    });
    return { grader, rate: rateOf(rates), ungraded };
  });
}

/** By the kind that the grader names, else by the grader. */
function failuresOf(trials: readonly Trial[]): readonly CountedReason[] {
  return counted(
    trials.flatMap((trial) =>
      trial.kind === "failed"
        ? []
        : Object.entries(trial.grades).flatMap(([grader, grade]) =>
            grade.kind === "graded" && grade.value < 1 ? [grade.errorType ?? grader] : [],
          ),
    ),
  );
}

function ungradedOf(trials: readonly Trial[]): readonly CountedReason[] {
  return counted(
    trials.flatMap((trial) => {
      if (trial.kind === "failed" || trialOutcome(trial) !== "ungraded") return [];
      const reasons = Object.values(trial.grades).flatMap((grade) => (grade.kind === "ungraded" ? [grade.reason] : []));
      return reasons.length === 0 ? ["the case expects nothing"] : [...new Set(reasons)];
    }),
  );
}

/** Most frequent first, then by name. */
function counted(reasons: readonly string[]): readonly CountedReason[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function errorsOf(trials: readonly Trial[]): readonly CountedError[] {
  const byCode = new Map<string, { readonly code: string; count: number; readonly example: string }>();
  for (const trial of trials) {
    if (trial.kind === "completed") continue;
    const { code, message } = trial.error;
    const seen = byCode.get(code);
    if (seen === undefined) byCode.set(code, { code, count: 1, example: message });
    else seen.count += 1;
  }
  return [...byCode.values()].toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** What is not known stays so, in every part of it. */
function shareOf(cost: Cost, among: number): Cost {
  if (cost.kind === "known") return { kind: "known", usd: roundUsd(cost.usd / among) };
  return cost.usdAtLeast === undefined ? cost : { ...cost, usdAtLeast: roundUsd(cost.usdAtLeast / among) };
}

/** Those of most cases first, then by name. */
function tagsOf(cases: readonly Case[]): readonly string[] {
  return counted(cases.flatMap(({ tags }) => [...new Set(tags)])).map(({ reason }) => reason);
}
