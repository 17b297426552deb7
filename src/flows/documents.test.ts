import { describe, expect, test } from "vitest";
import { letterEmbedder, recordingIndex } from "../../test/fixtures/recording-index.ts";
import type { RecordingIndex } from "../../test/fixtures/recording-index.ts";
import { memoryFileSystem } from "../../test/fixtures/memory-file-system.ts";
import { plainExtract } from "../../test/fixtures/plain-extract.ts";
import { listDocuments, removeDocuments } from "./documents.ts";
import { ingest } from "./ingest.ts";

async function indexOf(paths: readonly string[], roots: readonly string[]): Promise<RecordingIndex> {
  const index = recordingIndex();
  const fileSystem = memoryFileSystem(Object.fromEntries(paths.map((path) => [path, `text of ${path}`])));
  await ingest(roots, {
    index,
    embedder: letterEmbedder(),
    fileSystem,
    extract: plainExtract,
    extensions: new Set([".md", ".txt"]),
    monotonicMs: () => 0,
  });
  return index;
}

const ids = (index: RecordingIndex): string[] => index.documents().map(({ id }) => id);

describe("the list", () => {
  test("has documents and skipped files by id, and can be cut to a path", async () => {
    const index = await indexOf(["/a/z.md", "/a/docs/b.md", "/a/docs/a.md", "/a/docs/p.png"], ["/a"]);
    expect(listDocuments(index)).toMatchObject({
      roots: ["/a"],
      documents: [{ id: "docs/a.md" }, { id: "docs/b.md" }, { id: "z.md" }],
      skipped: [{ id: "docs/p.png" }],
      skippedGroups: [{ count: 1 }],
    });
    expect(listDocuments(index, { under: "docs/" }).documents.map(({ id }) => id)).toEqual(["docs/a.md", "docs/b.md"]);
    expect(listDocuments(index, { under: "z" }).skipped).toEqual([]);
  });
});

describe("removal", () => {
  const paths = ["/a/x.md", "/a/drafts/d.md", "/a/drafts/deep/e.txt", "/a/sub/drafts/f.md", "/a/[x].md", "/b/y.md", "/b/y.png"];

  test("takes ids, folders, patterns and roots, and says what matched nothing", async () => {
    const index = await indexOf(paths, ["/a", "/b"]);
    expect(removeDocuments(index, ["x.md", "drafts", "nothing*"])).toEqual({
      removed: ["drafts/d.md", "drafts/deep/e.txt", "x.md"],
      roots: [],
      unmatched: ["nothing*"],
    });
    expect(ids(index)).toEqual(["[x].md", "sub/drafts/f.md", "y.md"]);
    expect(removeDocuments(index, ["[x].md"]).removed).toEqual(["[x].md"]);
    expect(removeDocuments(index, ["/b"])).toEqual({ removed: ["y.md"], roots: ["/b"], unmatched: [] });
    expect(index.roots()).toEqual(["/a"]);
    expect(index.skipped()).toEqual([]);
    expect(ids(index)).toEqual(["sub/drafts/f.md"]);
    expect(index.published).toBe(4);
  });

  test.for([
    ["the path from outside the folder", "/home/a/drafts/d.md", 'Did you mean "drafts/d.md"? '],
    ["the end of the path", "deep/e.txt", 'Did you mean "drafts/deep/e.txt"? '],
    ["another name", "ext.md", ""],
  ] as const)("says which one was meant by %s", async ([, name, meant]) => {
    const index = await indexOf(paths, ["/a", "/b"]);
    expect(() => removeDocuments(index, [name])).toThrow(
      expect.objectContaining({ code: "NOT_FOUND", fix: `${meant}See the names with: firstfit list` }),
    );
    expect(ids(index)).toHaveLength(6);
  });

  test("a pattern begins at the top unless it starts with two stars", async () => {
    expect(removeDocuments(await indexOf(paths, ["/a"]), ["*.md"]).removed).toEqual(["[x].md", "x.md"]);
    expect(removeDocuments(await indexOf(paths, ["/a"]), ["**/drafts/**"]).removed).toEqual([
      "drafts/d.md",
      "drafts/deep/e.txt",
      "sub/drafts/f.md",
    ]);
    expect(removeDocuments(await indexOf(paths, ["/a"]), ["DRAFTS", "drafts/deep"]).removed).toEqual(["drafts/deep/e.txt"]);
  });

  test("of nothing is an error that leaves the index alone", async () => {
    const index = await indexOf(paths, ["/a"]);
    const before = index.contents();
    expect(() => removeDocuments(index, ["nope.md"])).toThrow(
      expect.objectContaining({ code: "NOT_FOUND", fix: "See the names with: firstfit list" }),
    );
    expect(index.contents()).toEqual(before);
  });
});
