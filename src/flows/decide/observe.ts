import { trialOutcome } from "../../core/evaluation.ts";
import type { Case, Trial } from "../../core/evaluation.ts";
import type { Observation } from "./rung-test.ts";

/** What a trial showed of its candidate. */
export function observe(trial: Trial, { id, tags, weight }: Case): Observation {
  const outcome = trialOutcome(trial);
  const output = trial.kind === "completed" ? trial.output : undefined;
  return {
    caseId: id,
    tags,
    weight,
    ...(outcome === "passed" ? { grade: 1 } : outcome === "failed" ? { grade: 0 } : {}),
    isJudged: hangsOnJudge(trial),
    ...(output?.latencyMs === undefined ? {} : { latencyMs: output.latencyMs }),
    ...(output?.cost?.kind === "known" ? { usd: output.cost.usd } : {}),
  };
}

/** A judge graded, and nothing else failed: had the judge said otherwise, the outcome would be another. */
function hangsOnJudge(trial: Trial): boolean {
  if (trial.kind === "failed") return false;
  const grades = Object.entries(trial.grades);
  const others = grades.filter(([grader]) => !isJudge(grader));
  return others.length < grades.length && !others.some(([, grade]) => grade.kind === "graded" && grade.value < 1);
}

/** "judge", and "judge 2" where a case has several criteria. */
export function isJudge(grader: string): boolean {
  return /^judge( \d+)?$/.test(grader);
}
