import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { damaged, withStoreErrors } from "./sqlite-errors.ts";

/** One row, read with the types that the schema promises; INDEX_DAMAGED where the file breaks the promise. */
export interface Row {
  number(column: string): number;
  text(column: string): string;
  blob(column: string): Uint8Array;
  /** The bytes of a sealed blob, without their checksum, at the start of a buffer of their own. */
  sealed(column: string): Uint8Array;
  isNull(column: string): boolean;
}

/** A database whose every statement is prepared once, takes its values as parameters, and reports errors with a next step. */
export interface Connection {
  readonly file: string;
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: readonly SQLInputValue[]): Row[];
  /** Number of rows changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** Number of the row that the insert made. */
  insert(sql: string, ...values: readonly SQLInputValue[]): number;
  exec(sql: string): void;
  /** All of `work` or nothing of it; within another transaction it is part of that. */
  transaction<T>(kind: "read" | "write", work: () => T): T;
  close(): void;
}

const CHECKSUM_BYTES = 4;

/** The bytes with their CRC-32 behind them: SQLite does not notice a changed bit within a value. */
export function seal(bytes: Uint8Array): Uint8Array {
  // Not cleared before: every byte is written here.
  const sealed = Buffer.allocUnsafe(bytes.length + CHECKSUM_BYTES);
  sealed.set(bytes);
  sealed.writeUInt32LE(crc32(bytes), bytes.length);
  return sealed;
}

/** A view of the bytes within the sealed ones; undefined when they were changed. */
export function unseal(sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < CHECKSUM_BYTES) return undefined;
  const bytes = sealed.subarray(0, -CHECKSUM_BYTES);
  const checksum = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength).getUint32(bytes.length, true);
  return crc32(bytes) === checksum ? bytes : undefined;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

// Text is stored as sealed bytes, not as SQLite text.
export function sealText(text: string): Uint8Array {
  // As `seal`, without a copy of the bytes: a text may be 64 MB.
  const length = Buffer.byteLength(text);
  const sealed = Buffer.allocUnsafe(length + CHECKSUM_BYTES);
  sealed.write(text);
  sealed.writeUInt32LE(crc32(sealed.subarray(0, length)), length);
  return sealed;
}
export const sealJson = (value: unknown): Uint8Array => sealText(JSON.stringify(value));
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

/** `database` must be open already; from here on the connection owns it. */
export function connection(file: string, database: DatabaseSync): Connection {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const before = prepared.get(sql);
    if (before !== undefined) return before;
    const made = database.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  const guarded = <T>(work: () => T): T => withStoreErrors(file, work);
  const own: Connection = {
    file,
    get(sql, ...values) {
      const row = guarded(() => statement(sql).get(...values));
      return row === undefined ? undefined : rowOf(file, row);
    },
    all: (sql, ...values) => guarded(() => statement(sql).all(...values)).map((row) => rowOf(file, row)),
    run: (sql, ...values) => Number(guarded(() => statement(sql).run(...values)).changes),
    insert: (sql, ...values) => Number(guarded(() => statement(sql).run(...values)).lastInsertRowid),
    exec: (sql) => guarded(() => database.exec(sql)),
    transaction(kind, work) {
      if (database.isTransaction) return work();
      own.exec(kind === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
      try {
        const result = work();
        own.exec("COMMIT");
        return result;
      } catch (error) {
        rollBack(database);
        throw error;
      }
    },
    close: () => database.close(),
  };
  return own;
}

function rollBack(database: DatabaseSync): void {
  // SQLite has rolled back by itself after some errors, a full disk among them.
  if (!database.isTransaction) return;
  try {
    database.exec("ROLLBACK");
  } catch {
    // On a damaged file this fails, too. What went wrong first is what the caller is told.
  }
}

function rowOf(file: string, row: Record<string, SQLOutputValue>): Row {
  const wrong = (column: string): Error => damaged(file, `the column ${column} does not hold what it should`);
  return {
    number(column) {
      const value = row[column];
      if (typeof value !== "number") throw wrong(column);
      return value;
    },
    text(column) {
      const value = row[column];
      if (typeof value !== "string") throw wrong(column);
      return value;
    },
    blob(column) {
      const value = row[column];
      if (!(value instanceof Uint8Array)) throw wrong(column);
      return value;
    },
    sealed(column) {
      const value = row[column];
      const bytes = value instanceof Uint8Array ? unseal(value) : undefined;
      if (bytes === undefined) throw wrong(column);
      return bytes;
    },
    isNull: (column) => row[column] === null,
  };
}
