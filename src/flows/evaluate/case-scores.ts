import { trialOutcome } from "../../core/evaluation.ts";
import type { Case, Trial } from "../../core/evaluation.ts";
import type { Rate } from "../../core/evaluation-results.ts";
import { meanInterval } from "../../stats/mean.ts";
import type { IntervalMethod } from "../../stats/mean.ts";

/** By case: the share of its graded tries that passed. Cases without a graded try are not in it. */
export type CaseScores = ReadonlyMap<string, number>;

export function caseScores(trials: readonly Trial[]): CaseScores {
  const counts = new Map<string, { passed: number; graded: number }>();
  for (const trial of trials) {
    const outcome = trialOutcome(trial);
    if (outcome !== "passed" && outcome !== "failed") continue;
    const { passed, graded } = counts.get(trial.caseId) ?? { passed: 0, graded: 0 };
    counts.set(trial.caseId, { passed: passed + (outcome === "passed" ? 1 : 0), graded: graded + 1 });
  }
  return new Map([...counts].map(([id, { passed, graded }]) => [id, passed / graded]));
}

/** A case that nobody has looked at counts in no rate that decides anything. */
export function isReviewed({ review }: Case): boolean {
  return review !== "unreviewed";
}

/** What a case stands or falls with; a case without a group is its own. */
export function groupOf({ id, group }: Case): string {
  return group === undefined ? `case ${id}` : `group ${group}`;
}

/** Weighted mean over the cases that have a score, with its 95% interval; groups are kept together. */
export function rateOf(cases: readonly Case[], scores: CaseScores, { method }: { readonly method: IntervalMethod }): Rate {
  const counted = cases.filter(({ id }) => scores.has(id));
  const interval = meanInterval(
    counted.map(({ id }) => scores.get(id) ?? 0),
    { method, groups: counted.map(groupOf), weights: counted.map(({ weight }) => weight) },
  );
  return { ...interval, cases: counted.length };
}
