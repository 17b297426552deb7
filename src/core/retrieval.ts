import type { Chunk, Document } from "./document.ts";

export interface EmbedOptions {
  /** What the texts are: many models read a question otherwise than the passages that it is compared with. */
  readonly inputType: "query" | "document";
  /** Ends the calls that are under way; the promise is then rejected. */
  readonly signal?: AbortSignal;
  /** Told of a text that cannot be embedded while the others can, such as one that is too long, by its place; its vector is empty. */
  readonly onRefused?: (at: number, reason: string) => void;
}

/** Makes vectors of unit length from texts. The author writes `embedBatch`; batching, caching and retries are done around it. */
export interface Embedder {
  /** Provider, model, dimensions and revision: two embedders with one id make the same vectors. Stored with the index. */
  readonly id: string;
  readonly dimensions: number;
  /** Of the model's weights, where that is known: "fp32", "fp16", "q8", "Q4_K_M". */
  readonly precision?: string;
  /** Returns one vector a text, in order, each of `dimensions` finite numbers and unit length. */
  embedBatch(texts: readonly string[], options: EmbedOptions): Promise<readonly Float32Array[]>;
}

/** A chunk's place in one leg's own ranking: rank counts from 1, score is in that leg's unit. */
export interface LegScore {
  readonly rank: number;
  readonly score: number;
}

/**
 * A way to score chunks: BM25 over words, BM25 over pairs of adjacent words, the share of the question that title and headings say, the
 * embedder's vectors, vectors fitted to the corpus itself.
 */
export type RankingLeg = "lexical" | "bigram" | "heading" | "dense" | "latent";

export type Leg = RankingLeg | "rerank";

/**
 * How the legs' scores become one.
 * `convex`: weighted sum of normalised scores (Bruch, Gai & Ingber 2023). `rrf`: sum of weight / (60 + rank) (Cormack, Clarke & Büttcher 2009).
 * `dbsf`: weighted sum of scores, each placed within mean -3 to +3 standard deviations of its leg's candidates.
 */
export type Fusion = "convex" | "rrf" | "dbsf";

/** Pseudo-relevance feedback, RM3: the first `documents` chunks lend their `terms` strongest terms to the question, which keeps `weight` (0 to 1). */
export interface Feedback {
  readonly documents: number;
  readonly terms: number;
  readonly weight: number;
}

/** Modest: the question keeps most of its weight. */
export const DEFAULT_FEEDBACK: Feedback = { documents: 5, terms: 15, weight: 0.8 };

/** A low-rank change of question vectors, learned from judged questions: q becomes q + sum over r of left[r] (right[r] . q). */
export interface QueryAdapter {
  /** Id of the embedder whose vectors it was fitted to; it is of no use for any other. */
  readonly embedder: string;
  readonly dimensions: number;
  /** As many vectors each as its rank. */
  readonly left: readonly (readonly number[])[];
  readonly right: readonly (readonly number[])[];
}

export interface RankingSettings {
  readonly fusion: Fusion;
  /** Weight of each leg, 0 or more; a leg with 0 is not computed. Only their ratios matter. That of `latent` holds from 500 texts on, and in proportion below. */
  readonly weights: Readonly<Record<RankingLeg, number>>;
  /** BM25: how soon repeats of a term stop counting, and how far long chunks are discounted (0 to 1). */
  readonly k1: number;
  readonly b: number;
  readonly feedback: Feedback | "off";
  /** A word that neither the corpus nor the dictionary has is also searched as the nearest word that the corpus has. */
  readonly spelling: "on" | "off";
  /** Short forms that a document of the corpus explains are also searched by what they stand for, and the other way round. */
  readonly abbreviations: "on" | "off";
  /** Applied to the question's vector before the dense leg reads it. Absent is off. */
  readonly adapter?: QueryAdapter | "off";
}

/** Settings that differ from those in force. */
export type RankingChange = Partial<Omit<RankingSettings, "weights">> & { readonly weights?: Partial<RankingSettings["weights"]> };

/**
 * Weights of a trial on five judged collections, above plain BM25 on all of them: docs/fusion.md. Feedback is off, because in the same trial it cost
 * .04 nDCG@10 on source code.
 */
export const DEFAULT_RANKING: RankingSettings = {
  fusion: "convex",
  weights: { lexical: 1, bigram: 0.2, heading: 0.5, dense: 0.2, latent: 0.6 },
  k1: 1.2,
  b: 0.75,
  feedback: "off",
  spelling: "on",
  abbreviations: "on",
};

export interface Hit {
  readonly chunk: Chunk;
  /** Fused score; comparable within one query only. */
  readonly score: number;
  /** Where `explain` asked for it: the legs that found it; it is among the best max(k, 100) of each, with this rank. A reranker is told them and adds its own. */
  readonly legs?: Readonly<Partial<Record<Leg, LegScore>>>;
}

/** Metadata key (or `document`, a path prefix) to the value it must have. Applied before ranking. */
export type Filter = Readonly<Record<string, string>>;

export interface SearchOptions {
  /** How many hits, at most. */
  readonly k: number;
  readonly filter?: Filter;
  /** A text like the passages that are looked for: the dense and the latent leg read it in place of the query, as a document. */
  readonly denseText?: string;
  /** Differs from the ranking that the index was opened with, for this search alone. */
  readonly ranking?: RankingChange;
  /** Say which legs found each hit. Takes longer: all vectors are looked at, also where they cannot change the hits. */
  readonly explain?: boolean;
  /** Told what each step did, in order. */
  readonly trace?: (step: SearchStep) => void;
}

/** A chunk with its score, in the unit of the step that it stands in. */
export interface TracedChunk {
  readonly chunk: string;
  readonly score: number;
}

/** What a step of a search did; JSON-safe. Lists are best first and hold the first `k`; counts are of all. */
export type SearchStep =
  | {
      readonly kind: "analysis";
      readonly query: string;
      readonly terms: readonly string[];
      readonly termsUnknown: readonly string[];
      /** Words as they were typed, and the term that is searched beside each. */
      readonly corrections: readonly { readonly written: string; readonly corrected: string }[];
      /** Abbreviations or their long forms, as the question has them, and the other form. */
      readonly expansions: readonly { readonly written: string; readonly added: string }[];
    }
  | { readonly kind: "filter"; readonly chunks: number; readonly allowed: number }
  | {
      readonly kind: "leg";
      readonly leg: RankingLeg;
      readonly weight: number;
      readonly candidates: number;
      readonly top: readonly TracedChunk[];
    }
  | { readonly kind: "feedback"; readonly terms: readonly { readonly term: string; readonly weight: number }[] }
  | { readonly kind: "fusion"; readonly fusion: Fusion; readonly candidates: number; readonly top: readonly TracedChunk[] };

export interface Retriever {
  /** Best first; ties broken by chunk id. An empty list when nothing shares anything with the query. */
  search(query: string, options: SearchOptions): Promise<readonly Hit[]>;
}

/** What the index was made with; two indexes with equal settings and content rank alike. */
export interface IndexSettings {
  readonly embedder: string;
  readonly dimensions: number;
  readonly chunkTokensMin: number;
  readonly chunkTokensMax: number;
  /** Revision of chunker and analyzer: a change means that stored chunks or terms are stale. */
  readonly revision: string;
}

/** Statistics of the corpus that rankers and answerers weigh words with. */
export interface CorpusStatistics {
  readonly documents: number;
  readonly chunks: number;
  /** Languages of the documents, each once, sorted; named as the analyzer in text/ does. Terms depend on them. */
  readonly languages: readonly string[];
  /** In how many chunks a term stands; the term as `analyze` in text/ makes it. 0 for a term that the corpus does not have. */
  documentFrequency(term: string): number;
}

/** The words of a corpus, to tell a misspelled one by. */
export interface CorpusVocabulary {
  /** Languages of the documents, each once, sorted; named as the analyzer in text/ does. */
  readonly languages: readonly string[];
  documentFrequency(term: string): number;
  /** Every term once, in no promised order. */
  terms(): Iterable<string>;
}

export interface DocumentRecord {
  readonly id: string;
  readonly root: string;
  readonly title: string;
  readonly mediaType: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string;
  readonly bytes: number;
  readonly chunks: number;
  readonly date?: string;
  readonly notes: readonly string[];
}

export interface SkippedRecord {
  readonly id: string;
  readonly root: string;
  readonly reason: string;
}

/** A document that is like another one, with the chunk of it that is nearest. */
export interface Neighbour {
  readonly document: string;
  readonly chunk: string;
  /** Weighted mean of the dense and the latent cosine of that chunk with the whole of the other document. */
  readonly score: number;
}

/** Two documents that share most of their text; `first` comes before `second` by id. */
export interface NearDuplicate {
  readonly first: string;
  readonly second: string;
  /** Share of their runs of five terms that both have: 1 for texts that differ in nothing that is searched. */
  readonly similarity: number;
}

/** A document with its chunks and their vectors, ready to be stored. `vectors[i]` belongs to `chunks[i]`. */
export interface PreparedDocument {
  readonly root: string;
  readonly hash: string;
  readonly bytes: number;
  readonly document: Document;
  readonly chunks: readonly Chunk[];
  readonly vectors: readonly Float32Array[];
  /** `embeddingKey` of each chunk's embedded text, to find its vector again. */
  readonly keys: readonly string[];
}

/**
 * A corpus that can be searched and kept. What `write` returned from is on disk.
 * Reads see the last published state; `publish` makes the writes since then visible at once.
 */
export interface Index extends Retriever, AsyncDisposable {
  readonly settings: IndexSettings;
  statistics(): CorpusStatistics;
  vocabulary(): CorpusVocabulary;
  roots(): readonly string[];
  documents(): readonly DocumentRecord[];
  document(id: string): DocumentRecord | undefined;
  skipped(): readonly SkippedRecord[];
  /** What was written and not published: by a run that was killed, or by one that is at work. Undefined where there is none. */
  unfinished(): UnfinishedRun | undefined;
  /** The text as indexed, which is what citations are verified against. */
  documentText(id: string): string | undefined;
  chunksOf(document: string): readonly Chunk[];
  /** The documents nearest to one, best first, never itself. Throws NOT_FOUND where the index does not have it. */
  neighbours(document: string, options: { readonly k: number }): readonly Neighbour[];
  /** Pairs of documents that share at least `similarityMin` (0 to 1) of their text, most similar first. Sure from 0.8 on; below 0.5 it misses some. */
  nearDuplicates(options: { readonly similarityMin: number }): readonly NearDuplicate[];
  /** Vectors already made for these keys, by this index's embedder. */
  vectorsFor(keys: readonly string[]): ReadonlyMap<string, Float32Array>;
  /** Stores or replaces documents, removes others and records skips, in one transaction. */
  write(change: IndexChange): void;
  /** Makes the writes searchable. Does nothing when nothing changed. */
  publish(): void;
}

export interface UnfinishedRun {
  /** Stored, and not searched yet. */
  readonly documents: number;
}

/** An index that is made again beside the one in use. Disposed of before `replace` it leaves that one as it was. */
export interface IndexRebuild extends AsyncDisposable {
  /** The new one; nobody reads it yet. */
  readonly index: Index;
  /** What it is to be made from: as asked for, else the folders of the old one, as far as they can still be read. */
  readonly roots: readonly string[];
  /** Puts the new one in the place of the old in one step, and closes it. */
  replace(): Promise<void>;
}

export interface IndexChange {
  readonly put?: readonly PreparedDocument[];
  readonly remove?: readonly string[];
  readonly skip?: readonly SkippedRecord[];
  /** Skip records to forget, because the file is gone or can be read now. */
  readonly unskip?: readonly string[];
  readonly addRoots?: readonly string[];
  readonly removeRoots?: readonly string[];
}
