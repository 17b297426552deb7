import { isWhiteSpace, spanTokens, trimSpan } from "./atoms.ts";
import type { Atom } from "./atoms.ts";
import { sentences } from "./sentences.ts";
import type { Span } from "./sentences.ts";
import { tokenWeight } from "./tokens.ts";

type Cut = (text: string, start: number, end: number, tokensMax: number) => readonly Span[];

/** Ways to cut, from the best boundary to the last resort; the next is used only on what is still too long. */
const CUTS: Readonly<Record<Atom["kind"], readonly Cut[]>> = {
  "front-matter": [],
  heading: [sentences, words],
  paragraph: [sentences, words],
  quote: [paragraphs, sentences, words],
  list: [items, paragraphs, sentences, words],
  table: [lines, words],
  code: [paragraphs, lines, words],
  html: [paragraphs, lines, words],
};

/** Fragments of an atom that exceeds `tokensMax` by itself, each within it, in order; together they hold all its characters but white space. */
export function fragments(text: string, atom: Atom, tokensMax: number): Atom[] {
  if (atom.tokens <= tokensMax) return [atom];
  const spans = cutAll(text, atom, CUTS[atom.kind], tokensMax);
  const header = atom.kind === "table" ? headerRow(text, atom) : undefined;
  let before = atom.start;
  return spans.map((span, index) => {
    const gapTokens = index === 0 ? atom.gapTokens : spanTokens(text, before, span.start);
    before = span.end;
    return {
      ...atom,
      ...span,
      tokens: spanTokens(text, span.start, span.end),
      gapTokens,
      ...(index > 0 && header !== undefined && { tableHeader: header }),
    };
  });
}

/** Ways to cut a block into what is said one after another: sentences of prose, lines of code and tables. */
const PIECES: Readonly<Record<Atom["kind"], readonly Cut[]>> = {
  "front-matter": [],
  heading: [sentences, words],
  paragraph: [sentences, words],
  quote: [sentences, words],
  list: [sentences, words],
  table: [lines, words],
  code: [lines, words],
  html: [lines, words],
};

/** Sentences or lines of an atom, each within `tokensMax`; together they hold all its characters but white space. */
export function pieces(text: string, atom: Atom, tokensMax: number): readonly Span[] {
  return cutAll(text, atom, PIECES[atom.kind], tokensMax);
}

function cutAll(text: string, span: Span, cuts: readonly Cut[], tokensMax: number): readonly Span[] {
  const [cut, ...rest] = cuts;
  if (cut === undefined) return [span];
  return cut(text, span.start, span.end, tokensMax).flatMap((piece) =>
    spanTokens(text, piece.start, piece.end) <= tokensMax ? [piece] : cutAll(text, piece, rest, tokensMax),
  );
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

/** Spans between the given cut places, trimmed, empty ones left out. */
function spansBetween(text: string, start: number, end: number, isCut: (lineStart: number) => boolean): Span[] {
  const found: Span[] = [];
  let from = start;
  for (let next = text.indexOf("\n", start); next >= 0 && next < end; next = text.indexOf("\n", next + 1)) {
    if (!isCut(next + 1)) continue;
    const span = trimSpan(text, from, next + 1);
    if (span !== undefined) found.push(span);
    from = next + 1;
  }
  const last = trimSpan(text, from, end);
  if (last !== undefined) found.push(last);
  return found;
}

function lines(text: string, start: number, end: number): Span[] {
  return spansBetween(text, start, end, () => true);
}

/** At empty lines. */
function paragraphs(text: string, start: number, end: number): Span[] {
  return spansBetween(text, start, end, (at) => {
    const unit = text.charCodeAt(at);
    return unit === 10 || unit === 13;
  });
}

const marker = /[-*+•]|\d{1,9}[.)]/y;

/** At the items of the outermost list: lines whose marker is indented no deeper than the first one's. */
function items(text: string, start: number, end: number): Span[] {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indentMax = start - lineStart;
  return spansBetween(text, start, end, (at) => {
    let mark = at;
    while (mark - at <= indentMax && (text[mark] === " " || text[mark] === "\t")) mark++;
    if (mark - at > indentMax) return false;
    marker.lastIndex = mark;
    return marker.test(text);
  });
}

/** Last resort: at white space, or between characters where there is none, in pieces of at most three quarters of the maximum. */
function words(text: string, start: number, end: number, tokensMax: number): Span[] {
  const limit = tokensMax * 0.75;
  const found: Span[] = [];
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
      const span = trimSpan(text, from, to);
      if (span !== undefined) found.push(span);
      tokens -= to === at ? tokens : tokensToSpace;
      from = to;
      space = -1;
    }
    tokens += weight;
  }
  const last = trimSpan(text, from, end);
  if (last !== undefined) found.push(last);
  return found;
}
