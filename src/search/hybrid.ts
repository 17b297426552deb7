import type { LegScore, RankingLeg, RankingSettings } from "../core/retrieval.ts";
import { bigramScores } from "./bigrams.ts";
import type { SequencedCorpus } from "./bigrams.ts";
import { termWeights } from "./bm25.ts";
import { expandedWeights } from "./feedback.ts";
import { denseLeg, latentLeg, lexicalLeg } from "./finding-legs.ts";
import type { FindingLeg, HybridCorpus } from "./finding-legs.ts";
import { fuse } from "./fusion.ts";
import type { FusedCandidate, LegRanking, PlacedCandidate } from "./fusion.ts";
import { headingScores, headingScoresMost } from "./headings.ts";
import { settled } from "./settle.ts";

/** Candidates that each leg brings, at least. */
const LEG_DEPTH_MIN = 100;

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
  /** Say which legs found each chunk. */
  readonly explain?: boolean;
  readonly trace?: (step: RankingStep) => void;
}

export interface RankedChunk {
  readonly number: number;
  readonly score: number;
  /** Where asked for: the legs that found it, whose best max(k, 100) it is among. */
  readonly legs?: Readonly<Partial<Record<RankingLeg, LegScore>>>;
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

/** More than what rounding does to a sum of weighted scores, of itself. */
const ROUNDING = 1e-6;

/**
 * Ranks by every leg that has a weight, and fuses them. Candidates are the best of the lexical, the dense and the latent leg that share something with the
 * query: a term, or a cosine above 0. Pairs of words and headings are looked at in these alone.
 * BM25 is exact for every candidate. Cosines come from numbers of eight bits; in a convex sum those of the dense leg are exact for every chunk that can be among the
 * first `k`, and the others' vectors are not read. Nor are all vectors looked at where no chunk that the words and the corpus's own space left out can come in: the
 * threshold of Fagin, Lotem & Naor, "Optimal aggregation algorithms for middleware" (2003). Hits and their scores are the same to the bit with all of them read, as they
 * are to tell which legs found a chunk.
 */
export function rankHybrid(corpus: HybridCorpus, query: HybridQuery): RankedChunk[] {
  const { k, ranking, trace, explain = false } = query;
  const isWhole = explain || trace !== undefined || ranking.fusion !== "convex";
  const lexical = corpus.lexical(ranking);
  const asked = new Map(termWeights(query.terms));
  for (const [term, weight] of query.added ?? []) asked.set(term, Math.max(weight, asked.get(term) ?? 0));
  const wanted = {
    k: Math.max(k, LEG_DEPTH_MIN),
    ...(query.allowed === undefined ? {} : { allowed: query.allowed }),
    ...(corpus.order === undefined ? {} : { order: corpus.order }),
  };
  const { weights } = ranking;
  const dense = query.vector === undefined || weights.dense === 0 ? undefined : denseLeg(corpus, query.vector, weights.dense, wanted);
  const latentTerms = query.latentTerms === undefined ? asked : termWeights(query.latentTerms);
  const latent = weights.latent === 0 ? undefined : latentLeg(corpus, latentTerms, weights.latent, wanted);
  const ranked = (terms: ReadonlyMap<string, number>): Fused => {
    const words = weights.lexical === 0 ? undefined : lexicalLeg(lexical, terms, weights.lexical, wanted);
    const fusing = { corpus: { ...corpus, lexical }, query };
    if (dense !== undefined && words !== undefined && !isWhole) {
      const some = fused(fusing, { words, dense: dense.unread, latent });
      const beyond = mostBeyond(fusing, { terms, words, dense: dense.unread, latent });
      if (some.last > beyond + ROUNDING * Math.max(1, beyond)) return some;
    }
    return fused(fusing, { words, dense: dense?.read(isWhole), latent });
  };

  let result = ranked(asked);
  if (ranking.feedback !== "off") {
    const lent = expandedWeights({ ...corpus, lexical }, { terms: asked, found: result.best, feedback: ranking.feedback });
    trace?.({ kind: "feedback", weights: lent });
    result = ranked(lent);
  }
  const hits = result.best.slice(0, k);
  return explain ? withLegs(hits, result.legs) : hits.map(({ number, score }) => ({ number, score }));
}

interface Fusing {
  readonly corpus: SequencedCorpus & Pick<HybridCorpus, "order">;
  readonly query: HybridQuery;
}

interface Finding {
  readonly words: FindingLeg | undefined;
  readonly dense: FindingLeg | undefined;
  readonly latent: FindingLeg | undefined;
}

interface Fused {
  readonly legs: readonly LegRanking[];
  readonly best: readonly PlacedCandidate[];
  /** What the last one scores that is wanted; -Infinity where there are fewer. */
  readonly last: number;
}

/** The best of what the legs found. */
function fused({ corpus, query }: Fusing, { words, dense, latent }: Finding): Fused {
  const { ranking, trace, k } = query;
  const finding = [words, dense, latent].filter((leg) => leg !== undefined);
  const among = candidatesOf(finding, (number) => corpus.order?.[number] ?? number);
  const placed = finding.map((leg) => placedLeg(leg, among));
  const refined = wordLegs(corpus, query, { ...among, words: placed.find(({ leg }) => leg === "lexical") });
  const most = Math.max(k, ranking.feedback === "off" ? 0 : ranking.feedback.documents);
  const settle = ranking.fusion === "convex" ? settledLegs(finding, { placed, words: refined }, { ...among, most }) : placed;
  const legs = [...settle, ...refined];
  for (const leg of trace === undefined ? [] : legs) trace?.(legStep(leg, among.candidates, k));
  const best = fuse(ranking.fusion, legs, { ...among, most });
  trace?.({ kind: "fusion", candidates: among.candidates.length, top: best.slice(0, k).map(({ number, score }) => ({ number, score })) });
  return { legs, best, last: best[most - 1]?.score ?? -Infinity };
}

/** What the sum comes to at most for a chunk that no leg has found so far: each gives it no more than the last of what it found, and pairs and headings need a word. */
function mostBeyond(
  { corpus, query: { sequences, ranking } }: Fusing,
  { terms, words, dense, latent }: Finding & { readonly terms: ReadonlyMap<string, number> },
): number {
  let sum = 0;
  for (const leg of [words, dense, latent]) if (leg !== undefined && leg.unit > 0) sum += (leg.weight * leg.beyond) / leg.unit;
  if (words === undefined || words.beyond === 0) return sum;
  const { bigram, heading } = ranking.weights;
  return sum + bigram + (heading === 0 ? 0 : heading * headingScoresMost(corpus, sequences, { terms, lexical: words.beyond }));
}

function legStep({ leg, weight, top, scores }: LegRanking, candidates: readonly number[], k: number): RankingStep {
  const first = top.slice(0, k).map((at) => ({ number: candidates[at] ?? -1, score: scores[at] ?? 0 }));
  return { kind: "leg", leg, weight, candidates: top.length, top: first };
}

/** What the legs found, each chunk once, ascending: so chunks that lie side by side are read one after the other. */
interface Among {
  readonly candidates: readonly number[];
  /** The place of each among the candidates. */
  readonly places: ReadonlyMap<number, number>;
  /** The place of a chunk among equals. */
  readonly place: (number: number) => number;
}

function candidatesOf(legs: readonly FindingLeg[], place: Among["place"]): Among {
  // Not `from`, which takes a hundred times as long for an array.
  const found = new Uint32Array(legs.flatMap((leg) => leg.found.numbers)).sort();
  const candidates: number[] = [];
  const places = new Map<number, number>();
  for (const number of found) {
    if (number === candidates.at(-1)) continue;
    places.set(number, candidates.length);
    candidates.push(number);
  }
  return { candidates, places, place };
}

/** Asks the leg for the scores of those candidates alone that it did not bring itself. */
function placedLeg({ leg, weight, unit, found, of }: FindingLeg, { candidates, places }: Among): LegRanking {
  const scores = new Float64Array(candidates.length);
  const isKnown = new Uint8Array(candidates.length);
  const top = found.numbers.map((number, i) => {
    const at = places.get(number) ?? -1; // every chunk that was found has a place
    scores[at] = found.scores[i] ?? 0;
    isKnown[at] = 1;
    return at;
  });
  const others = candidates.filter((_, at) => isKnown[at] === 0);
  const more = of(others);
  for (let at = 0, i = 0; at < candidates.length; at += 1) if (isKnown[at] === 0) scores[at] = more[i++] ?? 0;
  return { leg, weight, unit, top, scores };
}

/** The legs with exact scores wherever these matter to the first `most`. */
function settledLegs(
  finding: readonly FindingLeg[],
  { placed, words }: { readonly placed: readonly LegRanking[]; readonly words: readonly LegRanking[] },
  { candidates, place, most }: Among & { readonly most: number },
): LegRanking[] {
  const numberAt = (at: number): number => candidates[at] ?? -1; // a place of theirs
  return placed.map((ranking, i) => {
    const rough = finding[i]?.rough;
    if (rough === undefined) return ranking;
    const others = [...placed.filter((other) => other !== ranking), ...words];
    return settled({ ranking, errors: rough.errors(candidates), exact: (at) => rough.exact(numberAt(at)) }, others, {
      most,
      place: (at) => place(numberAt(at)),
    });
  });
}

/**
 * Pairs of words and headings. Where the question's words were looked for, a chunk with none of them has no pair of them either, and none counts for more than the best
 * of those that the words found.
 */
function wordLegs(
  corpus: SequencedCorpus,
  { sequences, ranking: { weights } }: HybridQuery,
  among: Among & { readonly words: LegRanking | undefined },
): LegRanking[] {
  const legs: LegRanking[] = [];
  const { candidates, words } = among;
  const withWords = words === undefined ? candidates : candidates.filter((_, at) => (words.scores[at] ?? 0) > 0);
  if (weights.bigram > 0) {
    const scores = spread(bigramScores(corpus, sequences, withWords), withWords, among);
    const unit = (words?.top ?? [...candidates.keys()]).reduce((most, at) => Math.max(most, scores[at] ?? 0), 0);
    legs.push({
      leg: "bigram",
      weight: weights.bigram,
      ...aboveZero(
        scores.map((score) => Math.min(score, unit)),
        among,
      ),
      unit,
    });
  }
  // Not divided by the best: where the headings say little of a question, they have little say in its ranking.
  if (weights.heading > 0) {
    const scores = spread(headingScores(corpus, sequences, withWords), withWords, among);
    legs.push({ leg: "heading", weight: weights.heading, ...aboveZero(scores, among), unit: 1 });
  }
  return legs;
}

/** The scores of some chunks as scores of all candidates. */
function spread(values: Float64Array, numbers: readonly number[], { candidates, places }: Among): Float64Array {
  const scores = new Float64Array(candidates.length);
  // Candidates all, so each has a place.
  for (const [i, number] of numbers.entries()) scores[places.get(number) ?? -1] = values[i] ?? 0;
  return scores;
}

/** The scores, with the places of those above 0, best first. */
function aboveZero(scores: Float64Array, { candidates, place }: Among): Pick<LegRanking, "top" | "scores"> {
  const top: number[] = [];
  for (let at = 0; at < scores.length; at += 1) if ((scores[at] as number) > 0) top.push(at);
  // Places of candidates, within the arrays.
  const isBefore = (a: number, b: number): number =>
    (scores[b] as number) - (scores[a] as number) || place(candidates[a] as number) - place(candidates[b] as number);
  return { top: top.sort(isBefore), scores };
}

/** Beside each hit, its place in the lists of the legs that found it. */
function withLegs(hits: readonly PlacedCandidate[], legs: readonly LegRanking[]): RankedChunk[] {
  return hits.map(({ at, number, score }) => {
    const found: Partial<Record<RankingLeg, LegScore>> = {};
    for (const { leg, top, scores } of legs) {
      const rank = top.indexOf(at) + 1;
      if (rank > 0) found[leg] = { rank, score: scores[at] ?? 0 };
    }
    return { number, score, legs: found };
  });
}
