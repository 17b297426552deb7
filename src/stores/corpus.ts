import { bm25 } from "../search/bm25.ts";
import type { HybridCorpus } from "../search/hybrid.ts";
import type { ParsedFilter } from "./filter.ts";
import type { Segment } from "./segment.ts";

/** A segment with the places, within it, of documents that were deleted since it was built. */
export interface LiveSegment {
  readonly segment: Segment;
  readonly dead: Uint32Array;
}

/** A chunk's document, by the store's own number, and the chunk's place in it, from 0. */
export interface ChunkPlace {
  readonly document: number;
  readonly position: number;
}

/** All segments of one published state as one corpus, chunks numbered through. */
export interface Corpus extends HybridCorpus {
  placeOf(number: number): ChunkPlace;
  /** Which chunks may be found: 1 or 0 for each, or undefined when all may. `documents`: those whose documents pass, undefined for all. */
  allowed(documents: ReadonlySet<number> | undefined, dates: ParsedFilter["dates"]): Uint8Array | undefined;
}

/**
 * Joins segments. Scores do not depend on how the corpus is cut into segments; ties do not either, because with several of them
 * the chunks get their place from their documents' ids (`idOf`, by the store's number).
 */
export function corpusOf(
  live: readonly LiveSegment[],
  store: { vectorAt(row: number): Float32Array; idOf(document: number): string },
): Corpus {
  const segments = live.map(({ segment }) => segment);
  const offsets = [0];
  for (const { rows } of segments) offsets.push((offsets.at(-1) ?? 0) + rows.vectors.length);
  const total = offsets.at(-1) ?? 0;
  const alive = aliveChunks(live, offsets, total);
  const order = segments.length > 1 ? orderById(live, offsets, { total, idOf: store.idOf }) : undefined;
  const segmentOf = (number: number): number => offsets.findLastIndex((offset) => offset <= number);
  return {
    lexical: bm25({ postings: segments.map(({ postings }) => postings), ...(alive === undefined ? {} : { alive }) }),
    dense: {
      matrices: segments.map(({ matrix }) => matrix),
      vectorAt(number) {
        const s = segmentOf(number);
        return store.vectorAt(segments[s]?.rows.vectors[number - (offsets[s] ?? 0)] ?? -1);
      },
    },
    denseScores: new Float32Array(total),
    ...(order === undefined ? {} : { order }),
    placeOf(number) {
      const s = segmentOf(number);
      const within = number - (offsets[s] ?? 0);
      const { documents = new Uint32Array(), starts = new Uint32Array() } = segments[s]?.rows ?? {};
      const d = documentAt(starts, within);
      return { document: documents[d] ?? -1, position: within - (starts[d] ?? 0) };
    },
    allowed: (documents, dates) =>
      documents === undefined && dates === undefined
        ? alive
        : allowedChunks(live, alive ?? new Uint8Array(total).fill(1), { documents, dates }),
  };
}

function aliveChunks(live: readonly LiveSegment[], offsets: readonly number[], total: number): Uint8Array | undefined {
  if (live.every(({ dead }) => dead.length === 0)) return undefined;
  const alive = new Uint8Array(total).fill(1);
  for (const [s, { segment, dead }] of live.entries()) {
    const offset = offsets[s] ?? 0;
    for (const d of dead) alive.fill(0, offset + (segment.rows.starts[d] ?? 0), offset + (segment.rows.starts[d + 1] ?? 0));
  }
  return alive;
}

function orderById(
  live: readonly LiveSegment[],
  offsets: readonly number[],
  { total, idOf }: { readonly total: number; idOf(document: number): string },
): Uint32Array {
  const runs = live.flatMap(({ segment: { rows }, dead }, s) => {
    const gone = new Set(dead);
    return [...rows.documents.keys()]
      .filter((d) => !gone.has(d))
      .map((d) => ({
        id: idOf(rows.documents[d] ?? -1),
        start: (offsets[s] ?? 0) + (rows.starts[d] ?? 0),
        chunks: (rows.starts[d + 1] ?? 0) - (rows.starts[d] ?? 0),
      }));
  });
  runs.sort((a, b) => (a.id < b.id ? -1 : 1));
  const order = new Uint32Array(total);
  let place = 0;
  for (const { start, chunks } of runs) for (let i = 0; i < chunks; i += 1) order[start + i] = place++;
  return order;
}

/** The document that has this chunk: the last one that starts at or before it and is not empty. */
function documentAt(starts: Uint32Array, chunk: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= chunk) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Conditions {
  readonly documents: ReadonlySet<number> | undefined;
  readonly dates: ParsedFilter["dates"];
}

function allowedChunks(live: readonly LiveSegment[], alive: Uint8Array, { documents, dates }: Conditions): Uint8Array {
  const allowed = alive.slice();
  let offset = 0;
  for (const { segment } of live) {
    const { documents: rows, starts, dates: chunkDates } = segment.rows;
    for (const [d, row] of rows.entries()) {
      if (documents !== undefined && !documents.has(row)) allowed.fill(0, offset + (starts[d] ?? 0), offset + (starts[d + 1] ?? 0));
    }
    if (dates !== undefined) {
      for (const [chunk, date] of chunkDates.entries()) if (date < dates.from || date > dates.to) allowed[offset + chunk] = 0;
    }
    offset += chunkDates.length;
  }
  return allowed;
}
