import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extensionOf, extract, parsers } from "./parsers.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("extract", () => {
  it.each([
    ["a/b.md", "# T", "text/markdown"],
    ["a/b.MDX", "# T", "text/markdown"],
    ["b.html", "<p>T", "text/html"],
    ["b.txt", "T", "text/plain"],
    ["README", "T", "text/plain"],
    ["saved.txt", "\ufeff<!DOCTYPE html><p>T", "text/html"],
  ])("reads %s as what it is", async (path, content, mediaType) => {
    const extraction = await extract(bytes(content), path);
    expect(extraction.kind === "document" && extraction.document.mediaType).toBe(mediaType);
  });

  it("skips formats without a reader, and binary data under a text name, with the reason", async () => {
    expect(await extract(bytes("x"), "a/photo.jpg")).toEqual({ kind: "skipped", reason: "no reader for .jpg files" });
    expect(await extract(new Uint8Array(500), "a.txt")).toMatchObject({ kind: "skipped", reason: expect.stringMatching(/^binary/) });
    expect(await extract(bytes(""), "a.md")).toEqual({ kind: "skipped", reason: "empty" });
  });

  it("has one parser for each extension, in lower case with the dot", () => {
    const all = parsers.flatMap(({ extensions }) => extensions);
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((extension) => /^\.[a-z]+$/.test(extension))).toBe(true);
    expect([extensionOf("a.b/c"), extensionOf("a/.gitignore"), extensionOf("x\\y.TXT"), extensionOf("a.tar.gz")]).toEqual([
      "",
      "",
      ".txt",
      ".gz",
    ]);
  });

  const folder = `${process.env["FIRSTFIT_DATA"] ?? `${process.cwd()}/../shared/data`}/documents`;
  it.skipIf(!existsSync(`${folder}/manifest.jsonl`))(
    "finds in real files what must be found, and not what must not (skipped without FIRSTFIT_DATA)",
    async () => {
      let read = 0;
      for (const line of readFileSync(`${folder}/manifest.jsonl`, "utf8").trim().split("\n")) {
        // The schema that the data's README states.
        const { file, contains, must_not_contain } = JSON.parse(line) as {
          readonly file: string;
          readonly contains: readonly string[];
          readonly must_not_contain: readonly string[];
        };
        const extraction = await extract(readFileSync(`${folder}/files/${file}`), file);
        if (extraction.kind === "skipped") {
          expect(extraction.reason).not.toBe("");
          continue;
        }
        for (const words of contains) expect(extraction.document.text).toContain(words);
        for (const words of must_not_contain) expect(extraction.document.text).not.toContain(words);
        read += 1;
      }
      expect(read).toBeGreaterThanOrEqual(9);
    },
  );
});
