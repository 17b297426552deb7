import { describe, expect, it } from "vitest";
import type { Block, Chunk, Locator } from "../core/document.ts";
import { chunkDocument } from "./chunk.ts";
import { locatorAt } from "./places.ts";

/** One chunk of paragraphs, each with its place. */
function chunkOf(parts: readonly (readonly [string, Locator | undefined])[]): Chunk {
  let text = "";
  const blocks: Block[] = [];
  for (const [content, locator] of parts) {
    blocks.push({ kind: "paragraph", start: text.length, end: text.length + content.length, ...(locator !== undefined && { locator }) });
    text += `${content}\n\n`;
  }
  const document = { id: "a", mediaType: "", title: "", text, blocks, metadata: {}, notes: [] };
  const [chunk, ...more] = chunkDocument(document, { chunkTokensMin: 300, chunkTokensMax: 800 });
  if (chunk === undefined || more.length > 0) throw new Error("not one chunk");
  return chunk;
}
const page = (number: number): Locator => ({ kind: "page", page: number });
const line = (number: number): Locator => ({ kind: "line", line: number });

describe("the place of a citation", () => {
  it("is that of the block it stands in, not where the chunk begins", () => {
    const chunk = chunkOf([
      ["First page.", page(7)],
      ["Still there.", page(7)],
      ["Next page.", page(8)],
    ]);
    expect(chunk.locator).toEqual(page(7));
    expect(locatorAt(chunk, chunk.text.indexOf("Still"))).toEqual(page(7));
    expect(locatorAt(chunk, chunk.text.indexOf("Next"))).toEqual(page(8));
    expect(locatorAt(chunk, chunk.text.indexOf("page.", 30))).toEqual(page(8));
    expect(chunk.places).toHaveLength(2);
  });

  it("is kept once where it is the same for all blocks", () => {
    expect(
      chunkOf([
        ["One.", page(7)],
        ["Two.", page(7)],
      ]).places,
    ).toBeUndefined();
    expect(chunkOf([["One.", { kind: "part", part: "a.txt", line: 1 }]]).places).toBeUndefined();
  });

  it("is counted in line ends where the text is the file itself, and only there", () => {
    const file = chunkOf([
      ["One.\nTwo.", undefined],
      ["Three.", undefined],
    ]);
    expect(file.places).toBeUndefined();
    expect(locatorAt(file, file.text.indexOf("Two"))).toEqual(line(2));
    expect(locatorAt(file, file.text.indexOf("Three"))).toEqual(line(4));
    const web = chunkOf([["One.\nTwo.", line(12)]]);
    expect(locatorAt(web, web.text.indexOf("Two"))).toEqual(line(12));
  });

  it("goes on from the block before where a block has none", () => {
    const chunk = chunkOf([
      ["One.", page(3)],
      ["Two.", undefined],
    ]);
    expect(locatorAt(chunk, chunk.text.indexOf("Two"))).toEqual(page(3));
  });

  it("tells cells, slides and parts apart by all that they say", () => {
    const places: Locator[] = [
      { kind: "cell", sheet: "A", cell: "A1" },
      { kind: "cell", sheet: "A", cell: "A2" },
      { kind: "cell", sheet: "B", cell: "A2" },
      { kind: "slide", slide: 1 },
      { kind: "slide", slide: 2 },
      { kind: "part", part: "a" },
      { kind: "part", part: "a", line: 4 },
      { kind: "part", part: "b", line: 4 },
    ];
    expect(chunkOf(places.map((place, i) => [`Block ${i}.`, place])).places?.map(({ locator }) => locator)).toEqual(places);
  });
});
