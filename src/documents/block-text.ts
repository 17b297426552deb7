import type { Block, BlockKind, Locator } from "../core/document.ts";

/** What a block is besides its text. */
export interface BlockFacts {
  readonly kind: BlockKind;
  /** Left out when the format has nothing better than the line of the text being written, which whoever needs it counts. */
  readonly locator?: Locator;
  /** Heading level, on headings only. */
  readonly level?: number;
  /** Heading title when it is not the block's own text. */
  readonly title?: string;
  /** What parts it from the block before; an empty line unless the text runs on. */
  readonly gap?: string;
}

/** Writes the text of a document with its blocks, for formats whose text is not the file itself. The calls follow reading order. */
export interface BlockText {
  /** A text of white space alone is left out. */
  add(text: string, facts: BlockFacts): void;
  /** UTF-16 units written so far. */
  length(): number;
  result(): { readonly text: string; readonly blocks: readonly Block[] };
}

/** Heading levels as `Block` has them. */
const LEVEL_MAX = 6;

export function blockText(): BlockText {
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  return {
    add: (source, { kind, locator, level, title, gap }) => {
      // A lone half of a surrogate pair cannot be stored as UTF-8, and would shift every offset behind it.
      const text = source
        .toWellFormed()
        .replace(/^\s*\n/u, "")
        .trimEnd();
      if (!/\S/u.test(text)) return;
      if (length > 0) {
        const between = gap ?? "\n\n";
        parts.push(between);
        length += between.length;
      }
      const block = { kind, start: length, end: length + text.length, ...(locator !== undefined && { locator }) };
      parts.push(text);
      length += text.length;
      blocks.push(
        kind === "heading"
          ? { ...block, level: Math.min(LEVEL_MAX, Math.max(1, level ?? 1)), title: title ?? text.replace(/\s+/gu, " ").trim() }
          : block,
      );
    },
    length: () => length,
    result: () => ({ text: parts.join(""), blocks }),
  };
}

/** Cells of a row in one line; empty cells at the end say nothing. */
export function rowText(cells: readonly string[]): string {
  let last = cells.length;
  while (last > 0 && cellText(cells[last - 1] ?? "") === "") last -= 1;
  return cells.slice(0, last).map(cellText).join(" | ");
}

export function cellText(cell: string): string {
  return cell.replace(/\s+/gu, " ").trim();
}

/** Rows as lines, without rows that are empty. */
export function tableText(rows: readonly (readonly string[])[]): string {
  return rows
    .map(rowText)
    .filter((row) => row !== "")
    .join("\n");
}
