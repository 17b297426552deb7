import type { Block, BlockKind, Document, Locator } from "../core/document.ts";
import { findDates } from "./dates.ts";
import { tokenWeight } from "./tokens.ts";

/** The smallest stretch that the chunker moves as one: a block, or a fragment of a block that alone exceeds a chunk. */
export interface Atom {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
  /** Estimated tokens of the stretch, not rounded, so that they add up. */
  readonly tokens: number;
  /** The same for the white space between the atom before and this one. */
  readonly gapTokens: number;
  /** Titles of the headings above, outermost first; a heading's own path ends with itself. */
  readonly path: readonly string[];
  readonly locator?: Locator;
  /** Header row of the table that this fragment continues. */
  readonly tableHeader?: string;
}

/** A heading with what stands under it. The root has no heading. */
export interface Section {
  readonly level: number;
  readonly path: readonly string[];
  /** Date in the heading or in one above it, else the document's. */
  readonly date?: string;
  readonly heading?: Atom;
  readonly body: Atom[];
  readonly children: Section[];
}

/** Estimated tokens of `text.slice(start, end)`, not rounded. */
export function spanTokens(text: string, start: number, end: number): number {
  let tokens = 0;
  for (let at = start; at < end; at++) tokens += tokenWeight(text.charCodeAt(at));
  return tokens;
}

/** Narrows a span to its first and last characters that are not white space; undefined when there are none. */
export function trimSpan(text: string, start: number, end: number): { readonly start: number; readonly end: number } | undefined {
  let from = start;
  let to = end;
  while (from < to && isWhiteSpace(text.charCodeAt(from))) from++;
  while (to > from && isWhiteSpace(text.charCodeAt(to - 1))) to--;
  return to > from ? { start: from, end: to } : undefined;
}

/** What `\s` matches, without a regular expression for every character. */
export function isWhiteSpace(unit: number): boolean {
  if (unit < 128) return unit === 32 || (unit >= 9 && unit <= 13);
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

/** A path is repeated in front of every chunk, so that a heading of a megabyte must not enter it whole. */
const TITLE_LENGTH_MAX = 200;

/** The document as a tree of its headings. Text between blocks that no parser claimed counts as a paragraph; front matter is left out. */
export function sectionTree(document: Document): Section {
  const { text } = document;
  const root: Section = { level: 0, path: [], body: [], children: [], ...(document.date !== undefined && { date: document.date }) };
  // The open sections, outermost first. Its depth is at most one more than the deepest heading level, which is clamped to 6.
  const open: Section[] = [root];
  let covered = 0;
  const add = (block: Block): void => {
    const span = trimSpan(text, block.start, block.end);
    if (span === undefined) return;
    const gapTokens = spanTokens(text, covered, span.start);
    covered = span.end;
    const own = {
      kind: block.kind,
      ...span,
      tokens: spanTokens(text, span.start, span.end),
      gapTokens,
      ...(block.locator !== undefined && { locator: block.locator }),
    };
    if (block.kind !== "heading") {
      const section = open.at(-1) ?? root;
      section.body.push({ ...own, path: section.path });
      return;
    }
    const level = Math.min(6, Math.max(1, block.level ?? 1));
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1) ?? root;
    const title = (block.title ?? text.slice(span.start, span.end)).slice(0, TITLE_LENGTH_MAX).trim();
    const path = isTitle(title, document.title, parent) ? parent.path : [...parent.path, title];
    const date = findDates(title)[0]?.iso ?? parent.date;
    const section: Section = { level, path, heading: { ...own, path }, body: [], children: [], ...(date !== undefined && { date }) };
    parent.children.push(section);
    open.push(section);
  };
  let at = 0;
  for (const block of document.blocks) {
    if (block.start > at) add({ kind: "paragraph", start: at, end: block.start });
    if (block.kind === "front-matter") covered = block.end;
    else add({ ...block, start: Math.max(at, block.start) });
    at = Math.max(at, block.end);
  }
  add({ kind: "paragraph", start: at, end: text.length });
  return root;
}

/** The heading that only repeats the document's title is not said twice in a path. */
function isTitle(title: string, documentTitle: string, parent: Section): boolean {
  return title === "" || (parent.path.length === 0 && title.toLowerCase() === documentTitle.trim().toLowerCase());
}
