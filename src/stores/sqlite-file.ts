import { mkdirSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { endianness } from "node:os";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { FirstfitError } from "../core/errors.ts";
import type { IndexSettings } from "../core/retrieval.ts";
import { connection, sealJson, textOf } from "./sqlite-connection.ts";
import type { Connection } from "./sqlite-connection.ts";
import { damaged, isLogUnusable, storeError, withStoreErrors } from "./sqlite-errors.ts";

/** Version of the file's layout. A reader refuses any other. 3: where the terms of a chunk's headings end. 4: vectors in halves of four bits. */
const FORMAT_VERSION = 4;
/** "ffit" in SQLite's application_id: tells our files from other programs'. */
const APPLICATION_ID = 0x66666974;

/**
 * Documents, skips and roots are kept by generation: a row is part of every generation from `added` to before `removed`. Writes
 * go to the generation after the published one, where no reader looks; `publish` moves on to it in one transaction and deletes
 * what it has replaced. So a reader sees the old state or the new, never a mix, and a killed run leaves what it wrote for the next.
 */
const SCHEMA = `
  CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL);
  CREATE TABLE writer (pid INTEGER NOT NULL, host TEXT NOT NULL);
  CREATE TABLE documents (row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER, record BLOB NOT NULL);
  CREATE INDEX documents_by_id ON documents (id);
  CREATE TABLE contents (document INTEGER PRIMARY KEY, language TEXT NOT NULL, refs BLOB NOT NULL, chunks BLOB NOT NULL, terms BLOB NOT NULL, text BLOB NOT NULL, abbreviations BLOB);
  CREATE TABLE metadata (key TEXT NOT NULL, value TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (key, value, document)) WITHOUT ROWID;
  CREATE INDEX metadata_by_document ON metadata (document);
  CREATE TABLE skipped (id TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER, record BLOB NOT NULL, PRIMARY KEY (id, added)) WITHOUT ROWID;
  CREATE TABLE roots (id TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER, PRIMARY KEY (id, added)) WITHOUT ROWID;
  CREATE TABLE vectors (row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, vector BLOB NOT NULL);
  CREATE TABLE segments (number INTEGER PRIMARY KEY, dead BLOB NOT NULL);
  CREATE TABLE segment_parts (segment INTEGER NOT NULL, part TEXT NOT NULL, slice INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (segment, part, slice));
`;

/** Where an index is made again until it takes the place of the old one. */
export const nextFileOf = (file: string): string => `${file}.next`;

/** What the index says of itself; one sealed row, so that it changes as a whole or not at all. */
export interface IndexState {
  readonly settings: IndexSettings;
  /** Of the numbers in segments and vectors. */
  readonly byteOrder: string;
  /** The generation that readers see. */
  readonly published: number;
  /** The highest generation that anything was written to; more than `published` while an ingest runs, or after one was killed. */
  readonly staged: number;
  readonly documents: number;
  readonly chunks: number;
  /** The generation in which the latent space was fitted; 0 where there is none. */
  readonly fitted: number;
}

export function readState(db: Connection): IndexState {
  const row = db.get("SELECT value FROM state WHERE id = 1");
  if (row === undefined) throw damaged(db.file, "it does not say what it holds");
  // Sealed: these are the bytes that `writeState` wrote.
  return JSON.parse(textOf(row.sealed("value"))) as IndexState;
}

export function writeState(db: Connection, state: IndexState): void {
  db.run("INSERT INTO state (id, value) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value", sealJson(state));
}

/** How long a statement waits for a lock that another process holds for moments: recovery, or the last one to close. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens for reading. In a folder that cannot be written, or on a full disk, SQLite's log cannot be used; then the file is read as it lies, which
 * needs that nothing is left in the log. Throws EMPTY_INDEX when there is no file.
 */
export function openForReading(file: string): Connection {
  const stats = statOrUndefined(file);
  if (stats === undefined) throw new FirstfitError("EMPTY_INDEX", `There is no index at ${file}.`, "Make one: firstfit index PATH…");
  if (!stats.isFile()) throw notAFile(file);
  if (stats.size === 0) throw damaged(file, "it is empty: cut off, or its making was interrupted");
  const db = openReadable(file);
  try {
    if (checkFormat(db) === "new") throw damaged(file, "its making was interrupted before anything was stored");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openReadable(file: string): Connection {
  let database: DatabaseSync | undefined;
  try {
    // Not `readOnly`: that would leave the log's files behind, because only a writer may clear them away.
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec("PRAGMA query_only = ON");
    // The first read opens the log.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return connection(file, database);
  } catch (error) {
    database?.close();
    if (!isLogUnusable(error)) throw storeError(file, error);
    return openAsItLies(file, error);
  }
}

function openAsItLies(file: string, cause: unknown): Connection {
  if ((statOrUndefined(`${file}-wal`)?.size ?? 0) > 0) {
    const what = `The last changes to ${file} lie in ${file}-wal, and joining them needs write permission in that folder.`;
    throw new FirstfitError(
      "INDEX_READ_ONLY",
      what,
      "Let somebody who may write there run: firstfit list. Or copy both files to a folder of yours and name it: --store FILE",
      { cause },
    );
  }
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(url, { readOnly: true });
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return connection(file, database);
  } catch (error) {
    database?.close();
    // Even this failed: the file itself may not be read.
    if (isLogUnusable(error))
      throw new FirstfitError("UNREADABLE", `The index ${file} cannot be read.`, "Check its permissions.", { cause: error });
    throw storeError(file, error);
  }
}

/** Opens for writing, making folder, file and tables where there are none. The caller holds the write lock. */
export function openForWriting(file: string, settings: IndexSettings): Connection {
  const db = withStoreErrors(file, () => connection(file, new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })));
  try {
    if (checkFormat(db) === "new") create(db, settings);
    // FULL: a commit is on the disk, not only handed to the system, when `write` returns.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    // Pages that every batch changes again stay in memory (16 MB), and are brought home from the log once and not every four megabytes.
    db.exec("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 8192");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes the folder of the index, so that its lock can be put there. */
export function makeFolder(file: string): void {
  const stats = statOrUndefined(file);
  if (stats !== undefined && !stats.isFile()) throw notAFile(file);
  withStoreErrors(file, () => makeFolders(dirname(file)));
}

/**
 * Not `recursive`: Node 24 tries for ever where a file system says ENOENT of a new folder though the one above it is there, as /proc
 * does. What it throws is what the system says.
 */
function makeFolders(folder: string): void {
  const stats = statOrUndefined(folder);
  if (stats?.isDirectory() === true) return;
  if (stats !== undefined) throw new FirstfitError("BAD_INPUT", `${folder} is not a folder.`, "Name a file in a folder: --store FILE");
  const above = dirname(folder);
  if (above !== folder) makeFolders(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (statOrUndefined(folder)?.isDirectory() !== true) throw error;
  }
}

function create(db: Connection, settings: IndexSettings): void {
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.transaction("write", () => {
    db.exec(SCHEMA);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
    writeState(db, { settings, byteOrder: endianness(), published: 0, staged: 0, documents: 0, chunks: 0, fitted: 0 });
  });
}

/** "new": a database without a single table, as a creation that was killed leaves it. */
function checkFormat(db: Connection): "new" | "known" {
  const application = db.get("PRAGMA application_id")?.number("application_id") ?? 0;
  const version = db.get("PRAGMA user_version")?.number("user_version") ?? 0;
  const tables = db.get("SELECT count(*) AS tables FROM sqlite_schema")?.number("tables") ?? 0;
  if (tables === 0) return "new";
  if (application !== APPLICATION_ID) {
    throw new FirstfitError("BAD_INPUT", `${db.file} is an SQLite database, but no index of firstfit.`, "Name another file: --store FILE");
  }
  if (version > FORMAT_VERSION) {
    throw new FirstfitError(
      "INDEX_NEWER",
      `The index ${db.file} has format ${version}; this firstfit reads format ${FORMAT_VERSION}.`,
      "Update firstfit (npm i firstfit@latest), or make the index again: firstfit index --rebuild PATH…",
    );
  }
  if (version < 1) throw damaged(db.file, `it has format ${version}, which never was`);
  if (version < FORMAT_VERSION) {
    throw new FirstfitError(
      "INDEX_MISMATCH",
      `The index ${db.file} has format ${version}, from an older firstfit; this one reads format ${FORMAT_VERSION}.`,
      "Make the index again: firstfit index --rebuild PATH…",
    );
  }
  return "known";
}

/**
 * Throws INDEX_MISMATCH where the index was made with other settings than those in use. Chunk sizes matter to a writer
 * alone: mixed sizes would rank by when a file was indexed, while a reader takes the chunks as they are.
 */
export function checkSettings(file: string, state: IndexState, settings: IndexSettings, mode: "read" | "write"): void {
  const keys: readonly (keyof IndexSettings)[] =
    mode === "read" ? ["embedder", "dimensions", "revision"] : ["embedder", "dimensions", "revision", "chunkTokensMin", "chunkTokensMax"];
  const differences = keys
    .filter((key) => state.settings[key] !== settings[key])
    .map((key) => `${key} ${state.settings[key]}, now ${settings[key]}`);
  if (state.byteOrder !== endianness()) differences.push(`byte order ${state.byteOrder}, now ${endianness()}`);
  if (differences.length === 0) return;
  const isReembedded = state.settings.embedder !== settings.embedder || state.settings.dimensions !== settings.dimensions;
  const chunks = `${state.chunks.toLocaleString("en-US")} ${state.chunks === 1 ? "chunk" : "chunks"}`;
  throw new FirstfitError(
    "INDEX_MISMATCH",
    `The index ${file} was made with other settings: ${differences.join("; ")}.`,
    `Go back to those settings, or make the index again${isReembedded ? `, which embeds about ${chunks}` : ""}: firstfit index --rebuild PATH…`,
  );
}

function notAFile(file: string): FirstfitError {
  return new FirstfitError("BAD_INPUT", `${file} is not a file.`, "Name the index file: --store FILE");
}

/** Undefined where there is no such file. */
export function statOrUndefined(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // ENOTDIR: a part of the path is a file. Neither is a fault of the index.
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new FirstfitError(
      "UNREADABLE",
      `${file} cannot be read (${String(code)}).`,
      "Check the permissions of the file and its folders.",
      { cause: error },
    );
  }
}
