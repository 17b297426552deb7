import { foldChunks, isSameSample, spaceBytes, spaceFrom } from "../search/latent-space.ts";
import { postingsBytes, postingsFrom } from "../search/postings.ts";
import { matrixBytes, matrixFrom } from "../search/vectors.ts";
import type { QuantizedMatrix } from "../search/vectors.ts";
import { fitLatent, sampleOf } from "./latent.ts";
import type { Latent, LiveSegment } from "./latent.ts";
import { buildSegment, rowsBytes, rowsFrom } from "./segment.ts";
import type { Segment, SegmentRows } from "./segment.ts";
import { seal, unseal } from "./sqlite-connection.ts";
import type { Connection } from "./sqlite-connection.ts";
import { deleteDocument, documentRows, segmentDocument, vectorAt, vectorRowsOf } from "./sqlite-documents.ts";
import type { RecentRows } from "./sqlite-documents.ts";
import { damaged } from "./sqlite-errors.ts";
import type { IndexState } from "./sqlite-file.ts";
import { writeState } from "./sqlite-file.ts";

/** SQLite takes a value up to 1,000,000,000 bytes; a large segment lies in several. */
const SLICE_BYTES = 256 * 1024 * 1024;
/** More segments than this, and a query pays for looking each term up in each. */
const SEGMENTS_MAX = 8;
/** Up to this many chunks everything is built again at each publish: it takes some 50 ms. */
export const REBUILD_BELOW_CHUNKS = 4096;

interface SegmentHead {
  readonly number: number;
  /** Places of deleted documents within the segment. */
  readonly dead: Uint32Array;
}

type Part = "rows" | "postings" | "matrix" | "latent" | "space";

/** The latent space belongs to all segments; no segment has this number. */
const SPACE_SEGMENT = 0;

/** What was read before: a segment never changes, and neither does the latent matrix of one in one fit. */
export interface KnownSegments {
  readonly segments: Map<number, Segment>;
  readonly latents: Map<number, { readonly fitted: number; readonly matrix: QuantizedMatrix }>;
}

/** Reads the stored segments; those in `known` are taken from there. */
export function readSegments(db: Connection, { segments: known }: KnownSegments): readonly LiveSegment[] {
  const heads = segmentHeads(db);
  const numbers = new Set(heads.map(({ number }) => number));
  for (const number of known.keys()) if (!numbers.has(number)) known.delete(number);
  return heads.map(({ number, dead }) => {
    const segment = known.get(number) ?? {
      rows: rowsFrom(readPart(db, number, "rows")),
      postings: postingsFrom(readPart(db, number, "postings")),
      matrix: matrixFrom(readPart(db, number, "matrix")),
    };
    known.set(number, segment);
    return { segment, dead };
  });
}

/** Reads the latent space and the stored segments' chunks in it; undefined where there is none. */
export function readLatent(db: Connection, { fitted }: IndexState, { latents }: KnownSegments): Latent | undefined {
  if (fitted === 0) return undefined;
  const numbers = segmentHeads(db).map(({ number }) => number);
  for (const [number, known] of latents) if (known.fitted !== fitted || !numbers.includes(number)) latents.delete(number);
  const matrices = numbers.map((number) => {
    const matrix = latents.get(number)?.matrix ?? matrixFrom(readPart(db, number, "latent"));
    latents.set(number, { fitted, matrix });
    return matrix;
  });
  return { space: spaceFrom(readPart(db, SPACE_SEGMENT, "space")), matrices };
}

/** Chunks of the segments, deleted ones left out. Differs from what the state says when segments are missing. */
export function liveChunks(segments: readonly LiveSegment[]): number {
  return segments.reduce((sum, { segment: { rows }, dead }) => sum + rows.vectors.length - deadChunks(rows, dead), 0);
}

/** False when segments are missing, so that a reader has to build the corpus from the terms each time it opens. */
export function areSegmentsComplete(db: Connection, { chunks }: IndexState): boolean {
  return readRows(db).reduce((sum, { rows, dead }) => sum + rows.vectors.length - deadChunks(rows, dead), 0) === chunks;
}

/** Builds a segment of these documents from what was stored of them. `rows` in the order of their ids. */
export function segmentOf(db: Connection, rows: readonly number[], dimensions: number, recent?: RecentRows): Segment {
  return buildSegment(
    rows.map((row) => recent?.documents.get(row) ?? segmentDocument(db, row)),
    { dimensions, vectorAt: (row) => recent?.vectors.get(row) ?? vectorAt(db, row) },
  );
}

/**
 * Makes generation `state.staged` the published one: deletes what it replaced, brings the segments up to it, forgets vectors that no
 * chunk uses. Within a transaction, so that a reader sees all of it or nothing.
 */
export function publishStaged(
  db: Connection,
  state: IndexState,
  { rebuildBelowChunks, recent }: { readonly rebuildBelowChunks: number; readonly recent: RecentRows },
): IndexState {
  const gone = db.all("SELECT row FROM documents WHERE removed <= ?", state.staged).map((row) => row.number("row"));
  const unused = new Set(gone.flatMap((row) => [...vectorRowsOf(db, row)]));
  for (const row of gone) deleteDocument(db, row);
  db.run("DELETE FROM skipped WHERE removed <= ?", state.staged);
  db.run("DELETE FROM roots WHERE removed <= ?", state.staged);

  const rows = documentRows(db, state.staged).map(({ row }) => row);
  const built = updateSegments(db, { rows, number: state.staged, dimensions: state.settings.dimensions, rebuildBelowChunks, recent });
  const fitted = updateLatent(db, state, built);
  let chunks = 0;
  for (const { rows: segment, dead } of readRows(db)) {
    chunks += segment.vectors.length - deadChunks(segment, dead);
    if (unused.size > 0) for (const vector of liveVectors(segment, dead)) unused.delete(vector);
  }
  for (const vector of unused) db.run("DELETE FROM vectors WHERE row = ?", vector);
  const published: IndexState = { ...state, published: state.staged, documents: rows.length, chunks, fitted };
  writeState(db, published);
  return published;
}

interface Target {
  /** All documents that the segments shall hold, in the order of their ids. */
  readonly rows: readonly number[];
  /** Number of a segment that is made now: the generation, so that no number is ever used twice. */
  readonly number: number;
  readonly dimensions: number;
  readonly rebuildBelowChunks: number;
  readonly recent: RecentRows;
}

/** New documents become a segment of their own while they are few beside the rest; otherwise all segments become one. Returns what was built. */
function updateSegments(db: Connection, { rows, number, dimensions, rebuildBelowChunks, recent }: Target): ReadonlyMap<number, Segment> {
  const built = new Map<number, Segment>();
  const add = (documents: readonly number[]): void => {
    if (documents.length === 0) return;
    const segment = segmentOf(db, documents, dimensions, recent);
    insertSegment(db, number, segment);
    built.set(number, segment);
  };
  const wanted = new Set(rows);
  const segments = readRows(db).map((head) => {
    const dead = Uint32Array.from([...head.rows.documents.keys()].filter((d) => !wanted.has(head.rows.documents[d] ?? -1)));
    return { ...head, dead, hasChanged: dead.length !== head.dead.length, live: head.rows.vectors.length - deadChunks(head.rows, dead) };
  });
  const held = new Set(segments.flatMap((segment) => [...segment.rows.documents]));
  const added = rows.filter((row) => !held.has(row));
  const addedChunks = added.reduce((sum, row) => sum + vectorRowsOf(db, row).length, 0);
  const total = addedChunks + segments.reduce((sum, segment) => sum + segment.live, 0);
  // Everything but the living chunks of the largest segment: what a rebuild would tidy up.
  const outside =
    addedChunks +
    segments.reduce((sum, segment) => sum + segment.rows.vectors.length, 0) -
    Math.max(0, ...segments.map(({ live }) => live));

  if (segments.length > 0 && segments.length < SEGMENTS_MAX && total >= rebuildBelowChunks && outside <= total / 4) {
    for (const segment of segments)
      if (segment.hasChanged) db.run("UPDATE segments SET dead = ? WHERE number = ?", seal(bytesOf(segment.dead)), segment.number);
    add(added);
    return built;
  }
  // The space stays: it may fit the new state as well.
  db.run("DELETE FROM segment_parts WHERE segment <> ?", SPACE_SEGMENT);
  db.run("DELETE FROM segments");
  add(rows);
  return built;
}

/**
 * Brings the latent space up to the segments. It is fitted again only when the texts that it is fitted to are others now; then every chunk is folded in again,
 * otherwise the new segments' alone. Returns the generation of the fit, 0 for none.
 */
function updateLatent(db: Connection, state: IndexState, built: ReadonlyMap<number, Segment>): number {
  const sample = sampleOf(readRows(db));
  const known = state.fitted === 0 ? undefined : spaceFrom(readPart(db, SPACE_SEGMENT, "space"));
  if (known !== undefined && sample !== undefined && isSameSample(known.sample, sample)) {
    for (const [number, segment] of built) writePart(db, number, "latent", matrixBytes(foldChunks(known, segment.postings)));
    return state.fitted;
  }
  db.run("DELETE FROM segment_parts WHERE part IN ('latent', 'space')");
  if (sample === undefined) return 0;
  const live = readSegments(db, { segments: new Map(built), latents: new Map() });
  const space = fitLatent(live, sample);
  if (space === undefined) return 0;
  writePart(db, SPACE_SEGMENT, "space", spaceBytes(space));
  const numbers = segmentHeads(db).map(({ number }) => number);
  for (const [i, { segment }] of live.entries())
    writePart(db, numbers[i] ?? -1, "latent", matrixBytes(foldChunks(space, segment.postings)));
  return state.staged;
}

function insertSegment(db: Connection, number: number, segment: Segment): void {
  db.run("INSERT INTO segments (number, dead) VALUES (?, ?)", number, seal(new Uint8Array()));
  writePart(db, number, "rows", rowsBytes(segment.rows));
  writePart(db, number, "postings", postingsBytes(segment.postings));
  writePart(db, number, "matrix", matrixBytes(segment.matrix));
}

function segmentHeads(db: Connection): readonly SegmentHead[] {
  return db.all("SELECT number, dead FROM segments ORDER BY number").map((row) => {
    const dead = row.sealed("dead");
    return { number: row.number("number"), dead: new Uint32Array(dead.buffer, dead.byteOffset, dead.byteLength / 4) };
  });
}

function readRows(db: Connection): readonly (SegmentHead & { readonly rows: SegmentRows })[] {
  return segmentHeads(db).map((head) => ({ ...head, rows: rowsFrom(readPart(db, head.number, "rows")) }));
}

function writePart(db: Connection, number: number, part: Part, bytes: Uint8Array): void {
  const sealed = seal(bytes);
  for (let slice = 0; slice * SLICE_BYTES < sealed.length; slice += 1) {
    db.run(
      "INSERT INTO segment_parts (segment, part, slice, bytes) VALUES (?, ?, ?, ?)",
      number,
      part,
      slice,
      sealed.subarray(slice * SLICE_BYTES, (slice + 1) * SLICE_BYTES),
    );
  }
}

function readPart(db: Connection, number: number, part: Part): Uint8Array {
  const slices = db
    .all("SELECT bytes FROM segment_parts WHERE segment = ? AND part = ? ORDER BY slice", number, part)
    .map((row) => row.blob("bytes"));
  const [only] = slices;
  const bytes = unseal(slices.length === 1 && only !== undefined ? only : Buffer.concat(slices));
  if (bytes === undefined) throw damaged(db.file, `the ${part} of segment ${number} do not hold what they should`);
  return bytes;
}

function deadChunks({ starts }: SegmentRows, dead: Uint32Array): number {
  return dead.reduce((sum, d) => sum + (starts[d + 1] ?? 0) - (starts[d] ?? 0), 0);
}

function liveVectors({ documents, starts, vectors }: SegmentRows, dead: Uint32Array): readonly number[] {
  const gone = new Set(dead);
  return [...documents.keys()].filter((d) => !gone.has(d)).flatMap((d) => [...vectors.subarray(starts[d], starts[d + 1])]);
}

const bytesOf = (numbers: Uint32Array): Uint8Array => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
