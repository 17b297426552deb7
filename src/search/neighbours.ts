import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { FusedCandidate } from "./fusion.ts";
import type { HybridCorpus } from "./finding-legs.ts";
import { foldTerms } from "./latent-space.ts";
import { termAt } from "./postings.ts";
import { approximateCosines } from "./vectors.ts";

export interface NeighbourQuery {
  /** Numbers of the chunks of the document whose neighbours are asked for. */
  readonly chunks: readonly number[];
  documentOf(number: number): number;
  readonly k: number;
  /** 1 for every chunk that may be found; absent: all. */
  readonly allowed?: Uint8Array;
}

/**
 * The nearest documents, each by the one of its chunks that is nearest to the whole of the document asked for: weighted mean of the cosines with the sum of its
 * chunks' vectors (dense) and with its words folded in at once (latent). Best first, ties by place; cosines in eight bits.
 */
export function nearestDocuments(corpus: HybridCorpus, { chunks, documentOf, k, allowed }: NeighbourQuery): readonly FusedCandidate[] {
  const [first] = chunks;
  if (first === undefined) return [];
  const { dense, latent } = DEFAULT_RANKING.weights;
  const numbers = corpus.postings.flatMap(({ lengths }, s) => [...lengths.keys()].map((chunk) => (corpus.offsets[s] ?? 0) + chunk));
  const near = approximateCosines(corpus.dense.matrices, sumOf(chunks.map((number) => corpus.dense.vectorAt(number)))).of(numbers);
  const folded = corpus.latent === undefined ? undefined : foldTerms(corpus.latent.space, termsOf(corpus, chunks));
  const related =
    corpus.latent === undefined || folded === undefined ? undefined : approximateCosines(corpus.latent.matrices, folded).of(numbers);
  const scoreOf = (number: number): number => {
    const one = near[number] ?? 0;
    return related === undefined ? one : (dense * one + latent * (related[number] ?? 0)) / (dense + latent);
  };

  const place = (number: number): number => corpus.order?.[number] ?? number;
  const own = documentOf(first);
  const best = new Map<number, FusedCandidate>();
  for (const number of numbers) {
    if (allowed?.[number] === 0) continue;
    const score = scoreOf(number);
    const document = documentOf(number);
    const before = best.get(document);
    if (
      document === own ||
      (before !== undefined && (before.score > score || (before.score === score && place(before.number) < place(number))))
    )
      continue;
    best.set(document, { number, score });
  }
  return [...best.values()].sort((a, b) => b.score - a.score || place(a.number) - place(b.number)).slice(0, k);
}

function sumOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [i, number] of vector.entries()) sum[i] = (sum[i] ?? 0) + number;
  // Vectors that cancel out point nowhere; then the first stands for all.
  return sum.some((number) => number !== 0) ? sum : (vectors[0] ?? sum);
}

function termsOf({ postings, offsets }: HybridCorpus, chunks: readonly number[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const number of chunks) {
    const s = offsets.findLastIndex((offset) => offset <= number);
    const part = postings[s];
    if (part === undefined) continue;
    const chunk = number - (offsets[s] ?? 0);
    for (const term of part.sequence.subarray(part.sequenceStarts[chunk], part.sequenceStarts[chunk + 1])) {
      const name = termAt(part, term);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
