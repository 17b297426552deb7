import type { Span } from "../../text/sentences.ts";

/** A cell with what says what it is. Offsets count in the row. */
export interface Cell extends Span {
  /** The name before its colon, the head of its column and the first cell of its row, where there are such. */
  readonly names: readonly string[];
}

/** A row of a table in a passage. */
export interface Row {
  /** Number of its table in the passage. */
  readonly table: number;
  readonly isHead: boolean;
  /** Place of the head among the passage's sentences; undefined where it has none there. */
  readonly headPlace?: number;
  /** Each row speaks of a thing of its own; otherwise the rows are properties of one thing ("Owner | Marit", "Budget | 12,000"). */
  readonly isRecord: boolean;
  /** Most of its cells say their names: "price: 0.12". */
  readonly isNamed: boolean;
  readonly cells: readonly Cell[];
}

const bar = /(?<!\\)\|/;
const rule = /^[\s|:-]+$/;
const named = /^([^:\d][^:]{0,59}):\s/u;
export const FIGURE_ONLY = /^[$€£¥₹]?\s?-?\d[\d.,'’ \u00a0\u202f]*\s?[%$€£¥₹]?$/u;

/**
 * The rows among a passage's sentences, by their places; undefined for what is no row. `above` is the head of a table whose first rows stand in an
 * earlier chunk. A row alone is one too where it names its cells. Linear in the sentences.
 */
export function tableRows(texts: readonly string[], above: string | undefined): readonly (Row | undefined)[] {
  const rows: (Row | undefined)[] = texts.map(() => undefined);
  let table = 0;
  for (let from = 0; from < texts.length; from += 1) {
    if (!isRow(texts[from])) continue;
    let end = from;
    while (isRow(texts[end])) end += 1;
    const found = rowsOf(texts.slice(from, end), from === 0 ? above : undefined, { table, from });
    for (const [i, row] of found.entries()) rows[from + i] = row;
    table += 1;
    from = end - 1;
  }
  return rows;
}

function isRow(text: string | undefined): boolean {
  return text !== undefined && !text.includes("\n") && bar.test(text);
}

function rowsOf(
  texts: readonly string[],
  above: string | undefined,
  { table, from }: { readonly table: number; readonly from: number },
): readonly (Row | undefined)[] {
  const read = texts.map((text) => (rule.test(text) ? [] : cellsOf(text)));
  const first = read[0] ?? [];
  const own = (cell: Span, i: number): string => (texts[i] ?? "").slice(cell.start, cell.end);
  const bodies = read.slice(1).filter((cells) => cells.length > 1);
  // a heading that has a bar in it, and not the cells of these rows, is no head of theirs
  const outer = above !== undefined && cellsOf(above).length === first.length ? above : undefined;
  const isHead =
    outer === undefined &&
    bodies.length > 0 &&
    first.every((cell) => /\p{L}/u.test(own(cell, 0)) && !named.test(`${own(cell, 0)} `) && !FIGURE_ONLY.test(own(cell, 0)));
  const head = isHead ? texts[0] : outer;
  const columns = head === undefined ? [] : cellsOf(head).map(({ start, end }) => head.slice(start, end));
  const lastOfTwo = read.slice(isHead ? 1 : 0).flatMap((cells, i) => (cells[1] === undefined ? [] : [own(cells[1], isHead ? i + 1 : i)]));
  const isPairs = read.every((cells) => cells.length <= 2) && !lastOfTwo.every((text) => FIGURE_ONLY.test(text));
  return read.map((cells, i): Row | undefined => {
    if (cells.length < 2) return undefined;
    const inner = cells.map((cell) => named.exec(own(cell, i)));
    const label = cells[0] === undefined || inner[0] !== null ? "" : own(cells[0], i);
    const isNamed = inner.filter((name) => name !== null).length * 2 > cells.length;
    return {
      table,
      isHead: isHead && i === 0,
      ...(isHead && i > 0 && { headPlace: from }),
      isNamed,
      isRecord: isNamed || (head !== undefined && !isPairs),
      cells: cells.map((cell, column) => {
        const name = inner[column];
        const start = cell.start + (name?.[0].length ?? 0);
        if (isHead && i === 0) return { ...cell, names: [] };
        const names = name?.[1] === undefined ? [columns[column] ?? "", column === 0 ? "" : label] : [name[1]];
        return { start, end: cell.end, names: names.filter((one) => one !== "") };
      }),
    };
  });
}

/** The cells between the bars, trimmed; empty ones keep their place, those at the ends of a row in bars are none. */
function cellsOf(text: string): Span[] {
  const edge = /^\s*\|/.exec(text)?.[0].length ?? 0;
  const last = edge > 0 ? text.replace(/\|\s*$/, "").length : text.length;
  const cells: Span[] = [];
  let from = edge;
  for (let at = edge; at <= last; at += 1) {
    if (at < last && (text[at] !== "|" || text[at - 1] === "\\")) continue;
    const raw = text.slice(from, at);
    const start = from + (raw.length - raw.trimStart().length);
    cells.push({ start: Math.min(start, at), end: Math.max(Math.min(start, at), from + raw.trimEnd().length) });
    from = at + 1;
  }
  return cells;
}
