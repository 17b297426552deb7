import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StartedCall } from "../core/call-store.ts";
import { openSqliteCalls } from "./sqlite-calls.ts";

const call: StartedCall = { key: "k1", operation: "complete", provider: "p", model: "m", repeat: 0, startedAtMs: 1_000 };
const answer = {
  response: { text: "yes" },
  usage: { inputTokens: 3, source: "provider" },
  cost: { kind: "known", usd: 0.25 },
  latencyMs: 12,
} as const;

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-calls-"));
  file = join(folder, ".firstfit", "calls.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const notes: string[] = [];
const open = (runId = "this run", isAlive = (): boolean => true) =>
  openSqliteCalls({ file, runId, isAlive, onNote: (text) => notes.push(text) });

it("keeps an answer under its key, and gives it to another process as it was", () => {
  const store = open();
  store.complete(store.begin(call), answer);
  const other = open("another run");
  expect(other.find("k1")).toEqual(answer);
  expect(other.find("k2")).toBeUndefined();
  store.close();
  other.close();
});

it("gives the latest answer, and none of a call that failed or was not kept", () => {
  const store = open();
  store.fail(store.begin(call), { code: "NETWORK", maybeBilled: true });
  const { response: _, ...unkept } = answer;
  store.complete(store.begin(call), unkept);
  expect(store.find("k1")).toBeUndefined();
  store.complete(store.begin(call), answer);
  store.complete(store.begin(call), { ...answer, response: { text: "no" } });
  expect(store.find("k1")?.response).toEqual({ text: "no" });
  expect(store.statistics()).toMatchObject({
    isOn: true,
    responses: 2,
    answered: 3,
    failed: 1,
    maybeBilled: 1,
    inFlight: 0,
    lost: 0,
    cost: { kind: "known", usd: 0.75 },
    byModel: [{ provider: "p", model: "m", answered: 3 }],
  });
  store.close();
});

it("passes over an answer that was changed on the disk, for an older one or none", () => {
  const store = open();
  store.complete(store.begin(call), { ...answer, response: "old" });
  const row = store.begin(call);
  store.complete(row, answer);
  const raw = new DatabaseSync(file);
  const value = raw.prepare("SELECT value FROM answers WHERE call = ?").get(row)?.["value"] as Uint8Array;
  value[9] = (value[9] ?? 0) ^ 1;
  raw.prepare("UPDATE answers SET value = ? WHERE call = ?").run(value, row);
  expect(store.find("k1")?.response).toBe("old");
  raw.exec("UPDATE answers SET value = x'00'");
  expect(store.find("k1")).toBeUndefined();
  raw.close();
  store.close();
});

it("does not take the answer of another call for the one that was asked", () => {
  const store = open();
  store.complete(store.begin(call), answer);
  const row = store.begin({ ...call, key: "k2" });
  const raw = new DatabaseSync(file);
  raw.prepare("UPDATE answers SET call = ?").run(row);
  expect(store.find("k2")).toBeUndefined();
  raw.close();
  store.close();
});

it("tells once which calls a dead process left in flight, and nothing of living ones", () => {
  const dead = open("dead run");
  dead.begin(call);
  dead.close();
  const living = open("living run", () => true);
  // the test's own process made both, so only the run tells them apart
  expect(living.takeLost()).toEqual([call]);
  expect(living.takeLost()).toEqual([]);
  const row = living.begin({ ...call, key: "k2" });
  expect(living.takeLost()).toEqual([]);
  expect(living.statistics()).toMatchObject({ inFlight: 1, lost: 1, maybeBilled: 1 });
  living.complete(row, answer);
  living.close();
});

it("says what a cost that is not known leaves of the sum", () => {
  const store = open();
  store.complete(store.begin(call), answer);
  store.complete(store.begin(call), { ...answer, cost: { kind: "unknown", reason: "no price" } });
  expect(store.statistics().cost).toEqual({ kind: "unknown", reason: "of 1 of 2 calls the cost is not known", usdAtLeast: 0.25 });
  store.close();
});

it("forgets responses when it is cleared, and keeps what was called", () => {
  const store = open();
  store.complete(store.begin(call), answer);
  expect(store.clear()).toBe(1);
  expect(store.find("k1")).toBeUndefined();
  expect(store.statistics()).toMatchObject({ responses: 0, answered: 1, cost: { usd: 0.25 } });
  store.close();
});

it("forgets what one model answered, and not what others did", () => {
  const store = open();
  for (const model of [call.model, "another"]) store.complete(store.begin({ ...call, key: model, model }), answer);
  expect(store.clear({ provider: "elsewhere", model: "another" })).toBe(0);
  expect(store.clear({ provider: call.provider, model: "another" })).toBe(1);
  expect([store.find("another"), store.find(call.model)]).toEqual([undefined, expect.objectContaining({ response: answer.response })]);
  store.close();
});

it("is switched off for every process, until it is switched on", () => {
  const store = open();
  const other = open("another run");
  store.switch("off");
  expect(other.isOn).toBe(false);
  other.switch("on");
  expect(store.isOn).toBe(true);
  store.close();
  other.close();
});

it("sets a damaged file aside and starts anew", () => {
  const store = open();
  store.complete(store.begin(call), answer);
  store.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 100, 4_096);
  writeFileSync(file, bytes);
  const again = open();
  expect(again.find("k1")).toBeUndefined();
  expect(notes.join("\n")).toContain("was damaged and is set aside as");
  expect(readdirSync(join(folder, ".firstfit")).filter((name) => name.includes("damaged"))).toHaveLength(1);
  again.close();
});

it("leaves a file of somebody else as it is", () => {
  open().close();
  writeFileSync(file, "dear diary, this is not a database but a note of some length");
  expect(open).toThrow("is no record of calls, and is left as it is");
  expect(readFileSync(file, "utf8")).toContain("dear diary");
});

it("holds of which versions its answers are, also in a file from before versions were noted", () => {
  const before = open();
  before.complete(before.begin(call), answer);
  before.close();
  const database = new DatabaseSync(file);
  database.exec("DROP TABLE versions");
  database.close();
  const store = open();
  expect(store.versions()).toEqual({});
  store.noteVersions({ "p/m": "1", "p/other": "x" });
  store.noteVersions({ "p/m": "2" });
  store.noteVersions({});
  store.close();
  const later = open("a later run");
  expect(later.versions()).toEqual({ "p/m": "2", "p/other": "x" });
  later.noteVersions({ "p/m": "1" });
  expect([later.versions()["p/m"], later.find("k1")]).toEqual(["1", answer]);
  later.close();
});
