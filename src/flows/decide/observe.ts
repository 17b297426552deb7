import { isJudged, trialOutcome } from "../../core/evaluation.ts";
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
    ...(output === undefined ? {} : output.cost?.kind === "known" ? { usd: output.cost.usd } : { isCostUnknown: true }),
  };
}

/** A judge graded, and nothing else failed: had the judge said otherwise, the outcome would be another. */
function hangsOnJudge(trial: Trial): boolean {
  if (trial.kind === "failed") return false;
  const grades = Object.values(trial.grades);
  const others = grades.filter((grade) => !isJudged(grade));
  return others.length < grades.length && !others.some((grade) => grade.kind === "graded" && grade.value < 1);
}
