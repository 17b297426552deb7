import { expect, test } from "vitest";
import { similarPairs } from "./near-duplicates.ts";
import type { TermDocument } from "./near-duplicates.ts";

/** Terms as numbers from a sequence that no other seed shares. */
function terms(seed: number, length: number): number[] {
  let state = seed * 7919 + 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >>> 4;
  });
}

const documentOf = (id: string, list: readonly number[]): TermDocument => ({ id, terms: Uint32Array.from(list) });

test("finds copies and near copies among others, the most similar first", () => {
  const original = terms(1, 400);
  const edited = original.map((term, i) => (i % 80 === 40 ? 7 : term));
  const others = Array.from({ length: 60 }, (_, i) => documentOf(`other${i}`, terms(i + 10, 400)));
  const pairs = similarPairs([documentOf("c", edited), ...others, documentOf("a", original), documentOf("b", original)], {
    similarityMin: 0.7,
  });
  expect(pairs.map(({ first, second }) => [first, second])).toEqual([
    ["a", "b"],
    ["a", "c"],
    ["b", "c"],
  ]);
  // Five changed terms spoil 25 of 396 runs of five: 371 of 396 + 25 are shared.
  expect(pairs.map(({ similarity }) => similarity)).toEqual([1, expect.closeTo(371 / 421, 12), expect.closeTo(371 / 421, 12)]);
});

test("leaves out pairs below the limit and documents without terms", () => {
  const half = [...terms(1, 200), ...terms(2, 200)];
  expect(similarPairs([documentOf("a", half), documentOf("b", [...terms(1, 200), ...terms(3, 200)])], { similarityMin: 0.5 })).toEqual([]);
  expect(similarPairs([documentOf("a", []), documentOf("b", [])], { similarityMin: 0.1 })).toEqual([]);
});

test("compares texts shorter than a run as wholes", () => {
  const pairs = similarPairs([documentOf("a", [1, 2]), documentOf("b", [1, 2]), documentOf("c", [2, 1])], { similarityMin: 0.5 });
  expect(pairs).toEqual([{ first: "a", second: "b", similarity: 1 }]);
});

test("a crowd of copies is named with its first, not each with each", () => {
  const copies = Array.from({ length: 300 }, (_, i) => documentOf(`d${String(i).padStart(3, "0")}`, terms(5, 50)));
  const pairs = similarPairs(copies, { similarityMin: 0.9 });
  expect(pairs).toHaveLength(299);
  expect(pairs.every(({ first }) => first === "d000")).toBe(true);
});
