import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RankingLeg } from "../core/retrieval.ts";
import { fuse } from "./fusion.ts";
import type { LegRanking } from "./fusion.ts";

const place = (number: number): number => number;

/** A leg that says this of the candidates, in their order, and whose list is everything above 0. */
function legOf(leg: RankingLeg, weight: number, scores: readonly number[]): LegRanking {
  const top = [...scores.keys()].filter((at) => (scores[at] ?? 0) > 0).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const unit = leg === "lexical" || leg === "bigram" ? (scores[top[0] ?? -1] ?? 0) : 1;
  return { leg, weight, top, unit, scores };
}

describe("convex fusion", () => {
  test("divides BM25 by the query's best and adds the weighted cosines", () => {
    const legs = [legOf("lexical", 1, [2, 8]), legOf("dense", 0.3, [0.5, -0.2]), legOf("latent", 0.6, [0.1, 0.4])];
    const fused = fuse("convex", legs, { candidates: [1, 2], place });
    expect(fused.map(({ number }) => number)).toEqual([2, 1]);
    expect(fused[0]?.score).toBeCloseTo(1 - 0.06 + 0.24, 12);
    expect(fused[1]?.score).toBeCloseTo(0.25 + 0.15 + 0.06, 12);
  });

  test("is the cosine alone when no candidate shares a term", () => {
    const fused = fuse("convex", [legOf("lexical", 1, [0, 0]), legOf("dense", 0.5, [0.2, 0.4])], { candidates: [1, 2], place });
    expect(fused.map(({ number, score }) => [number, score])).toEqual([
      [2, 0.2],
      [1, 0.1],
    ]);
  });

  test("breaks ties by place, not by the order that candidates came in", () => {
    const tied = fuse("convex", [legOf("lexical", 1, [1, 1, 1])], { candidates: [3, 1, 2], place });
    expect(tied.map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});

test("reciprocal rank fusion adds weight / (60 + rank), and nothing for a list that a candidate is not in", () => {
  const legs = [legOf("lexical", 1, [8, 9, 0]), legOf("dense", 0.5, [0.9, -0.1, 0.2])];
  const fused = fuse("rrf", legs, { candidates: [5, 7, 9], place });
  expect(fused.map(({ number }) => number)).toEqual([5, 7, 9]);
  expect(fused.map(({ score }) => score)).toEqual([1 / 62 + 0.5 / 61, 1 / 61, 0.5 / 62]);
});

describe("distribution-based fusion", () => {
  test("places each score between three standard deviations below and above its list's mean", () => {
    // Mean 2, deviation 1: 3 lies at (3 - 2 + 3) / 6, 2 at one half, 1 at (1 - 2 + 3) / 6.
    const fused = fuse("dbsf", [legOf("lexical", 2, [3, 2, 1, 0])], { candidates: [1, 2, 3, 4], place });
    expect(fused.map(({ number, score }) => [number, score])).toEqual([
      [1, expect.closeTo((2 * 4) / 6, 12)],
      [2, expect.closeTo(1, 12)],
      [3, expect.closeTo((2 * 2) / 6, 12)],
      [4, 0],
    ]);
  });

  test("gives each of a list of equals one half", () => {
    const fused = fuse("dbsf", [legOf("dense", 1, [0.4, 0.4])], { candidates: [1, 2], place });
    expect(fused.map(({ score }) => score)).toEqual([0.5, 0.5]);
  });
});

test("the best few are the first of all, in the same order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 120 }),
      fc.integer({ min: 1, max: 130 }),
      (scores, most) => {
        const candidates = scores.map((_, at) => 7 * at + 3);
        // Ties stand in an order of their own.
        const among = { candidates, place: (number: number) => (number * 31) % 97 };
        const legs = [legOf("lexical", 1, scores)];
        expect(fuse("convex", legs, { ...among, most })).toEqual(fuse("convex", legs, among).slice(0, most));
      },
    ),
  );
});
