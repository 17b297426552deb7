import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ndcgAt, recallAt, reciprocalRankAt } from "./metrics.ts";

// The worked example of the article "Discounted cumulative gain" in Wikipedia: six documents graded 3, 2, 3, 0, 1, 2 in the order
// shown; with two more that were not found, graded 3 and 2, the best six are 3, 3, 3, 2, 2, 2: 6.861 / 8.740 = 0.785.
const shown = ["d1", "d2", "d3", "d4", "d5", "d6"];
const grades = new Map([
  ["d1", 3],
  ["d2", 2],
  ["d3", 3],
  ["d4", 0],
  ["d5", 1],
  ["d6", 2],
  ["d7", 3],
  ["d8", 2],
]);

describe("nDCG", () => {
  test("gives the published value of a graded example", () => {
    expect(ndcgAt(shown, grades, 6)).toBeCloseTo(0.785, 3);
  });

  test("gives the value worked out by hand for binary judgements", () => {
    // Found at ranks 1 and 3 of three relevant: (1 + 1/2) / (1 + 1/log2(3) + 1/2) = 1.5 / 2.1309.
    expect(
      ndcgAt(
        ["a", "x", "b"],
        new Map([
          ["a", 1],
          ["b", 1],
          ["c", 1],
        ]),
        10,
      ),
    ).toBeCloseTo(0.70392, 5);
  });

  test("is 1 for the best ranking and lies between 0 and 1 for any", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (list, k) => {
        const judgements = new Map(list.map((grade, i) => [`d${i}`, grade]));
        const ids = [...judgements.keys()];
        const best = [...ids].sort((a, b) => (judgements.get(b) ?? 0) - (judgements.get(a) ?? 0));
        const value = ndcgAt(ids, judgements, k);
        if (list.every((grade) => grade === 0)) expect(value).toBeUndefined();
        else {
          expect(ndcgAt(best, judgements, k)).toBeCloseTo(1, 12);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});

test("recall counts the relevant among the first k", () => {
  expect(recallAt(shown, grades, 3)).toBe(3 / 7);
  expect(recallAt(["d7", "d7", "d8"], grades, 2)).toBe(2 / 7);
});

test("reciprocal rank looks for the first relevant one within k", () => {
  expect(reciprocalRankAt(["d4", "zz", "d5"], grades, 10)).toBe(1 / 3);
  expect(reciprocalRankAt(["d4", "zz", "d5"], grades, 2)).toBe(0);
});

test("a query without a relevant document has no measure, rather than a zero", () => {
  const none = new Map([["a", 0]]);
  expect([ndcgAt(["a"], none, 10), recallAt(["a"], none, 10), reciprocalRankAt(["a"], none, 10)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
