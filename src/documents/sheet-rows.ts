import type { BlockText } from "./block-text.ts";
import { cellText, rowText } from "./block-text.ts";

export interface SheetRow {
  /** Counted from 1, as the program that made the sheet shows it. */
  readonly row: number;
  /** By column from the left; "" for empty cells. */
  readonly cells: readonly string[];
}

const HEADER_LENGTH_MAX = 60;
/** A header longer than this is not said again in every row: the text would be mostly header. */
const NAMES_LENGTH_MAX = 1_000;

/**
 * Writes a sheet: each row is a block with the place of its first filled cell. Under a header each row says the names of its columns
 * ("Team: Maple Leafs | Stanley Cups: 13"), because a row is found and cited without the rows above it.
 */
export function writeSheet(rows: readonly SheetRow[], sheet: string, out: BlockText): void {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const at = headerIndex(filled);
  const names = at === undefined ? [] : (filled[at]?.cells ?? []).map(cellText);
  for (const [index, { row, cells }] of filled.entries()) {
    const named = at !== undefined && index > at && cells.filter((cell) => cell.trim() !== "").length > 1;
    const column = Math.max(
      0,
      cells.findIndex((cell) => cell.trim() !== ""),
    );
    const locator = { kind: "cell", sheet, cell: `${columnName(column)}${row}` } as const;
    const text = named ? namedRow(cells, names) : rowText(cells).replace(/^(?: \| )+/, "");
    out.add(text, { kind: "table", locator, ...(index > 0 && { gap: "\n" }) });
  }
}

/** The first row with several cells, when all of them are short words, no numbers, and other rows follow; titles above it have one cell. */
function headerIndex(rows: readonly SheetRow[]): number | undefined {
  const LOOK = 10;
  const at = rows.slice(0, LOOK).findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== "").length > 1);
  const header = rows[at];
  if (header === undefined || at + 1 >= rows.length) return undefined;
  const cells = header.cells.map(cellText).filter((cell) => cell !== "");
  const isName = (cell: string): boolean => cell.length <= HEADER_LENGTH_MAX && /\p{L}/u.test(cell) && !/^[\d.,\s%€$£-]+$/u.test(cell);
  if (cells.join("").length > NAMES_LENGTH_MAX) return undefined;
  return cells.every(isName) && new Set(cells).size === cells.length ? at : undefined;
}

function namedRow(cells: readonly string[], names: readonly string[]): string {
  return cells
    .map((cell, column) => ({ value: cellText(cell), name: names[column] ?? "" }))
    .filter(({ value }) => value !== "")
    .map(({ value, name }) => (name === "" ? value : `${name}: ${value}`))
    .join(" | ");
}

/** 0 is A, 26 is AA. */
export function columnName(column: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** "AB12" as column 27; undefined for anything else. */
export function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
