import { renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { FirstfitError } from "../core/errors.ts";
import type { IndexRebuild, IndexSettings } from "../core/retrieval.ts";
import type { Connection } from "./sqlite-connection.ts";
import { roots, vectorsFor } from "./sqlite-documents.ts";
import { storeError, withStoreErrors } from "./sqlite-errors.ts";
import { nextFileOf, openForReading, readState, statOrUndefined } from "./sqlite-file.ts";
import { lockFor, lockedIndex } from "./sqlite.ts";
import type { SqliteIndexOptions } from "./sqlite.ts";

/**
 * Makes an index again beside the one that is there, which is searched meanwhile, whatever state or format it is in, and takes its place in one
 * step by `replace`. Killed before that, the old index is as it was, and the next rebuild with the same settings goes on where this one stopped. Vectors that the
 * old index has from the same embedder are used again. Holds the write lock of the index from beginning to end.
 * Throws what opening for writing throws, and BAD_INPUT for a file that is another program's.
 */
export async function rebuildSqliteIndex(
  options: Omit<SqliteIndexOptions, "mode"> & { readonly roots: readonly string[] },
): Promise<IndexRebuild> {
  const { file, settings } = options;
  const lock = await lockFor(options);
  let old: Connection | undefined;
  try {
    old = readableOrUndefined(file);
    const known = old === undefined ? undefined : knownBy(old);
    const from = options.roots.length > 0 ? options.roots : (known?.roots ?? []);
    const next = nextFileOf(file);
    if (!isOfThisBuild(next, { settings, roots: from })) removeDatabase(next);
    const index = lockedIndex({ ...options, file: next, mode: "write" }, { release: () => {} });
    const reused = known?.embedder === settings.embedder && known.dimensions === settings.dimensions ? old : undefined;
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await index[Symbol.asyncDispose]();
      old?.close();
    };
    return {
      roots: from,
      index: {
        ...index,
        vectorsFor(keys) {
          const own = index.vectorsFor(keys);
          const missing = reused === undefined ? [] : keys.filter((key) => !own.has(key));
          return missing.length === 0 || reused === undefined ? own : new Map([...own, ...vectorsOrNone(reused, missing)]);
        },
        [Symbol.asyncDispose]: close,
      },
      async replace() {
        await close();
        putInPlace(next, file);
      },
      async [Symbol.asyncDispose]() {
        try {
          // A dry run stores nothing, and one that found nothing neither: then nothing is left.
          const isEmpty = isOpen && index.unfinished() === undefined && index.documents().length === 0;
          await close();
          if (isEmpty) removeDatabase(next);
        } finally {
          // Closed already, but after an error.
          await close().finally(() => lock.release());
        }
      },
    };
  } catch (error) {
    old?.close();
    lock.release();
    throw error;
  }
}

/** Undefined for an index that is not there, damaged, or of another format: all reasons to make it again. Not ours is none. */
function readableOrUndefined(file: string): Connection | undefined {
  try {
    return openForReading(file);
  } catch (error) {
    const known = storeError(file, error);
    if (!(known instanceof FirstfitError) || known.code === "BAD_INPUT") throw known;
    return undefined;
  }
}

/** A rebuild that was killed left it, and it was made with these settings and from nothing else than these folders. */
function isOfThisBuild(
  next: string,
  { settings, roots: from }: { readonly settings: IndexSettings; readonly roots: readonly string[] },
): boolean {
  const db = readableOrUndefined(next);
  if (db === undefined) return false;
  try {
    const state = readState(db);
    const isSame = isDeepStrictEqual(state.settings, settings);
    return isSame && roots(db, state.staged).every((root) => from.some((one) => root === one || root.startsWith(`${one}/`)));
  } catch (error) {
    if (!(error instanceof FirstfitError)) throw error;
    return false;
  } finally {
    db.close();
  }
}

interface Known {
  readonly embedder: string;
  readonly dimensions: number;
  readonly roots: readonly string[];
}

function knownBy(db: Connection): Known | undefined {
  try {
    const { settings, published } = readState(db);
    return { embedder: settings.embedder, dimensions: settings.dimensions, roots: roots(db, published) };
  } catch (error) {
    // Damaged where this stands: then nothing of it is used.
    if (!(error instanceof FirstfitError)) throw error;
    return undefined;
  }
}

function vectorsOrNone(db: Connection, keys: readonly string[]): ReadonlyMap<string, Float32Array> {
  try {
    return vectorsFor(db, keys);
  } catch (error) {
    // Damaged vectors are made again.
    if (!(error instanceof FirstfitError)) throw error;
    return new Map();
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) withStoreErrors(file, () => rmSync(file + suffix, { force: true }));
}

/**
 * One rename. What the old file's log holds is folded into it first and the log removed, because a log that stays would be taken
 * for the new file's (sqlite.org/howtocorrupt.html, 1.4); killed between the two, the old index is whole.
 */
function putInPlace(next: string, file: string): void {
  if (statOrUndefined(`${file}-wal`) !== undefined) foldLog(file);
  for (const suffix of ["-wal", "-shm"]) withStoreErrors(file, () => rmSync(file + suffix, { force: true }));
  withStoreErrors(file, () => renameSync(next, file));
}

function foldLog(file: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    // Damaged, which is why it is made again.
    if (!(storeError(file, error) instanceof FirstfitError)) throw error;
  } finally {
    database?.close();
  }
}
