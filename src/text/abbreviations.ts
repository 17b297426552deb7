import { analyzeQuery } from "./analyze.ts";
import type { Language } from "./language.ts";
import { isStopWord } from "./stopwords.ts";

/** "Statement of Work (SOW)": a short form and what it stands for, each with its place in UTF-16 code units. */
export interface Abbreviation {
  readonly short: string;
  readonly long: string;
  readonly shortStart: number;
  readonly longStart: number;
}

const SHORT_LENGTH_MAX = 10;
/** A longer bracket is a remark, not the name of what stands before it. */
const LONG_LENGTH_MAX = 120;

/**
 * Abbreviations that a text explains, as "long form (SHORT)" or "SHORT (long form)", in order: Schwartz and Hearst (2003), "A simple
 * algorithm for identifying abbreviation definitions in biomedical text". Stricter than the paper in one point: a short form has at
 * least two capitals, or a capital and a digit, so that "a method (here)" teaches nothing. Linear in the text.
 */
export function abbreviations(text: string): Abbreviation[] {
  const found: Abbreviation[] = [];
  for (const { 0: bracket, 1: inner = "", index } of text.matchAll(/[(（]([^()（）]{2,120})[)）]/gu)) {
    const innerStart = index + bracket.indexOf(inner);
    const pair = shortInside(text, index, inner, innerStart) ?? longInside(text, index, inner, innerStart);
    if (pair !== undefined) found.push(pair);
  }
  return found;
}

/** "Statement of Work (SOW)", also "(SOW, plural SOWs)" and "(the “SOW”)". */
function shortInside(text: string, bracketAt: number, inner: string, innerStart: number): Abbreviation | undefined {
  const candidate =
    /^(?:(?:the|or|short|abbreviated|hereinafter|hereafter)[:,]?\s+)*["'“”«»‘’]?([\p{L}\p{N}](?:[\p{L}\p{N}&./-]{0,8}[\p{L}\p{N}])?)["'“”«»‘’]?(?:[,;:]\s.*)?$/iu.exec(
      inner,
    );
  const written = candidate?.[1];
  if (written === undefined || !isShortForm(written)) return undefined;
  const before = sentenceBefore(text, bracketAt, written);
  const at = longStart(written, before.text);
  if (at === undefined) return undefined;
  const short = singular(written);
  const long = withoutMarks(before.text.slice(at));
  return acceptable(short, long)
    ? { short, long: spaced(long), shortStart: innerStart + inner.indexOf(written), longStart: before.start + at }
    : undefined;
}

/** "SOW (statement of work)". */
function longInside(text: string, bracketAt: number, inner: string, innerStart: number): Abbreviation | undefined {
  const before = text.slice(Math.max(0, bracketAt - SHORT_LENGTH_MAX - 2), bracketAt);
  const written = /(?<![\p{L}\p{N}&./-])([\p{L}\p{N}][\p{L}\p{N}&./-]{0,8}[\p{L}\p{N}])["'“”«»‘’]?[ \u00a0]?$/u.exec(before)?.[1];
  if (written === undefined || !isShortForm(written)) return undefined;
  const long = inner.trim().replace(/[,;].*$/u, "");
  // The whole bracket must be the long form, from its first word on.
  const at = longStart(written, long);
  const rest = at === undefined ? undefined : long.slice(0, at).trim();
  if (at === undefined || (rest !== "" && !/^(?:the|a|an|der|die|das|le|la|les|el)$/iu.test(rest ?? ""))) return undefined;
  const short = singular(written);
  const form = withoutMarks(long.slice(at));
  return acceptable(short, form)
    ? {
        short,
        long: spaced(form),
        shortStart: bracketAt - before.length + before.lastIndexOf(written),
        longStart: innerStart + inner.indexOf(form),
      }
    : undefined;
}

function isShortForm(written: string): boolean {
  const capitals = written.match(/\p{Lu}/gu)?.length ?? 0;
  const digits = /\p{Nd}/u.test(written);
  return written.length >= 2 && written.length <= SHORT_LENGTH_MAX && (capitals >= 2 || (capitals === 1 && digits));
}

/** SOWs is the plural of SOW. */
function singular(short: string): string {
  return short.replace(/(?<=\p{Lu})s$/u, "");
}

/** The words before the bracket that may belong to the long form: min(|A| + 5, 2 |A|) of them, within the sentence. */
function sentenceBefore(text: string, bracketAt: number, short: string): { readonly text: string; readonly start: number } {
  const windowStart = Math.max(0, bracketAt - LONG_LENGTH_MAX);
  const window = text.slice(windowStart, bracketAt);
  const stop = /[\s\S]*(?:[.!?;:|()（）]\s|\n\s*\n|\n[#*|>-])/u.exec(window)?.[0].length ?? 0;
  const words = [...window.slice(stop).matchAll(/\S+/gu)];
  const letters = short.replace(/[^\p{L}\p{N}]/gu, "").length;
  const first = words.at(-Math.min(letters + 5, letters * 2)) ?? words[0];
  const start = windowStart + stop + (first?.index ?? 0);
  return { text: text.slice(start, bracketAt).trimEnd(), start };
}

/**
 * Where the long form begins: every letter of the short form is found in it, from the last to the first, and the first at the start of a
 * word. Undefined where one is missing.
 */
function longStart(written: string, words: string): number | undefined {
  const short = singular(written).toLowerCase();
  const long = words.toLowerCase();
  if (long.length !== words.length) return undefined;
  let at = long.length - 1;
  for (let s = short.length - 1; s >= 0; s -= 1) {
    const letter = short[s] ?? "";
    if (!/[\p{L}\p{N}]/u.test(letter)) continue;
    while (at >= 0 && (long[at] !== letter || (s === 0 && !beginsTopic(long, at)))) at -= 1;
    if (at < 0) return undefined;
    at -= 1;
  }
  return at + 1;
}

/** Whether a word begins here that is no preposition or article: OAPEC begins with "Organization", not with "of Arab Petroleum". */
function beginsTopic(long: string, at: number): boolean {
  if (at > 0 && /[\p{L}\p{N}]/u.test(long[at - 1] ?? "")) return false;
  return !isStopWord(/^[\p{L}\p{N}]+/u.exec(long.slice(at))?.[0] ?? "");
}

/** A long form is longer than its short form, has it nowhere as a word of its own, and does not begin in the middle of nothing. */
function acceptable(short: string, long: string): boolean {
  const words = long.split(/[\s-]+/u);
  const letters = short.replace(/[^\p{L}\p{N}]/gu, "").length;
  return (
    long.length > short.length + 1 && words.length <= Math.min(letters + 5, letters * 2) && !words.some((word) => singular(word) === short)
  );
}

/** Quotes, brackets of a link and the like behind the last word are none of its. */
function withoutMarks(long: string): string {
  return long.replace(/[^\p{L}\p{M}\p{N}]+$/u, "");
}

function spaced(long: string): string {
  return long.replace(/\s+/gu, " ");
}

/** What a corpus says a short form stands for. Kept per document, so that deleting a document forgets what only it explained. */
export interface AbbreviationPair {
  readonly short: string;
  readonly long: string;
}

/** The pairs of one document, each once, in order of short form and long form: what a store keeps of it. */
export function abbreviationPairs(text: string): readonly AbbreviationPair[] {
  const pairs = new Map<string, AbbreviationPair>();
  for (const { short, long } of abbreviations(text)) {
    const key = `${short}\n${long.toLowerCase()}`;
    const known = pairs.get(key);
    // One spelling of several, whatever stands first in the file.
    if (known === undefined || long < known.long) pairs.set(key, { short, long });
  }
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

/** Short forms of a corpus and their meanings, most documents first. */
export interface AbbreviationTable {
  readonly meanings: ReadonlyMap<string, readonly Meaning[]>;
  /** Meanings by the first term of the long form, for questions that spell it out. */
  readonly byFirstTerm: ReadonlyMap<string, readonly Meaning[]>;
}

interface Meaning extends AbbreviationPair {
  readonly documents: number;
  readonly longTerms: readonly string[];
  readonly shortTerms: readonly string[];
}

/** More meanings than this say that nobody knows which is meant. */
const MEANINGS_MAX = 3;

/** A table of the pairs of all documents, its terms in the languages of the index; a function of the pairs alone, not of their order. */
export function abbreviationTable(
  documents: Iterable<readonly AbbreviationPair[]>,
  languages: readonly Language[] = [],
): AbbreviationTable {
  const counts = new Map<string, { short: string; long: string; documents: number }>();
  for (const pairs of documents) {
    for (const { short, long } of pairs) {
      const key = `${short}\n${analyzeQuery(long, languages).join(" ")}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { short, long, documents: 1 });
      else {
        known.documents += 1;
        if (long < known.long) known.long = long;
      }
    }
  }
  const meanings = new Map<string, Meaning[]>();
  const byFirstTerm = new Map<string, Meaning[]>();
  const sorted = [...counts].sort((a, b) => b[1].documents - a[1].documents || (a[0] < b[0] ? -1 : 1));
  for (const [, pair] of sorted) {
    const meaning = { ...pair, longTerms: analyzeQuery(pair.long, languages), shortTerms: analyzeQuery(pair.short, languages) };
    const list = meanings.get(pair.short) ?? [];
    if (list.length === MEANINGS_MAX || meaning.longTerms.length === 0) continue;
    meanings.set(pair.short, [...list, meaning]);
    const [first = ""] = meaning.longTerms;
    byFirstTerm.set(first, [...(byFirstTerm.get(first) ?? []), meaning]);
  }
  return { meanings, byFirstTerm };
}

/** What a question gains from the corpus' abbreviations. */
export interface Expansion {
  /** The form that the question has, as it stands there or in the corpus, and the one that is added. */
  readonly written: string;
  readonly added: string;
  /** Terms of the added form that the question does not have yet. */
  readonly terms: readonly string[];
  /** What each of these terms weighs beside a typed one; the terms of all meanings share it. */
  readonly weight: number;
}

/**
 * What an added form counts, all of its words together, beside a typed word: the corpus said what it means, the question did not. With as much for each word, the
 * three rare words of a long form outvote the short one, and the passage that explains it comes first for every question that has it.
 */
const ADDED_WEIGHT = 0.5;

/** Expansions of a question in both directions, in order of the question. A short form that is a stop word ("IT") counts only in capitals. */
export function expandAbbreviations(question: string, table: AbbreviationTable, languages: readonly Language[] = []): Expansion[] {
  if (table.meanings.size === 0) return [];
  const has = new Set(analyzeQuery(question, languages));
  const expansions: Expansion[] = [];
  for (const [written] of question.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}&./-]*[\p{L}\p{N}])?/gu)) {
    const { meanings, certainty } = meaningsOf(written, table, languages);
    for (const { long, longTerms } of meanings) {
      const terms = [...new Set(longTerms)].filter((term) => !has.has(term));
      if (terms.length > 0)
        expansions.push({ written, added: long, terms, weight: (ADDED_WEIGHT * certainty) / meanings.length / terms.length });
    }
  }
  for (const term of has) {
    for (const { short, long, longTerms, shortTerms } of table.byFirstTerm.get(term) ?? []) {
      if (!longTerms.every((wanted) => has.has(wanted))) continue;
      const terms = shortTerms.filter((added) => !has.has(added));
      if (terms.length > 0) expansions.push({ written: long, added: short, terms, weight: ADDED_WEIGHT / terms.length });
    }
  }
  return expansions;
}

function meaningsOf(
  written: string,
  { meanings }: AbbreviationTable,
  languages: readonly Language[],
): { readonly meanings: readonly Meaning[]; readonly certainty: number } {
  const exact = meanings.get(written) ?? meanings.get(singular(written));
  if (exact !== undefined) return { meanings: exact, certainty: 1 };
  // Typed in small letters it may be a word as well ("arts"), and is one when it has no topic ("it").
  const isWord = written.length < 3 || written !== written.toLowerCase() || analyzeQuery(written, languages).length === 0;
  return { meanings: isWord ? [] : (meanings.get(written.toUpperCase()) ?? []), certainty: 0.5 };
}
