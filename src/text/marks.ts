/** A citation mark as an answerer wrote it; places count in the text that was read. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly numbers: readonly number[];
  /** Absent in `[chunk 2]`. */
  readonly quote?: string;
  /** True for `[2]`, which in a source may be a footnote or a range. */
  readonly bare: boolean;
}

const OPENERS = "[\u3010\uff3b";
const head =
  /[[\u3010\uff3b]\s{0,3}(?<word>(?:chunks?|passages?|sources?|excerpts?)\s{0,3}[#:]?\s{0,3})?(?<first>\d{1,4})(?<more>(?:\s{0,3}(?:,|;|and|&|\+)\s{0,3}(?:(?:chunks?|passages?|sources?|excerpts?)\s{0,3})?\d{1,4}){0,12})\s{0,3}(?<next>[:,\]\u3011\uff3d])/iuy;
const closing = /[\]\u3011\uff3d]/u;
const quoteMarks = /["'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d]/u;
/** A mark that has not ended after so many characters is none. */
const MARK_LENGTH_MAX = 3_000;

/**
 * Reads the mark that begins at `at`. "wait" when the text ends before it can be told (and more may come); undefined when none begins here.
 */
export function readMark(text: string, at: number, complete = true): Mark | "wait" | undefined {
  if (!OPENERS.includes(text[at] ?? " ")) return undefined;
  head.lastIndex = at;
  const match = head.exec(text);
  if (match === null) return !complete && text.length - at < 80 && mayBecomeMark(text.slice(at)) ? "wait" : undefined;
  const numbers = [match.groups?.["first"] ?? "", ...(match.groups?.["more"]?.match(/\d+/g) ?? [])].map(Number);
  const bare = match.groups?.["word"] === undefined;
  const afterHead = at + match[0].length;
  if (closing.test(match.groups?.["next"] ?? "")) return { start: at, end: afterHead, numbers, bare };
  return readQuoted(text, at, afterHead, numbers, bare, complete);
}

/** Between the first and the last characters of a mark that is still being written. */
function mayBecomeMark(text: string): boolean {
  return /^[[\u3010\uff3b]\s*(?:[a-z]{0,8}|(?:chunks?|passages?|sources?|excerpts?)\s*[#:]?\s*[\d,;&+\sa-z]*|[\d,;&+\sand]*)$/iu.test(text);
}

function readQuoted(
  text: string,
  start: number,
  from: number,
  numbers: readonly number[],
  bare: boolean,
  complete: boolean,
): Mark | "wait" | undefined {
  const paragraph = text.slice(from, start + MARK_LENGTH_MAX).search(/\n[ \t]*\n/);
  const limit = paragraph < 0 ? Math.min(text.length, start + MARK_LENGTH_MAX) : from + paragraph;
  let open = from;
  while (open < limit && /\s/.test(text[open] ?? "")) open++;
  if (open >= limit && !complete && limit === text.length) return "wait";
  const quoted = quoteMarks.test(text[open] ?? "");
  const end = quoted
    ? (closingOf(text, open + 1, limit, true) ?? closingOf(text, open + 1, limit, false))
    : closingOf(text, open, limit, undefined);
  if (end === undefined || (!complete && limit === text.length && quoted && closingOf(text, open + 1, limit, true) === undefined)) {
    if (!complete && limit === text.length) return "wait";
    // A mark that never ends cites nothing; its line must not be taken for a citation.
    return bare ? undefined : { start, end: lineEnd(text, from, limit), numbers: [], quote: "", bare };
  }
  const inside = text.slice(quoted ? open + 1 : open, end).trimEnd();
  return {
    start,
    end: end + 1,
    numbers,
    quote: quoted ? inside.replace(/["'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d][.,;]?$/u, "") : inside,
    bare,
  };
}

/**
 * Place of the bracket that closes the mark: behind a quotation mark when the quote has one. `balanced` skips brackets that were
 * opened inside the quote, such as a mark that stands in the passage itself.
 */
function closingOf(text: string, from: number, limit: number, balanced: boolean | undefined): number | undefined {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const character = text[at] ?? "";
    if (OPENERS.includes(character)) depth += 1;
    if (!closing.test(character)) continue;
    if (balanced === undefined) return at;
    if (balanced && depth > 0) depth -= 1;
    else if (/["'\u201c\u201d\u2018\u2019\u00bb\u300d][.,;]?\s*$/u.test(text.slice(Math.max(from, at - 4), at))) return at;
  }
  return undefined;
}

function lineEnd(text: string, from: number, limit: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 || at > limit ? limit : at;
}
