import fc from "fast-check";
import { expect, test } from "vitest";
import { numberTerms, decodeTerms, encodeTerms } from "./document-terms.ts";

test("numbers the terms of each chunk, in their order", () => {
  const numbered = numberTerms([["b", "a", "b"], [], ["a", "c"]]);
  expect(numbered.vocabulary).toEqual(["b", "a", "c"]);
  expect([...numbered.starts]).toEqual([0, 3, 3, 5]);
  expect([...numbered.sequence]).toEqual([0, 1, 0, 1, 2]);
});

test("comes back from its bytes as it was, whatever the terms", () => {
  const term = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
    fc.constantFrom("a", "\uFEFF", "", "__proto__", "\n", "\0"),
  );
  fc.assert(
    fc.property(fc.array(fc.array(term)), (chunks) => {
      const numbered = numberTerms(chunks);
      expect(decodeTerms(encodeTerms(numbered))).toEqual(numbered);
    }),
    { numRuns: 50 },
  );
});

test("keeps counts and vocabularies beyond one byte", () => {
  const numbered = numberTerms([Array.from({ length: 20_000 }, (_, i) => `term${i % 300}`), Array.from({ length: 70_000 }, () => "x")]);
  expect(decodeTerms(encodeTerms(numbered))).toEqual(numbered);
});
