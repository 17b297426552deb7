import { describe, expect, test } from "vitest";
import { house, ids, indexed } from "../../test/fixtures/ingest-house.ts";
import { FirstfitError } from "../core/errors.ts";
import type { ProgressEvent } from "../core/progress.ts";
import { ingest } from "./ingest.ts";

describe("the embedder", () => {
  test("a vector that is not finite costs its document, with the reason, and no other", async () => {
    const { index, context } = house({ "/a/x.md": "NOT-A-NUMBER", "/a/y.md": "two" });
    const { skipped, documents } = await indexed(["/a"], context);
    expect(skipped).toEqual([
      { id: "x.md", root: "/a", reason: "the embedder test/letters@1 gave a vector with a number that is not finite" },
    ]);
    expect(documents.added).toBe(1);
    expect(ids(index)).toEqual(["y.md"]);
  });

  test.each([
    ["too few numbers", () => new Float32Array(3).fill(0.5), "a vector of 3 numbers instead of 4"],
    ["nothing but zeros", () => new Float32Array(4), "a vector of length 0.00 instead of 1"],
    ["another length", () => new Float32Array(4).fill(1), "a vector of length 2.00 instead of 1"],
  ])("a vector of %s is refused", async (_name, make, fault) => {
    const { embedder, context } = house({ "/a/x.md": "one" });
    const outcome = await ingest(["/a"], { ...context, embedder: { ...embedder, embedBatch: async (texts) => texts.map(make) } });
    expect(outcome.skipped[0]?.reason).toBe(`the embedder test/letters@1 gave ${fault}`);
  });

  test("one that gives nothing for any file is named, and not the files", async () => {
    const { embedder, context } = house({ "/a/x.md": "one", "/a/y.md": "two", "/a/z.bin": "\u0000" });
    const silent = { ...context, embedder: { ...embedder, embedBatch: async () => [] } };
    const outcome = await ingest(["/a"], silent);
    expect(outcome).toMatchObject({
      kind: "empty",
      message:
        "The embedder test/letters@1 gave no vector that can be used for any of the 2 files in /a that were read; 1 more cannot be read as text.",
      fix: expect.stringContaining("embedder"),
    });
  });

  test("fewer vectors than texts are no vectors for the rest", async () => {
    const { embedder, context } = house({ "/a/x.md": "one", "/a/y.md": "two" });
    const outcome = await indexed(["/a"], {
      ...context,
      embedder: { ...embedder, embedBatch: async (texts, options) => (await embedder.embedBatch(texts, options)).slice(0, 1) },
    });
    expect(outcome.skipped).toEqual([{ id: "y.md", root: "/a", reason: "the embedder test/letters@1 gave no vector" }]);
  });

  test("an embedder that throws ends the run with a typed error; what was stored stays", async () => {
    const files = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`/a/${String(i).padStart(3, "0")}.md`, `text ${i}`]));
    const { index, embedder, context } = house(files);
    let calls = 0;
    const failing = {
      ...embedder,
      embedBatch: (texts: readonly string[], options: { readonly inputType: "query" | "document" }) =>
        ++calls > 1 ? Promise.reject(new Error("503")) : embedder.embedBatch(texts, options),
    };
    await expect(ingest(["/a"], { ...context, embedder: failing })).rejects.toMatchObject({ code: "MODEL_FAILED" });
    expect(index.documents()).toHaveLength(64);
    expect((await indexed(["/a"], context)).documents).toMatchObject({ unchanged: 64, added: 36 });
  });

  test("an index made with another embedder is refused before anything is read", async () => {
    const { embedder, fileSystem, context } = house({ "/a/x.md": "one" });
    await expect(ingest(["/a"], { ...context, embedder: { ...embedder, id: "other/embedder" } })).rejects.toMatchObject({
      code: "INDEX_MISMATCH",
    });
    expect(fileSystem.reads).toEqual([]);
  });
});

describe("a run that ends early", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`/a/f${i}.md`, `# File ${i}\n${"word ".repeat(i % 90)}`]));

  test("by a crash at any write is completed by the next, and equals one that never stopped", async () => {
    const whole = house(many);
    await indexed(["/a"], whole.context);
    const writes = whole.index.changes.length;
    expect(writes).toBeGreaterThan(3);
    for (let crashAt = 1; crashAt <= writes; crashAt++) {
      const broken = house(many);
      let written = 0;
      broken.index.beforeWrite = () => {
        if (++written === crashAt) throw new FirstfitError("DISK_FULL", "full", "make room");
      };
      await expect(ingest(["/a"], broken.context)).rejects.toMatchObject({ code: "DISK_FULL" });
      // The first batch also stores the root, so that from then on nothing has to be named.
      await indexed(crashAt === 1 ? ["/a"] : [], broken.context);
      expect(broken.index.contents()).toEqual(whole.index.contents());
    }
  });

  test("by an abort publishes what is there, says that it is not complete, and removes nothing", async () => {
    const { index, fileSystem, context } = house(many);
    const stop = new AbortController();
    const partial = await indexed(["/a"], {
      ...context,
      signal: stop.signal,
      report: (event) => event.kind === "advanced" && stop.abort(),
    });
    expect(partial).toMatchObject({ complete: false, documents: { added: 64 } });
    expect(index.published).toBe(1);
    fileSystem.remove("/a/f0.md");
    const stopped = await indexed(["/a"], { ...context, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ complete: false, documents: { removed: 0, added: 0 } });
    expect(ids(index)).toContain("f0.md");
    const later = new AbortController();
    await indexed(["/a"], { ...context, signal: later.signal, report: (event) => event.kind === "advanced" && later.abort() });
    expect(ids(index)).toContain("f0.md");
    expect(await indexed(["/a"], context)).toMatchObject({ complete: true, documents: { unchanged: 64, added: 235, removed: 1 } });
  });

  test("is the same index whatever the order in which the disk lists its files, and whatever runs at once", async () => {
    const a = house(many);
    await indexed(["/a"], { ...a.context, concurrency: 1 });
    const b = house(Object.fromEntries(Object.entries(many).toReversed()));
    await indexed(["/a"], { ...b.context, concurrency: 16 });
    expect(b.index.contents()).toEqual(a.index.contents());
  });

  test("ids of clashing names survive a crash between the roots", async () => {
    const tree = { "/b/readme.md": "of b", "/a/readme.md": "of a", "/c/b/readme.md": "of c" };
    const whole = house(tree);
    await indexed(["/c", "/b", "/a"], whole.context);
    const half = house(tree);
    await indexed(["/b"], { ...half.context, signal: new AbortController().signal });
    await indexed(["/c", "/b", "/a"], half.context);
    // Given one after the other the first keeps its plain id; given together the roots' own order decides.
    expect(whole.index.documents().map(({ id, root }) => [id, root])).toEqual([
      ["b/readme.md", "/b"],
      ["c/b/readme.md", "/c"],
      ["readme.md", "/a"],
    ]);
    expect(half.index.documents().map(({ id, root }) => [id, root])).toEqual([
      ["a/readme.md", "/a"],
      ["b/readme.md", "/c"],
      ["readme.md", "/b"],
    ]);
  });
});

test("a dry run reads and counts, and touches nothing", async () => {
  const { index, embedder, fileSystem, context } = house({ "/a/x.md": "one", "/a/y.md": "two" });
  await indexed(["/a"], context);
  const before = index.contents();
  embedder.texts.length = 0;
  fileSystem.put("/a/x.md", "one changed");
  fileSystem.put("/a/z.md", "three");
  fileSystem.remove("/a/y.md");
  const outcome = await indexed(["/a"], { ...context, settings: { dryRun: true } });
  expect(outcome).toMatchObject({
    dryRun: true,
    documents: { total: 2, added: 1, updated: 1, removed: 1 },
    chunks: { added: 2, embedded: 2 },
  });
  expect(index.contents()).toEqual(before);
  expect(embedder.texts).toEqual([]);
});

test("progress counts every file once and ends", async () => {
  const events: ProgressEvent[] = [];
  const { context } = house(Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`/a/${i}.md`, "x"])), {
    report: (event) => events.push(event),
  });
  await indexed(["/a"], context);
  expect(events.filter((event) => event.kind === "advanced").map(({ done, total }) => [done, total])).toEqual([
    [64, 130],
    [128, 130],
    [130, 130],
  ]);
  expect(events.at(-1)).toEqual({ kind: "finished", stage: "indexing", done: 130 });
});
