import { groupKey } from "../../core/evaluation.ts";
import type { Bar, Case } from "../../core/evaluation.ts";
import type { JudgeCounts } from "../../stats/judge-error.ts";
import { seededRandom, shuffled } from "../../stats/random.ts";
import { rungTest } from "./rung-test.ts";
import type { Observation, RungPlan, RungTest } from "./rung-test.ts";

/** How a ladder is tested. Written before the first case is run. */
export interface LadderPlan {
  readonly requirements: Bar;
  /** Chance, at most, that the ladder adopts a rung which does not meet the bar. Default: 0.05 */
  readonly alpha?: number;
  /** Chance, at most, that a rung at its targets is rejected. Default: 0.05 */
  readonly beta?: number;
  /** Rungs that can be measured: those that a gate skips beforehand cost no error. */
  readonly rungs: number;
  readonly judge?: JudgeCounts;
}

export const ERROR_DEFAULT = 0.05;

/**
 * What each rung of a ladder is tested with.
 *
 * Which errors hold, and why. The ladder climbs after a failure and stops at the first success. Tests in a fixed order need no correction
 * where one goes on after a *success* and stops at the first failure (Maurer, Hothorn & Lehmacher 1995, in: Vollmar, ed., Biometrie in der
 * chemisch-pharmazeutischen Industrie 6, 3-18); here it is the other way round, and each further rung is one more chance to adopt wrongly.
 * So alpha is spent over the rungs in equal parts (Bonferroni; Wiens 2003, https://doi.org/10.1002/pst.64, hands on only what was won, and
 * here nothing is left to test then): a ladder adopts a rung below the bar with a chance of at most alpha, whatever the rungs have to do with
 * each other, so that the same cases may serve for all of them. Beta is not split: what is lost by a wrong rejection is the first rung that
 * is good enough, and that is one rung. Each rung at its targets is rejected with a chance of at most beta.
 *
 * Within a rung the test may stop after any group (`stats/sequential.ts`). A group is shown whole, because cases that share a passage pass
 * and fail together. A data set is finite: a case is used once for a rung, and when all were used the test is undecided. Drawing without
 * replacement only makes errors rarer.
 */
export function rungPlan(
  { requirements, alpha = ERROR_DEFAULT, beta = ERROR_DEFAULT, rungs, judge }: LadderPlan,
  cases: readonly Case[],
): RungPlan {
  const groups = groupsOf(cases);
  return {
    requirements,
    alpha: alpha / Math.max(1, rungs),
    beta,
    groupWeightMax: greatest(groups.map((group) => group.reduce((total, { weight }) => total + weight, 0))),
    groupCasesMax: greatest(groups.map(({ length }) => length)),
    ...(judge === undefined ? {} : { judge }),
  };
}

/** Cases that stand or fall together, in the order in which each first case stands in the data set. */
export function groupsOf(cases: readonly Case[]): readonly (readonly Case[])[] {
  const groups = new Map<string, Case[]>();
  for (const [at, each] of cases.entries()) {
    const key = groupKey(each, at);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

/** The groups in the order in which they are shown: drawn by the seed, the same for every rung. */
export function shuffledGroups(cases: readonly Case[], seed: number): readonly (readonly Case[])[] {
  return shuffled(groupsOf(cases), seededRandom(seed));
}

export interface SettledRung {
  readonly test: RungTest;
  /** What the groups showed up to the verdict, or all of them; in the order shown. */
  readonly groups: readonly (readonly Observation[])[];
}

/** A rung whose groups are shown to its test one by one. */
export interface RungSettling {
  isSettled(): boolean;
  /** After a verdict a group counts for nothing, however many are shown. */
  show(group: readonly Observation[]): void;
  settled(): SettledRung;
}

export function rungSettling(plan: RungPlan): RungSettling {
  let test = rungTest(plan);
  const groups: (readonly Observation[])[] = [];
  return {
    isSettled: () => test.verdict !== "undecided",
    show(group) {
      if (test.verdict !== "undecided") return;
      test = test.add(group);
      groups.push(group);
    },
    settled: () => ({ test, groups: [...groups] }),
  };
}

export interface CasesMore {
  /** Half of the continuations need at most so many more cases, counted in cases that can be graded. */
  readonly median: number;
  /** How often, of those that ended, the rung was adopted. */
  readonly adopted: number;
}

/** Continuations of the test, and the most cases that each may take. */
const CONTINUATIONS = 101;
const CASES_MAX = 5_000;

/**
 * How many more cases would settle an undecided rung, if they came out like those there are: groups are drawn anew from those seen, with
 * replacement, and the test goes on with them, many times over. Undefined when half of the continuations have no verdict after 5,000 cases:
 * then the rate lies where either answer is right, or something could not be measured at all. An estimate, not a promise: it is as uncertain as the rate.
 */
export function casesMore({ test, groups }: SettledRung, seed: number): CasesMore | undefined {
  if (test.verdict !== "undecided" || groups.length === 0) return undefined;
  const random = seededRandom(seed);
  const needed: number[] = [];
  let adopted = 0;
  for (let run = 0; run < CONTINUATIONS; run++) {
    let [going, cases] = [test, 0];
    while (going.verdict === "undecided" && cases < CASES_MAX) {
      const group = groups[Math.floor(random() * groups.length)] ?? [];
      going = going.add(group);
      cases += group.length;
    }
    needed.push(going.verdict === "undecided" ? Infinity : cases);
    if (going.verdict === "adopt") adopted++;
    // too many without an end: the median has none
    if (needed.filter((each) => each === Infinity).length > CONTINUATIONS / 2) return undefined;
  }
  const ended = needed.filter((each) => each < Infinity).length;
  const middle = needed.toSorted((a, b) => a - b)[(CONTINUATIONS - 1) / 2] ?? Infinity;
  return { median: middle, adopted: adopted / ended };
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, each) => Math.max(most, each), 0) || 1;
}
