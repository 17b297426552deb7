import type { Bar, BarRequirement } from "../../core/evaluation.ts";
import { anytimeMean } from "../../stats/anytime.ts";
import type { AmountGroup } from "../../stats/anytime.ts";
import type { JudgeCounts } from "../../stats/judge-error.ts";
import type { SequentialVerdict } from "../../stats/sequential.ts";
import { rateTest } from "./rate-test.ts";
import type { RateTest } from "./rate-test.ts";

/** What one trial showed. What is absent was not measured; it is no zero. */
export interface Observation {
  readonly caseId: string;
  readonly tags: readonly string[];
  /** How often the case counts. */
  readonly weight: number;
  /** From 0 to 1; absent when there was no output, or when it could not be graded. */
  readonly grade?: number;
  /** The grade hangs on what a judge said. */
  readonly isJudged: boolean;
  readonly latencyMs?: number;
  /** US dollars; absent when the price is not known, and when there was no output. */
  readonly usd?: number;
  /** There was an output, and what it cost is not known: so the mean cost of the calls is not. */
  readonly isCostUnknown?: boolean;
}

/** What one rung is tested against. The errors are those that this rung may spend. */
export interface RungPlan {
  readonly requirements: Bar;
  readonly alpha: number;
  readonly beta: number;
  /** The most weight, and the most cases, of one group. */
  readonly groupWeightMax: number;
  readonly groupCasesMax: number;
  readonly judge?: JudgeCounts;
}

export interface RungTest {
  /** `adopt`: every requirement is proved. `reject`: one of them is refuted. */
  readonly verdict: SequentialVerdict;
  /** One for each requirement, in the order of the bar. */
  readonly requirements: readonly SequentialVerdict[];
  /** Takes what the cases of one group showed. After a verdict it stays what it was. */
  add(group: readonly Observation[]): RungTest;
}

/** A rung at this share of calls in time must not be rejected, where the bar is a 95th percentile: one call in twenty may be late. */
export const IN_TIME = { bar: 0.95, target: 0.99 };

/** Where no target is given: a rung that fails half as often as the bar allows must not be rejected. */
export function targetOf({ min, target }: { readonly min: number; readonly target?: number }): number {
  return target ?? min + (1 - min) / 2;
}

/**
 * Tests one rung against all requirements of its bar together. It is adopted when every one is proved: to be adopted wrongly, the requirement
 * that it does not meet must have been proved wrongly, so each may spend the whole of alpha (intersection-union test, Berger 1982,
 * https://doi.org/10.1080/00401706.1982.10487790). It is rejected when one is refuted: beta is split over those that are tested.
 *
 * A 95th percentile of at most x is tested as what it says, that 95 of 100 calls take at most x. A mean cost is proved or refuted by the
 * interval of `anytimeMean`. `privacy` and `ungraded` are not for this test: nothing of them is random.
 */
export function rungTest(plan: RungPlan): RungTest {
  const tested = plan.requirements.filter(({ kind }) => !UNTESTED.has(kind)).length;
  const errors = { alpha: plan.alpha, beta: plan.beta / Math.max(1, tested) };
  const tests = plan.requirements.map((requirement) => requirementTest(requirement, { ...plan, ...errors }));
  return state(tests);
}

const UNTESTED = new Set<BarRequirement["kind"]>(["privacy", "ungraded"]);

interface RequirementTest {
  readonly verdict: SequentialVerdict;
  add(group: readonly Observation[]): RequirementTest;
}

function state(tests: readonly RequirementTest[]): RungTest {
  const requirements = tests.map(({ verdict }) => verdict);
  const verdict = requirements.includes("reject") ? "reject" : requirements.every((each) => each === "adopt") ? "adopt" : "undecided";
  const test: RungTest = {
    verdict,
    requirements,
    add: (group) => (verdict === "undecided" ? state(tests.map((each) => each.add(group))) : test),
  };
  return test;
}

function requirementTest(requirement: BarRequirement, plan: RungPlan): RequirementTest {
  switch (requirement.kind) {
    case "pass-rate": {
      const rate = rateTest({ ...plan, bar: requirement.min, target: targetOf(requirement) });
      return ofRate(rate, (seen) => gradesOf(seen, requirement.tag));
    }
    case "latency": {
      const { alpha, beta, groupCasesMax } = plan;
      return ofRate(rateTest({ ...IN_TIME, alpha, beta, groupWeightMax: groupCasesMax }), (seen) => inTime(seen, requirement.p95MsMax));
    }
    case "cost":
      return ofCost({ usdMax: requirement.usdPerCallMax, plan, groups: [] });
    case "monthly-cost":
      return ofCost({ usdMax: requirement.usdPerMonthMax / requirement.callsPerMonth, plan, groups: [] });
    default:
      return settled("adopt");
  }
}

function settled(verdict: SequentialVerdict): RequirementTest {
  const test: RequirementTest = { verdict, add: () => test };
  return test;
}

type Graded = Parameters<RateTest["add"]>[0];

function ofRate(rate: RateTest, graded: (group: readonly Observation[]) => Graded): RequirementTest {
  return { verdict: rate.verdict, add: (group) => ofRate(rate.add(graded(group)), graded) };
}

/** What counts in a pass rate: graded cases, of one tag where one is asked for. */
export function gradesOf(group: readonly Observation[], tag?: string): Graded {
  return group.flatMap(({ grade, weight, isJudged, tags }) =>
    grade === undefined || (tag !== undefined && !tags.includes(tag)) ? [] : [{ grade, weight, isJudged }],
  );
}

/** 1 for every call that took at most so long, 0 for a later one. */
export function inTime(group: readonly Observation[], p95MsMax: number): Graded {
  return group.flatMap(({ latencyMs }) =>
    latencyMs === undefined ? [] : [{ grade: latencyMs <= p95MsMax ? 1 : 0, weight: 1, isJudged: false }],
  );
}

/** What the calls of a group cost; absent when the cost of one is not known, for then the group's sum is not. */
export function costOf(group: readonly Observation[]): AmountGroup | undefined {
  const known = group.flatMap(({ usd }) => (usd === undefined ? [] : [usd]));
  if (known.length === 0 || known.length < group.length) return undefined;
  return { sum: known.reduce((total, usd) => total + usd, 0), count: known.length };
}

interface CostTest {
  readonly usdMax: number;
  readonly plan: RungPlan;
  readonly groups: readonly AmountGroup[];
}

/** Once the cost of one call is not known, nothing is proved of their mean: those that are known may be the cheap ones. */
function ofCost({ usdMax, plan, groups }: CostTest): RequirementTest {
  return {
    verdict: costVerdict(groups, usdMax, plan),
    add(group) {
      if (group.some(({ isCostUnknown }) => isCostUnknown === true)) return settled("undecided");
      const amount = costOf(group);
      return amount === undefined ? this : ofCost({ usdMax, plan, groups: [...groups, amount] });
    },
  };
}

function costVerdict(groups: readonly AmountGroup[], usdMax: number, { alpha, beta }: RungPlan): SequentialVerdict {
  if (groups.length === 0) return "undecided";
  // What costs nothing, such as what runs on one's own machine, has no chance in it.
  if (groups.every(({ sum }) => sum === 0)) return "adopt";
  // each side of a two-sided interval may err with half of what it leaves
  if (anytimeMean(groups, { confidence: 1 - 2 * Math.min(alpha, 0.25) }).high <= usdMax) return "adopt";
  return anytimeMean(groups, { confidence: 1 - 2 * Math.min(beta, 0.25) }).low > usdMax ? "reject" : "undecided";
}
