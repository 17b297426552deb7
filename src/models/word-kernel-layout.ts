import { GRAM_UNITS } from "./ngram-vectors.ts";

/** Where everything lies in the memory of the word kernel, in bytes; scripts/kernel/words-text.ts writes these addresses into its text. Nothing lies at 0. */

/** Units of text and of one word by itself: what is longer is left to JavaScript. */
export const TEXT_UNITS_MAX = 32_768;
export const WORDS_MAX = 32_768;
/** At least twice as many as words, and a power of two. */
export const SLOTS = 65_536;
/** Of all words that are remembered, one behind the other. */
export const SPELLING_UNITS = 1 << 20;
export const DIMENSIONS = 256;
/** Codes of a word's vector: two runs of as many dimensions, of so many bits. */
export const CODE_BITS = [4, 3] as const;
export const CODE_MEANINGS = 16;

let free = 16;
const take = (bytes: number): number => {
  const address = free;
  free += Math.ceil(bytes / 16) * 16;
  return address;
};

export const AT = {
  /** Distinct words of the text at hand, and their numbers. */
  presentCount: take(4),
  /** Words remembered, and the units of their spelling. */
  wordCount: take(4),
  spellingEnd: take(4),
  /** Where `scan` stopped: the end of a word not met before, or the unit that it cannot judge, and then `hash` is 0 or not in use. */
  stop: take(4),
  hash: take(4),
  isWord: take(4),
  /** Class of each unit, as word-tokens.ts has it; 0 where it was not met before. */
  classes: take(65_536),
  text: take(2 * (TEXT_UNITS_MAX + 1)),
  word: take(2 * (TEXT_UNITS_MAX + 1)),
  present: take(4 * (WORDS_MAX + 1)),
  /** A word's hash and number; number 0 where the slot is free. */
  slots: take(8 * SLOTS),
  /** Sixteen bytes a word: where its spelling begins, its units, how often it stands in the text at hand. Words are numbered from 1. */
  words: take(16 * (WORDS_MAX + 1)),
  spelling: take(2 * SPELLING_UNITS),
  sums: take(8 * DIMENSIONS),
  signs: take(4 * DIMENSIONS),
  gramUnits: take(2 * GRAM_UNITS),
  vector: take(4 * DIMENSIONS),
  scratch: take(4 * DIMENSIONS),
  /** One word's, read by two bytes at a time. */
  codes: take(DIMENSIONS + 2),
  meanings: take(4 * DIMENSIONS * CODE_MEANINGS),
  /** Vectors of the words. */
  rows: take(4 * DIMENSIONS * (WORDS_MAX + 1)),
} as const;
export const MEMORY_BYTES = free;
