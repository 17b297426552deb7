import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtinEmbedder, textEncoder } from "./builtin-embedder.ts";
import { kernelEncoder } from "./word-kernel.ts";
import { TEXT_UNITS_MAX, WORDS_MAX } from "./word-kernel-layout.ts";
import { shippedWordVectors } from "./word-vectors.ts";

const plain = textEncoder(shippedWordVectors());

function kernel(): (text: string) => Float32Array | undefined {
  const encode = kernelEncoder(shippedWordVectors());
  if (encode === undefined) throw new Error("no kernel on this machine");
  return encode;
}

const bits = (vector: Float32Array | undefined): readonly number[] => [...new Uint32Array((vector ?? new Float32Array(0)).buffer)];

/** Words, identifiers, apostrophes, and whatever else Unicode has, with and without blanks between. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        " ",
        "-",
        "'",
        "’",
        ".",
        "_",
        ", ",
        "\n",
        "the",
        "The",
        "kittens",
        "getUserName",
        "v1.2.3",
        "日本語",
        "🎉",
        "İ",
        "ﬁ",
        "e\u0301",
        "\ud83d",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.string({ unit: fc.constantFrom(..."abcdXYZ09"), maxLength: 9 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

describe("the word kernel", () => {
  test("gives the same bits as JavaScript, text after text, whatever the text", () => {
    const encode = kernel();
    fc.assert(
      fc.property(anyText, (text) => {
        expect(bits(encode(text))).toEqual(bits(plain(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test("counts a word that comes often, and sums words in any number", () => {
    const encode = kernel();
    for (let words = 0; words < 12; words += 1) {
      const text = Array.from({ length: words }, (_, i) => `kitten sofa x${i}`).join(" ");
      expect(bits(encode(text))).toEqual(bits(plain(text)));
    }
  });

  test("more different words than it remembers change nothing", () => {
    const encode = kernel();
    const sentence = "Two kittens are napping on the sofa.";
    const before = bits(encode(sentence));
    for (let from = 0; from < 2 * WORDS_MAX; from += 2000) {
      const text = Array.from({ length: 2000 }, (_, i) => `x${(from + i).toString(36)}`).join(" ");
      if (from % 16_000 === 0) expect(bits(encode(text))).toEqual(bits(plain(text)));
      else encode(text);
    }
    expect(bits(encode(sentence))).toEqual(before);
  });

  test("leaves a text with more words than it remembers to JavaScript, and forgets what was made of it", () => {
    const encode = kernel();
    const voiced = "がぎぐげござじずぜぞだぢづでど";
    // no two pairs of signs are the same, and each stands for itself and for its form without the mark
    const full = Array.from({ length: WORDS_MAX / 3 }, (_, i) => String.fromCharCode(0x4e00 + i) + voiced[i % voiced.length]).join("");
    expect(encode(full)).toBeUndefined();
    for (const text of ["", "Two kittens on a sofa", "漢が getUserName"]) expect(bits(encode(text))).toEqual(bits(plain(text)));
  });

  test("leaves a text that its memory does not hold to JavaScript", async () => {
    const long = "kitten ".repeat(TEXT_UNITS_MAX / 7 + 1);
    expect(kernel()(long)).toBeUndefined();
    const texts = [long, ...Array.from({ length: 20 }, (_, i) => `the kitten number ${i}`)];
    const together = await builtinEmbedder().embedBatch(texts, { inputType: "document" });
    expect(together.map(bits)).toEqual(texts.map((text) => bits(plain(text))));
  });
});
