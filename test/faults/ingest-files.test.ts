import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IngestOutcome, IngestSummary } from "../../src/core/results.ts";
import type { Index, SkippedRecord } from "../../src/core/retrieval.ts";
import { extract, parsers } from "../../src/documents/parsers.ts";
import { nodeFileSystem } from "../../src/node-file-system.ts";
import type { FileSystem } from "../../src/flows/ingest/file-system.ts";
import { ingest } from "../../src/flows/ingest.ts";
import type { IngestContext } from "../../src/flows/ingest.ts";
import { memoryIndex } from "../../src/stores/memory.ts";
import { letterEmbedder, letterSettings } from "../fixtures/stored-corpus.ts";

// The disk, the parsers, the chunker and the reference store are the real ones.
const base = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-files-")));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let root = "";
let index: Index = memoryIndex({ settings: letterSettings, embedder: letterEmbedder });
let count = 0;
beforeEach(() => {
  root = join(base, `case${count++}`);
  mkdirSync(root);
  index = memoryIndex({ settings: letterSettings, embedder: letterEmbedder });
});
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const run = (roots: readonly string[] = [root], over: Partial<IngestContext> = {}): Promise<IngestOutcome> =>
  ingest(roots, {
    index,
    embedder: letterEmbedder,
    extract,
    extensions: new Set(parsers.flatMap(({ extensions }) => extensions)),
    fileSystem: nodeFileSystem,
    monotonicMs: () => performance.now(),
    ...over,
  });

async function indexed(roots?: readonly string[], over?: Partial<IngestContext>): Promise<IngestSummary> {
  const outcome = await run(roots, over);
  if (outcome.kind !== "indexed") throw new Error(`expected an indexed outcome, got: ${outcome.message}`);
  return outcome;
}

const ids = (): string[] => index.documents().map(({ id }) => id);
const reasons = (skipped: readonly SkippedRecord[]): Record<string, string> =>
  Object.fromEntries(skipped.map(({ id, reason }) => [id, reason]));
const onWindows = process.platform === "win32";
const isRoot = process.getuid?.() === 0;

describe("input that holds nothing", () => {
  test("an empty folder is an outcome with the next step", async () => {
    expect(await run()).toMatchObject({
      kind: "empty",
      lookedAt: { folders: 1, files: 0, ignored: 0 },
      message: `There is no file in ${root}.`,
    });
    expect(index.roots()).toEqual([]);
  });

  test("empty files and files of white space are listed, and the others go on", async () => {
    write("empty.md", "");
    write("blank.txt", " \n\t\n \n");
    write("mark.txt", "\u{FEFF}");
    write("good.md", "# Title\n\nA sentence.");
    const { skipped } = await indexed();
    expect(Object.keys(reasons(skipped))).toEqual(["blank.txt", "empty.md", "mark.txt"]);
    expect(ids()).toEqual(["good.md"]);
  });
});

describe("encodings and binaries", () => {
  test("UTF-16 with and without a mark, Latin-1 and UTF-8 give the same text, and citations lie at exact offsets", async () => {
    const text = "Der Träger heißt Müller & Söhne. Die Rücklage beträgt 40.000 Euro. ".repeat(20).trim();
    const utf16 = Buffer.from(text, "utf16le");
    write("utf8.txt", text);
    write("utf8-mark.txt", `\u{FEFF}${text}`);
    write("utf16le.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]));
    write("utf16be.txt", Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]));
    write("unmarked.txt", utf16);
    write("latin1.txt", Buffer.from(text, "latin1"));
    await indexed();
    expect(ids()).toEqual(["latin1.txt", "unmarked.txt", "utf16be.txt", "utf16le.txt", "utf8-mark.txt", "utf8.txt"]);
    for (const id of ids()) {
      expect(index.documentText(id), id).toBe(text);
      for (const chunk of index.chunksOf(id)) expect(chunk.text).toBe(text.slice(chunk.start, chunk.end));
    }
  });

  test("a binary that is called .txt is skipped with the reason, whatever it is", async () => {
    write("picture.txt", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]));
    write("program.txt", Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256)));
    write("database.md", Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4096)]));
    write("tool", Buffer.concat([Buffer.from("\u007fELF"), Buffer.alloc(9000)]));
    write("text.txt", "words");
    const { skipped } = await indexed();
    expect(ids()).toEqual(["text.txt"]);
    expect(reasons(skipped)).toMatchObject({
      "picture.txt": "binary: it looks like a PNG image",
      "program.txt": expect.stringContaining("binary"),
      "database.md": expect.stringContaining("SQLite"),
      tool: "binary, and its name has no ending to tell the format",
    });
  });
});

describe("size", () => {
  test("a line of 100 MB is over the limit and is never opened", async () => {
    write("line.txt", "");
    truncateSync(join(root, "line.txt"), 100_000_000);
    write("good.txt", "words");
    const opened: string[] = [];
    const watching: FileSystem = { ...nodeFileSystem, read: (path, options) => (opened.push(path), nodeFileSystem.read(path, options)) };
    const { skipped } = await indexed(undefined, { fileSystem: watching });
    expect(reasons(skipped)).toEqual({ "line.txt": "100 MB, more than the limit of 64 MB a file" });
    expect(opened).not.toContain(join(root, "line.txt"));
    expect(ids()).toEqual(["good.txt"]);
  });

  test("a line as long as the limit allows is cut into chunks that lie where they say", async () => {
    const line = Array.from({ length: 40_000 }, (_, i) => `word${i}`).join(" ");
    write("line.txt", line);
    await indexed(undefined, { settings: { fileBytesMax: line.length } });
    const chunks = index.chunksOf("line.txt");
    expect(chunks.length).toBeGreaterThan(100);
    for (const chunk of chunks) expect(chunk.text).toBe(line.slice(chunk.start, chunk.end));
    write("line.txt", `${line}!`);
    const { skipped } = await indexed(undefined, { settings: { fileBytesMax: line.length } });
    expect(Object.keys(reasons(skipped))).toEqual(["line.txt"]);
    expect(ids()).toEqual([]);
  });

  test("a file that grows while it is read is read up to what it was, and once more by the next run", async () => {
    write("log.txt", "first line\n");
    const growing: FileSystem = {
      ...nodeFileSystem,
      async read(path, options) {
        const bytes = await nodeFileSystem.read(path, options);
        if (path.endsWith("log.txt")) appendFileSync(path, "another line\n");
        return bytes;
      },
    };
    await indexed(undefined, { fileSystem: growing });
    expect(index.documentText("log.txt")?.trim()).toBe("first line");
    expect((await indexed()).documents).toMatchObject({ updated: 1 });
    expect(index.documentText("log.txt")?.trim()).toBe("first line\nanother line");
    expect((await indexed()).documents).toMatchObject({ updated: 0, unchanged: 1 });
  });

  test.skipIf(!existsSync("/proc/self/status"))("a file that says it is empty and is not is read to its end", async () => {
    const outcome = await indexed(["/proc/self/status"]);
    expect(outcome.documents.added).toBe(1);
    expect(index.documentText("status")).toContain("Name:");
  });
});

describe.skipIf(onWindows)("things that are no files", () => {
  test("a named pipe, a socket and a device are listed and nothing waits for them", async () => {
    execFileSync("mkfifo", [join(root, "pipe.md")]);
    const server = createServer().listen(join(root, "socket.md"));
    closers.push(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    symlinkSync("/dev/zero", join(root, "zero.md"));
    write("good.md", "words");
    const { skipped } = await indexed();
    expect(reasons(skipped)).toEqual({
      "pipe.md": "a named pipe, not a file",
      "socket.md": "a socket, not a file",
      "zero.md": "a symbolic link that leads out of the indexed folder; index its target by name",
    });
    expect(ids()).toEqual(["good.md"]);
  });

  test("a device, or a pipe, that somebody names is skipped too", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(await run(["/dev/zero", join(root, "pipe")])).toMatchObject({
      kind: "empty",
      skipped: [
        { id: "pipe", reason: "a named pipe, not a file" },
        { id: "zero", reason: "a device, not a file" },
      ],
    });
  });

  test("a file that turns into a pipe after it was listed is gone, and nothing waits", async () => {
    write("a.md", "words");
    write("b.md", "words");
    const turning: FileSystem = {
      ...nodeFileSystem,
      read(path, options) {
        if (path.endsWith("a.md")) {
          rmSync(path);
          execFileSync("mkfifo", [path]);
        }
        return nodeFileSystem.read(path, options);
      },
    };
    expect((await indexed(undefined, { fileSystem: turning })).documents).toMatchObject({ added: 1 });
    expect(ids()).toEqual(["b.md"]);
  });

  test("symbolic links: loops, dead ends and ways out are listed, a hard link is a file", async () => {
    write("real.md", "real words");
    write("deep/er/x.md", "deep words");
    mkdirSync(join(base, "elsewhere"), { recursive: true });
    writeFileSync(join(base, "elsewhere", "secret.md"), "secret words");
    symlinkSync("..", join(root, "deep/er/loop"));
    symlinkSync(".", join(root, "self"));
    symlinkSync("ring-b.md", join(root, "ring-a.md"));
    symlinkSync("ring-a.md", join(root, "ring-b.md"));
    symlinkSync("nothing.md", join(root, "dead.md"));
    symlinkSync(join(base, "elsewhere", "secret.md"), join(root, "out.md"));
    symlinkSync(join(base, "elsewhere"), join(root, "out"));
    symlinkSync("real.md", join(root, "again.md"));
    linkSync(join(root, "real.md"), join(root, "hard.md"));
    const { skipped, duplicates } = await indexed();
    expect(ids()).toEqual(["deep/er/x.md", "hard.md", "real.md"]);
    expect(duplicates).toEqual([["hard.md", "real.md"]]);
    expect(reasons(skipped)).toEqual({
      "again.md": "a symbolic link to a file that is read under its own name",
      "dead.md": "a symbolic link that leads nowhere",
      "deep/er/loop": "a symbolic link to a folder above it",
      out: "a symbolic link that leads out of the indexed folder; index its target by name",
      "out.md": "a symbolic link that leads out of the indexed folder; index its target by name",
      "ring-a.md": "a symbolic link that leads in a circle",
      "ring-b.md": "a symbolic link that leads in a circle",
      self: "a symbolic link to a folder above it",
    });
  });
});

describe("permissions", () => {
  test("a file and a folder without permission are listed, and the others go on", async () => {
    write("closed.md", "words");
    write("shut/inside.md", "words");
    write("open.md", "words");
    // Permissions do not bind the superuser, so that the refusal is also made by hand.
    const refuse = (): never => {
      throw Object.assign(new Error("permission denied"), { code: "EACCES" });
    };
    const refusing: FileSystem = {
      ...nodeFileSystem,
      read: async (path, options) => (path.endsWith("closed.md") ? refuse() : nodeFileSystem.read(path, options)),
      list: async (path) => (path.endsWith("shut") ? refuse() : nodeFileSystem.list(path)),
    };
    const { skipped } = await indexed(undefined, { fileSystem: refusing });
    expect(reasons(skipped)).toEqual({
      "closed.md": "no permission to read it (EACCES)",
      shut: "a folder: no permission to read it (EACCES)",
    });
    expect(ids()).toEqual(["open.md"]);
    await indexed();
    expect(ids()).toEqual(["closed.md", "open.md", "shut/inside.md"]);
    expect(index.skipped()).toEqual([]);
  });

  test.skipIf(isRoot || onWindows)(
    "the system's own refusal reads the same (not run by the superuser, whom it does not bind)",
    async () => {
      write("closed.md", "words");
      write("open.md", "words");
      chmodSync(join(root, "closed.md"), 0);
      const { skipped } = await indexed();
      expect(reasons(skipped)).toEqual({ "closed.md": "no permission to read it (EACCES)" });
    },
  );
});

describe("names", () => {
  test.skipIf(onWindows)("with line ends, escape sequences, markup, 255 bytes and pattern characters stay what they are", async () => {
    const names = [
      "two\nlines.md",
      "\u001b[31mred\u001b[0m.md",
      "<img src=x onerror=alert(1)>.md",
      "a\\b.md",
      "[x]*?.md",
      "-rf.md",
      " lead.md",
      "#hash.md",
      "!bang.md",
      "..dots.md",
      `${"ü".repeat(126)}.md`,
    ];
    for (const [i, name] of names.entries()) write(name, `words ${i}`);
    await indexed();
    // A leading dot hides a file, also when there are two.
    expect(ids()).toEqual(names.filter((name) => name !== "..dots.md").toSorted());
    const again = await indexed();
    expect(again.documents).toMatchObject({ unchanged: names.length - 1, added: 0 });
  });

  test.skipIf(process.platform !== "linux")(
    "composed and decomposed, upper and lower case are distinct where the disk tells them apart",
    async () => {
      write("caf\u00e9.md", "composed");
      write("cafe\u0301.md", "decomposed");
      write("README.md", "upper");
      write("readme.md", "lower");
      await indexed();
      expect(ids()).toEqual(["README.md", "cafe\u0301.md", "caf\u00e9.md", "readme.md"]);
      expect(index.documentText("caf\u00e9.md")).toBe("composed");
      expect(index.documentText("cafe\u0301.md")).toBe("decomposed");
    },
  );

  test.skipIf(process.platform !== "linux")("that are not UTF-8 are listed, and the others go on", async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from(".md")]), "words");
    write("caf\u{FFFD}2.md", "a real replacement character");
    const { skipped } = await indexed();
    expect(reasons(skipped)).toEqual({ "caf\u{FFFD}.md": "its name is not valid UTF-8; rename it" });
    expect(ids()).toEqual(["caf\u{FFFD}2.md"]);
  });

  test("a folder so deep that its path is too long is listed, and the others go on", async () => {
    write("good.md", "words");
    const long = "d".repeat(200);
    const tooLong: FileSystem = {
      ...nodeFileSystem,
      list: async (path) => {
        if (path.length > root.length + 3 * 201) throw Object.assign(new Error("too long"), { code: "ENAMETOOLONG" });
        return nodeFileSystem.list(path);
      },
    };
    write(`${[long, long, long, long].join("/")}/x.md`, "words");
    const { skipped } = await indexed(undefined, { fileSystem: tooLong });
    expect(skipped.map(({ reason }) => reason)).toEqual(["a folder: its path is too long for the system (ENAMETOOLONG)"]);
    expect(ids()).toEqual(["good.md"]);
  });
});

describe("a tree that changes while it is read", () => {
  test("a file that vanishes between listing and reading leaves no trace", async () => {
    write("a.md", "words");
    write("b.md", "words");
    const vanishing: FileSystem = {
      ...nodeFileSystem,
      read(path, options) {
        if (path.endsWith("a.md")) rmSync(path, { force: true });
        return nodeFileSystem.read(path, options);
      },
    };
    const outcome = await indexed(undefined, { fileSystem: vanishing });
    expect(ids()).toEqual(["b.md"]);
    expect(outcome.skipped).toEqual([]);
  });

  test("a file replaced by a folder, and a folder by a file, are followed", async () => {
    write("a.md", "words");
    write("folder/b.md", "words");
    await indexed();
    rmSync(join(root, "a.md"));
    write("a.md/inner.md", "inner words");
    rmSync(join(root, "folder"), { recursive: true });
    write("folder", "now a file");
    await indexed();
    expect(ids()).toEqual(["a.md/inner.md", "folder"]);
    const replacing: FileSystem = {
      ...nodeFileSystem,
      read(path, options) {
        if (path.endsWith("/folder")) {
          rmSync(path, { recursive: true });
          mkdirSync(path);
        }
        return nodeFileSystem.read(path, options);
      },
    };
    expect((await indexed(undefined, { fileSystem: replacing })).documents).toMatchObject({ removed: 1, unchanged: 1 });
    expect(ids()).toEqual(["a.md/inner.md"]);
  });

  test("a root replaced by a file of its name is that file", async () => {
    write("a.md", "words");
    await indexed();
    rmSync(root, { recursive: true });
    writeFileSync(root, "now a file");
    await indexed([]);
    expect(ids()).toEqual([root.slice(root.lastIndexOf("/") + 1)]);
  });

  test("a folder renamed as a whole keeps its vectors", async () => {
    for (let i = 0; i < 20; i++) write(`old/${i}.txt`, `words of file ${i}`);
    await indexed();
    renameSync(join(root, "old"), join(root, "new"));
    const outcome = await indexed();
    expect(outcome.documents).toMatchObject({ renamed: 20, added: 0, removed: 0 });
    expect(outcome.chunks).toMatchObject({ embedded: 0, reused: 20 });
  });

  test("duplicates are each found, and named once as equals", async () => {
    for (const name of ["a.md", "b.md", "sub/c.md"]) write(name, "# Equal\n\nThe very same words.");
    write("d.md", "other words");
    const outcome = await indexed();
    expect(outcome.duplicates).toEqual([["a.md", "b.md", "sub/c.md"]]);
    expect(outcome.chunks).toMatchObject({ added: 4, embedded: 2, reused: 2 });
    const hits = await index.search("very same words", { k: 10 });
    expect(hits.map(({ chunk }) => chunk.document).slice(0, 3)).toEqual(["a.md", "b.md", "sub/c.md"]);
  });
});
