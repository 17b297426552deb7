import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eachWord, wordParts } from "./word-tokens.ts";

function words(text: string): string[] {
  const found: string[] = [];
  eachWord(text, (start, end) => found.push(text.slice(start, end)));
  return found;
}

describe("words of a text", () => {
  test.each([
    ["The cat, the hat.", ["The", "cat", "the", "hat"]],
    ["don't stop — it’s state-of-the-art", ["don't", "stop", "it’s", "state-of-the-art"]],
    ["getUserName(user_id) v1.2.3, 3.5%", ["getUserName", "user_id", "v1.2.3", "3.5"]],
    ["'quoted' -dash- end.", ["quoted", "dash", "end"]],
    ["naïve Übung Åsa", ["naïve", "Übung", "Åsa"]],
    ["東京都 and カタ", ["東京", "京都", "and", "カタ"]],
    ["猫", ["猫"]],
    ["well done 🎉👍🏽!", ["well", "done", "🎉", "👍"]],
    ["𝒳 𠮷野", ["𝒳", "𠮷野"]],
    ["", []],
    ["...!?", []],
  ])("%s", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test("tokens lie in the text, in order, and none is empty, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let before = 0;
        eachWord(text, (start, end) => {
          // Pairs of neighbouring characters overlap, so only the beginnings have to rise.
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        });
        expect(before).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test.each([
    ["getHTTPResponse_v2", ["get", "http", "response", "v", "2"]],
    ["max_tokens", ["max", "tokens"]],
    ["claude-3-opus-20240229", ["claude", "3", "opus", "20240229"]],
    ["kitten", ["kitten"]],
    ["NASA", ["nasa"]],
    ["Straße", ["straße"]],
    ["猫犬", ["猫犬"]],
    ["🎉", []],
  ])("the parts of %s", (token, expected) => {
    expect(wordParts(token)).toEqual(expected);
  });
});
