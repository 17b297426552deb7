import { describe, expect, test } from "vitest";
import { letterEmbedder, recordingIndex } from "../../test/fixtures/recording-index.ts";
import { memoryFileSystem } from "../../test/fixtures/memory-file-system.ts";
import { plainExtract } from "../../test/fixtures/plain-extract.ts";
import type { ProgressEvent } from "../core/progress.ts";
import type { IngestOutcome } from "../core/results.ts";
import { watch } from "./watch.ts";

/** Timers that run when the test says so. */
function handTimers() {
  const waiting = new Map<object, { readonly delayMs: number; readonly run: () => void }>();
  let started = 0;
  return {
    started: () => started,
    setTimer(delayMs: number, run: () => void) {
      started++;
      const key = {};
      waiting.set(key, { delayMs, run });
      return { cancel: () => void waiting.delete(key) };
    },
    delays: () => [...waiting.values()].map(({ delayMs }) => delayMs),
    fire() {
      const due = [...waiting];
      for (const [key, { run }] of due) if (waiting.delete(key)) run();
    },
  };
}

/** Lets everything that needs no timer run its course: the fakes are done within a few hundred turns. */
async function settle(): Promise<void> {
  for (let i = 0; i < 500; i++) await Promise.resolve();
}

function start(
  tree: Parameters<typeof memoryFileSystem>[0],
  roots: readonly string[],
  change: (fileSystem: ReturnType<typeof memoryFileSystem>) => void = () => {},
) {
  const fileSystem = memoryFileSystem(tree);
  change(fileSystem);
  const index = recordingIndex();
  const timers = handTimers();
  const outcomes: IngestOutcome[] = [];
  const notes: string[] = [];
  const stop = new AbortController();
  const ended = watch(roots, {
    index,
    embedder: letterEmbedder(),
    fileSystem,
    extract: plainExtract,
    extensions: new Set([".md"]),
    monotonicMs: () => 0,
    signal: stop.signal,
    setTimer: timers.setTimer,
    onOutcome: (outcome) => outcomes.push(outcome),
    report: (event: ProgressEvent) => event.kind === "note" && notes.push(event.text),
  });
  return { fileSystem, index, timers, outcomes, notes, stop, ended, ids: () => index.documents().map(({ id }) => id) };
}

describe("watching", () => {
  test("indexes at once, then again when a change has come to rest, and tells only of passes that changed something", async () => {
    const { fileSystem, timers, outcomes, stop, ended, ids } = start({ "/a/x.md": "one" }, ["/a"]);
    await settle();
    expect(ids()).toEqual(["x.md"]);
    expect(outcomes).toHaveLength(1);
    fileSystem.put("/a/y.md", "two");
    fileSystem.emit("/a/y.md", "name");
    fileSystem.emit("/a/y.md");
    await settle();
    expect(ids()).toEqual(["x.md"]);
    timers.fire();
    await settle();
    expect(ids()).toEqual(["x.md", "y.md"]);
    expect(outcomes).toHaveLength(2);
    fileSystem.emit("/a/x.md");
    timers.fire();
    await settle();
    expect(outcomes).toHaveLength(2);
    stop.abort();
    await ended;
    expect(fileSystem.watched()).toEqual([]);
    expect(timers.delays()).toEqual([]);
  });

  test("watches folders that are read and no others, and new ones as they come", async () => {
    const { fileSystem, timers, stop, ended, ids } = start(
      { "/a/x.md": "one", "/a/sub/y.md": "two", "/a/node_modules/p/z.md": "three", "/f/only.md": "four" },
      ["/a", "/f/only.md"],
    );
    await settle();
    expect(fileSystem.watched()).toEqual(["/a", "/a/sub", "/f"]);
    fileSystem.put("/a/new/deep/w.md", "five");
    fileSystem.remove("/a/sub");
    fileSystem.emit("/a/new", "name");
    timers.fire();
    await settle();
    expect(fileSystem.watched()).toEqual(["/a", "/a/new", "/a/new/deep", "/f"]);
    expect(ids()).toEqual(["new/deep/w.md", "only.md", "x.md"]);
    stop.abort();
    await ended;
    expect(fileSystem.watched()).toEqual([]);
  });

  test("a change between listing a folder and watching it is not lost", async () => {
    let done = false;
    const { stop, ended, ids } = start({ "/a/x.md": "one" }, ["/a"], (fileSystem) => {
      const { watch: real } = fileSystem;
      fileSystem.watch = (folder, listener) => {
        if (!done) fileSystem.put("/a/late.md", "two");
        done = true;
        return real(folder, listener);
      };
    });
    await settle();
    expect(ids()).toEqual(["late.md", "x.md"]);
    stop.abort();
    await ended;
  });

  test("a file that is written to without pause does not put off reading for ever", async () => {
    const { fileSystem, timers, stop, ended, ids } = start({ "/a/x.md": "one" }, ["/a"]);
    await settle();
    fileSystem.put("/a/y.md", "two");
    for (let i = 0; i < 100; i++) fileSystem.emit("/a/y.md");
    expect(timers.delays()).toEqual([300]);
    expect(timers.started()).toBe(20);
    timers.fire();
    await settle();
    expect(ids()).toEqual(["x.md", "y.md"]);
    stop.abort();
    await ended;
  });

  test("looks at intervals where the system allows no more watches, and says so once", async () => {
    const { fileSystem, timers, notes, stop, ended, ids } = start({ "/a/x.md": "one" }, ["/a"], (disk) => (disk.watchFailure = "ENOSPC"));
    await settle();
    expect(timers.delays()).toEqual([2000]);
    fileSystem.put("/a/y.md", "two");
    timers.fire();
    await settle();
    timers.fire();
    await settle();
    expect(ids()).toEqual(["x.md", "y.md"]);
    expect(notes).toEqual(["Not every folder can be watched (ENOSPC: /a); looking every 2000 ms instead."]);
    stop.abort();
    await ended;
  });

  test("a root that goes keeps its documents, and is read and watched again when it is back", async () => {
    const { fileSystem, timers, outcomes, notes, stop, ended, ids } = start({ "/a/x.md": "one" }, ["/a"]);
    await settle();
    fileSystem.remove("/a");
    fileSystem.emit("/a/x.md", "name");
    timers.fire();
    await settle();
    timers.fire();
    await settle();
    expect(ids()).toEqual(["x.md"]);
    expect(outcomes.at(-1)).toMatchObject({ missingRoots: ["/a"] });
    expect(notes).toEqual(["/a is gone; its documents stay in the index."]);
    fileSystem.put("/a/y.md", "two");
    timers.fire();
    await settle();
    expect(ids()).toEqual(["y.md"]);
    expect(fileSystem.watched()).toEqual(["/a"]);
    stop.abort();
    await ended;
  });

  test("ends at once when the signal was given before, and leaves nothing open when indexing fails", async () => {
    const fileSystem = memoryFileSystem({ "/a/x.md": "one" });
    const context = {
      index: recordingIndex(),
      embedder: letterEmbedder(),
      fileSystem,
      extract: plainExtract,
      monotonicMs: () => 0,
      setTimer: handTimers().setTimer,
      onOutcome: () => {},
    };
    await watch(["/a"], { ...context, signal: AbortSignal.abort() });
    expect(fileSystem.watched()).toEqual([]);
    await expect(watch(["/nowhere"], { ...context, signal: new AbortController().signal })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(fileSystem.watched()).toEqual([]);
  });
});
