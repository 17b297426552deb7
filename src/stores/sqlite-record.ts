import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FirstfitError } from "../core/errors.ts";
import { connection } from "./sqlite-connection.ts";
import type { Connection } from "./sqlite-connection.ts";
import { storeError } from "./sqlite-errors.ts";

/** A file of a project in which rows are inserted and never changed: calls, runs. */
export interface RecordFile {
  readonly file: string;
  /** What it is a record of: "calls". */
  readonly of: string;
  readonly schema: string;
  /** Of the file's layout. */
  readonly formatVersion: number;
  /** SQLite's application_id: four letters. */
  readonly applicationId: number;
  /** What is lost with a damaged file: "answers in it will be asked for again". */
  readonly lost: string;
  /** Why it has to be written: "a call that cannot be written down could be paid twice". */
  readonly why: string;
  /** Told when a damaged file was set aside. */
  readonly onNote?: (text: string) => void;
}

const BUSY_TIMEOUT_MS = 10_000;

/** Opens the file, and makes it with its folder where there is none. A damaged one is set aside, so that it stays readable for whoever wants to. Throws what the disk does. */
export function openRecord(record: RecordFile): Connection {
  const { file } = record;
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw recordError(record, storeError(file, error));
  }
  try {
    return open(record);
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "INDEX_DAMAGED") throw error;
    const aside = `${file}.damaged-${Math.round(statSync(file).mtimeMs)}`;
    for (const suffix of ["", "-wal", "-shm"]) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    record.onNote?.(`The record of ${record.of} ${file} was damaged and is set aside as ${aside}; ${record.lost}.`);
    return open(record);
  }
}

function open(record: RecordFile): Connection {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(record.file, { timeout: BUSY_TIMEOUT_MS });
    const db = connection(record.file, database);
    // FULL: a row is on the disk, not only handed to the system, before anybody relies on it.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    db.transaction("write", () => prepareTables(db, record));
    return db;
  } catch (error) {
    database?.close();
    throw recordError(record, storeError(record.file, error));
  }
}

function prepareTables(db: Connection, { of, schema, formatVersion, applicationId }: RecordFile): void {
  const application = db.get("PRAGMA application_id")?.number("application_id") ?? 0;
  const version = db.get("PRAGMA user_version")?.number("user_version") ?? 0;
  const tables = db.get("SELECT count(*) AS tables FROM sqlite_schema")?.number("tables") ?? 0;
  if (tables === 0) {
    db.exec(schema);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}`);
    return;
  }
  if (application === applicationId && version === formatVersion) return;
  throw new FirstfitError(
    application === applicationId ? "INDEX_NEWER" : "BAD_INPUT",
    application === applicationId
      ? `The record of ${of} ${db.file} has format ${version}; this firstfit reads format ${formatVersion}.`
      : `${db.file} is an SQLite database, but no record of ${of}.`,
    application === applicationId ? "Update firstfit (npm i firstfit@latest), or move the file away." : "Move the file away.",
  );
}

/** The store's errors speak of an index; here they are about this record. */
function recordError({ file, of, why }: RecordFile, error: unknown): unknown {
  if (!(error instanceof FirstfitError)) return error;
  if (error.code === "INDEX_READ_ONLY")
    return new FirstfitError(
      "INDEX_READ_ONLY",
      `The record of ${of} ${file} or its folder cannot be written.`,
      `Get write permission there: ${why}.`,
      { cause: error },
    );
  // A file that never was a database: nobody's notes are replaced.
  if (error.code === "BAD_INPUT")
    return new FirstfitError("BAD_INPUT", `${file} is no record of ${of}, and is left as it is.`, "Move the file away.", { cause: error });
  return error;
}
