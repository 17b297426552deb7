import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correctQuestion, speller } from "./spelling.ts";
import type { Correction, Vocabulary } from "./spelling.ts";
import { analyze } from "../text/analyze.ts";

/** A vocabulary of the terms of a text, each as frequent as it stands there. */
function vocabularyOf(text: string): Vocabulary {
  const frequencies = new Map<string, number>();
  for (const term of analyze(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  return { documentFrequency: (term) => frequencies.get(term) ?? 0, terms: () => frequencies.keys() };
}

function corrections(question: string, text: string, isWord?: (word: string) => boolean): Correction[] {
  const vocabulary = vocabularyOf(text);
  return correctQuestion(question, {
    languages: ["english"],
    vocabulary,
    speller: speller(vocabulary),
    ...(isWord === undefined ? {} : { isWord }),
  });
}

describe("correctQuestion", () => {
  it.each([
    ["recieve", "receive"],
    ["seperate", "separate"],
    ["accomodation", "accommodation"],
    ["goverment", "government"],
    ["enviroment", "environment"],
    ["configuraton", "configuration"],
    ["velcity", "velocity"],
    ["buisness", "business"],
    ["calender", "calendar"],
    ["concious", "conscious"],
    ["knowlege", "knowledge"],
    ["tommorow", "tomorrow"],
    ["wierd", "weird"],
    ["kubernets", "kubernetes"],
    ["Templete", "template"],
    ["shortocde's", "shortcodes"],
  ])("reads %s as %s", (typed, meant) => {
    const text = `conic size ${meant} ${"other words of the corpus ".repeat(3)}`;
    const known = analyze(typed)[0] === analyze(meant)[0];
    expect(corrections(`what is the ${typed} here`, text).map(({ corrected }) => corrected)).toEqual(known ? [] : analyze(meant));
  });

  it("says what was typed, where, and what is searched in its stead", () => {
    const question = "How do I “recieve” the shortocde?";
    const found = corrections(question, "receive a shortcode");
    expect(found).toEqual([
      { written: "recieve", start: 10, end: 17, corrected: "receiv", distance: 1 },
      { written: "shortocde", start: 23, end: 32, corrected: "shortcod", distance: 1 },
    ]);
    for (const { written, start, end } of found) expect(question.slice(start, end)).toBe(written);
  });

  it.each([
    ["a word that the corpus has", "servers", "server severs"],
    ["a stop word", "theirs", "thesis"],
    ["a number", "10042", "10043"],
    ["a code", "E1042", "e1043 E1049"],
    ["an acronym", "NATO", "nate"],
    ["a name with capitals inside", "getPgae", "getpage"],
    ["a compound", "well-definde", "defined"],
    ["a short word", "cot", "cat"],
    ["a word with nothing near", "xylophone", "receive"],
    ["Chinese", "数据库", "数据酷"],
    ["Arabic", "كتاب", "كتيب"],
  ])("leaves %s alone", (_, typed, text) => {
    expect(corrections(`what is ${typed} here`, text)).toEqual([]);
  });

  it("leaves a word alone that is spelled right, though the corpus does not have it", () => {
    expect(corrections("kitten", "mittens")).toHaveLength(1);
    expect(corrections("kitten", "mittens", (word) => word === "kitten")).toEqual([]);
  });

  it("takes the nearer word first, then the same first letter, then the more frequent, then the alphabet", () => {
    const nearest = (typed: string, text: string): string | undefined => speller(vocabularyOf(text)).nearest(typed)?.term;
    expect(nearest("headlxne", "headlong headlong headline")).toBe("headlin");
    expect(nearest("bight", "light light light bright")).toBe("bright");
    expect(nearest("bolck", "black block")).toBe("block");
    expect(nearest("grund", "grand ground ground")).toBe("ground");
    expect(nearest("bxnd", "bond band")).toBe("band");
  });

  it("searches other alphabets with their own letters", () => {
    const vocabulary = vocabularyOf("достоинство свобода");
    expect(speller(vocabulary).nearest("свабода", "russian")?.term).toBe(analyze("свобода")[0]);
  });

  it("forgets a term whose last chunk was deleted", () => {
    const frequencies = new Map([["receiv", 0]]);
    const vocabulary: Vocabulary = { documentFrequency: (term) => frequencies.get(term) ?? 0, terms: () => frequencies.keys() };
    expect(speller(vocabulary).nearest("recieve")).toBeUndefined();
  });

  it("does not read the vocabulary for a question without unknown words", () => {
    const vocabulary: Vocabulary = {
      documentFrequency: () => 1,
      terms: () => {
        throw new Error("read");
      },
    };
    expect(correctQuestion("how do servers run", { languages: ["english"], vocabulary, speller: speller(vocabulary) })).toEqual([]);
  });

  it("takes any question", () => {
    const vocabulary = vocabularyOf("receive a shortcode");
    const spell = speller(vocabulary);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (question) => {
        const found = correctQuestion(question, { languages: ["english", "turkish"], vocabulary, speller: spell });
        expect(found.map(({ start, end }) => question.slice(start, end))).toEqual(found.map(({ written }) => written));
      }),
    );
  });
});
