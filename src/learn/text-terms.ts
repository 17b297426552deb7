import { foldWord } from "../text/fold.ts";
import { letterRuns } from "../text/letter-runs.ts";
import type { TermCounts } from "./tf-idf.ts";

/** A longer text is read up to here, so that time and memory are bounded by the number of texts. In UTF-16 units. */
const READ_MAX = 2_000;
/** Of four letters; shorter and longer ones double the time and bring no more than chance on Banking77 (bench/README.md). */
const LETTERS = 4;
/** Where no blank stands between words, two signs are mostly one. */
const SIGNS_MIN = 2;

const word = /[\p{L}\p{N}\p{M}]+/gu;
const spaceless = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Numbers terms in the order in which they are first met. */
export interface TermNumbers {
  /** Gives each new term a number. */
  counted(text: string): TermCounts;
  /** Passes over terms that have none. */
  known(text: string): TermCounts;
}

/**
 * What a classifier sees of a text: words without case and accents, pairs of neighbouring words, and runs of four letters within words. No stop words
 * are left out and nothing is stemmed: "not" and "can't" decide classes, the language need not be known, and the runs of letters do what a stemmer
 * would.
 */
export function termNumbers(): TermNumbers {
  const numbers = new Map<string, number>();
  const counts = (text: string, numberOf: (term: string) => number | undefined): TermCounts => {
    const found = new Map<number, number>();
    eachTerm(text, (term) => {
      const number = numberOf(term);
      if (number !== undefined) found.set(number, (found.get(number) ?? 0) + 1);
    });
    const terms = Int32Array.from(found.keys()).sort();
    return { terms, counts: Float64Array.from(terms, (term) => found.get(term) ?? 0) };
  };
  return {
    counted: (text) =>
      counts(text, (term) => {
        const number = numbers.get(term) ?? numbers.size;
        numbers.set(term, number);
        return number;
      }),
    known: (text) => counts(text, (term) => numbers.get(term)),
  };
}

function eachTerm(text: string, visit: (term: string) => void): void {
  let before: string | undefined;
  for (const [surface] of text.slice(0, READ_MAX).toWellFormed().matchAll(word)) {
    const folded = foldWord(surface);
    visit(folded);
    // a blank cannot stand within a word, so no pair is taken for a word
    if (before !== undefined) visit(`${before} ${folded}`);
    before = folded;
    for (const run of letterRuns(folded, spaceless.test(folded) ? SIGNS_MIN : LETTERS, LETTERS)) visit(`:${run}`);
  }
}
