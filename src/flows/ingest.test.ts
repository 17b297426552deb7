import { describe, expect, test } from "vitest";
import { house, ids, indexed } from "../../test/fixtures/ingest-house.ts";
import type { ProgressEvent } from "../core/progress.ts";
import { ingest } from "./ingest.ts";

describe("what is found", () => {
  test("files of several folders and single files come into one index, by their paths from the roots", async () => {
    const { index, context } = house({
      "/a/x.md": "one",
      "/a/deep/er/y.md": "two",
      "/b/z.txt": "three",
      "/c/single.md": "four",
      "/c/other.md": "five",
    });
    const outcome = await indexed(["/a", "/b", "/c/single.md"], context);
    expect(ids(index)).toEqual(["deep/er/y.md", "single.md", "x.md", "z.txt"]);
    expect(outcome.documents).toEqual({ total: 4, added: 4, updated: 0, unchanged: 0, renamed: 0, removed: 0 });
    expect(index.roots()).toEqual(["/a", "/b", "/c/single.md"]);
    expect(index.published).toBe(1);
  });

  test("two roots with a file of one name keep both, under distinct ids", async () => {
    const { index, context } = house({ "/a/readme.md": "one", "/b/readme.md": "two" });
    await indexed(["/b", "/a"], context);
    expect(index.documents().map(({ id, root }) => [id, root])).toEqual([
      ["b/readme.md", "/b"],
      ["readme.md", "/a"],
    ]);
    const again = await indexed([], context);
    expect(again.documents).toMatchObject({ unchanged: 2, added: 0, renamed: 0, updated: 0 });
  });

  test("a root named later takes no id from one that is not read with it", async () => {
    const { index, context } = house({ "/a/readme.md": "one", "/b/readme.md": "two" });
    await indexed(["/a"], context);
    await indexed(["/b"], context);
    expect(index.documents().map(({ id, root }) => [id, root])).toEqual([
      ["b/readme.md", "/b"],
      ["readme.md", "/a"],
    ]);
    expect(index.documentText("readme.md")).toBe("one");
  });

  test("a file moved from one root to another belongs to the other from then on", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/y.md": "two", "/b/z.md": "three" });
    await indexed(["/a", "/b"], context);
    fileSystem.rename("/a/x.md", "/b/x.md");
    await indexed([], context);
    expect(index.documents().map(({ id, root }) => [id, root])).toEqual([
      ["x.md", "/b"],
      ["y.md", "/a"],
      ["z.md", "/b"],
    ]);
  });

  test("a place inside a known root brings that root up to date and says so; an ignored place becomes a root", async () => {
    const events: ProgressEvent[] = [];
    const { index, fileSystem, context } = house(
      { "/a/x.md": "one", "/a/.firstfitignore": "out/\n", "/a/out/o.md": "ignored" },
      { report: (event) => events.push(event) },
    );
    await indexed(["/a"], context);
    fileSystem.put("/a/new.md", "new");
    await indexed(["/a/new.md"], context);
    expect(ids(index)).toEqual(["new.md", "x.md"]);
    expect(index.roots()).toEqual(["/a"]);
    expect(events).toContainEqual({ kind: "note", text: "/a/new.md lies in /a, which is indexed already; that is read again." });
    await indexed(["/a/out"], context);
    expect(ids(index)).toEqual(["new.md", "o.md", "x.md"]);
    await indexed([], context);
    expect(ids(index)).toEqual(["new.md", "o.md", "x.md"]);
  });

  test("a name under a known root that neither disk nor index has is an error; one that the index has is gone", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/b/y.md": "two" });
    await indexed(["/a"], context);
    await expect(ingest(["/a/nowhere"], context)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ingest(["/a/y.md"], context)).rejects.toMatchObject({ code: "NOT_FOUND" });
    fileSystem.remove("/a/b/y.md");
    await indexed(["/a/b"], context);
    expect(ids(index)).toEqual(["x.md"]);
  });

  test("a folder named together with one inside it is read once", async () => {
    const { index, context } = house({ "/a/x.md": "one", "/a/b/y.md": "two" });
    await indexed(["/a/b", "/a"], context);
    expect(ids(index)).toEqual(["b/y.md", "x.md"]);
    expect(index.roots()).toEqual(["/a"]);
  });

  test("a root that lies in a folder indexed later keeps its files and is read with it", async () => {
    const { index, fileSystem, context } = house({ "/a/x.md": "one", "/a/b/y.md": "two" });
    await indexed(["/a/b"], context);
    fileSystem.put("/a/b/y.md", "two, changed");
    const outcome = await indexed(["/a"], context);
    expect(index.documents().map(({ id, root }) => [id, root])).toEqual([
      ["x.md", "/a"],
      ["y.md", "/a/b"],
    ]);
    expect(outcome.documents).toMatchObject({ added: 1, updated: 1 });
  });

  test("rules of the git work tree around the root hold, but not for a root that they leave out", async () => {
    const tree = {
      "/repo/.git": { kind: "folder" as const },
      "/repo/.gitignore": "drafts/\n/build\n",
      "/repo/docs/a.md": "one",
      "/repo/docs/drafts/b.md": "two",
      "/repo/build/c.md": "three",
    };
    const { index, context } = house(tree);
    await indexed(["/repo/docs", "/repo/build"], context);
    expect(ids(index)).toEqual(["a.md", "c.md"]);
  });

  test("links are read only when nothing else leads to the file, and never out of the root or in a circle", async () => {
    const { index, context } = house({
      "/a/real.md": "one",
      "/a/same.md": { kind: "link", to: "real.md" },
      "/a/..data/mounted.md": "two",
      "/a/mounted.md": { kind: "link", to: "..data/mounted.md" },
      "/a/out.md": { kind: "link", to: "/secret/key.md" },
      "/a/up": { kind: "link", to: "../a" },
      "/a/sub/loop": { kind: "link", to: ".." },
      "/a/dead.md": { kind: "link", to: "nowhere.md" },
      "/a/ring.md": { kind: "link", to: "ring.md" },
      "/a/folder": { kind: "link", to: "sub" },
      "/secret/key.md": "three",
    });
    const { skipped } = await indexed(["/a"], context);
    expect(ids(index)).toEqual(["mounted.md", "real.md"]);
    expect(Object.fromEntries(skipped.map(({ id, reason }) => [id, reason]))).toEqual({
      "dead.md": "a symbolic link that leads nowhere",
      folder: "a symbolic link to a folder; folders are read under their own name only",
      "out.md": "a symbolic link that leads out of the indexed folder; index its target by name",
      "ring.md": "a symbolic link that leads in a circle",
      "same.md": "a symbolic link to a file that is read under its own name",
      "sub/loop": "a symbolic link to a folder above it",
      up: "a symbolic link to a folder above it",
    });
  });

  test("a named link to a folder is followed, because somebody named it", async () => {
    const { index, context } = house({ "/real/x.md": "one", "/link": { kind: "link", to: "/real" } });
    await indexed(["/link"], context);
    expect(index.documents().map(({ id, root }) => [id, root])).toEqual([["x.md", "/real"]]);
  });

  test("what cannot be read is listed with its reason and the others go on", async () => {
    const { index, fileSystem, context } = house(
      {
        "/a/good.md": "one",
        "/a/pipe.md": { kind: "pipe" },
        "/a/sock.md": { kind: "socket" },
        "/a/dev.md": { kind: "device" },
        "/a/closed.md": { kind: "file", bytes: new Uint8Array([65]), read: "EACCES" },
        "/a/disk.md": { kind: "file", bytes: new Uint8Array([65]), read: "EIO" },
        "/a/bad\uFFFDname.md": { kind: "unreadable", code: "EILSEQ" },
        "/a/locked/": { kind: "folder", list: "EACCES" },
        "/a/huge.md": new Uint8Array(2_000_000),
        "/a/breaks.md": "BROKEN",
        "/a/refused.md": "LOCKED",
        "/a/blank.md": " \n \n",
        "/a/tool": new Uint8Array([127, 69, 76, 70, 0, 0]),
        "/a/README": "text without an ending",
      },
      { settings: { fileBytesMax: 1_500_000 } },
    );
    fileSystem.put("/a/shut", { kind: "folder", list: "EACCES" });
    const { skipped } = await indexed(["/a"], context);
    expect(ids(index)).toEqual(["README", "good.md"]);
    expect(Object.fromEntries(skipped.map(({ id, reason }) => [id, reason]))).toMatchObject({
      "pipe.md": "a named pipe, not a file",
      "sock.md": "a socket, not a file",
      "dev.md": "a device, not a file",
      "closed.md": "no permission to read it (EACCES)",
      "disk.md": "it cannot be read (EIO)",
      "bad\uFFFDname.md": "its name is not valid UTF-8; rename it",
      shut: "a folder: no permission to read it (EACCES)",
      "huge.md": "2 MB, more than the limit of 1.5 MB a file",
      "breaks.md": "it could not be parsed: parser broke",
      "refused.md": "it is locked",
      "blank.md": "it holds no text",
      tool: "binary, and its name has no ending to tell the format",
    });
    expect(index.skipped()).toEqual(skipped);
    expect(fileSystem.reads).not.toContain("/a/huge.md");
  });

  test("thousands of files of an unknown format are not opened and are one group", async () => {
    const pictures = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`/a/p${i}.PNG`, "x"]));
    const { fileSystem, context } = house({ "/a/x.md": "one", ...pictures });
    const { skippedGroups, skipped } = await indexed(["/a"], context);
    expect(skipped).toHaveLength(2000);
    expect(skippedGroups).toEqual([
      { reason: "no reader for .png files", extension: ".png", count: 2000, examples: ["p0.PNG", "p1.PNG", "p10.PNG"] },
    ]);
    expect(fileSystem.reads.filter((path) => path.endsWith(".PNG"))).toEqual([]);
  });

  test("names that look alike stay apart: composed and decomposed, cases, line ends, escape sequences", async () => {
    const names = ["caf\u00e9.md", "cafe\u0301.md", "Note.md", "note.md", "two\nlines.md", "\u001b[31mred.md", `${"n".repeat(252)}.md`];
    const { index, context } = house(Object.fromEntries(names.map((name, i) => [`/a/${name}`, `text ${i}`])));
    await indexed(["/a"], context);
    expect(ids(index)).toEqual(names.toSorted());
  });

  test("duplicates are indexed each and named", async () => {
    const { index, embedder, context } = house({ "/a/x.md": "# Same\nsame text", "/a/y.md": "# Same\nsame text", "/a/z.md": "other" });
    const outcome = await indexed(["/a"], context);
    expect(outcome.duplicates).toEqual([["x.md", "y.md"]]);
    expect(outcome.chunks).toEqual({ total: 3, added: 3, embedded: 2, reused: 1 });
    expect(embedder.texts).toHaveLength(2);
    expect(ids(index)).toHaveLength(3);
  });
});

describe("nothing to index", () => {
  test("is an outcome that says what was looked at and what to type, and remembers no root", async () => {
    const { index, fileSystem, context } = house({ "/empty": { kind: "folder" }, "/hidden/.a.md": "one" });
    expect(await ingest(["/empty"], context)).toMatchObject({
      kind: "empty",
      lookedAt: { folders: 1, files: 0, ignored: 0 },
      message: "There is no file in /empty.",
      fix: "Name files or folders that hold text: firstfit index PATH",
    });
    expect(await ingest(["/hidden"], context)).toMatchObject({
      kind: "empty",
      message: "Everything in /hidden is left out: 1 hidden or ignored.",
    });
    fileSystem.put("/pictures/a.png", "x");
    expect(await ingest(["/pictures"], context)).toMatchObject({
      kind: "empty",
      message: "The one file in /pictures cannot be read as text.",
      skipped: [{ id: "a.png", root: "/pictures", reason: "no reader for .png files" }],
    });
    expect(index.roots()).toEqual(["/pictures"]);
  });

  test("a name that does not exist, or no name and no root, is an error before anything is done", async () => {
    const { index, context } = house({ "/a/x.md": "one" });
    await expect(ingest(["/a", "/nowhere"], context)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: 'There is no file or folder "/nowhere".',
    });
    await expect(ingest([], context)).rejects.toMatchObject({ code: "BAD_INPUT" });
    // A variable of a script that is not set must not stand for the folder that one is in.
    await expect(ingest(["/a", ""], context)).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining("empty name") });
    expect(index.changes).toEqual([]);
  });
});
