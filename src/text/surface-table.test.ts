import { expect, test } from "vitest";
import { surfaceTable } from "./surface-table.ts";
import type { Surface } from "./surface-table.ts";

const unitsOf = (text: string): Uint16Array => Uint16Array.from(text, (letter) => letter.charCodeAt(0));

test("every word of thousands is found again, wherever it stands, and no other", () => {
  const table = surfaceTable();
  const words = Array.from({ length: 20_000 }, (_, i) => `w${i.toString(36)}`);
  // Few hashes, so that many words share one.
  const hashOf = (i: number): number => (i % 5_000) * 7 - 9_000;
  const made = words.map((): Surface => ({ terms: [], only: undefined }));
  for (const [i, word] of words.entries()) table.add(made[i] ?? { terms: [], only: undefined }, word, hashOf(i));
  for (const [i, word] of words.entries()) {
    const units = unitsOf(`(${word})`);
    expect(table.find(units, 1, 1 + word.length, hashOf(i))).toBe(made[i]);
    expect(table.find(units, 0, 1 + word.length, hashOf(i))).toBeUndefined();
  }
});

test("a table without words finds none, not even the empty one", () => {
  expect(surfaceTable().find(unitsOf("a"), 0, 0, 0)).toBeUndefined();
});
