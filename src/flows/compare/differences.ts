import { groupKey } from "../../core/evaluation.ts";
import type { Case, Trial } from "../../core/evaluation.ts";
import type { CandidateDifference, PairedResult } from "../../core/comparison.ts";
import { holm } from "../../stats/holm.ts";
import { mcnemarExact, pairedRateDifference } from "../../stats/mcnemar.ts";
import { comparePaired } from "../../stats/paired.ts";
import { pairedCasesNeeded } from "../../stats/power.ts";
import { seededRandom } from "../../stats/random.ts";
import { caseRates } from "../evaluate/summary.ts";

/** Two candidates that did the same cases. */
export interface CandidatePair {
  readonly a: { readonly name: string; readonly trials: readonly Trial[] };
  readonly b: { readonly name: string; readonly trials: readonly Trial[] };
}

/** A tag of fewer cases can show nothing: 2 / 2^5 is above 5%. */
const TAG_CASES_MIN = 5;
const SIGNIFICANCE = 0.05;

/**
 * Each pair on the cases that both were graded on. `better` and `worse` need an interval that leaves out 0 and a p-value of at most 5% after
 * Holm over all pairs, so that the chance of any false verdict stays at 5% however many candidates there are.
 */
export function differencesOf(
  pairs: readonly CandidatePair[],
  { cases, seed }: { readonly cases: readonly Case[]; readonly seed: number },
): readonly CandidateDifference[] {
  const paired = pairs.map((pair) => pairedCases(pair, cases));
  const overall = judged(paired, seed);
  return pairs.map(({ a, b }, at) => {
    const both = paired[at] ?? [];
    const tags = tagsOf(both);
    const byTag = judged(
      tags.map((tag) => both.filter((each) => each.case.tags.includes(tag))),
      seed,
    );
    return {
      a: a.name,
      b: b.name,
      ...(overall[at] ?? NOTHING),
      byTag: tags.map((tag, n) => ({ tag, ...(byTag[n] ?? NOTHING) })),
    };
  });
}

/**
 * Independent cases (groups count once) that both were graded on, how many of them `a` passed, if only in some repeats, and how many of those it takes before
 * a loss could have a verdict beside so many other pairs: of n cases that can be lost McNemar's test has no p-value below 2 / 2^n. A case that failed
 * before cannot be lost.
 */
export function tellable(
  pair: CandidatePair,
  { cases, pairs }: { readonly cases: readonly Case[]; readonly pairs: number },
): { readonly cases: number; readonly passedBefore: number; readonly casesNeeded: number } {
  const both = pairedCases(pair, cases).map((each, at) => ({ ...each, key: groupKey(each.case, at) }));
  return {
    cases: new Set(both.map(({ key }) => key)).size,
    passedBefore: new Set(both.filter(({ a }) => a > 0).map(({ key }) => key)).size,
    casesNeeded: Math.ceil(Math.log2((2 * Math.max(1, pairs)) / SIGNIFICANCE)),
  };
}

interface PairedCase {
  readonly case: Case;
  readonly a: number;
  readonly b: number;
}

function pairedCases({ a, b }: CandidatePair, cases: readonly Case[]): readonly PairedCase[] {
  const ofA = new Map(caseRates({ cases, trials: a.trials }).map((each) => [each.case.id, each.rate]));
  return caseRates({ cases, trials: b.trials }).flatMap((each) => {
    const rate = ofA.get(each.case.id);
    return rate === undefined ? [] : [{ case: each.case, a: rate, b: each.rate }];
  });
}

/** Most cases first, then by name. */
function tagsOf(both: readonly PairedCase[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const each of both) for (const tag of new Set(each.case.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= TAG_CASES_MIN)
    .toSorted(([nameA, countA], [nameB, countB]) => countB - countA || (nameA < nameB ? -1 : 1))
    .map(([tag]) => tag);
}

const NOTHING: PairedResult = {
  cases: 0,
  difference: { mean: Number.NaN, low: -1, high: 1 },
  pValue: 1,
  wins: 0,
  losses: 0,
  verdict: "cannot tell",
};

/** All of them together, because each is one more chance of a false finding. */
function judged(sets: readonly (readonly PairedCase[])[], seed: number): readonly PairedResult[] {
  const tested = sets.map((both) => (both.length === 0 ? NOTHING : unadjusted(both, { seed, comparisons: sets.length })));
  const adjusted = holm(tested.map(({ pValue }) => pValue));
  return tested.map(({ casesMore, ...result }, at) => {
    const pValue = adjusted[at] ?? 1;
    const { low, high } = result.difference;
    const verdict = pValue > SIGNIFICANCE || (low <= 0 && high >= 0) ? "cannot tell" : low > 0 ? "better" : "worse";
    return { ...result, pValue, verdict, ...(verdict === "cannot tell" && casesMore !== undefined ? { casesMore } : {}) };
  });
}

/** Before Holm, and without a verdict. */
function unadjusted(
  both: readonly PairedCase[],
  { seed, comparisons }: { readonly seed: number; readonly comparisons: number },
): PairedResult {
  const significance = SIGNIFICANCE / comparisons;
  const isPlain =
    both.every(({ a, b }) => isWhole(a) && isWhole(b)) &&
    both.every((each) => each.case.weight === both[0]?.case.weight) &&
    new Set(both.map((each, at) => groupKey(each.case, at))).size === both.length;
  return isPlain ? byOutcome(both, significance) : byScore(both, { seed, significance });
}

function isWhole(rate: number): boolean {
  return rate === 0 || rate === 1;
}

/** Passes and failures, each case for itself: McNemar's exact test. */
function byOutcome(both: readonly PairedCase[], significance: number): PairedResult {
  const count = (a: number, b: number): number => both.filter((each) => each.a === a && each.b === b).length;
  const outcomes = { bothPassed: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neitherPassed: count(0, 0) };
  const pValue = mcnemarExact(outcomes);
  const shares = { onlyFirst: outcomes.onlyFirst / both.length, onlySecond: outcomes.onlySecond / both.length };
  const needed = pValue <= significance ? undefined : pairedCasesNeeded(shares, { significance });
  return {
    cases: both.length,
    difference: pairedRateDifference(outcomes),
    pValue,
    wins: outcomes.onlySecond,
    losses: outcomes.onlyFirst,
    verdict: "cannot tell",
    ...(needed === undefined ? {} : { casesMore: Math.max(1, needed - both.length) }),
  };
}

/** Shares of repeats, groups and weights: the bootstrap and the randomization test, with groups whole. */
function byScore(
  both: readonly PairedCase[],
  { seed, significance }: { readonly seed: number; readonly significance: number },
): PairedResult {
  const total = both.reduce((sum, each) => sum + each.case.weight, 0);
  // so that the plain mean of the scores is the weighted one of the cases
  const weigh = ({ weight }: Case): number => (weight * both.length) / total;
  const { cases, difference, pValue, wins, losses, casesMore } = comparePaired(
    both.map((each) => each.a * weigh(each.case)),
    both.map((each) => each.b * weigh(each.case)),
    { random: seededRandom(seed), groups: both.map((each, at) => groupKey(each.case, at)), significance },
  );
  return {
    cases,
    difference: { mean: difference.mean, low: Math.max(-1, difference.low), high: Math.min(1, difference.high) },
    pValue,
    wins,
    losses,
    verdict: "cannot tell",
    ...(casesMore === undefined ? {} : { casesMore }),
  };
}
