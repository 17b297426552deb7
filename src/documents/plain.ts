import type { Block, Extraction } from "../core/document.ts";
import { claimedDate, cleanTitle, titleFromPath } from "./claims.ts";
import { findDates } from "../text/dates.ts";
import { decodeText, hiddenCharacterNotes } from "./decode.ts";

/** A line without its line end. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly blank: boolean;
}

/** A title longer than this is a sentence. */
const TITLE_LENGTH_MAX = 100;
/** A line of this length with a date in it is a date line. */
const DATE_LINE_LENGTH_MAX = 40;

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

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = text.charCodeAt(at);
    if (at < text.length && unit !== 10 && unit !== 13) continue;
    lines.push({ start, end: at, blank: !/\S/u.test(text.slice(start, at)) });
    if (unit === 13 && text.charCodeAt(at + 1) === 10) at++;
    start = at + 1;
  }
  return lines;
}

function plainBlocks(text: string): Block[] {
  const lines = linesOf(text);
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (line === undefined || line.blank) {
      index += 1;
      continue;
    }
    const heading = headingAt(text, lines, index);
    if (heading !== undefined) {
      blocks.push(heading.block);
      index += heading.lines;
      continue;
    }
    let last = index;
    while (last + 1 < lines.length && lines[last + 1]?.blank === false && headingAt(text, lines, last + 1) === undefined) last += 1;
    const end = lines[last]?.end ?? line.end;
    const block: Block = { kind: blockKind(text, lines, index, last), start: line.start, end };
    const before = blocks.at(-1);
    // The items of one list may stand apart from each other.
    if (block.kind === "list" && before?.kind === "list") blocks[blocks.length - 1] = { ...before, end };
    else blocks.push(block);
    index = last + 1;
  }
  return blocks;
}

const listItem = /^\s{0,12}(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])\s/;
const LOOK = 200;

/** A list when the first line is an item, a table when every line has as many bars or tabs as the first, else a paragraph. */
function blockKind(text: string, lines: readonly Line[], first: number, last: number): Block["kind"] {
  const opening = lines[first];
  if (opening === undefined) return "paragraph";
  if (listItem.test(text.slice(opening.start, Math.min(opening.end, opening.start + LOOK)))) return "list";
  if (last === first) return "paragraph";
  let columns = -1;
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    const count = line === undefined ? 0 : separators(text, line);
    if (count === 0 || (columns >= 0 && count !== columns)) return "paragraph";
    columns = count;
  }
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

type FoundHeading = { readonly block: Block; readonly lines: number };

function headingAt(text: string, lines: readonly Line[], index: number): FoundHeading | undefined {
  const line = lines[index];
  if (line === undefined || line.blank || line.end - line.start > TITLE_LENGTH_MAX * 2) return undefined;
  const words = text.slice(line.start, line.end).trim();
  if (words.length > TITLE_LENGTH_MAX || !/[\p{L}\p{N}]/u.test(words)) return undefined;
  if (index > 0 && lines[index - 1]?.blank === false) return undefined;
  const heading = (level: number, title: string, count = 1): FoundHeading => ({
    block: { kind: "heading", start: line.start, end: lines[index + count - 1]?.end ?? line.end, level, title: cleanTitle(title) },
    lines: count,
  });
  const under = underline(text, lines[index + 1], words.length);
  if (under !== undefined) return heading(under, words, 2);
  if (lines[index + 1]?.blank === false) return undefined;
  const wiki = /^(=(?: ?=){0,5})(?!=)\s*(\S[^=]*?)\s*\1$/.exec(words);
  if (wiki?.[1] !== undefined && wiki[2] !== undefined) return heading(wiki[1].replaceAll(" ", "").length, wiki[2]);
  const marked = /^(#{1,6})\s+(\S.*?)\s*#*$/.exec(words);
  if (marked?.[1] !== undefined && marked[2] !== undefined) return heading(marked[1].length, marked[2]);
  if (/[.!?;,]$/.test(words)) return undefined;
  // A day by itself dates what follows, as in a log.
  const [day] = findDates(words);
  if (day?.start === 0 && day.end === words.length) return nextFilled(lines, index) === undefined ? undefined : heading(2, words);
  const numbered = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}/u.exec(words);
  if (numbered?.[1] !== undefined)
    return isSoleNumber(text, lines, index) ? heading(Math.min(6, numbered[1].split(".").length), words) : undefined;
  // Capitals alone are weak evidence, so that they need four letters and something under them.
  const letters = words.replace(/[^\p{L}]/gu, "");
  const capitals = letters.length >= 4 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  return capitals && !listItem.test(words) && nextFilled(lines, index) !== undefined ? heading(2, words) : undefined;
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

function nextFilled(lines: readonly Line[], index: number): number | undefined {
  // A title stands close to its text; the bound keeps a file of empty lines linear.
  for (let at = index + 1; at < lines.length && at <= index + 4; at++) if (lines[at]?.blank === false) return at;
  return undefined;
}

/** A numbered line is a heading only when text follows it; when another number follows, it is an item of a spaced list. */
function isSoleNumber(text: string, lines: readonly Line[], index: number): boolean {
  const next = nextFilled(lines, index);
  const line = next === undefined ? undefined : lines[next];
  return line !== undefined && !/^\s*\d{1,3}[.)]\s/.test(text.slice(line.start, Math.min(line.end, line.start + 20)));
}
