import type { LegScore } from "../core/retrieval.ts";
import type { Bm25 } from "./bm25.ts";
import { convexFusion } from "./fusion.ts";
import type { Candidate, FusedCandidate } from "./fusion.ts";
import { ranksAmong, topK } from "./top-k.ts";
import type { Selection } from "./top-k.ts";
import { cosine, denseRanking } from "./vectors.ts";
import type { DenseCorpus, DenseRanking } from "./vectors.ts";

/** Candidates that each leg brings, at least. */
const LEG_DEPTH_MIN = 100;

/** A corpus that both legs can rank, its chunks numbered alike in both. */
export interface HybridCorpus {
  readonly lexical: Bm25;
  readonly dense: DenseCorpus;
  /** Room for one score a chunk, used again by every query. */
  readonly denseScores: Float32Array;
  /** Place of each chunk among equals; absent: its number. */
  readonly order?: Uint32Array;
}

export interface HybridQuery {
  readonly terms: readonly string[];
  readonly vector: Float32Array;
  readonly k: number;
  readonly denseWeight: number;
  /** 1 for every chunk that may be found: deleted and filtered ones are 0. Absent: all. */
  readonly allowed?: Uint8Array;
}

/** A chunk that was found; a leg is absent when the chunk shares nothing with the query there. */
export interface RankedChunk {
  readonly number: number;
  readonly score: number;
  readonly legs: { readonly lexical?: LegScore; readonly dense: LegScore };
}

/**
 * Ranks by both legs and fuses them. Candidates are the best of each leg that share something with the query: a term, or a cosine
 * above 0. A candidate that only one leg brought gets its exact score from the other, too.
 * Ranks are exact, but for a dense rank beyond the rescored rows, which comes from the int8 pass.
 */
export function rankHybrid(corpus: HybridCorpus, query: HybridQuery): RankedChunk[] {
  const depth = Math.max(query.k, LEG_DEPTH_MIN);
  const { order } = corpus;
  const selection: Selection = {
    ...(query.allowed === undefined ? {} : { allowed: query.allowed }),
    ...(order === undefined ? {} : { order }),
  };
  const lexical = corpus.lexical.scores(query.terms);
  const lexicalTop = topK(lexical, depth, 0, selection);
  const dense = denseRanking(corpus.dense, query.vector, { ...selection, k: depth, scores: corpus.denseScores });

  const cosines = new Map(dense.top.map(({ row, score }) => [row, score]));
  const numbers = new Set(lexicalTop);
  for (const { row, score } of dense.top.slice(0, depth)) if (score > 0) numbers.add(row);
  const candidates = [...numbers].map((number): Candidate => {
    return { number, lexical: lexical[number] ?? 0, dense: cosines.get(number) ?? cosine(query.vector, corpus.dense.vectorAt(number)) };
  });
  const place = (number: number): number => order?.[number] ?? number;
  const fused = convexFusion(candidates, { denseWeight: query.denseWeight, place }).slice(0, query.k);

  const lexicalRanks = lexicalRanksOf(fused, lexical, lexicalTop, selection);
  const denseRanks = denseRanksOf(fused, dense, selection);
  return fused.map((candidate) => {
    const rank = lexicalRanks.get(candidate.number);
    const denseLeg = { rank: denseRanks.get(candidate.number) ?? dense.top.length + 1, score: candidate.dense };
    return {
      number: candidate.number,
      score: candidate.score,
      legs: rank === undefined ? { dense: denseLeg } : { lexical: { rank, score: candidate.lexical }, dense: denseLeg },
    };
  });
}

function lexicalRanksOf(
  fused: readonly FusedCandidate[],
  scores: Float32Array,
  top: readonly number[],
  selection: Selection,
): ReadonlyMap<number, number> {
  const ranks = new Map(top.map((number, i) => [number, i + 1]));
  const beyond = fused.filter((candidate) => candidate.lexical > 0 && !ranks.has(candidate.number)).map((candidate) => candidate.number);
  if (beyond.length > 0) for (const [number, rank] of ranksAmong(scores, beyond, selection)) ranks.set(number, rank);
  return ranks;
}

function denseRanksOf(
  fused: readonly FusedCandidate[],
  { top, approximate }: DenseRanking,
  selection: Selection,
): ReadonlyMap<number, number> {
  const ranks = new Map(top.map(({ row }, i) => [row, i + 1]));
  const beyond = fused.filter((candidate) => !ranks.has(candidate.number)).map((candidate) => candidate.number);
  if (beyond.length > 0) for (const [number, rank] of ranksAmong(approximate, beyond, selection)) ranks.set(number, rank);
  return ranks;
}
