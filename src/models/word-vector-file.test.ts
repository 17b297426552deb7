import { describe, expect, test } from "vitest";
import { FirstfitError } from "../core/errors.ts";
import { bucketOf, bytesPerVector, decodeWordVectorFile, encodeWordVectorFile } from "./word-vector-file.ts";
import { wordVectors } from "./word-vectors.ts";

const runs = [
  { dimensions: 2, bits: 2 },
  { dimensions: 3, bits: 1 },
] as const;

/** One word, "mouse", with the codes 3 0 | 1 0 1. */
function smallFile(): Uint8Array {
  const bucket = bucketOf("mouse", 2);
  return encodeWordVectorFile(
    {
      header: { id: "small", dimensions: 5, words: 1, bucketBits: 2, recipe: "by hand", runs },
      bucketWords: Uint32Array.from({ length: 5 }, (_, at) => (at > bucket ? 1 : 0)),
      bucketBytes: Uint32Array.from({ length: 5 }, (_, at) => (at > bucket ? 6 : 0)),
      text: Uint8Array.from([5, ...new TextEncoder().encode("mouse")]),
      tagCodes: Uint8Array.of(9, 0, 0, 0),
      rarities: Uint16Array.of(2048 * 7),
      exceptions: new TextEncoder().encode(JSON.stringify({ n: { mice: ["mouse"] }, v: {}, a: {}, r: {} })),
      levels: Float32Array.of(-2, -1, 1, 2, -1, 1),
      spreads: Float32Array.of(1, 1, 1, 1, 2),
      codes: Uint8Array.of(0b0011, 0b101),
    },
    () => "0".repeat(64),
  );
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof FirstfitError) return error.code;
    throw error;
  }
  return "none";
};

describe("the file of word vectors", () => {
  test("a word comes back with its vector, its rarity and its irregular form", () => {
    const vectors = wordVectors(decodeWordVectorFile(smallFile()));
    const vector = new Float32Array(5);
    expect(vectors.vectorOf("mice", vector)).toBe(true);
    // Codes 3 0 of levels -2 -1 1 2, then 1 0 1 of levels -1 1, the last number with the spread 2.
    const length = Math.sqrt(4 + 4 + 1 + 1 + 4);
    expect(Array.from(vector)).toEqual([2, -2, 1, -1, 2].map((number) => expect.closeTo(number / length, 6)));
    expect(vectors.rarityOf("mouse")).toBe(7);
    expect(Array.from(vectors.words())).toEqual(["mouse"]);
    expect(vectors.vectorOf("house", vector)).toBe(false);
    expect(vectors.rarityOf("constructor")).toBeUndefined();
  });

  test("each run of codes takes whole bytes", () => {
    expect(bytesPerVector(runs)).toBe(2);
    expect(
      bytesPerVector([
        { dimensions: 128, bits: 4 },
        { dimensions: 128, bits: 3 },
      ]),
    ).toBe(112);
  });

  test("reads from any address", () => {
    const file = smallFile();
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(decodeWordVectorFile(shifted.subarray(3)).header.id).toBe("small");
  });

  test("a cut, foreign or broken file is one clear error", () => {
    const file = smallFile();
    const broken = file.slice();
    broken[12] = 0x21;
    for (const bytes of [
      file.subarray(0, file.length - 16),
      file.subarray(0, 20),
      new TextEncoder().encode("version https://git-lfs"),
      broken,
      new Uint8Array(0),
    ]) {
      expect(codeOf(() => decodeWordVectorFile(bytes))).toBe("INTERNAL");
    }
  });
});
