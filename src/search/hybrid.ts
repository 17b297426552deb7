import type { LegScore, RankingLeg, RankingSettings } from "../core/retrieval.ts";
import { bigramScores } from "./bigrams.ts";
import type { SequencedCorpus } from "./bigrams.ts";
import { termWeights } from "./bm25.ts";
import type { Bm25, Bm25Parameters } from "./bm25.ts";
import { expandedWeights } from "./feedback.ts";
import { fuse } from "./fusion.ts";
import type { FusedCandidate, LegRanking, PlacedCandidate } from "./fusion.ts";
import { headingScores } from "./headings.ts";
import { foldTerms } from "./latent-space.ts";
import type { LatentSpace } from "./latent-space.ts";
import type { Ranked, Selection } from "./top-k.ts";
import { settled } from "./settle.ts";
import { approximateCosines, cosine, denseRanking } from "./vectors.ts";
import type { ApproximateCosines, DenseCorpus, QuantizedMatrix } from "./vectors.ts";

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
 * BM25 is exact for every candidate. Cosines come from numbers of eight bits; those of the dense leg's own best are exact, but for the ones that a convex sum shows to be
 * behind the first `k` whatever they are: their vectors are not read, unless there is a `trace`.
 */
export function rankHybrid(corpus: HybridCorpus, query: HybridQuery): RankedChunk[] {
  const { k, ranking, trace } = query;
  const place = (number: number): number => corpus.order?.[number] ?? number;
  const lexical = corpus.lexical(ranking);
  const asked = new Map(termWeights(query.terms));
  for (const [term, weight] of query.added ?? []) asked.set(term, Math.max(weight, asked.get(term) ?? 0));
  const cosines = cosineLegs(corpus, query, query.latentTerms === undefined ? asked : termWeights(query.latentTerms));
  const ranked = (weights: ReadonlyMap<string, number>): { readonly legs: readonly LegRanking[]; readonly fused: PlacedCandidate[] } => {
    const finding = [...lexicalLeg(lexical, weights, query, corpus.order), ...cosines];
    const among = candidatesOf(finding, place);
    const placed = finding.map((leg) => placedLeg(leg, among));
    const words = wordLegs({ ...corpus, lexical }, query, { ...among, words: placed.find(({ leg }) => leg === "lexical") });
    const most = Math.max(k, ranking.feedback === "off" ? 0 : ranking.feedback.documents);
    const legs = [...settledLegs(finding, { placed, words }, { ...among, most }), ...words];
    for (const leg of trace === undefined ? [] : legs) trace?.(legStep(leg, among.candidates, k));
    const fused = fuse(ranking.fusion, legs, { ...among, most });
    trace?.({
      kind: "fusion",
      candidates: among.candidates.length,
      top: fused.slice(0, k).map(({ number, score }) => ({ number, score })),
    });
    return { legs, fused };
  };

  let result = ranked(asked);
  if (ranking.feedback !== "off") {
    const weights = expandedWeights({ ...corpus, lexical }, { terms: asked, found: result.fused, feedback: ranking.feedback });
    trace?.({ kind: "feedback", weights });
    result = ranked(weights);
  }
  return withLegs(result.fused.slice(0, k), result.legs);
}

function legStep({ leg, weight, top, scores }: LegRanking, candidates: readonly number[], k: number): RankingStep {
  const first = top.slice(0, k).map((at) => ({ number: candidates[at] ?? -1, score: scores[at] ?? 0 }));
  return { kind: "leg", leg, weight, candidates: top.length, top: first };
}

const depthOf = ({ k }: HybridQuery): number => Math.max(k, LEG_DEPTH_MIN);

function selectionOf({ allowed }: HybridQuery, order: Uint32Array | undefined): Selection {
  return { ...(allowed === undefined ? {} : { allowed }), ...(order === undefined ? {} : { order }) };
}

/** A leg that finds chunks by itself. */
interface FindingLeg {
  readonly leg: RankingLeg;
  readonly weight: number;
  readonly unit: number;
  /** What it found, best first. */
  readonly found: Ranked;
  /** Its scores for chunks that it did not find. */
  of(numbers: readonly number[]): ArrayLike<number>;
  /** Present where scores of `found` are not exact yet: how far each may be off at most, and what it is exactly. */
  readonly rough?: { readonly errors: ReadonlyMap<number, number>; exact(number: number): number };
}

function lexicalLeg(lexical: Bm25, weights: ReadonlyMap<string, number>, query: HybridQuery, order: Uint32Array | undefined): FindingLeg[] {
  const weight = query.ranking.weights.lexical;
  if (weight === 0) return [];
  const asked = lexical.ask(weights);
  const found = asked.best(depthOf(query), selectionOf(query, order));
  return [{ leg: "lexical", weight, found, of: (numbers) => asked.of(numbers), unit: found.scores[0] ?? 0 }];
}

function cosineLegs(corpus: HybridCorpus, query: HybridQuery, asked: ReadonlyMap<string, number>): FindingLeg[] {
  const { weights } = query.ranking;
  const legs: FindingLeg[] = [];
  const selection = selectionOf(query, corpus.order);
  if (query.vector !== undefined && weights.dense > 0) {
    const isSum = query.ranking.fusion === "convex" && query.trace === undefined;
    legs.push({ ...(isSum ? roughLeg : exactLeg)(corpus, query.vector, { ...selection, k: depthOf(query) }), weight: weights.dense });
  }
  const vector = corpus.latent === undefined || weights.latent === 0 ? undefined : foldTerms(corpus.latent.space, asked);
  if (corpus.latent !== undefined && vector !== undefined) {
    const cosines = approximateCosines(corpus.latent.matrices, vector);
    legs.push({
      leg: "latent",
      weight: weights.latent * Math.min(1, corpus.latent.space.sample.length / FULL_WEIGHT_TEXTS),
      found: aboveZero(cosines.top(depthOf(query), selection), depthOf(query)),
      of: (numbers) => cosines.of(numbers),
      unit: 1,
    });
  }
  return legs;
}

type DenseLeg = Omit<FindingLeg, "weight">;
type Wanted = Selection & { readonly k: number };

function exactLeg({ dense }: HybridCorpus, vector: Float32Array, { k, ...selection }: Wanted): DenseLeg {
  const { top, approximate } = denseRanking(dense, vector, { ...selection, k });
  // Those that are left over stand behind the others: they are candidates of another leg at most, and their cosines are known.
  const known = new Map(top.map(({ row, score }) => [row, score]));
  const found = aboveZero({ numbers: top.map(({ row }) => row), scores: top.map(({ score }) => score) }, k);
  return { leg: "dense", found, of: knownOr(known, approximate), unit: 1 };
}

const knownOr =
  (known: ReadonlyMap<number, number>, approximate: ApproximateCosines): FindingLeg["of"] =>
  (numbers) => {
    const near = approximate.of(numbers);
    return numbers.map((number, i) => known.get(number) ?? near[i] ?? 0);
  };

/** The same chunks with their cosines in eight bits. Only where the exact one may be 0 or less is the vector read at once, because that decides whether the chunk is found. */
function roughLeg({ dense, order }: HybridCorpus, vector: Float32Array, { k, ...selection }: Wanted): DenseLeg {
  const approximate = approximateCosines(dense.matrices, vector);
  const { numbers, scores } = approximate.top(k, selection);
  const exact = (number: number): number => cosine(vector, dense.vectorAt(number));
  const all = approximate.errors(numbers);
  const errors = new Map<number, number>();
  const known = new Map<number, number>();
  const near = numbers.map((number, i) => {
    const [score, error] = [scores[i] ?? 0, all[i] ?? 0];
    if (score > error) errors.set(number, error);
    else known.set(number, exact(number));
    return { number, score: known.get(number) ?? score };
  });
  const place = (number: number): number => order?.[number] ?? number;
  near.sort((a, b) => b.score - a.score || place(a.number) - place(b.number));
  const of = knownOr(known, approximate);
  const ranked = { numbers: near.map(({ number }) => number), scores: near.map(({ score }) => score) };
  return { leg: "dense", found: aboveZero(ranked, k), of, unit: 1, rough: { errors, exact } };
}

/** The first `most` of a list, up to where scores are 0 or less. */
function aboveZero({ numbers, scores }: Ranked, most: number): Ranked {
  let end = Math.min(most, numbers.length);
  while (end > 0 && !((scores[end - 1] ?? 0) > 0)) end -= 1;
  return { numbers: numbers.slice(0, end), scores };
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
    const errors = new Float64Array(candidates.length);
    for (const at of ranking.top) errors[at] = rough.errors.get(numberAt(at)) ?? 0;
    const others = [...placed.filter((other) => other !== ranking), ...words];
    return settled({ ranking, errors, exact: (at) => rough.exact(numberAt(at)) }, others, { most, place: (at) => place(numberAt(at)) });
  });
}

/** Pairs of words and headings. Where the question's words were looked for, a chunk with none of them has no pair of them either. */
function wordLegs(
  corpus: SequencedCorpus,
  { sequences, ranking: { weights } }: HybridQuery,
  among: Among & { readonly words: LegRanking | undefined },
): LegRanking[] {
  const legs: LegRanking[] = [];
  const { candidates, words } = among;
  const withWords = words === undefined ? candidates : candidates.filter((_, at) => (words.scores[at] ?? 0) > 0);
  if (weights.bigram > 0) {
    const { top, scores } = spread(bigramScores(corpus, sequences, withWords), withWords, among);
    legs.push({ leg: "bigram", weight: weights.bigram, top, scores, unit: scores[top[0] ?? -1] ?? 0 });
  }
  // Not divided by the best: where the headings say little of a question, they have little say in its ranking.
  if (weights.heading > 0) {
    const ranked = spread(headingScores(corpus, sequences, withWords), withWords, among);
    legs.push({ leg: "heading", weight: weights.heading, ...ranked, unit: 1 });
  }
  return legs;
}

/** The scores of some chunks as scores of all candidates, with the places of those above 0. */
function spread(
  values: Float64Array,
  numbers: readonly number[],
  { candidates, places, place }: Among,
): Pick<LegRanking, "top" | "scores"> {
  const scores = new Float64Array(candidates.length);
  const top: number[] = [];
  for (const [i, number] of numbers.entries()) {
    const value = values[i] ?? 0;
    if (!(value > 0)) continue;
    const at = places.get(number) ?? -1; // a candidate, so it has a place
    scores[at] = value;
    top.push(at);
  }
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
