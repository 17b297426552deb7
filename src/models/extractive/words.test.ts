import { describe, expect, it } from "vitest";
import { contentWords, placesOf } from "./words.ts";

describe("content words", () => {
  it("stand at their places in the text, stop words left out", () => {
    const text = "The reserve of the Board";
    const words = contentWords(text, 100);
    expect(words.map(({ start, end }) => text.slice(start - 100, end - 100))).toEqual(["reserve", "Board"]);
    expect(words.map(({ capital }) => capital)).toEqual([false, true]);
  });

  it("answer to their figure: number words, hundreds and centuries", () => {
    expect(contentWords("twelve")[0]?.parts).toContain("12");
    const isSeventeenth = (text: string): boolean => contentWords(text).some(({ parts }) => parts.includes("century 17"));
    expect(["1600s", "17th century", "seventeenth century", "18th century", "17 trucks"].map(isSeventeenth)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("answer to no version that they only begin with", () => {
    expect(contentWords("v2.4.1-rc.1 and 2.4.x").map(({ term, parts }) => [term, parts])).toEqual([
      ["v2.4.1-rc.1", ["2.4.1-rc.1", "2.4.1"]],
      ["2.4.x", ["2.4"]],
    ]);
  });

  it("are found by term and by part", () => {
    const places = placesOf(contentWords("twelve trucks and twelve meters"));
    expect(places.get("12")).toEqual([0, 2]);
    expect(places.has("trucks")).toBe(false);
    expect(places.get("truck")).toEqual([1]);
  });
});
