/** A stretch of a source, in UTF-16 code units; `end` is not part of it. */
export interface QuotePlace {
  readonly start: number;
  readonly end: number;
}

/** A text made ready for finding quotes in it. */
export interface QuotableText {
  readonly text: string;
  /** One spelling of white space, quotation marks, dashes and accents; without emphasis. */
  readonly plain: string;
  /** For each unit of `plain`, where it begins and ends in `text`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const singleQuotes = /[\u2018\u2019\u201a\u201b\u2032\u02bc]/;
const doubleQuotes = /[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/;
const dashes = /[\u2010-\u2015\u2212]/;
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
const wordCharacter = /[\p{L}\p{N}]/u;

/**
 * Reads a text for `findQuote`. What may differ between a quote and its source is decided here: runs of white space, the form of
 * quotation marks and dashes, markdown emphasis, and how an accent is encoded. Letters, case, digits and all other signs may not.
 */
export function quotable(text: string, options: { readonly keepInvisible?: boolean } = {}): QuotableText {
  const plain: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const put = (characters: string, start: number, end: number): void => {
    for (const unit of characters.split("")) {
      plain.push(unit);
      starts.push(start);
      ends.push(end);
    }
  };
  for (const match of text.matchAll(/\s+|\P{M}\p{M}*|\p{M}+/gu)) {
    const [start, end, character] = [match.index, match.index + match[0].length, match[0]];
    if (/\s/.test(character)) {
      // Emphasis that was taken out may leave two spaces side by side.
      if (plain.at(-1) !== " ") put(" ", start, end);
    } else if (singleQuotes.test(character)) put("'", start, end);
    else if (doubleQuotes.test(character)) put('"', start, end);
    else if (dashes.test(character)) put("-", start, end);
    else if (character === "\u2026") put("...", start, end);
    else if (
      character === "*" ||
      character === "`" ||
      (character === "_" && !isInsideWord(text, start)) ||
      (options.keepInvisible !== true && invisible.test(character))
    )
      continue;
    else put(character.normalize("NFC"), start, end);
  }
  return { text, plain: plain.join(""), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

function isInsideWord(text: string, at: number): boolean {
  return wordCharacter.test(text[at - 1] ?? " ") && wordCharacter.test(text[at + 1] ?? " ");
}

const PLACES_MAX = 20;

/**
 * Where a quote stands word for word, as exact places in the source; none when it does not stand there in one piece. It must
 * begin and end with whole words and whole numbers.
 */
export function findQuote(from: QuotableText, quote: string): QuotePlace[] {
  // Invisible characters of the quote count: they are in the source too, or the quote was altered.
  const source = invisible.test(quote) ? quotable(from.text, { keepInvisible: true }) : from;
  const wanted = quotable(quote, { keepInvisible: true }).plain.trim();
  const bare = wanted.replace(/^(?:\.\.\.\s*)/, "").replace(/[\s.,;:!?]+$/, "");
  for (const needle of wanted === bare ? [wanted] : [wanted, bare]) {
    const places = needle === "" ? [] : placesOf(source, needle);
    if (places.length > 0) return places;
  }
  return [];
}

function placesOf(source: QuotableText, needle: string): QuotePlace[] {
  const places: QuotePlace[] = [];
  for (let at = source.plain.indexOf(needle); at >= 0 && places.length < PLACES_MAX; at = source.plain.indexOf(needle, at + 1)) {
    if (!isWhole(source.plain, at, at + needle.length)) continue;
    places.push({ start: source.starts[at] ?? 0, end: source.ends[at + needle.length - 1] ?? 0 });
  }
  return places;
}

/** No word and no number is cut at either end: "40" is not to be found in "40,000", "140" or "40 %". */
function isWhole(plain: string, from: number, to: number): boolean {
  const [before, first, last, after] = [plain[from - 1] ?? " ", plain[from] ?? " ", plain[to - 1] ?? " ", plain[to] ?? " "];
  if (wordCharacter.test(before) && wordCharacter.test(first)) return false;
  if (wordCharacter.test(last) && wordCharacter.test(after)) return false;
  if (
    /\d/.test(first) &&
    (/[$\u20ac\u00a3\u00a5]/.test(before) ||
      (/[.,-]/.test(before) && /\S/.test(plain[from - 2] ?? " ")) ||
      (before === "-" && /\s/.test(plain[from - 2] ?? " ")))
  )
    return false;
  if (/\d/.test(last) && /^(?:[.,]\d| ?[%\u20ac])/.test(plain.slice(to, to + 2))) return false;
  return true;
}
