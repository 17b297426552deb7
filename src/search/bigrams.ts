import { isPieceOfRun } from "../text/spaceless.ts";
import type { Bm25 } from "./bm25.ts";
import type { Postings } from "./postings.ts";

/** Different words of a question that pairs are looked for among; a longer question is a text, and its first words say enough. */
const WORDS_MAX = 255;

/** Sequences of chunks, numbered through: each postings starts at its offset. */
export interface SequencedCorpus {
  readonly lexical: Bm25;
  readonly postings: readonly Postings[];
  readonly offsets: readonly number[];
}

/**
 * BM25 over pairs of adjacent terms, for some chunks: sum over the question's pairs of idf x n / (n + norm), where n counts how often the two stand side by
 * side in the chunk, in this order. An exact idf would need every pair's document frequency; that of the rarer word stands in for it, which moved nDCG@10
 * by less than .004 either way. Pairs, because two words that stand together in the question and in a chunk are rarely there by chance: Metzler & Croft, "A Markov
 * random field model for term dependencies" (2005). Of two terms that were cut out of a text without spaces no pair is made: they overlap, so that a pair says
 * again what its terms said, and on Chinese questions it cost what the other legs had gained.
 * One score a candidate, in their order; 0 where no pair is shared. `sequences`: the question's terms as each language of the corpus reads it.
 */
export function bigramScores(
  corpus: SequencedCorpus,
  sequences: readonly (readonly string[])[],
  candidates: readonly number[],
): Float64Array {
  const scores = new Float64Array(candidates.length);
  const pairs = pairsOf(corpus.lexical, sequences);
  if (pairs === undefined) return scores;
  const { words, weights, slots } = pairs;
  for (const [s, postings] of corpus.postings.entries()) {
    const [from, to] = [corpus.offsets[s] ?? 0, corpus.offsets[s + 1] ?? Infinity];
    const numbers = words.map((word) => corpus.lexical.numbersOf(word)[s] ?? -1);
    const walk = { postings, mark: markedTerms(postings, numbers), slots, width: words.length + 1 };
    const counts = new Uint32Array(weights.length);
    for (let i = 0; i < candidates.length; i += 1) {
      const candidate = candidates[i] as number; // below the length
      if (candidate < from || candidate >= to || !hasPairs(walk, candidate - from, counts)) continue;
      const norm = corpus.lexical.norms[candidate] ?? 0;
      let score = 0;
      for (let pair = 0; pair < counts.length; pair += 1) {
        // Two arrays of one length.
        const count = counts[pair] as number;
        if (count > 0) score += ((weights[pair] as number) * count) / (count + norm);
      }
      scores[i] = score;
    }
    for (const number of numbers) if (number >= 0) walk.mark[number] = 0;
  }
  return scores;
}

interface Pairs {
  /** The question's different words that the corpus has; word i has mark i + 1. */
  readonly words: readonly string[];
  /** For each different pair: how often the question has it, times its idf. */
  readonly weights: Float64Array;
  /** Number of the pair plus one at (mark of the first) x (words + 1) + (mark of the second); 0 for no pair. */
  readonly slots: Uint16Array;
}

function pairsOf(lexical: Bm25, sequences: readonly (readonly string[])[]): Pairs | undefined {
  const marks = new Map<string, number>();
  const markOf = (term: string): number => {
    const mark = marks.get(term);
    if (mark !== undefined) return mark;
    if (marks.size >= WORDS_MAX || lexical.documentFrequency(term) === 0) return 0;
    marks.set(term, marks.size + 1);
    return marks.size;
  };
  const marked = sequences.map((terms) => terms.map(markOf));
  const words = [...marks.keys()];
  const width = words.length + 1;
  const isPiece = words.map(isPieceOfRun);
  // How often the question has each pair, as the language reads it that finds it most often: what two languages share counts once.
  const times = new Map<number, number>();
  for (const sequence of marked) {
    const own = new Map<number, number>();
    for (const [i, second] of sequence.entries()) {
      const first = sequence[i - 1] ?? 0;
      if (first === 0 || second === 0 || (isPiece[first - 1] === true && isPiece[second - 1] === true)) continue;
      own.set(first * width + second, (own.get(first * width + second) ?? 0) + 1);
    }
    for (const [pair, count] of own) times.set(pair, Math.max(count, times.get(pair) ?? 0));
  }
  if (times.size === 0) return undefined;
  const idfs = words.map((word) => lexical.idf(word));
  const slots = new Uint16Array(width * width);
  const weights = new Float64Array(times.size);
  for (const [slot, [pair, count]] of [...times].entries()) {
    slots[pair] = slot + 1;
    weights[slot] = count * Math.max(idfs[Math.floor(pair / width) - 1] ?? 0, idfs[(pair % width) - 1] ?? 0);
  }
  return { words, weights, slots };
}

/** A byte for each term of a segment, all zeros between two questions: clearing it whole each time would take longer than to look pairs up. */
const marks = new WeakMap<Postings, Uint8Array>();

/** The mark of each of a segment's terms, 0 for one that the question does not have. The caller takes the marks away again. */
function markedTerms(postings: Postings, numbers: readonly number[]): Uint8Array {
  const mark = marks.get(postings) ?? new Uint8Array(postings.termStarts.length - 1);
  marks.set(postings, mark);
  for (const [i, number] of numbers.entries()) if (number >= 0) mark[number] = i + 1;
  return mark;
}

interface Walk {
  readonly postings: Postings;
  readonly mark: Uint8Array;
  readonly slots: Uint16Array;
  readonly width: number;
}

/** Counts each pair in the chunk; false where it has none. */
function hasPairs({ postings: { sequence, sequenceStarts }, mark, slots, width }: Walk, chunk: number, counts: Uint32Array): boolean {
  let found = false;
  const end = sequenceStarts[chunk + 1] ?? 0;
  let before = 0;
  for (let i = sequenceStarts[chunk] ?? 0; i < end; i += 1) {
    // Within the arrays by construction.
    const word = mark[sequence[i] as number] as number;
    if (word > 0 && before > 0) {
      const slot = slots[before * width + word] as number;
      if (slot > 0) {
        if (!found) counts.fill(0);
        found = true;
        counts[slot - 1] = (counts[slot - 1] as number) + 1;
      }
    }
    before = word;
  }
  return found;
}
