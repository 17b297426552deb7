import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, madeDocument } from "../../test/fixtures/made-document.ts";
import type { Block, Chunk, Document } from "../core/document.ts";
import { structureUnits } from "./chunk-structure.ts";
import { chunkDocument, searchText } from "./chunk.ts";
import { estimateTokens } from "./tokens.ts";

const settings = { chunkTokensMin: 300, chunkTokensMax: 800 };
/** About 100 estimated tokens. */
const hundred = "The committee met on Tuesday and talked for an hour about the schedule of the new warehouse in the north. "
  .repeat(5)
  .trim();

/** Every law of `chunkDocument`. */
function checkLaws(document: Document, chunks: readonly Chunk[], tokensMax: number): void {
  const frontMatter = document.blocks.filter(({ kind }) => kind === "front-matter");
  const uncovered = (from: number, to: number): string => {
    let rest = "";
    let at = from;
    for (const { start, end } of frontMatter) {
      rest += document.text.slice(at, Math.max(at, Math.min(start, to)));
      at = Math.max(at, Math.min(end, to));
    }
    return rest + document.text.slice(at, to);
  };
  let at = 0;
  for (const [index, chunk] of chunks.entries()) {
    expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
    expect(chunk.start).toBeGreaterThanOrEqual(at);
    expect(chunk.end).toBeGreaterThan(chunk.start);
    expect(uncovered(at, chunk.start).trim()).toBe("");
    expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(tokensMax);
    expect(chunk.ordinal).toBe(index + 1);
    expect(chunk.id).toBe(`${document.id}#${index + 1}`);
    if (document.text.isWellFormed()) expect(chunk.text.isWellFormed()).toBe(true);
    at = chunk.end;
  }
  expect(uncovered(at, document.text.length).trim()).toBe("");
}

describe("chunkDocument", () => {
  it("keeps a short document in one chunk, with the title as its path", () => {
    const document = madeDocument([
      [1, "Plan"],
      ["paragraph", "We start in May."],
      [2, "Money"],
      ["paragraph", "It costs $12,500."],
    ]);
    const chunks = chunkDocument(document, settings);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatchObject({ id: "notes/a.md#1", start: 0, heading: ["Plan"], locator: { kind: "line", line: 1 } });
    expect(chunks[0]?.date).toBeUndefined();
  });

  it("cuts at sections, merges small siblings up to about the minimum, and names the headings above", () => {
    const long = Array.from({ length: 6 }, (): ["paragraph", string] => ["paragraph", hundred]);
    const document = madeDocument([
      [1, "Plan"],
      [2, "Goals"],
      ["paragraph", hundred],
      [2, "Risks"],
      ["paragraph", hundred],
      [2, "Team"],
      ["paragraph", hundred],
      [2, "Budget"],
      ...long,
    ]);
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks.map(({ heading }) => heading)).toEqual([["Plan"], ["Plan", "Budget"]]);
    expect(chunks[1]?.text.startsWith("## Budget")).toBe(true);
    expect(chunks[1]?.locator).toEqual({ kind: "line", line: 15 });
  });

  it("splits a long section into parts of about equal size at paragraph ends", () => {
    const document = madeDocument([[2, "Budget"], ...Array.from({ length: 20 }, (): ["paragraph", string] => ["paragraph", hundred])]);
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks.every(({ text, heading }) => text.endsWith("north.") && heading.join() === "Plan,Budget")).toBe(true);
    for (const { text } of chunks) expect(estimateTokens(text)).toBeGreaterThanOrEqual(settings.chunkTokensMin);
  });

  it("splits a long paragraph at sentence ends", () => {
    const document = madeDocument([["paragraph", Array.from({ length: 30 }, () => hundred).join(" ")]]);
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.every(({ text }) => text.startsWith("The") && text.endsWith("north."))).toBe(true);
  });

  it("does not tear a code fence or a table that fits a chunk", () => {
    const fence = `\`\`\`ts\n${"const answer = compute(42);\n\n".repeat(50)}\`\`\``;
    const table = `| a | b |\n|---|---|\n${"| one | two |\n".repeat(60).trimEnd()}`;
    const document = madeDocument([
      ["paragraph", hundred],
      ["paragraph", hundred],
      ["code", fence],
      ["paragraph", hundred],
      ["paragraph", hundred],
      ["table", table],
      ["paragraph", hundred],
    ]);
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks.length).toBeGreaterThan(2);
    for (const whole of [fence, table]) expect(chunks.filter(({ text }) => text.includes(whole))).toHaveLength(1);
  });

  it("cuts a table that alone exceeds a chunk at row ends, and tells later parts their columns", () => {
    const rows = Array.from({ length: 300 }, (_, index) => `| Person ${index} | ${index * 12} |`);
    const document = madeDocument([
      [2, "Staff"],
      ["table", `| Name | Salary |\n|---|---|\n${rows.join("\n")}`],
    ]);
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks[0]?.heading).toEqual(["Plan", "Staff"]);
    for (const chunk of chunks.slice(1)) {
      expect(chunk.heading).toEqual(["Plan", "Staff", "Name | Salary"]);
      expect(chunk.text).toMatch(/^\| Person \d+ \| \d+ \|$/m);
      expect(chunk.text.startsWith("| Person") && chunk.text.endsWith("|")).toBe(true);
    }
  });

  it("cuts a long list between its items and a long code block between its lines", () => {
    const list = Array.from({ length: 60 }, (_, index) => `- Item ${index}: ${hundred.slice(0, 100)}\n  which goes on here`).join("\n");
    const code = Array.from({ length: 300 }, (_, index) => `const value${index} = compute(${index}, "text");`).join("\n");
    for (const [kind, content, start] of [
      ["list", list, "- Item"],
      ["code", code, "const"],
    ] as const) {
      const document = madeDocument([[kind, content]]);
      const chunks = chunkDocument(document, settings);
      checkLaws(document, chunks, settings.chunkTokensMax);
      expect(chunks.length).toBeGreaterThan(2);
      expect(chunks.every(({ text }) => text.startsWith(start))).toBe(true);
    }
  });

  it("keeps an introducing line with the code, list or table that it introduces", () => {
    const code = "```\nrun --all\n```";
    const filler = Array.from({ length: 7 }, (): ["paragraph", string] => ["paragraph", hundred]);
    const document = madeDocument([...filler, ["paragraph", "Run it like this:"], ["code", code], ...filler]);
    expect(chunkDocument(document, settings).filter(({ text }) => text.includes(`Run it like this:\n\n${code}`))).toHaveLength(1);
  });

  it("never leaves a heading without its text at the end of a chunk", () => {
    const sections = Array.from(
      { length: 12 },
      (_, index): readonly [readonly [2, string], readonly [3, string], readonly ["paragraph", string]] => [
        [2, `Part ${index}`],
        [3, `Detail ${index}`],
        ["paragraph", hundred.repeat(1 + (index % 5))],
      ],
    );
    const document = madeDocument(sections.flat());
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    for (const { text } of chunks) expect(text.split("\n").at(-1)).not.toMatch(/^#/);
  });

  it("dates a chunk by the nearest dated heading above, else by the document, and never merges two dates", () => {
    const document = madeDocument(
      [
        ["paragraph", "Log of the project."],
        [2, "2026-03-01"],
        ["paragraph", "Budget is 10."],
        [2, "2 April 2026"],
        ["paragraph", "Budget is 12."],
        [3, "Why"],
        ["paragraph", "Steel."],
      ],
      { date: "2026-01-05" },
    );
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks.map(({ date, text }) => [date, text.split("\n").at(-1)])).toEqual([
      ["2026-01-05", "Log of the project."],
      ["2026-03-01", "Budget is 10."],
      ["2026-04-02", "Steel."],
    ]);
  });

  it("takes a block's own locator where the text is not the file itself", () => {
    const text = "Page one.\n\nPage two.";
    const blocks: Block[] = [
      { kind: "paragraph", start: 0, end: 9, locator: { kind: "page", page: 7 } },
      { kind: "paragraph", start: 11, end: 20, locator: { kind: "page", page: 8 } },
    ];
    const [chunk] = chunkDocument(
      { id: "a.pdf", mediaType: "application/pdf", title: "", text, blocks, metadata: {}, notes: [] },
      settings,
    );
    expect(chunk?.locator).toEqual({ kind: "page", page: 7 });
    expect(chunk?.heading).toEqual([]);
  });

  it("leaves front matter out of the text, and lets the first chunk be found by the description and keywords", () => {
    const document = madeDocument(
      [
        ["front-matter", "---\ntitle: Plan\n---"],
        ["paragraph", "We start in May."],
      ],
      { metadata: { description: "How the depot\nopens", keywords: ["depot", "opening"] } },
    );
    const chunks = chunkDocument(document, settings);
    checkLaws(document, chunks, settings.chunkTokensMax);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.text).toBe("We start in May.");
    expect(chunks.map(searchText)).toEqual(["Plan > How the depot opens > depot, opening\nWe start in May."]);
  });

  it("has no chunks for white space and front matter alone", () => {
    expect(chunkDocument(madeDocument([["front-matter", "---\na: b\n---"]]), settings)).toEqual([]);
    expect(chunkDocument(madeDocument([], { text: " \n\n " }), settings)).toEqual([]);
  });

  it("keeps its laws for any blocks, also with gaps, in any text, at any size", () => {
    fc.assert(
      fc.property(anyDocument(), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 8, max: 120 }), (document, min, max) => {
        checkLaws(document, chunkDocument(document, { chunkTokensMin: Math.min(min, max), chunkTokensMax: max }), max);
      }),
      { numRuns: 400 },
    );
  });

  it("never cuts a character of two code units in half", () => {
    for (const max of [8, 9, 10, 11, 12, 13]) {
      for (const text of ["😀".repeat(200), `a${"😀".repeat(200)}`]) {
        const document = madeDocument([], { text });
        checkLaws(document, chunkDocument(document, { chunkTokensMin: 4, chunkTokensMax: max }), max);
      }
    }
  });

  it("keeps no sentence of a long paragraph by itself, so that millions of them take no memory", () => {
    const units = structureUnits(madeDocument([], { text: "Go on. ".repeat(20_000) }), settings);
    expect(units.length).toBeGreaterThan(20);
    expect(units.every(({ atoms }) => atoms.length === 1)).toBe(true);
  });

  it("finishes on a hundred thousand headings and on megabytes in one line", () => {
    const headings = madeDocument(
      Array.from({ length: 100_000 }, (_, index): readonly [number, string] => [1 + (index % 6), `Heading ${index}`]),
    );
    const chunks = chunkDocument(headings, settings);
    expect(chunks.at(-1)?.end).toBe(headings.text.trimEnd().length);
    for (const unit of ["lorem ipsum dolor. ", "x", "a ", "中"]) {
      const document = madeDocument([], { text: unit.repeat(3_000_000 / unit.length) });
      const found = chunkDocument(document, settings);
      expect(found.length).toBeGreaterThan(500);
      expect(found.at(-1)?.end).toBe(document.text.trimEnd().length);
    }
  });
});
