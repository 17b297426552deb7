import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kernelScan } from "./vector-kernel.ts";
import { approximateCosines, checkVector, cosine, denseRanking, matrixBytes, matrixFrom, quantizedMatrix, setRow } from "./vectors.ts";

/** Numbers from -1 to 1 that depend on the seed alone (mulberry32). */
function numbers(seed: number, count: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * 2 - 1;
  });
}

function corpusOf(vectors: readonly Float32Array[], splitAt = vectors.length) {
  const parts = [vectors.slice(0, splitAt), vectors.slice(splitAt)].filter((part) => part.length > 0);
  const matrices = parts.map((part) => {
    const matrix = quantizedMatrix(part.length, part[0]?.length ?? 0);
    for (const [row, vector] of part.entries()) setRow(matrix, row, vector);
    return matrix;
  });
  return { matrices, vectorAt: (row: number) => vectors[row] ?? new Float32Array() };
}

const exact = (vectors: readonly Float32Array[], query: Float32Array): number[] =>
  [...vectors.keys()].sort((a, b) => cosine(query, vectors[b] ?? query) - cosine(query, vectors[a] ?? query) || a - b);

describe("dense ranking", () => {
  test("finds the exact top ten of unclustered vectors, which are the hard ones", () => {
    const vectors = Array.from({ length: 3000 }, (_, i) => numbers(i + 1, 64));
    for (let seed = 0; seed < 20; seed += 1) {
      const query = numbers(9000 + seed, 64);
      const { top } = denseRanking(corpusOf(vectors, 1234), query, { k: 10 });
      expect(top.slice(0, 10).map(({ row }) => row)).toEqual(exact(vectors, query).slice(0, 10));
    }
  });

  test("loses none of the exact top ten whatever the vectors are: alone, in clusters, hardly apart, along few axes", () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.constantFrom(0.05, 0.35, 2),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        (seed, spread, centres, axes) => {
          const about = Array.from({ length: centres }, (_, i) => numbers(seed + i, 96));
          const vectors = Array.from({ length: 2500 }, (_, i) => {
            const own = numbers(seed + 1000 + i, 96);
            const centre = about[i % centres] ?? own;
            // Steep axes are what few bits hold worst: most numbers round to nothing.
            return own.map((number, n) => ((centre[n] ?? 0) + spread * number) * (axes ? 0.9 ** n : 1));
          });
          const query = numbers(seed + 7, 96).map((number, n) => ((about[0]?.[n] ?? 0) + number) * (axes ? 0.9 ** n : 1));
          const { top } = denseRanking(corpusOf(vectors, 1500), query, { k: 10 });
          // By score and not by row: rows that are alike may come in any order.
          const best = exact(vectors, query).slice(0, 10);
          expect(top.slice(0, 10).map(({ score }) => score)).toEqual(best.map((row) => cosine(query, vectors[row] ?? query)));
        },
      ),
      { numRuns: 15 },
    );
  });

  test("gives the cosine itself, whatever the vectors' lengths", () => {
    const vectors = [Float32Array.of(3, 4), Float32Array.of(-0.001, 0), Float32Array.of(0, 1000)];
    const { top } = denseRanking(corpusOf(vectors), Float32Array.of(5, 0), { k: 3 });
    expect(top).toEqual([
      { row: 0, score: 0.6 },
      { row: 2, score: 0 },
      { row: 1, score: -1 },
    ]);
  });

  test("filters inside the scan: the best of those allowed, however bad", () => {
    const vectors = Array.from({ length: 400 }, (_, i) => numbers(i + 1, 16));
    const query = numbers(77, 16);
    const last = exact(vectors, query).slice(-3);
    const allowed = new Uint8Array(400);
    for (const row of last) allowed[row] = 1;
    const { top } = denseRanking(corpusOf(vectors), query, { k: 10, allowed });
    expect(top.map(({ row }) => row)).toEqual(last);
  });

  test("stays near the exact cosine in the first pass", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const vectors = [numbers(seed, 96), numbers(seed + 1, 96)];
        const query = numbers(seed + 2, 96);
        const { approximate } = denseRanking(corpusOf(vectors), query, { k: 2 });
        for (const [row, vector] of vectors.entries())
          expect(Math.abs((approximate.of([row])[0] ?? 9) - cosine(query, vector))).toBeLessThan(0.01);
      }),
    );
  });

  test("never errs by more than it says, whatever the numbers", () => {
    const number = fc.oneof(
      fc.float({ min: -1, max: 1, noNaN: true }),
      // Halfway between two whole numbers, where rounding takes most: the largest is 1.
      fc.integer({ min: -127, max: 126 }).map((whole) => Math.fround((whole + 0.5) / 127)),
      fc.constantFrom(0, 1, -1, 1e-30, 1e30),
    );
    const vector = (dimensions: number): fc.Arbitrary<Float32Array> =>
      fc
        .array(number, { minLength: dimensions, maxLength: dimensions })
        .map((all) => Float32Array.from(all))
        .filter((all) => all.some((one) => one !== 0));
    const pair = fc.constantFrom(1, 2, 31, 100).chain((dimensions) => fc.tuple(vector(dimensions), vector(dimensions)));
    fc.assert(
      fc.property(pair, ([row, query]) => {
        const approximate = approximateCosines(corpusOf([row]).matrices, query);
        const off = Math.abs((approximate.of([0])[0] ?? 9) - cosine(query, row));
        expect(off).toBeLessThanOrEqual(approximate.errors([0])[0] ?? -1);
      }),
    );
  });

  test("ranks alike with and without the kernel, to the bit, also when one of two matrices is too small for it", () => {
    // As many as are looked at in a sample first.
    const vectors = Array.from({ length: 4500 }, (_, i) => numbers(i + 1, 100));
    const inKernel = corpusOf(vectors, 4300);
    const plain = {
      ...inKernel,
      matrices: inKernel.matrices.map(({ dimensions, upper, lower, scales }) => ({
        dimensions,
        upper: upper.slice(),
        lower: lower.slice(),
        scales: scales.slice(),
      })),
    };
    expect(inKernel.matrices.map((matrix) => kernelScan(matrix) !== undefined)).toEqual([true, false]);
    expect(plain.matrices.some((matrix) => kernelScan(matrix) !== undefined)).toBe(false);
    const allowed = Uint8Array.from({ length: 4500 }, (_, i) => Number(i % 7 > 2));
    for (const options of [{}, { allowed }]) {
      const [a, b] = [inKernel, plain].map((corpus) => {
        const { top, approximate } = denseRanking(corpus, numbers(4242, 100), { k: 10, ...options });
        return { top, near: approximate.of([...vectors.keys()]) };
      });
      expect(a).toEqual(b);
    }
  });

  test("moves a large matrix into the kernel when it reads it, and small ones stay views", () => {
    const matrix = corpusOf(Array.from({ length: 700 }, (_, i) => numbers(i + 1, 99))).matrices[0];
    if (matrix === undefined) throw new Error("no matrix");
    const read = matrixFrom(matrixBytes(matrix));
    expect(read).toEqual(matrix);
    expect(kernelScan(read)).toBeDefined();
  });

  test("reads its own bytes back without copying them", () => {
    const matrix = corpusOf([numbers(1, 7), numbers(2, 7)]).matrices[0];
    if (matrix === undefined) throw new Error("no matrix");
    const bytes = matrixBytes(matrix);
    expect(matrixFrom(bytes)).toEqual(matrix);
    expect(matrixFrom(bytes).upper.buffer).toBe(bytes.buffer);
  });
});

test.each([
  ["no vector", undefined],
  ["2 numbers instead of 3", Float32Array.of(1, 2)],
  ["not finite", Float32Array.of(1, Number.NaN, 0)],
  ["not finite", Float32Array.of(1, Infinity, 0)],
  ["zeros", Float32Array.of(0, 0, 0)],
])("refuses %s", (what, vector) => {
  expect(() => checkVector(vector, 3, { embedder: "test/3", whose: "notes.md#1" })).toThrow(
    expect.objectContaining({ code: "MODEL_FAILED", message: expect.stringContaining(what) }),
  );
});
