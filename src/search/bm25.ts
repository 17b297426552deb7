import { findTerm } from "./postings.ts";
import type { Postings } from "./postings.ts";

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
  /** ln(1 + (N - n + 0.5) / (n + 0.5)); also for a term that the corpus does not have. */
  idf(term: string): number;
  /** What a count is added to below the line, for each chunk: k1 (1 - b + b length / mean length). */
  readonly norms: Float64Array;
  /**
   * The score of every chunk for these terms, by chunk number; 0 where no term is shared. The values say how often each term is asked for.
   * The array is used again by the next call. The scores of deleted chunks mean nothing.
   */
  scores(weights: ReadonlyMap<string, number>): Float32Array;
}

/** How often each term is asked for. */
export function termWeights(terms: readonly string[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + 1);
  return weights;
}

/** What a term adds to each chunk that has it, per postings. */
interface Impacts {
  readonly frequency: number;
  readonly parts: readonly { readonly offset: number; readonly chunks: Uint32Array; readonly impacts: Float32Array }[];
}

/**
 * BM25, exact and exhaustive: sum over the query's terms of idf x tf / (tf + k1 (1 - b + b length / mean length)) with
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
  const known = new Map<string, Impacts>();
  const scores = new Float32Array(norms.length);

  const impactsOf = (term: string): Impacts | undefined => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const made = termImpacts({ postings, offsets, norms, chunks, ...(alive === undefined ? {} : { alive }) }, term);
    // Terms that the corpus lacks are not kept: there is no end of them.
    if (made.parts.length > 0) known.set(term, made);
    return made;
  };

  return {
    chunks,
    documentFrequency: (term) => impactsOf(term)?.frequency ?? 0,
    idf: (term) => inverseFrequency(chunks, impactsOf(term)?.frequency ?? 0),
    norms,
    scores(weights) {
      scores.fill(0);
      for (const [term, weight] of weights) {
        for (const part of impactsOf(term)?.parts ?? []) addImpacts(scores, part, weight);
      }
      return scores;
    },
  };
}

function addImpacts(scores: Float32Array, part: Impacts["parts"][number], weight: number): void {
  const { offset, chunks, impacts } = part;
  // Both arrays have one length and their numbers lie within `scores`; `as number` says so without a check in the loop.
  for (let i = 0; i < chunks.length; i += 1) {
    const chunk = offset + (chunks[i] as number);
    scores[chunk] = (scores[chunk] as number) + weight * (impacts[i] as number);
  }
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

function termImpacts({ postings, offsets, norms, chunks, alive }: Weighing, term: string): Impacts {
  const found = postings.flatMap((part, i) => {
    const number = findTerm(part, term);
    if (number < 0) return [];
    const start = part.starts[number] ?? 0;
    const end = part.starts[number + 1] ?? start;
    return [{ offset: offsets[i] ?? 0, chunks: part.chunks.subarray(start, end), counts: part.counts.subarray(start, end) }];
  });
  let frequency = 0;
  for (const part of found) {
    if (alive === undefined) frequency += part.chunks.length;
    else for (const chunk of part.chunks) frequency += alive[part.offset + chunk] ?? 0;
  }
  const idf = inverseFrequency(chunks, frequency);
  const parts = found.map((part) => {
    const impacts = new Float32Array(part.chunks.length);
    for (let i = 0; i < impacts.length; i += 1) {
      // As above: indexes within bounds by construction.
      const count = part.counts[i] as number;
      impacts[i] = (idf * count) / (count + (norms[part.offset + (part.chunks[i] as number)] as number));
    }
    return { offset: part.offset, chunks: part.chunks, impacts };
  });
  return { frequency, parts };
}
