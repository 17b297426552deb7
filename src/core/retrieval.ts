import type { Chunk, Document } from "./document.ts";

/** Makes vectors of unit length from texts. The author writes `embedBatch`; batching, caching and retries are done around it. */
export interface Embedder {
  /** Provider, model, dimensions and revision: two embedders with one id make the same vectors. Stored with the index. */
  readonly id: string;
  readonly dimensions: number;
  /** Returns one vector a text, in order, each of `dimensions` finite numbers and unit length. */
  embedBatch(texts: readonly string[], options: { readonly inputType: "query" | "document" }): Promise<readonly Float32Array[]>;
}

/** A chunk's place in one leg's own ranking: rank counts from 1, score is in that leg's unit. */
export interface LegScore {
  readonly rank: number;
  readonly score: number;
}

export type Leg = "lexical" | "dense" | "rerank";

export interface Hit {
  readonly chunk: Chunk;
  /** Fused score; comparable within one query only. */
  readonly score: number;
  readonly legs: Readonly<Partial<Record<Leg, LegScore>>>;
}

/** Metadata key (or `document`, a path prefix) to the value it must have. Applied before ranking. */
export type Filter = Readonly<Record<string, string>>;

export interface SearchOptions {
  /** How many hits, at most. */
  readonly k: number;
  readonly filter?: Filter;
}

export interface Retriever {
  /** Best first; ties broken by chunk id. An empty list when nothing shares anything with the query. */
  search(query: string, options: SearchOptions): Promise<readonly Hit[]>;
}

/** Returns a permutation or a prefix of the hits, each with `legs.rerank`. */
export interface Reranker {
  readonly id: string;
  rerank(query: string, hits: readonly Hit[], options: { readonly k: number }): Promise<readonly Hit[]>;
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
  /** In how many chunks a term stands; the term as `analyze` in text/ makes it. 0 for a term that the corpus does not have. */
  documentFrequency(term: string): number;
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
  roots(): readonly string[];
  documents(): readonly DocumentRecord[];
  skipped(): readonly SkippedRecord[];
  /** The text as indexed, which is what citations are verified against. */
  documentText(id: string): string | undefined;
  chunksOf(document: string): readonly Chunk[];
  /** Vectors already made for these keys, by this index's embedder. */
  vectorsFor(keys: readonly string[]): ReadonlyMap<string, Float32Array>;
  /** Stores or replaces documents, removes others and records skips, in one transaction. */
  write(change: IndexChange): void;
  /** Makes the writes searchable. Does nothing when nothing changed. */
  publish(): void;
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
