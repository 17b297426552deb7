import fc from "fast-check";
import snowball from "snowball-stemmers";
import { describe, expect, it } from "vitest";
import { germanStem } from "./german-stem.ts";

const published = snowball.newStemmer("german");

describe("germanStem", () => {
  it.each([
    ["aufeinanderfolgenden", "aufeinanderfolg"],
    ["kategorischer", "kategor"],
    ["jahrhundertelang", "jahrhundertelang"],
    ["häuslichkeiten", "hauslich"],
    ["verhältnisse", "verhaltnis"],
    ["schönster", "schon"],
    ["größe", "gross"],
    ["bauern", "bau"],
    ["ständigkeit", "standig"],
    ["ei", "ei"],
  ])("makes of %s the stem %s", (word, stem) => {
    expect(germanStem(word)).toBe(stem);
  });

  it("says what the published Snowball stemmer says of any word", () => {
    const ending = fc.constantFrom(
      ..."e em en ern er s es est st end ung ig ik isch lich heit keit igung igend igkeit lichkeit erlich enheit nisse nissen eig eisch bst rst".split(
        " ",
      ),
      "",
    );
    const syllable = fc.string({ unit: fc.constantFrom(..."aeiouyäöüßuybdghklmnrstxz'é"), minLength: 0, maxLength: 7 });
    fc.assert(
      fc.property(fc.tuple(syllable, ending, ending, ending), (parts) => {
        const text = parts.join("");
        expect(germanStem(text)).toBe(published.stem(text));
      }),
      { numRuns: 5_000 },
    );
  });
});
