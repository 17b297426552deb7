import { existsSync, rmSync } from "node:fs";
import { FirstfitError } from "../core/errors.ts";
import type { RunPlan } from "../core/evaluation.ts";
import type { KeptRun, KeptTrial, RunAttempt, TrialStore } from "../core/trial-store.ts";
import { sealJson, textOf, unseal } from "./sqlite-connection.ts";
import type { Connection, Row } from "./sqlite-connection.ts";
import { tryLockFile } from "./sqlite-lock.ts";
import type { WriteLock } from "./sqlite-lock.ts";
import { openRecord } from "./sqlite-record.ts";
import { newest, runId, trialKey } from "./trial-keys.ts";

export interface SqliteTrialsOptions {
  /** Made with its folder where there is none. */
  readonly file: string;
  /** Told when a damaged file was set aside. */
  readonly onNote?: (text: string) => void;
}

/** Version of the file's layout. */
const FORMAT_VERSION = 1;
/** "ffru" in SQLite's application_id. */
const APPLICATION_ID = 0x66667275;

/** Rows are inserted and never changed. An attempt without an end is running while somebody holds its run's lock, and was killed when nobody does. */
const SCHEMA = `
  CREATE TABLE runs (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, plan BLOB NOT NULL, at REAL NOT NULL);
  CREATE TABLE attempts (number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, at REAL NOT NULL, concurrency INTEGER NOT NULL);
  CREATE INDEX attempts_by_run ON attempts (run);
  CREATE TABLE ends (attempt INTEGER PRIMARY KEY, how TEXT NOT NULL);
  CREATE TABLE trials (number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL);
  CREATE INDEX trials_by_key ON trials (run, key);
`;

interface Held {
  readonly attempt: number;
  readonly lock: WriteLock;
}

/** Opens the record of all runs of a project. Throws what the disk does; a damaged file is set aside, so that it stays readable for whoever wants to. */
export function openSqliteTrials(options: SqliteTrialsOptions): TrialStore {
  const { file, onNote } = options;
  const db = openRecord({
    file,
    of: "runs",
    schema: SCHEMA,
    formatVersion: FORMAT_VERSION,
    applicationId: APPLICATION_ID,
    lost: "runs in it cannot be gone on with",
    why: "a run that is not written down cannot go on after it was stopped",
    ...(onNote === undefined ? {} : { onNote }),
  });
  const held = new Map<string, Held>();
  return {
    runs: () => db.transaction("read", () => readRuns(db, held)),
    begin({ plan, concurrency, atMs, continues }) {
      const id = continues ?? runId(atMs);
      if (continues !== undefined && db.get("SELECT 1 AS one FROM runs WHERE id = ?", continues) === undefined)
        throw new FirstfitError("NOT_FOUND", `There is no run ${continues}.`, "Leave its id out, or begin a new run.");
      const lock = tryLockFile(lockFileOf(file, id));
      if (lock === undefined)
        throw new FirstfitError(
          "INDEX_BUSY",
          `Another process works on the run ${id}.`,
          "Wait until it is done, or stop it with Ctrl-C; then run the same command again.",
        );
      try {
        const attempt = db.transaction("write", () => {
          if (continues === undefined) db.run("INSERT INTO runs (id, plan, at) VALUES (?, ?, ?)", id, sealJson(plan), atMs);
          return db.insert("INSERT INTO attempts (run, at, concurrency) VALUES (?, ?, ?)", id, atMs, concurrency);
        });
        held.set(id, { attempt, lock });
        return id;
      } catch (error) {
        lock.release();
        throw error;
      }
    },
    record(run, trials) {
      db.transaction("write", () => {
        for (const trial of trials) db.run("INSERT INTO trials (run, key, value) VALUES (?, ?, ?)", run, trialKey(trial), sealJson(trial));
      });
    },
    trials: (run) => readTrials(db, run),
    end(run, how) {
      const own = held.get(run);
      if (own === undefined) return;
      held.delete(run);
      try {
        db.run("INSERT INTO ends (attempt, how) VALUES (?, ?)", own.attempt, how);
      } finally {
        // Nobody has a reason to take the lock of a run that has ended but to go on with it, which makes the file anew.
        rmSync(lockFileOf(file, run), { force: true });
        own.lock.release();
      }
    },
    close() {
      for (const { lock } of held.values()) lock.release();
      db.close();
    },
  };
}

const lockFileOf = (file: string, run: string): string => `${file}.${run}.lock`;

function readRuns(db: Connection, held: ReadonlyMap<string, Held>): readonly KeptRun[] {
  return db.all("SELECT id, plan, at FROM runs ORDER BY number DESC").flatMap((row): readonly KeptRun[] => {
    const id = row.text("id");
    const plan = jsonIn(row, "plan") as RunPlan | undefined; // the checksum holds, so it is what `begin` wrote
    // What was changed since it was written is as if it were not there.
    if (plan === undefined) return [];
    const attempts = readAttempts(db, id, held);
    return [
      {
        id,
        plan,
        startedAtMs: row.number("at"),
        state: attempts.some(({ end }) => end === "finished") ? "finished" : "unfinished",
        trials: db.get("SELECT count(DISTINCT key) AS n FROM trials WHERE run = ?", id)?.number("n") ?? 0,
        attempts,
      },
    ];
  });
}

function readAttempts(db: Connection, run: string, held: ReadonlyMap<string, Held>): readonly RunAttempt[] {
  const rows = db.all(
    "SELECT at, concurrency, coalesce(how, 'open') AS how FROM attempts LEFT JOIN ends ON attempt = number WHERE run = ? ORDER BY number",
    run,
  );
  return rows.map((row, at) => {
    const how = row.text("how");
    const end =
      how === "finished" || how === "stopped"
        ? how
        : // an attempt that another one followed is over
          at === rows.length - 1 && (held.has(run) || isLocked(db.file, run))
          ? "running"
          : "killed";
    return { startedAtMs: row.number("at"), concurrency: row.number("concurrency"), end };
  });
}

function isLocked(file: string, run: string): boolean {
  const lockFile = lockFileOf(file, run);
  if (!existsSync(lockFile)) return false;
  const lock = tryLockFile(lockFile);
  lock?.release();
  return lock === undefined;
}

function readTrials(db: Connection, run: string): readonly KeptTrial[] {
  const kept = new Map<string, KeptTrial>();
  for (const row of db.all("SELECT value FROM trials WHERE run = ? ORDER BY number", run)) {
    const trial = jsonIn(row, "value") as KeptTrial | undefined; // as above, of `record`
    if (trial !== undefined) kept.set(trialKey(trial), newest(kept.get(trialKey(trial)), trial));
  }
  return [...kept.values()];
}

/** Undefined for what was changed since it was written: a trial like that is run again. */
function jsonIn(row: Row, column: string): unknown {
  const bytes = unseal(row.blob(column));
  return bytes === undefined ? undefined : JSON.parse(textOf(bytes));
}
