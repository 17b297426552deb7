import fc from "fast-check";
import { expect, test } from "vitest";
import { countTerms, decodeTerms, encodeTerms } from "./document-terms.ts";

test("counts each term of each chunk", () => {
  const counted = countTerms([["b", "a", "b"], [], ["a", "c"]]);
  expect(counted.vocabulary).toEqual(["b", "a", "c"]);
  expect([...counted.starts]).toEqual([0, 2, 2, 4]);
  expect([...counted.terms]).toEqual([0, 1, 1, 2]);
  expect([...counted.counts]).toEqual([2, 1, 1, 1]);
});

test("comes back from its bytes as it was, whatever the terms", () => {
  const term = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
    fc.constantFrom("a", "\uFEFF", "", "__proto__", "\n", "\0"),
  );
  fc.assert(
    fc.property(fc.array(fc.array(term)), (chunks) => {
      const counted = countTerms(chunks);
      expect(decodeTerms(encodeTerms(counted))).toEqual(counted);
    }),
    { numRuns: 50 },
  );
});

test("keeps counts and vocabularies beyond one byte", () => {
  const counted = countTerms([Array.from({ length: 20_000 }, (_, i) => `term${i % 300}`), Array.from({ length: 70_000 }, () => "x")]);
  expect(decodeTerms(encodeTerms(counted))).toEqual(counted);
});
