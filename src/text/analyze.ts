import { DIGIT, IGNORABLE, JOINER, LOWER, MARK, SEPARATOR, UPPER, characterClass, isWordClass, knownClasses } from "./characters.ts";
import { foldWord } from "./fold.ts";
import { ALL_LANGUAGES, questionLanguage } from "./language.ts";
import type { Language } from "./language.ts";
import { isSpaceless, spacelessTerms } from "./spaceless.ts";
import { wordTerms } from "./stem.ts";
import { isStopWord } from "./stopwords.ts";
import { HASH_BASIS, HASH_PRIME, surfaceTable } from "./surface-table.ts";
import type { Surface, SurfaceTable, Term } from "./surface-table.ts";
import { surfaceTerms } from "./terms.ts";
import type { Part } from "./terms.ts";

export { isStopWord } from "./stopwords.ts";

/** Changes whenever the same text would give other terms, so that an index made before is known to be stale. */
export const ANALYZER_REVISION = "versions-1";

/** A term with its place in the text, in UTF-16 code units. */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** A run of word characters longer than this is data, not a word; it is cut, so that no step sees a long string. */
const RUN_LENGTH_MAX = 256;
const CACHED_LENGTH_MAX = 64;
/** Words and terms kept, so that a corpus of endless new words stays within some twenty megabytes. */
const KEPT_MAX = 150_000;

/** Words met before, by language, because the same letters may be other words in another; and their terms, each one object. */
const kept = { words: new Map<Language, SurfaceTable>(), terms: new Map<string, Term>(), count: 0, surfaces: 0 };

/** Between documents, because within one a term must stay the same object. */
function forgetTooMuch(): void {
  if (kept.count <= KEPT_MAX) return;
  kept.words.clear();
  kept.terms.clear();
  kept.count = 0;
  kept.surfaces = 0;
}

/** Also within a document: what a word gives is worked out again when it is met again. */
function forgetTooManyWords(): void {
  if (kept.surfaces <= KEPT_MAX) return;
  kept.words.clear();
  kept.count -= kept.surfaces;
  kept.surfaces = 0;
}

function wordsIn(language: Language): SurfaceTable {
  let words = kept.words.get(language);
  if (words === undefined) kept.words.set(language, (words = surfaceTable()));
  return words;
}

/**
 * Terms of a text, for indexing: NFKC, lower case, diacritics folded, stop words removed, stems of the text's language; names,
 * codes, versions and numbers whole and in parts; scripts without spaces as pairs of signs. Linear in the text.
 */
export function analyze(text: string, language: Language = "english"): string[] {
  const terms: string[] = [];
  eachSurface(text, language, (surface) => {
    for (const term of surface.terms) terms.push(term.text);
  });
  return terms;
}

/** A chunk as it is searched. */
export interface SearchedChunk {
  /** Its title and headings. Default: none */
  readonly heading?: string;
  readonly body: string;
}

/** The terms of one document's chunks, numbered, those of its headings first: what `analyze` gives, without an array of strings for each. */
export interface NumberedTerms {
  /** Distinct terms of the document, in the order of their first use. */
  readonly vocabulary: readonly string[];
  /** Chunk i has the terms from `starts[i]` to `starts[i + 1]` of `sequence`; one more entry than chunks. */
  readonly starts: Uint32Array;
  /** Place of each term in `vocabulary`. */
  readonly sequence: Uint32Array;
  /** How many of each chunk's terms, from its first on, are of its headings. */
  readonly headings: Uint32Array;
}

let numberings = 0;
/** Room for the sequence and the vocabulary at hand: an array that grows by itself would be copied a dozen times for each document. */
let numbers = new Uint32Array(1 << 14);
const NUMBERS_KEPT = 1 << 20;
const met: string[] = [];

export function analyzeChunks(chunks: readonly SearchedChunk[], language: Language = "english"): NumberedTerms {
  const numbering = (numberings += 1);
  let distinct = 0;
  const starts = new Uint32Array(chunks.length + 1);
  const headings = new Uint32Array(chunks.length);
  let count = 0;
  const takeTerm = (term: Term): void => {
    if (term.numbering !== numbering) {
      term.numbering = numbering;
      met[distinct] = term.text;
      term.number = distinct++;
    }
    if (count === numbers.length) numbers = doubled(numbers);
    numbers[count++] = term.number;
  };
  const take = ({ only, terms }: Surface): void => {
    if (only !== undefined) takeTerm(only);
    else for (let i = 0; i < terms.length; i += 1) takeTerm(terms[i] as Term); // below its length
  };
  forgetTooMuch();
  for (const [i, { heading = "", body }] of chunks.entries()) {
    forgetTooManyWords();
    const start = count;
    visitSurfaces(heading, language, take);
    headings[i] = count - start;
    visitSurfaces(body, language, take);
    starts[i + 1] = count;
  }
  const numbered = { vocabulary: met.slice(0, distinct), starts, sequence: numbers.slice(0, count), headings };
  forgetRoom();
  return numbered;
}

/** Gives back what only a document of megabytes needs. */
function forgetRoom(): void {
  if (numbers.length > NUMBERS_KEPT) numbers = new Uint32Array(NUMBERS_KEPT);
  if (met.length > NUMBERS_KEPT) met.length = 0;
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** As `analyze`, with the place of each term. In order of start; the parts of a name lie within its whole. */
export function analyzeTokens(text: string, language: Language = "english"): Token[] {
  const tokens: Token[] = [];
  eachSurface(text, language, ({ terms, parts }, at, end) => {
    if (parts !== undefined) for (const part of parts) tokens.push({ term: part.term, start: at + part.from, end: at + part.to });
    else for (const term of terms) tokens.push({ term: term.text, start: at, end });
  });
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

type VisitSurface = (surface: Surface, start: number, end: number) => void;

function eachSurface(text: string, language: Language, visit: VisitSurface): void {
  forgetTooMuch();
  visitSurfaces(text, language, visit);
}

const PLUS = 0x2b;
const HASH_SIGN = 0x23;

/** The text at hand as UTF-16 units, and a blank behind them: every unit is read several times, and a string is slower to read than an array. */
let units = new Uint16Array(1 << 14);

function visitSurfaces(text: string, language: Language, visit: VisitSurface): void {
  const words = wordsIn(language);
  readUnits(text);
  const { length } = text;
  let at = 0;
  for (;;) {
    // No class of a surrogate is ever known, so that a letter of two units is not taken for a separator.
    while (at < length && knownClasses[units[at] as number] === SEPARATOR) at += 1;
    if (at >= length) break;
    const plain = plainEnd(at);
    if (plain > 0) {
      const surface = words.find(units, at, plain, runHash) ?? newSurface(text.slice(at, plain), runHash, words, language);
      visit(surface, at, plain);
      at = plain;
      continue;
    }
    const end = runEnd(text, at);
    if (end > 0) {
      const hash = hashOf(at, end);
      visit(words.find(units, at, end, hash) ?? newSurface(text.slice(at, end), hash, words, language), at, end);
    }
    at = end > 0 ? end : -end;
  }
}

let bytes = new Uint8Array(units.length);
const encoder = new TextEncoder();

/** By the encoder where the text is ASCII, which most is: one call instead of one for each character. */
function readUnits(text: string): void {
  if (text.length >= units.length) {
    units = new Uint16Array(2 * text.length);
    bytes = new Uint8Array(units.length);
  }
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read === text.length && written === read) units.set(bytes.subarray(0, read));
  else for (let i = 0; i < text.length; i += 1) units[i] = text.charCodeAt(i);
  units[text.length] = 32;
}

/** Hash of the run that `plainEnd` found last. */
let runHash = 0;

/**
 * End of a run of letters that were met before, small but perhaps the first, with a separator behind it or a sign that ends the word (a full stop before a
 * blank), as most words are; 0 for any other. A single letter may have a sign (C++).
 */
function plainEnd(at: number): number {
  // Within the array, which ends with a blank; `as number` says so without a check.
  let unit = units[at] as number;
  const first = knownClasses[unit];
  if (first !== LOWER && first !== UPPER) return 0;
  let hash = Math.imul(HASH_BASIS ^ unit, HASH_PRIME);
  let end = at + 1;
  // Bounded, so that a megabyte of one letter is not walked to its end from every piece that it is cut into.
  const limit = at + CACHED_LENGTH_MAX;
  for (unit = units[end] as number; end < limit && knownClasses[unit] === LOWER; unit = units[end] as number) {
    hash = Math.imul(hash ^ unit, HASH_PRIME);
    end += 1;
  }
  const kind = knownClasses[unit];
  if (kind !== SEPARATOR && (kind !== JOINER || knownClasses[units[end + 1] as number] !== SEPARATOR)) return 0;
  if (end === at + 1 && (unit === PLUS || unit === HASH_SIGN)) return 0;
  runHash = hash;
  runKind = PLAIN;
  return end;
}

function hashOf(start: number, end: number): number {
  let hash = HASH_BASIS;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (units[at] as number), HASH_PRIME);
  return hash;
}

function newSurface(slice: string, hash: number, words: SurfaceTable, language: Language): Surface {
  const written = copied(slice);
  const parts = partsOf(written, runKind, language);
  const [only] = parts;
  const whole = parts.length === 0 || (parts.length === 1 && only?.from === 0 && only.to === written.length);
  const terms = parts.map(({ term }) => keptTerm(term));
  const one = terms.length === 1 ? terms[0] : undefined;
  const surface: Surface = whole ? { terms, only: one } : { terms, only: one, parts };
  if (written.length <= CACHED_LENGTH_MAX) {
    words.add(surface, written, hash);
    kept.count += 1;
    kept.surfaces += 1;
  }
  return surface;
}

function keptTerm(text: string): Term {
  let term = kept.terms.get(text);
  if (term !== undefined) return term;
  term = { text, numbering: 0, number: 0 };
  kept.terms.set(text, term);
  kept.count += 1;
  return term;
}

/** A slice of this length and more keeps the whole text alive that it was cut from (V8's SlicedString); a joined string does not. */
const SLICE_LENGTH_MIN = 13;

function copied(slice: string): string {
  return slice.length < SLICE_LENGTH_MIN ? slice : slice.split("").join("");
}

function partsOf(surface: string, kind: number, language: Language): readonly Part[] {
  if (kind === PLAIN) return wordTerms(surface, language).map((term) => ({ term, from: 0, to: surface.length }));
  return isSpaceless(kind) ? spacelessTerms(surface, kind) : surfaceTerms(surface, language);
}
