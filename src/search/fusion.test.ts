import { describe, expect, test } from "vitest";
import { convexFusion, reciprocalRankFusion } from "./fusion.ts";

const place = (number: number): number => number;

describe("convex fusion", () => {
  test("divides BM25 by the query's best and adds the weighted cosine", () => {
    const fused = convexFusion(
      [
        { number: 1, lexical: 2, dense: 0.5 },
        { number: 2, lexical: 8, dense: -0.2 },
      ],
      { denseWeight: 0.3, place },
    );
    expect(fused.map(({ number }) => number)).toEqual([2, 1]);
    expect(fused[0]?.score).toBeCloseTo(1 - 0.06, 12);
    expect(fused[1]?.score).toBeCloseTo(0.25 + 0.15, 12);
  });

  test("is the cosine alone when no candidate shares a term", () => {
    const fused = convexFusion(
      [
        { number: 1, lexical: 0, dense: 0.2 },
        { number: 2, lexical: 0, dense: 0.4 },
      ],
      { denseWeight: 0.5, place },
    );
    expect(fused.map(({ number, score }) => [number, score])).toEqual([
      [2, 0.2],
      [1, 0.1],
    ]);
  });

  test("breaks ties by place, not by the order that candidates came in", () => {
    const tied = [3, 1, 2].map((number) => ({ number, lexical: 1, dense: 0.1 }));
    expect(convexFusion(tied, { denseWeight: 0.3, place }).map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});

test("reciprocal rank fusion adds 1 / (60 + rank)", () => {
  const fused = reciprocalRankFusion(
    [
      [7, 5],
      [5, 9],
    ],
    { place },
  );
  expect(fused.map(({ number }) => number)).toEqual([5, 7, 9]);
  expect(fused.map(({ score }) => score)).toEqual([1 / 62 + 1 / 61, 1 / 61, 1 / 62]);
});
