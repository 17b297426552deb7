import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { extract } from "../../src/documents/parsers.ts";
import { isInside, openZip } from "../../src/documents/zip.ts";
import { makeZip } from "../fixtures/make-zip.ts";

const reasonOf = async (bytes: Uint8Array, name: string): Promise<string> => {
  const extraction = await extract(bytes, name);
  return extraction.kind === "skipped" ? extraction.reason : `read: ${extraction.document.text.slice(0, 100)}`;
};

describe("archives (faults 33 to 35)", () => {
  it.each(["../x.txt", "/etc/x.txt", "C:\\x.txt", "C:x.txt", "a\\..\\..\\x.txt", "a/../../x.txt", "\\\\host\\x.txt", "x\u0000.txt", ""])(
    "rejects an entry named %j, and reads the others",
    async (name) => {
      expect(isInside(name)).toBe(false);
      const extraction = await extract(
        makeZip([
          { name, content: "evil words" },
          { name: "good.txt", content: "good words" },
        ]),
        "a.zip",
      );
      if (extraction.kind !== "document") throw new Error(extraction.reason);
      expect(extraction.document.text).toContain("good words");
      expect(extraction.document.text).not.toContain("evil words");
      expect(extraction.document.notes.join("\n")).toContain("leads out of the archive");
    },
  );

  it("takes a folder beside another for what it is, and a name with dots in it for a name", () => {
    expect(["a/b.txt", "a..b/c.txt", "data-evil/x", "...", "ä/ö.txt"].map(isInside)).toEqual([true, true, true, true, true]);
  });

  it("rejects links and devices within an archive", async () => {
    const zip = makeZip([
      { name: "link.txt", content: "/etc/passwd", mode: 0o120777 },
      { name: "device.txt", content: "x", mode: 0o020666 },
      { name: "file.txt", content: "plain words", mode: 0o100644 },
    ]);
    expect(openZip(zip).names).toEqual(["file.txt"]);
    expect(openZip(zip).rejected.map(({ reason }) => reason)).toEqual(["it is a link or a device", "it is a link or a device"]);
  });

  it("stops at a bomb by its ratio, whatever size the directory claims", async () => {
    const zeros = new Uint8Array(40 * 2 ** 20);
    for (const claimedSize of [zeros.length, 10]) {
      const bomb = makeZip([{ name: "a.txt", content: zeros, claimedSize }]);
      expect(await reasonOf(bomb, "a.zip")).toMatch(/^over a limit: a\.txt unpacks to more than \d+ MB/);
    }
  });

  it("counts the bytes of all entries together", () => {
    const noise = Buffer.from(Array.from({ length: 2 ** 20 }, (_, at) => (at * 2_654_435_761) >>> 13));
    const zip = openZip(makeZip([1, 2, 3].map((at) => ({ name: `${at}.txt`, content: noise }))), {
      entriesMax: 10,
      entryBytesMax: 2 ** 21,
      bytesMax: 2 ** 21,
      ratioMax: 1_000,
    });
    expect(zip.read("1.txt")?.length).toBe(2 ** 20);
    expect(zip.read("2.txt")?.length).toBe(2 ** 20);
    expect(() => zip.read("3.txt")).toThrow("over a limit");
  });

  it("refuses a million entries by their count, also when the directory hides it", async () => {
    const many = makeZip(Array.from({ length: 12_000 }, (_, at) => ({ name: `${at}.txt`, content: "" })));
    expect(await reasonOf(many, "a.zip")).toMatch(/^over a limit: 12000 entries/);
    const hidden = Buffer.from(many);
    hidden.writeUInt16LE(1, hidden.length - 12);
    expect(await reasonOf(hidden, "a.zip")).toMatch(/^over a limit: more than 10000 entries/);
  });

  it("opens archives three deep and no deeper", async () => {
    let zip = makeZip([{ name: "deep.txt", content: "the deepest words" }]);
    for (const level of [1, 2])
      zip = makeZip([
        { name: `${level}.zip`, content: zip },
        { name: `${level}.txt`, content: `words of level ${level}` },
      ]);
    const readable = await extract(zip, "a.zip");
    expect(readable.kind === "document" && readable.document.text).toContain("the deepest words");
    const deeper = await extract(
      makeZip([
        { name: "3.zip", content: zip },
        { name: "3.txt", content: "words" },
      ]),
      "a.zip",
    );
    if (deeper.kind !== "document") throw new Error(deeper.reason);
    expect(deeper.document.text).toContain("words of level 2");
    expect(deeper.document.text).not.toContain("the deepest words");
  });

  it("names damage: cut off, without a directory, with offsets that lead nowhere, not a zip at all", async () => {
    const zip = Buffer.from(makeZip([{ name: "a.txt", content: "some words that are packed" }]));
    expect(await reasonOf(zip.subarray(0, zip.length - 30), "a.zip")).toMatch(/^damaged/);
    expect(await reasonOf(zip.subarray(0, 20), "a.docx")).toMatch(/^damaged/);
    const astray = Buffer.from(zip);
    astray.writeUInt32LE(0xfffffff0, astray.length - 6);
    expect(await reasonOf(astray, "a.zip")).toMatch(/^damaged/);
    expect(await reasonOf(Buffer.from(zip).fill(0, 0, 4), "a.zip")).toMatch(/^no text.*damaged: a\.txt/);
    const broken = Buffer.from(zip);
    broken.fill(0xff, 36, 50);
    expect(await reasonOf(broken, "a.zip")).toMatch(/^no text.*damaged: a\.txt/);
    for (const name of ["a.zip", "a.docx", "a.xlsx", "a.pptx", "a.epub", "a.odt"])
      expect(await reasonOf(new TextEncoder().encode("not an archive"), name)).toMatch(/^damaged/);
  });

  it("says that gzip has no reader, and unpacks nothing of it", async () => {
    expect(await reasonOf(gzipSync(new Uint8Array(2 ** 20)), "a.gz")).toBe("no reader for .gz files");
    expect(await reasonOf(gzipSync(new Uint8Array(2 ** 20)), "a.txt")).toMatch(/^binary: it looks like gzip/);
  });
});
