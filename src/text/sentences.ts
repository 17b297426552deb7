/** A stretch of text, in UTF-16 code units; `end` is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Abbreviations that a sentence goes on after, without their last full stop, in lower case. */
const ALWAYS_INSIDE: ReadonlySet<string> = new Set(
  (
    "mr mrs ms dr prof rev hon st sr gen col capt lt sgt gov sen rep pres messrs mt ft fig figs eq eqs sec ch vol pp p no nos art cf vs v e.g eg i.e ie viz al approx ca c est ed eds trans " +
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat bzw z.b d.h u.a usw dept univ ave blvd rd min max nr tel ext ref refs"
  ).split(" "),
);
/** Abbreviations that may end a sentence: they do when a capital follows that starts one. */
const MAYBE_LAST: ReadonlySet<string> = new Set(
  "inc ltd co corp llc plc bros jr etc a.m p.m am pm u.s u.k u.n e.u u.s.a d.c ph.d b.c a.d".split(" "),
);
/** Capitalised words that seldom continue a name, so that after "Inc." or "U.S." they begin a sentence. */
const STARTERS: ReadonlySet<string> = new Set(
  "the a an this that these those it its he she they we i you in on at for from by with as if when while after before however but and or so then there here his her their our my no not what who why how where all some many most each".split(
    " ",
  ),
);

const closers = /["'”’»)\]}*_`]/u;
const enders = /[.!?…。！？．؟।]/u;

/**
 * Sentences within `text.slice(start, end)`, trimmed, in order, never overlapping. White space between them aside, they cover
 * the text. An empty line, a heading, a list item, a table row or a code line ends a sentence even without a full stop;
 * abbreviations, initials, decimals, versions and dotted names do not end one. Linear in the text.
 */
export function sentences(text: string, start = 0, end = text.length): Span[] {
  const found: Span[] = [];
  eachSentence(text, start, end, (from, to) => void found.push({ start: from, end: to }));
  return found;
}

/** The same, told one after another: a text of megabytes has too many to be held at once. */
export function eachSentence(text: string, start: number, end: number, take: (start: number, end: number) => void): void {
  let from = start;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) {
      if (!breaksLine(text, at, from, end)) continue;
      tell(take, text, from, at);
      from = at + 1;
    } else if (isEnder(unit)) {
      const after = endOfSentence(text, at, from, end);
      if (after === undefined) continue;
      tell(take, text, from, after);
      from = after;
      at = after - 1;
    }
  }
  tell(take, text, from, end);
}

function isEnder(unit: number): boolean {
  if (unit < 128) return unit === 46 || unit === 33 || unit === 63;
  return enders.test(String.fromCharCode(unit));
}

function tell(take: (start: number, end: number) => void, text: string, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (end > start) take(start, end);
}

function isSpace(unit: number): boolean {
  return (
    unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0x3000 || unit === 0xfeff || unit === 0x2028 || unit === 0x2029
  );
}

/** Line starts that are blocks of their own: list items, headings, quotes, table rows, fences, rules. */
const blockStart = /^[ \t]{0,12}(?:[-*+•][ \t]|\d{1,4}[.)][ \t]|#{1,6}[ \t]|>|\||```|~~~|:[ \t]|={3,}|-{3,}|\t)/;
const LINE_LOOK = 40;

/** Whether the line end at `at` ends the sentence that began at `from`; a wrapped line does not. */
function breaksLine(text: string, at: number, from: number, end: number): boolean {
  const next = at + 1;
  if (text[at] === "\r" && text[next] === "\n") return false;
  let line = next;
  while (line < end && (text[line] === " " || text[line] === "\t")) line++;
  if (line >= end || text[line] === "\n" || text[line] === "\r") return true;
  if (blockStart.test(text.slice(next, Math.min(end, next + LINE_LOOK)))) return true;
  // The line just ended may itself be a heading or a table row.
  const ended = Math.max(from, text.lastIndexOf("\n", at - 1) + 1);
  if (/^[ \t]*(?:#{1,6}[ \t]|\|)/.test(text.slice(ended, Math.min(at, ended + LINE_LOOK)))) return true;
  return hasCells(text, ended, at) && hasCells(text, next, end);
}

/** Cells as the rows of a sheet have them, without a bar at the row's own ends: "hex nut | 0.12". */
function hasCells(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) return false;
    if (unit === 124 && at > from && text[at - 1] === " " && text[at + 1] === " ") return true;
  }
  return false;
}

/** End of the sentence whose mark stands at `at`, with the marks and closing quotes behind it; undefined where it goes on. */
function endOfSentence(text: string, at: number, from: number, end: number): number | undefined {
  let after = at + 1;
  while (after < end && isEnder(text.charCodeAt(after))) after++;
  const marks = after - at;
  while (after < end && text.charCodeAt(after) !== SPACE && closers.test(text[after] ?? "")) after++;
  const wide = text.charCodeAt(at) >= 128 && /[。！？．]/u.test(text[at] ?? "");
  if (wide) return after;
  if (after < end && !isSpace(text.charCodeAt(after))) return undefined;
  if (text[at] === "." && marks === 1 && isAbbreviation(text, at, from, after, end)) return undefined;
  const following = nextWord(text, after, end);
  if (following === "") return after;
  // "Yahoo! is", "5 p.m. today", '"Stop!" he said': a small letter carries the sentence on.
  return /^\p{Ll}/u.test(following) && !/\n/.test(text.slice(after, after + 2)) ? undefined : after;
}

const WORD_LOOK = 24;
const SPACE = 32;
const FULL_STOP = 46;

function isAbbreviation(text: string, at: number, from: number, after: number, end: number): boolean {
  const word = wordBefore(text, Math.max(from, at - WORD_LOOK), at);
  if (word === "") return false;
  const before = text.slice(Math.max(from, at - WORD_LOOK), at);
  const lower = word.toLowerCase();
  const following = nextWord(text, after, end);
  // "1." or "a." at the start of its line numbers a list item.
  if (/^(?:\d{1,3}|\p{L})$/u.test(word) && (before === word || (at - from < WORD_LOOK && before.trim() === word))) return true;
  // A German date, "am 12. März". Months that English spells alike are left out: "in section 12. April was" ends a sentence.
  if (/^\d{1,2}$/.test(word) && /^(?:Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)$/u.test(following)) return true;
  if (lower === "no" || lower === "nos" || lower === "p" || lower === "v" || lower === "art" || lower === "c")
    return /^\d/.test(following) || (word !== "no" && word !== "No" && word.length === 1 && /^\p{Lu}$/u.test(word));
  if (ALWAYS_INSIDE.has(lower))
    return !/^(?:sat|sec|min|max|mar|jun|art|al|est|ed)$/.test(lower) || !/^\p{Lu}\p{Ll}/u.test(following) || /^\d/.test(following);
  if (/^\p{Lu}$/u.test(word)) return !STARTERS.has(following.toLowerCase());
  if (MAYBE_LAST.has(lower) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) return following !== "" && !STARTERS.has(following.toLowerCase());
  return false;
}

function isAsciiWord(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
}

/** The letters, digits and full stops that end at `at`. Where they are ASCII they are read without an expression, which tries every place. */
function wordBefore(text: string, from: number, at: number): string {
  let start = at;
  for (; start > from; start--) {
    const unit = text.charCodeAt(start - 1);
    if (unit >= 128) return /[\p{L}\p{N}.]*$/u.exec(text.slice(from, at))?.[0] ?? "";
    if (!isAsciiWord(unit) && unit !== FULL_STOP) break;
  }
  return text.slice(start, at);
}

/** The word that follows, with opening quotes and brackets left out; "" at the end. */
function nextWord(text: string, after: number, end: number): string {
  const to = Math.min(end, after + WORD_LOOK);
  let start = after;
  while (start < to && text.charCodeAt(start) === SPACE) start++;
  let stop = start;
  while (stop < to && isAsciiWord(text.charCodeAt(stop))) stop++;
  // Behind blanks stands a word that ends within ASCII: what follows nearly every sentence.
  if (stop > start && (stop === to || text.charCodeAt(stop) < 128)) return text.slice(start, stop);
  return /^[\s"'“‘«([{*_`]*([\p{L}\p{N}]*)/u.exec(text.slice(after, to))?.[1] ?? "";
}
