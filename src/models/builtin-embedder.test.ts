import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cosine } from "../search/vectors.ts";
import { builtinEmbedder, textEncoder } from "./builtin-embedder.ts";
import { shippedWordVectors } from "./word-vectors.ts";

const embedder = builtinEmbedder();

async function vectorOf(text: string): Promise<Float32Array> {
  const [vector] = await embedder.embedBatch([text], { inputType: "query" });
  if (vector === undefined) throw new Error("no vector");
  return vector;
}

async function likeness(a: string, b: string): Promise<number> {
  return cosine(await vectorOf(a), await vectorOf(b));
}

const lengthOf = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, number) => sum + number * number, 0));

describe("the built-in embedder", () => {
  test("cats are nearer to kittens than to cars, as words and in sentences", async () => {
    for (const frame of [
      (word: string) => word,
      (word: string) => `I love ${word}`,
      (word: string) => `The ${word} are asleep in the garage.`,
    ]) {
      const kittens = await likeness(frame("cats"), frame("kittens"));
      expect(kittens).toBeGreaterThan(await likeness(frame("cats"), frame("cars")));
      expect(kittens).toBeGreaterThan(await likeness(frame("kittens"), frame("cars")));
    }
  });

  test("praise and complaint about one thing are near: an embedding knows the topic, not the opinion", async () => {
    expect(await likeness("cats are great", "cats are terrible")).toBeGreaterThanOrEqual(0.6);
  });

  test("a question is nearest to the sentence that says it in other words", async () => {
    const question = "Who pays for the venture?";
    const answer = await likeness(question, "The patron of the project funds it.");
    for (const other of ["The ferry leaves at noon.", "Cats sleep for most of the day.", "The printer is out of paper."]) {
      expect(answer).toBeGreaterThan(await likeness(question, other));
    }
  });

  test("case, accents, inflection, possessives and apostrophes change little", async () => {
    expect(await likeness("KITTENS", "kittens")).toBeCloseTo(1, 5);
    expect(await likeness("café", "cafe")).toBeCloseTo(1, 5);
    expect(await likeness("the patron’s kitten", "the patron's kittens")).toBeGreaterThan(0.99);
    expect(await likeness("Ｋｉｔｔｅｎｓ", "kittens")).toBeCloseTo(1, 5);
  });

  test("identifiers are their parts, and themselves", async () => {
    expect(await likeness("getUserAddress", "user address")).toBeGreaterThan(0.5);
    expect(await likeness("contingency_reserve", "reserve")).toBeGreaterThan(0.5);
    expect(await likeness("ORDER-4711", "ORDER-4712")).toBeLessThan(0.95);
  });

  test("an unknown compound is near its parts", async () => {
    expect(await likeness("smartphone", "phone")).toBeGreaterThan(0.2);
    expect(await likeness("smartphone", "phone")).toBeGreaterThan((await likeness("smartphone", "carpet")) + 0.1);
  });

  test("every text has a vector of unit length, also one without a word", async () => {
    for (const text of [
      "",
      "   ",
      "\n",
      "!?",
      "🎉",
      "猫が好き",
      "日本",
      "كلمة",
      "the",
      "the of and",
      "\ud800",
      "\u0301",
      "0",
      "a".repeat(100_000),
      "NaN",
    ]) {
      const vector = await vectorOf(text);
      expect(vector).toHaveLength(embedder.dimensions);
      expect(lengthOf(vector)).toBeCloseTo(1, 4);
    }
    expect(await vectorOf("  \n")).toEqual(await vectorOf(""));
    expect(await likeness("🎉", "🎈")).toBeLessThan(0.5);
    expect(await likeness("猫が好き", "猫が好きです")).toBeGreaterThan(await likeness("猫が好き", "天気予報"));
  });

  test("any string whatever has a finite vector of unit length", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: "grapheme", maxLength: 100 })),
        async (text) => {
          const vector = await vectorOf(text);
          expect(vector.every(Number.isFinite)).toBe(true);
          expect(lengthOf(vector)).toBeCloseTo(1, 4);
        },
      ),
    );
  });

  test("a vector hangs on its text alone: not on what came before, the batch, or the kind of input", async () => {
    const texts = ["The reserve is 62,000 euros.", "kittens", "", "getUserName", "The reserve is 62,000 euros."];
    const together = await embedder.embedBatch(texts, { inputType: "document" });
    const fresh = textEncoder(shippedWordVectors());
    texts.forEach((text, at) => expect(Buffer.from(fresh(text).buffer).equals(Buffer.from(together[at]!.buffer))).toBe(true));
    expect(await builtinEmbedder().embedBatch(texts, { inputType: "query" })).toEqual(together);
  });

  test("more different words than are remembered change nothing", () => {
    const encode = textEncoder(shippedWordVectors());
    const sentence = "Two kittens are napping on the sofa.";
    const before = encode(sentence);
    const many = Array.from({ length: 40_000 }, (_, at) => `x${at.toString(36)}`).join(" ");
    const first = encode(many);
    expect(encode(sentence)).toEqual(before);
    expect(encode(many).every((number, at) => number === first[at])).toBe(true);
  });

  test("the vectors are those of this revision: if this changes, raise the revision", async () => {
    expect(embedder.id).toBe("builtin/wordnet-256@2");
    expect(embedder.dimensions).toBe(256);
    const vector = await vectorOf("Marit Sandvoll sponsors the tanker project in 2025.");
    expect(Array.from(vector.subarray(0, 4))).toEqual(REVISION_2.map((number) => expect.closeTo(number, 6)));
  });
});

/** The first numbers of one sentence's vector. */
const REVISION_2 = [0.0621331, 0.0137445, 0.0597854, -0.0342438];
