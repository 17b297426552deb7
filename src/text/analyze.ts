import { DIGIT, IGNORABLE, JOINER, LOWER, SEPARATOR, UPPER, characterClass, isWordClass } from "./characters.ts";
import { foldWord, isSpaceless, spacelessTerms, surfaceTerms, wordTerm } from "./terms.ts";
import type { Part } from "./terms.ts";

export { isStopWord } from "./stopwords.ts";

/** Changes whenever the same text would give other terms, so that an index made before is known to be stale. */
export const ANALYZER_REVISION = "english-1";

/** A term with its place in the text, in UTF-16 code units. */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** A run of word characters longer than this is data, not a word; it is cut, so that no step sees a long string. */
const RUN_LENGTH_MAX = 256;
const CACHED_LENGTH_MAX = 64;
/** Surfaces kept in each of two generations, so that a corpus of endless new words stays within a few megabytes. */
const GENERATION_SIZE = 40_000;

/** What a surface becomes: its one term ("" for a stop word), or its parts where there are several or they are shorter than it. */
type Entry = string | readonly Part[];
let young = new Map<string, Entry>();
let old = new Map<string, Entry>();

/**
 * Terms of a text, for indexing and for questions alike: NFKC, lower case, diacritics folded, stop words removed, English
 * Snowball stems; names, codes, versions and numbers whole and in parts; CJK as bigrams and words. Linear in the text.
 */
export function analyze(text: string): string[] {
  const terms: string[] = [];
  let at = 0;
  while (at < text.length) {
    const end = runEnd(text, at);
    if (end > 0) {
      const entry = entryOf(text.slice(at, end), runKind);
      if (typeof entry !== "string") for (const part of entry) terms.push(part.term);
      else if (entry !== "") terms.push(entry);
    }
    at = end > 0 ? end : -end;
  }
  return terms;
}

/** As `analyze`, with the place of each term. In order of start; the parts of a name lie within its whole. */
export function analyzeTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const end = runEnd(text, at);
    if (end > 0) {
      const entry = entryOf(text.slice(at, end), runKind);
      if (typeof entry !== "string") for (const part of entry) tokens.push({ term: part.term, start: at + part.from, end: at + part.to });
      else if (entry !== "") tokens.push({ term: entry, start: at, end });
    }
    at = end > 0 ? end : -end;
  }
  return tokens;
}

/** A surface of letters only, with at most its first in upper case: one term, no parts. */
const PLAIN = LOWER;
const MIXED = JOINER;
/** Kind of the run that `runEnd` found last; a second result without an object for every word. */
let runKind = PLAIN;

/** End of the run that starts at `at`, or minus the place to go on from when none starts there. */
function runEnd(text: string, at: number): number {
  const first = classAt(text, at);
  if (isSpaceless(first)) {
    runKind = first;
    let end = at;
    while (end < text.length && end - at < RUN_LENGTH_MAX && classAt(text, end) === first) end += widthAt(text, end);
    return end;
  }
  if (!isWordClass(first)) {
    let next = at + widthAt(text, at);
    while (next < text.length && classAt(text, next) === SEPARATOR) next += widthAt(text, next);
    return -next;
  }
  return wordEnd(text, at, first);
}

function wordEnd(text: string, at: number, first: number): number {
  runKind = first === DIGIT ? MIXED : PLAIN;
  let end = at + widthAt(text, at);
  while (end < text.length && end - at < RUN_LENGTH_MAX) {
    const kind = classAt(text, end);
    if (kind === LOWER) end += widthAt(text, end);
    else if (isWordClass(kind)) {
      runKind = MIXED;
      end += widthAt(text, end);
    } else {
      const next = kind === JOINER || kind === IGNORABLE ? afterJoiner(text, end, kind) : end;
      if (next === end) break;
      runKind = MIXED;
      end = next;
    }
  }
  if (end === at + 1 && (first === LOWER || first === UPPER)) return symbolEnd(text, end);
  return end;
}

/** Where the word goes on behind a joiner, or `at` when it ends here: "well-known" goes on, "end. Next" does not. */
function afterJoiner(text: string, at: number, kind: number): number {
  let next = at + 1;
  const joiner = text[at];
  if (kind === IGNORABLE || joiner === "_") {
    const same = kind === IGNORABLE ? IGNORABLE : JOINER;
    while (next - at < RUN_LENGTH_MAX && classAt(text, next) === same && (kind === IGNORABLE || text[next] === "_")) next += 1;
  }
  const following = classAt(text, next);
  if (joiner === ",") return following === DIGIT && classAt(text, at - 1) === DIGIT ? next : at;
  return isWordClass(following) ? next : at;
}

/** C++, C# and F#: a letter by itself with its sign. */
function symbolEnd(text: string, end: number): number {
  const length = text.startsWith("++", end) ? 2 : text[end] === "#" ? 1 : 0;
  return length > 0 && !isWordClass(classAt(text, end + length)) ? end + length : end;
}

function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  // A high surrogate is the only unit that does not tell its class by itself; beyond the end is NaN, a separator.
  if (unit >= 0xd800 && unit <= 0xdbff) return characterClass(text.codePointAt(at) ?? unit);
  return at < text.length ? characterClass(unit) : SEPARATOR;
}

function widthAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return 1;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff ? 2 : 1;
}

function entryOf(surface: string, kind: number): Entry {
  const known = young.get(surface);
  if (known !== undefined) return known;
  const entry = old.get(surface) ?? makeEntry(surface, kind);
  if (surface.length > CACHED_LENGTH_MAX) return entry;
  if (young.size >= GENERATION_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(surface, entry);
  return entry;
}

function makeEntry(surface: string, kind: number): Entry {
  if (kind === PLAIN) return wordTerm(foldWord(surface)) ?? "";
  const parts = isSpaceless(kind) ? spacelessTerms(surface, kind) : surfaceTerms(surface);
  const [only] = parts;
  if (only === undefined) return "";
  return parts.length === 1 && only.from === 0 && only.to === surface.length ? only.term : parts;
}
