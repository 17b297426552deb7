import { trialOutcome } from "../../core/evaluation.ts";
import type { CandidateReport } from "../../core/evaluation-results.ts";

/** Not one output could be graded, or there was none: the run says nothing of the candidate, which must look neither like success nor like a bar that was missed. */
export function isWithoutGrade({ trials }: Pick<CandidateReport, "trials">): boolean {
  return trials.every((trial) => ["error", "ungraded"].includes(trialOutcome(trial)));
}

/** What to do about outputs none of which could be graded; errors speak for themselves. */
export function ungradedNotes(candidate: CandidateReport): readonly string[] {
  const reason = [candidate.summary, candidate.unreviewed].flatMap((each) => each?.ungraded ?? [])[0]?.reason;
  if (reason === undefined || !isWithoutGrade(candidate)) return [];
  return [
    `Not one output of ${candidate.name} could be graded, so this run says nothing of how good it is: ${reason}. docs/dataset.md says what a case can expect, docs/eval.md what each kind needs.`,
  ];
}
