import type { DatasetReviewed } from "../core/dataset-results.ts";
import type { Case } from "../core/evaluation.ts";
import { plainStyle, wrap } from "./style.ts";
import type { RenderOptions } from "./style.ts";

/** A case with its fields as they stand in the file. */
interface ShownCase {
  readonly value: Case;
  readonly fields: Readonly<Record<string, unknown>>;
}

const LINES_MAX = 40;
/** Shown by itself, or of no use to whoever decides. */
const NOT_LISTED = ["id", "_id", "input", "question", "query", "review"];

/** A case as it is put before a person: the input whole, as far as a screen holds it, then every field. */
export function renderCase({ value, fields }: ShownCase, n: number, of: number): string {
  const { safe } = plainStyle;
  const input = typeof value.input === "string" ? value.input : value.input.map(({ role, text }) => `${role}: ${text}`).join("\n");
  const lines = input.split(/\r\n|\n|\r/).map((line) => `  ${safe(line)}`);
  const shown = lines.length > LINES_MAX ? [...lines.slice(0, LINES_MAX), `  … ${lines.length - LINES_MAX} more lines`] : lines;
  const others = Object.entries(fields).filter(([name, field]) => !NOT_LISTED.includes(name) && field !== null);
  const width = Math.max(0, ...others.map(([name]) => name.length));
  return [
    "",
    `${n} of ${of}: ${safe(value.id)}`,
    ...shown,
    ...others.map(([name, field]) => `  ${safe(name).padEnd(width)}  ${safe(typeof field === "string" ? field : JSON.stringify(field))}`),
    ...(value.expectations.length === 0 ? ["  expects nothing yet, so that any output would be ungraded: e adds what a good one has"] : []),
  ].join("\n");
}

const LEFT_MAX = 20;

export function renderReviewed(result: DatasetReviewed, { style, columns }: RenderOptions): string {
  const { kept, edited, dropped, left } = result;
  const file = style.safe(result.file);
  const decided = [
    [kept.length, "kept"],
    [edited.length, "edited and kept"],
    [dropped.length, `dropped, now in ${style.safe(result.droppedTo)}`],
  ] as const;
  const done = decided.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const lines = done.length > 0 ? [style.bold(done.join(", "))] : [];
  if (left.length === 0) return [...lines, `No case of ${file} waits for a review.`].join("\n");
  lines.push(`${left.length.toLocaleString("en-US")} ${left.length === 1 ? "case waits" : "cases wait"} for a person in ${file}`);
  // whoever has just decided knows what is left
  if (done.length > 0) return [...lines, `  ${style.bold("next:")} firstfit dataset review ${file}`].join("\n");
  for (const { id, input, expects } of left.slice(0, LEFT_MAX))
    lines.push(
      wrap(`  ${style.bold(style.safe(id))}  ${style.safe(input)} (${expects.join(", ") || "expects nothing yet"})`, columns, "    "),
    );
  if (left.length > LEFT_MAX) lines.push(`  and ${left.length - LEFT_MAX} more: --json`);
  lines.push(
    wrap(
      `  ${style.bold("next:")} at a terminal, firstfit dataset review ${file}; elsewhere --keep ID and --drop ID, or --keep-all`,
      columns,
      "    ",
    ),
  );
  return lines.join("\n");
}
