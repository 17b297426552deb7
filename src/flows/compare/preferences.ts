import type { CandidatePreference } from "../../core/comparison.ts";
import type { CandidateReport, EvaluationReport } from "../../core/evaluation-results.ts";
import type { PairwiseResult } from "../../core/pairwise.ts";
import { holm } from "../../stats/holm.ts";
import { isReviewed } from "../bar.ts";
import { pairwise } from "../pairwise.ts";
import type { OutputsByCase, PairwiseOptions } from "../pairwise.ts";

const SIGNIFICANCE = 0.05;

/**
 * Whose outputs a judge prefers, each candidate's against the first one's, on the first try of every reviewed case. Verdicts are after Holm over all
 * candidates. Throws what ends the run.
 */
export async function preferencesOf(report: EvaluationReport, options: PairwiseOptions): Promise<readonly CandidatePreference[]> {
  const [first, ...others] = report.candidates;
  if (first === undefined) return [];
  const dataset = { name: report.dataset.name, cases: report.cases.filter(isReviewed) };
  const results: PairwiseResult[] = [];
  for (const other of others) results.push(await pairwise(dataset, outputsOf(first), outputsOf(other), options));
  const adjusted = holm(results.map(({ pValue }) => pValue));
  return results.map((result, at) => {
    const pValue = adjusted[at] ?? 1;
    const verdict = pValue > SIGNIFICANCE ? "cannot tell" : result.verdict;
    return { a: first.name, b: others[at]?.name ?? "", ...result, pValue, verdict };
  });
}

function outputsOf({ trials }: CandidateReport): OutputsByCase {
  return new Map(
    trials.flatMap((trial) => (trial.kind === "completed" && trial.repeat === 0 ? [[trial.caseId, trial.output] as const] : [])),
  );
}
