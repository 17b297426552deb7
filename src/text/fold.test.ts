import fc from "fast-check";
import { expect, test } from "vitest";
import { foldWord, lowerWord } from "./fold.ts";

test("folds case, accents and double letters", () => {
  expect(foldWord("GRÖSSE")).toBe("grosse");
  expect(foldWord("Größe")).toBe("grosse");
  expect(foldWord("Ærø")).toBe("aero");
  expect(foldWord("10µm")).toBe("10μm");
  expect(lowerWord("Île", false)).toBe("île");
});

test("a word of ASCII and Latin-1 is folded as any other word is", () => {
  const letters = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((unit) => String.fromCharCode(unit)), maxLength: 12 });
  fc.assert(
    fc.property(letters, (word) => {
      // A Polish ł makes it a word of another kind.
      expect(`${foldWord(word)}l`).toBe(foldWord(`${word}ł`));
      expect(`${lowerWord(word, false)}ł`).toBe(lowerWord(`${word}ł`, false));
    }),
  );
});
