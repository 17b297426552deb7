import { describe, expect, test } from "vitest";
import { wordMemory } from "./word-vector-memory.ts";

function memoryOf(wordsMax: number): { readonly memory: ReturnType<typeof wordMemory>; readonly made: string[] } {
  const made: string[] = [];
  const memory = wordMemory(
    2,
    (token, vector) => {
      made.push(token);
      vector[0] = token.length;
    },
    wordsMax,
  );
  return { memory, made };
}

describe("word memory", () => {
  test("one word is one object wherever it stands, and its vector is made once", () => {
    const { memory, made } = memoryOf(10);
    memory.startText();
    const text = "cat hat cat";
    const first = memory.find(text, 0, 3);
    const hat = memory.find(text, 4, 7);
    expect(memory.find(text, 8, 11)).toBe(first);
    expect(hat).not.toBe(first);
    expect(Array.from(memory.vectorOf(first))).toEqual([3, 0]);
    memory.vectorOf(memory.find("a cat", 2, 5));
    expect(made).toEqual(["cat"]);
  });

  test("thousands of words are all found again", () => {
    const { memory } = memoryOf(100_000);
    const words = Array.from({ length: 20_000 }, (_, at) => `w${at.toString(36)}`);
    const found = words.map((word) => memory.find(word, 0, word.length));
    expect(words.every((word, at) => memory.find(word, 0, word.length) === found[at])).toBe(true);
    expect(new Set(found).size).toBe(words.length);
  });

  test("a full memory is cleared between texts, never within one", () => {
    const { memory, made } = memoryOf(2);
    memory.startText();
    const text = "a b c d";
    const [a, b, c] = [0, 2, 4].map((at) => memory.find(text, at, at + 1));
    expect(memory.find(text, 0, 1)).toBe(a);
    if (b !== undefined && c !== undefined) [b, c, c].forEach((word) => memory.vectorOf(word));
    expect(made).toEqual(["b", "c", "c"]);
    memory.startText();
    expect(memory.find(text, 0, 1)).not.toBe(a);
  });
});
