import { describe, expect, it } from "vitest";
import { extract, parsers } from "../../src/documents/parsers.ts";

const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (Math.imul(at + 7, 2_654_435_761) >>> 11) & 0xff);

describe("files that are not what their name says (fault 42)", () => {
  const names = parsers.map(({ extensions }) => `a${extensions[0]}`);

  it.each(names)("%s: empty, only white space, noise, and one byte end in a reason or in text", async (name) => {
    expect(await extract(new Uint8Array(), name)).toEqual({ kind: "skipped", reason: "empty" });
    const blank = await extract(new TextEncoder().encode(" \n\t \n"), name);
    expect(blank.kind).toBe("skipped");
    for (const bytes of [noise(5_000), new TextEncoder().encode("{"), new TextEncoder().encode("\u0000")]) {
      const extraction = await extract(bytes, name);
      if (extraction.kind === "skipped")
        expect(extraction.reason).toMatch(/^(?:empty|binary|damaged|no text|over a limit|needs a password)/);
      else expect(extraction.document.text).toMatch(/\S/);
    }
  });

  it("knows a PDF and RTF under the name of a text", async () => {
    expect(await extract(new TextEncoder().encode("%PDF-1.4 and nothing else"), "a.txt")).toMatchObject({
      kind: "skipped",
      reason: expect.stringMatching(/^damaged/),
    });
    const rtf = await extract(new TextEncoder().encode("{\\rtf1 Some words.\\par}"), "a.txt");
    expect(rtf.kind === "document" && rtf.document.text).toBe("Some words.");
  });

  it("holds a file of very many small or very deep values within the limits", async () => {
    const many = await extract(new TextEncoder().encode(`[${"1,".repeat(3_000_000)}1]`), "a.json");
    expect(many.kind === "document" || many.reason).toEqual(many.kind === "document" ? true : expect.stringMatching(/^over a limit/));
    const deep = `${"[".repeat(250)}${"1,".repeat(400_000)}1${"]".repeat(250)}`;
    const extraction = await extract(new TextEncoder().encode(deep), "a.json");
    expect(extraction.kind).toBe("document");
    const blanks = await extract(new TextEncoder().encode(JSON.stringify({ a: `x${" ".repeat(500_000)}y` })), "a.json");
    expect(blanks.kind).toBe("document");
  });

  it("says of an old office file what it is", async () => {
    const old = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]);
    expect(await extract(old, "a.docx")).toMatchObject({ reason: expect.stringMatching(/^an old office format/) });
    expect(await extract(old, "a.doc")).toEqual({ kind: "skipped", reason: "no reader for .doc files" });
  });
});
