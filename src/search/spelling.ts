import { editDistance } from "../text/edit-distance.ts";
import type { Language } from "../text/language.ts";
import { lowerWord } from "../text/fold.ts";
import { wordTerms } from "../text/stem.ts";

/** The terms of a corpus, as its lexical index has them. */
export interface Vocabulary {
  /** In how many chunks the term stands; 0 for one that the corpus does not have. */
  documentFrequency(term: string): number;
  /** Every term once, in any order; read when the first unknown word comes. */
  terms(): Iterable<string>;
}

export interface Neighbour {
  readonly term: string;
  /** Edits between what was typed and the term's word, or between the two stems: the smaller. */
  readonly distance: number;
}

export interface Speller {
  /** The corpus' term nearest to a word that it does not have; undefined when none is near, or when it has the word. */
  nearest(word: string, language?: Language): Neighbour | undefined;
}

/** A word of a question that the corpus does not have, and the term that is searched in its stead. */
export interface Correction {
  /** As it was typed. */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  /** A term of the corpus, which is a stem: "receiv" for "recieve". */
  readonly corrected: string;
  readonly distance: number;
}

/** Every word of three letters has a dozen neighbours; one edit says nothing there. */
const LENGTH_MIN = 4;
/** From this length on two edits still leave a word that is nearer to its source than to others. */
const TWO_EDITS_LENGTH_MIN = 8;
const LENGTH_MAX = 40;
const DISTANCE_MAX = 2;

/** Doubt of a term whose stem is near though no single edit of the word leads to it: more than that of every other. */
const STEM_ONLY = 2 * DISTANCE_MAX + 3;

/** Alphabets in which a single edit is a slip; in Arabic or Hebrew it is as often another word of the same root. */
const alphabetic = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u;

/**
 * Nearest terms by restricted Damerau-Levenshtein distance (Damerau 1964, "A technique for computer detection and correction of
 * spelling errors"). Two ways, because a slip can change what the stemmer cuts: the word with every single edit, stemmed and looked
 * up; and the stems near to its stem, by one scan over a table that is made when the first unknown word comes.
 * First the nearer, then those with the same first letter, which a slip seldom hits (Kukich 1992, "Techniques for automatically
 * correcting words in text"), then those in less doubt, then the more frequent, then by term. Terms with digits and signs are
 * codes and are never candidates.
 */
export function speller(vocabulary: Vocabulary): Speller {
  let table: SpellingTable | undefined;
  return {
    nearest(word, language = "english") {
      const [term, ...more] = wordTerms(word, language);
      if (term === undefined || more.length > 0 || term.length < LENGTH_MIN || word.length > LENGTH_MAX) return undefined;
      if (!alphabetic.test(term) || vocabulary.documentFrequency(term) > 0) return undefined;
      table ??= spellingTable(vocabulary.terms());
      let best: Ranked | undefined;
      const offer = (other: string, distance: number, doubt: number): void => {
        const frequency = vocabulary.documentFrequency(other);
        // A term whose chunks were all deleted is no word of the corpus any more.
        if (frequency === 0) return;
        const found = { term: other, distance, first: other[0] === term[0], doubt, frequency };
        if (best === undefined || isBetter(found, best)) best = found;
      };
      eachEdit(lowerWord(word, language === "turkish"), table.alphabet, (edited, slip) => {
        const [other, ...rest] = wordTerms(edited, language);
        if (other === undefined || rest.length > 0 || other.length < LENGTH_MIN - 1) return;
        if (vocabulary.documentFrequency(other) > 0) offer(other, 1, 2 * editDistance(term, other, DISTANCE_MAX) - (slip ? 1 : 0));
      });
      const edits = word.length < TWO_EDITS_LENGTH_MIN || term.length < LENGTH_MIN + 2 ? 1 : DISTANCE_MAX;
      for (const near of termsWithin(table, term, edits)) offer(near.term, near.distance, STEM_ONLY);
      return best === undefined ? undefined : { term: best.term, distance: best.distance };
    },
  };
}

interface Ranked extends Neighbour {
  readonly first: boolean;
  /**
   * Twice the edits between the two stems, one less for a slip of the hand: neighbours swapped, a double letter single or the reverse.
   * An edited word whose stem is far away is seldom a word at all: "conicous" for "concious" has the stem of "conic".
   */
  readonly doubt: number;
  readonly frequency: number;
}

function isBetter(a: Ranked, b: Ranked): boolean {
  if (a.distance !== b.distance) return a.distance < b.distance;
  if (a.first !== b.first) return a.first;
  if (a.doubt !== b.doubt) return a.doubt < b.doubt;
  if (a.frequency !== b.frequency) return a.frequency > b.frequency;
  return a.term < b.term;
}

/** Every word that is one edit away: about 60 a letter. */
function eachEdit(word: string, alphabet: readonly string[], use: (edited: string, slip: boolean) => void): void {
  for (let i = 0; i <= word.length; i += 1) {
    const [before, after] = [word.slice(0, i), word.slice(i + 1)];
    const letter = word[i] ?? "";
    const last = word[i - 1];
    for (const other of alphabet) {
      use(before + other + letter + after, other === last || other === letter);
      if (letter !== "" && other !== letter) use(before + other + after, false);
    }
    if (letter === "") continue;
    use(before + after, letter === last);
    if (last !== undefined && letter !== last) use(word.slice(0, i - 1) + letter + last + after, true);
  }
}

export interface CorrectionOptions {
  /** Languages of the index, as `analyzeQuery` takes them. */
  readonly languages: readonly Language[];
  readonly vocabulary: Vocabulary;
  readonly speller: Speller;
  /**
   * True for a word, in lower case, that is spelled right though the corpus does not have it. Without it "kitten" becomes "mitten" where
   * only mittens are written of.
   */
  readonly isWord?: (word: string) => boolean;
}

/**
 * The misspelled words of a question, in order. Never a word that the corpus has in any form, a stop word, a number, a code, an acronym
 * or a name with capitals inside.
 */
export function correctQuestion(question: string, { languages, vocabulary, speller: spell, isWord }: CorrectionOptions): Correction[] {
  const corrections: Correction[] = [];
  for (const { word, start } of plainWords(question)) {
    if (isWord?.(word.toLowerCase()) === true) continue;
    let best: Neighbour | undefined;
    let known = false;
    for (const language of languages.length === 0 ? (["english"] as const) : languages) {
      const [term, ...more] = wordTerms(word, language);
      // No term: a stop word. Several: a name or a script with its own rules.
      known ||= term === undefined || more.length > 0 || vocabulary.documentFrequency(term) > 0;
      if (known || term === undefined) break;
      const near = spell.nearest(word, language);
      if (near !== undefined && (best === undefined || near.distance < best.distance)) best = near;
    }
    if (known || best === undefined) continue;
    corrections.push({ written: word, start, end: start + word.length, corrected: best.term, distance: best.distance });
  }
  return corrections;
}

/** Words of letters only, at most the first a capital; a whole stretch between spaces, less its punctuation and a final 's. */
function plainWords(question: string): readonly { readonly word: string; readonly start: number }[] {
  return [...question.matchAll(/\S+/gu)].flatMap(({ 0: stretch, index }) => {
    if (stretch.length > LENGTH_MAX) return [];
    const found = /^([^\p{L}\p{N}]*)(\p{L}[\p{Ll}\p{Lo}\p{M}]+)(?:['’]s)?[^\p{L}\p{N}]*$/u.exec(stretch);
    return found?.[2] === undefined ? [] : [{ word: found[2], start: index + (found[1]?.length ?? 0) }];
  });
}

/** Terms by length, so that a search reads only those that can be near. */
interface SpellingTable {
  readonly terms: readonly string[];
  /** Which letters a term has, one bit each: terms with too many unlike letters are left out without being compared. */
  readonly letters: Uint32Array;
  /** Terms of length n stand from `starts[n]` to `starts[n + 1]`. */
  readonly starts: Uint32Array;
  /** Letters that enough terms have to be worth trying, in order. */
  readonly alphabet: readonly string[];
}

/** Letters of one script at most: 26, 33 or 24, and a few that folding leaves. */
const ALPHABET_MAX = 40;

function spellingTable(vocabulary: Iterable<string>): SpellingTable {
  const byLength: string[][] = Array.from({ length: LENGTH_MAX + DISTANCE_MAX + 1 }, () => []);
  const counts = new Uint32Array(0x10000);
  for (const term of vocabulary) {
    if (term.length < LENGTH_MIN - 1 || !(/^[a-z]+$/.test(term) || alphabetic.test(term))) continue;
    byLength[term.length]?.push(term);
    for (let i = 0; i < term.length; i += 1) counts[term.charCodeAt(i)] = (counts[term.charCodeAt(i)] ?? 0) + 1;
  }
  const alphabet = [...counts.entries()]
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, ALPHABET_MAX)
    .map(([unit]) => String.fromCharCode(unit));
  const starts = new Uint32Array(byLength.length + 1);
  for (const [length, terms] of byLength.entries()) starts[length + 1] = (starts[length] ?? 0) + terms.length;
  const terms = byLength.flat();
  return { terms, letters: Uint32Array.from(terms, lettersOf), starts, alphabet };
}

function lettersOf(term: string): number {
  let letters = 0;
  for (let i = 0; i < term.length; i += 1) letters |= 1 << (term.charCodeAt(i) & 31);
  return letters >>> 0;
}

function termsWithin({ terms, letters, starts }: SpellingTable, term: string, edits: number): Neighbour[] {
  const wanted = lettersOf(term);
  const found: Neighbour[] = [];
  const end = starts[term.length + edits + 1] ?? terms.length;
  for (let i = starts[term.length - edits] ?? 0; i < end; i += 1) {
    // An edit changes two letters at most. The index lies within both arrays; `as` says so without a check in the loop.
    if (bitCount((letters[i] as number) ^ wanted) > 2 * edits) continue;
    const other = terms[i] as string;
    const distance = isOneEdit(term, other) ? 1 : edits === 1 ? 2 : editDistance(term, other, edits);
    if (distance <= edits) found.push({ term: other, distance });
  }
  return found;
}

function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Whether one edit at most makes one term of the other. */
function isOneEdit(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at);
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  if (a.slice(at + 1) === b.slice(at + 1)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
