import type { Block, BlockKind } from "../core/document.ts";

/** A list, table or quotation being written: one block, however much is inside. */
interface Container {
  readonly kind: BlockKind;
  readonly line: number;
  readonly lines: string[];
}

/**
 * Writes the text of a page with its blocks. Blocks stand apart by an empty line; items of a list begin with their marker;
 * the cells of a row are joined by bars. The calls follow the page's order.
 */
export interface HtmlText {
  text(value: string, line: number): void;
  lineBreak(): void;
  /** Ends the running paragraph, as every block-level tag does. */
  paragraph(): void;
  heading(level: number): void;
  code(value: string, line: number): void;
  openList(ordered: boolean, line: number): void;
  item(): void;
  closeList(): void;
  openQuote(line: number): void;
  closeQuote(): void;
  openTable(): void;
  cell(): void;
  row(): void;
  closeTable(): void;
  result(): { readonly text: string; readonly blocks: readonly Block[] };
}

interface ListLevel {
  readonly ordered: boolean;
  count: number;
}

/** Deeper lists are indented no further, so that hostile nesting does not multiply the text. */
const INDENT_LEVELS_MAX = 6;

export function htmlText(): HtmlText {
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  let inline: string[] = [];
  let inlineLine = 1;
  let container: Container | undefined;
  const lists: ListLevel[] = [];
  let quotes = 0;
  let marker: string | undefined;
  let rows: string[][] | undefined;
  let cells: string[] = [];
  // Of the first words in the open table; many lines may stand between its tag and them.
  let tableLine: number | undefined;

  const emit = (kind: BlockKind, text: string, line: number, level?: number): void => {
    if (length > 0) {
      parts.push("\n\n");
      length += 2;
    }
    const block = { kind, start: length, end: length + text.length, locator: { kind: "line", line } } as const;
    parts.push(text);
    length += text.length;
    blocks.push(kind === "heading" ? { ...block, level: level ?? 1, title: text.replace(/\s+/gu, " ") } : block);
  };
  const takeInline = (): string => {
    const text = inline
      .join("")
      .replace(/[ \t\n\r\f]*\n[ \t\n\r\f]*/g, "\n")
      .replace(/[ \t\r\f]+/g, " ")
      .trim();
    inline = [];
    return text;
  };
  const indent = (): string => "  ".repeat(Math.min(INDENT_LEVELS_MAX, Math.max(0, lists.length - 1)));
  const writeLine = (text: string): void => {
    if (container === undefined) return;
    if (lists.length > 0) container.lines.push(`${indent()}${marker ?? "  "}${text}`);
    else container.lines.push(container.lines.length > 0 ? `\n${text}` : text);
    marker = undefined;
  };
  const flush = (kind: BlockKind, level?: number): void => {
    if (rows !== undefined) {
      if (inline.length > 0) inline.push(" ");
      return;
    }
    const text = takeInline();
    if (text === "") return;
    if (container !== undefined) writeLine(text);
    else emit(kind, text, inlineLine, level);
  };
  const close = (): void => {
    if (container !== undefined && container.lines.length > 0) emit(container.kind, container.lines.join("\n"), container.line);
    container = undefined;
  };
  return {
    text: (value, line) => {
      if (value === "") return;
      // A cell that holds only a no-break space shows nothing.
      if (rows !== undefined && /\S/u.test(value)) tableLine ??= line + (/^\s*/u.exec(value)?.[0].split("\n").length ?? 1) - 1;
      if (inline.length === 0) {
        if (!/[^ \t\n\r\f]/.test(value)) return;
        inlineLine = line + (/^[ \t\n\r\f]*/.exec(value)?.[0].split("\n").length ?? 1) - 1;
      }
      inline.push(value.replace(/[ \t\n\r\f]+/g, " "));
    },
    lineBreak: () => {
      if (inline.length > 0) inline.push("\n");
    },
    paragraph: () => flush("paragraph"),
    heading: (level) => flush("heading", level),
    code: (value, line) => {
      if (rows !== undefined) {
        inline.push(value.replace(/\s+/gu, " "));
        return;
      }
      const text = value.replace(/^[ \t\r]*\n/, "").trimEnd();
      if (text.trim() === "") return;
      if (container !== undefined) writeLine(text);
      else emit("code", text, line + (/^[ \t\r]*\n/.test(value) ? 1 : 0));
    },
    openList: (ordered, line) => {
      flush("paragraph");
      if (rows !== undefined) return;
      container ??= { kind: "list", line, lines: [] };
      lists.push({ ordered, count: 0 });
    },
    item: () => {
      flush("paragraph");
      const list = lists.at(-1);
      if (list === undefined || rows !== undefined) return;
      list.count += 1;
      marker = list.ordered ? `${list.count}. ` : "- ";
    },
    closeList: () => {
      flush("paragraph");
      if (rows !== undefined) return;
      lists.pop();
      if (lists.length === 0 && quotes === 0) close();
    },
    openQuote: (line) => {
      flush("paragraph");
      if (rows !== undefined) return;
      container ??= { kind: "quote", line, lines: [] };
      quotes += 1;
    },
    closeQuote: () => {
      flush("paragraph");
      if (rows !== undefined) return;
      quotes = Math.max(0, quotes - 1);
      if (lists.length === 0 && quotes === 0) close();
    },
    openTable: () => {
      flush("paragraph");
      tableLine = undefined;
      rows = [];
      cells = [];
    },
    cell: () => {
      cells.push(takeInline().replace(/\s+/gu, " "));
    },
    row: () => {
      const rest = takeInline().replace(/\s+/gu, " ");
      if (rest !== "") cells.push(rest);
      if (cells.some((cell) => cell !== "")) rows?.push(cells);
      cells = [];
    },
    closeTable: () => {
      const rest = takeInline().replace(/\s+/gu, " ");
      if (rest !== "") cells.push(rest);
      if (cells.some((cell) => cell !== "")) rows?.push(cells);
      const text = tableText(rows ?? []);
      rows = undefined;
      cells = [];
      if (text === "") return;
      if (container !== undefined) writeLine(text);
      else emit("table", text, tableLine ?? inlineLine);
    },
    result: () => {
      flush("paragraph");
      close();
      return { text: parts.join(""), blocks };
    },
  };
}

/** Rows as lines. Columns that are empty in every row are layout, and are left out. */
function tableText(rows: readonly (readonly string[])[]): string {
  const filled = new Set<number>();
  for (const row of rows) for (const [column, cell] of row.entries()) if (cell !== "") filled.add(column);
  return rows
    .map((row) =>
      row
        .filter((_, column) => filled.has(column))
        .join(" | ")
        .replace(/(?: \| *)+$/, "")
        .trim(),
    )
    .join("\n");
}
