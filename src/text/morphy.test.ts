import { describe, expect, test } from "vitest";
import { baseForms, type Lexicon, type PartOfSpeech } from "./morphy.ts";

/** A handful of lemmas and exceptions, as WordNet has them. */
const LEMMAS: Readonly<Record<PartOfSpeech, readonly string[]>> = {
  n: ["saw", "mouse", "box", "boxful", "church", "glass", "woman", "city", "leaf", "a", "as", "good"],
  v: ["saw", "see", "run", "bake", "go", "try", "leave"],
  a: ["good", "large", "quick"],
  r: ["well", "quick"],
};
const EXCEPTIONS: Readonly<Record<PartOfSpeech, Readonly<Record<string, readonly string[]>>>> = {
  n: { mice: ["mouse"], leaves: ["leaf"] },
  v: { saw: ["see"], went: ["go"], ran: ["run"], running: ["run"] },
  a: { better: ["good", "well"] },
  r: { better: ["well"] },
};
const lexicon: Lexicon = { has: (lemma, pos) => LEMMAS[pos].includes(lemma), exceptions: (form, pos) => EXCEPTIONS[pos][form] ?? [] };

const written = (form: string): string =>
  baseForms(form, lexicon)
    .map(({ lemma, pos, inflected }) => `${lemma}/${pos}${inflected ? "*" : ""}`)
    .join(" ");

describe("WordNet's morphology", () => {
  test.each([
    ["mouse", "mouse/n"],
    ["mice", "mouse/n*"],
    ["went", "go/v*"],
    ["saw", "saw/n saw/v see/v*"],
    ["boxes", "box/n*"],
    ["boxesful", "boxful/n*"],
    ["churches", "church/n*"],
    ["women", "woman/n*"],
    ["cities", "city/n*"],
    ["tries", "try/v*"],
    ["baked", "bake/v*"],
    ["baking", "bake/v*"],
    ["larger", "large/a*"],
    ["quickest", "quick/a*"],
    ["better", "good/a* well/r*"],
    ["leaves", "leaf/n* leave/v*"],
  ])("%s comes from %s", (form, expected) => {
    expect(written(form)).toBe(expected);
  });

  test("an irregular form loses no ending as well", () => {
    expect(written("running")).toBe("run/v*");
  });

  test("nouns in -ss are no plurals, and one letter is no base form", () => {
    expect(written("glass")).toBe("glass/n");
    expect(written("as")).toBe("as/n");
  });

  test("a form that WordNet does not know has no base form, however it ends", () => {
    expect(baseForms("zorbles", lexicon)).toEqual([]);
    expect(baseForms("", lexicon)).toEqual([]);
    expect(baseForms("s", lexicon)).toEqual([]);
  });
});
