import type { AdapterTuning, ConfigChange, PairedDifference, RetrievalTuned, ScoreInterval } from "../core/results.ts";
import { missingText } from "./retrieval.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

export function renderTuning(tuned: RetrievalTuned, { style, columns }: RenderOptions): string {
  const { source, queries, queriesLeft, tried, before, after, heldOut, changes, documentsMissing } = tuned;
  const made = source === "synthetic" ? "synthetic" : "judged";
  const left = queriesLeft > 0 ? ` of ${(queries + queriesLeft).toLocaleString("en-US")}` : "";
  const lines = [
    style.bold(`${queries.toLocaleString("en-US")}${left} ${made} ${queries === 1 ? "query" : "queries"}, ${tried} settings tried`),
  ];
  if (source === "synthetic")
    lines.push(
      style.yellow(
        wrap(
          "  synthetic: made from sentences of the documents, in their own words; judge real questions before you rely on this",
          columns,
          "  ",
        ),
      ),
    );
  if (documentsMissing !== undefined) lines.push(style.yellow(`  ${missingText(documentsMissing, style)}`));
  if (before !== undefined) lines.push("");
  if (before !== undefined) lines.push(`  project now        ${intervalText(before)}  nDCG@10`);
  if (after !== undefined && Object.keys(changes).length > 0)
    lines.push(`  best found         ${intervalText(after)}  on the queries that chose it`);
  if (heldOut !== undefined) {
    lines.push(`  on held-out folds  ${intervalText(heldOut.ndcgAt10)}  ${heldOut.folds} folds, dealt ${heldOut.deals} times`);
    lines.push(`  gain               ${gainText(heldOut)}`);
  }
  if (Object.keys(changes).length > 0) {
    lines.push("", style.dim("  what the best has otherwise"));
    for (const [key, value] of Object.entries(changes)) lines.push(`    ${style.safe(`${key}=${value}`)}`);
  }
  const word = tuned.decision === "adopt" ? style.green("adopt") : style.yellow("keep what you have");
  lines.push("", wrap(`${word}: ${style.safe(tuned.reason)}`, columns));
  if (tuned.adapter !== undefined) lines.push("", ...adapterLines(tuned.adapter, { style, columns }));
  if (tuned.change !== undefined) lines.push("", ...changeLines(tuned.change, style));
  return lines.join("\n");
}

function adapterLines(
  { heldOut, rank, decision, reason }: AdapterTuning,
  { style, columns }: Pick<RenderOptions, "style" | "columns">,
): string[] {
  const word = decision === "adopt" ? style.green("adopt") : style.yellow("leave it out");
  return [
    style.bold(`an adapter of rank ${rank} for the questions' vectors`),
    `  on held-out folds  ${intervalText(heldOut.ndcgAt10)}  ${heldOut.folds} folds, dealt ${heldOut.deals} times`,
    `  gain               ${gainText(heldOut)}`,
    wrap(`${word}: ${style.safe(reason)}`, columns),
  ];
}

function changeLines(change: ConfigChange, style: Style): string[] {
  const after = change.needsNewIndex ? [`  ${style.bold("next:")} firstfit index --rebuild`] : [];
  if (change.kind === "paste")
    return [
      style.yellow(`${style.safe(change.file)} cannot be edited safely: ${style.safe(change.why)}.`),
      `  ${style.bold("next:")} put this into its defineConfig({ ... }):`,
      `    ${style.safe(change.paste)}`,
      ...after,
    ];
  const diff = change.diff.split("\n").map((line) => diffLine(line, style));
  if (change.written) return [...diff, "", `Wrote ${style.safe(change.file)}.`, ...after];
  return [...diff, "", `  ${style.bold("next:")} run it again with --write to change ${style.safe(change.file)}`];
}

function diffLine(line: string, style: Style): string {
  const safe = style.safe(line);
  if (line.startsWith("+")) return style.green(safe);
  if (line.startsWith("-")) return style.red(safe);
  return line.startsWith("@@") ? style.cyan(safe) : safe;
}

function intervalText({ mean, low, high }: ScoreInterval): string {
  return `${mean.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function gainText({ difference, wins, losses, ties, pValue }: PairedDifference): string {
  const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
  const p = pValue < 0.001 ? "p < .001" : `p = ${pValue.toFixed(3).replace(/^0/, "")}`;
  return `${signed(difference.mean)} [${signed(difference.low)}, ${signed(difference.high)}]  ${wins} better, ${losses} worse, ${ties} equal, ${p}`;
}
