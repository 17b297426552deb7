import type { LegScore, RankingLeg, RankingSettings } from "../core/retrieval.ts";
import { bigramScores } from "./bigrams.ts";
import type { SequencedCorpus } from "./bigrams.ts";
import { termWeights } from "./bm25.ts";
import type { Bm25, Bm25Parameters } from "./bm25.ts";
import { expandedWeights } from "./feedback.ts";
import { fuse } from "./fusion.ts";
import type { FusedCandidate, LegRanking } from "./fusion.ts";
import { headingScores } from "./headings.ts";
import { foldTerms } from "./latent-space.ts";
import type { LatentSpace } from "./latent-space.ts";
import type { Selection } from "./top-k.ts";
import { approximateCosines, denseRanking } from "./vectors.ts";
import type { DenseCorpus, QuantizedMatrix } from "./vectors.ts";

/**
 * A space fitted to fewer texts than this counts in proportion: it has seen too little to outvote the words. Fitted to 240 paragraphs and at full weight it cost up to
 * .006 nDCG@10 in four languages; at half of it nothing that could be told from chance.
 */
const FULL_WEIGHT_TEXTS = 500;

/** Candidates that each leg brings, at least. */
const LEG_DEPTH_MIN = 100;

/** A corpus that every leg can rank, its chunks numbered alike in all. */
export interface HybridCorpus extends Omit<SequencedCorpus, "lexical"> {
  lexical(parameters: Bm25Parameters): Bm25;
  readonly dense: DenseCorpus;
  /** Absent where the corpus is too small to be fitted to. */
  readonly latent?: { readonly space: LatentSpace; readonly matrices: readonly QuantizedMatrix[] };
  /** Place of each chunk among equals; absent: its number. */
  readonly order?: Uint32Array;
}

export interface HybridQuery {
  readonly terms: readonly string[];
  /** Terms that the question does not have and that count as if it had them this often: corrections, abbreviations. */
  readonly added?: ReadonlyMap<string, number>;
  /** The terms as each language of the corpus reads the question, in their order, for pairs. */
  readonly sequences: readonly (readonly string[])[];
  /** Absent when the dense leg has no weight. */
  readonly vector?: Float32Array;
  /** What the latent leg reads in place of `terms`. */
  readonly latentTerms?: readonly string[];
  readonly k: number;
  readonly ranking: RankingSettings;
  /** 1 for every chunk that may be found: deleted and filtered ones are 0. Absent: all. */
  readonly allowed?: Uint8Array;
  readonly trace?: (step: RankingStep) => void;
}

/** A chunk that was found, with the legs that found it: those whose best max(k, 100) it is among. */
export interface RankedChunk {
  readonly number: number;
  readonly score: number;
  readonly legs: Readonly<Partial<Record<RankingLeg, LegScore>>>;
}

/** What a step did, with chunks by number. Lists are best first and hold the first `k`. */
export type RankingStep =
  | {
      readonly kind: "leg";
      readonly leg: RankingLeg;
      readonly weight: number;
      readonly candidates: number;
      readonly top: readonly FusedCandidate[];
    }
  | { readonly kind: "feedback"; readonly weights: ReadonlyMap<string, number> }
  | { readonly kind: "fusion"; readonly candidates: number; readonly top: readonly FusedCandidate[] };

/**
 * Ranks by every leg that has a weight, and fuses them. Candidates are the best of the lexical, the dense and the latent leg that share something with the
 * query: a term, or a cosine above 0. Pairs of words and headings are looked at in these alone.
 * BM25 is exact for every candidate; cosines are exact for the dense leg's own best and come from the first pass, in few bits, for others.
 */
export function rankHybrid(corpus: HybridCorpus, query: HybridQuery): RankedChunk[] {
  const { k, ranking, trace } = query;
  const place = (number: number): number => corpus.order?.[number] ?? number;
  const lexical = corpus.lexical(ranking);
  const asked = new Map(termWeights(query.terms));
  for (const [term, weight] of query.added ?? []) asked.set(term, Math.max(weight, asked.get(term) ?? 0));
  const cosines = cosineLegs(corpus, query, query.latentTerms === undefined ? asked : termWeights(query.latentTerms));
  const ranked = (
    weights: ReadonlyMap<string, number>,
  ): { readonly legs: readonly LegRanking[]; readonly fused: readonly FusedCandidate[] } => {
    const finding = [...lexicalLeg(lexical, weights, query, corpus.order), ...cosines];
    const candidates = [...new Set(finding.flatMap(({ top }) => top))];
    // Where the question's words were looked for, a chunk with none of them has no pair of them either.
    const words = finding.find(({ leg }) => leg === "lexical");
    const wordScores = words?.scores(candidates);
    const withWords = wordScores === undefined ? candidates : candidates.filter((_, i) => (wordScores[i] ?? 0) > 0);
    const among = { candidates: withWords, place };
    const legs = [...finding, ...bigramLeg({ ...corpus, lexical }, query, among), ...headingLeg({ ...corpus, lexical }, query, among)];
    for (const leg of trace === undefined ? [] : legs) trace?.(legStep(leg, k));
    const fused = fuse(ranking.fusion, legs, { candidates, place });
    trace?.({ kind: "fusion", candidates: fused.length, top: fused.slice(0, k) });
    return { legs, fused: fused.slice(0, Math.max(k, ranking.feedback === "off" ? 0 : ranking.feedback.documents)) };
  };

  let result = ranked(asked);
  if (ranking.feedback !== "off") {
    const weights = expandedWeights({ ...corpus, lexical }, { terms: asked, found: result.fused, feedback: ranking.feedback });
    trace?.({ kind: "feedback", weights });
    result = ranked(weights);
  }
  return withLegs(result.fused.slice(0, k), result.legs);
}

function legStep({ leg, weight, top, scores }: LegRanking, k: number): RankingStep {
  const first = top.slice(0, k);
  const own = scores(first);
  return { kind: "leg", leg, weight, candidates: top.length, top: first.map((number, i) => ({ number, score: own[i] ?? 0 })) };
}

const depthOf = ({ k }: HybridQuery): number => Math.max(k, LEG_DEPTH_MIN);

function selectionOf({ allowed }: HybridQuery, order: Uint32Array | undefined): Selection {
  return { ...(allowed === undefined ? {} : { allowed }), ...(order === undefined ? {} : { order }) };
}

function lexicalLeg(lexical: Bm25, weights: ReadonlyMap<string, number>, query: HybridQuery, order: Uint32Array | undefined): LegRanking[] {
  const weight = query.ranking.weights.lexical;
  if (weight === 0) return [];
  const asked = lexical.ask(weights);
  const top = asked.top(depthOf(query), selectionOf(query, order));
  const scores = remembered((numbers) => asked.of(numbers));
  return [{ leg: "lexical", weight, top, scores, unit: scores(top.slice(0, 1))[0] ?? 0 }];
}

/** Asks for each chunk's score once: the same few hundred are asked for at several steps. */
function remembered(ask: (numbers: readonly number[]) => ArrayLike<number>): LegRanking["scores"] {
  const known = new Map<number, number>();
  return (numbers) => {
    const unknown = numbers.filter((number) => !known.has(number));
    const scores = ask(unknown);
    for (const [i, number] of unknown.entries()) known.set(number, scores[i] ?? 0);
    return numbers.map((number) => known.get(number) ?? 0);
  };
}

function cosineLegs(corpus: HybridCorpus, query: HybridQuery, asked: ReadonlyMap<string, number>): LegRanking[] {
  const { weights } = query.ranking;
  const legs: LegRanking[] = [];
  const selection = selectionOf(query, corpus.order);
  if (query.vector !== undefined && weights.dense > 0) {
    const { top, approximate } = denseRanking(corpus.dense, query.vector, { ...selection, k: depthOf(query) });
    const exact = new Map(top.map(({ row, score }) => [row, score]));
    legs.push({
      leg: "dense",
      weight: weights.dense,
      top: top.slice(0, depthOf(query)).flatMap(({ row, score }) => (score > 0 ? [row] : [])),
      scores: remembered((numbers) => {
        const near = approximate.of(numbers);
        return numbers.map((number, i) => exact.get(number) ?? near[i] ?? 0);
      }),
      unit: 1,
    });
  }
  const vector = corpus.latent === undefined || weights.latent === 0 ? undefined : foldTerms(corpus.latent.space, asked);
  if (corpus.latent !== undefined && vector !== undefined) {
    const cosines = approximateCosines(corpus.latent.matrices, vector);
    const top = cosines.top(depthOf(query), selection);
    const own = cosines.of(top);
    legs.push({
      leg: "latent",
      weight: weights.latent * Math.min(1, corpus.latent.space.sample.length / FULL_WEIGHT_TEXTS),
      top: top.filter((_, i) => (own[i] ?? 0) > 0),
      scores: remembered((numbers) => cosines.of(numbers)),
      unit: 1,
    });
  }
  return legs;
}

/** What other legs found, and the place of each chunk among equals. */
interface Among {
  readonly candidates: readonly number[];
  readonly place: (number: number) => number;
}

function bigramLeg(corpus: SequencedCorpus, { sequences, ranking }: HybridQuery, { candidates, place }: Among): LegRanking[] {
  const weight = ranking.weights.bigram;
  if (weight === 0) return [];
  const ranked = rankedBy(bigramScores(corpus, sequences, candidates), { candidates, place });
  return [{ leg: "bigram", weight, ...ranked, unit: ranked.scores(ranked.top.slice(0, 1))[0] ?? 0 }];
}

/** Not divided by the best: where the headings say little of a question, they have little say in its ranking. */
function headingLeg(corpus: SequencedCorpus, { sequences, ranking }: HybridQuery, { candidates, place }: Among): LegRanking[] {
  const weight = ranking.weights.heading;
  if (weight === 0) return [];
  return [{ leg: "heading", weight, ...rankedBy(headingScores(corpus, sequences, candidates), { candidates, place }), unit: 1 }];
}

function rankedBy(values: Float64Array, { candidates, place }: Among): Pick<LegRanking, "top" | "scores"> {
  const scores = new Map(candidates.map((number, i) => [number, values[i] ?? 0]));
  const score = (number: number): number => scores.get(number) ?? 0;
  const top = candidates.filter((number) => score(number) > 0).sort((a, b) => score(b) - score(a) || place(a) - place(b));
  return { top, scores: (numbers) => numbers.map(score) };
}

/** Beside each hit, its place in the lists of the legs that found it. */
function withLegs(hits: readonly FusedCandidate[], legs: readonly LegRanking[]): RankedChunk[] {
  const ranks = legs.map(({ top }) => new Map(top.map((number, i) => [number, i + 1])));
  const scores = legs.map((leg) => leg.scores(hits.map(({ number }) => number)));
  return hits.map(({ number, score }, n) => {
    const found: Partial<Record<RankingLeg, LegScore>> = {};
    for (const [i, leg] of legs.entries()) {
      const rank = ranks[i]?.get(number);
      if (rank !== undefined) found[leg.leg] = { rank, score: scores[i]?.[n] ?? 0 };
    }
    return { number, score, legs: found };
  });
}
