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
    expect(all.every((extension) => /^\.[a-z][a-z0-9]*$/.test(extension))).toBe(true);
    expect([extensionOf("a.b/c"), extensionOf("a/.gitignore"), extensionOf("x\\y.TXT"), extensionOf("a.tar.gz")]).toEqual([
      "",
      "",
      ".txt",
      ".gz",
    ]);
  });
});
