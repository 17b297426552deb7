import { hostname } from "node:os";
import type { AnsweredCall, CallStatistics, CallStore, KeptCall, StartedCall } from "../core/call-store.ts";
import type { CallOperation, Cost } from "../core/calls.ts";
import { seal, unseal } from "./sqlite-connection.ts";
import type { Connection, Row } from "./sqlite-connection.ts";
import { openRecord } from "./sqlite-record.ts";

export interface SqliteCallsOptions {
  /** Made with its folder where there is none. */
  readonly file: string;
  /** Tells this run from another one that had the same process id. */
  readonly runId: string;
  /** Whether a process of this machine still runs. */
  isAlive(pid: number): boolean;
  /** Told when a damaged file was set aside. */
  readonly onNote?: (text: string) => void;
}

/** Version of the file's layout. */
const FORMAT_VERSION = 1;
/** "ffca" in SQLite's application_id. */
const APPLICATION_ID = 0x66666361;

/**
 * Rows are inserted and never changed: `started` before a call is sent, `ended` when it is over. What is left without an end by a process that is
 * gone was in flight when it died. `answers` holds responses apart, so that clearing them leaves what was called and what it cost.
 */
const SCHEMA = `
  CREATE TABLE runs (id TEXT PRIMARY KEY, pid INTEGER NOT NULL, host TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE started (call INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, run TEXT NOT NULL, operation TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, repeat INTEGER NOT NULL, at REAL NOT NULL);
  CREATE INDEX started_by_key ON started (key);
  CREATE TABLE ended (call INTEGER PRIMARY KEY, kind TEXT NOT NULL, code TEXT, billed INTEGER NOT NULL, usd REAL);
  CREATE TABLE answers (call INTEGER PRIMARY KEY, value BLOB NOT NULL);
  CREATE TABLE switches (number INTEGER PRIMARY KEY, is_on INTEGER NOT NULL);
`;
/** Came later: a file from before is given it, and a reader from before passes over it. */
const VERSIONS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS versions (number INTEGER PRIMARY KEY, model TEXT NOT NULL, version TEXT NOT NULL);
`;

/** Opens the record of all calls of a project. Throws what the disk does; a damaged file is set aside, so that it stays readable for whoever wants to. */
export function openSqliteCalls(options: SqliteCallsOptions): CallStore {
  const { file, runId, onNote } = options;
  const db = openRecord({
    file,
    of: "calls",
    schema: SCHEMA,
    formatVersion: FORMAT_VERSION,
    applicationId: APPLICATION_ID,
    lost: "answers in it will be asked for again",
    why: "a call that cannot be written down could be paid twice",
    ...(onNote === undefined ? {} : { onNote }),
  });
  db.exec(VERSIONS_SCHEMA);
  db.run("INSERT OR IGNORE INTO runs (id, pid, host) VALUES (?, ?, ?)", runId, process.pid, hostname());
  return {
    get isOn() {
      return isOn(db);
    },
    find: (key) => findAnswer(db, key),
    begin: (call) => begin(db, call, runId),
    beginAlone: (call) =>
      db.transaction("write", () => {
        const isElsewhere = findAnswer(db, call.key) !== undefined || isInFlightElsewhere(db, call, options);
        return isElsewhere ? "elsewhere" : begin(db, call, runId);
      }),
    complete: (call, answer) => db.transaction("write", () => complete(db, call, answer)),
    fail(call, { code, maybeBilled }) {
      db.run("INSERT INTO ended (call, kind, code, billed) VALUES (?, 'failed', ?, ?)", call, code, maybeBilled ? 1 : 0);
    },
    takeLost: () => db.transaction("write", () => takeLost(db, options)),
    statistics: () => db.transaction("read", () => statistics(db)),
    clear: (of) =>
      of === undefined
        ? db.run("DELETE FROM answers")
        : db.run("DELETE FROM answers WHERE call IN (SELECT call FROM started WHERE provider = ? AND model = ?)", of.provider, of.model),
    switch(to) {
      db.run("INSERT INTO switches (is_on) VALUES (?)", to === "on" ? 1 : 0);
    },
    versions: () => versions(db),
    noteVersions: (noted) => db.transaction("write", () => noteVersions(db, noted)),
    close: () => db.close(),
  };
}

function begin(db: Connection, { key, operation, provider, model, repeat, startedAtMs }: StartedCall, runId: string): number {
  return db.insert(
    "INSERT INTO started (key, run, operation, provider, model, repeat, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    key,
    runId,
    operation,
    provider,
    model,
    repeat,
    startedAtMs,
  );
}

/** No call takes longer. What seems older was left behind by a process whose number another one has now. */
const CALL_MS_MAX = 1_800_000;

function isInFlightElsewhere(db: Connection, { key, startedAtMs }: StartedCall, { runId, isAlive }: SqliteCallsOptions): boolean {
  return db
    .all(`SELECT pid ${OPEN} AND started.key = ? AND host = ? AND run <> ? AND at > ?`, key, hostname(), runId, startedAtMs - CALL_MS_MAX)
    .some((row) => row.number("pid") !== process.pid && isAlive(row.number("pid")));
}

function isOn(db: Connection): boolean {
  return (db.get("SELECT is_on FROM switches ORDER BY number DESC LIMIT 1")?.number("is_on") ?? 1) === 1;
}

function versions(db: Connection): Readonly<Record<string, string>> {
  const rows = db.all("SELECT model, version FROM versions ORDER BY number");
  return Object.fromEntries(rows.map((row) => [row.text("model"), row.text("version")]));
}

function noteVersions(db: Connection, noted: Readonly<Record<string, string>>): void {
  const before = versions(db);
  for (const [model, version] of Object.entries(noted))
    if (before[model] !== version) db.run("INSERT INTO versions (model, version) VALUES (?, ?)", model, version);
}

function findAnswer(db: Connection, key: string): KeptCall | undefined {
  const rows = db.all(
    "SELECT started.key AS key, answers.value AS value FROM started JOIN answers ON answers.call = started.call WHERE started.key = ? ORDER BY started.call DESC",
    key,
  );
  for (const row of rows) {
    const answer = answerIn(row, key);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Undefined for what was changed since it was written: it is asked for again. */
function answerIn(row: Row, key: string): KeptCall | undefined {
  const bytes = unseal(row.blob("value"));
  if (bytes === undefined) return undefined;
  // The checksum holds, so these are the bytes that `complete` wrote.
  const { key: own, ...answer } = JSON.parse(Buffer.from(bytes).toString("utf8")) as KeptCall & { readonly key: string };
  return own === key ? answer : undefined;
}

function complete(db: Connection, call: number, { response, ...answer }: AnsweredCall): void {
  const usd = answer.cost.kind === "known" ? answer.cost.usd : null;
  db.run("INSERT INTO ended (call, kind, code, billed, usd) VALUES (?, 'answered', NULL, 1, ?)", call, usd);
  if (response === undefined) return;
  // The key stands in the sealed bytes too, so that an answer that came under another call's number is not taken for that one's.
  const key = db.get("SELECT key FROM started WHERE call = ?", call)?.text("key") ?? "";
  db.run("INSERT INTO answers (call, value) VALUES (?, ?)", call, seal(Buffer.from(JSON.stringify({ key, response, ...answer }))));
}

const STARTED = "started.key AS key, operation, provider, model, repeat, at, started.call AS call";
const OPEN = "FROM started JOIN runs ON runs.id = started.run LEFT JOIN ended ON ended.call = started.call WHERE ended.call IS NULL";

/** Only processes of this machine can be asked whether they live. */
function takeLost(db: Connection, { runId, isAlive }: SqliteCallsOptions): readonly StartedCall[] {
  const rows = db.all(`SELECT ${STARTED}, pid, run ${OPEN} AND host = ? AND run <> ? ORDER BY started.call`, hostname(), runId);
  const gone = rows.filter((row) => row.number("pid") === process.pid || !isAlive(row.number("pid")));
  for (const row of gone) db.run("INSERT INTO ended (call, kind, code, billed) VALUES (?, 'lost', NULL, 1)", row.number("call"));
  return gone.map((row) => ({
    key: row.text("key"),
    operation: row.text("operation") as CallOperation, // as `begin` wrote it
    provider: row.text("provider"),
    model: row.text("model"),
    repeat: row.number("repeat"),
    startedAtMs: row.number("at"),
  }));
}

function statistics(db: Connection): CallStatistics {
  const count = (sql: string): number => db.get(sql)?.number("n") ?? 0;
  const pages = db.get("PRAGMA page_count")?.number("page_count") ?? 0;
  const byModel = db
    .all(
      `SELECT provider, model, count(*) AS answered, sum(usd IS NULL) AS unknown, coalesce(sum(usd), 0.0) AS usd
       FROM ended JOIN started ON started.call = ended.call WHERE kind = 'answered' GROUP BY provider, model ORDER BY provider, model`,
    )
    .map((row) => ({
      provider: row.text("provider"),
      model: row.text("model"),
      answered: row.number("answered"),
      cost: sumCost(row.number("usd"), row.number("unknown"), row.number("answered")),
    }));
  const answered = byModel.reduce((sum, each) => sum + each.answered, 0);
  const usd = byModel.reduce((sum, { cost }) => sum + (cost.kind === "known" ? cost.usd : (cost.usdAtLeast ?? 0)), 0);
  return {
    file: db.file,
    bytes: pages * (db.get("PRAGMA page_size")?.number("page_size") ?? 0),
    isOn: isOn(db),
    responses: count("SELECT count(*) AS n FROM answers"),
    answered,
    failed: count("SELECT count(*) AS n FROM ended WHERE kind = 'failed'"),
    maybeBilled: count("SELECT count(*) AS n FROM ended WHERE kind <> 'answered' AND billed = 1"),
    lost: count("SELECT count(*) AS n FROM ended WHERE kind = 'lost'"),
    inFlight: count(`SELECT count(*) AS n ${OPEN}`),
    cost: sumCost(usd, count("SELECT count(*) AS n FROM ended WHERE kind = 'answered' AND usd IS NULL"), answered),
    byModel,
  };
}

function sumCost(usd: number, unknown: number, all: number): Cost {
  const rounded = Math.round(usd * 1e12) / 1e12;
  return unknown === 0
    ? { kind: "known", usd: rounded }
    : { kind: "unknown", reason: `of ${unknown} of ${all} calls the cost is not known`, usdAtLeast: rounded };
}
