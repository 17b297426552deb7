import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { letterEmbedder, letterSettings } from "../fixtures/stored-corpus.ts";
import { memoryFileSystem } from "../fixtures/memory-file-system.ts";
import { plainExtract } from "../fixtures/plain-extract.ts";
import type { Index } from "../../src/core/retrieval.ts";
import type { IngestOutcome } from "../../src/core/results.ts";
import { ingest } from "../../src/flows/ingest.ts";
import { openSqliteIndex } from "../../src/stores/sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (file: string, mode: "read" | "write"): Promise<Index> =>
  openSqliteIndex({ file, mode, embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0 });

function ingestInto(index: Index, files: Readonly<Record<string, string>>): Promise<IngestOutcome> {
  return ingest(["/a"], {
    index,
    embedder: letterEmbedder,
    extract: plainExtract,
    extensions: new Set([".txt"]),
    fileSystem: memoryFileSystem(files),
    monotonicMs: () => 0,
  });
}
const ids = (index: Index): string[] => index.documents().map(({ id }) => id);

// Fault 8. What a lost log held is gone from the index, and no harm: the files are still there to be read again.
test("without its log the index opens as it was before, and the next run brings in what was lost", async () => {
  const file = join(folder, "index.db");
  const before = { "/a/one.txt": "first words" };
  const after = { ...before, "/a/two.txt": "second words" };
  {
    await using index = await open(file, "write");
    await ingestInto(index, before);
  }
  const copy = join(folder, "copy.db");
  {
    await using index = await open(file, "write");
    await ingestInto(index, after);
    expect(ids(index)).toEqual(["one.txt", "two.txt"]);
    // The file alone, as somebody copies it who does not know of the log beside it.
    copyFileSync(file, copy);
  }
  {
    await using index = await open(copy, "read");
    expect(["one.txt", "one.txt,two.txt"]).toContain(ids(index).join());
    expect((await index.search("first words", { k: 1 }))[0]?.chunk.document).toBe("one.txt");
  }
  await using index = await open(copy, "write");
  await ingestInto(index, after);
  expect(ids(index)).toEqual(["one.txt", "two.txt"]);
  expect((await index.search("second words", { k: 1 }))[0]?.chunk.document).toBe("two.txt");
});
