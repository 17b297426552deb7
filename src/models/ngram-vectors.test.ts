import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cosine } from "../search/vectors.ts";
import { hashedNgramVector, hashText, normalise } from "./ngram-vectors.ts";

function vectorOf(word: string, dimensions = 256): Float32Array {
  const vector = new Float32Array(dimensions);
  hashedNgramVector(word, vector);
  return vector;
}

const likeness = (a: string, b: string): number => cosine(vectorOf(a), vectorOf(b));

describe("hashed n-gram vectors", () => {
  test("words that share most of their letters are near each other, others are not", () => {
    expect(likeness("Kasparov", "Kasparow")).toBeGreaterThan(0.4);
    expect(likeness("Sandvoll", "Sandvolls")).toBeGreaterThan(0.6);
    expect(Math.abs(likeness("Sandvoll", "Guggenheim"))).toBeLessThan(0.2);
  });

  test("identifiers that differ in one letter stay apart", () => {
    expect(likeness("v1", "v2")).toBeLessThan(0.5);
    expect(likeness("E1001", "E1002")).toBeLessThan(0.85);
  });

  test("unrelated words are at right angles, but for chance", () => {
    const words = Array.from({ length: 60 }, (_, at) => hashText(String(at), 0, String(at).length, 9).toString(36));
    const cosines = words.flatMap((a, at) => words.slice(at + 1).map((b) => likeness(a, b)));
    expect(Math.abs(cosines.reduce((sum, value) => sum + value, 0) / cosines.length)).toBeLessThan(0.02);
  });

  test("any text has a vector of unit length, always the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const vector = vectorOf(text);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
        expect(vectorOf(text).every((number, at) => number === vector[at])).toBe(true);
      }),
    );
  });

  test("a token of a million letters is hashed as a whole", () => {
    const long = "a1b2".repeat(250_000);
    expect(likeness(long, `${long}x`)).toBeLessThan(1);
    expect(Math.hypot(...vectorOf(long))).toBeCloseTo(1, 5);
  });

  test("what has no direction gets the first axis", () => {
    for (const vector of [new Float32Array(4), Float32Array.of(NaN, 0, 0, 0), Float32Array.of(Infinity, 0, 0, 0)]) {
      normalise(vector);
      expect(Array.from(vector)).toEqual([1, 0, 0, 0]);
    }
  });
});
