import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleepMs } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import type { Index } from "../../src/core/retrieval.ts";
import { inspectSqliteIndex, openSqliteIndex } from "../../src/stores/sqlite.ts";
import { startChild } from "../fixtures/child.ts";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds, prepare } from "../fixtures/stored-corpus.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = fileURLToPath(new URL("../fixtures/store-process.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-kill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (file: string, mode: "read" | "write"): Promise<Index> =>
  openSqliteIndex({ file, mode, embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0 });
const ingest = (file: string, revision: number) => startChild(process.execPath, [script, "ingest", file, String(revision)]);

/** Everything that an index says, in a form that can be compared. */
async function contents(file: string): Promise<unknown> {
  await using index = await open(file, "read");
  const documents = index.documents();
  const hits = [];
  for (const query of NOTE_QUERIES) hits.push(await index.search(query, { k: 8 }));
  return {
    documents,
    texts: documents.map(({ id }) => [index.documentText(id), index.chunksOf(id)]),
    skipped: index.skipped(),
    roots: index.roots(),
    statistics: [index.statistics().documents, index.statistics().chunks, index.statistics().documentFrequency("harbour")],
    hits,
  };
}

function vectorCount(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare("SELECT count(*) AS vectors FROM vectors").get()?.["vectors"];
  } finally {
    database.close();
  }
}

const expectedContents = new Map<number, Promise<unknown>>();
/** The same revision ingested without any kill, by one process, into a file of its own. */
function uninterrupted(revision: number): Promise<unknown> {
  const known = expectedContents.get(revision);
  if (known !== undefined) return known;
  const made = (async () => {
    const file = join(folder, `uninterrupted${revision}.db`);
    const exit = await ingest(file, revision).exited;
    expect(exit).toMatchObject({ code: 0 });
    return contents(file);
  })();
  expectedContents.set(revision, made);
  return made;
}

/** Where each run is killed: when it has said `line` for the nth time, and so many milliseconds later. */
const KILL_AT: readonly { readonly line: string; readonly times: number; readonly laterMs: number }[] = [
  { line: "opening", times: 1, laterMs: 0 },
  { line: "opening", times: 1, laterMs: 4 },
  { line: "opened", times: 1, laterMs: 0 },
  ...[1, 9, 25, 40].map((times) => ({ line: "\nstored ", times, laterMs: 0 })),
  ...[5, 36].map((times) => ({ line: "\nstored ", times, laterMs: 1 })),
  ...[0, 1, 3, 8, 14, 20, 30, 50].map((laterMs) => ({ line: "publishing", times: 1, laterMs })),
];

test("killed anywhere, readers see the state before or after, writers keep what was acknowledged, and the next run completes", async () => {
  const file = join(folder, "killed.db");
  expect(await ingest(file, 0).exited).toMatchObject({ code: 0 });
  let published = 0;
  let kills = 0;
  for (const [i, { line, times, laterMs }] of KILL_AT.entries()) {
    const revision = i + 1;
    const child = ingest(file, revision);
    await child.says(line, times);
    if (laterMs > 0) await sleepMs(laterMs);
    const { stdout, signal } = await child.kill();
    if (signal === "SIGKILL") kills += 1;

    // Between the commit and the word "published" both states are right.
    const seen = await contents(file);
    const old = await uninterrupted(published);
    const isNew = stdout.includes("published") || (stdout.includes("publishing") && JSON.stringify(seen) !== JSON.stringify(old));
    expect(seen).toEqual(isNew ? await uninterrupted(revision) : old);
    if (isNew) published = revision;
    expect(inspectSqliteIndex(file)).toEqual([]);

    const stored = [...stdout.matchAll(/^stored (.*)$/gm)].map(([, id]) => id ?? "");
    if (stored.length > 0) {
      await using index = await open(file, "write");
      const hashes = new Map(index.documents().map(({ id, hash }) => [id, hash]));
      const wanted = new Map(noteSeeds(48, revision).map((seed) => [seed.id, prepare(seed).hash]));
      for (const id of stored) expect(hashes.get(id)).toBe(wanted.get(id));
    }
  }
  expect(kills).toBeGreaterThanOrEqual(12);

  const last = KILL_AT.length + 1;
  const exit = await ingest(file, last).exited;
  expect(exit).toMatchObject({ code: 0 });
  expect(await contents(file)).toEqual(await uninterrupted(last));
  expect(inspectSqliteIndex(file)).toEqual([]);
  expect(vectorCount(file)).toBe(vectorCount(join(folder, `uninterrupted${last}.db`)));
});

test("killed while the file is made, the next run makes it", async () => {
  for (const [i, afterMs] of [0, 3].entries()) {
    const file = join(folder, `fresh${i}.db`);
    const child = ingest(file, 1);
    await child.says("opening");
    await sleepMs(afterMs);
    await child.kill();
    expect(await ingest(file, 1).exited).toMatchObject({ code: 0 });
    expect(await contents(file)).toEqual(await uninterrupted(1));
  }
});

test("a search after a kill reads what a killed run stored, through a handle for writing", async () => {
  const file = join(folder, "staged.db");
  expect(await ingest(file, 0).exited).toMatchObject({ code: 0 });
  const child = startChild(process.execPath, [script, "hold", file, "staged"]);
  await child.says("holding");
  await child.kill();
  const staged = noteSeeds(3, 9).map(prepare);
  {
    await using index = await open(file, "write");
    const [hit] = await index.search(staged[0]?.chunks[0]?.text ?? "", { k: 1 });
    expect(hit?.chunk.text).toBe(staged[0]?.chunks[0]?.text);
    expect(index.documentText(staged[1]?.document.id ?? "")).toBe(staged[1]?.document.text);
    index.publish();
  }
  await using reader = await open(file, "read");
  expect(reader.documentText(staged[1]?.document.id ?? "")).toBe(staged[1]?.document.text);
});
