import type { RankingLeg } from "../core/retrieval.ts";
import type { SequencedCorpus } from "./bigrams.ts";
import type { Bm25, Bm25Parameters } from "./bm25.ts";
import { foldTerms } from "./latent-space.ts";
import type { LatentSpace } from "./latent-space.ts";
import type { Ranked, Selection } from "./top-k.ts";
import { approximateCosines, cosine, denseRanking } from "./vectors.ts";
import type { DenseCorpus, QuantizedMatrix, RowScore } from "./vectors.ts";

/**
 * A space fitted to fewer texts than this counts in proportion: it has seen too little to outvote the words. Fitted to 240 paragraphs and at full weight it cost up to
 * .006 nDCG@10 in four languages; at half of it nothing that could be told from chance.
 */
const FULL_WEIGHT_TEXTS = 500;

/** A corpus that every leg can rank, its chunks numbered alike in all. */
export interface HybridCorpus extends Omit<SequencedCorpus, "lexical"> {
  lexical(parameters: Bm25Parameters): Bm25;
  readonly dense: DenseCorpus;
  /** Absent where the corpus is too small to be fitted to. */
  readonly latent?: { readonly space: LatentSpace; readonly matrices: readonly QuantizedMatrix[] };
  /** Place of each chunk among equals; absent: its number. */
  readonly order?: Uint32Array;
}

/** A leg that finds chunks by itself. */
export interface FindingLeg {
  readonly leg: RankingLeg;
  readonly weight: number;
  readonly unit: number;
  /** What it found, best first. */
  readonly found: Ranked;
  /** Its scores for chunks that it did not find: `beyond` at most, once they are exact. */
  of(numbers: readonly number[]): ArrayLike<number>;
  /** What no chunk that it did not find scores more than. */
  readonly beyond: number;
  /** Present where scores are not exact yet: how far each may be off at most, 0 for one that is exact, and what it is exactly. */
  readonly rough?: { errors(numbers: readonly number[]): ArrayLike<number>; exact(number: number): number };
}

/** How many chunks a leg shall find, and which may be found. */
export type Wanted = Selection & { readonly k: number };

/** Where a leg found fewer than asked for, there was nothing more to find. */
function beyond({ numbers, scores }: Ranked, k: number): number {
  return numbers.length < k ? 0 : (scores[k - 1] ?? 0);
}

export function lexicalLeg(lexical: Bm25, weights: ReadonlyMap<string, number>, weight: number, { k, ...selection }: Wanted): FindingLeg {
  const asked = lexical.ask(weights);
  const found = asked.best(k, selection);
  return { leg: "lexical", weight, found, of: (numbers) => asked.of(numbers), unit: found.scores[0] ?? 0, beyond: beyond(found, k) };
}

/** Undefined where the corpus has no space of its own, or none of the terms lies in it. */
export function latentLeg(
  { latent }: HybridCorpus,
  terms: ReadonlyMap<string, number>,
  weight: number,
  { k, ...selection }: Wanted,
): FindingLeg | undefined {
  const vector = latent && foldTerms(latent.space, terms);
  if (latent === undefined || vector === undefined) return undefined;
  const cosines = approximateCosines(latent.matrices, vector);
  const found = aboveZero(cosines.top(k, selection), k);
  const most = beyond(found, k);
  return {
    leg: "latent",
    weight: weight * Math.min(1, latent.space.sample.length / FULL_WEIGHT_TEXTS),
    found,
    // The first pass over the space is not exact: what it passed over counts no more than what it did not.
    of: (numbers) => cosines.of(numbers).map((score) => Math.min(score, most)),
    unit: 1,
    beyond: most,
  };
}

/** The embedder's leg, before and after all vectors were looked at. */
export interface DenseLeg {
  /** Has found nothing yet, and can say of any chunk what it scores. */
  readonly unread: FindingLeg;
  /** Has found the best of all. `isExact`: and knows all their cosines. */
  read(isExact: boolean): FindingLeg;
}

/** Cosines come from numbers of eight bits, until one is known to matter: then its vector is read. */
export function denseLeg({ dense, order }: HybridCorpus, vector: Float32Array, weight: number, { k, ...selection }: Wanted): DenseLeg {
  const approximate = approximateCosines(dense.matrices, vector);
  const known = new Map<number, number>();
  const exact = (number: number): number => {
    const score = known.get(number) ?? cosine(vector, dense.vectorAt(number));
    known.set(number, score);
    return score;
  };
  const leg = {
    leg: "dense" as const,
    weight,
    unit: 1,
    beyond: 1,
    of(numbers: readonly number[]) {
      const near = approximate.of(numbers);
      return numbers.map((number, i) => known.get(number) ?? near[i] ?? 0);
    },
    rough: {
      exact,
      errors: (numbers: readonly number[]) => approximate.errors(numbers).map((error, i) => (known.has(numbers[i] as number) ? 0 : error)),
    },
  };
  const place = (row: number): number => order?.[row] ?? row;
  // Looked at once, however often the words are looked for: with feedback they are twice.
  let top: Ranked | undefined;
  let all: readonly RowScore[] | undefined;
  const exactly = (): readonly RowScore[] => {
    all ??= denseRanking(dense, vector, { k, ...selection }).top;
    for (const { row, score } of all) known.set(row, score);
    return all;
  };
  const roughly = (): readonly RowScore[] => {
    const { numbers, scores } = (top ??= approximate.top(k, selection));
    const errors = approximate.errors(numbers);
    const near = numbers.map((row, i) => {
      const score = scores[i] ?? 0;
      // Where the exact one may be 0 or less it is read at once, because that decides whether the chunk is found.
      return { row, score: known.get(row) ?? (score > (errors[i] ?? 0) ? score : exact(row)) };
    });
    return near.sort((a, b) => b.score - a.score || place(a.row) - place(b.row));
  };
  return {
    unread: { ...leg, found: { numbers: [], scores: [] } },
    read(isExact) {
      const near = isExact ? exactly() : roughly();
      const found = { numbers: near.map(({ row }) => row), scores: near.map(({ score }) => score) };
      return { ...leg, found: aboveZero(found, k) };
    },
  };
}

/** The first `most` of a list, up to where scores are 0 or less. */
function aboveZero({ numbers, scores }: Ranked, most: number): Ranked {
  let end = Math.min(most, numbers.length);
  while (end > 0 && !((scores[end - 1] ?? 0) > 0)) end -= 1;
  return { numbers: numbers.slice(0, end), scores };
}
