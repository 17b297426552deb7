import { describe, expect, it } from "vitest";
import { progressLine, progressPrinter } from "./cli-progress.ts";

describe("progressLine", () => {
  it("says how far it is and how long it will still take", () => {
    expect(progressLine({ kind: "advanced", stage: "indexing", done: 25, total: 100, detail: "a.md" }, 10_000)).toBe(
      "indexing  25/100  25%  about 30 s left  a.md",
    );
  });

  it("promises nothing from the first few of many", () => {
    expect(progressLine({ kind: "advanced", stage: "indexing", done: 1, total: 100 }, 500)).toBe("indexing  1/100  1%");
  });

  it("shows no control character of a file name", () => {
    expect(progressLine({ kind: "advanced", stage: "indexing", done: 3, detail: "a\u001b[31m\nb" }, 500)).toBe(
      "indexing  3  a\ufffd[31m\ufffdb",
    );
  });
});

describe("progressPrinter", () => {
  function printer(options: { readonly animate: boolean; readonly quiet?: boolean }) {
    const written: string[] = [];
    let now = 0;
    const progress = progressPrinter({
      stderr: { write: (text) => written.push(text), columns: 80 },
      quiet: options.quiet ?? false,
      animate: options.animate,
      nowMs: () => now,
    });
    return { written, progress, wait: (ms: number) => (now += ms) };
  }

  it("says nothing about work that is done in a moment", () => {
    const { written, progress } = printer({ animate: true });
    progress.report({ kind: "started", stage: "indexing", total: 2 });
    progress.report({ kind: "advanced", stage: "indexing", done: 1, total: 2 });
    progress.report({ kind: "finished", stage: "indexing", done: 2 });
    expect(written).toEqual([]);
  });

  it("rewrites one line in a terminal and erases it at the end", () => {
    const { written, progress, wait } = printer({ animate: true });
    progress.report({ kind: "started", stage: "indexing", total: 4 });
    for (let done = 1; done <= 3; done++) {
      wait(500);
      progress.report({ kind: "advanced", stage: "indexing", done, total: 4 });
    }
    progress.end();
    expect(written.filter((text) => text.includes("\n"))).toEqual([]);
    expect(written.at(-1)).toBe("\r\u001b[2K");
  });

  it("prints a line every few seconds into a log, without escape sequences", () => {
    const { written, progress, wait } = printer({ animate: false });
    progress.report({ kind: "started", stage: "indexing", total: 100 });
    for (let done = 1; done <= 100; done++) {
      wait(100);
      progress.report({ kind: "advanced", stage: "indexing", done, total: 100 });
    }
    progress.report({ kind: "finished", stage: "indexing", done: 100 });
    expect(written).toEqual(["indexing  50/100  50%  about 5 s left\n", "indexing  100/100  100%  about 1 s left\n"]);
  });

  it("takes what was done before for no sign of speed", () => {
    const { written, progress, wait } = printer({ animate: false });
    progress.report({ kind: "started", stage: "trials", total: 100, done: 80 });
    for (let done = 81; done <= 90; done++) {
      wait(1_000);
      progress.report({ kind: "advanced", stage: "trials", done, total: 100 });
    }
    expect(written).toEqual(["trials  85/100  85%  about 15 s left\n", "trials  90/100  90%  about 10 s left\n"]);
  });

  it("keeps still when it is told to be quiet", () => {
    const { written, progress } = printer({ animate: false, quiet: true });
    progress.report({ kind: "note", text: "something" });
    expect(written).toEqual([]);
  });
});
