import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunPlan } from "../core/evaluation.ts";
import { openSqliteTrials } from "./sqlite-trials.ts";

const plan: RunPlan = { dataset: "d", datasetHash: "ab", cases: 1, candidates: [], graders: null, repeats: 1, seed: 1 };
const kept = (caseId: string) => ({
  candidate: "a",
  trial: { kind: "completed", caseId, repeat: 0, output: { text: caseId }, grades: {} } as const,
});

let folder = "";
let file = "";
const notes: string[] = [];
const open = () => openSqliteTrials({ file, onNote: (text) => notes.push(text) });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-runs-"));
  file = join(folder, ".firstfit", "runs.db");
  notes.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps a run for the next process", () => {
  const store = open();
  const id = store.begin({ plan, concurrency: 2, atMs: 1 });
  store.record(id, [kept("1")]);
  store.end(id, "stopped");
  store.close();
  const next = open();
  expect(next.runs()).toMatchObject([{ id, state: "unfinished", trials: 1 }]);
  expect(next.trials(id)).toEqual([kept("1")]);
  next.close();
});

it("takes a run that nobody holds for killed, and one that another connection holds for running", () => {
  const [one, other] = [open(), open()];
  const id = one.begin({ plan, concurrency: 2, atMs: 1 });
  expect(other.runs()[0]?.attempts).toMatchObject([{ end: "running" }]);
  expect(() => other.begin({ plan, concurrency: 2, atMs: 2, continues: id })).toThrow(/Another process works on the run/);
  // as the end of a process does
  one.close();
  expect(other.runs()[0]?.attempts).toMatchObject([{ end: "killed" }]);
  expect(other.begin({ plan, concurrency: 2, atMs: 2, continues: id })).toBe(id);
  other.end(id, "finished");
  expect(other.runs()[0]?.attempts).toMatchObject([{ end: "killed" }, { end: "finished" }]);
  other.close();
});

it("leaves no file beside the record when a run has ended", () => {
  const store = open();
  store.end(store.begin({ plan, concurrency: 2, atMs: 1 }), "finished");
  store.close();
  expect(readdirSync(join(folder, ".firstfit"))).toEqual(["runs.db"]);
});

it("passes over what was changed in the file since it was written", () => {
  const store = open();
  const [id, second] = [store.begin({ plan, concurrency: 2, atMs: 1 }), store.begin({ plan, concurrency: 2, atMs: 2 })];
  store.record(id, [kept("1"), kept("2")]);
  const raw = new DatabaseSync(file);
  raw.exec("UPDATE trials SET value = zeroblob(40) WHERE number = 1");
  raw.prepare("UPDATE runs SET plan = zeroblob(40) WHERE id = ?").run(second);
  raw.close();
  expect(store.trials(id)).toEqual([kept("2")]);
  expect(store.runs().map((run) => run.id)).toEqual([id]);
  store.close();
});

it("sets a damaged file aside, and says so", () => {
  const store = open();
  store.record(store.begin({ plan, concurrency: 2, atMs: 1 }), [kept("1")]);
  store.close();
  for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
  writeFileSync(file, Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4_000, 7)]));
  const again = open();
  expect(again.runs()).toEqual([]);
  expect(notes).toEqual([expect.stringMatching(/was damaged and is set aside as .*runs\.db\.damaged-\d+/)]);
  expect(readdirSync(join(folder, ".firstfit")).some((name) => name.includes(".damaged-"))).toBe(true);
  again.close();
});

it("replaces nobody's notes", () => {
  open().close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  writeFileSync(file, "my own notes about runs, which are no database");
  expect(open).toThrow(expect.objectContaining({ code: "BAD_INPUT", message: expect.stringContaining("is no record of runs") as string }));
  rmSync(file);
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE mine (a)");
  other.close();
  expect(open).toThrow(/no record of runs/);
});

it("does not read a record of a later format", () => {
  open().close();
  const raw = new DatabaseSync(file);
  raw.exec("PRAGMA user_version = 9");
  raw.close();
  expect(open).toThrow(expect.objectContaining({ code: "INDEX_NEWER" }));
});
