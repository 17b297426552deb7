import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BM25_PARAMETERS, bm25, termWeights } from "./bm25.ts";
import type { Bm25Parameters } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import { buildPostings, postingsBytes, postingsFrom } from "./postings.ts";
import { topK } from "./top-k.ts";

const words = (texts: readonly string[]): string[][] => texts.map((text) => text.split(" ").filter((word) => word !== ""));
const postingsOf = (chunks: readonly (readonly string[])[]) => buildPostings(chunks.map((chunk) => numberTerms([chunk])));

/** The formula, read straight off: slow, and nothing shared with the engine. */
function naive(chunks: readonly (readonly string[])[], query: readonly string[], { k1, b }: Bm25Parameters): number[] {
  const mean = chunks.reduce((sum, chunk) => sum + chunk.length, 0) / chunks.length;
  return chunks.map((chunk) =>
    query.reduce((sum, term) => {
      const n = chunks.filter((other) => other.includes(term)).length;
      const tf = chunk.filter((other) => other === term).length;
      return tf === 0
        ? sum
        : sum + (Math.log(1 + (chunks.length - n + 0.5) / (n + 0.5)) * tf) / (tf + k1 * (1 - b + (b * chunk.length) / mean));
    }, 0),
  );
}

// Scores printed by the Python package bm25s 0.3.11 (method "lucene"), which tests itself against Lucene's formula.
const animals = words([
  "cat feline likes purr",
  "dog human best friend loves play",
  "bird beautiful animal can fly",
  "fish creature lives water swims",
]);
const rivers = words([
  "river bank river water flood",
  "bank loan interest bank bank",
  "flood insurance loan",
  "water",
  "river river river river boat",
  "interest rate rises again and again and again",
]);
const published: readonly (readonly [string[][], Bm25Parameters, string, number[]])[] = [
  [animals, { k1: 1.5, b: 0.75 }, "does fish purr like cat", [1.0584375858306885, 0, 0, 0.481589138507843]],
  [animals, { k1: 1.2, b: 0.75 }, "does fish purr like cat", [1.1920522451400757, 0, 0, 0.5472603440284729]],
  [rivers, { k1: 1.2, b: 0.75 }, "river bank", [1.071672, 0.718339, 0, 0, 0.777071, 0]],
  [rivers, { k1: 1.2, b: 0.75 }, "again", [0, 0, 0, 0, 0, 0.94313]],
  [rivers, { k1: 1.2, b: 0.75 }, "loan loan water", [0.447661, 0.895321, 1.08381, 0.686413, 0, 0]],
  [rivers, { k1: 0.9, b: 0.4 }, "flood river interest", [1.231153, 0.530732, 0.578438, 0, 0.8337, 0.472302]],
];

describe("BM25", () => {
  test.each(published)("gives the scores that bm25s gives (%#)", (chunks, parameters, query, expected) => {
    const scores = bm25({ postings: [postingsOf(chunks)], parameters })
      .ask(termWeights(query.split(" ")))
      .of([...chunks.keys()]);
    for (const [i, score] of expected.entries()) expect(scores[i]).toBeCloseTo(score, 5);
  });

  test("gives the score worked out by hand", () => {
    // Two chunks of 2 and 4 terms, mean 3; "b" stands in one of two: idf = ln(1 + 1.5 / 1.5) = ln 2.
    // tf 2, length 4: 2 / (2 + 1.2 (0.25 + 0.75 x 4 / 3)) = 2 / 3.5.
    const index = bm25({
      postings: [
        postingsOf([
          ["a", "c"],
          ["a", "b", "b", "d"],
        ]),
      ],
    });
    expect(index.ask(termWeights(["b"])).of([1])[0]).toBeCloseTo((Math.LN2 * 2) / 3.5, 6);
  });

  const chunk = fc.array(fc.constantFrom("a", "b", "c", "d", "é", "zz", "𝒳", "constructor"), { maxLength: 12 });
  const corpus = fc.array(chunk, { minLength: 1, maxLength: 14 });
  const query = fc.array(fc.constantFrom("a", "b", "c", "é", "𝒳", "constructor", "absent", ""), { maxLength: 5 });

  test("agrees with the formula on any corpus", () => {
    fc.assert(
      fc.property(corpus, query, (chunks, terms) => {
        const scores = bm25({ postings: [postingsOf(chunks)] })
          .ask(termWeights(terms))
          .of([...chunks.keys()]);
        for (const [i, score] of naive(chunks, terms, BM25_PARAMETERS).entries()) expect(scores[i]).toBeCloseTo(score, 4);
      }),
    );
  });

  test("does not tell postings in one piece from postings in several with deleted chunks, to the bit", () => {
    fc.assert(
      fc.property(corpus, corpus, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), query, (first, second, kept, terms) => {
        const all = [...first, ...second];
        const alive = Uint8Array.from(all, (_, i) => (kept[i] === true ? 1 : 0));
        const split = bm25({ postings: [postingsOf(first), postingsOf(second)], alive });
        const whole = bm25({ postings: [postingsOf(all.filter((_, i) => alive[i] === 1))] });
        expect(split.chunks).toBe(whole.chunks);
        const numbers = [...all.keys()].filter((i) => alive[i] === 1);
        const [inSplit, inWhole] = [split.ask(termWeights(terms)), whole.ask(termWeights(terms))];
        expect(inSplit.of(numbers)).toEqual(inWhole.of([...numbers.keys()]));
        expect(inSplit.top(5, { allowed: alive })).toEqual(inWhole.top(5).map((i) => numbers[i]));
        for (const term of terms) expect(split.documentFrequency(term)).toBe(whole.documentFrequency(term));
      }),
    );
  });

  test("passes over no chunk that belongs among the best, whatever the blocks, the filter, the order and the weights", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 60 }), fc.boolean(), fc.boolean(), (seed, k, isFiltered, isOrdered) => {
        let state = seed;
        const below = (n: number): number => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) % n;
        // Words that are common, words that stand in some stretches only, and chunks that are alike.
        const chunks = Array.from({ length: 4000 }, (_, i) =>
          Array.from({ length: below(9) }, () => (below(3) === 0 ? `rare${(i >> 6) + below(4)}` : `w${below(4) * below(4)}`)),
        );
        const index = bm25({ postings: [postingsOf(chunks.slice(0, 1300)), postingsOf(chunks.slice(1300))] });
        const weights = new Map(
          Array.from({ length: 1 + below(7) }, () => [below(2) === 0 ? `rare${below(66)}` : `w${below(9)}`, (1 + below(8)) / 4] as const),
        );
        const allowed = Uint8Array.from(chunks, () => Number(below(4) > 0));
        const order = Uint32Array.from(chunks.keys(), (i) => (i * 7919 + seed) % 4000);
        const selection = { ...(isFiltered ? { allowed } : {}), ...(isOrdered ? { order } : {}) };
        const asked = index.ask(weights);
        expect(asked.top(k, selection)).toEqual(topK(asked.of([...chunks.keys()]), k, 0, selection));
      }),
      { numRuns: 40 },
    );
  });

  test("reads its own bytes back without copying them", () => {
    const postings = postingsOf(rivers);
    const bytes = postingsBytes(postings);
    const back = postingsFrom(bytes);
    expect(back).toEqual(postings);
    expect(back.chunks.buffer).toBe(bytes.buffer);
  });

  test("reads bytes that lie at an odd place in their buffer", () => {
    const bytes = postingsBytes(postingsOf(rivers));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(postingsFrom(shifted.subarray(3))).toEqual(postingsOf(rivers));
  });

  test("refuses bytes that end early", () => {
    const bytes = postingsBytes(postingsOf(rivers));
    expect(() => postingsFrom(bytes.subarray(0, bytes.length - 40))).toThrow(expect.objectContaining({ code: "INDEX_DAMAGED" }));
  });

  test("has a frequency and no score where a corpus is empty or has no terms", () => {
    expect(
      bm25({ postings: [] })
        .ask(termWeights(["a"]))
        .top(3),
    ).toEqual([]);
    const empty = bm25({ postings: [postingsOf([[], []])] });
    expect([...empty.ask(termWeights(["a"])).of([0, 1])]).toEqual([0, 0]);
    expect(empty.ask(termWeights(["a"])).top(3)).toEqual([]);
    expect(empty.documentFrequency("a")).toBe(0);
  });
});
