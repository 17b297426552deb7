import { costSum } from "../core/cost-sum.ts";
import { groupKey } from "../core/evaluation.ts";
import type { CandidateOutput, Case, Dataset } from "../core/evaluation.ts";
import type { CountedReason, Rate } from "../core/evaluation-results.ts";
import type { PairwiseResult } from "../core/pairwise.ts";
import type { Report } from "../core/progress.ts";
import { NO_USAGE, usageSum } from "../core/usage.ts";
import { clopperPearson } from "../stats/intervals.ts";
import { mcnemarExact } from "../stats/mcnemar.ts";
import { meanInterval } from "../stats/mean.ts";
import { pairedCasesNeeded } from "../stats/power.ts";
import { positionBias } from "./judge/bias.ts";
import { concurrently } from "./judge/concurrently.ts";
import type { Judge, Preference } from "./judge.ts";

export interface PairwiseOptions {
  readonly judge: Judge;
  readonly signal: AbortSignal;
  readonly report?: Report;
}

/** By case id; a case that is missing gave no output. */
export type OutputsByCase = ReadonlyMap<string, CandidateOutput>;

/** The limiter of the provider decides how many of these are really under way. */
const AT_ONCE = 32;

interface ComparedCase {
  readonly case: Case;
  readonly a: CandidateOutput;
  readonly b: CandidateOutput;
  /** Absent where the outputs are the same. */
  readonly preference?: Preference;
}

/**
 * Which candidate's outputs the judge prefers, asked in both orders: a win that does not hold in both is a tie. By a case's `criteria` where it has some,
 * else by what its input asks for. Two outputs that are the same are a tie, and nobody is asked. Throws what ends the run.
 */
export async function pairwise(dataset: Dataset, a: OutputsByCase, b: OutputsByCase, options: PairwiseOptions): Promise<PairwiseResult> {
  const { judge, signal, report } = options;
  const both = dataset.cases.flatMap((each) => {
    const [first, second] = [a.get(each.id), b.get(each.id)];
    return first === undefined || second === undefined ? [] : [{ case: each, a: first, b: second }];
  });
  const stage = "judging pairs";
  let done = 0;
  report?.({ kind: "started", stage, total: both.length });
  const compared = await concurrently(both, AT_ONCE, async (pair): Promise<ComparedCase> => {
    const criteria = pair.case.expectations.flatMap((expected) => (expected.kind === "criteria" ? [expected.criteria] : []))[0];
    const preference = isSame(pair.a, pair.b)
      ? undefined
      : await judge.prefer({ input: pair.case.input, a: pair.a, b: pair.b, ...(criteria === undefined ? {} : { criteria }) }, { signal });
    report?.({ kind: "advanced", stage, done: ++done, total: both.length });
    return { ...pair, ...(preference === undefined ? {} : { preference }) };
  });
  report?.({ kind: "finished", stage, done });
  return resultOf(dataset.cases.length, compared, judge);
}

function isSame(a: CandidateOutput, b: CandidateOutput): boolean {
  return a.text === b.text && JSON.stringify(a.toolCalls ?? []) === JSON.stringify(b.toolCalls ?? []);
}

interface Decided extends ComparedCase {
  readonly winner: "a" | "b" | "tie";
}

function resultOf(cases: number, compared: readonly ComparedCase[], judge: Judge): PairwiseResult {
  const decided = compared.flatMap((each): Decided[] =>
    each.preference === undefined
      ? [{ ...each, winner: "tie" }]
      : each.preference.kind === "judged"
        ? [{ ...each, winner: each.preference.winner }]
        : [],
  );
  const count = (winner: Decided["winner"]): number => decided.filter((each) => each.winner === winner).length;
  const [wins, losses, ties] = [count("b"), count("a"), count("tie")];
  const pValue = signTest(decided);
  const orders = compared.flatMap(({ preference }) => (preference?.kind === "judged" ? preference.orders.slice(0, 1) : []));
  const longer = longerWins(decided);
  const isTold = pValue < 0.05 && wins !== losses;
  const needed =
    isTold || wins === losses ? undefined : pairedCasesNeeded({ onlyFirst: losses / decided.length, onlySecond: wins / decided.length });
  const asked = compared.flatMap(({ preference }) => (preference === undefined ? [] : [preference.asked]));
  return {
    kind: "pairwise",
    judge: judge.definition,
    cases: decided.length,
    wins,
    losses,
    ties,
    identical: compared.filter(({ preference }) => preference === undefined).length,
    leftOut: leftOut(cases - compared.length, compared),
    winShare: winShareOf(decided),
    pValue,
    verdict: isTold ? (wins > losses ? "better" : "worse") : "cannot tell",
    ...(needed === undefined ? {} : { casesMore: Math.max(1, needed - decided.length) }),
    ...(orders.length === 0 ? {} : { position: positionBias(orders) }),
    ...(longer === undefined ? {} : { longerWins: longer }),
    usage: usageSum(NO_USAGE, ...asked.map(({ usage }) => usage)),
    cost: costSum(asked.map(({ cost }) => cost)).sum(),
    byCase: decided.map(({ case: { id }, winner, preference }) => ({
      caseId: id,
      winner,
      reason: preference?.kind === "judged" ? preference.reason : "the outputs are the same",
    })),
  };
}

/** Wins against losses (Dixon & Mood 1946, https://doi.org/10.1080/01621459.1946.10501898). A group goes to whom most of its cases go. */
function signTest(decided: readonly Decided[]): number {
  const sums = new Map<string, number>();
  for (const [at, { case: each, winner }] of decided.entries()) {
    const group = groupKey(each, at);
    sums.set(group, (sums.get(group) ?? 0) + (winner === "b" ? 1 : winner === "a" ? -1 : 0));
  }
  const ahead = (sign: number): number => [...sums.values()].filter((sum) => Math.sign(sum) === sign).length;
  return mcnemarExact({ onlyFirst: ahead(-1), onlySecond: ahead(1) });
}

function winShareOf(decided: readonly Decided[]): Rate {
  const told = decided.filter(({ winner }) => winner !== "tie");
  const grades = told.map(({ winner }) => (winner === "b" ? 1 : 0));
  const weights = told.map(({ case: { weight } }) => weight);
  const isPlain = weights.every((weight) => weight === weights[0]) && told.every(({ case: { group } }) => group === undefined);
  const interval = isPlain
    ? clopperPearson(grades.filter((grade) => grade === 1).length, told.length)
    : meanInterval(grades, { weights, groups: told.map((each, at) => groupKey(each.case, at)) });
  return { mean: interval.mean, low: interval.low, high: interval.high, cases: told.length };
}

function longerWins(decided: readonly Decided[]): Rate | undefined {
  const told = decided.filter(({ winner, a, b }) => winner !== "tie" && a.text.length !== b.text.length);
  if (told.length === 0) return undefined;
  const longer = told.filter(({ winner, a, b }) => (winner === "b") === b.text.length > a.text.length).length;
  return { ...clopperPearson(longer, told.length), cases: told.length };
}

function leftOut(withoutOutput: number, compared: readonly ComparedCase[]): readonly CountedReason[] {
  const reasons = new Map<string, number>();
  if (withoutOutput > 0) reasons.set("a candidate gave no output", withoutOutput);
  for (const { preference } of compared)
    if (preference?.kind === "ungraded") reasons.set(preference.reason, (reasons.get(preference.reason) ?? 0) + 1);
  return [...reasons].map(([reason, count]) => ({ reason, count })).toSorted((x, y) => y.count - x.count || (x.reason < y.reason ? -1 : 1));
}
