import type { Block, Extraction } from "../core/document.ts";
import { claimedDate } from "./claims.ts";
import { decodeText, hiddenCharacterNotes } from "./decode.ts";
import { familyOf } from "./source-families.ts";
import type { Family } from "./source-families.ts";

/** Lines of comment above a definition that go with its signature; what is above them stays with the code before. */
const COMMENT_LINES_MAX = 15;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Definition {
  /** Line of the signature, and the first line that belongs to it: comments, decorators, attributes. */
  readonly line: number;
  readonly first: number;
  readonly name: string;
  readonly level: number;
}

/**
 * Source code as it stands, cut where definitions begin. A scanner of lines, not a parser: it knows a definition by how its
 * line begins and by its indent, and strings and comments by the language's marks. It does not see definitions that begin
 * within a line, are made by macros, or are indented against their language's habit; these stay in the block around them.
 * A definition's heading is the comment above it and its signature, so that its name is in the path of what follows.
 */
export function parseSourceCode(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes);
  if (decoded.kind === "skipped") return decoded;
  const { text } = decoded;
  const family = familyOf(path);
  const lines = linesOf(text);
  const found = family === undefined ? [] : definitionsOf(lines, family);
  const date = claimedDate({}, path, "");
  return {
    kind: "document",
    document: {
      mediaType: "text/x-source",
      title: path.replace(/^.*[\\/]/, ""),
      text,
      blocks: blocksOf(text, lines, found),
      metadata: family === undefined ? {} : { language: family.language },
      ...(date !== undefined && { date }),
      notes: [...decoded.notes, ...hiddenCharacterNotes(text)],
    },
  };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = text.charCodeAt(at);
    if (at < text.length && unit !== 10 && unit !== 13) continue;
    lines.push({ start, end: at, text: text.slice(start, at) });
    if (unit === 13 && text.charCodeAt(at + 1) === 10) at++;
    start = at + 1;
  }
  return lines;
}

/** A line this long is made by a program, and defines what no one looks for. */
const LINE_LENGTH_MAX = 400;
const LEVEL_MAX = 6;

function definitionsOf(lines: readonly Line[], family: Family): Definition[] {
  const found: Definition[] = [];
  // Indents of the definitions that are open here, so that a method is below its class.
  const open: number[] = [];
  let skipUntil: string | undefined;
  for (const [index, { text }] of lines.entries()) {
    if (skipUntil !== undefined) {
      if (text.includes(skipUntil)) skipUntil = undefined;
      continue;
    }
    skipUntil = unclosed(text, family);
    if (text.length > LINE_LENGTH_MAX || !/\S/u.test(text)) continue;
    const name = family.nameIn(text);
    if (name === undefined) continue;
    const indent = indentOf(text);
    while (open.length > 0 && (open.at(-1) ?? 0) >= indent) open.pop();
    // What is defined deeper is a detail of the definition around it.
    if (open.length >= family.depthMax) continue;
    open.push(indent);
    const after = found.at(-1)?.line ?? -1;
    found.push({ line: index, first: leadOf(lines, index, after, family), name, level: Math.min(LEVEL_MAX, open.length + 1) });
  }
  return found;
}

function indentOf(text: string): number {
  let width = 0;
  for (const unit of text) {
    if (unit === " ") width += 1;
    else if (unit === "\t") width += 4;
    else break;
  }
  return width;
}

/** The mark that ends a comment or a string that begins on this line and runs over its end. */
function unclosed(text: string, family: Family): string | undefined {
  for (const [opens, closes] of family.spans) {
    const from = text.lastIndexOf(opens);
    if (from < 0) continue;
    // The same mark opens and closes: an odd number of them leaves it open.
    const isOpen = opens === closes ? text.split(opens).length % 2 === 0 : !text.includes(closes, from + opens.length);
    const comment = family.lineComment === undefined ? -1 : text.indexOf(family.lineComment);
    if (isOpen && !(comment >= 0 && comment < from)) return closes;
  }
  return undefined;
}

/** The first line of the comments, decorators and attributes that stand right above a definition. */
function leadOf(lines: readonly Line[], line: number, after: number, family: Family): number {
  let first = line;
  while (first - 1 > after && line - first < COMMENT_LINES_MAX && family.leads(lines[first - 1]?.text ?? "")) first -= 1;
  return first;
}

/** Blocks from definition to definition; what stands before the first is a block by itself, cut at empty lines by the chunker. */
function blocksOf(text: string, lines: readonly Line[], found: readonly Definition[]): Block[] {
  const blocks: Block[] = [];
  const offset = (line: number): number => lines[line]?.start ?? text.length;
  const code = (from: number, to: number): void => {
    let start = from;
    let end = to;
    while (end > start && /\s/u.test(text[end - 1] ?? "")) end -= 1;
    // Indents are part of code, the empty lines above it are not.
    const blank = /^(?:[^\S\n\r]*(?:\r\n?|\n))+/u.exec(text.slice(start, end))?.[0].length ?? 0;
    start += blank;
    if (end > start) blocks.push({ kind: "code", start, end });
  };
  code(0, found[0] === undefined ? text.length : offset(found[0].first));
  for (const [index, { line, first, name, level }] of found.entries()) {
    const next = found[index + 1];
    const end = lines[line]?.end ?? text.length;
    blocks.push({ kind: "heading", start: offset(first), end, level, title: name });
    code(Math.min(text.length, end), next === undefined ? text.length : offset(next.first));
  }
  return blocks;
}
