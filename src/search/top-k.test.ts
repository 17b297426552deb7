import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topK } from "./top-k.ts";

// Few distinct scores, so that ties are the rule.
const scores = fc.array(fc.constantFrom(-1, 0, 0.5, 1, 2, 3), { maxLength: 60 }).map((numbers) => Float32Array.from(numbers));

const sorted = (all: Float32Array, place: (i: number) => number): number[] =>
  [...all.keys()].sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0) || place(a) - place(b));

describe("topK", () => {
  test("is the head of the sorted list, filtered before it is cut", () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 20 }), fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (all, k, allow) => {
        const allowed = Uint8Array.from(allow, Number);
        const expected = sorted(all, (i) => i).filter((i) => (all[i] ?? 0) > 0 && allowed[i] === 1);
        expect(topK(all, k, 0, { allowed })).toEqual(expected.slice(0, k));
      }),
    );
  });

  test("breaks ties by the order given", () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 }), (all, k, seed) => {
        const order = Uint32Array.from([...all.keys()].sort((a, b) => ((a * seed) % 61) - ((b * seed) % 61) || a - b));
        const place = (i: number): number => order[i] ?? 0;
        expect(topK(all, k, -Infinity, { order })).toEqual(sorted(all, place).slice(0, k));
      }),
    );
  });

  test("never chooses what is not a number or not above the floor", () => {
    expect(topK(Float32Array.of(Number.NaN, 0, 2, -Infinity, 1), 5, 0)).toEqual([2, 4]);
    expect(topK(Float32Array.of(0, -Infinity), 5, -Infinity)).toEqual([0]);
  });
});
