import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, madeDocument } from "../../test/fixtures/made-document.ts";
import type { Chunk, Document } from "../core/document.ts";
import type { Hit } from "../core/retrieval.ts";
import { chunkDocument } from "./chunk.ts";
import { packEvidence } from "./pack.ts";
import { locatorAt } from "./places.ts";
import { estimateTokens } from "./tokens.ts";
import type { Expansion } from "./widen.ts";

const story = (name: string): string =>
  `${name} met on Tuesday and talked for an hour about the schedule of the new warehouse in the north.`;
const sizes = { chunkTokensMin: 20, chunkTokensMax: 30 };

function expansion(documents: readonly Document[], chunks: readonly Chunk[], by: Expansion["by"]): Expansion {
  return {
    by,
    chunksOf: (id) => chunks.filter(({ document }) => document === id),
    documentText: (id) => documents.find((document) => document.id === id)?.text,
  };
}
const hit = (chunk: Chunk, score = 1): Hit => ({ chunk, score, legs: {} });
const at = (chunks: readonly Chunk[], index: number): Chunk => {
  const chunk = chunks[index];
  if (chunk === undefined) throw new Error("no such chunk");
  return chunk;
};

const document = madeDocument([
  [2, "Goals"],
  ["paragraph", story("Anna")],
  ["paragraph", story("Bert")],
  [2, "Risks"],
  ["paragraph", story("Carla")],
  ["paragraph", story("Doris")],
  ["paragraph", story("Emil")],
]);
const chunks = chunkDocument(document, sizes);
const names = (text: string): string[] => ["Anna", "Bert", "Carla", "Doris", "Emil"].filter((name) => text.includes(name));

describe("widening a passage", () => {
  it("takes in the chunk on either side, and keeps id, offsets and text true to the document", () => {
    expect(chunks.map(({ text }) => names(text).join())).toEqual(["Anna", "Bert", "Carla", "Doris", "Emil"]);
    const { evidence, widened } = packEvidence([hit(at(chunks, 2))], {
      tokensMax: 1_000,
      expand: expansion([document], chunks, "neighbours"),
    });
    const chunk = evidence[0]?.hit.chunk;
    expect(chunk?.id).toBe(at(chunks, 2).id);
    expect(names(chunk?.text ?? "")).toEqual(["Bert", "Carla", "Doris"]);
    expect(chunk?.text).toBe(document.text.slice(chunk?.start, chunk?.end));
    expect(evidence[0]?.shownLength).toBe(chunk?.text.length);
    expect(widened).toEqual([{ chunk: at(chunks, 2).id, by: [at(chunks, 3).id, at(chunks, 1).id] }]);
  });

  it("takes in the whole section and stops at the next", () => {
    const { evidence } = packEvidence([hit(at(chunks, 3))], { tokensMax: 1_000, expand: expansion([document], chunks, "section") });
    expect(names(evidence[0]?.hit.chunk.text ?? "")).toEqual(["Carla", "Doris", "Emil"]);
  });

  it("takes in what the budget has room for, and what follows first", () => {
    const expand = expansion([document], chunks, "neighbours");
    const alone = packEvidence([hit(at(chunks, 2))], { tokensMax: 1_000 }).tokens;
    const grown = (tokensMax: number): string[] => {
      const { evidence, tokens } = packEvidence([hit(at(chunks, 2))], { tokensMax, expand });
      expect(tokens).toBeLessThanOrEqual(tokensMax);
      return names(evidence[0]?.hit.chunk.text ?? "");
    };
    expect(grown(alone + 10)).toEqual(["Carla"]);
    expect(grown(alone + 35)).toEqual(["Carla", "Doris"]);
    expect(grown(alone + 80)).toEqual(["Bert", "Carla", "Doris"]);
  });

  it("shows no chunk twice: one that is evidence already stays what it is", () => {
    const { evidence } = packEvidence([hit(at(chunks, 2)), hit(at(chunks, 3), 0.5)], {
      tokensMax: 1_000,
      expand: expansion([document], chunks, "neighbours"),
    });
    expect(evidence.map((one) => names(one.hit.chunk.text))).toEqual([
      ["Bert", "Carla"],
      ["Doris", "Emil"],
    ]);
  });

  it("takes in nothing of another date", () => {
    const dated = madeDocument([
      [2, "2026-03-01"],
      ["paragraph", story("Anna")],
      [2, "2026-04-01"],
      ["paragraph", story("Bert")],
    ]);
    const own = chunkDocument(dated, sizes);
    const { evidence } = packEvidence([hit(at(own, 0))], { tokensMax: 1_000, expand: expansion([dated], own, "neighbours") });
    expect(names(evidence[0]?.hit.chunk.text ?? "")).toEqual(["Anna"]);
  });

  it("leaves a passage alone that was cut, and one whose document is gone", () => {
    const long = madeDocument([["paragraph", Array.from({ length: 8 }, () => story("Anna")).join(" ")]]);
    const own = chunkDocument(long, { chunkTokensMin: 50, chunkTokensMax: 120 });
    const cut = packEvidence([hit(at(own, 0))], { tokensMax: 80, expand: expansion([long], own, "neighbours") });
    expect(cut.cut).toBe(at(own, 0).id);
    expect(cut.widened).toEqual([]);
    expect(packEvidence([hit(at(chunks, 2))], { tokensMax: 1_000, expand: expansion([], chunks, "neighbours") }).widened).toEqual([]);
  });

  it("keeps the places of all that it takes in", () => {
    const paged: Document = {
      ...document,
      blocks: document.blocks.map((block, i) => ({ ...block, locator: { kind: "page", page: i + 1 } })),
    };
    const own = chunkDocument(paged, sizes);
    const { evidence } = packEvidence([hit(at(own, 2))], { tokensMax: 1_000, expand: expansion([paged], own, "section") });
    const chunk = evidence[0]?.hit.chunk;
    if (chunk === undefined) throw new Error("nothing packed");
    for (const block of paged.blocks.filter(({ start, end }) => start >= chunk.start && end <= chunk.end))
      expect(locatorAt(chunk, block.start)).toEqual(block.locator);
  });

  it("keeps the budget, the numbers and the laws of chunks for any document", () => {
    fc.assert(
      fc.property(
        anyDocument(),
        fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 20, max: 120 }),
        fc.constantFrom("neighbours" as const, "section" as const),
        fc.nat(20),
        (any, picks, tokensMax, by, chunkOverlapTokens) => {
          const own = chunkDocument(any, { chunkTokensMin: 5, chunkTokensMax: 40, chunkStrategy: "sentence", chunkOverlapTokens });
          const hits = [...new Set(picks)].flatMap((pick) => own[pick] ?? []).map((chunk) => hit(chunk));
          const plain = packEvidence(hits, { tokensMax });
          const wide = packEvidence(hits, { tokensMax, expand: expansion([any], own, by) });
          expect(wide.tokens).toBeLessThanOrEqual(Math.max(tokensMax, plain.tokens));
          expect(wide.dropped).toEqual(plain.dropped);
          expect(wide.evidence.map(({ n, hit: { chunk } }) => [n, chunk.id])).toEqual(
            plain.evidence.map(({ n, hit: { chunk } }) => [n, chunk.id]),
          );
          let shown = 0;
          for (const { hit: packed, shownLength } of wide.evidence) {
            expect(packed.chunk.text).toBe(any.text.slice(packed.chunk.start, packed.chunk.end));
            shown += estimateTokens(packed.chunk.text.slice(0, shownLength));
          }
          expect(shown).toBeLessThanOrEqual(wide.tokens);
        },
      ),
      { numRuns: 300 },
    );
  });
});
