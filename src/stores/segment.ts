import type { DocumentTerms } from "../search/document-terms.ts";
import { packArrays, readArrays } from "../search/packed-arrays.ts";
import { buildPostings } from "../search/postings.ts";
import type { Postings } from "../search/postings.ts";
import { quantizedMatrix, setRow } from "../search/vectors.ts";
import type { QuantizedMatrix } from "../search/vectors.ts";

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
}

/** A part of the corpus, ready to be ranked, never changed once built. */
export interface Segment {
  readonly rows: SegmentRows;
  readonly postings: Postings;
  readonly matrix: QuantizedMatrix;
}

/** One document as a segment takes it in. `dates` and `vectors` have one entry a chunk. */
export interface SegmentDocument {
  readonly row: number;
  readonly terms: DocumentTerms;
  readonly dates: Uint32Array;
  readonly vectors: Uint32Array;
}

/** Builds from what was stored; no text is read and nothing is embedded. `documents` must be in the order of their ids. */
export function buildSegment(
  documents: readonly SegmentDocument[],
  { dimensions, vectorAt }: { readonly dimensions: number; vectorAt(row: number): Float32Array },
): Segment {
  const starts = new Uint32Array(documents.length + 1);
  for (const [d, { vectors }] of documents.entries()) starts[d + 1] = (starts[d] ?? 0) + vectors.length;
  const chunks = starts[documents.length] ?? 0;
  const rows: SegmentRows = {
    documents: Uint32Array.from(documents, ({ row }) => row),
    starts,
    dates: new Uint32Array(chunks),
    vectors: new Uint32Array(chunks),
  };
  for (const [d, document] of documents.entries()) {
    rows.dates.set(document.dates, starts[d]);
    rows.vectors.set(document.vectors, starts[d]);
  }
  const matrix = quantizedMatrix(chunks, dimensions);
  for (const [chunk, vector] of rows.vectors.entries()) setRow(matrix, chunk, vectorAt(vector));
  return { rows, postings: buildPostings(documents.map(({ terms }) => terms)), matrix };
}

export function rowsBytes({ documents, starts, dates, vectors }: SegmentRows): Uint8Array {
  return packArrays([documents, starts, dates, vectors]);
}

export function rowsFrom(bytes: Uint8Array): SegmentRows {
  const read = readArrays(bytes);
  return { documents: read.uint32(), starts: read.uint32(), dates: read.uint32(), vectors: read.uint32() };
}
