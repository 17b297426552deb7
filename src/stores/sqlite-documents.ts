import type { Chunk, Locator, Place } from "../core/document.ts";
import type { DocumentRecord, IndexChange, PreparedDocument, SkippedRecord } from "../core/retrieval.ts";
import { decodeTerms, encodeTerms } from "../search/document-terms.ts";
import { packArrays, readArrays } from "../search/packed-arrays.ts";
import type { AbbreviationPair } from "../text/abbreviations.ts";
import type { ParsedFilter } from "./filter.ts";
import { chunkDates, metadataPairs, recordOf, searchedText } from "./prepared.ts";
import type { SegmentDocument } from "./segment.ts";
import { seal, sealJson, sealText, textOf } from "./sqlite-connection.ts";
import type { Connection } from "./sqlite-connection.ts";
import { damaged } from "./sqlite-errors.ts";
import type { Language } from "../text/language.ts";

/** Rows that belong to generation ?1. */
const VISIBLE = "added <= ?1 AND (removed IS NULL OR removed > ?1)";

/** A chunk as it is stored: its text is a stretch of the document's and is kept once. */
interface StoredChunk {
  readonly start: number;
  readonly end: number;
  readonly heading: readonly string[];
  readonly locator: Locator;
  readonly places?: readonly Place[];
  readonly context?: string;
  readonly date?: string;
}

/** What is read of a document for a hit. */
export interface Content {
  readonly id: string;
  readonly text: string;
  readonly chunks: readonly StoredChunk[];
}

/** What was written since the last publish, by its number: building a segment of it need not read it back. */
export interface RecentRows {
  readonly documents: Map<number, SegmentDocument>;
  readonly vectors: Map<number, Float32Array>;
}

/** A vector is a kilobyte and more, so that these are some ten megabytes; what is written beyond is read back. */
const RECENT_VECTORS_MAX = 8192;

export function forgetRecent({ documents, vectors }: RecentRows): void {
  documents.clear();
  vectors.clear();
}

/** Writes a change into the generation `stage`, which no reader sees yet; true when it changed anything. Within a transaction: when that fails, `recent` is to be forgotten. */
export function stageChange(db: Connection, change: IndexChange, stage: number, recent: RecentRows): boolean {
  let changed = 0;
  for (const id of change.remove ?? []) changed += removeDocument(db, id, stage);
  for (const id of change.unskip ?? []) changed += removeNamed(db, "skipped", id, stage);
  for (const id of change.removeRoots ?? []) changed += removeNamed(db, "roots", id, stage);
  for (const prepared of change.put ?? []) {
    removeDocument(db, prepared.document.id, stage);
    putDocument(db, prepared, stage, recent);
    changed += 1;
  }
  for (const record of change.skip ?? []) {
    removeNamed(db, "skipped", record.id, stage);
    changed += db.run("INSERT INTO skipped (id, added, record) VALUES (?, ?, ?)", record.id, stage, sealJson(record));
  }
  for (const id of change.addRoots ?? []) {
    if (db.get("SELECT 1 FROM roots WHERE id = ? AND removed IS NULL", id) === undefined)
      changed += db.run("INSERT INTO roots (id, added) VALUES (?, ?)", id, stage);
  }
  return changed > 0;
}

function removeDocument(db: Connection, id: string, stage: number): number {
  const held = db.all("SELECT row, added FROM documents WHERE id = ? AND (added = ? OR removed IS NULL)", id, stage);
  if (held.length === 0) return 0;
  // Written in this very generation: nobody has seen it, so it goes at once.
  const own = held.filter((row) => row.number("added") === stage);
  for (const row of own) deleteDocument(db, row.number("row"));
  return own.length + db.run("UPDATE documents SET removed = ? WHERE id = ? AND removed IS NULL", stage, id);
}

/** `table` is one of the two literals: no value ever becomes part of the SQL. */
function removeNamed(db: Connection, table: "skipped" | "roots", id: string, stage: number): number {
  const own = db.run(`DELETE FROM ${table} WHERE id = ? AND added = ?`, id, stage);
  return own + db.run(`UPDATE ${table} SET removed = ? WHERE id = ? AND removed IS NULL`, stage, id);
}

export function deleteDocument(db: Connection, row: number): void {
  db.run("DELETE FROM metadata WHERE document = ?", row);
  db.run("DELETE FROM contents WHERE document = ?", row);
  db.run("DELETE FROM documents WHERE row = ?", row);
}

function putDocument(db: Connection, prepared: PreparedDocument, stage: number, recent: RecentRows): void {
  const { document, chunks, vectors, keys } = prepared;
  const vectorRows = Uint32Array.from(keys, (key, i) => vectorRow(db, key, vectors[i] ?? new Float32Array(), recent));
  const row = db.insert("INSERT INTO documents (id, added, record) VALUES (?, ?, ?)", document.id, stage, sealJson(recordOf(prepared)));
  const stored = chunks.map(({ start, end, heading, locator, places, context, date }): StoredChunk => ({
    start,
    end,
    heading,
    locator,
    ...(places === undefined ? {} : { places }),
    ...(context === undefined ? {} : { context }),
    ...(date === undefined ? {} : { date }),
  }));
  const { language, abbreviations, terms, hashes } = searchedText(prepared);
  const dates = chunkDates(prepared);
  db.run(
    "INSERT INTO contents (document, language, refs, chunks, terms, text, abbreviations) VALUES (?, ?, ?, ?, ?, ?, ?)",
    row,
    language,
    seal(packArrays([vectorRows, dates, hashes])),
    sealJson(stored),
    seal(encodeTerms(terms)),
    sealText(document.text.toWellFormed()),
    abbreviations.length === 0 ? null : sealJson(abbreviations),
  );
  for (const [key, value] of metadataPairs(prepared))
    db.run("INSERT INTO metadata (key, value, document) VALUES (?, ?, ?)", key, value, row);
  if (recent.vectors.size < RECENT_VECTORS_MAX) recent.documents.set(row, { row, language, terms, dates, vectors: vectorRows, hashes });
}

/** What each visible document says its short forms stand for; most say nothing, and those are left out. */
export function abbreviationPairsOf(db: Connection, generation: number): readonly (readonly AbbreviationPair[])[] {
  return db
    .all(
      `SELECT abbreviations FROM contents WHERE abbreviations IS NOT NULL AND document IN (SELECT row FROM documents WHERE ${VISIBLE})`,
      generation,
    )
    .map((row) => JSON.parse(textOf(row.sealed("abbreviations"))) as readonly AbbreviationPair[]); // sealed by putDocument, so it is what was written
}

/** A vector is stored once for each key, however many chunks have that text. */
function vectorRow(db: Connection, key: string, vector: Float32Array, { vectors }: RecentRows): number {
  // Nearly all are new. Nothing comes back for one that is there.
  const added = db.get(
    "INSERT INTO vectors (key, vector) VALUES (?, ?) ON CONFLICT (key) DO NOTHING RETURNING row",
    key,
    seal(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)),
  );
  const found = added ?? db.get("SELECT row FROM vectors WHERE key = ?", key);
  if (found === undefined) throw damaged(db.file, "a vector that was just written is missing");
  const row = found.number("row");
  if (added !== undefined && vectors.size < RECENT_VECTORS_MAX) vectors.set(row, vector);
  return row;
}

const floats = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);

export function vectorAt(db: Connection, row: number): Float32Array {
  const found = db.get("SELECT vector FROM vectors WHERE row = ?", row);
  if (found === undefined) throw damaged(db.file, `vector ${row} is missing`);
  return floats(found.sealed("vector"));
}

export function vectorsFor(db: Connection, keys: readonly string[]): ReadonlyMap<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  // All at once: of a new document the answer is none, and to ask for each chunk would take as long as to store it.
  for (const row of db.all("SELECT key, vector FROM vectors WHERE key IN (SELECT value FROM json_each(?))", JSON.stringify(keys)))
    found.set(row.text("key"), floats(row.sealed("vector")));
  return found;
}

/** Of one generation, in the order of their ids. SQLite sorts by UTF-8 and JavaScript by UTF-16, so sorting is done here. */
export function documentRecords(db: Connection, generation: number): readonly DocumentRecord[] {
  // Sealed: these are records that `putDocument` wrote. The same holds for every `as` in this file.
  return sorted(
    db
      .all(`SELECT record FROM documents WHERE ${VISIBLE}`, generation)
      .map((row) => JSON.parse(textOf(row.sealed("record"))) as DocumentRecord),
  );
}

/** Documents stored for a generation that nobody sees yet. */
export function unpublishedDocuments(db: Connection, published: number): number {
  const row = db.get("SELECT count(*) AS documents FROM documents WHERE added > ? AND removed IS NULL", published);
  return row?.number("documents") ?? 0;
}

export function documentRecord(db: Connection, id: string, generation: number): DocumentRecord | undefined {
  const row = db.get(`SELECT record FROM documents WHERE id = ?2 AND ${VISIBLE}`, generation, id);
  return row === undefined ? undefined : (JSON.parse(textOf(row.sealed("record"))) as DocumentRecord);
}

export function skippedRecords(db: Connection, generation: number): readonly SkippedRecord[] {
  return sorted(
    db
      .all(`SELECT record FROM skipped WHERE ${VISIBLE}`, generation)
      .map((row) => JSON.parse(textOf(row.sealed("record"))) as SkippedRecord),
  );
}

export function roots(db: Connection, generation: number): readonly string[] {
  return sorted(db.all(`SELECT id FROM roots WHERE ${VISIBLE}`, generation).map((row) => ({ id: row.text("id") }))).map(({ id }) => id);
}

function sorted<T extends { readonly id: string }>(records: readonly T[]): readonly T[] {
  return [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The store's numbers and the ids of a generation's documents, in the order of their ids. */
export function documentRows(db: Connection, generation: number): readonly { readonly row: number; readonly id: string }[] {
  return sorted(
    db.all(`SELECT row, id FROM documents WHERE ${VISIBLE}`, generation).map((row) => ({ row: row.number("row"), id: row.text("id") })),
  );
}

export function documentRow(db: Connection, id: string, generation: number): number | undefined {
  return db.get(`SELECT row FROM documents WHERE id = ?2 AND ${VISIBLE}`, generation, id)?.number("row");
}

export function documentId(db: Connection, row: number): string {
  const found = db.get("SELECT id FROM documents WHERE row = ?", row);
  if (found === undefined) throw damaged(db.file, `document ${row} is missing`);
  return found.text("id");
}

export function contentOf(db: Connection, row: number): Content {
  const found = db.get(
    "SELECT documents.record, contents.chunks, contents.text FROM documents JOIN contents ON contents.document = documents.row WHERE documents.row = ?",
    row,
  );
  if (found === undefined) throw damaged(db.file, `document ${row} is missing`);
  const record = JSON.parse(textOf(found.sealed("record"))) as DocumentRecord;
  return {
    id: record.id,
    text: textOf(found.sealed("text")),
    chunks: JSON.parse(textOf(found.sealed("chunks"))) as readonly StoredChunk[],
  };
}

export function chunkOf({ id, text, chunks }: Content, position: number): Chunk | undefined {
  const stored = chunks[position];
  if (stored === undefined) return undefined;
  const { start, end, heading, locator, places, context, date } = stored;
  return {
    id: `${id}#${position + 1}`,
    document: id,
    ordinal: position + 1,
    start,
    end,
    text: text.slice(start, end),
    heading,
    locator,
    ...(places === undefined ? {} : { places }),
    ...(context === undefined ? {} : { context }),
    ...(date === undefined ? {} : { date }),
  };
}

/** What a segment takes in of a document; its text is not read. */
export function segmentDocument(db: Connection, row: number): SegmentDocument {
  const found = db.get("SELECT language, refs, terms FROM contents WHERE document = ?", row);
  if (found === undefined) throw damaged(db.file, `the terms of document ${row} are missing`);
  const refs = readArrays(found.sealed("refs"));
  return {
    row,
    // A name that `putDocument` wrote, for an analyzer of the same revision.
    language: found.text("language") as Language,
    vectors: refs.uint32(),
    dates: refs.uint32(),
    hashes: refs.float64(),
    terms: decodeTerms(found.sealed("terms")),
  };
}

/** Numbers of the vectors that a document's chunks use. */
export function vectorRowsOf(db: Connection, row: number): Uint32Array {
  const found = db.get("SELECT refs FROM contents WHERE document = ?", row);
  return found === undefined ? new Uint32Array() : readArrays(found.sealed("refs")).uint32();
}

export function hasMetadataKey(db: Connection, key: string, generation: number): boolean {
  return (
    db.get(
      `SELECT 1 FROM metadata JOIN documents ON documents.row = metadata.document WHERE metadata.key = ?2 AND ${VISIBLE} LIMIT 1`,
      generation,
      key.toWellFormed(),
    ) !== undefined
  );
}

export function metadataKeys(db: Connection, generation: number): readonly string[] {
  return db
    .all(`SELECT DISTINCT metadata.key FROM metadata JOIN documents ON documents.row = metadata.document WHERE ${VISIBLE}`, generation)
    .map((row) => row.text("key"));
}

/** Numbers of the documents whose id begins with the prefix and that have all the metadata; of any generation, for the corpus knows its own. */
export function documentsWhere(db: Connection, { documentPrefix, metadata }: ParsedFilter): ReadonlySet<number> | undefined {
  const conditions = metadata.map(([key, value]) => db.all("SELECT document AS row FROM metadata WHERE key = ? AND value = ?", key, value));
  if (documentPrefix !== undefined)
    conditions.push(db.all("SELECT row FROM documents WHERE substr(id, 1, length(?1)) = ?1", documentPrefix));
  const [first, ...others] = conditions.map((rows) => new Set(rows.map((row) => row.number("row"))));
  return first === undefined ? undefined : others.reduce((all, other) => all.intersection(other), first);
}
