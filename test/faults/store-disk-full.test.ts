import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import type { Index } from "../../src/core/retrieval.ts";
import { inspectSqliteIndex, openSqliteIndex } from "../../src/stores/sqlite.ts";
import { startChild } from "../fixtures/child.ts";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds, prepare } from "../fixtures/stored-corpus.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = fileURLToPath(new URL("../fixtures/store-process.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-full-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (file: string, mode: "read" | "write"): Promise<Index> =>
  openSqliteIndex({ file, mode, embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0 });

async function contents(file: string): Promise<unknown> {
  await using index = await open(file, "read");
  const hits = [];
  for (const query of NOTE_QUERIES) hits.push(await index.search(query, { k: 8 }));
  return { documents: index.documents(), texts: index.documents().map(({ id }) => index.documentText(id)), skipped: index.skipped(), hits };
}

/** Runs an ingest that can make no file longer than so many blocks of 512 bytes; writes beyond fail, as on a full disk. */
const ingestWithin = (file: string, blocks: number, revision: number) =>
  startChild("sh", ["-c", `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, script, "ingest", file, String(revision)]).exited;
const ingest = (file: string, revision: number) => startChild(process.execPath, [script, "ingest", file, String(revision)]).exited;

test.skipIf(process.platform === "win32")(
  "a disk that is full at any point: a clear error, nothing lost, and the same command goes on when there is room",
  async () => {
    const base = join(folder, "base.db");
    expect(await ingest(base, 1)).toMatchObject({ code: 0 });
    const before = await contents(base);
    const whole = join(folder, "whole.db");
    expect(await ingest(whole, 2)).toMatchObject({ code: 0 });
    const after = await contents(whole);

    const baseBlocks = Math.ceil(statSync(base).size / 512);
    let refused = 0;
    // The log of one run grows to about the size of the index; every limit below that stops it somewhere else.
    for (const blocks of [1, 40, 140, 300, 560].map((extra) => Math.min(extra, baseBlocks))) {
      const file = join(folder, `full${blocks}.db`);
      copyFileSync(base, file);
      const { code, stdout, stderr } = await ingestWithin(file, blocks, 2);
      expect(stderr).toBe("");
      if (code === 0) continue;
      refused += 1;
      expect(stdout).toContain("failed DISK_FULL");
      expect(stdout).toContain("Make room");
      expect(await contents(file)).toEqual(before);
      expect(inspectSqliteIndex(file)).toEqual([]);
      {
        await using index = await open(file, "write");
        const hashes = new Map(index.documents().map(({ id, hash }) => [id, hash]));
        const wanted = new Map(noteSeeds(48, 2).map((seed) => [seed.id, prepare(seed).hash]));
        for (const [, id = ""] of stdout.matchAll(/^stored (.*)$/gm)) expect(hashes.get(id)).toBe(wanted.get(id));
      }
      expect(await ingest(file, 2)).toMatchObject({ code: 0 });
      expect(await contents(file)).toEqual(after);
      expect(
        readdirSync(folder)
          .filter((name) => name.startsWith(`full${blocks}.db`))
          .sort(),
      ).toEqual([`full${blocks}.db`, `full${blocks}.db.lock`]);
    }
    expect(refused).toBeGreaterThanOrEqual(3);
  },
);

test.skipIf(process.platform === "win32")("a disk without any room is searched all the same", async () => {
  const file = join(folder, "full", "index.db");
  expect(await ingest(file, 1)).toMatchObject({ code: 0 });
  const search = [script, "search", file];
  const expected = await startChild(process.execPath, search).exited;
  expect(await startChild("sh", ["-c", 'ulimit -f 0; exec "$0" "$@"', process.execPath, ...search]).exited).toMatchObject({
    code: 0,
    stdout: expected.stdout,
  });
});
