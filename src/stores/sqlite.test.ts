import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { NOTE_QUERIES, letterEmbedder, letterSettings, noteSeeds, prepare } from "../../test/fixtures/stored-corpus.ts";
import type { Index } from "../core/retrieval.ts";
import { inspectSqliteIndex, openSqliteIndex } from "./sqlite.ts";
import type { SqliteIndexOptions } from "./sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => join(folder, `index${(files += 1)}.db`);
const open = (file: string, mode: "read" | "write", more: Partial<SqliteIndexOptions> = {}): Promise<Index> =>
  openSqliteIndex({ file, mode, embedder: letterEmbedder, settings: letterSettings, lockWaitMs: 0, ...more });

function count(file: string, sql: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare(sql).get()?.["n"]);
  } finally {
    database.close();
  }
}

async function fill(file: string, documents: number, more: Partial<SqliteIndexOptions> = {}): Promise<void> {
  await using index = await open(file, "write", more);
  index.write({ put: noteSeeds(documents).map(prepare) });
  index.publish();
}

describe("the SQLite store", () => {
  test("is one file and an empty lock when it is closed, and makes its folder", async () => {
    const file = join(folder, "deep", "er", "index.db");
    await fill(file, 4);
    expect(readdirSync(join(folder, "deep", "er")).sort()).toEqual(["index.db", "index.db.lock"]);
    {
      await using index = await open(file, "read");
      expect(await index.search("harbour", { k: 1 })).toHaveLength(1);
    }
    expect(readdirSync(join(folder, "deep", "er")).sort()).toEqual(["index.db", "index.db.lock"]);
  });

  test("adds a small change as a segment of its own, and joins segments when they are many", async () => {
    const file = newFile();
    await fill(file, 100, { rebuildBelowChunks: 0 });
    await using index = await open(file, "write", { rebuildBelowChunks: 0 });
    const segments = [1];
    for (let i = 0; i < 10; i += 1) {
      index.write({ put: [prepare({ id: `extra${i}`, text: `extra harbour ${i}` })], remove: [`extra${i - 1}`] });
      index.publish();
      segments.push(count(file, "SELECT count(*) AS n FROM segments"));
    }
    expect(Math.max(...segments)).toBe(8);
    expect(segments.at(-1)).toBeLessThan(8);
    expect(index.statistics().documents).toBe(101);
  });

  test("builds the same segment of what it has just written as of what it reads back", async () => {
    const [kept, readBack] = [newFile(), newFile()];
    const parts = (file: string): readonly unknown[] => {
      const database = new DatabaseSync(file, { readOnly: true });
      try {
        return database.prepare("SELECT part, bytes FROM segment_parts ORDER BY part").all();
      } finally {
        database.close();
      }
    };
    const seeds = noteSeeds(300).map(prepare);
    for (const file of [kept, readBack]) {
      await using index = await open(file, "write");
      index.write({ put: seeds });
      // A document that is written once more before anybody saw it.
      index.write({ put: [prepare({ id: seeds[7]?.document.id ?? "", text: "harbour of another text" })] });
      if (file === kept) index.publish();
    }
    {
      await using index = await open(readBack, "write");
      index.publish();
    }
    expect(parts(kept).length).toBeGreaterThan(2);
    expect(parts(kept)).toEqual(parts(readBack));
  });

  test("joins segments when much was deleted", async () => {
    const file = newFile();
    await fill(file, 60, { rebuildBelowChunks: 0 });
    await using index = await open(file, "write", { rebuildBelowChunks: 0 });
    for (const seed of noteSeeds(60).slice(1)) {
      index.write({ remove: [seed.id] });
      index.publish();
    }
    expect(index.documents()).toHaveLength(1);
    expect((await index.search("harbour crane budget", { k: 50 })).every(({ chunk }) => chunk.document === noteSeeds(1)[0]?.id)).toBe(true);
    index.write({ remove: [noteSeeds(1)[0]?.id ?? ""] });
    index.publish();
    expect([
      count(file, "SELECT count(*) AS n FROM segments"),
      count(file, "SELECT count(*) AS n FROM segment_parts"),
      count(file, "SELECT count(*) AS n FROM vectors"),
    ]).toEqual([0, 0, 0]);
    expect(await index.search("harbour", { k: 5 })).toEqual([]);
  });

  test("an open reader is not fooled when all is removed and as much of another kind comes", async () => {
    const file = newFile();
    await fill(file, 5);
    await using reader = await open(file, "read");
    await reader.search("harbour", { k: 3 });
    const others = noteSeeds(5).map(({ id, text }) => ({ id: `other/${id}`, text: text.replace(/\w+/g, "zeppelin") }));
    {
      await using index = await open(file, "write");
      index.write({ remove: noteSeeds(5).map(({ id }) => id) });
      index.publish();
      index.write({ put: others.map(prepare) });
      index.publish();
    }
    const hits = await reader.search("zeppelin", { k: 50, explain: true });
    expect(hits).toHaveLength(reader.statistics().chunks);
    expect(hits.every(({ chunk, legs }) => chunk.text.startsWith("zeppelin") && legs?.lexical !== undefined)).toBe(true);
  });

  test("equals in several segments are in the order of their ids, whichever came first", async () => {
    const file = newFile();
    await fill(file, 60, { rebuildBelowChunks: 0 });
    await using index = await open(file, "write", { rebuildBelowChunks: 0 });
    for (const id of ["zz", "mm", "aa"]) {
      index.write({ put: [prepare({ id, text: "zeppelin\nzeppelin" })] });
      index.publish();
    }
    expect(count(file, "SELECT count(*) AS n FROM segments")).toBe(4);
    const ids = (await index.search("zeppelin", { k: 6 })).map(({ chunk }) => chunk.id);
    expect(ids).toEqual(["aa#1", "aa#2", "mm#1", "mm#2", "zz#1", "zz#2"]);
  });

  test("a hit found while another process replaces its document is read from one state", async () => {
    const file = newFile();
    await fill(file, 20);
    await using writer = await open(file, "write");
    // The embedder answers after the other process has published: ranking and text must both be of the new state.
    await using reader = await open(file, "read", {
      embedder: {
        ...letterEmbedder,
        async embedBatch(texts, options) {
          writer.write({ remove: noteSeeds(20).map(({ id }) => id), put: noteSeeds(20, 5).map(prepare) });
          writer.publish();
          return letterEmbedder.embedBatch(texts, options);
        },
      },
    });
    const hits = await reader.search("harbour crane", { k: 10 });
    expect(hits).toEqual(await writer.search("harbour crane", { k: 10 }));
    for (const { chunk } of hits) expect(chunk.text).toBe(writer.documentText(chunk.document)?.slice(chunk.start, chunk.end));
  });

  test("publishing nothing leaves the file as it is", async () => {
    const file = newFile();
    await fill(file, 5);
    await using index = await open(file, "write");
    const version = count(file, "SELECT published AS n FROM (SELECT max(added) AS published FROM documents)");
    index.write({ remove: ["none"] });
    index.publish();
    index.write({});
    index.publish();
    expect(count(file, "SELECT max(added) AS n FROM documents")).toBe(version);
    expect(count(file, "SELECT max(number) AS n FROM segments")).toBe(version);
  });

  test("a handle for reading refuses to write", async () => {
    const file = newFile();
    await fill(file, 2);
    await using index = await open(file, "read");
    expect(() => index.write({})).toThrow(expect.objectContaining({ code: "INDEX_READ_ONLY" }));
    expect(() => index.publish()).toThrow(expect.objectContaining({ code: "INDEX_READ_ONLY" }));
  });

  test("an embedder that gives a vector without a direction for the question is named", async () => {
    const file = newFile();
    await fill(file, 2);
    await using index = await open(file, "read", { embedder: { ...letterEmbedder, embedBatch: async () => [new Float32Array(24)] } });
    await expect(index.search("harbour", { k: 1 })).rejects.toThrow(
      expect.objectContaining({ code: "MODEL_FAILED", message: expect.stringContaining("the question") }),
    );
  });

  test("opening for reading makes no lock, and an index without segments yet is empty", async () => {
    const file = newFile();
    {
      await using index = await open(file, "write");
      index.write({ put: noteSeeds(3).map(prepare) });
    }
    rmSync(`${file}.lock`);
    await using index = await open(file, "read");
    expect([index.documents(), await index.search("harbour", { k: 1 }), index.statistics().chunks]).toEqual([[], [], 0]);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test("the inspection finds nothing to complain of, whatever was done", async () => {
    const file = newFile();
    await fill(file, 80, { rebuildBelowChunks: 0 });
    expect(inspectSqliteIndex(file)).toEqual([]);
    await using index = await open(file, "write", { rebuildBelowChunks: 0 });
    index.write({ put: noteSeeds(4, 2).map(prepare), remove: [noteSeeds(80)[20]?.id ?? ""] });
    expect(inspectSqliteIndex(file)).toEqual([]);
    index.publish();
    expect(count(file, "SELECT count(*) AS n FROM segments")).toBe(2);
    expect(inspectSqliteIndex(file)).toEqual([]);
    for (const query of NOTE_QUERIES) expect((await index.search(query, { k: 3 })).length).toBeGreaterThan(0);
  });

  test("the inspection finds search data that differ from the documents", async () => {
    const file = newFile();
    await fill(file, 5);
    const other = newFile();
    {
      await using index = await open(other, "write");
      index.write({ put: noteSeeds(5, 3).map(prepare) });
      index.publish();
    }
    const database = new DatabaseSync(file);
    database.exec(
      `ATTACH '${other}' AS other; DELETE FROM segment_parts WHERE part = 'postings'; INSERT INTO segment_parts SELECT * FROM other.segment_parts WHERE part = 'postings'`,
    );
    database.close();
    expect(inspectSqliteIndex(file)).toEqual([expect.stringContaining("differ")]);
  });
});
