import type { Case, Trial } from "../../core/evaluation.ts";
import type { JudgeSample } from "../../core/judge-calibration.ts";
import { FirstfitError } from "../../core/errors.ts";
import { seededRandom, shuffled } from "../../stats/random.ts";
import { gradedDigest } from "./graded-rows.ts";

export interface SampledRun {
  readonly cases: readonly Case[];
  readonly candidates: readonly { readonly name: string; readonly trials: readonly Trial[] }[];
}

/**
 * Outputs of a run for people to grade: rows as `judge calibrate` reads them, with `human` left open, and without the judge's verdict and the
 * candidate's name, which would lead them. Drawn by lot over all outputs that have criteria, the same text once: choosing them by what the judge said would falsify its errors.
 * Throws BAD_INPUT for a run without such an output.
 */
export function sampleOutputs(
  { cases, candidates }: SampledRun,
  { rows, seed }: { readonly rows: number; readonly seed: number },
): { readonly text: string; readonly summary: Omit<JudgeSample, "out"> } {
  const byId = new Map(cases.map((each) => [each.id, each]));
  const found = new Map<string, object>();
  for (const { trials } of candidates)
    for (const trial of trials) {
      const criteria = byId.get(trial.caseId)?.expectations.flatMap((each) => (each.kind === "criteria" ? [each.criteria] : []))[0];
      const input = byId.get(trial.caseId)?.input;
      if (trial.kind === "failed" || criteria === undefined || input === undefined) continue;
      const { text: output, toolCalls } = trial.output;
      const digest = gradedDigest({ input, output, toolCalls, criteria });
      if (found.has(digest)) continue;
      // whose output it is would lead people as much as the verdict
      const id = `${trial.caseId}/${digest.slice(0, 8)}`;
      found.set(digest, {
        id,
        input: writtenInput(input),
        output,
        ...(toolCalls === undefined ? {} : { tool_calls: toolCalls }),
        criteria,
        human: null,
      });
    }
  if (found.size === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      "The run has no output of a case with criteria.",
      'Give cases "criteria", and run them: firstfit eval cases.jsonl --out run.json',
    );
  // by digest, so that the order of candidates and cases decides nothing
  const drawn = shuffled(
    [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    seededRandom(seed),
  ).slice(0, rows);
  return {
    text: drawn.map(([, row]) => `${JSON.stringify(row)}\n`).join(""),
    summary: { kind: "judge-sample", rows: drawn.length, outputs: found.size },
  };
}

function writtenInput(input: Case["input"]): unknown {
  return typeof input === "string" ? input : input.map(({ role, text }) => ({ role, content: text }));
}
