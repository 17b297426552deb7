import { describe, expect, test } from "vitest";
import { house, ids, indexed } from "../../test/fixtures/ingest-house.ts";
import { plainExtract } from "../../test/fixtures/plain-extract.ts";

describe("a second run", () => {
  const long = (word: string): string =>
    Array.from({ length: 12 }, (_, i) => `${word} paragraph ${i} with some words to fill it up.`).join("\n\n");

  test("parses, embeds and writes nothing when nothing changed", async () => {
    const { index, embedder, context } = house({ "/a/x.md": long("one"), "/a/y.md": "LOCKED" });
    await indexed(["/a"], context);
    const before = index.changes.length;
    embedder.texts.length = 0;
    let parsed = 0;
    const outcome = await indexed(["/a"], { ...context, extract: async (bytes, path) => (parsed++, plainExtract(bytes, path)) });
    expect(outcome.documents).toMatchObject({ unchanged: 1, added: 0, updated: 0 });
    expect(parsed).toBe(1); // the locked file may have been unlocked
    expect(embedder.texts).toEqual([]);
    expect(index.changes).toHaveLength(before);
  });

  test("embeds only the chunks whose text changed", async () => {
    const { fileSystem, embedder, context } = house({ "/a/x.md": `# T\n${long("one")}` });
    const first = await indexed(["/a"], context);
    expect(first.chunks.embedded).toBeGreaterThan(2);
    embedder.texts.length = 0;
    fileSystem.put("/a/x.md", `# T\n${long("one")} Something more.`);
    const second = await indexed(["/a"], context);
    expect(second.documents).toMatchObject({ updated: 1, unchanged: 0 });
    expect(second.chunks).toMatchObject({ added: first.chunks.added, embedded: 1 });
    expect(embedder.texts).toHaveLength(1);
  });

  test("a renamed file keeps its vectors, with a title of its own or without", async () => {
    const { index, fileSystem, embedder, context } = house({ "/a/x.md": long("one"), "/a/old/titled.md": `# Title\n${long("two")}` });
    await indexed(["/a"], context);
    embedder.texts.length = 0;
    fileSystem.rename("/a/x.md", "/a/renamed.md");
    fileSystem.rename("/a/old", "/a/new");
    const outcome = await indexed(["/a"], context);
    expect(outcome.documents).toMatchObject({ renamed: 2, added: 0, removed: 0, unchanged: 0 });
    expect(outcome.chunks.embedded).toBe(0);
    expect(embedder.texts).toEqual([]);
    expect(ids(index)).toEqual(["new/titled.md", "renamed.md"]);
  });

  test("removed and newly ignored files leave, and what was skipped comes in once it can be read", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/y.md": "two", "/a/z.md": "LOCKED", "/a/w.md": "three" });
    await indexed(["/a"], context);
    fileSystem.remove("/a/x.md");
    fileSystem.put("/a/.gitignore", "y.md\n");
    fileSystem.put("/a/z.md", "unlocked");
    fileSystem.put("/a/w.md", "LOCKED");
    const outcome = await indexed(["/a"], context);
    expect(outcome.documents).toMatchObject({ added: 1, removed: 3, total: 1 });
    expect(ids(index)).toEqual(["z.md"]);
    expect(index.skipped()).toEqual([{ id: "w.md", root: "/a", reason: "it is locked" }]);
    fileSystem.remove("/a/w.md");
    await indexed(["/a"], context);
    expect(index.skipped()).toEqual([]);
  });

  test("reads only the roots that were named, and without names every known one", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/b/y.md": "two" });
    await indexed(["/a", "/b"], context);
    fileSystem.put("/a/x.md", "one changed");
    fileSystem.remove("/b/y.md");
    fileSystem.put("/b/z.md", "three");
    expect((await indexed(["/a"], context)).documents).toMatchObject({ updated: 1, removed: 0, added: 0 });
    expect(ids(index)).toEqual(["x.md", "y.md"]);
    expect((await indexed([], context)).documents).toMatchObject({ unchanged: 1, removed: 1, added: 1 });
    expect(ids(index)).toEqual(["x.md", "z.md"]);
  });

  test("keeps the documents of a root that is gone, and forgets them with prune", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/b/y.md": "two" });
    await indexed(["/a", "/b"], context);
    fileSystem.remove("/b");
    const kept = await indexed([], context);
    expect(kept.missingRoots).toEqual(["/b"]);
    expect(ids(index)).toEqual(["x.md", "y.md"]);
    await indexed([], { ...context, settings: { prune: true } });
    expect(ids(index)).toEqual(["x.md"]);
    expect(index.roots()).toEqual(["/a"]);
  });

  test("keeps the documents of a root that cannot be listed", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one" });
    await indexed(["/a"], context);
    fileSystem.put("/a", { kind: "folder", list: "EIO" });
    expect((await indexed([], context)).missingRoots).toEqual(["/a"]);
    expect(ids(index)).toEqual(["x.md"]);
  });

  test("a root that was emptied loses its documents", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/keep.png": "" });
    await indexed(["/a"], context);
    fileSystem.remove("/a/x.md");
    expect((await indexed([], context)).documents).toMatchObject({ removed: 1, total: 0 });
    expect(ids(index)).toEqual([]);
  });
});

describe("while files change", () => {
  test("a file that vanishes between listing and reading is as good as never there", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/y.md": "two" });
    await indexed(["/a"], context);
    fileSystem.put("/a/x.md", "changed");
    fileSystem.beforeRead = (path) => path === "/a/x.md" && fileSystem.remove(path);
    const outcome = await indexed(["/a"], context);
    expect(outcome.documents).toMatchObject({ unchanged: 1, removed: 1 });
    expect(ids(index)).toEqual(["y.md"]);
    expect(outcome.skipped).toEqual([]);
  });

  test("a file replaced by a folder leaves, and the next run finds what is in the folder", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/y.md": "two" });
    fileSystem.beforeRead = (path) => {
      if (path !== "/a/x.md") return;
      fileSystem.remove(path);
      fileSystem.put("/a/x.md/inner.md", "three");
    };
    await indexed(["/a"], context);
    expect(ids(index)).toEqual(["y.md"]);
    fileSystem.beforeRead = () => {};
    await indexed(["/a"], context);
    expect(ids(index)).toEqual(["x.md/inner.md", "y.md"]);
  });

  test("a file that grew over the limit since it was listed is skipped", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/y.md": "two" }, { settings: { fileBytesMax: 10 } });
    fileSystem.beforeRead = (path) => path === "/a/x.md" && fileSystem.put(path, "much longer than ten bytes");
    const { skipped } = await indexed(["/a"], context);
    expect(skipped.map(({ id }) => id)).toEqual(["x.md"]);
    expect(ids(index)).toEqual(["y.md"]);
  });

  test("what is hashed is what is stored", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one" });
    fileSystem.beforeRead = (path) => path === "/a/x.md" && fileSystem.put(path, "one, later");
    await indexed(["/a"], context);
    fileSystem.beforeRead = () => {};
    expect(index.documentText("x.md")).toBe("one, later");
    expect((await indexed(["/a"], context)).documents).toMatchObject({ unchanged: 1, updated: 0 });
  });
});
