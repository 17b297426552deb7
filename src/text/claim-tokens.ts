import { bound, monthNumber, numberWord, unitKey } from "./claim-figures.ts";
import { guardKey, isNeutral, isStrictPreposition } from "./claim-words.ts";
import { stem } from "./stem.ts";
import { baseForm } from "./thesaurus.ts";

/** A word, figure or sign of a claim, with its place in the text. */
export interface ClaimToken {
  /** Two tokens that say the same have the same key: a stem, a plain number, "dollar", "month:3", "guard:may". */
  readonly key: string;
  /** Lower case, as written. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** A figure is anything countable or dated; a name is written with a capital or like an identifier. */
  readonly kind: "word" | "figure" | "name";
  /** Content carries the claim, a guard turns it, neutral words only join. */
  readonly role: "content" | "guard" | "neutral";
  /** Punctuation between the token before and this one, letters and spaces left out; "\n" for a line end. */
  readonly before: string;
  /** Part of a link target, a tag or a template mark: may be left out. */
  readonly soft: boolean;
  /** First of its sentence, where a capital says nothing. */
  readonly initial: boolean;
  readonly capital: boolean;
}

interface Piece {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly type: "word" | "number" | "ordinal" | "date" | "symbol" | "currency";
  readonly raw: string;
}

const softPattern =
  /\[\s?(?:chunk )?\d{1,4}\s?\]|\]\([^)\s]{1,300}(?:\s+"[^"]{0,200}")?\)|\]\[[^\]]{0,100}\]|<\/?[a-zA-Z][^<>]{0,300}>|\{\{[<%]?[^{}]{0,300}[>%]?\}\}|https?:\/\/[^\s)>\]]{1,300}/gu;

const piecePattern = new RegExp(
  [
    String.raw`(?<iso>(?<![\p{L}\p{N}])(?:1[5-9]|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d))`,
    String.raw`(?<whole>(?<![\p{L}\p{N}])(?:\d{1,4}\/\d{1,2}\/\d{2,4}|\d{1,2}:\d{2}(?::\d{2})?|v?\d+(?:\.\d+){2,}|v\d+(?:\.\d+)*))`,
    String.raw`(?<number>(?:(?<![\p{L}\p{N}.)\]])[-\u2212])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.,]\d+)*)`,
    String.raw`(?<spaceless>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])`,
    String.raw`(?<word>\p{L}[\p{L}\p{M}\p{N}]*(?:['\u2019\u02bc]\p{L}+)*)`,
    String.raw`(?<currency>[$\u20ac\u00a3\u00a5\u20b9])`,
    String.raw`(?<symbol>%|\u00b0|[<>]=?|[\u2264\u2265\u00b1\u2248~]|!=|==|&&|\|\||\u2192)`,
  ].join("|"),
  "gu",
);

/** Tokens of `text.slice(start, end)`, in order; offsets count in `text`. Numbers, dates, units and bounds come in one spelling. */
export function claimTokens(text: string, start = 0, end = text.length): ClaimToken[] {
  const slice = text.slice(start, end);
  const soft = [...slice.matchAll(softPattern)].map((match) => [match.index, match.index + match[0].length] as const);
  const slices: Slice = { text: slice, isBreak: (at) => isLineBreak(text, start + at) };
  const pieces = orderDates(joinNumbers(split(slice), slice));
  const tokens: ClaimToken[] = [];
  let last = 0;
  for (let i = 0; i < pieces.length; i++) {
    const near = unbroken(pieces.slice(i, i + 5), slices);
    const found = bound(
      near.map((other) => other.word),
      (at) => isFigure(near[at]) && near[at]?.type !== "ordinal",
    );
    const piece = pieces[i] as Piece; // i is within the list
    const before = between(slices, last, piece.start);
    const isSoft = soft.some(([from, to]) => piece.start >= from && piece.end <= to);
    const final = pieces[i + Math.max(found?.length ?? 1, 1) - 1] ?? piece;
    const common = {
      start: start + piece.start,
      end: start + final.end,
      before,
      soft: isSoft,
      capital: /^\p{Lu}/u.test(piece.raw),
      initial: tokens.length === 0 || /[.!?\n]/.test(before),
    };
    if (found === undefined) tokens.push({ ...common, ...read(piece, pieces[i + 1]?.word ?? "", common.initial) });
    else {
      tokens.push({ ...common, key: found.key, word: found.key, kind: "word", role: "guard" });
      i += found.length - 1;
    }
    last = Math.max(last, final.end);
  }
  return tokens.map((token, i) => (isAdverb(token, tokens[i + 1]) ? { ...token, role: "content" } : token));
}

/** The pieces up to the first comma or other mark. */
function unbroken(pieces: readonly Piece[], slice: Slice): readonly Piece[] {
  const end = pieces.findIndex((piece, i) => i > 0 && /[,;:()|.!?\n]/.test(between(slice, pieces[i - 1]?.end ?? 0, piece.start)));
  return end < 0 ? pieces : pieces.slice(0, end);
}

/** "See the section below.": with nothing behind it the preposition is what the sentence says. */
function isAdverb(token: ClaimToken, next: ClaimToken | undefined): boolean {
  return token.role === "neutral" && isStrictPreposition(token.word) && (next === undefined || /[.,;:()!?\n|]/.test(next.before));
}

function isFigure(piece: Piece | undefined): boolean {
  return piece !== undefined && piece.type !== "word" && piece.type !== "symbol";
}

interface Slice {
  readonly text: string;
  /** Whether the line end at this place parts two statements. */
  readonly isBreak: (at: number) => boolean;
}

function between(slice: Slice, from: number, to: number): string {
  const gap = slice.text.slice(from, to);
  // Inside "well-known" and "config.toml" the sign joins, and parts nothing.
  if (gap === "-" || gap === ".") return "";
  const line = gap.indexOf("\n");
  const marks = gap.replace(/[^.,;:()|!?[\]\u2013\u2014"\u201c\u201d-]/gu, "");
  return line >= 0 && slice.isBreak(from + line) ? `${marks}\n` : marks;
}

/** A shorter line is a heading or an entry of a list, not one that was wrapped at a margin. */
const WRAPPED_LINE_MIN = 40;

/**
 * Whether the line end at `at` parts two statements or only wraps a paragraph: it wraps when the next word would not have fitted
 * into the width of the paragraph.
 */
function isLineBreak(text: string, at: number): boolean {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  const next = /\S+/.exec(text.slice(at, at + 80))?.[0] ?? "";
  if (!/^[^\p{L}\p{N}]*\p{Lu}/u.test(next)) return false;
  if (at - from < WRAPPED_LINE_MIN) return true;
  const start = text.lastIndexOf("\n\n", at) + 1;
  const end = text.indexOf("\n\n", at);
  const width = Math.max(
    ...text
      .slice(start, end < 0 ? text.length : end)
      .split("\n")
      .map((line) => line.length),
  );
  return at - from + 1 + next.length <= width;
}

function read(piece: Piece, next: string, initial: boolean): Pick<ClaimToken, "key" | "word" | "kind" | "role"> {
  const { word, raw, type } = piece;
  if (type === "symbol") return { key: `sign:${word}`, word, kind: "word", role: "guard" };
  if (type === "currency") return { key: word, word, kind: "word", role: "content" };
  if (type !== "word") return { key: word, word, kind: "figure", role: "content" };
  const unit = unitKey(word);
  if (unit !== undefined) return { key: unit, word, kind: "word", role: "content" };
  const capital = /^\p{Lu}/u.test(raw);
  // "May" is a month or a name when its capital is not owed to the start of a sentence; "US" is no pronoun.
  const shouted = raw.length > 1 && raw === raw.toUpperCase() && capital;
  const plain = !capital || initial || (shouted && raw.length > 3);
  const guard = plain || !/^(?:may|might|will|us|it)$/.test(word) ? guardKey(word, next) : undefined;
  if (guard !== undefined) return { key: guard, word, kind: "word", role: "guard" };
  if (isNeutral(word) && !(capital && !initial && /^(?:us|it|will|who)$/.test(word)))
    return { key: word, word, kind: "word", role: "neutral" };
  const name = (capital && !initial) || /\p{Ll}\p{Lu}|\p{L}\d/u.test(raw) || shouted;
  return { key: stem(name ? word : baseForm(word)), word, kind: name ? "name" : "word", role: "content" };
}

/** Words and figures as they stand, contractions resolved and currency signs put behind their number. */
function split(slice: string): Piece[] {
  const pieces: Piece[] = [];
  let currency: { readonly key: string; readonly start: number } | undefined;
  for (const match of slice.matchAll(piecePattern)) {
    const at = match.index;
    const end = at + match[0].length;
    const groups = match.groups ?? {};
    const raw = match[0];
    const add = (word: string, type: Piece["type"], from = at): void => void pieces.push({ word, start: from, end, type, raw });
    if (groups["currency"] !== undefined) {
      // "US$40" says no more than "$40".
      if (pieces.at(-1)?.end === at && /^(?:us|usd)$/.test(pieces.at(-1)?.word ?? "")) pieces.pop();
      const previous = pieces.at(-1);
      // "40 €": the sign stands behind its number already.
      if (previous?.type === "number" && /^\s?$/.test(slice.slice(previous.end, at)) && !/^\d/.test(slice.slice(end, end + 1)))
        add(currencyKey(raw), "currency");
      else currency = { key: currencyKey(raw), start: at };
      continue;
    }
    if (groups["iso"] !== undefined) for (const part of isoParts(raw)) add(part, "date");
    else if (groups["number"] !== undefined) {
      const from = currency !== undefined && /^\s?$/.test(slice.slice(currency.start + 1, at)) ? currency.start : at;
      add(plainNumber(raw), "number", from);
      if (from !== at && currency !== undefined) pieces.push({ word: currency.key, start: from, end, type: "currency", raw: currency.key });
    } else if (groups["whole"] !== undefined) add(raw.toLowerCase().replace(/^v(?=\d)/, ""), "number");
    else if (groups["symbol"] !== undefined) add(raw === "%" ? "unit:percent" : raw, raw === "%" ? "currency" : "symbol");
    else
      for (const [word, from, to] of contraction(raw))
        pieces.push({ word, start: at + from, end: at + to, type: "word", raw: raw.slice(from, to) });
    currency = undefined;
  }
  return pieces;
}

function currencyKey(sign: string): string {
  return { $: "unit:dollar", "\u20ac": "unit:euro", "\u00a3": "unit:pound", "\u00a5": "unit:yen", "\u20b9": "unit:rupee" }[sign] ?? sign;
}

function isoParts(iso: string): string[] {
  return [`day:${Number(iso.slice(8))}`, `month:${Number(iso.slice(5, 7))}`, iso.slice(0, 4)];
}

/** "40,000.50" is 40000.50; a single comma in front of one or two digits is a decimal one. */
function plainNumber(raw: string): string {
  const negative = /^[-\u2212]/.test(raw) ? "-" : "";
  const digits = raw.replace(/^[-\u2212]/, "");
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits) ? digits.replaceAll(",", "") : digits.replaceAll(",", ".");
  return negative + plain;
}

/** "isn't" is "is not", "Anna's" is "Anna" and "s": the parts with their places. */
function contraction(raw: string): (readonly [word: string, from: number, to: number])[] {
  const lower = raw
    .toLowerCase()
    .normalize("NFC")
    .replace(/[\u2019\u02bc]/g, "'");
  if (lower === "cannot")
    return [
      ["can", 0, 3],
      ["not", 3, 6],
    ];
  const at = lower.indexOf("'");
  if (at < 0) return [[lower, 0, raw.length]];
  if (lower.endsWith("n't")) {
    const base = { ca: "can", wo: "will", sha: "shall" }[lower.slice(0, -3)] ?? lower.slice(0, -3);
    return [
      [base, 0, raw.length - 3],
      ["not", raw.length - 3, raw.length],
    ];
  }
  return [
    [lower.slice(0, at), 0, at],
    [lower.slice(at + 1), at + 1, raw.length],
  ];
}

/** "40 thousand", "40k", "forty thousand" and "40,000" are one number; "5ms" is 5 and ms; "10th" and "tenth" are one ordinal, and so are "21st" and "twenty-first". */
function joinNumbers(pieces: readonly Piece[], slice: string): Piece[] {
  const joined: Piece[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as Piece; // i is within the list
    const found = numberWord(
      pieces.slice(i, i + 8).map(({ word, raw, type, start, end }, at) => ({
        word,
        raw,
        number: type === "number",
        isHyphened: pieces[i + at - 1]?.end === start - 1 && slice[start - 1] === "-",
        start,
        end,
      })),
      pieces[i - 1]?.type === "number" && pieces[i - 1]?.end === piece.start,
    );
    // "40 second" counts time; elsewhere "second" is a rank.
    if (piece.word === "second" && joined.at(-1)?.type !== "number") joined.push({ ...piece, word: "2th", type: "ordinal" });
    else if (found === undefined) joined.push(piece);
    else {
      const last = pieces[i + found.length - 1] ?? piece;
      // A currency sign stands between its number and the multiplier ("$40 million"): it stays behind the product.
      joined.push({ ...piece, word: found.word, type: found.ordinal ? "ordinal" : "number", end: Math.max(piece.end, last.end) });
      for (const between_ of pieces.slice(i + 1, i + found.length)) if (between_.type === "currency") joined.push(between_);
      i += found.length - 1;
    }
  }
  return joined;
}

/** "March 3, 2026" and "3rd of March 2026" become day, month, year. */
function orderDates(pieces: readonly Piece[]): Piece[] {
  const ordered = [...pieces];
  for (let i = 0; i < ordered.length; i++) {
    const piece = ordered[i] as Piece; // i is within the list
    if (piece.type !== "word") continue;
    const [before, after] = [ordered[i - 1], ordered[i + 1]];
    const month = monthNumber(piece.raw, before?.word, isFigure(before) || isFigure(after));
    if (month === undefined) continue;
    const dated: Piece = { ...piece, word: `month:${month}`, type: "date" };
    const of = before?.word === "of" ? ordered[i - 2] : undefined;
    const dayBefore = dayOf(before) ?? dayOf(of);
    const dayAfter = dayBefore === undefined ? dayOf(after) : undefined;
    if (dayBefore !== undefined) {
      const at = dayOf(before) === undefined ? i - 2 : i - 1;
      ordered.splice(at, i - at + 1, { ...(ordered[at] as Piece), word: `day:${dayBefore}`, type: "date" }, dated); // `at` was just read
    } else if (dayAfter !== undefined && after !== undefined)
      ordered.splice(i, 2, { ...after, word: `day:${dayAfter}`, type: "date" }, dated);
    else ordered[i] = dated;
  }
  return ordered;
}

function dayOf(piece: Piece | undefined): number | undefined {
  if (piece === undefined || (piece.type !== "number" && piece.type !== "ordinal")) return undefined;
  const match = /^(\d{1,2})(?:th)?$/.exec(piece.word);
  const day = Number(match?.[1]);
  return day >= 1 && day <= 31 ? day : undefined;
}
