import { trialOutcome } from "../core/evaluation.ts";
import type { ComparisonReport } from "../core/comparison.ts";
import type { CandidateReport } from "../core/evaluation-results.ts";
import { observationText, rateText, requirementText, verdictText } from "./bar-text.ts";
import { escapedMarkdown, shortened } from "./foreign-text.ts";
import {
  baselineText,
  cheapestText,
  counted,
  differenceText,
  frontierTexts,
  inputText,
  latencyTexts,
  noteTexts,
  preferenceTexts,
  number,
  regressionText,
  shortCost,
  subjectText,
  tagTexts,
  tokensText,
} from "./report-text.ts";
import type { AnyReport } from "./report-text.ts";

/** GitHub takes a step summary of a megabyte, and a person fewer rows than that. */
const FAILURES_SHOWN = 50;
const TEXT_SHOWN = 200;

/** A report for the summary of a CI job, in GitHub's Markdown. Foreign text is escaped: it becomes no link, image, mention or HTML. */
export function reportMarkdown(report: AnyReport): string {
  const cheapest = cheapestText(report);
  const isMet = report.bar?.some((each) => each.isMet) === true;
  return [
    `## firstfit: ${escapedMarkdown(subjectText(report))}`,
    ...(cheapest === undefined ? [] : [`**${isMet ? "✅" : "❌"} ${escapedMarkdown(cheapest)}**`]),
    ...list(noteTexts(report)),
    candidateTable(report),
    ...(report.kind === "comparison" ? comparisonParts(report) : []),
    ...barParts(report),
    ...failureParts(report.candidates, report),
  ]
    .join("\n\n")
    .concat("\n");
}

function candidateTable({ candidates }: AnyReport): string {
  const heads = ["candidate", "pass rate", "p50", "p95", "a call", "per pass", "tokens in + out", "errors", "ungraded"];
  return table(
    heads,
    candidates.map(({ name, summary }) => [
      name,
      rateText(summary.correctedPassRate ?? summary.passRate),
      ...latencyTexts(summary),
      shortCost(summary.costPerCall),
      shortCost(summary.costPerPass),
      tokensText(summary),
      number(summary.trials.errors),
      number(summary.trials.ungraded),
    ]),
  );
}

function comparisonParts(report: ComparisonReport): readonly string[] {
  const { baseline, differences } = report;
  return [
    ...(baseline === undefined
      ? []
      : [
          "### Against the baseline",
          escapedMarkdown(baselineText(baseline)),
          ...list([
            ...baseline.differences.flatMap((each) => [regressionText(each), ...tagTexts(each)]),
            ...baseline.candidatesNew.map((name) => `${name} is not in the baseline.`),
          ]),
        ]),
    ...(preferenceTexts(report).length === 0 ? [] : ["### What the judge prefers", ...list(preferenceTexts(report))]),
    ...(differences.length === 0
      ? []
      : [
          "### Differences",
          ...list([...differences.flatMap((each) => [differenceText(each), ...tagTexts(each)]), ...frontierTexts(report)]),
        ]),
  ];
}

function barParts({ bar }: AnyReport): readonly string[] {
  if (bar === undefined) return [];
  const rows = bar.flatMap(({ candidate, requirements }) =>
    requirements.map((result) => [candidate, requirementText(result.asked), observationText(result.observed), verdictText(result)]),
  );
  return ["### The bar", table(["candidate", "asked", "observed", "verdict"], rows)];
}

/** What did not pass, by candidate, folded. */
function failureParts(candidates: readonly CandidateReport[], { cases }: AnyReport): readonly string[] {
  const inputs = new Map(cases.map(({ id, input }) => [id, inputText(input)]));
  return candidates.flatMap(({ name, trials }) => {
    const failed = trials.filter((trial) => trialOutcome(trial) !== "passed");
    if (failed.length === 0) return [];
    const rows = failed.slice(0, FAILURES_SHOWN).map((trial) => {
      const outcome = trialOutcome(trial);
      const said = trial.kind === "failed" ? `${trial.error.code}: ${trial.error.message}` : trial.output.text;
      return [trial.caseId, outcome, shortened(inputs.get(trial.caseId) ?? "", TEXT_SHOWN), shortened(said, TEXT_SHOWN)];
    });
    const more = failed.length > rows.length ? `\n\n${number(failed.length - rows.length)} more are not shown.` : "";
    return [
      `<details><summary>${escapedMarkdown(name)}: ${counted(failed.length, "trial")} did not pass</summary>\n\n${table(["case", "outcome", "input", "output"], rows)}${more}\n\n</details>`,
    ];
  });
}

function list(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [texts.map((text) => `- ${escapedMarkdown(text)}`).join("\n")];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map((cells) => line(cells.map(escapedMarkdown)))].join("\n");
}
