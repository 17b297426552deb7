import snowball from "snowball-stemmers";

/** Words kept: two generations of this many, so that a corpus of endless new words stays within a few megabytes. */
const GENERATION_SIZE = 40_000;

const stemmer = snowball.newStemmer("english");
let young = new Map<string, string>();
let old = new Map<string, string>();

/**
 * English Snowball (Porter2) stem of a lower-case word.
 * Cached, because the stemmer takes microseconds and a corpus repeats its words.
 */
export function stem(word: string): string {
  const known = young.get(word);
  if (known !== undefined) return known;
  const stemmed = old.get(word) ?? stemmer.stem(word);
  if (young.size >= GENERATION_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(word, stemmed);
  return stemmed;
}
