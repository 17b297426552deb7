import { describe, expect, test } from "vitest";
import { fitTfIdf } from "./tf-idf.ts";
import type { TermCounts } from "./tf-idf.ts";

const VOCABULARY = ["a", "bird", "cat", "dog", "mat", "on", "sat", "the"];

/** Of two equal weights, at length 1. */
const HALF = Number(Math.SQRT1_2.toFixed(12));

function counted(text: string): TermCounts {
  const counts = new Map<number, number>();
  for (const word of text.split(" ")) {
    const term = VOCABULARY.indexOf(word);
    if (term >= 0) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const terms = Int32Array.from(counts.keys()).sort();
  return { terms, counts: Float64Array.from(terms, (term) => counts.get(term) ?? 0) };
}

const TEXTS = ["the cat sat on the mat", "the dog sat", "a bird"].map(counted);

function dense(weights: ReturnType<typeof fitTfIdf>, text: TermCounts): readonly number[] {
  const { columns, values } = weights.rowOf(text);
  return VOCABULARY.map((_, column) => Number((values[columns.indexOf(column)] ?? 0).toFixed(12)));
}

describe("TF-IDF", () => {
  test("weighs as scikit-learn 1.9.1 does: TfidfVectorizer(sublinear_tf=True, token_pattern=r'\\S+')", () => {
    const weights = fitTfIdf(TEXTS);
    expect(TEXTS.map((text) => dense(weights, text))).toEqual([
      [0, 0, 0.436996971287, 0, 0.436996971287, 0.436996971287, 0.332347460458, 0.562713165641],
      [0, 0, 0, 0.680918560399, 0, 0, 0.517856116168, 0.517856116168],
      [HALF, HALF, 0, 0, 0, 0, 0, 0],
    ]);
    // "the the cat cat cat cow", of which "cow" was never seen
    expect(dense(weights, counted("the the cat cat cat cow"))).toEqual([0, 0, 0.852341329464, 0, 0, 0, 0, 0.522985906204]);
  });

  test("gives columns to the terms of the most texts where there are too many", () => {
    const few = fitTfIdf(TEXTS, { columnsMax: 3 });
    expect(few.columnCount).toBe(3);
    // "sat" and "the" stand in two texts; of those in one the first in number
    expect([...few.rowOf(counted("a")).columns]).toEqual([0]);
    expect([...few.rowOf(counted("bird")).columns]).toEqual([]);
  });

  test("makes an empty row of a text without a known term, and a model without a column of no text", () => {
    const row = fitTfIdf(TEXTS).rowOf(counted("cow"));
    expect([row.columns.length, row.values.length]).toEqual([0, 0]);
    expect(fitTfIdf([]).columnCount).toBe(0);
    expect(fitTfIdf([]).rowOf(counted("cat")).columns).toHaveLength(0);
  });
});
