import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleepMs } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { extract, parsers } from "../../src/documents/parsers.ts";
import { nodeFileSystem } from "../../src/node-file-system.ts";
import { watch } from "../../src/flows/watch.ts";
import { memoryIndex } from "../../src/stores/memory.ts";
import { letterEmbedder, letterSettings } from "../fixtures/stored-corpus.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-watch-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test("the real disk is followed through edits, saves by rename, new trees, moves and removals, and let go at the end", async () => {
  write("a.md", "first words");
  write("sub/b.md", "second words");
  const index = memoryIndex({ settings: letterSettings, embedder: letterEmbedder });
  const stop = new AbortController();
  let open = 0;
  const ended = watch([root], {
    index,
    embedder: letterEmbedder,
    extract,
    extensions: new Set(parsers.flatMap(({ extensions }) => extensions)),
    fileSystem: {
      ...nodeFileSystem,
      watch(folder, listener) {
        const handle = nodeFileSystem.watch(folder, listener);
        open++;
        return { close: () => (open--, handle.close()) };
      },
    },
    monotonicMs: () => performance.now(),
    signal: stop.signal,
    debounceMs: 20,
    onOutcome: () => {},
    setTimer(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
  });
  const texts = (): string => JSON.stringify(Object.fromEntries(index.documents().map(({ id }) => [id, index.documentText(id)])));
  /** Waits as long as it takes; the test's own limit ends a wait for nothing. */
  const until = async (expected: Readonly<Record<string, string>>): Promise<void> => {
    while (texts() !== JSON.stringify(expected)) await sleepMs(10);
    expect(texts()).toBe(JSON.stringify(expected));
  };

  await until({ "a.md": "first words", "sub/b.md": "second words" });
  write("a.md", "edited words");
  await until({ "a.md": "edited words", "sub/b.md": "second words" });
  for (const text of ["saved by rename", "saved by rename again"]) {
    write("a.md.tmp", text);
    renameSync(join(root, "a.md.tmp"), join(root, "a.md"));
    await until({ "a.md": text, "sub/b.md": "second words" });
  }
  write("a.md", "edited in place after that");
  await until({ "a.md": "edited in place after that", "sub/b.md": "second words" });
  write("new/deep/tree/c.md", "third words");
  await until({ "a.md": "edited in place after that", "new/deep/tree/c.md": "third words", "sub/b.md": "second words" });
  write("new/deep/tree/c.md", "third words, edited");
  await until({ "a.md": "edited in place after that", "new/deep/tree/c.md": "third words, edited", "sub/b.md": "second words" });
  renameSync(join(root, "new"), join(root, "moved"));
  await until({ "a.md": "edited in place after that", "moved/deep/tree/c.md": "third words, edited", "sub/b.md": "second words" });
  rmSync(join(root, "sub"), { recursive: true });
  write("sub/b.md", "a folder of the same name");
  await until({
    "a.md": "edited in place after that",
    "moved/deep/tree/c.md": "third words, edited",
    "sub/b.md": "a folder of the same name",
  });
  write("sub/b.md", "and what is in it");
  await until({ "a.md": "edited in place after that", "moved/deep/tree/c.md": "third words, edited", "sub/b.md": "and what is in it" });
  rmSync(join(root, "a.md"));
  write(".gitignore", "moved/\n");
  await until({ "sub/b.md": "and what is in it" });

  stop.abort();
  await ended;
  expect(open).toBe(0);
});
