import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import type { Index } from "../../src/core/retrieval.ts";
import { discardSqliteIndex, openSqliteIndex } from "../../src/stores/sqlite.ts";
import type { SqliteIndexOptions } from "../../src/stores/sqlite.ts";
import { startChild } from "../fixtures/child.ts";
import type { Child } from "../fixtures/child.ts";
import { letterEmbedder, letterSettings, noteSeeds, prepare } from "../fixtures/stored-corpus.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = fileURLToPath(new URL("../fixtures/store-process.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
async function newIndex(): Promise<string> {
  const file = join(folder, `index${(files += 1)}.db`);
  await using index = await open(file, "write");
  index.write({ put: noteSeeds(6).map(prepare) });
  index.publish();
  return file;
}

const open = (file: string, mode: "read" | "write", more: Partial<SqliteIndexOptions> = {}): Promise<Index> =>
  openSqliteIndex({ file, mode, embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0, ...more });

async function holder(file: string, argument = ""): Promise<Child> {
  const child = startChild(process.execPath, [script, "hold", file, argument]);
  await child.says("holding");
  return child;
}

test("a second writer waits as long as it was told, then says who holds the index", async () => {
  const file = await newIndex();
  const child = await holder(file);
  const told: string[] = [];
  await expect(open(file, "write", { lockWaitMs: 120, onWait: (text) => told.push(text) })).rejects.toThrow(
    expect.objectContaining({
      code: "INDEX_BUSY",
      message: expect.stringContaining(`Process ${child.pid} `),
      fix: expect.stringContaining(`kill ${child.pid}`),
    }),
  );
  expect(told).toEqual([expect.stringContaining(`Process ${child.pid} `)]);
  child.endInput();
  await child.exited;
});

test("a second writer goes on when the first is done", async () => {
  const file = await newIndex();
  const child = await holder(file);
  const opening = open(file, "write", { lockWaitMs: 60_000, onWait: () => child.endInput() });
  await using index = await opening;
  expect(index.documents()).toHaveLength(6);
  expect(await child.exited).toMatchObject({ code: 0 });
});

test("the wait can be called off", async () => {
  const file = await newIndex();
  const child = await holder(file);
  const stop = new AbortController();
  await expect(open(file, "write", { lockWaitMs: 60_000, signal: stop.signal, onWait: () => stop.abort() })).rejects.toThrow(
    expect.objectContaining({ name: "AbortError" }),
  );
  await child.kill();
});

test("readers are not kept waiting, and see what was published", async () => {
  const file = await newIndex();
  const child = await holder(file, "staged");
  {
    await using reader = await open(file, "read");
    expect(reader.documents()).toHaveLength(6);
    expect(await reader.search("harbour", { k: 3 })).not.toEqual([]);
  }
  child.endInput();
  await child.exited;
});

test("the lock of a killed process is free at once, and the next writer says so", async () => {
  const file = await newIndex();
  const child = await holder(file);
  await child.kill();
  const notes: string[] = [];
  {
    await using index = await open(file, "write", { onNote: (text) => notes.push(text) });
    expect(index.documents()).toHaveLength(6);
  }
  expect(notes).toEqual([expect.stringContaining(`Process ${child.pid} `)]);
  await using again = await open(file, "write", { onNote: (text) => notes.push(text) });
  expect(again.documents()).toHaveLength(6);
  expect(notes).toHaveLength(1);
});

test("a pid that was given to another process since does not hold the index", async () => {
  const file = await newIndex();
  const database = new DatabaseSync(file);
  database.prepare("INSERT INTO writer (pid, host) VALUES (?, 'somewhere')").run(process.ppid);
  database.close();
  const notes: string[] = [];
  await using index = await open(file, "write", { onNote: (text) => notes.push(text) });
  expect(index.documents()).toHaveLength(6);
  expect(notes).toEqual([expect.stringContaining(`Process ${process.ppid} on somewhere`)]);
});

test("two writers in one process are two writers", async () => {
  const file = await newIndex();
  await using first = await open(file, "write");
  await expect(open(file, "write")).rejects.toThrow(
    expect.objectContaining({ code: "INDEX_BUSY", message: expect.stringContaining(`Process ${process.pid} `) }),
  );
  expect(first.documents()).toHaveLength(6);
});

test("an open that fails lets go of the lock", async () => {
  const file = await newIndex();
  await expect(open(file, "write", { settings: { ...letterSettings, embedder: "other@1" } })).rejects.toThrow(
    expect.objectContaining({ code: "INDEX_MISMATCH" }),
  );
  await using index = await open(file, "write");
  expect(index.documents()).toHaveLength(6);
});

test("an index that is being written is not discarded", async () => {
  const file = await newIndex();
  const child = await holder(file);
  await expect(discardSqliteIndex({ file, lockWaitMs: 0 })).rejects.toThrow(expect.objectContaining({ code: "INDEX_BUSY" }));
  child.endInput();
  await child.exited;
  await discardSqliteIndex({ file, lockWaitMs: 0 });
  await expect(open(file, "read")).rejects.toThrow(expect.objectContaining({ code: "EMPTY_INDEX" }));
});

test("a reader that stays open follows what another process publishes", async () => {
  const file = await newIndex();
  await using reader = await open(file, "read");
  const before = await reader.search("harbour crane", { k: 50 });
  const exit = await startChild(process.execPath, [script, "ingest", file, "3"]).exited;
  expect(exit).toMatchObject({ code: 0 });
  const after = await reader.search("harbour crane", { k: 50 });
  expect(after).not.toEqual(before);
  await using fresh = await open(file, "read");
  expect(after).toEqual(await fresh.search("harbour crane", { k: 50 }));
  expect(reader.documents()).toEqual(fresh.documents());
});

test("a reader that stays open across a rebuild serves the old index until the new one is published", async () => {
  const file = await newIndex();
  await using reader = await open(file, "read");
  const before = await reader.search("harbour crane", { k: 50 });
  await discardSqliteIndex({ file, lockWaitMs: 0 });
  expect(await reader.search("harbour crane", { k: 50 })).toEqual(before);
  {
    await using writer = await open(file, "write");
    expect(await reader.search("harbour crane", { k: 50 })).toEqual(before);
    writer.write({ put: [prepare({ id: "new.txt", text: "harbour" })] });
    expect(reader.documents()).toHaveLength(6);
    writer.publish();
    expect((await reader.search("harbour crane", { k: 50 })).map(({ chunk }) => chunk.id)).toEqual(["new.txt#1"]);
  }
  expect(reader.documents().map(({ id }) => id)).toEqual(["new.txt"]);
});
