import { isWhiteSpace, spanTokens, trimSpan } from "./atoms.ts";
import type { Atom } from "./atoms.ts";
import { eachSentence } from "./sentences.ts";
import type { Span } from "./sentences.ts";
import { tokenWeight } from "./tokens.ts";

type TakeSpan = (start: number, end: number) => void;

/** Tells the spans of `text.slice(start, end)` one after another: of a text of megabytes there are too many to be held at once. */
type Cut = (text: string, start: number, end: number, take: TakeSpan, tokensMax: number) => void;

/** Ways to cut, from the best boundary to the last resort; the next is used only on what is still too long. */
const CUTS: Readonly<Record<Atom["kind"], readonly Cut[]>> = {
  "front-matter": [],
  heading: [eachSentence, words],
  paragraph: [eachSentence, words],
  quote: [paragraphs, eachSentence, words],
  list: [items, paragraphs, eachSentence, words],
  table: [lines, words],
  code: [paragraphs, lines, words],
  html: [paragraphs, lines, words],
};

/** Tells the fragments of an atom that exceeds `tokensMax` by itself, each within it, in order; together they hold all its characters but white space. */
export function eachFragment(text: string, atom: Atom, tokensMax: number, take: (fragment: Atom) => void): void {
  if (atom.tokens <= tokensMax) return take(atom);
  const header = atom.kind === "table" ? headerRow(text, atom) : undefined;
  let before: number | undefined;
  cutAll(text, atom, { cuts: CUTS[atom.kind], tokensMax }, (start, end, tokens) => {
    const gapTokens = before === undefined ? atom.gapTokens : spanTokens(text, before, start);
    take({ ...atom, start, end, tokens, gapTokens, ...(before !== undefined && header !== undefined && { tableHeader: header }) });
    before = end;
  });
}

/** Ways to cut a block into what is said one after another: sentences of prose, lines of code and tables. */
const PIECES: Readonly<Record<Atom["kind"], readonly Cut[]>> = {
  "front-matter": [],
  heading: [eachSentence, words],
  paragraph: [eachSentence, words],
  quote: [eachSentence, words],
  list: [eachSentence, words],
  table: [lines, words],
  code: [lines, words],
  html: [lines, words],
};

/** Sentences or lines of an atom, each within `tokensMax`; together they hold all its characters but white space. */
export function pieces(text: string, atom: Atom, tokensMax: number): readonly Span[] {
  const found: Span[] = [];
  cutAll(text, atom, { cuts: PIECES[atom.kind], tokensMax }, (start, end) => void found.push({ start, end }));
  return found;
}

interface Cutting {
  readonly cuts: readonly Cut[];
  readonly tokensMax: number;
}

function cutAll(
  text: string,
  span: Span,
  { cuts, tokensMax }: Cutting,
  take: (start: number, end: number, tokens: number) => void,
  depth = 0,
): void {
  const cut = cuts[depth];
  if (cut === undefined) return take(span.start, span.end, spanTokens(text, span.start, span.end));
  const takeSpan = (start: number, end: number): void => {
    const tokens = spanTokens(text, start, end);
    if (tokens <= tokensMax) take(start, end, tokens);
    else cutAll(text, { start, end }, { cuts, tokensMax }, take, depth + 1);
  };
  cut(text, span.start, span.end, takeSpan, tokensMax);
}

/** The cells of a table's first row, which say what the columns of every later row mean. */
export function headerRow(text: string, atom: Atom): string | undefined {
  const HEADER_LENGTH_MAX = 200;
  const lineEnd = text.indexOf("\n", atom.start);
  const line = text.slice(atom.start, Math.min(lineEnd < 0 ? atom.end : lineEnd, atom.end, atom.start + HEADER_LENGTH_MAX));
  const cells = line
    .split("|")
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "");
  return cells.length > 0 ? cells.join(" | ") : undefined;
}

function takeTrimmed(text: string, start: number, end: number, take: TakeSpan): void {
  const span = trimSpan(text, start, end);
  if (span !== undefined) take(span.start, span.end);
}

/** Spans between the line starts where `isCut` holds, trimmed, empty ones left out. */
function cutLines(text: string, { start, end }: Span, isCut: (lineStart: number) => boolean, take: TakeSpan): void {
  let from = start;
  for (let next = text.indexOf("\n", start); next >= 0 && next < end; next = text.indexOf("\n", next + 1)) {
    if (!isCut(next + 1)) continue;
    takeTrimmed(text, from, next + 1, take);
    from = next + 1;
  }
  takeTrimmed(text, from, end, take);
}

function lines(text: string, start: number, end: number, take: TakeSpan): void {
  cutLines(text, { start, end }, () => true, take);
}

/** At empty lines. */
function paragraphs(text: string, start: number, end: number, take: TakeSpan): void {
  const isEmptyLine = (at: number): boolean => {
    const unit = text.charCodeAt(at);
    return unit === 10 || unit === 13;
  };
  cutLines(text, { start, end }, isEmptyLine, take);
}

const marker = /[-*+•]|\d{1,9}[.)]/y;

/** At the items of the outermost list: lines whose marker is indented no deeper than the first one's. */
function items(text: string, start: number, end: number, take: TakeSpan): void {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indentMax = start - lineStart;
  const isItem = (at: number): boolean => {
    let mark = at;
    while (mark - at <= indentMax && (text[mark] === " " || text[mark] === "\t")) mark++;
    if (mark - at > indentMax) return false;
    marker.lastIndex = mark;
    return marker.test(text);
  };
  cutLines(text, { start, end }, isItem, take);
}

/** Last resort: at white space, or between characters where there is none, in pieces of at most three quarters of the maximum. */
function words(text: string, start: number, end: number, take: TakeSpan, tokensMax: number): void {
  const limit = tokensMax * 0.75;
  let from = start;
  let space = -1;
  let tokens = 0;
  let tokensToSpace = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const weight = tokenWeight(unit);
    if (isWhiteSpace(unit)) {
      space = at;
      tokensToSpace = tokens;
    }
    // Never between the halves of a surrogate pair.
    if (tokens + weight > limit && at > from && !(unit >= 0xdc00 && unit <= 0xdfff)) {
      const to = space > from && tokensToSpace > limit / 2 ? space : at;
      takeTrimmed(text, from, to, take);
      tokens -= to === at ? tokens : tokensToSpace;
      from = to;
      space = -1;
    }
    tokens += weight;
  }
  takeTrimmed(text, from, end, take);
}
