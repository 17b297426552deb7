import type { Chunk } from "../core/document.ts";
import { FirstfitError } from "../core/errors.ts";
import type {
  CorpusVocabulary,
  Embedder,
  Hit,
  NearDuplicate,
  Neighbour,
  RankingSettings,
  SearchOptions,
  TracedChunk,
} from "../core/retrieval.ts";
import type { FusedCandidate } from "../search/fusion.ts";
import { BM25_PARAMETERS } from "../search/bm25.ts";
import { rankHybrid } from "../search/hybrid.ts";
import type { RankingStep } from "../search/hybrid.ts";
import { TEXTS_MIN } from "../search/latent-space.ts";
import { nearestDocuments } from "../search/neighbours.ts";
import type { Postings } from "../search/postings.ts";
import { similarPairs, termHashes } from "../search/near-duplicates.ts";
import { adaptQuery } from "../search/query-adapter.ts";
import { rankingWith } from "../search/ranking-settings.ts";
import { correctQuestion } from "../search/spelling.ts";
import type { Correction } from "../search/spelling.ts";
import { checkVector } from "../search/vectors.ts";
import { expandAbbreviations } from "../text/abbreviations.ts";
import type { Expansion } from "../text/abbreviations.ts";
import { analyze, analyzeQuery } from "../text/analyze.ts";
import type { Language } from "../text/language.ts";
import type { ChunkPlace, Corpus } from "./corpus.ts";
import { parseFilter } from "./filter.ts";
import type { ParsedFilter } from "./filter.ts";

/** One published state of a store, as a search reads it. */
export interface SearchView {
  readonly corpus: Corpus;
  hasKey(key: string): boolean;
  allKeys(): readonly string[];
  /** The store's number of a document, and back. */
  documentNumber(id: string): number | undefined;
  documentId(document: number): string;
  /** The store's numbers of the documents that pass the prefix and the metadata; undefined when there is no such condition. */
  documentsWhere(filter: ParsedFilter): ReadonlySet<number> | undefined;
  chunkAt(place: ChunkPlace): Chunk;
}

export interface Searched {
  readonly embedder: Embedder;
  readonly ranking: RankingSettings;
  /** True for a word, in lower case, that is spelled right though the corpus does not have it. */
  readonly isWord?: (word: string) => boolean;
  /** Runs on one state from beginning to end, whatever another process publishes meanwhile. */
  read<T>(work: (view: SearchView) => T): T;
}

/** Search as every store does it, so that all rank alike to the bit. */
export async function searchIndex(searched: Searched, query: string, options: SearchOptions): Promise<readonly Hit[]> {
  const { embedder, read } = searched;
  const { k, filter, trace } = options;
  checkCount(k);
  const ranking = rankingWith(searched.ranking, options.ranking);
  const text = query.toWellFormed();
  const { parsed, canFind } = read((view) => ({
    parsed: parseFilter(filter ?? {}, view.hasKey, view.allKeys),
    canFind: text.trim() !== "" && view.corpus.chunks > 0,
  }));
  if (!canFind) return [];
  const denseText = options.denseText?.toWellFormed();
  const vector =
    ranking.weights.dense > 0
      ? denseText === undefined
        ? adapted(await queryVector(embedder, text, "query"), ranking, embedder)
        : await queryVector(embedder, denseText, "document")
      : undefined;
  // From here on nothing waits, so that ranking and reading the hits see the same state.
  return read((view) => {
    const { corpus } = view;
    mustHaveLeg(corpus, ranking);
    const allowed = corpus.allowed(parsed, view.documentsWhere);
    const terms = analyzeQuery(text, corpus.languages);
    const { corrections, expansions, added } = widened(text, corpus, ranking, searched.isWord);
    const sequences = corpus.languages.length > 1 ? corpus.languages.map((language) => analyze(text, language)) : [terms];
    if (trace !== undefined) {
      const isUnknown = (term: string): boolean => corpus.lexical(ranking).documentFrequency(term) === 0;
      trace({
        kind: "analysis",
        query: text,
        terms,
        termsUnknown: [...new Set(terms)].filter(isUnknown),
        corrections: corrections.map(({ written, corrected: term }) => ({ written, corrected: term })),
        expansions: expansions.map((expansion) => ({ written: expansion.written, added: expansion.added })),
      });
      trace({ kind: "filter", chunks: corpus.chunks, allowed: allowed?.reduce((sum, one) => sum + one, 0) ?? corpus.chunks });
    }
    const ranked = rankHybrid(corpus, {
      terms,
      added,
      sequences: withCorrections(sequences, corpus.languages, corrections),
      k,
      ranking,
      ...(denseText === undefined ? {} : { latentTerms: analyzeQuery(denseText, corpus.languages) }),
      ...(vector === undefined ? {} : { vector }),
      ...(allowed === undefined ? {} : { allowed }),
      ...(options.explain === undefined ? {} : { explain: options.explain }),
      ...(trace === undefined ? {} : { trace: (step) => traceStep(view, { step, ranking, trace }) }),
    });
    return ranked.map(({ number, ...ranks }) => ({ chunk: view.chunkAt(corpus.placeOf(number)), ...ranks }));
  });
}

/** What the question is also searched for: unknown words as the corpus spells them, short forms by what they stand for. */
function widened(
  text: string,
  corpus: Corpus,
  { spelling, abbreviations }: RankingSettings,
  isWord: Searched["isWord"],
): { readonly corrections: readonly Correction[]; readonly expansions: readonly Expansion[]; readonly added: ReadonlyMap<string, number> } {
  const { languages, speller } = corpus;
  const vocabulary = { documentFrequency: corpus.lexical(BM25_PARAMETERS).documentFrequency, terms: corpus.terms };
  const corrections =
    spelling === "off" ? [] : correctQuestion(text, { languages, vocabulary, speller, ...(isWord === undefined ? {} : { isWord }) });
  const expansions = abbreviations === "off" ? [] : expandAbbreviations(text, corpus.abbreviations(), languages);
  const added = new Map(corrections.map((correction) => [correction.corrected, 1]));
  for (const { terms, weight } of expansions) for (const term of terms) added.set(term, Math.max(weight, added.get(term) ?? 0));
  return { corrections, expansions, added };
}

/** The sequences with each misspelled word's term in the place of what it was typed as, so that its pairs are found too. */
function withCorrections(
  sequences: readonly (readonly string[])[],
  languages: readonly Language[],
  corrections: readonly Correction[],
): readonly (readonly string[])[] {
  if (corrections.length === 0) return sequences;
  const termOf = new Map(
    corrections.flatMap(({ written, corrected: term }) => analyzeQuery(written, languages).map((typed) => [typed, term] as const)),
  );
  return sequences.map((sequence) => sequence.map((term) => termOf.get(term) ?? term));
}

function checkCount(k: number): void {
  if (!Number.isInteger(k) || k < 1)
    throw new FirstfitError("BAD_INPUT", `${k} is not a number of hits.`, "Give a whole number from 1 on.");
}

/** Nothing would be found, and nobody would know why. */
function mustHaveLeg({ latent, chunks }: Corpus, { weights }: RankingSettings): void {
  if (latent !== undefined || weights.lexical + weights.dense > 0) return;
  throw new FirstfitError(
    "BAD_INPUT",
    `Only the corpus-fitted leg has a weight, and ${chunks.toLocaleString("en-US")} ${chunks === 1 ? "chunk has" : "chunks have"} too few different texts to fit it to: it takes ${TEXTS_MIN}.`,
    "Give another leg a weight, such as weights.lexical 1.",
  );
}

async function queryVector(embedder: Embedder, text: string, inputType: "query" | "document"): Promise<Float32Array> {
  const [vector] = await embedder.embedBatch([text], { inputType });
  checkVector(vector, embedder.dimensions, { embedder: embedder.id, whose: "the question" });
  return vector;
}

/** The adapter was fitted to questions; a text that is read as a passage stays as it is. */
function adapted(vector: Float32Array, { adapter }: RankingSettings, embedder: Embedder): Float32Array {
  return adapter === undefined || adapter === "off" ? vector : adaptQuery(adapter, vector, embedder.id);
}

interface Traced {
  readonly step: RankingStep;
  readonly ranking: RankingSettings;
  readonly trace: NonNullable<SearchOptions["trace"]>;
}

function traceStep({ corpus, chunkAt }: SearchView, { step, ranking, trace }: Traced): void {
  const named = (list: readonly FusedCandidate[]): TracedChunk[] =>
    list.map(({ number, score }) => ({ chunk: chunkAt(corpus.placeOf(number)).id, score }));
  if (step.kind === "feedback") trace({ kind: "feedback", terms: [...step.weights].map(([term, weight]) => ({ term, weight })) });
  else if (step.kind === "leg") trace({ ...step, top: named(step.top) });
  else trace({ ...step, fusion: ranking.fusion, top: named(step.top) });
}

/** The words of one published state; it stays as it is whatever is published after. */
export function vocabularyOf({ languages, lexical, terms }: Corpus, ranking: RankingSettings): CorpusVocabulary {
  return { languages, documentFrequency: (term) => lexical(ranking).documentFrequency(term), terms };
}

/** The documents nearest to one, best first, ties by id. */
export function neighboursIn(
  { corpus, documentNumber, documentId, chunkAt }: SearchView,
  document: string,
  k: number,
): readonly Neighbour[] {
  checkCount(k);
  const own = documentNumber(document);
  if (own === undefined) throw new FirstfitError("NOT_FOUND", `The index has no document "${document}".`, "See what it has: firstfit list");
  const found = nearestDocuments(corpus, {
    chunks: corpus.chunksOf(own),
    documentOf: (number) => corpus.placeOf(number).document,
    k,
    ...(corpus.alive === undefined ? {} : { allowed: corpus.alive }),
  });
  return found
    .map(({ number, score }) => {
      const place = corpus.placeOf(number);
      return { document: documentId(place.document), chunk: chunkAt(place).id, score };
    })
    .sort((a, b) => b.score - a.score || (a.document < b.document ? -1 : 1));
}

/** Pairs of documents that share most of their text. */
export function nearDuplicatesIn(
  { corpus, documentId }: SearchView,
  { similarityMin }: { readonly similarityMin: number },
): readonly NearDuplicate[] {
  if (!(similarityMin > 0 && similarityMin <= 1))
    throw new FirstfitError("BAD_INPUT", `${similarityMin} is not a similarity.`, "Give a number above 0, up to 1; 0.8 as a rule.");
  const hashes = corpus.postings.map(termHashes);
  const documents = corpus.documents().map(({ document, first, count }) => {
    // A document's chunks lie in one segment, one after the other.
    const s = corpus.offsets.findLastIndex((offset) => offset <= first);
    const chunk = first - (corpus.offsets[s] ?? 0);
    const own = corpus.postings[s] === undefined ? [] : textTerms(corpus.postings[s], chunk, count);
    return { id: documentId(document), terms: Uint32Array.from(own, (term) => hashes[s]?.[term] ?? 0) };
  });
  return similarPairs(documents, { similarityMin });
}

/** The terms of these chunks without those of title and headings: a file's title may be its name, which a copy does not share. */
function textTerms({ sequence, sequenceStarts, headings }: Postings, chunk: number, count: number): number[] {
  const terms: number[] = [];
  for (let at = chunk; at < chunk + count; at += 1)
    for (let i = (sequenceStarts[at] ?? 0) + (headings[at] ?? 0); i < (sequenceStarts[at + 1] ?? 0); i += 1) terms.push(sequence[i] ?? 0);
  return terms;
}
