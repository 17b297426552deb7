import { DIGIT, IGNORABLE, JOINER, LOWER, MARK, SEPARATOR, UPPER, characterClass, isWordClass, knownClasses } from "./characters.ts";
import { foldWord } from "./fold.ts";
import { ALL_LANGUAGES, questionLanguage } from "./language.ts";
import type { Language } from "./language.ts";
import { isSpaceless, spacelessTerms } from "./spaceless.ts";
import { wordTerms } from "./stem.ts";
import { isStopWord } from "./stopwords.ts";
import { surfaceTerms } from "./terms.ts";
import type { Part } from "./terms.ts";

export { isStopWord } from "./stopwords.ts";

/** Changes whenever the same text would give other terms, so that an index made before is known to be stale. */
export const ANALYZER_REVISION = "languages-1";

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

/** Surfaces met before, by language, because the same letters may be other words in another. */
interface Known {
  readonly language: Language;
  young: Map<string, Entry>;
  old: Map<string, Entry>;
}
const knownOf = new Map<Language, Known>();

function knownIn(language: Language): Known {
  let known = knownOf.get(language);
  if (known === undefined) knownOf.set(language, (known = { language, young: new Map(), old: new Map() }));
  return known;
}

/**
 * Terms of a text, for indexing: NFKC, lower case, diacritics folded, stop words removed, stems of the text's language; names,
 * codes, versions and numbers whole and in parts; scripts without spaces as pairs of signs. Linear in the text.
 */
export function analyze(text: string, language: Language = "english"): string[] {
  const known = knownIn(language);
  const terms: string[] = [];
  let at = 0;
  while (at < text.length) {
    const end = runEnd(text, at);
    if (end > 0) {
      const entry = entryOf(text.slice(at, end), runKind, known);
      if (typeof entry !== "string") for (const part of entry) terms.push(part.term);
      else if (entry !== "") terms.push(entry);
    }
    at = end > 0 ? end : -end;
  }
  return terms;
}

/** As `analyze`, with the place of each term. In order of start; the parts of a name lie within its whole. */
export function analyzeTokens(text: string, language: Language = "english"): Token[] {
  const known = knownIn(language);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const end = runEnd(text, at);
    if (end > 0) {
      const entry = entryOf(text.slice(at, end), runKind, known);
      if (typeof entry !== "string") for (const part of entry) tokens.push({ term: part.term, start: at + part.from, end: at + part.to });
      else if (entry !== "") tokens.push({ term: entry, start: at, end });
    }
    at = end > 0 ? end : -end;
  }
  return tokens;
}

/**
 * Terms of a question for an index whose documents are in these languages: the terms that each language makes of it. A term that
 * several languages share comes as often as in the one that has it most, so that no word counts twice. What is a stop word in the
 * question's own language, where that can be told, is none of another language's terms: German "die" is not English "die".
 */
export function analyzeQuery(text: string, languages: readonly Language[]): string[] {
  const wanted = new Set(languages);
  const [only = "english", ...more] = ALL_LANGUAGES.filter((language) => wanted.has(language));
  if (more.length === 0) return analyze(text, only);
  const own = questionLanguage(text, [only, ...more]);
  const counts = new Map<string, number>();
  for (const language of [only, ...more]) {
    const here = new Map<string, number>();
    for (const { term, start, end } of analyzeTokens(text, language)) {
      if (own !== undefined && own !== language && isStopWord(foldWord(text.slice(start, end)), own)) continue;
      here.set(term, (here.get(term) ?? 0) + 1);
    }
    for (const [term, count] of here) counts.set(term, Math.max(count, counts.get(term) ?? 0));
  }
  return [...counts].flatMap(([term, count]) => Array.from({ length: count }, () => term));
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
    while (end < text.length && end - at < RUN_LENGTH_MAX && isWithin(classAt(text, end), first)) end += widthAt(text, end);
    return end;
  }
  if (!isWordClass(first)) {
    let next = at + widthAt(text, at);
    while (next < text.length && classAt(text, next) === SEPARATOR) next += widthAt(text, next);
    return -next;
  }
  return wordEnd(text, at, first);
}

/** Marks and invisible characters do not end a run: a voicing mark may stand as a character of its own. */
function isWithin(kind: number, first: number): boolean {
  return kind === first || kind === MARK || kind === IGNORABLE;
}

function wordEnd(text: string, at: number, first: number): number {
  runKind = first === DIGIT ? MIXED : PLAIN;
  let end = at + widthAt(text, at);
  const limit = Math.min(text.length, at + RUN_LENGTH_MAX);
  for (;;) {
    // Nearly all characters are small letters met before; no class of a surrogate is ever known.
    while (end < limit && knownClasses[text.charCodeAt(end)] === LOWER) end += 1;
    if (end >= limit) break;
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

/** C++, C# and F#: a letter by itself with its sign; C++17 has the number behind it. */
function symbolEnd(text: string, end: number): number {
  const length = text.startsWith("++", end) ? 2 : text[end] === "#" ? 1 : 0;
  if (length === 0) return end;
  const following = classAt(text, end + length);
  return !isWordClass(following) || (length === 2 && following === DIGIT) ? end + length : end;
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

function entryOf(surface: string, kind: number, known: Known): Entry {
  const before = known.young.get(surface);
  if (before !== undefined) return before;
  const entry = known.old.get(surface) ?? makeEntry(surface, kind, known.language);
  if (surface.length > CACHED_LENGTH_MAX) return entry;
  if (known.young.size >= GENERATION_SIZE) {
    known.old = known.young;
    known.young = new Map();
  }
  known.young.set(surface, entry);
  return entry;
}

function makeEntry(surface: string, kind: number, language: Language): Entry {
  if (kind === PLAIN) {
    const [term = "", ...more] = wordTerms(surface, language);
    return more.length === 0 ? term : [term, ...more].map((each) => ({ term: each, from: 0, to: surface.length }));
  }
  const parts = isSpaceless(kind) ? spacelessTerms(surface, kind) : surfaceTerms(surface, language);
  const [only] = parts;
  if (only === undefined) return "";
  return parts.length === 1 && only.from === 0 && only.to === surface.length ? only.term : parts;
}
