import { bestByImpact, impactList, impactSum } from "./impacts.ts";
import type { AskedList, ImpactList } from "./impacts.ts";
import { findTerm } from "./postings.ts";
import type { Postings } from "./postings.ts";
import type { Ranked, Selection } from "./top-k.ts";

/** `k1` bounds what repeats of a term add; `b` is how far long chunks are discounted, 0 to 1. */
export interface Bm25Parameters {
  readonly k1: number;
  readonly b: number;
}

export const BM25_PARAMETERS: Bm25Parameters = { k1: 1.2, b: 0.75 };

/** The corpus that ranks: one or several postings, numbered through, less the chunks that were deleted since. */
export interface Bm25Corpus {
  readonly postings: readonly Postings[];
  /** 1 for every chunk that is there, 0 for a deleted one; absent when none was deleted. */
  readonly alive?: Uint8Array;
  readonly parameters?: Bm25Parameters;
}

export interface Bm25 {
  /** Chunks that are there. */
  readonly chunks: number;
  /** In how many chunks the term stands; 0 for one that the corpus does not have. */
  documentFrequency(term: string): number;
  /** The term's number in each of the postings, -1 where one does not have it. */
  numbersOf(term: string): readonly number[];
  /** ln(1 + (N - n + 0.5) / (n + 0.5)); also for a term that the corpus does not have. */
  idf(term: string): number;
  /** What a count is added to below the line, for each chunk: k1 (1 - b + b length / mean length). */
  readonly norms: Float64Array;
  /** The largest of them. */
  readonly normMost: number;
  /** Scores for these terms. The values say how often each is asked for. */
  ask(weights: ReadonlyMap<string, number>): Bm25Scores;
}

/** The scores of chunks for some terms; 0 where no term is shared. Those of deleted chunks mean nothing. */
export interface Bm25Scores {
  /** The `k` chunks with the highest scores above 0, best first, ties by order. */
  top(k: number, selection?: Selection): readonly number[];
  /** The same with their scores. */
  best(k: number, selection?: Selection): Ranked;
  of(numbers: readonly number[]): Float32Array;
}

/** How often each term is asked for. */
export function termWeights(terms: readonly string[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + 1);
  return weights;
}

/** A term of the corpus: in how many chunks it stands, where, and what it adds there, per postings. */
interface Term {
  readonly frequency: number;
  readonly numbers: readonly number[];
  lists(): readonly ImpactList[];
}

/**
 * BM25, exact: sum over the query's terms of idf x tf / (tf + k1 (1 - b + b length / mean length)) with
 * idf = ln(1 + (N - n + 0.5) / (n + 0.5)), as Lucene has it: Robertson & Zaragoza, "The Probabilistic Relevance Framework" (2009),
 * without the constant factor k1 + 1, which changes no order.
 * What a term adds to a chunk does not depend on the query, so it is computed once and a query only sums arrays: Lù, "BM25S:
 * eager sparse scoring" (2024). It is computed when the term is first asked for, not at build, because it depends on the whole corpus:
 * so postings never change when chunks are added or deleted beside them, and the scores are still exact.
 */
export function bm25(corpus: Bm25Corpus): Bm25 {
  const { postings, alive, parameters = BM25_PARAMETERS } = corpus;
  const offsets = postings.map((_, i) => postings.slice(0, i).reduce((sum, part) => sum + part.lengths.length, 0));
  const { chunks, norms } = lengthNorms(postings, alive, parameters);
  const lengths = postings.map((part) => part.lengths.length);
  const nowhere = postings.map(() => -1);
  const known = new Map<string, Term>();
  const termOf = (term: string): Term | undefined => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const made = termIn({ postings, offsets, norms, chunks, ...(alive === undefined ? {} : { alive }) }, term);
    // Terms that the corpus lacks are not kept: there is no end of them.
    if (made !== undefined) known.set(term, made);
    return made;
  };

  return {
    chunks,
    documentFrequency: (term) => termOf(term)?.frequency ?? 0,
    numbersOf: (term) => termOf(term)?.numbers ?? nowhere,
    idf: (term) => inverseFrequency(chunks, termOf(term)?.frequency ?? 0),
    norms,
    normMost: norms.reduce((most, norm) => Math.max(most, norm), 0),
    ask(weights) {
      const asked = [...weights].flatMap(([term, weight]) => (termOf(term)?.lists() ?? []).map((list): AskedList => ({ list, weight })));
      const best = (k: number, selection: Selection = {}): Ranked => bestByImpact(asked, lengths, { ...selection, k });
      return {
        best,
        top: (k, selection) => best(k, selection).numbers,
        of(numbers) {
          const sums = new Float32Array(numbers.length);
          for (let i = 0; i < sums.length; i += 1) sums[i] = impactSum(asked, numbers[i] as number); // of one length
          return sums;
        },
      };
    },
  };
}

/** k1 (1 - b + b length / mean length) of every chunk. Lengths are summed as whole numbers, so that no order of addition shows. */
function lengthNorms(
  postings: readonly Postings[],
  alive: Uint8Array | undefined,
  { k1, b }: Bm25Parameters,
): { chunks: number; norms: Float64Array } {
  const lengths = new Float64Array(postings.reduce((sum, part) => sum + part.lengths.length, 0));
  let offset = 0;
  for (const part of postings) {
    lengths.set(part.lengths, offset);
    offset += part.lengths.length;
  }
  let chunks = 0;
  let total = 0;
  for (const [chunk, length] of lengths.entries()) {
    if (alive?.[chunk] === 0) continue;
    chunks += 1;
    total += length;
  }
  // A corpus without a single term has no mean length; nothing is divided by it then.
  const mean = total === 0 ? 1 : total / chunks;
  return { chunks, norms: lengths.map((length) => k1 * (1 - b + (b * length) / mean)) };
}

function inverseFrequency(chunks: number, frequency: number): number {
  return Math.log(1 + (chunks - frequency + 0.5) / (frequency + 0.5));
}

interface Weighing {
  readonly postings: readonly Postings[];
  readonly offsets: readonly number[];
  readonly norms: Float64Array;
  readonly chunks: number;
  readonly alive?: Uint8Array;
}

function termIn({ postings, offsets, norms, chunks, alive }: Weighing, term: string): Term | undefined {
  const numbers = postings.map((part) => findTerm(part, term));
  const found = postings.flatMap((part, i) => {
    const number = numbers[i] ?? -1;
    if (number < 0) return [];
    const start = part.starts[number] ?? 0;
    const end = part.starts[number + 1] ?? start;
    return [{ offset: offsets[i] ?? 0, chunks: part.chunks.subarray(start, end), counts: part.counts.subarray(start, end) }];
  });
  if (found.length === 0) return undefined;
  let frequency = 0;
  for (const part of found) {
    if (alive === undefined) frequency += part.chunks.length;
    else for (const chunk of part.chunks) frequency += alive[part.offset + chunk] ?? 0;
  }
  let lists: readonly ImpactList[] | undefined;
  const weighed = (): readonly ImpactList[] => {
    const idf = inverseFrequency(chunks, frequency);
    return found.map((part) => {
      const impacts = new Float32Array(part.chunks.length);
      for (let i = 0; i < impacts.length; i += 1) {
        // Indexes within bounds by construction.
        const count = part.counts[i] as number;
        impacts[i] = (idf * count) / (count + (norms[part.offset + (part.chunks[i] as number)] as number));
      }
      return impactList(part.offset, part.chunks, impacts);
    });
  };
  return { frequency, numbers, lists: () => (lists ??= weighed()) };
}
