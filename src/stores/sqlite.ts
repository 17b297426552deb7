import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { FirstfitError } from "../core/errors.ts";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { Embedder, Index, IndexSettings, RankingSettings } from "../core/retrieval.ts";
import { checkPrepared } from "./prepared.ts";
import type { Connection } from "./sqlite-connection.ts";
import { forgetRecent, stageChange } from "./sqlite-documents.ts";
import type { RecentRows } from "./sqlite-documents.ts";
import { storeError, withStoreErrors } from "./sqlite-errors.ts";
import {
  checkSettings,
  makeFolder,
  nextFileOf,
  openForReading,
  openForWriting,
  readState,
  statOrUndefined,
  writeState,
} from "./sqlite-file.ts";
import type { IndexState } from "./sqlite-file.ts";
import { acquireWriteLock } from "./sqlite-lock.ts";
import type { Holder, WriteLock } from "./sqlite-lock.ts";
import { indexReads } from "./sqlite-reads.ts";
import type { IndexReads } from "./sqlite-reads.ts";
import { REBUILD_BELOW_CHUNKS, areSegmentsComplete, publishStaged } from "./sqlite-segments.ts";

export { inspectSqliteIndex } from "./sqlite-inspect.ts";

export interface SqliteIndexOptions {
  /** Path of the index; its log and its lock lie beside it. */
  readonly file: string;
  readonly embedder: Embedder;
  readonly settings: IndexSettings;
  readonly mode: "read" | "write";
  /** Default: DEFAULT_RANKING */
  readonly ranking?: RankingSettings;
  /** True for a word, in lower case, that is spelled right though the corpus does not have it: it is not taken for a slip. */
  readonly isWord?: (word: string) => boolean;
  /** How long to wait for another process that writes this index, in write mode. Default: 60,000 */
  readonly lockWaitMs?: number;
  /** Told once when the wait begins, with who is waited for. */
  readonly onWait?: (text: string) => void;
  /** Told when the process that wrote before did not end as it should. */
  readonly onNote?: (text: string) => void;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** Up to this many chunks every publish builds one segment; tests set 0 to have several. */
  readonly rebuildBelowChunks?: number;
}

const LOCK_WAIT_MS = 60_000;

/**
 * Opens an index in one SQLite file. Opening reads no text and builds nothing; a search reads typed arrays as they lie in the file,
 * and the text of its hits alone. Many readers and one writer at a time, in any number of processes; readers are never kept waiting.
 * What `write` returned from survives the end of the process and of the machine. `publish` makes it visible here and elsewhere in one step.
 * A handle for writing also sees what a killed run wrote and did not publish.
 * Throws EMPTY_INDEX, INDEX_MISMATCH, INDEX_NEWER, INDEX_DAMAGED, INDEX_BUSY, INDEX_READ_ONLY, DISK_FULL, UNREADABLE, BAD_INPUT.
 */
export async function openSqliteIndex(options: SqliteIndexOptions): Promise<Index> {
  return options.mode === "read" ? readingIndex(options) : await writingIndex(options);
}

interface Reader {
  readonly db: Connection;
  readonly reads: IndexReads;
  readonly state: IndexState;
  /** Tells the file from one of the same name that was made since. */
  readonly inode: number | undefined;
}

function readingIndex(options: SqliteIndexOptions): Index {
  let reader = openReader(options);
  const reads = (): IndexReads => {
    reader = newestReader(options, reader);
    return reader.reads;
  };
  const refuse = (): never => {
    throw new FirstfitError("INDEX_READ_ONLY", `The index ${options.file} was opened for reading.`, "Open it for writing.");
  };
  return {
    settings: reader.state.settings,
    search: (query, searchOptions) => reads().search(query, searchOptions),
    statistics: () => reads().statistics(),
    vocabulary: () => reads().vocabulary(),
    roots: () => reads().roots(),
    documents: () => reads().documents(),
    document: (id) => reads().document(id),
    skipped: () => reads().skipped(),
    unfinished: () => reads().unfinished(),
    documentText: (id) => reads().documentText(id),
    chunksOf: (document) => reads().chunksOf(document),
    neighbours: (document, neighbourOptions) => reads().neighbours(document, neighbourOptions),
    nearDuplicates: (duplicateOptions) => reads().nearDuplicates(duplicateOptions),
    vectorsFor: (keys) => reads().vectorsFor(keys),
    write: refuse,
    publish: refuse,
    async [Symbol.asyncDispose]() {
      reader.db.close();
    },
  };
}

function openReader({ file, embedder, settings, ranking = DEFAULT_RANKING, isWord }: SqliteIndexOptions): Reader {
  const inode = statOrUndefined(file)?.ino;
  const db = openForReading(file);
  try {
    const state = readState(db);
    checkSettings(file, state, settings, "read");
    return {
      db,
      state,
      inode,
      reads: indexReads({ db, embedder, ranking, ...(isWord === undefined ? {} : { isWord }), generation: ({ published }) => published }),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A handle that stays open across a rebuild goes over to the new file once something was published there; until then the old one serves. */
function newestReader(options: SqliteIndexOptions, reader: Reader): Reader {
  const inode = statOrUndefined(options.file)?.ino;
  if (inode === undefined || inode === reader.inode) return reader;
  const newer = readerOrUndefined(options);
  if (newer === undefined) return reader;
  // The old connection is not closed here, because a search may be waiting for its question's vector; it goes with its last use.
  if (newer.state.published > 0) return newer;
  newer.db.close();
  return reader;
}

function readerOrUndefined(options: SqliteIndexOptions): Reader | undefined {
  try {
    return openReader(options);
  } catch (error) {
    // The new file is being made just now. Any other fault of it, other settings among them, is for the caller to know.
    if (error instanceof FirstfitError && (error.code === "INDEX_DAMAGED" || error.code === "EMPTY_INDEX")) return undefined;
    throw error;
  }
}

async function writingIndex(options: SqliteIndexOptions): Promise<Index> {
  const lock = await lockFor(options);
  if (statOrUndefined(nextFileOf(options.file)) !== undefined)
    options.onNote?.(`A rebuild of ${options.file} was not finished; firstfit index --rebuild goes on with it.`);
  return lockedIndex(options, lock);
}

/** An index for writing under a lock that is held; it lets go of the lock when it is disposed of, or cannot be opened. */
export function lockedIndex(options: SqliteIndexOptions, lock: WriteLock): Index {
  const { embedder, settings, ranking = DEFAULT_RANKING, isWord, rebuildBelowChunks = REBUILD_BELOW_CHUNKS } = options;
  const { db, state: opened } = openLocked(options, lock);
  let state = opened;
  // Reads see this generation until the next publish: what was published, and what a killed run left.
  let generation = state.staged;
  const recent: RecentRows = { documents: new Map(), vectors: new Map() };
  // Numbers of rows that were rolled back or deleted are given out again.
  const transaction = (work: () => IndexState): IndexState => {
    try {
      return db.transaction("write", work);
    } catch (error) {
      forgetRecent(recent);
      throw error;
    }
  };
  const reads = indexReads({ db, embedder, ranking, ...(isWord === undefined ? {} : { isWord }), generation: () => generation });
  return {
    settings: state.settings,
    ...reads,
    write(change) {
      for (const prepared of change.put ?? []) checkPrepared(prepared, settings);
      const stage = generation + 1;
      state = transaction(() => {
        if (!stageChange(db, change, stage, recent) || state.staged === stage) return state;
        const staged = { ...state, staged: stage };
        writeState(db, staged);
        return staged;
      });
    },
    publish() {
      if (state.staged === state.published && areSegmentsComplete(db, state)) return;
      // A generation of its own also where nothing was written but segments are missing, so that readers look again.
      const next = { ...state, staged: Math.max(state.staged, state.published + 1) };
      state = transaction(() => publishStaged(db, next, { rebuildBelowChunks, recent }));
      forgetRecent(recent);
      generation = state.published;
    },
    async [Symbol.asyncDispose]() {
      closeLocked(db, lock);
    },
  };
}

export async function lockFor({
  file,
  lockWaitMs = LOCK_WAIT_MS,
  onWait,
  signal,
}: Pick<SqliteIndexOptions, "file" | "lockWaitMs" | "onWait" | "signal">): Promise<WriteLock> {
  makeFolder(file);
  return acquireWriteLock({
    file,
    waitMs: lockWaitMs,
    holder: () => holderOf(file) ?? holderOf(nextFileOf(file)),
    ...(onWait === undefined ? {} : { onWait }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function openLocked(
  { file, settings, onNote }: SqliteIndexOptions,
  lock: WriteLock,
): { readonly db: Connection; readonly state: IndexState } {
  let db: Connection | undefined;
  try {
    db = openForWriting(file, settings);
    const state = readState(db);
    checkSettings(file, state, settings, "write");
    takeOver(db, onNote);
    return { db, state };
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

/** The lock is held, so whoever is still written down as the writer did not live to cross itself out. */
function takeOver(db: Connection, onNote: SqliteIndexOptions["onNote"]): void {
  const left = writerOf(db);
  if (left !== undefined)
    onNote?.(
      `Process ${left.pid} on ${left.host} ended while it was writing ${db.file}. What it had stored is kept; this run goes on from there.`,
    );
  db.transaction("write", () => {
    db.run("DELETE FROM writer");
    db.run("INSERT INTO writer (pid, host) VALUES (?, ?)", process.pid, hostname());
  });
}

function closeLocked(db: Connection, lock: WriteLock): void {
  try {
    db.run("DELETE FROM writer");
  } catch (error) {
    // A disk that is full, for one. The row that stays costs the next writer a note; an error from here would hide the one that ended the work.
    if (!(error instanceof FirstfitError)) throw error;
  } finally {
    db.close();
    lock.release();
  }
}

function writerOf(db: Connection): Holder | undefined {
  const row = db.get("SELECT pid, host FROM writer");
  return row === undefined ? undefined : { pid: row.number("pid"), host: row.text("host") };
}

function holderOf(file: string): Holder | undefined {
  let db: Connection | undefined;
  try {
    db = openForReading(file);
    return writerOf(db);
  } catch (error) {
    // The holder may be making the file just now; then nobody can tell its name yet, and the next look may.
    if (error instanceof FirstfitError) return undefined;
    throw error;
  } finally {
    db?.close();
  }
}

/**
 * Deletes an index and what lies beside it, under its write lock, so that a running ingest is not cut off. The lock's own
 * file stays. Refuses a file that is another program's database. Does nothing where there is no index.
 */
export async function discardSqliteIndex(options: Pick<SqliteIndexOptions, "file" | "lockWaitMs" | "onWait" | "signal">): Promise<void> {
  const { file } = options;
  const lock = await lockFor(options);
  try {
    refuseForeign(file);
    for (const name of [file, nextFileOf(file)])
      for (const suffix of ["", "-wal", "-shm"]) withStoreErrors(file, () => rmSync(name + suffix, { force: true }));
  } finally {
    lock.release();
  }
}

function refuseForeign(file: string): void {
  try {
    openForReading(file).close();
  } catch (error) {
    const known = storeError(file, error);
    // Damaged, newer, empty: all reasons to make it again. Not ours: none.
    if (!(known instanceof FirstfitError) || known.code === "BAD_INPUT") throw known;
  }
}
