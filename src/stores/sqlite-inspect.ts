import { FirstfitError } from "../core/errors.ts";
import { spaceBytes } from "../search/latent-space.ts";
import { postingsBytes } from "../search/postings.ts";
import { matrixBytes } from "../search/vectors.ts";
import { latentOf } from "./latent.ts";
import type { Latent } from "./latent.ts";
import { rowsBytes } from "./segment.ts";
import type { Segment } from "./segment.ts";
import type { Connection } from "./sqlite-connection.ts";
import { chunkOf, contentOf, documentRecords, documentRows, vectorAt, vectorRowsOf } from "./sqlite-documents.ts";
import { openForReading, readState } from "./sqlite-file.ts";
import type { IndexState } from "./sqlite-file.ts";
import { liveChunks, readLatent, readSegments, segmentOf } from "./sqlite-segments.ts";

const PROBLEMS_MAX = 20;

/**
 * Reads every page, every document and every vector of an index, and builds what was derived from them again to compare.
 * Returns what is wrong, empty when all is well; never throws for damage. Takes about as long as a rebuild without embedding.
 */
export function inspectSqliteIndex(file: string): readonly string[] {
  const problems: string[] = [];
  collect(problems, () => {
    const db = openForReading(file);
    try {
      db.transaction("read", () => inspect(db, problems));
    } finally {
      db.close();
    }
  });
  return problems.slice(0, PROBLEMS_MAX);
}

/** A damaged place is a finding, and no reason not to look at the next. */
function collect(problems: string[], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof FirstfitError)) throw error;
    problems.push(error.message);
  }
}

function inspect(db: Connection, problems: string[]): void {
  for (const row of db.all(`PRAGMA integrity_check(${PROBLEMS_MAX})`)) {
    const finding = row.text("integrity_check");
    if (finding !== "ok") problems.push(finding);
  }
  const state = readState(db);
  const rows = documentRows(db, state.published);
  const records = documentRecords(db, state.published);
  if (rows.length !== state.documents || records.some(({ id }, i) => id !== rows[i]?.id))
    problems.push(`the list of documents differs from the ${state.documents} that were stored`);
  for (const [i, { row, id }] of rows.entries())
    collect(problems, () => inspectDocument(db, { row, id, chunks: records[i]?.chunks ?? -1 }, problems));
  collect(problems, () => inspectSegments(db, state, rows, problems));
}

function inspectDocument(
  db: Connection,
  { row, id, chunks }: { readonly row: number; readonly id: string; readonly chunks: number },
  problems: string[],
): void {
  const content = contentOf(db, row);
  const vectors = vectorRowsOf(db, row);
  if (content.chunks.length !== chunks || vectors.length !== chunks)
    problems.push(`${id} has ${content.chunks.length} chunks and ${vectors.length} vectors where ${chunks} were stored`);
  for (const [position, { start, end }] of content.chunks.entries()) {
    if (chunkOf(content, position)?.text.length !== end - start) problems.push(`${id}#${position + 1} reaches beyond its document`);
  }
  for (const vector of vectors) vectorAt(db, vector);
}

function inspectSegments(db: Connection, state: IndexState, rows: readonly { readonly row: number }[], problems: string[]): void {
  const known = { segments: new Map(), latents: new Map() };
  const segments = readSegments(db, known);
  const latent = readLatent(db, state, known);
  if (liveChunks(segments) !== state.chunks)
    problems.push(
      `the search data hold ${liveChunks(segments)} chunks where ${state.chunks} were stored; firstfit index PATH… makes them again`,
    );
  const [only] = segments;
  // Several segments have other numbers inside; they are compared through what they hold, above.
  if (segments.length !== 1 || only === undefined || only.dead.length > 0) return;
  const again = segmentOf(
    db,
    rows.map(({ row }) => row),
    state.settings.dimensions,
  );
  const latentAgain = latentOf([{ segment: again, dead: new Uint32Array() }]);
  if (!isSame(partsOf(only.segment, latent), partsOf(again, latentAgain)))
    problems.push("the search data differ from what the stored documents give");
}

function partsOf({ rows, postings, matrix }: Segment, latent: Latent | undefined): readonly Uint8Array[] {
  const derived = latent === undefined ? [] : [spaceBytes(latent.space), ...latent.matrices.map(matrixBytes)];
  return [rowsBytes(rows), postingsBytes(postings), matrixBytes(matrix), ...derived];
}

function isSame(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((bytes, i) => Buffer.compare(bytes, b[i] ?? new Uint8Array()) === 0);
}
