import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { baseForms } from "../text/morphy.ts";
import { cosine } from "../search/vectors.ts";
import { decodeWordVectorFile } from "./word-vector-file.ts";
import { shippedWordVectors } from "./word-vectors.ts";

const asset = readFileSync(new URL("../../assets/wordnet-vectors.bin", import.meta.url));
const BYTES_MAX = 12_000_000;

function wordSimilarity(a: string, b: string): number {
  const [left, right] = [new Float32Array(256), new Float32Array(256)];
  if (!shippedWordVectors().vectorOf(a, left) || !shippedWordVectors().vectorOf(b, right)) throw new Error(`no vector for ${a} or ${b}`);
  return cosine(left, right);
}

describe("the shipped word vectors", () => {
  test("are 12 MB at most, and are what their checksum says", () => {
    expect(asset.length).toBeLessThan(BYTES_MAX);
    const { header } = decodeWordVectorFile(asset);
    const body = asset.length - Math.max(...Object.values(header.sections).map(([offset, length]) => Math.ceil((offset + length) / 8) * 8));
    expect(createHash("sha256").update(asset.subarray(body)).digest("hex")).toBe(header.sha256);
  });

  test("hold every one-word lemma of WordNet, and words that it has only in names", () => {
    const words = new Set(shippedWordVectors().words());
    // WordNet 3.0 has 83,118 lemmas without a blank over its four parts of speech.
    expect(words.size).toBeGreaterThan(83_118);
    for (const word of ["cat", "aardvark", "zymurgy", "state-of-the-art", "francisco"]) expect(words).toContain(word);
  });

  test.each([
    ["kittens", "kitten"],
    ["mice", "mouse"],
    ["went", "go"],
    ["geese", "goose"],
    ["better", "good better well"],
    ["was", "be"],
    ["running", "run running"],
    ["leaves", "leaf leave"],
  ])("%s is found by its base forms", (form, expected) => {
    const lemmas = baseForms(form, shippedWordVectors().lexicon).map(({ lemma }) => lemma);
    expect(lemmas).toEqual(expect.arrayContaining(expected.split(" ")));
    expect(shippedWordVectors().vectorOf(form, new Float32Array(256))).toBe(true);
  });

  test("an inflected form is as near to others as its base form", () => {
    expect(wordSimilarity("kittens", "kitten")).toBeGreaterThan(0.99);
    expect(wordSimilarity("mice", "mouse")).toBeGreaterThan(0.99);
    expect(wordSimilarity("went", "go")).toBeGreaterThan(0.9);
  });

  test("synonyms are near, relatives nearer than strangers", () => {
    expect(wordSimilarity("sponsor", "patron")).toBeGreaterThan(0.6);
    expect(wordSimilarity("cat", "kitten")).toBeGreaterThan(wordSimilarity("cat", "car") + 0.2);
    expect(wordSimilarity("delay", "postponement")).toBeGreaterThan(wordSimilarity("delay", "carpet") + 0.2);
  });

  test("common words are less rare than rare ones, and unknown ones have no rarity", () => {
    const rarity = (word: string): number => shippedWordVectors().rarityOf(word) ?? Number.NaN;
    expect(rarity("make")).toBeLessThan(rarity("reserve"));
    expect(rarity("reserve")).toBeLessThan(rarity("aardvark"));
    expect(rarity("makes")).toBeCloseTo(rarity("make"), 0);
    expect(shippedWordVectors().rarityOf("sandvoll")).toBeUndefined();
    expect(rarity("constructor")).toBeGreaterThan(0);
  });

  test("what is no word has no vector, and leaves the array as it was", () => {
    for (const word of ["", "sandvoll", "猫", "__proto__", "42nd street", "é"]) {
      const vector = new Float32Array(256).fill(7);
      expect(shippedWordVectors().vectorOf(word, vector)).toBe(false);
      expect(vector.every((number) => number === 7)).toBe(true);
    }
  });
});
