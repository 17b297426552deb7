import type { SequencedCorpus } from "./bigrams.ts";
import type { Postings } from "./postings.ts";

/** Different words of a question that are looked for; a longer question is a text, and its first words say enough. */
const WORDS_MAX = 255;

/**
 * How much of the question the title and the headings above a chunk say: the share of its words that stand there, weighed by idf, 0 to 1. BM25 reads
 * headings as if they were text, where one mention among 500 words counts little; but they were written to say what stands below. A field
 * of its own with a weight of its own, as in Robertson, Zaragoza & Taylor, "Simple BM25 extension to multiple weighted fields" (2004), for fields
 * so short that how often a word stands there says nothing.
 * One score a candidate, in their order. `sequences`: the question's terms as each language of the corpus reads it; the one counts that finds most.
 */
export function headingScores(
  corpus: SequencedCorpus,
  sequences: readonly (readonly string[])[],
  candidates: readonly number[],
): Float64Array {
  const scores = new Float64Array(candidates.length);
  const readings = sequences.map((terms) => readingOf(corpus, terms));
  for (const [s, postings] of corpus.postings.entries()) {
    const [from, to] = [corpus.offsets[s] ?? 0, corpus.offsets[s + 1] ?? Infinity];
    const numbers = readings.map(({ words }) => words.map((word) => corpus.lexical.numbersOf(word)[s] ?? -1));
    for (const [i, candidate] of candidates.entries()) {
      if (candidate < from || candidate >= to || (postings.headings[candidate - from] ?? 0) === 0) continue;
      for (const [r, { shares }] of readings.entries())
        scores[i] = Math.max(scores[i] ?? 0, shareFound(postings, candidate - from, numbers[r] ?? [], shares));
    }
  }
  return scores;
}

interface Bounds {
  /** What the words were looked for with: how often each is asked for. */
  readonly terms: ReadonlyMap<string, number>;
  /** The highest BM25 score that such a chunk has for them. */
  readonly lexical: number;
}

/**
 * What `headingScores` comes to at most for a chunk whose BM25 score is known to be low. A word of its headings is a word of the chunk, so that it adds idf / (1 + norm)
 * to that score at least: what all of them add there bounds what they can say here.
 */
export function headingScoresMost(corpus: SequencedCorpus, sequences: readonly (readonly string[])[], { terms, lexical }: Bounds): number {
  if (!corpus.postings.some(hasHeadings)) return 0;
  let most = 0;
  for (const sequence of sequences) {
    const { words, sum } = readingOf(corpus, sequence);
    if (sum === 0) continue;
    // A word that the corpus does not have stands in no heading.
    const asked = words.filter((word) => corpus.lexical.documentFrequency(word) > 0).map((word) => terms.get(word) ?? 0);
    const least = Math.min(...asked, 1);
    // BM25 is summed in float32, where each addition errs by less than a ten-millionth, here and there.
    const added = (1 + 3e-7 * (terms.size + 1)) * lexical * (1 + corpus.lexical.normMost);
    const share = added / (least * sum);
    // Of nothing by nothing, too.
    most = share < 1 ? Math.max(most, share) : 1;
  }
  return most;
}

const headed = new WeakMap<Postings, boolean>();

function hasHeadings(postings: Postings): boolean {
  const known = headed.get(postings) ?? postings.headings.some((length) => length > 0);
  headed.set(postings, known);
  return known;
}

interface Reading {
  readonly words: readonly string[];
  /** Of their idfs. */
  readonly sum: number;
  /** Of the question's idf, what each word has; all together 1. */
  readonly shares: readonly number[];
}

function readingOf({ lexical }: SequencedCorpus, terms: readonly string[]): Reading {
  const words = [...new Set(terms)].slice(0, WORDS_MAX);
  const idfs = words.map((word) => lexical.idf(word));
  const sum = idfs.reduce((total, idf) => total + idf, 0);
  return { words, sum, shares: idfs.map((idf) => (sum > 0 ? idf / sum : 0)) };
}

function shareFound(
  { headings, sequence, sequenceStarts }: Postings,
  chunk: number,
  numbers: readonly number[],
  shares: readonly number[],
): number {
  const from = sequenceStarts[chunk] ?? 0;
  const to = from + (headings[chunk] ?? 0);
  let share = 0;
  for (let word = 0; word < numbers.length; word += 1) {
    const number = numbers[word] as number; // within the list
    if (number < 0) continue;
    for (let at = from; at < to; at += 1) {
      if (sequence[at] !== number) continue;
      share += shares[word] as number; // one share a word
      break;
    }
  }
  // All of the shares may sum up to a little more than 1.
  return Math.min(1, share);
}
