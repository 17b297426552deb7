import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleepMs } from "node:timers/promises";
import { FirstfitError } from "../core/errors.ts";
import { isBusy, storeError } from "./sqlite-errors.ts";

/** The right to write an index, from when it was got until `release` or the end of the process. */
export interface WriteLock {
  release(): void;
}

export interface WriteLockOptions {
  /** The index file; the lock is a file beside it. */
  readonly file: string;
  /** How long to wait for another writer, at most. */
  readonly waitMs: number;
  /** Told once, when the wait begins. */
  readonly onWait?: (text: string) => void;
  /** Who holds the lock, as far as can be told. */
  holder(): Holder | undefined;
  readonly signal?: AbortSignal;
}

export interface Holder {
  readonly pid: number;
  readonly host: string;
}

const POLL_MS = 50;

const lockFileOf = (file: string): string => `${file}.lock`;

/**
 * One writer at a time. The lock is the operating system's own lock on an empty file, held by way of SQLite for as long as the
 * process lives: the kernel lets go of it when the process dies, however it dies, so that no lock is ever stale, a pid that was given to
 * another process changes nothing, and no clock is asked. The file stays where it is: deleting it would let two processes
 * hold two files of one name. Readers never look at it.
 * Throws INDEX_BUSY with the holder's pid after `waitMs`, INDEX_READ_ONLY where the file cannot be made.
 */
export async function acquireWriteLock(options: WriteLockOptions): Promise<WriteLock> {
  const { file, waitMs, onWait, holder, signal } = options;
  const database = openLockFile(file);
  try {
    let waitedMs = 0;
    while (!tryLock(database, file)) {
      if (waitedMs >= waitMs) throw busy(file, waitedMs, holder());
      if (waitedMs === 0) onWait?.(`${nameOf(holder())} is writing ${file}; waiting for it.`);
      const step = Math.min(POLL_MS, waitMs - waitedMs);
      await sleepMs(step, undefined, signal === undefined ? {} : { signal });
      waitedMs += step;
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return { release: () => database.close() };
}

/** The lock on this very file, as in `acquireWriteLock`, when nobody holds it; undefined when somebody does. Throws INDEX_READ_ONLY where the file cannot be made. */
export function tryLockFile(file: string): WriteLock | undefined {
  const database = openLockDatabase(file);
  try {
    if (tryLock(database, file)) return { release: () => database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

function openLockFile(file: string): DatabaseSync {
  return openLockDatabase(lockFileOf(file));
}

function openLockDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: 0 });
    // Nothing is ever written to it, so it needs no journal beside it.
    database.exec("PRAGMA journal_mode = MEMORY");
    return database;
  } catch (error) {
    throw storeError(file, error);
  }
}

function tryLock(database: DatabaseSync, file: string): boolean {
  try {
    database.exec("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw storeError(file, error);
  }
}

const nameOf = (holder: Holder | undefined): string =>
  holder === undefined ? "Another process" : `Process ${holder.pid} on ${holder.host}`;

function busy(file: string, waitedMs: number, holder: Holder | undefined): FirstfitError {
  const waited = waitedMs === 0 ? "" : ` Waited ${Math.round(waitedMs / 1000)} s.`;
  const fix =
    holder === undefined
      ? "Wait until it is done, then run the same command again."
      : `Wait until it is done, or stop it (kill ${holder.pid}); then run the same command again.`;
  return new FirstfitError("INDEX_BUSY", `${nameOf(holder)} is writing ${file}.${waited}`, fix);
}
