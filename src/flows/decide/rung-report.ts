import type { Cost } from "../../core/calls.ts";
import { roundUsd } from "../../core/cost-sum.ts";
import type { ExampleFailure, MeasuredRung, RungObserved, RungRequirement } from "../../core/decision.ts";
import { trialOutcome } from "../../core/evaluation.ts";
import type { BarRequirement, Case, Trial } from "../../core/evaluation.ts";
import type { Rate } from "../../core/evaluation-results.ts";
import { anytimeMean } from "../../stats/anytime.ts";
import { quantile } from "../../stats/bootstrap.ts";
import { summarize } from "../evaluate/summary.ts";
import { casesMore } from "./ladder.ts";
import { rateSoFar } from "./rate-test.ts";
import { costOf, gradesOf, IN_TIME, inTime, targetOf } from "./rung-test.ts";
import type { Observation, RungPlan } from "./rung-test.ts";
import type { WalkedRung } from "./walk-rung.ts";

export interface RungFacts {
  readonly name: string;
  readonly mechanism: string;
  readonly models?: readonly string[];
  readonly plan: RungPlan;
  readonly walked: WalkedRung;
  readonly seed: number;
  readonly ungradedShareMax: number;
  readonly callsPerMonth?: number;
}

/** What a rung that was run comes to, beside each requirement of its bar. */
export function measuredRung(facts: RungFacts): MeasuredRung {
  const { name, mechanism, models, walked, callsPerMonth } = facts;
  const { settled, cases, trials } = walked;
  const summary = summarize({ candidate: name, cases, trials, repeats: 1 });
  const requirements = facts.plan.requirements.map((asked, at) => requirementOf(asked, at, facts));
  const lost = summary.trials.errors + summary.trials.ungraded;
  const tooManyLost = lost > facts.ungradedShareMax * Math.max(1, cases.length);
  const note = noteOf({ facts, lost, tooManyLost });
  const verdict = tooManyLost ? "undecided" : settled.test.verdict;
  const more = verdict === "undecided" && !tooManyLost ? casesMore(settled, facts.seed) : undefined;
  return {
    kind: "measured",
    name,
    mechanism,
    verdict,
    trials: {
      cases: cases.length,
      passed: summary.trials.passed,
      failed: summary.trials.failed,
      ungraded: summary.trials.ungraded,
      errors: summary.trials.errors,
    },
    ...(settled.test.verdict === "undecided" ? {} : { settledAfter: settled.groups.reduce((sum, group) => sum + group.length, 0) }),
    requirements,
    fixedRate: summary.passRate,
    ...(note === undefined ? {} : { note }),
    ...(more === undefined ? {} : { casesMore: more }),
    ...(summary.latencyMs === undefined ? {} : { latencyMs: summary.latencyMs }),
    costPerCall: summary.costPerCall,
    ...(callsPerMonth === undefined ? {} : { costPerMonth: times(summary.costPerCall, callsPerMonth) }),
    usage: summary.usage,
    failures: summary.failures,
    errors: summary.errors,
    ungraded: summary.ungraded,
    examples: exampleFailures(cases, trials),
    ...(models === undefined ? {} : { models }),
  };
}

interface Noted {
  readonly facts: RungFacts;
  readonly lost: number;
  readonly tooManyLost: boolean;
}

function noteOf({ facts: { walked, ungradedShareMax }, lost, tooManyLost }: Noted): string | undefined {
  if (walked.broke !== undefined) return `It was broken off: ${walked.broke}, and the bar allows a share of ${ungradedShareMax}.`;
  if (tooManyLost)
    return `${lost} of ${walked.cases.length} trials gave nothing to grade, and the bar allows a share of ${ungradedShareMax}: the rate would be that of the rest.`;
  return undefined;
}

function requirementOf(asked: BarRequirement, at: number, { plan, walked, models, ungradedShareMax }: RungFacts): RungRequirement {
  const verdict = walked.settled.test.requirements[at] ?? "undecided";
  const { groups } = walked;
  switch (asked.kind) {
    case "pass-rate": {
      const graded = groups.map((group) => gradesOf(group, asked.tag));
      const isCorrected = plan.judge !== undefined && graded.flat().some(({ isJudged }) => isJudged);
      const rate = rateOf(
        graded,
        rateSoFar(graded, { groupWeightMax: plan.groupWeightMax, ...(isCorrected ? { judge: plan.judge } : {}) }),
      );
      if (rate.cases === 0) return { asked, verdict, observed: nothing("no case was graded") };
      const target = targetOf(asked);
      const proved = within(rate, verdict === "adopt" ? [asked.min, 1] : verdict === "reject" ? [0, target] : [0, 1]);
      return { asked, verdict, isMet: rate.mean >= asked.min - ROUNDING, observed: { kind: "rate", rate: proved, isCorrected, target } };
    }
    case "latency":
      return { asked, verdict, ...latencyOf(groups, asked.p95MsMax, plan) };
    case "cost":
      return { asked, verdict, ...costsOf(groups, { usdMax: asked.usdPerCallMax, calls: 1 }) };
    case "monthly-cost":
      return { asked, verdict, ...costsOf(groups, { usdMax: asked.usdPerMonthMax, calls: asked.callsPerMonth }) };
    case "privacy":
      return { asked, verdict: "adopt", isMet: true, observed: { kind: "models", models: models ?? [] } };
    case "ungraded": {
      const count = groups.flat().filter(({ grade }) => grade === undefined).length;
      const of = groups.flat().length;
      const isMet = count <= ungradedShareMax * of;
      return { asked, verdict: isMet ? "adopt" : "undecided", isMet, observed: { kind: "share", count, of } };
    }
  }
}

/** 0.1 + 0.2 must not miss a bar of 0.3. */
const ROUNDING = 1e-12;

type Shown = Pick<RungRequirement, "isMet" | "observed">;

function latencyOf(groups: readonly (readonly Observation[])[], p95MsMax: number, { groupCasesMax }: RungPlan): Shown {
  const latencies = groups.flat().flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs]));
  if (latencies.length === 0) return { observed: nothing("no latency was measured") };
  const graded = groups.map((group) => inTime(group, p95MsMax));
  const share = rateOf(graded, rateSoFar(graded, { groupWeightMax: groupCasesMax }));
  const p95Ms = quantile(
    latencies.toSorted((a, b) => a - b),
    0.95,
  );
  return { isMet: share.mean >= IN_TIME.bar - ROUNDING, observed: { kind: "latency", p95Ms, inTime: share, target: IN_TIME.target } };
}

function costsOf(
  groups: readonly (readonly Observation[])[],
  { usdMax, calls }: { readonly usdMax: number; readonly calls: number },
): Shown {
  const unknown = groups.flat().filter(({ isCostUnknown }) => isCostUnknown === true).length;
  if (unknown > 0) return { observed: nothing(`of ${unknown} of ${groups.flat().length} calls the cost is not known`) };
  const known = groups.flatMap((group) => costOf(group) ?? []);
  if (known.length === 0) return { observed: nothing("what a call costs is not known") };
  const free = known.every(({ sum }) => sum === 0);
  const { mean, low, high } = free ? { mean: 0, low: 0, high: 0 } : anytimeMean(known);
  return {
    isMet: mean * calls <= usdMax * (1 + ROUNDING),
    observed: { kind: "usd", usd: mean * calls, low: Math.max(0, low) * calls, high: high * calls },
  };
}

function rateOf(graded: readonly (readonly unknown[])[], interval: Omit<Rate, "cases">): Rate {
  return { ...interval, cases: graded.flat().length };
}

/** What the test has proved ends the interval, where that of all means alike, which does not know the bar, is wider. */
function within(rate: Rate, [least, most]: readonly [number, number]): Rate {
  return { ...rate, low: Math.min(rate.mean, Math.max(rate.low, least)), high: Math.max(rate.mean, Math.min(rate.high, most)) };
}

function nothing(reason: string): RungObserved {
  return { kind: "nothing", reason };
}

function times(cost: Cost, calls: number): Cost {
  if (cost.kind === "known") return { kind: "known", usd: roundUsd(cost.usd * calls) };
  return cost.usdAtLeast === undefined ? cost : { ...cost, usdAtLeast: roundUsd(cost.usdAtLeast * calls) };
}

const EXAMPLES = 3;
const SHOWN_MAX = 300;

/** The first three that failed, in the order in which they were run: a random choice, and the same each time. One of each group, where there are so many. */
function exampleFailures(cases: readonly Case[], trials: readonly Trial[]): readonly ExampleFailure[] {
  const byCase = new Map(trials.map((trial) => [trial.caseId, trial]));
  const failed = cases.filter(({ id }) => {
    const trial = byCase.get(id);
    return trial !== undefined && trialOutcome(trial) === "failed";
  });
  const firsts = failed.filter((each, at) => each.group === undefined || failed.findIndex(({ group }) => group === each.group) === at);
  const chosen = [...firsts, ...failed.filter((each) => !firsts.includes(each))].slice(0, EXAMPLES);
  return chosen.flatMap((each): readonly ExampleFailure[] => {
    const trial = byCase.get(each.id);
    if (trial?.kind !== "completed") return [];
    const { output, grades } = trial;
    return [
      {
        caseId: each.id,
        input: cut(typeof each.input === "string" ? each.input : (each.input.at(-1)?.text ?? "")),
        expectations: each.expectations,
        output: cut(output.text),
        reasons: Object.entries(grades).flatMap(([grader, grade]) =>
          grade.kind === "graded" && grade.value < 1 ? [grade.reason ?? grade.errorType ?? grader] : [],
        ),
      },
    ];
  });
}

/** By characters as readers see them, so that none is cut in half. */
function cut(text: string): string {
  const characters = [...text];
  return characters.length <= SHOWN_MAX ? text : `${characters.slice(0, SHOWN_MAX).join("")}…`;
}
