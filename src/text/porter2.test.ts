import fc from "fast-check";
import snowball from "snowball-stemmers";
import { describe, expect, it } from "vitest";
import { porter2 } from "./porter2.ts";

const published = snowball.newStemmer("english");

describe("porter2", () => {
  it.each([
    ["consignment", "consign"],
    ["knightly", "knight"],
    ["generalization", "general"],
    ["communities", "communiti"],
    ["arsenal", "arsenal"],
    ["skies", "sky"],
    ["herrings", "herring"],
    ["hopping", "hop"],
    ["hoping", "hope"],
    ["sayings", "say"],
    ["y", "y"],
  ])("makes of %s the stem %s", (word, stem) => {
    expect(porter2(word)).toBe(stem);
  });

  it("says what the published Snowball stemmer says of any word", () => {
    const ending = fc.constantFrom(
      ...(
        "s es ies ied ed edly eed eedly ing ingly y ly li ation ational ator alize ization fulness ousness iveness biliti logi ogi ative icate " +
        "iciti ement ment sion tion ion able ible ance ence al ll e le us ss bb tt yed ying"
      ).split(" "),
      "",
    );
    const syllable = fc.string({ unit: fc.constantFrom(..."aeiouyybcdglmnrstwxz"), minLength: 0, maxLength: 6 });
    const word = fc.tuple(fc.constantFrom("", "gener", "commun", "arsen"), syllable, ending, ending).map((parts) => parts.join(""));
    fc.assert(
      fc.property(word, (text) => {
        expect(porter2(text)).toBe(published.stem(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
