import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleepMs } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IngestSummary } from "../../src/core/results.ts";
import { openSqliteIndex } from "../../src/stores/sqlite.ts";
import { startChild } from "../fixtures/child.ts";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds } from "../fixtures/stored-corpus.ts";

const script = fileURLToPath(new URL("../fixtures/ingest-process.ts", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-ingest-kill-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = 300;
const source = join(folder, "source");
const run = (file: string, ...roots: readonly string[]) => startChild(process.execPath, [script, file, ...roots]);

function writeSource(revision: number): void {
  rmSync(source, { recursive: true, force: true });
  for (const { id, text, title } of noteSeeds(FILES - 25 * revision, revision)) {
    const path = join(source, id);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, revision > 0 && id.length % 2 === 0 ? text : `${title ?? ""}\n\n${text}`);
  }
  writeFileSync(join(source, `broken${revision}.txt`), new Uint8Array([0, 1, 2, 3]));
}

/** Everything that an index says, in a form that can be compared. */
async function contents(file: string): Promise<unknown> {
  await using index = await openSqliteIndex({ file, mode: "read", embedder: letterEmbedder, settings: letterSettings });
  const documents = index.documents();
  const hits = [];
  for (const query of NOTE_QUERIES) hits.push(await index.search(query, { k: 8 }));
  const { documents: documentCount, chunks } = index.statistics();
  return {
    documents,
    chunks: documents.map(({ id }) => index.chunksOf(id)),
    skipped: index.skipped(),
    roots: index.roots(),
    counts: [documentCount, chunks],
    hits,
  };
}

/** What a run over each revision ends with when nobody kills it; the second goes over the index of the first. */
const uninterrupted: unknown[] = [];
const fileOf = (revision: number): string => join(folder, `uninterrupted${revision}.db`);
beforeAll(async () => {
  for (const revision of [0, 1]) {
    writeSource(revision);
    if (revision > 0) copyFileSync(fileOf(0), fileOf(1));
    expect(await run(fileOf(revision), source).exited).toMatchObject({ code: 0 });
    uninterrupted.push(await contents(fileOf(revision)));
  }
});

/** The run is killed when it has said the line for the nth time, and so many milliseconds later. */
const kills = [
  { revision: 0, line: "opened", times: 1, laterMs: 0 },
  // The first write of a new index stores its roots.
  { revision: 0, line: "wrote", times: 1, laterMs: 0 },
  { revision: 0, line: "writing", times: 2, laterMs: 2 },
  { revision: 0, line: "wrote", times: 3, laterMs: 7 },
  { revision: 0, line: "publishing", times: 1, laterMs: 5 },
  { revision: 1, line: "writing", times: 1, laterMs: 0 },
  { revision: 1, line: "wrote", times: 2, laterMs: 0 },
  // The last write takes out what is gone.
  { revision: 1, line: "wrote", times: 5, laterMs: 1 },
  { revision: 1, line: "publishing", times: 1, laterMs: 0 },
];

test.each(kills)(
  "a run over revision $revision killed at $line $times (+$laterMs ms) is completed by the next and equals one that nobody killed",
  async ({ revision, line, times, laterMs }) => {
    const file = join(folder, `${revision}-${line}${times}-${laterMs}.db`);
    writeSource(revision);
    if (revision > 0) copyFileSync(fileOf(0), file);
    const child = run(file, source);
    await child.says(`${line}\n`, times);
    if (laterMs > 0) await sleepMs(laterMs);
    await child.kill();
    expect(await run(file, source).exited).toMatchObject({ code: 0 });
    expect(await contents(file)).toEqual(uninterrupted[revision]);
  },
);

test("a run killed again and again, each time a batch further, gets there", async () => {
  const file = join(folder, "again.db");
  writeSource(0);
  for (let round = 0; round < 3; round++) {
    const child = run(file, source);
    // The first write of all stores the root, so that nothing has to be named.
    await child.says("wrote\n", round === 0 ? 2 : 1);
    await child.kill();
  }
  const last = await run(file).exited;
  expect(last).toMatchObject({ code: 0 });
  const outcome = JSON.parse(last.stdout.trim().split("\n").at(-1) ?? "") as IngestSummary; // what the process says it did
  // Three batches of 64 files, one of them broken, were stored before: they are neither parsed nor embedded again.
  expect(outcome.documents.unchanged).toBeGreaterThanOrEqual(191);
  expect(outcome.documents.unchanged + outcome.documents.added).toBe(FILES);
  expect(await contents(file)).toEqual(uninterrupted[0]);
});
