import type { Block, Extraction } from "../core/document.ts";
import { claimedDate, cleanTitle, titleFromPath } from "./claims.ts";
import { isWhiteSpace } from "../text/atoms.ts";
import { findDates } from "../text/dates.ts";
import { decodeText, hiddenCharacterNotes } from "./decode.ts";
import { FormatError } from "./format-error.ts";

/** A line without its line end; `next` is where the line behind it begins. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly blank: boolean;
}

/** A title longer than this is a sentence. */
const TITLE_LENGTH_MAX = 100;
/** A line of this length with a date in it is a date line. */
const DATE_LINE_LENGTH_MAX = 40;
/** Each takes some hundred bytes until the document is cut, so that these are a hundred megabytes; a log of 64 MB has half as many lines. */
const BLOCKS_MAX = 1_000_000;

/**
 * Plain text: paragraphs between empty lines, lists, tables of bars or tabs, and headings where the layout leaves little doubt:
 * underlined, between equals signs, numbered, marked with # or in capitals, each standing by itself.
 */
export function parsePlain(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes);
  if (decoded.kind === "skipped") return decoded;
  const { text } = decoded;
  const blocks = plainBlocks(text);
  const title = plainTitle(text, blocks) || titleFromPath(path);
  const date = claimedDate({}, path, text);
  return {
    kind: "document",
    document: {
      mediaType: "text/plain",
      title,
      text,
      blocks,
      metadata: {},
      ...(date !== undefined && { date }),
      notes: [...decoded.notes, ...hiddenCharacterNotes(text)],
    },
  };
}

/** A heading that opens the text, or a line by itself near the top that reads like a title; "" when there is none. */
function plainTitle(text: string, blocks: readonly Block[]): string {
  const OPENING_BLOCKS = 3;
  for (const [index, { kind, start, end, title }] of blocks.slice(0, OPENING_BLOCKS).entries()) {
    const line = text.slice(start, Math.min(end, start + TITLE_LENGTH_MAX + 1)).trim();
    // "Date: ..." and the like are the letter's head; a line with an end mark is a sentence; the last block titles nothing.
    if (/^[\p{L} -]{2,20}:\s/u.test(line) || (findDates(line).length > 0 && line.length < DATE_LINE_LENGTH_MAX)) continue;
    if (kind === "heading") return title ?? "";
    const isTitle = kind === "paragraph" && line.length <= TITLE_LENGTH_MAX && !/[\r\n]|[.!?:;,]$/u.test(line) && /\p{L}{3}/u.test(line);
    return isTitle && index + 1 < blocks.length ? cleanTitle(line) : "";
  }
  return "";
}

/** The line that begins at `start`; undefined behind the last. */
function lineAt(text: string, start: number): Line | undefined {
  if (start > text.length) return undefined;
  let blank = true;
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) return { start, end: at, next: unit === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1, blank };
    blank &&= isWhiteSpace(unit);
  }
  return { start, end: text.length, next: text.length + 1, blank };
}

/** Lines are read as they are asked for, because a file of megabytes may have millions of them. */
function plainBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let followsText = false;
  for (let line = lineAt(text, 0); line !== undefined;) {
    if (line.blank) {
      followsText = false;
      line = lineAt(text, line.next);
      continue;
    }
    if (blocks.length === BLOCKS_MAX)
      throw new FormatError(`over a limit: more than ${BLOCKS_MAX.toLocaleString("en")} paragraphs, lists, tables and headings`);
    const heading = followsText ? undefined : headingAt(text, line);
    if (heading !== undefined) {
      blocks.push(heading.block);
      followsText = true;
      line = lineAt(text, heading.next);
      continue;
    }
    const first = line;
    let last = line;
    let following = lineAt(text, line.next);
    // A heading stands behind an empty line.
    for (; following?.blank === false; following = lineAt(text, following.next)) last = following;
    const block: Block = { kind: blockKind(text, first, last), start: first.start, end: last.end };
    const before = blocks.at(-1);
    // The items of one list may stand apart from each other.
    if (block.kind === "list" && before?.kind === "list") blocks[blocks.length - 1] = { ...before, end: last.end };
    else blocks.push(block);
    followsText = true;
    line = following;
  }
  return blocks;
}

const listItem = /^\s{0,12}(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])\s/;
const LOOK = 200;

/** A list when the first line is an item, a table when every line has as many bars or tabs as the first, else a paragraph. */
function blockKind(text: string, first: Line, last: Line): Block["kind"] {
  if (listItem.test(text.slice(first.start, Math.min(first.end, first.start + LOOK)))) return "list";
  if (last === first) return "paragraph";
  const columns = separators(text, first);
  if (columns === 0) return "paragraph";
  for (let line = lineAt(text, first.next); line !== undefined && line.start <= last.start; line = lineAt(text, line.next))
    if (separators(text, line) !== columns) return "paragraph";
  return "table";
}

function separators(text: string, line: Line): number {
  let count = 0;
  for (let at = line.start; at < line.end; at++) {
    const unit = text.charCodeAt(at);
    // A leading tab is an indent.
    if (unit === 124 || (unit === 9 && at > line.start)) count += 1;
  }
  return count;
}

type FoundHeading = { readonly block: Block; readonly next: number };

/** The heading that a line behind an empty one is, where it is one. */
function headingAt(text: string, line: Line): FoundHeading | undefined {
  if (line.end - line.start > TITLE_LENGTH_MAX * 2) return undefined;
  const words = text.slice(line.start, line.end).trim();
  if (words.length > TITLE_LENGTH_MAX || !/[\p{L}\p{N}]/u.test(words)) return undefined;
  const heading = (level: number, title: string, last = line): FoundHeading => ({
    block: { kind: "heading", start: line.start, end: last.end, level, title: cleanTitle(title) },
    next: last.next,
  });
  const following = lineAt(text, line.next);
  const under = underline(text, following, words.length);
  if (under !== undefined) return heading(under, words, following);
  if (following?.blank === false) return undefined;
  const wiki = /^(=(?: ?=){0,5})(?!=)\s*(\S[^=]*?)\s*\1$/.exec(words);
  if (wiki?.[1] !== undefined && wiki[2] !== undefined) return heading(wiki[1].replaceAll(" ", "").length, wiki[2]);
  const marked = /^(#{1,6})\s+(\S.*?)\s*#*$/.exec(words);
  if (marked?.[1] !== undefined && marked[2] !== undefined) return heading(marked[1].length, marked[2]);
  if (/[.!?;,]$/.test(words)) return undefined;
  // A day by itself dates what follows, as in a log.
  const [day] = findDates(words);
  if (day?.start === 0 && day.end === words.length) return nextFilled(text, line) === undefined ? undefined : heading(2, words);
  const numbered = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}/u.exec(words);
  if (numbered?.[1] !== undefined) return isSoleNumber(text, line) ? heading(Math.min(6, numbered[1].split(".").length), words) : undefined;
  // Capitals alone are weak evidence, so that they need four letters and something under them.
  const letters = words.replace(/[^\p{L}]/gu, "");
  const capitals = letters.length >= 4 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  return capitals && !listItem.test(words) && nextFilled(text, line) !== undefined ? heading(2, words) : undefined;
}

/** Level of the line that underlines a title of this length, after the habits of reStructuredText: = and * are 1, - and ~ are 2, others 3. */
function underline(text: string, line: Line | undefined, titleLength: number): number | undefined {
  if (line === undefined || line.end - line.start > TITLE_LENGTH_MAX * 2) return undefined;
  const rule = /^\s*(={3,}|-{3,}|~{3,}|\*{3,}|\^{4,}|\+{4,}|"{4,})\s*$/.exec(text.slice(line.start, line.end))?.[1];
  if (rule === undefined || rule.length < titleLength / 2) return undefined;
  if ("=*".includes(rule.charAt(0))) return 1;
  if ("-~".includes(rule.charAt(0))) return 2;
  // Rarer marks stand for other things, too, but seldom at the full length of the line above.
  return rule.length >= titleLength ? 3 : undefined;
}

function nextFilled(text: string, line: Line): Line | undefined {
  // A title stands close to its text; the bound keeps a file of empty lines linear.
  const LINES_MAX = 4;
  let next = lineAt(text, line.next);
  for (let count = 1; next?.blank === true && count < LINES_MAX; count++) next = lineAt(text, next.next);
  return next?.blank === false ? next : undefined;
}

/** A numbered line is a heading only when text follows it; when another number follows, it is an item of a spaced list. */
function isSoleNumber(text: string, line: Line): boolean {
  const next = nextFilled(text, line);
  return next !== undefined && !/^\s*\d{1,3}[.)]\s/.test(text.slice(next.start, Math.min(next.end, next.start + 20)));
}
