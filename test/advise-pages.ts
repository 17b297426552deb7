import type { GlossaryEntry } from "../src/core/advice.ts";
import { GLOSSARY } from "../src/flows/advise/explain.ts";
import { DECISION_TABLE, DO_CONSIDER_FINE_TUNING, DO_NOT_FINE_TUNE } from "../src/flows/advise/table.ts";

/** docs/glossary.md as the data say it. */
export function glossaryPage(): string {
  const term = ({ term: name, alias, says, matters, here, source }: GlossaryEntry): string =>
    [
      `## ${name}`,
      "",
      `Also: ${alias.join(", ")}.`,
      "",
      says,
      "",
      `- **Matters** ${matters}.`,
      `- **firstfit** ${here.replace(/\.$/, "")}.`,
      `- **Source** [${source.title}](${source.url.replaceAll("(", "%28").replaceAll(")", "%29")})`,
    ].join("\n");
  return [
    "# Glossary",
    "",
    `${GLOSSARY.length} terms, each in three plain sentences. The same texts at the command line:`,
    "",
    "```sh",
    "firstfit explain LoRA",
    "```",
    "",
    "```text",
    "LoRA freezes a model and learns a small low-rank difference beside its layers.",
    "```",
    "",
    "A slip is understood, and without a term all are listed. This page is written from the data in `src/flows/advise/glossary-*.ts`, and a test compares the two.",
    "",
    GLOSSARY.map(term).join("\n\n"),
    "",
  ].join("\n");
}

/** docs/decision-table.md as the data say it. */
export function decisionTablePage(): string {
  const rows = DECISION_TABLE.map(
    ({ id, problem, move, mechanisms }) => `| \`${id}\` | ${problem} | \`${move}\` | ${mechanisms.join(", ")} |`,
  );
  const sections = DECISION_TABLE.map((row) =>
    [
      `## ${row.id}`,
      "",
      `${row.problem} ${row.say}`,
      "",
      `The reason: ${row.why}. It costs ${row.effort}.`,
      "",
      ...row.gates.map((gate) => `- Gate: ${gate}`),
      `- Measure first: ${row.measure}.`,
      `- Rule: ${row.rule}.`,
      `- ${row.rightWhen}`,
    ].join("\n"),
  );
  return [
    "# The decision table",
    "",
    "A problem, and the first thing to try. The rows are data in the program (`src/flows/advise/table-*.ts`): [advise](advise.md) finds the row of a claim, and a test compares this page with them.",
    "",
    "```sh",
    'firstfit advise "We need the output as JSON and every twentieth reply does not parse"',
    "```",
    "",
    "```text",
    "structured-output → structured-output",
    "```",
    "",
    "| Row | The problem | First move | Mechanisms |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "## What not to fine-tune for",
    "",
    "| You want | Reach for | Row |",
    "| --- | --- | --- |",
    ...DO_NOT_FINE_TUNE.map(({ wish, instead, row }) => `| ${wish} | ${instead} | \`${row}\` |`),
    "",
    "## When to consider it",
    "",
    "| When | Why | Row |",
    "| --- | --- | --- |",
    ...DO_CONSIDER_FINE_TUNING.map(({ when, why, row }) => `| ${when} | ${why} | \`${row}\` |`),
    "",
    "## Training or inference",
    "",
    "One test sorts everything: are weights updated, or frozen? In training they are changed by gradient descent over a dataset, in a large model for months and for tens of millions of dollars. In inference they are",
    "frozen: input goes in, output comes out, in milliseconds to seconds and for cents at most. What a team can influence is nearly always the second. [`advise map`](advise.md#training-or-inference) applies the test to your own list.",
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}
