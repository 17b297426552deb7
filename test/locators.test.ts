import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Answerer } from "../src/core/answer.ts";
import type { Chunk, Document, Locator } from "../src/core/document.ts";
import { extract } from "../src/documents/parsers.ts";
import { openZip } from "../src/documents/zip.ts";
import { ask } from "../src/flows/ask.ts";
import { ingest } from "../src/flows/ingest.ts";
import { memoryIndex } from "../src/stores/memory.ts";
import { openSqliteIndex } from "../src/stores/sqlite.ts";
import { chunkDocument } from "../src/text/chunk.ts";
import { locatorAt } from "../src/text/places.ts";
import { textPdf } from "./fixtures/make-pdf.ts";
import { makeZip } from "./fixtures/make-zip.ts";
import { memoryFileSystem } from "./fixtures/memory-file-system.ts";
import { letterEmbedder, letterSettings } from "./fixtures/stored-corpus.ts";

// A place is right when who looks there, with nothing of our parsers but the unpacking, finds the words. So each kind of place is
// read a second time here, in the plainest way there is.

const folder = `${process.env["FIRSTFIT_DATA"] ?? `${process.cwd()}/../shared/data`}/documents`;
const hasData = existsSync(`${folder}/manifest.jsonl`);
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(`${folder}/files/${file}`));
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

async function documentIn(bytes: Uint8Array, id: string): Promise<Document> {
  const extraction = await extract(bytes, id);
  if (extraction.kind !== "document") throw new Error(`${id}: ${extraction.reason}`);
  return { ...extraction.document, id };
}

/** Letters and digits alone: what a page, a cell and a line are sure to share with the text that was made of them. */
const bare = (text: string): string => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");
const tags = (xml: string): string =>
  xml
    .replace(/<[^>]*>/g, "")
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&");

/** Looks every block up where it says that it stands; the chunks that are cut from them must say the same of each place. */
function checkPlaces(document: Document, read: (locator: Locator) => string, of: (text: string) => string = bare): number {
  const chunks = chunkDocument(document, { chunkTokensMin: 100, chunkTokensMax: 400 });
  const known = new Map<string, string>();
  let checked = 0;
  for (const { start, end, locator } of document.blocks) {
    if (locator === undefined) continue;
    const key = JSON.stringify(locator);
    const there = known.get(key) ?? bare(read(locator));
    known.set(key, there);
    const words = of(document.text.slice(start, end));
    expect(there, `${document.id} ${key}`).toContain(words);
    expect(placeIn(chunks, document, start)).toEqual(locator);
    checked += 1;
  }
  return checked;
}
/** What the chunks say of the first word of a block. */
function placeIn(chunks: readonly Chunk[], { text }: Document, blockStart: number): Locator | undefined {
  const start = blockStart + text.slice(blockStart).search(/\S/u);
  const chunk = chunks.find((one) => one.start <= start && one.end > start);
  return chunk === undefined ? undefined : locatorAt(chunk, start);
}
const firstWords = (text: string): string => bare(text.replace(/^\W+/u, "").split(/\s+/u, 2).join(" "));

describe.skipIf(!hasData)("places in real files (skipped without FIRSTFIT_DATA)", () => {
  it.each([
    "chevron-page.pdf",
    "copy-protected.pdf",
    "korean-text-with-tables.pdf",
    "list-item-example.pdf",
    "reliance.pdf",
    "fake-memo-with-duplicate-page.pdf",
    "pdf-with-ocr-text.pdf",
  ])("%s: the words stand on the page, in whatever order it draws them", async (file) => {
    const bytes = bytesOf(file);
    const { getDocumentProxy } = await import("unpdf");
    const pdf = await getDocumentProxy(bytes.slice());
    const pages: string[] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      pages.push(bare(items.map((item) => ("str" in item ? item.str : "")).join(" ")));
    }
    const document = await documentIn(bytes, file);
    let words = 0;
    let found = 0;
    for (const { start, end, locator } of document.blocks) {
      if (locator?.kind !== "page") throw new Error("a block without a page");
      for (const word of document.text.slice(start, end).match(/\p{L}{4,}/gu) ?? []) {
        words += 1;
        if (pages[locator.page - 1]?.includes(bare(word)) === true) found += 1;
      }
    }
    expect(words).toBeGreaterThan(20);
    // Words that a line end tore with a hyphen are whole in our text only.
    expect(found / words).toBeGreaterThan(0.98);
    expect(new Set(document.blocks.map(({ locator }) => JSON.stringify(locator))).size).toBeLessThanOrEqual(pdf.numPages);
  });

  it.each(["handbook-872p.docx", "page-breaks.docx"])("%s: a block begins between the page breaks of the file", async (file) => {
    const xml = textOf(openZip(bytesOf(file)).read("word/document.xml"));
    const pages = xml.split(xml.includes("lastRenderedPageBreak") ? "<w:lastRenderedPageBreak/>" : /<w:br [^>]*type="page"[^>]*>/);
    expect(pages.length).toBeGreaterThan(2);
    const document = await documentIn(bytesOf(file), file);
    const checked = checkPlaces(
      document,
      (locator) =>
        locator.kind === "page"
          ? tags(pages[locator.page - 1] ?? "")
          : locator.kind === "part"
            ? tags(textOf(openZip(bytesOf(file)).read(`word/${locator.part}.xml`)))
            : "",
      firstWords,
    );
    expect(checked).toBe(document.blocks.length);
  });

  it("fake-power-point-table.pptx: the words stand on the slide", async () => {
    const zip = openZip(bytesOf("fake-power-point-table.pptx"));
    const document = await documentIn(bytesOf("fake-power-point-table.pptx"), "a.pptx");
    const read = (locator: Locator): string =>
      locator.kind === "slide" ? tags(textOf(zip.read(`ppt/slides/slide${locator.slide}.xml`))) : "";
    expect(checkPlaces(document, read, (text) => bare(text.split("\n", 1)[0] ?? ""))).toBeGreaterThan(1);
  });

  it.each(["stanley-cups.xlsx", "more-than-1k-cells.xlsx"])("%s: the first value of a row stands in its cell", async (file) => {
    const zip = openZip(bytesOf(file));
    const shared = [...textOf(zip.read("xl/sharedStrings.xml")).matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner = ""]) => tags(inner));
    const names = [...textOf(zip.read("xl/workbook.xml")).matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name = ""]) => tags(name));
    const read = (locator: Locator): string => {
      if (locator.kind !== "cell") return "";
      const sheet = textOf(zip.read(`xl/worksheets/sheet${names.indexOf(locator.sheet) + 1}.xml`));
      const cell = new RegExp(`<c r="${locator.cell}"([^>]*)>.*?<v>(.*?)</v>`, "s").exec(sheet);
      // The sheet's name stands above its first row, as a heading.
      return `${locator.cell === "A1" ? locator.sheet : ""} ${cell?.[1]?.includes('t="s"') === true ? shared[Number(cell[2])] : cell?.[2]}`;
    };
    const value = (text: string): string => bare((text.split(" | ", 1)[0] ?? "").replace(/^[^:]*: /, ""));
    expect(checkPlaces(await documentIn(bytesOf(file), file), read, value)).toBeGreaterThan(3);
  });

  it.each(["csv-with-long-lines.csv", "semicolon-delimited.csv"])("%s: rows are counted as a spreadsheet counts them", async (file) => {
    const document = await documentIn(bytesOf(file), file);
    // Rows, not lines: a line end within quotes is part of its cell.
    const rows: string[] = [];
    for (const line of textOf(bytesOf(file))
      .replace(/^\ufeff/, "")
      .split(/\r?\n/)) {
      if (((rows.at(-1)?.split('"').length ?? 1) - 1) % 2 === 1) rows.push(`${rows.pop()}\n${line}`);
      else rows.push(line);
    }
    const read = (locator: Locator): string => (locator.kind === "cell" ? (rows[Number(/\d+/.exec(locator.cell)?.[0]) - 1] ?? "") : "");
    const value = (text: string): string => bare((text.split(" | ", 1)[0] ?? "").replace(/^[^:|]{1,60}: /, "")).slice(0, 40);
    expect(checkPlaces(document, read, value)).toBe(document.blocks.length);
  });

  it.each(["example-10k-1p.html", "fake-html-cp1252.html"])("%s: the words begin on the line", async (file) => {
    const lines = new TextDecoder(file.includes("cp1252") ? "windows-1252" : "utf-8").decode(bytesOf(file)).split(/\r\n?|\n/);
    const read = (locator: Locator): string =>
      locator.kind === "line" ? tags(lines.slice(locator.line - 1, locator.line + 2).join(" ")) : "";
    expect(checkPlaces(await documentIn(bytesOf(file), file), read, firstWords)).toBeGreaterThan(3);
  });

  it("family-day.eml: a paragraph begins on its line", async () => {
    const lines = textOf(bytesOf("family-day.eml")).split(/\r\n?|\n/);
    const document = await documentIn(bytesOf("family-day.eml"), "a.eml");
    const body = document.blocks.filter(({ locator }) => locator?.kind === "line" && locator.line > 1);
    expect(body.length).toBeGreaterThan(1);
    for (const { start, end, locator } of body)
      expect(lines[locator?.kind === "line" ? locator.line - 1 : -1]).toContain(document.text.slice(start, end).split("\n", 1)[0]);
  });

  it("eng_spa_mult.epub: the words stand in the chapter's file, on the line", async () => {
    const zip = openZip(bytesOf("eng_spa_mult.epub"));
    const read = (locator: Locator): string =>
      locator.kind === "part"
        ? tags(
            textOf(zip.read(locator.part))
              .split("\n")
              .slice((locator.line ?? 0) - 1)
              .join("\n"),
          )
        : "";
    expect(checkPlaces(await documentIn(bytesOf("eng_spa_mult.epub"), "a.epub"), read, firstWords)).toBeGreaterThan(1);
  });

  it("simple.zip: the words stand in the file within", async () => {
    const zip = openZip(bytesOf("simple.zip"));
    const names = zip.names;
    const document = await documentIn(bytesOf("simple.zip"), "simple.zip");
    expect(document.blocks.length).toBeGreaterThan(0);
    for (const { locator } of document.blocks)
      expect(names.some((name) => locator?.kind === "part" && locator.part.startsWith(name))).toBe(true);
  });
});

describe("the place of a citation", () => {
  const scratch = mkdtempSync(join(tmpdir(), "firstfit-places-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(["memory", "sqlite"])("is the page it stands on, though its chunk begins pages before, from an index in %s", async (store) => {
    const pages = ["The reserve is 40,000 euros.", "The depot opens in May.", "The sponsor is Dana Whitfield."];
    const bytes = textPdf(pages.map((text) => [{ x: 72, y: 700, text }]));
    const options = { embedder: letterEmbedder, settings: letterSettings };
    await using index =
      store === "memory" ? memoryIndex(options) : await openSqliteIndex({ ...options, file: join(scratch, "i.db"), mode: "write" });
    await ingest(["/a"], {
      index,
      embedder: letterEmbedder,
      extract,
      extensions: new Set([".pdf"]),
      fileSystem: memoryFileSystem({ "/a/plan.pdf": bytes }),
      monotonicMs: () => 0,
    });
    expect(index.chunksOf("plan.pdf")).toHaveLength(1);
    for (const [at, text] of pages.entries()) {
      const answerer: Answerer = {
        id: "quoting",
        evidenceTokensMax: 1_000,
        // An async generator because the interface asks for one; it has nothing to wait for.
        async *answer() {
          const claim = `${text} [chunk 1: "${text}"]`;
          yield { kind: "text", text: claim };
          yield { kind: "done", draft: { kind: "claimed", text: claim, usage: { source: "none" } } };
        },
      };
      const result = await ask(`What do we know: ${text}`, { index, answerer, monotonicMs: () => 0 });
      if (result.kind !== "answered") throw new Error(result.reason);
      expect(result.citations.map(({ quote, locator }) => [quote, locator])).toEqual([[text, { kind: "page", page: at + 1 }]]);
      expect(result.evidence[0]?.locator).toEqual({ kind: "page", page: 1 });
    }
  });
});

describe("places in made files", () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

  it("a notebook's: the cell, and the line within a text cell", async () => {
    const cells = [
      { cell_type: "markdown", source: ["# Title\n", "\n", "First words.\n", "\n", "Later words."] },
      { cell_type: "code", source: ["x = 1\n", "print(x)"], outputs: [{ output_type: "stream", text: ["1\n"] }] },
      { cell_type: "markdown", source: "## More\nLast words." },
    ];
    const document = await documentIn(encode(JSON.stringify({ cells, metadata: {}, nbformat: 4 })), "a.ipynb");
    const read = (locator: Locator): string => {
      if (locator.kind !== "part") return "";
      const cell = cells[Number(/\d+/.exec(locator.part)?.[0]) - 1];
      if (locator.part.endsWith("output")) return JSON.stringify(cell?.outputs);
      const source = Array.isArray(cell?.source) ? cell.source.join("") : (cell?.source ?? "");
      return source
        .split("\n")
        .slice((locator.line ?? 1) - 1)
        .join("\n");
    };
    expect(checkPlaces(document, read)).toBe(7);
  });

  it("an archive's: the file within, and the line, page or cell there", async () => {
    const files = {
      "notes/a.md": "# Alpha\n\nFirst line here.\n\n- item one\n- item two\n",
      "b.csv": "Name;Size\nBolt;12\nNut;14\n",
      "src/c.ts": "// A comment\nexport function gamma() {\n  return 3;\n}\n",
    };
    const inner = makeZip([{ name: "deep.txt", content: "Deeper words.\n\nDeepest words.\n" }]);
    const zip = makeZip([...Object.entries(files).map(([name, content]) => ({ name, content })), { name: "more.zip", content: inner }]);
    const document = await documentIn(zip, "all.zip");
    const shown = document.blocks.map(({ start, end, locator }) => {
      if (locator?.kind !== "part") throw new Error("not a part");
      return `${locator.part}:${locator.line ?? ""} ${document.text.slice(start, end).split("\n", 1)[0]}`;
    });
    expect(shown).toEqual([
      "b.csv b!A1: b.csv",
      "b.csv b!A1: Name | Size",
      "b.csv b!A2: Name: Bolt | Size: 12",
      "b.csv b!A3: Name: Nut | Size: 14",
      "more.zip/deep.txt:1 more.zip",
      "more.zip/deep.txt:1 deep.txt",
      "more.zip/deep.txt:1 Deeper words.",
      "more.zip/deep.txt:3 Deepest words.",
      "notes/a.md:1 notes/a.md: Alpha",
      "notes/a.md:1 # Alpha",
      "notes/a.md:3 First line here.",
      "notes/a.md:5 - item one",
      "src/c.ts:1 src/c.ts: c.ts",
      "src/c.ts:1 // A comment",
      "src/c.ts:3   return 3;",
    ]);
    const chunks = chunkDocument(document, { chunkTokensMin: 300, chunkTokensMax: 800 });
    for (const { start, locator } of document.blocks) expect(placeIn(chunks, document, start)).toEqual(locator);
  });
});
