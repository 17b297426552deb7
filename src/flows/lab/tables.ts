import { parseCsv } from "../../text/csv.ts";

/** A column by the words that may head it; the first is what a fix calls it. */
export type Column = readonly [name: string, ...others: readonly string[]];

export interface UserRow {
  /** Counted from 1, in the file. */
  readonly line: number;
  /** By the column's first name; "" where the row ends before. */
  readonly cells: Readonly<Record<string, string>>;
}

export type UserTable = { readonly kind: "table"; readonly rows: readonly UserRow[] } | { readonly kind: "none"; readonly why: string };

/**
 * The first table of a text whose head has all of these columns: a Markdown table with pipes, or CSV where the file's name says so. Rows without
 * a first cell, and those whose first cell is three dots, are places to be filled in and are left out.
 */
export function userTable(file: { readonly name: string; readonly text: string }, columns: readonly Column[]): UserTable {
  const blocks = /\.csv$/i.test(file.name) ? csvBlocks(file.text) : pipeBlocks(file.text);
  const names = columns.map(([name]) => name).join(" | ");
  for (const block of blocks) {
    const [head, ...rest] = block;
    if (head === undefined) continue;
    const words = head.cells.map((cell) => plain(cell).toLowerCase());
    const places = columns.map((column) => words.findIndex((word) => column.includes(word)));
    if (places.includes(-1)) continue;
    const rows = rest.flatMap(({ line, cells }): UserRow[] => {
      const filled = columns.map(([name], i) => [name, plain(cells[places[i] ?? -1] ?? "")] as const);
      return /^(?:|…|\.\.\.)$/.test(filled[0]?.[1] ?? "") ? [] : [{ line, cells: Object.fromEntries(filled) }];
    });
    return { kind: "table", rows };
  }
  return { kind: "none", why: blocks.length === 0 ? "it has no table" : `no table in it has the columns ${names}` };
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

function csvBlocks(text: string): readonly (readonly Cells[])[] {
  const table = parseCsv(text);
  return table.kind === "table" && table.rows.length > 0 ? [table.rows] : [];
}

const RULE = /^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$/;

function pipeBlocks(text: string): readonly (readonly Cells[])[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const blocks: Cells[][] = [];
  let open: Cells[] | undefined;
  for (const [i, line] of lines.entries()) {
    if (!line.includes("|")) open = undefined;
    else if (open !== undefined) open.push({ line: i + 1, cells: cellsOf(line) });
    else if (RULE.test(lines[i + 1] ?? "") && (lines[i + 1] ?? "").includes("|")) {
      open = [{ line: i + 1, cells: cellsOf(line) }];
      blocks.push(open);
    }
  }
  // the rule under the head is no row
  return blocks.map((block) => block.filter((_, i) => i !== 1));
}

function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|").trim());
}

/** Without the marks of emphasis around it. */
function plain(cell: string): string {
  return cell
    .trim()
    .replace(/^(?:\*\*|__|[*_`])(.*?)(?:\*\*|__|[*_`])$/, "$1")
    .trim();
}
