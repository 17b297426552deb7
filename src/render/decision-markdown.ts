import type { DecisionDocument, MeasuredRung, RungReport } from "../core/decision.ts";
import { msText, rateText } from "./bar-text.ts";
import { CURVE_HEADS, CURVE_TITLE, curveRows, curveTexts } from "./decision-curve.ts";
import {
  barTexts,
  failureText,
  gatesOf,
  headlineText,
  lostTexts,
  moreText,
  overallRate,
  provisionalText,
  requirementLine,
  runFacts,
  sourceTexts,
  statusText,
  summaryText,
  testTexts,
  whyNotHeadText,
} from "./decision-text.ts";
import { shortCost } from "./report-text.ts";
import { expectationText } from "./expectation-text.ts";
import { escapedMarkdown } from "./foreign-text.ts";

/** A decision as Markdown, for a repository or a pull request. Everything foreign is escaped. */
export function decisionMarkdown(decision: DecisionDocument): string {
  const { task, row, order, rungs, outcome } = decision;
  const adopted = outcome.kind === "adopted" ? outcome.rung : undefined;
  const provisional = provisionalText(decision);
  return `${[
    `# ${escapedMarkdown(headlineText(decision))}`,
    escapedMarkdown(summaryText(decision)),
    ...(provisional === undefined ? [] : [escapedMarkdown(provisional)]),
    ...decision.notes.map((note) => `> ${escapedMarkdown(note)}`),
    "## The task",
    escapedMarkdown(task.name),
    row === undefined
      ? "It was matched with no row of the decision table, because the configuration does not say its kind."
      : `It is the row "${escapedMarkdown(row.problem)}" of the decision table, whose first move is: ${escapedMarkdown(row.move)} (${escapedMarkdown(row.because)}.)`,
    escapedMarkdown(order.reason),
    "## The bar",
    barTexts(decision)
      .map((text) => `- ${escapedMarkdown(text)}`)
      .join("\n"),
    "## The ladder",
    table(rungs, adopted),
    ...rungs.flatMap((rung) => (rung.kind === "measured" ? measured(rung) : [])),
    ...others(rungs),
    ...learningCurve(decision),
    "## What would change this decision",
    decision.wouldChange.map((text) => `- ${escapedMarkdown(text)}`).join("\n"),
    "## How it was decided",
    ...testTexts(decision).map(escapedMarkdown),
    "## Run it again",
    `\`\`\`sh\n${decision.rerun}\n\`\`\``,
    sourceTexts(decision)
      .map((text) => `- ${escapedMarkdown(text)}`)
      .join("\n"),
  ].join("\n\n")}\n`;
}

function table(rungs: readonly RungReport[], adopted: string | undefined): string {
  const rows = rungs.map((rung, at) => {
    const cells = rung.kind === "measured" ? figures(rung) : ["", "", ""];
    return `| ${[`${at + 1} ${escapedMarkdown(rung.name)}`, escapedMarkdown(rung.mechanism), statusText(rung, adopted), ...cells].join(" | ")} |`;
  });
  return ["| rung | mechanism | | pass rate | p95 | a call |", "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function figures(rung: MeasuredRung): readonly string[] {
  const rate = overallRate(rung);
  return [
    rate === undefined ? "-" : rateText(rate.rate),
    rung.latencyMs === undefined ? "-" : msText(rung.latencyMs.p95),
    escapedMarkdown(shortCost(rung.costPerCall)),
  ];
}

function measured(rung: MeasuredRung): readonly string[] {
  const more = moreText(rung);
  const failures = failureText(rung);
  const lines = [
    ...rung.requirements.map(requirementLine),
    ...runFacts(rung),
    ...(failures === undefined ? [] : [`what failed: ${failures}`]),
    ...lostTexts(rung),
    ...(more === undefined ? [] : [more]),
  ];
  const examples = rung.examples.map(
    ({ caseId, input, output, expectations, reasons }) =>
      `- ${escapedMarkdown(caseId)}: ${escapedMarkdown(input)}\n  - expected: ${escapedMarkdown(expectations.map(expectationText).join("; "))}\n  - came: ${escapedMarkdown(output)}${reasons.length === 0 ? "" : ` (${escapedMarkdown(reasons.join("; "))})`}`,
  );
  return [
    `### ${escapedMarkdown(rung.name)}: ${escapedMarkdown(rung.mechanism)}`,
    lines.map((line) => `- ${escapedMarkdown(line)}`).join("\n"),
    ...(examples.length === 0 ? [] : [`Failures to look at:\n\n${examples.join("\n")}`]),
  ];
}

function others(rungs: readonly RungReport[]): readonly string[] {
  const rest = rungs.flatMap((rung) => (rung.kind === "measured" ? [] : [rung]));
  if (rest.length === 0) return [];
  const lines = rest.map((rung) => {
    const gates = gatesOf(rung).map(
      ({ gate, verdict, reason }) => `  - gate ${escapedMarkdown(gate)}: ${verdict}. ${escapedMarkdown(reason)}`,
    );
    return [`- **${escapedMarkdown(rung.name)}**: ${escapedMarkdown(whyNotHeadText(rung))}`, ...gates].join("\n");
  });
  return ["## Rungs that were not run", lines.join("\n")];
}

function learningCurve({ curve }: DecisionDocument): readonly string[] {
  if (curve === undefined) return [];
  const rows = [CURVE_HEADS, CURVE_HEADS.map(() => "---:"), ...curveRows(curve)].map((cells) => `| ${cells.join(" | ")} |`);
  return [`## ${CURVE_TITLE}`, rows.join("\n"), ...curveTexts(curve).map(escapedMarkdown)];
}
