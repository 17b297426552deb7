import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assetBytes, quantizeRows, type ShippedWord } from "../scripts/embedder/asset.ts";
import { countPairs, naturalLogarithm, positiveMutualInformation } from "../scripts/embedder/cooccurrence.ts";
import { contentWords } from "../scripts/embedder/glosses.ts";
import { glossPairs, synonymPairs } from "../scripts/embedder/pairs.ts";
import { seededRandom } from "../scripts/embedder/random.ts";
import { refine } from "../scripts/embedder/refine.ts";
import { walk } from "../scripts/embedder/walks.ts";
import type { Sense, Synset, WordNet } from "../scripts/embedder/wordnet.ts";
import { readWordNet } from "../scripts/embedder/wordnet.ts";
import { truncatedSvd, type SparseMatrix } from "../src/learn/truncated-svd.ts";
import { decodeWordVectorFile } from "../src/models/word-vector-file.ts";
import { wordVectors } from "../src/models/word-vectors.ts";

const LEMMAS = ["animal", "car", "cat", "kitty", "run"] as const;
const ANIMAL = 0;
const CAR = 1;
const CAT = 2;
const KITTY = 3;

/** Four synsets: animal above cat/kitty, car, run. */
function smallWordNet(): WordNet {
  const synset = (pos: Synset["pos"], lemmas: readonly number[], targets: readonly number[], gloss: string): Synset => ({
    pos,
    lemmas,
    pointers: targets.map((target) => ({ symbol: "@", synset: target })),
    gloss,
  });
  const synsets = [
    synset("n", [ANIMAL], [1], "a living thing that can run"),
    synset("n", [CAT, KITTY], [0], 'an animal; "the cats purred"'),
    synset("n", [CAR], [], "a thing that can run"),
    synset("v", [4], [], "move fast, as an animal or a car"),
  ];
  const senses = LEMMAS.map((_, lemma) =>
    synsets.flatMap(({ lemmas, pos }, number): Sense[] =>
      lemmas.includes(lemma) ? [{ synset: number, pos, rank: 1, tagCount: lemma === CAT ? 3 : 0 }] : [],
    ),
  );
  const none = new Map<string, readonly string[]>();
  return {
    synsets,
    lemmas: LEMMAS,
    lemmaNumber: new Map(LEMMAS.map((lemma, number) => [lemma, number])),
    senses,
    exceptions: { n: none, v: none, a: none, r: none },
    lexicon: {
      has: (lemma, pos) => senses[LEMMAS.findIndex((one) => one === lemma)]?.some((sense) => sense.pos === pos) ?? false,
      exceptions: () => [],
    },
  };
}

const cells = ({ starts, indices, values }: SparseMatrix, row: number): Record<number, number> =>
  Object.fromEntries(
    Array.from(indices.subarray(starts[row], starts[row + 1]), (column, at) => [column, values[(starts[row] ?? 0) + at] ?? 0]),
  );

describe("making the built-in embedder", () => {
  test("the logarithm that every machine computes alike is the logarithm", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(naturalLogarithm(x) - Math.log(x))).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(Math.log(x))));
      }),
    );
    expect(naturalLogarithm(1)).toBe(0);
  });

  test("the seeded numbers are even, and the same in every run", () => {
    const random = seededRandom(1);
    const numbers = Array.from({ length: 10_000 }, random);
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const again = seededRandom(1);
    expect(numbers.slice(0, 100)).toEqual(Array.from({ length: 100 }, again));
    expect(seededRandom(2)()).not.toBe(numbers[0]);
  });

  test("a gloss gives its content words by their base forms, and no function words", () => {
    const words = contentWords(smallWordNet()).map((gloss) => gloss.map(({ lemma }) => LEMMAS[lemma]));
    expect(words).toEqual([["run"], ["animal", "cat"], ["run"], ["animal", "car"]]);
  });

  test("neighbours in a walk count by one over their distance, both ways, and extra pairs beside them", () => {
    // Two walks of three steps: 0 1 2 and 0 0 1.
    const extras = [{ pairs: Int32Array.of(3, 4), weight: 2 }];
    const counts = countPairs(Int32Array.of(0, 1, 2, 0, 0, 1), { steps: 3, window: 2, lemmas: 5, extras });
    expect(cells(counts, 0)).toEqual({ 0: 2, 1: 1 + 1 + 0.5, 2: 0.5 });
    expect(cells(counts, 1)).toEqual({ 0: 2.5, 2: 1 });
    expect(cells(counts, 2)).toEqual({ 0: 0.5, 1: 1 });
    expect(cells(counts, 3)).toEqual({ 4: 2 });
    expect(cells(counts, 4)).toEqual({ 3: 2 });
  });

  test("mutual information is that of the formula, and cells at or below zero are left out", () => {
    const counts: SparseMatrix = {
      rows: 2,
      columns: 2,
      starts: Float64Array.of(0, 2, 4),
      indices: Int32Array.of(0, 1, 0, 1),
      values: Float32Array.of(8, 1, 1, 2),
    };
    const smoothed = 9 ** 0.75 + 3 ** 0.75;
    const information = positiveMutualInformation(counts);
    expect(cells(information, 0)).toEqual({ 0: expect.closeTo(Math.log((8 * smoothed) / (9 * 9 ** 0.75)), 6) });
    expect(cells(information, 1)).toEqual({ 1: expect.closeTo(Math.log((2 * smoothed) / (3 * 3 ** 0.75)), 6) });
  });

  test("synonyms and gloss words are paired, a lemma never with itself", () => {
    const wordnet = smallWordNet();
    expect(Array.from(synonymPairs(wordnet))).toEqual([CAT, KITTY]);
    expect(Array.from(glossPairs(wordnet, contentWords(wordnet)))).toEqual([
      ANIMAL,
      4,
      CAT,
      ANIMAL,
      KITTY,
      ANIMAL,
      KITTY,
      CAT,
      CAR,
      4,
      4,
      ANIMAL,
      4,
      CAR,
    ]);
  });

  test("the same seed makes the same asset to the byte, and what is near in it was near in WordNet", () => {
    const make = (): Uint8Array => {
      const wordnet = smallWordNet();
      const glosses = contentWords(wordnet);
      const random = seededRandom(5);
      const recipe = { rounds: 200, steps: 6, pointerShare: 0.5, glossShare: 0.3, pointersLeftOut: [] };
      const walks = walk(wordnet, glosses, recipe, random);
      const counts = countPairs(walks, {
        steps: 6,
        window: 3,
        lemmas: LEMMAS.length,
        extras: [{ pairs: synonymPairs(wordnet), weight: 2 }],
      });
      const svd = truncatedSvd(counts, { rank: 4, oversampling: 1, powerIterations: 2, random });
      const vectors = refine(svd, wordnet, { smoothing: 0.5, pointersLeftOut: [] });
      const words = LEMMAS.map((word, row): ShippedWord => ({
        word,
        vector: vectors.values.slice(row * 4, row * 4 + 4),
        tagged: { n: 1 },
        share: 0.2,
      }));
      return assetBytes(words, wordnet, [{ dimensions: 4, bits: 4 }], { id: "small", recipe: "test" });
    };
    const bytes = make();
    expect(Buffer.from(make()).equals(Buffer.from(bytes))).toBe(true);
    const vectors = wordVectors(decodeWordVectorFile(bytes));
    const likeness = (a: string, b: string): number => {
      const [x, y] = [new Float32Array(4), new Float32Array(4)];
      expect(vectors.vectorOf(a, x) && vectors.vectorOf(b, y)).toBe(true);
      return x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
    };
    expect(likeness("cat", "kitty")).toBeGreaterThan(likeness("cat", "car"));
  });

  test("quantization keeps directions: four bits to a degree or so, fewer bits less well", () => {
    const random = seededRandom(9);
    const rows = 200;
    // Sums of uniform numbers are nearly normal, as the vectors are; later dimensions are smaller, as they are.
    const values = Float32Array.from({ length: rows * 64 }, (_, at) => (random() + random() + random() - 1.5) / (1 + (at % 64) / 32));
    const cosineAfter = (bits: number): number => {
      const { spreads, levels, codes } = quantizeRows({ rows, columns: 64, values }, [{ dimensions: 64, bits }]);
      const words = Array.from({ length: rows }, (_, row) => `w${row}`);
      expect(codes).toHaveLength((rows * 64 * bits) / 8);
      const file = assetBytes(
        words.map((word, row) => ({ word, vector: values.slice(row * 64, row * 64 + 64), tagged: { n: 0 }, share: 1 })),
        smallWordNet(),
        [{ dimensions: 64, bits }],
        { id: "q", recipe: "" },
      );
      expect(spreads).toHaveLength(64);
      expect(levels).toHaveLength(2 ** bits);
      const vectors = wordVectors(decodeWordVectorFile(file));
      const back = new Float32Array(64);
      let sum = 0;
      words.forEach((word, row) => {
        vectors.vectorOf(word, back);
        const original = values.subarray(row * 64, row * 64 + 64);
        const length = Math.sqrt(original.reduce((squares, value) => squares + value * value, 0));
        sum += original.reduce((dot, value, at) => dot + value * (back[at] ?? 0), 0) / length;
      });
      return sum / rows;
    };
    expect(cosineAfter(4)).toBeGreaterThan(0.99);
    expect(cosineAfter(3)).toBeGreaterThan(0.97);
    expect(cosineAfter(1)).toBeLessThan(0.9);
  });

  test.skipIf(!existsSync("/usr/share/wordnet/data.noun"))(
    "reads WordNet 3.0 (skipped without Debian's wordnet-base)",
    { timeout: 120_000 },
    () => {
      const wordnet = readWordNet("/usr/share/wordnet");
      expect(wordnet.synsets).toHaveLength(117_659);
      expect(wordnet.lemmas).toHaveLength(147_306);
      expect(wordnet.lemmas.filter((lemma) => !lemma.includes("_"))).toHaveLength(83_118);
      const [first] = wordnet.senses[wordnet.lemmaNumber.get("dog") ?? 0] ?? [];
      expect(first).toMatchObject({ pos: "n", rank: 1, tagCount: 42 });
      expect(wordnet.synsets[first?.synset ?? 0]?.gloss).toContain("domesticated");
    },
  );
});
