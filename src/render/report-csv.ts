import { trialOutcome } from "../core/evaluation.ts";
import { formatCsv } from "../text/csv.ts";
import { expectationText } from "./expectation-text.ts";
import { inputText } from "./report-text.ts";
import type { AnyReport } from "./report-text.ts";

const COLUMNS = [
  "candidate",
  "case",
  "try",
  "outcome",
  "input",
  "expected",
  "output",
  "grades",
  "error_code",
  "error",
  "latency_ms",
  "cost_usd",
  "input_tokens",
  "output_tokens",
  "tags",
] as const;

/** A row for each trial. What is not known is an empty cell. No cell is a formula in a spreadsheet, and `parseCsv` gives back what was written. */
export function reportCsv({ candidates, cases }: AnyReport): string {
  const byId = new Map(cases.map((each) => [each.id, each]));
  const rows = candidates.flatMap(({ name, trials }) =>
    trials.map((trial): Readonly<Record<(typeof COLUMNS)[number], string>> => {
      const each = byId.get(trial.caseId);
      const output = trial.kind === "completed" ? trial.output : undefined;
      return {
        candidate: name,
        case: trial.caseId,
        try: String(trial.repeat + 1),
        outcome: trialOutcome(trial),
        input: each === undefined ? "" : inputText(each.input),
        expected: (each?.expectations ?? []).map(expectationText).join("; "),
        output: output?.text ?? "",
        grades: trial.kind === "completed" ? JSON.stringify(trial.grades) : "",
        error_code: trial.kind === "failed" ? trial.error.code : "",
        error: trial.kind === "failed" ? trial.error.message : "",
        latency_ms: numberText(output?.latencyMs),
        cost_usd: output?.cost?.kind === "known" ? numberText(output.cost.usd) : "",
        input_tokens: numberText(output?.usage?.inputTokens),
        output_tokens: numberText(output?.usage?.outputTokens),
        tags: (each?.tags ?? []).join("|"),
      };
    }),
  );
  return formatCsv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]);
}

function numberText(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}
