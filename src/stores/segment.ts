import type { DocumentTerms } from "../search/document-terms.ts";
import { packArrays, readArrays } from "../search/packed-arrays.ts";
import { buildPostings } from "../search/postings.ts";
import type { Postings } from "../search/postings.ts";
import { quantizedMatrix, setRow } from "../search/vectors.ts";
import type { QuantizedMatrix } from "../search/vectors.ts";
import type { Language } from "../text/language.ts";

/** Where the chunks of a segment come from. Documents are in the order of their ids, chunks in the order of their documents. */
export interface SegmentRows {
  /** The store's own number of each document. */
  readonly documents: Uint32Array;
  /** Document d has the chunks from `starts[d]` to `starts[d + 1]`. */
  readonly starts: Uint32Array;
  /** Date of each chunk as 20260331, 0 where there is none. */
  readonly dates: Uint32Array;
  /** The store's own number of each chunk's vector. */
  readonly vectors: Uint32Array;
  /** Hash of each chunk's text. */
  readonly hashes: Float64Array;
  /** Each document's language, as its place in `languageNames`. */
  readonly languages: Uint8Array;
  readonly languageNames: readonly Language[];
}

/** A part of the corpus, ready to be ranked, never changed once built. */
export interface Segment {
  readonly rows: SegmentRows;
  readonly postings: Postings;
  readonly matrix: QuantizedMatrix;
}

/** One document as a segment takes it in. `dates`, `vectors` and `hashes` have one entry a chunk. */
export interface SegmentDocument {
  readonly row: number;
  readonly language: Language;
  readonly terms: DocumentTerms;
  readonly dates: Uint32Array;
  readonly vectors: Uint32Array;
  readonly hashes: Float64Array;
}

/** Builds from what was stored; no text is read and nothing is embedded. `documents` must be in the order of their ids. */
export function buildSegment(
  documents: readonly SegmentDocument[],
  { dimensions, vectorAt }: { readonly dimensions: number; vectorAt(row: number): Float32Array },
): Segment {
  const starts = new Uint32Array(documents.length + 1);
  for (const [d, { vectors }] of documents.entries()) starts[d + 1] = (starts[d] ?? 0) + vectors.length;
  const chunks = starts[documents.length] ?? 0;
  const languageNames = [...new Set(documents.map(({ language }) => language))].sort();
  const rows: SegmentRows = {
    documents: Uint32Array.from(documents, ({ row }) => row),
    starts,
    dates: new Uint32Array(chunks),
    vectors: new Uint32Array(chunks),
    hashes: new Float64Array(chunks),
    languages: Uint8Array.from(documents, ({ language }) => languageNames.indexOf(language)),
    languageNames,
  };
  for (const [d, document] of documents.entries()) {
    rows.dates.set(document.dates, starts[d]);
    rows.vectors.set(document.vectors, starts[d]);
    rows.hashes.set(document.hashes, starts[d]);
  }
  const matrix = quantizedMatrix(chunks, dimensions);
  for (const [chunk, vector] of rows.vectors.entries()) setRow(matrix, chunk, vectorAt(vector));
  return { rows, postings: buildPostings(documents.map(({ terms }) => terms)), matrix };
}

/** 1 for every chunk whose document is not among the deleted ones; undefined when none is. */
export function aliveIn({ starts }: SegmentRows, dead: Uint32Array): Uint8Array | undefined {
  if (dead.length === 0) return undefined;
  const alive = new Uint8Array(starts[starts.length - 1] ?? 0).fill(1);
  for (const document of dead) alive.fill(0, starts[document], starts[document + 1]);
  return alive;
}

export function rowsBytes({ documents, starts, dates, vectors, hashes, languages, languageNames }: SegmentRows): Uint8Array {
  return packArrays([documents, starts, dates, vectors, hashes, languages, new TextEncoder().encode(languageNames.join("\n"))]);
}

export function rowsFrom(bytes: Uint8Array): SegmentRows {
  const read = readArrays(bytes);
  return {
    documents: read.uint32(),
    starts: read.uint32(),
    dates: read.uint32(),
    vectors: read.uint32(),
    hashes: read.float64(),
    languages: read.uint8(),
    // Names that `rowsBytes` wrote, for an analyzer of the same revision.
    languageNames: new TextDecoder().decode(read.uint8()).split("\n") as Language[],
  };
}
