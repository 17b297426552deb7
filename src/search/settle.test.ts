import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../test/property-seed.ts";
import { fuse } from "./fusion.ts";
import type { LegRanking } from "./fusion.ts";
import { settled } from "./settle.ts";

const leg = (name: LegRanking["leg"], weight: number, scores: readonly number[]): LegRanking => ({
  leg: name,
  weight,
  unit: 1,
  top: [...scores.keys()],
  scores,
});
const place = (at: number): number => at;

describe("scores settled where they matter", () => {
  test("the best of the sum and their sums are those of all exact scores, however far off the rough ones are within their errors", () => {
    const candidate = fc.record({
      other: fc.double({ min: 0, max: 2, noNaN: true }),
      exact: fc.double({ min: -1, max: 1, noNaN: true }),
      error: fc.constantFrom(0, 1e-4, 0.03, 0.5),
      off: fc.constantFrom(-1, -0.5, 0, 0.5, 1),
    });
    const cases = fc.record({
      candidates: fc.array(candidate, { minLength: 1, maxLength: 60 }),
      weight: fc.constantFrom(0.01, 0.2, 3),
      // Where the other leg counts for so much, float32 tells no two sums apart that the weight of this one makes.
      scale: fc.constantFrom(1, 1e6),
      most: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(cases, ({ candidates, weight, scale, most }) => {
        const other = leg(
          "lexical",
          1,
          candidates.map((one) => scale * (scale === 1 ? one.other : Math.round(one.other))),
        );
        const exact = candidates.map((one) => one.exact);
        const ranking = leg(
          "dense",
          weight,
          candidates.map((one) => one.exact + one.off * one.error),
        );
        const errors = Float64Array.from(candidates, ({ error }) => error + 1e-9);
        const found = settled({ ranking, errors, exact: (at) => exact[at] ?? 0 }, [other], { most, place });
        const best = (dense: LegRanking): unknown => fuse("convex", [other, dense], { candidates: [...exact.keys()], place, most });
        expect(best(found)).toEqual(best(leg("dense", weight, exact)));
      }),
    );
  });

  test("reads no score of a candidate that is behind whatever its score is, and ranks the leg by what it read", () => {
    const asked: number[] = [];
    const exact = [0.5, 0.9, 0.45, 0.4];
    const ranking = { ...leg("dense", 0.2, [0.6, 0.55, 0.5, 0.45]), top: [0, 1, 2, 3] };
    const found = settled(
      {
        ranking,
        errors: Float64Array.of(0.4, 0.4, 0.4, 0.4),
        exact(at) {
          asked.push(at);
          return exact[at] ?? 0;
        },
      },
      [leg("lexical", 1, [1, 0.99, 0.5, 0.1])],
      { most: 2, place },
    );
    expect(asked).toEqual([0, 1]);
    expect(found.scores).toEqual(Float64Array.of(0.5, 0.9, 0.5, 0.45));
    expect(found.top).toEqual([1, 0, 2, 3]);
  });
});
