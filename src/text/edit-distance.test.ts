import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "./edit-distance.ts";

/** The textbook recursion, slow and plain. */
function distanceByDefinition(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [lastA, lastB] = [a.slice(0, -1), b.slice(0, -1)];
  const least = Math.min(
    distanceByDefinition(lastA, b) + 1,
    distanceByDefinition(a, lastB) + 1,
    distanceByDefinition(lastA, lastB) + (a.at(-1) === b.at(-1) ? 0 : 1),
  );
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return swapped ? Math.min(least, distanceByDefinition(a.slice(0, -2), b.slice(0, -2)) + 1) : least;
}

describe("editDistance", () => {
  it("is the restricted Damerau-Levenshtein distance up to its limit", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 3 }), (a, b, max) => {
        expect(editDistance(a, b, max)).toBe(Math.min(distanceByDefinition(a, b), max + 1));
      }),
    );
  });
});
