import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, madeDocument } from "../../test/fixtures/made-document.ts";
import type { Chunk, Document } from "../core/document.ts";
import { chunkDocument, chunkDocumentWith, chunkerRevision, searchText } from "./chunk.ts";
import type { ChunkSettings } from "./chunk.ts";
import { estimateTokens } from "./tokens.ts";

/** Two numbers a text, by what it is about: enough to tell ships from bread. */
const embed = (texts: readonly string[]): Promise<Float32Array[]> =>
  Promise.resolve(
    texts.map((text) => {
      const [ships, bread] = [/ship|harbour|sail/gu, /bread|oven|dough/gu].map((about) => 0.01 + (text.match(about)?.length ?? 0));
      const length = Math.hypot(ships ?? 0, bread ?? 0);
      return Float32Array.of((ships ?? 0) / length, (bread ?? 0) / length);
    }),
  );

/** The laws that hold for every strategy. */
function checkLaws(document: Document, chunks: readonly Chunk[], settings: ChunkSettings): void {
  const covered = new Uint8Array(document.text.length);
  for (const { kind, start, end } of document.blocks) if (kind === "front-matter") covered.fill(1, start, end);
  for (const [index, chunk] of chunks.entries()) {
    const before = chunks[index - 1];
    expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
    expect(chunk.text).toMatch(/\S/u);
    expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(settings.chunkTokensMax);
    expect(chunk.ordinal).toBe(index + 1);
    if (document.text.isWellFormed()) expect(chunk.text.isWellFormed()).toBe(true);
    covered.fill(1, chunk.start, chunk.end);
    if (before === undefined) continue;
    expect(chunk.start).toBeGreaterThan(before.start);
    expect(chunk.end).toBeGreaterThan(before.end);
    const repeated = document.text.slice(chunk.start, Math.max(chunk.start, before.end));
    // Estimates are rounded up.
    expect(estimateTokens(repeated)).toBeLessThanOrEqual((settings.chunkOverlapTokens ?? 0) + 1);
  }
  const lost = [...covered.keys()].filter((at) => covered[at] === 0 && /\S/u.test(document.text[at] ?? ""));
  expect(lost).toEqual([]);
}

describe("every strategy", () => {
  it.each(["structure", "fixed", "sentence", "semantic"] as const)("%s keeps its laws for any document at any size", async (strategy) => {
    await fc.assert(
      fc.asyncProperty(
        anyDocument(),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 8, max: 120 }),
        fc.integer({ min: 0, max: 40 }),
        async (document, min, max, overlap) => {
          const settings: ChunkSettings = {
            chunkTokensMin: Math.min(min, max),
            chunkTokensMax: max,
            chunkStrategy: strategy,
            ...((strategy === "fixed" || strategy === "sentence") && { chunkOverlapTokens: overlap }),
          };
          const chunks = await chunkDocumentWith(document, settings, embed);
          checkLaws(document, chunks, settings);
          expect(await chunkDocumentWith(document, settings, embed)).toEqual(chunks);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("fixed never repeats the whole of a window", () => {
    const words = `${"x".repeat(40)}word 2026-03-03 2026-03-03 `;
    const document = madeDocument([["paragraph", words]]);
    const settings = { chunkTokensMin: 0, chunkTokensMax: 9, chunkStrategy: "fixed", chunkOverlapTokens: 5 } as const;
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings);
    expect(chunks.map(({ text }) => text)).toEqual([`${"x".repeat(40)}word`, "2026-03-03", "2026-03-03"]);
  });

  it.each(["structure", "fixed", "sentence", "semantic"] as const)("%s never puts two dates into one chunk", async (strategy) => {
    const document = madeDocument([
      [2, "2026-03-01"],
      ["paragraph", "Budget is 10."],
      [2, "2 April 2026"],
      ["paragraph", "Budget is 12."],
    ]);
    const chunks = await chunkDocumentWith(document, { chunkTokensMin: 300, chunkTokensMax: 800, chunkStrategy: strategy }, embed);
    expect(chunks.map(({ date, text }) => [date, text.split("\n").at(-1)])).toEqual([
      ["2026-03-01", "Budget is 10."],
      ["2026-04-02", "Budget is 12."],
    ]);
  });

  it("is told apart by its revision, with all that decides where it cuts", () => {
    const sizes = { chunkTokensMin: 1, chunkTokensMax: 2 };
    const settings: readonly ChunkSettings[] = [
      sizes,
      { ...sizes, chunkStrategy: "fixed" },
      { ...sizes, chunkStrategy: "fixed", chunkOverlapTokens: 50 },
      { ...sizes, chunkStrategy: "sentence" },
      { ...sizes, chunkStrategy: "semantic" },
      { ...sizes, chunkStrategy: "semantic", chunkBreakPercentile: 80 },
    ];
    expect(new Set(settings.map(chunkerRevision)).size).toBe(settings.length);
    expect(chunkerRevision({ ...sizes, chunkStrategy: "structure" })).toBe(chunkerRevision(sizes));
  });
});

const sentence = (n: number): string => `Crew number ${n} reported to the harbour office before noon.`;
const prose = Array.from({ length: 60 }, (_, n) => sentence(n + 1)).join(" ");

describe("fixed windows", () => {
  it("fill the size, end between words, and repeat no more than they are told", () => {
    const document = madeDocument([
      [1, "Plan"],
      ["paragraph", prose],
    ]);
    const settings = { chunkTokensMin: 0, chunkTokensMax: 120, chunkStrategy: "fixed", chunkOverlapTokens: 30 } as const;
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings);
    for (const { text } of chunks.slice(0, -1)) expect(estimateTokens(text)).toBeGreaterThan(110);
    for (const { start, end } of chunks) expect(`${document.text[start - 1] ?? ""}${document.text[end] ?? ""}`).toMatch(/^\s*$/);
    for (const [index, { start }] of chunks.slice(1).entries())
      expect(estimateTokens(document.text.slice(start, chunks[index]?.end))).toBeGreaterThan(20);
    expect(chunks.every(({ heading }) => heading.join() === "Plan")).toBe(true);
  });

  it("repeat at most half of a window, so that they get on", () => {
    const document = madeDocument([["paragraph", prose]]);
    const settings = { chunkTokensMin: 0, chunkTokensMax: 100, chunkStrategy: "fixed" } as const;
    expect(chunkDocument(document, { ...settings, chunkOverlapTokens: 1_000 })).toEqual(
      chunkDocument(document, { ...settings, chunkOverlapTokens: 50 }),
    );
  });

  it("finish on megabytes in one line", () => {
    for (const unit of ["lorem ipsum dolor. ", "x", "中", "😀"]) {
      const document = madeDocument([], { text: unit.repeat(2_000_000 / unit.length) });
      for (const chunkStrategy of ["fixed", "sentence"] as const) {
        const chunks = chunkDocument(document, { chunkTokensMin: 0, chunkTokensMax: 200, chunkStrategy, chunkOverlapTokens: 50 });
        expect(chunks.at(-1)?.end).toBe(document.text.trimEnd().length);
      }
    }
  });
});

describe("sentences", () => {
  it("are never torn when they fit, and are repeated whole", () => {
    const document = madeDocument([["paragraph", prose]]);
    const settings = { chunkTokensMin: 0, chunkTokensMax: 100, chunkStrategy: "sentence", chunkOverlapTokens: 25 } as const;
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings);
    expect(chunks.length).toBeGreaterThan(5);
    for (const { text } of chunks) expect(text).toMatch(/^Crew .*noon\.$/);
    const numbers = chunks.map(({ text }) => [...text.matchAll(/\d+/g)].map(Number));
    for (const [index, own] of numbers.slice(1).entries()) expect(own.slice(0, 2)).toEqual(numbers[index]?.slice(-2));
  });

  it("of a table are its rows, and every later chunk is told the columns", () => {
    const rows = Array.from({ length: 40 }, (_, index) => `| Person ${index} | ${index * 12} |`).join("\n");
    const document = madeDocument([["table", `| Name | Salary |\n|---|---|\n${rows}`]]);
    const chunks = chunkDocument(document, { chunkTokensMin: 0, chunkTokensMax: 80, chunkStrategy: "sentence" });
    expect(chunks.length).toBeGreaterThan(2);
    for (const { text, heading } of chunks.slice(1)) {
      expect(heading.at(-1)).toBe("Name | Salary");
      for (const line of text.split("\n")) expect(line).toMatch(/^\| Person \d+ \| \d+ \|$/);
    }
  });
});

describe("semantic breakpoints", () => {
  const ships = Array.from({ length: 8 }, (_, n) => `Ship ${n} left the harbour under sail.`).join(" ");
  const bread = Array.from({ length: 8 }, (_, n) => `Dough ${n} went into the oven as bread.`).join(" ");

  it("fall where the subject changes, whatever the paragraphs are", async () => {
    const document = madeDocument([["paragraph", `${ships} ${bread} ${ships}`]]);
    const settings = { chunkTokensMin: 40, chunkTokensMax: 400, chunkStrategy: "semantic", chunkBreakPercentile: 90 } as const;
    const chunks = await chunkDocumentWith(document, settings, embed);
    checkLaws(document, chunks, settings);
    expect(chunks.map(({ text }) => text.split(" ")[0])).toEqual(["Ship", "Dough", "Ship"]);
  });

  it("ask the embedder once, with each sentence between its neighbours", async () => {
    const asked: (readonly string[])[] = [];
    const settings = { chunkTokensMin: 40, chunkTokensMax: 400, chunkStrategy: "semantic" } as const;
    await chunkDocumentWith(madeDocument([["paragraph", "One is first. Two is next. Three is last."]]), settings, (texts) => {
      asked.push(texts);
      return embed(texts);
    });
    expect(asked).toEqual([["One is first. Two is next.", "One is first. Two is next. Three is last.", "Two is next. Three is last."]]);
  });

  it("pass on what the embedder throws", async () => {
    const settings = { chunkTokensMin: 40, chunkTokensMax: 400, chunkStrategy: "semantic" } as const;
    const fails = (): Promise<never> => Promise.reject(new Error("no embedder"));
    await expect(chunkDocumentWith(madeDocument([["paragraph", ships]]), settings, fails)).rejects.toThrow("no embedder");
  });
});

describe("searchText", () => {
  it("has the heading path, then what a model wrote, then the text", () => {
    const [chunk] = chunkDocument(madeDocument([["paragraph", "It rose by 3%."]]), { chunkTokensMin: 1, chunkTokensMax: 100 });
    if (chunk === undefined) throw new Error("no chunk");
    expect(searchText({ ...chunk, context: "From the filing of ACME." })).toBe("Plan\nFrom the filing of ACME.\nIt rose by 3%.");
  });
});
