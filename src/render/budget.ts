import type { BudgetReport, CacheablePrefix, ProposedCut } from "../core/budget.ts";
import type { Cost } from "../core/calls.ts";
import { wrap, type RenderOptions, type Style } from "./style.ts";

const BAR_COLUMNS = 30;
const SHOWN_STEPS = 6;

/** The bill of a prompt: a bar for each section, what it costs, what can be cached, and what could go. */
export function renderBudget(report: BudgetReport, { style, columns }: RenderOptions): string {
  const say = (text: string, indent = "  "): string => wrap(`${indent}${style.safe(text)}`, columns, indent);
  const blocks = [
    [
      headline(report, style),
      say(`counted by ${labelOf(report.counted)}`),
      ...(report.counted.better === undefined ? [] : [style.dim(say(report.counted.better))]),
    ],
    bars(report, style),
    costLines(report).map((line) => say(line)),
    [style.bold("Cache"), ...cacheLines(report.cache).map((line) => say(line))],
    cutLines(report.cut, style, columns),
    ...(report.compare.length === 0 ? [] : [compareLines(report, style)]),
    ...(report.warnings.length === 0 ? [] : [report.warnings.map((text) => style.yellow(wrap(style.safe(text), columns, "  ")))]),
    ...(report.notes.length === 0 ? [] : [report.notes.map((text) => style.dim(wrap(style.safe(text), columns, "  ")))]),
    ...(report.max === undefined ? [] : [[maxLine(report, report.max, style)]]),
  ];
  return blocks.map((block) => block.join("\n")).join("\n\n");
}

function labelOf({ source, by }: { readonly source: string; readonly by: string }): string {
  return `${source === "provider" ? "the provider" : source}: ${by}`;
}

function headline(report: BudgetReport, style: Style): string {
  const model = report.model === undefined ? "no model named" : style.safe(report.model);
  const approximately = report.counted.source === "estimate" ? "about " : "";
  return `${style.bold(`${approximately}${number(report.inputTokens)} input tokens`)} in ${style.safe(report.name)}, for ${model}`;
}

function bars(report: BudgetReport, style: Style): string[] {
  const widest = Math.max(...report.sections.map(({ section }) => section.length));
  const digits = Math.max(...report.sections.map(({ tokens }) => number(tokens).length));
  return report.sections.map(({ section, tokens, share }) => {
    const full = share * BAR_COLUMNS;
    const bar = "█".repeat(Math.floor(full)) + (full % 1 >= 0.5 || full < 0.5 ? "▌" : "");
    const line = `${section.padEnd(widest)}  ${number(tokens).padStart(digits)}  ${percent(share).padStart(4)}  ${bar}`;
    return section === report.largest ? style.bold(`${line} largest`) : section === "output" ? style.dim(`${line} at most`) : line;
  });
}

function costLines({ call, month }: BudgetReport): string[] {
  const lines = [`a call: ${rangeText(call)}`];
  if (month !== undefined) lines.push(`a month of ${number(month.calls)} calls: ${rangeText(month)}`);
  return lines;
}

function rangeText({ low, high }: { readonly low: Cost; readonly high: Cost }): string {
  if (low.kind === "unknown") return costText(low);
  if (high.kind === "unknown") return `${costText(low)} for the input; ${high.reason}`;
  return `${costText(low)} for the input, ${costText(high)} with the output at its limit`;
}

/** Four digits that mean something, and cents from a dollar on. */
function costText(cost: Cost): string {
  if (cost.kind === "unknown") return `cost unknown: ${cost.reason}`;
  const usd = Math.abs(cost.usd);
  const digits = usd >= 1 ? 2 : usd === 0 ? 0 : Math.min(8, 2 - Math.floor(Math.log10(usd)));
  return `${cost.usd < 0 ? "-" : ""}$${usd.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

function cacheLines(cache: CacheablePrefix): string[] {
  if (cache.tokens === 0) return [`nothing can be cached: the prompt begins with ${cache.until}`];
  const lines = [`the first ${number(cache.tokens)} tokens are the same in every call, up to ${cache.until}`];
  if (cache.tokensMin !== undefined && cache.tokens < cache.tokensMin) {
    lines.push(`this model caches no prefix below ${number(cache.tokensMin)} tokens, and says nothing when it does not`);
    return lines;
  }
  if (cache.tokensMin === undefined) lines.push("how long a prefix this model caches at least is not known");
  if (cache.uncached.kind === "known" && cache.write.kind === "known" && cache.read.kind === "known")
    lines.push(
      `input of a call: ${costText(cache.uncached)} uncached, ${costText(cache.write)} when it is written, ${costText(cache.read)} when it is read`,
    );
  if (cache.readsToPay !== undefined)
    lines.push(`pays from ${cache.readsToPay === 1 ? "one read" : `${cache.readsToPay} reads`} for each write on`);
  if (cache.month?.saved.kind === "known")
    lines.push(
      cache.month.isKeptWarm
        ? `saves ${costText(cache.month.saved)} a month, with calls spread evenly`
        : `calls spread evenly come too rarely to find it within five minutes: ${cache.month.saved.usd < 0 ? `it would cost ${costText({ kind: "known", usd: -cache.month.saved.usd })} more a month` : "nothing is saved"}`,
    );
  return lines;
}

function cutLines(cut: ProposedCut, style: Style, columns: number): string[] {
  const reached = cut.isReached ? "" : ", and the rules find no more";
  const lines = [
    style.bold(
      `Cut of ${cut.section}: ${number(cut.tokensBefore)} to ${number(cut.tokensAfter)} tokens (${percent(cut.share)} less${reached})`,
    ),
  ];
  for (const { rule, text, tokens } of cut.steps.slice(0, SHOWN_STEPS))
    lines.push(wrap(`  -${number(tokens)}  ${rule}: ${style.safe(text)}`, columns, "      "));
  if (cut.steps.length > SHOWN_STEPS) lines.push(style.dim(`  and ${cut.steps.length - SHOWN_STEPS} more: --json names them all`));
  for (const { id, before, after } of cut.checks) lines.push(`  ${style.safe(id)}: ${before} before, ${after} after`);
  const verdict = `  ${cut.verdict}: ${cut.reason}`;
  lines.push(
    cut.verdict === "safe"
      ? style.green(wrap(verdict, columns, "  "))
      : cut.verdict === "unsafe"
        ? style.red(wrap(verdict, columns, "  "))
        : wrap(verdict, columns, "  "),
  );
  return lines;
}

function compareLines(report: BudgetReport, style: Style): string[] {
  const widest = Math.max(...report.compare.map(({ model }) => model.length));
  return [
    style.bold("The same prompt"),
    ...report.compare.map(
      (other) =>
        `  ${style.safe(other.model).padEnd(widest)}  ${number(other.inputTokens)} tokens, ${other.ratio.toFixed(2)} times, ${other.inputCost.kind === "known" ? costText(other.inputCost) : "cost unknown"}  ${style.dim(`(${labelOf(other)})`)}`,
    ),
  ];
}

function maxLine(report: BudgetReport, max: NonNullable<BudgetReport["max"]>, style: Style): string {
  return max.isExceeded
    ? style.red(
        `over the budget: ${number(report.inputTokens)} tokens, ${number(report.inputTokens - max.tokens)} above --max ${number(max.tokens)}`,
      )
    : style.green(`within the budget: ${number(report.inputTokens)} of ${number(max.tokens)} tokens`);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
