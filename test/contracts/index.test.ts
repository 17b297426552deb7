import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { Index } from "../../src/core/retrieval.ts";
import { memoryIndex } from "../../src/stores/memory.ts";
import { openSqliteIndex } from "../../src/stores/sqlite.ts";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds, prepare } from "../fixtures/stored-corpus.ts";
import { indexContract } from "./index-contract.ts";

// Hundreds of real commits on a disk that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "firstfit-contract-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const common = { embedder: letterEmbedder, settings: letterSettings };
let files = 0;
const sqlite = (rebuildBelowChunks?: number) => (): Promise<Index> =>
  openSqliteIndex({
    ...common,
    file: join(folder, `index${(files += 1)}.db`),
    mode: "write",
    ...(rebuildBelowChunks === undefined ? {} : { rebuildBelowChunks }),
  });

indexContract("memory", async () => memoryIndex(common));
indexContract("SQLite", sqlite());
indexContract("SQLite, each publish a segment of its own", sqlite(0));

test("all stores give the same hits to the bit, for any history that ends in the same documents", async () => {
  const seeds = noteSeeds(120);
  const history = (index: Index): void => {
    index.write({ put: noteSeeds(120, 1).slice(20, 90).map(prepare) });
    index.publish();
    for (let i = 0; i < 120; i += 8) {
      index.write({ put: seeds.slice(i, i + 8).map(prepare), remove: [seeds[i]?.id ?? ""] });
      if (i % 3 === 0) index.publish();
    }
    index.write({ put: seeds.filter((_, i) => i % 8 === 0).map(prepare) });
    index.publish();
  };
  const reference = memoryIndex(common);
  reference.write({ put: seeds.map(prepare) });
  reference.publish();

  const segmented = join(folder, "segmented.db");
  {
    await using written = await openSqliteIndex({ ...common, file: segmented, mode: "write", rebuildBelowChunks: 0 });
    history(written);
  }
  await using reopened = await openSqliteIndex({ ...common, file: segmented, mode: "read" });
  const memory = memoryIndex(common);
  await using whole = await sqlite()();
  for (const index of [memory, whole]) history(index);

  const options = [
    { k: 1 },
    { k: 10 },
    { k: 400 },
    { k: 20, filter: { owner: "Ada" } },
    { k: 20, filter: { date: "2026-04", document: "notes/" } },
  ];
  for (const query of NOTE_QUERIES) {
    for (const option of options) {
      const expected = await reference.search(query, option);
      for (const index of [memory, whole, reopened]) expect(await index.search(query, option)).toEqual(expected);
    }
  }
});
