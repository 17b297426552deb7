import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hit } from "../core/retrieval.ts";
import { packEvidence } from "./pack.ts";
import { sentences } from "./sentences.ts";
import { estimateTokens } from "./tokens.ts";

function hit(text: string, rank = 1, document = `note${rank}.txt`): Hit {
  return {
    chunk: {
      id: `${document}#1`,
      document,
      ordinal: 1,
      start: 0,
      end: text.length,
      text,
      heading: ["Notes"],
      locator: { kind: "line", line: 1 },
    },
    score: 1 / rank,
    legs: { lexical: { rank, score: 1 / rank } },
  };
}

const words =
  "The reserve budget was raised by the board in spring while a vendor of Leeds delivered forty new meters and nobody on the team had seen the second report about it".split(
    " ",
  );
const text = fc
  .array(fc.array(fc.constantFrom(...words), { minLength: 3, maxLength: 20 }), { minLength: 1, maxLength: 20 })
  .map((all) => all.map((sentence) => `${sentence.join(" ")}.`).join(" "));

describe("packing evidence", () => {
  it("never exceeds its budget, and its count is what was shown", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 0, max: 3_000 }), (texts, tokensMax) => {
        const { evidence, tokens } = packEvidence(
          texts.map((one, i) => hit(one, i + 1)),
          { tokensMax },
        );
        const shown = evidence.reduce((sum, one) => sum + estimateTokens(one.hit.chunk.text.slice(0, one.shownLength)), 0);
        expect(tokens).toBeLessThanOrEqual(tokensMax);
        expect(shown).toBeLessThanOrEqual(tokens);
      }),
    );
  });

  it("accounts for every hit: shown or dropped, in the order of the ranking", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 0, max: 2_000 }), (texts, tokensMax) => {
        const hits = texts.map((one, i) => hit(one, i + 1));
        const { evidence, dropped } = packEvidence(hits, { tokensMax });
        expect([...evidence.map((one) => one.hit.chunk.id), ...dropped.map(({ chunk }) => chunk)].toSorted()).toEqual(
          hits.map(({ chunk }) => chunk.id).toSorted(),
        );
        expect(evidence.map(({ n }) => n)).toEqual(evidence.map((_, i) => i + 1));
        expect(evidence.map((one) => hits.indexOf(one.hit))).toEqual(
          evidence.map((one) => hits.indexOf(one.hit)).toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it("cuts a passage only at the end of a sentence, and says which it cut", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), fc.integer({ min: 60, max: 600 }), (texts, tokensMax) => {
        const { evidence, cut } = packEvidence(
          texts.map((one, i) => hit(one, i + 1)),
          { tokensMax },
        );
        const shortened = evidence.filter(({ hit: { chunk }, shownLength }) => shownLength < chunk.text.length);
        expect(shortened.map(({ hit: { chunk } }) => chunk.id)).toEqual(cut === undefined ? [] : [cut]);
        for (const { hit: packed, shownLength } of shortened) {
          expect(sentences(packed.chunk.text).map(({ end }) => end)).toContain(shownLength);
        }
      }),
    );
  });

  it("drops what repeats a better passage, and says so", () => {
    const one = "The contingency reserve stays with finance and is reviewed by the steering committee every second Tuesday of the month.";
    const { evidence, dropped } = packEvidence([hit(one, 1), hit(`${one} `, 2), hit("Training moved to June.", 3)], { tokensMax: 1_000 });
    expect(evidence.map(({ hit: packed }) => packed.chunk.document)).toEqual(["note1.txt", "note3.txt"]);
    expect(dropped).toEqual([{ chunk: "note2.txt#1", why: "duplicate" }]);
  });

  it("keeps a passage that repeats another with a new figure or a negation, because it may be the one that holds", () => {
    const first =
      "The contingency reserve is 40,000 euros and stays with finance, reviewed by the steering committee every second Tuesday of the month.";
    const texts = [first, first.replace("40,000", "60,000"), first.replace("stays", "does not stay")];
    expect(
      packEvidence(
        texts.map((one, i) => hit(one, i + 1)),
        { tokensMax: 1_000 },
      ).evidence,
    ).toHaveLength(3);
  });

  it("packs nothing into no budget", () => {
    expect(packEvidence([hit("The reserve is 40,000 euros.")], { tokensMax: 0 })).toMatchObject({
      evidence: [],
      dropped: [{ why: "budget" }],
      tokens: 0,
    });
  });
});
