import type { Rate } from "../core/evaluation-results.ts";
import type { Estimate, JudgeCalibrationReport, JudgeDisagreement, JudgeSample } from "../core/judge-calibration.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

export function renderSample({ rows, outputs, out }: JudgeSample, { style, columns }: RenderOptions): string {
  const file = style.safe(out);
  return [
    style.bold(
      `${rows.toLocaleString("en-US")} of ${outputs.toLocaleString("en-US")} different output${outputs === 1 ? "" : "s"} written to ${file}`,
    ),
    wrap('  Let people put "pass" or "fail" in place of null at "human", without seeing what the judge says.', columns, "  "),
    `  ${style.bold("next:")} firstfit judge calibrate ${file} --write`,
  ].join("\n");
}

const DISAGREEMENTS_SHOWN = 3;

export function renderCalibration(report: JudgeCalibrationReport, { style, columns }: RenderOptions): string {
  const { form, rows, leftOut, judge, meaning, disagreements, written } = report;
  const who = judge === undefined ? "stored verdicts" : style.safe(judge.model);
  const lines = [
    style.bold(`${rows.used.toLocaleString("en-US")} graded ${form === "pairs" ? "pair" : "row"}${rows.used === 1 ? "" : "s"}, ${who}`),
    ...leftOut.map(({ reason, count }) => style.yellow(wrap(`  ${count} left out: ${style.safe(reason)}`, columns, "  "))),
    "",
    ...figureLines(report, columns),
    "",
    ...confusionLines(report, style),
    "",
    ...meaning.flatMap((sentence) => [wrap(style.safe(sentence), columns), ""]),
    ...disagreements.slice(0, DISAGREEMENTS_SHOWN).flatMap((each) => [...disagreementLines(each, { style, columns }), ""]),
  ];
  const more = disagreements.length - DISAGREEMENTS_SHOWN;
  if (more > 0) lines.push(style.dim(`${more} more disagreement${more === 1 ? "" : "s"}: --json`), "");
  if (written !== undefined) lines.push(wrap(`Kept in ${style.safe(written)}: eval and compare correct pass rates with it.`, columns));
  return lines.join("\n").trimEnd();
}

/** A figure needs so many columns to stand on one line. */
const FIGURE_WIDTH = 60;

function figureLines(report: JudgeCalibrationReport, columns: number): readonly string[] {
  const row = (name: string, text: string): string => (columns < FIGURE_WIDTH ? `  ${name}\n    ${text}` : `  ${name.padEnd(24)} ${text}`);
  const { agreement, kappa, sensitivity, specificity, byOrder, position, people } = report;
  return [
    row("agreement", rateText(agreement)),
    row("Cohen's kappa", estimateText(kappa)),
    ...(sensitivity === undefined ? [] : [row("passes what people pass", rateText(sensitivity))]),
    ...(specificity === undefined ? [] : [row("fails what people fail", rateText(specificity))]),
    ...(byOrder === undefined
      ? []
      : [row("agreement, a first", rateText(byOrder.aFirst)), row("agreement, b first", rateText(byOrder.bFirst))]),
    ...(position === undefined ? [] : [row("changed with the order", rateText(position.share))]),
    ...(people === undefined ? [] : [row("people among themselves", `${share(people.agreement)}  alpha ${number(people.alpha)}`)]),
  ];
}

function confusionLines({ confusion: { labels, counts } }: JudgeCalibrationReport, style: Style): readonly string[] {
  const width = Math.max(6, ...counts.flat().map((count) => String(count).length + 1));
  const cells = (texts: readonly (string | number)[]): string => texts.map((text) => String(text).padStart(width)).join("");
  return [
    style.dim(`  ${"people \\ judge".padEnd(14)}${cells(labels)}`),
    ...counts.map((row, at) => `  ${(labels[at] ?? "").padEnd(14)}${cells(row)}`),
  ];
}

function disagreementLines(
  { id, at, people, judge, input, outputs, reasons }: JudgeDisagreement,
  { style, columns }: Pick<RenderOptions, "style" | "columns">,
): readonly string[] {
  const indented = (name: string, text: string): string => wrap(`  ${name}: ${style.safe(text)}`, columns, "    ");
  return [
    style.bold(style.safe(`${id} (${at}): people say ${people}, the judge ${judge}`)),
    indented("input", input),
    ...outputs.map((output, place) => indented(outputs.length === 1 ? "output" : place === 0 ? "a" : "b", output)),
    ...(reasons === undefined ? [] : [indented("judge", reasons)]),
  ];
}

function rateText({ mean, low, high, cases }: Rate): string {
  return cases === 0 ? "no row" : `${share(mean)}  [${share(low)}, ${share(high)}]  of ${cases.toLocaleString("en-US")}`;
}

function estimateText({ mean, low, high }: Estimate): string {
  return Number.isNaN(mean) ? "cannot be told" : `${number(mean)}  [${number(low)}, ${number(high)}]`;
}

function share(rate: number): string {
  return Number.isNaN(rate) ? "?" : rate.toFixed(3);
}

function number(value: number): string {
  return Number.isNaN(value) ? "?" : value.toFixed(2);
}
