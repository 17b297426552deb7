import { closeSync, openSync, readSync } from "node:fs";
import { FirstfitError } from "../core/errors.ts";

const REBUILD = "Run: firstfit index --rebuild PATH… (it makes the index again; the sources are not touched)";

/** The index file cannot be trusted: what is wrong in it, and how to make it again. */
export function damaged(file: string, what: string, cause?: unknown): FirstfitError {
  return new FirstfitError("INDEX_DAMAGED", `The index ${file} is damaged: ${what}.`, REBUILD, { cause });
}

/** Names of the SQLite result codes that are told apart here (sqlite.org/rescode.html); the low byte is the primary code. */
const SQLITE = { error: 1, busy: 5, locked: 6, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;
/** I/O errors of reading: a short read is a truncated file; everything else that begins with 10 failed to write, sync, lock or map. */
const IO_READ = 266;
const IO_SHORT_READ = 522;

interface SqliteError extends Error {
  readonly errcode: number;
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number";
}

/** True when SQLite's log could not be used for want of permission or room: in the folder, the file, or the shared memory beside it. */
export function isLogUnusable(error: unknown): boolean {
  if (!isSqliteError(error)) return false;
  const primary = error.errcode & 0xff;
  if (primary === SQLITE.ioError) return error.errcode !== IO_READ && error.errcode !== IO_SHORT_READ;
  return primary === SQLITE.cannotOpen || primary === SQLITE.readOnly || primary === SQLITE.full;
}

export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && ((error.errcode & 0xff) === SQLITE.busy || (error.errcode & 0xff) === SQLITE.locked);
}

/** Runs `work`; an error of SQLite or of the file system becomes one with a code and a next step, any other passes. */
export function withStoreErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(file, error);
  }
}

export function storeError(file: string, error: unknown): unknown {
  if (isSqliteError(error)) return fromSqlite(file, error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") return diskFull(file, error);
  // ENOENT: a file system where nothing can be made, as /proc.
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOENT") return readOnly(file, error);
  return error;
}

function fromSqlite(file: string, error: SqliteError): FirstfitError {
  switch (error.errcode & 0xff) {
    case SQLITE.notADatabase:
      return isOtherKind(file)
        ? new FirstfitError("BAD_INPUT", `${file} is no index of firstfit, and is left as it is.`, "Name another file: --store FILE", {
            cause: error,
          })
        : damaged(file, error.message, error);
    case SQLITE.corrupt:
    // The SQL is fixed and was tried: when a table or column is missing, the file's schema was altered.
    case SQLITE.error:
      return damaged(file, error.message, error);
    case SQLITE.full:
      return diskFull(file, error);
    case SQLITE.ioError:
      if (error.errcode === IO_SHORT_READ) return damaged(file, "it ends early", error);
      if (error.errcode === IO_READ)
        return new FirstfitError(
          "UNREADABLE",
          `The index ${file} cannot be read (${error.message}, code ${error.errcode}).`,
          "Check the disk, then try again.",
          { cause: error },
        );
      // A quota or a file size limit arrives as a failed write, not as "full".
      return diskFull(file, error);
    case SQLITE.readOnly:
    case SQLITE.cannotOpen:
      return readOnly(file, error);
    case SQLITE.busy:
    case SQLITE.locked:
      return new FirstfitError("INDEX_BUSY", `The index ${file} is in use by another process.`, "Try again when it is done.", {
        cause: error,
      });
    default:
      return new FirstfitError(
        "INTERNAL",
        `SQLite failed on ${file}: ${error.message} (code ${error.errcode}).`,
        "Please report this with the output of: firstfit doctor --json",
        { cause: error },
      );
  }
}

/** What every SQLite file begins with (sqlite.org/fileformat.html). */
const MAGIC = Buffer.from("SQLite format 3\0", "latin1");

/**
 * True for a file that never was a database, so that nobody's notes are called a damaged index, which --rebuild deletes. One that begins with
 * zeros, or with half of what it should, is a database that was damaged. Asked only when SQLite refused the file: to open and close one
 * that a connection of this process has open would drop that connection's locks (sqlite.org/howtocorrupt.html, 2.2).
 */
function isOtherKind(file: string): boolean {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    const first = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
    const kept = first.filter((byte, i) => byte === MAGIC[i]).length;
    return kept < first.length / 2 && !first.every((byte) => byte === 0);
  } finally {
    closeSync(descriptor);
  }
}

function diskFull(file: string, cause: unknown): FirstfitError {
  const what = isSqliteError(cause) ? `${cause.message}, code ${cause.errcode}` : String(cause);
  return new FirstfitError(
    "DISK_FULL",
    `The index ${file} cannot be written: the disk, a quota or a file size limit is full (${what}).`,
    "Make room and run the same command again; what was stored before is kept.",
    { cause },
  );
}

function readOnly(file: string, cause: unknown): FirstfitError {
  return new FirstfitError(
    "INDEX_READ_ONLY",
    `The index ${file} or its folder cannot be written.`,
    "Search still works. To index, get write permission there or name another place: --store FILE",
    { cause },
  );
}
