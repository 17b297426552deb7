import type { CaseCount, CasePair, DatasetImported, DatasetScrubbed, DatasetStats, ReplacedPersonalData } from "../core/results.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

export function renderImport(result: DatasetImported, options: RenderOptions): string {
  const { style, columns } = options;
  const lines = [`${style.bold(many(result.cases, "case"))} of the format ${result.format} written to ${style.safe(result.out)}`];
  if (result.skipped > 0)
    lines.push(
      style.yellow(wrap(`  ${many(result.skipped, "row")} left out; the first: ${style.safe(result.firstSkipped ?? "")}`, columns, "  ")),
    );
  if (result.notTaken.length > 0) {
    const names = result.notTaken.map(({ name, count }) => `${style.safe(name)} (${count})`).join(", ");
    lines.push(style.yellow(wrap(`  assertions without a counterpart, kept in the metadata: ${names}`, columns, "  ")));
  }
  lines.push(...(result.replaced === undefined ? ["  personal data was kept"] : replacedLines(result.replaced, options)));
  return lines.join("\n");
}

export function renderScrub(result: DatasetScrubbed, options: RenderOptions): string {
  return [
    `${options.style.bold(many(result.rows, "row"))} written to ${options.style.safe(result.out)}`,
    ...replacedLines(result.replaced, options),
  ].join("\n");
}

function replacedLines(replaced: readonly ReplacedPersonalData[], { style, columns }: RenderOptions): string[] {
  if (replaced.length === 0) return ["  no personal data recognised"];
  const width = Math.max(...replaced.map(({ type }) => type.length));
  return [
    ...replaced.map(({ type, replaced: count, distinct }) => `  ${type.padEnd(width)}  ${count} replaced, ${distinct} different`),
    style.dim(
      wrap("  what has a form is found nearly always; names, organisations and addresses only in part: look through them", columns, "  "),
    ),
  ];
}

const SHOWN_MAX = 5;

export function renderStats(stats: DatasetStats, { style, columns }: RenderOptions): string {
  const lines = [style.bold(`${many(stats.cases, "case")} in ${style.safe(stats.name)}`)];
  const row = (name: string, text: string): void => void lines.push(`  ${name.padEnd(10)}${wrap(text, columns - 12, " ".repeat(12))}`);
  const list = (counts: readonly CaseCount[]): string => counts.map(({ name, cases }) => `${style.safe(name)} ${cases}`).join(", ");
  if (stats.tags.length > 0) row("tags", list(stats.tags));
  const telling = stats.tags.flatMap(({ name, smallestDifference: points }) =>
    points === undefined ? [] : [`${style.safe(name)} ${(100 * points).toFixed(0)}`],
  );
  if (telling.length > 0) row("by tag", `points that a difference needs to show four times in five: ${telling.join(", ")}`);
  row("sources", list(stats.sources));
  if (stats.expectations.length > 0) row("expected", list(stats.expectations));
  if (stats.groups < stats.cases - stats.unreviewed)
    row("groups", `${stats.groups}: cases of one group count as one where it is about what can be shown`);
  if (stats.unreviewed > 0) lines.push(style.yellow(`  ${many(stats.unreviewed, "case")} that nobody has reviewed: in no gate`));
  if (stats.withoutExpectation > 0)
    lines.push(style.yellow(`  ${many(stats.withoutExpectation, "case")} without an expectation: any output would pass`));
  pairs(lines, stats.conflicts, "contradict each other: the same input, expectations that differ", style);
  pairs(lines, stats.duplicates, "say the same twice", style);
  pairs(lines, stats.nearDuplicates, "are nearly the same", style);
  pairs(lines, stats.leaked ?? [], "stand in the training data too", style);
  if (stats.thinTags.length > 0)
    row("thin", `${stats.thinTags.map((tag) => style.safe(tag)).join(", ")}: fewer than 20 cases, too few to be read by themselves`);
  lines.push("");
  lines.push(
    wrap(
      stats.smallestDifference === undefined
        ? "With so few cases, one candidate could do better on a fifth of them and worse on none, and nobody could tell it from chance."
        : `So many cases would show a difference of ${(100 * stats.smallestDifference).toFixed(0)} points between two candidates four times in five, and smaller ones seldom.`,
      columns,
      "",
    ),
  );
  return lines.join("\n");
}

function pairs(lines: string[], found: readonly CasePair[], what: string, style: Style): void {
  if (found.length === 0) return;
  lines.push(style.yellow(`  ${many(found.length, "pair")} ${what}`));
  for (const { first, second, similarity } of found.slice(0, SHOWN_MAX))
    lines.push(`    ${style.safe(first)} and ${style.safe(second)}${similarity < 1 ? `, ${Math.round(100 * similarity)}% alike` : ""}`);
  if (found.length > SHOWN_MAX) lines.push(`    and ${found.length - SHOWN_MAX} more: --json`);
}

function many(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
