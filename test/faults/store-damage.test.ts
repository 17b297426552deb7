import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FirstfitError } from "../../src/core/errors.ts";
import type { Index } from "../../src/core/retrieval.ts";
import { discardSqliteIndex, inspectSqliteIndex, openSqliteIndex } from "../../src/stores/sqlite.ts";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds, prepare } from "../fixtures/stored-corpus.ts";

// Real processes on a machine that may be busy: slow is not broken.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "firstfit-damage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seeds = noteSeeds(40);
const good = join(folder, "good.db");
let files = 0;
const copy = (): string => {
  const file = join(folder, `copy${(files += 1)}.db`);
  copyFileSync(good, file);
  return file;
};
const open = (file: string, mode: "read" | "write"): Promise<Index> =>
  openSqliteIndex({ file, mode, embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0 });

async function fill(file: string): Promise<void> {
  await using index = await open(file, "write");
  index.write({ put: seeds.map(prepare), addRoots: ["/docs"] });
  index.publish();
}

/** Reads everything there is; the texts that came back by what they were asked for. */
async function readAll(file: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await using index = await open(file, "read");
  for (const { id } of index.documents()) {
    const text = index.documentText(id);
    if (text !== undefined) texts.set(id, text);
  }
  // Explained, because then as much is read as a search ever reads.
  for (const query of NOTE_QUERIES)
    for (const { chunk } of await index.search(query, { k: 10, explain: true })) texts.set(chunk.id, chunk.text);
  return texts;
}

const withFix = (code: string, fix: string) => expect.objectContaining({ code, fix: expect.stringContaining(fix) });

beforeAll(() => fill(good));

describe("a damaged index", () => {
  test("of zero bytes is named to a reader and made again by a writer", async () => {
    const file = join(folder, "zero.db");
    writeFileSync(file, "");
    await expect(open(file, "read")).rejects.toThrow(withFix("INDEX_DAMAGED", "firstfit index --rebuild"));
    expect(inspectSqliteIndex(file)).toEqual([expect.stringContaining("empty")]);
    await fill(file);
    expect((await readAll(file)).size).toBeGreaterThan(40);
  });

  test.each([
    ["a broken beginning", Buffer.from(`SQLite f@rmat 3\0${"\x01".repeat(2000)}`)],
    ["a few bytes", Buffer.from("SQL")],
    ["zeros", Buffer.alloc(9000)],
  ])("of %s is named to both", async (name, bytes) => {
    const file = join(folder, `garbage ${name}.db`);
    writeFileSync(file, bytes);
    await expect(open(file, "read")).rejects.toThrow(withFix("INDEX_DAMAGED", "firstfit index --rebuild"));
    await expect(open(file, "write")).rejects.toThrow(withFix("INDEX_DAMAGED", "firstfit index --rebuild"));
    expect(readFileSync(file)).toEqual(bytes);
    await discardSqliteIndex({ file });
    await fill(file);
  });

  test("cut off anywhere is named, and after a rebuild all is as before", async () => {
    const size = statSync(good).size;
    for (let cut = 100; cut < size; cut = Math.floor(cut * 1.7) + 13) {
      const file = copy();
      truncateSync(file, cut);
      await expect(readAll(file)).rejects.toThrow(withFix("INDEX_DAMAGED", "firstfit index --rebuild"));
      expect(inspectSqliteIndex(file)).not.toEqual([]);
    }
    const file = copy();
    truncateSync(file, size - 1);
    await expect(readAll(file)).rejects.toThrow(withFix("INDEX_DAMAGED", "firstfit index --rebuild"));
    await discardSqliteIndex({ file });
    await fill(file);
    expect(await readAll(file)).toEqual(await readAll(good));
  });

  test("with any byte changed gives the text that was indexed, or an error that says what to do", async () => {
    const original = await readAll(good);
    const bytes = readFileSync(good);
    let refused = 0;
    for (let i = 0; i < 250; i += 1) {
      const at = Math.floor((bytes.length * (i + 0.37)) / 250);
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (i % 8));
      const file = join(folder, "flipped.db");
      writeFileSync(file, flipped);
      try {
        for (const [id, text] of await readAll(file))
          expect(text, `${id} with byte ${at} changed`).toBe(original.get(id) ?? documentPart(id));
      } catch (error) {
        if (!(error instanceof FirstfitError)) throw error;
        refused += 1;
        expect(error.fix).not.toBe("");
      }
    }
    // Most of the file is sealed; were nothing refused, the checksums would not be looked at.
    expect(refused).toBeGreaterThan(100);
  });

  test("whose search data are gone is searched all the same, and mended by the next run", async () => {
    const file = copy();
    const database = new DatabaseSync(file);
    database.exec("DELETE FROM segments; DELETE FROM segment_parts");
    database.close();
    expect(await readAll(file)).toEqual(await readAll(good));
    expect(inspectSqliteIndex(file)).toEqual([expect.stringContaining("search data")]);
    {
      await using index = await open(file, "write");
      index.publish();
    }
    expect(inspectSqliteIndex(file)).toEqual([]);
    expect(await readAll(file)).toEqual(await readAll(good));
  });
});

/** A changed byte may bring up another chunk than before; its text must be the one that stands in the source. */
function documentPart(chunkId: string): string | undefined {
  const document = chunkId.slice(0, chunkId.lastIndexOf("#"));
  const seed = seeds.find(({ id }) => id === document);
  return seed === undefined ? undefined : prepare(seed).chunks.find(({ id }) => id === chunkId)?.text;
}

describe("a file that is not ours to read", () => {
  test("from a newer version is refused with both versions, and left alone", async () => {
    const file = copy();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const bytes = readFileSync(file);
    for (const mode of ["read", "write"] as const) {
      await expect(open(file, mode)).rejects.toThrow(
        expect.objectContaining({ code: "INDEX_NEWER", message: expect.stringMatching(/format 99.*format 4\b/) }),
      );
    }
    expect(inspectSqliteIndex(file)).toEqual([expect.stringContaining("format 99")]);
    expect(readFileSync(file)).toEqual(bytes);
  });

  test("from an older version is refused with the way to make it again, and left alone", async () => {
    const file = copy();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 1");
    database.close();
    const bytes = readFileSync(file);
    for (const mode of ["read", "write"] as const)
      await expect(open(file, mode)).rejects.toThrow(withFix("INDEX_MISMATCH", "firstfit index --rebuild"));
    expect(readFileSync(file)).toEqual(bytes);
  });

  test("of another program is refused, never written, never deleted", async () => {
    const file = join(folder, "other.db");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Lied')");
    database.close();
    const bytes = readFileSync(file);
    for (const mode of ["read", "write"] as const) await expect(open(file, mode)).rejects.toThrow(withFix("BAD_INPUT", "--store"));
    await expect(discardSqliteIndex({ file })).rejects.toThrow(withFix("BAD_INPUT", "--store"));
    expect(readFileSync(file)).toEqual(bytes);
  });

  test("of somebody's own text is refused, never written, never deleted", async () => {
    const file = join(folder, "diary.txt");
    writeFileSync(file, "Dear diary, ".repeat(2000));
    for (const mode of ["read", "write"] as const) await expect(open(file, mode)).rejects.toThrow(withFix("BAD_INPUT", "--store"));
    await expect(discardSqliteIndex({ file })).rejects.toThrow(withFix("BAD_INPUT", "--store"));
    expect(readFileSync(file, "utf8")).toBe("Dear diary, ".repeat(2000));
  });

  test("under a file, or where no folder can be made, is refused at once", async () => {
    await expect(open(join(good, "none.db"), "write")).rejects.toThrow(withFix("BAD_INPUT", "--store"));
    if (process.platform !== "linux") return;
    await expect(open("/proc/firstfit/none.db", "write")).rejects.toThrow(withFix("INDEX_READ_ONLY", "--store"));
  });

  test("that is a folder is refused", async () => {
    for (const mode of ["read", "write"] as const) await expect(open(folder, mode)).rejects.toThrow(withFix("BAD_INPUT", "--store"));
  });

  test("that is not there is no index yet", async () => {
    await expect(open(join(folder, "none.db"), "read")).rejects.toThrow(withFix("EMPTY_INDEX", "firstfit index"));
    await expect(open(join(good, "none.db"), "read")).rejects.toThrow(withFix("EMPTY_INDEX", "firstfit index"));
  });
});

describe("other settings", () => {
  const openWith = (mode: "read" | "write", settings: Partial<typeof letterSettings>): Promise<Index> =>
    openSqliteIndex({ file: good, mode, embedder: letterEmbedder, settings: { ...letterSettings, ...settings }, lockWaitMs: 0 });

  test.each([{ embedder: "other@2" }, { dimensions: 25 }, { revision: "test 2" }])(
    "%o is refused, with what differs and what to do",
    async (settings) => {
      const [key = "", value = ""] = Object.entries(settings)[0] ?? [];
      for (const mode of ["read", "write"] as const) {
        await expect(openWith(mode, settings)).rejects.toThrow(
          expect.objectContaining({
            code: "INDEX_MISMATCH",
            message: expect.stringMatching(new RegExp(`${key} .*, now ${value}`)),
            fix: expect.stringContaining("firstfit index --rebuild"),
          }),
        );
      }
    },
  );

  test("other chunk sizes are refused to a writer only, and a reader is told the index's own", async () => {
    await expect(openWith("write", { chunkTokensMax: 50 })).rejects.toThrow(expect.objectContaining({ code: "INDEX_MISMATCH" }));
    await using index = await openWith("read", { chunkTokensMax: 50 });
    expect(index.settings).toEqual(letterSettings);
  });
});
