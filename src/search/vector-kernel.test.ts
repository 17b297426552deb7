import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PAIRED_KERNEL, RELAXED_KERNEL, WIDENING_KERNEL } from "./vector-kernel-bytes.ts";
import { halfRowBytes, kernelRows, kernelScan, kernelsHere, upperStart } from "./vector-kernel.ts";
import type { HalvedRows, KernelQuery } from "./vector-kernel.ts";

const KERNELS = [
  ["relaxed", [RELAXED_KERNEL]],
  ["paired", [PAIRED_KERNEL]],
  ["widening", [WIDENING_KERNEL]],
] as const;

/** Whole numbers from `from` to `to` that depend on the seed alone. */
function fill<T extends Int8Array | Uint8Array>(
  array: T,
  { seed, from, to }: { readonly seed: number; readonly from: number; readonly to: number },
): T {
  let state = seed;
  for (let i = 0; i < array.length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    array[i] = from + ((state >>> 8) % (to - from + 1));
  }
  return array;
}

interface Made extends HalvedRows {
  readonly rows: number;
  readonly dimensions: number;
}

function made(rows: number, dimensions: number, kernels: readonly string[], seed = 1): Made {
  const matrix = kernelRows(rows, dimensions, kernels);
  if (matrix === undefined) throw new Error("no kernel on this machine");
  fill(matrix.upper, { seed, from: 0, to: 255 });
  fill(matrix.lower, { seed: seed + 1, from: 0, to: 255 });
  matrix.scales.forEach((_, row) => (matrix.scales[row] = Math.fround((1 + (row % 13)) / 997)));
  return { ...matrix, rows, dimensions };
}

function queryOf(dimensions: number, seed: number): KernelQuery {
  const numbers = new Int8Array(2 * halfRowBytes(dimensions));
  fill(numbers.subarray(0, dimensions), { seed, from: -127, to: 127 });
  const sum = numbers.reduce((total, number) => total + number, 0);
  return { numbers, scale: 0.1 + seed / 7e6, coarseStart: -241 * sum, fineStart: -128 * sum };
}

/** Halves of the numbers of a row, taken apart byte by byte. */
function halves({ upper, lower }: HalvedRows, row: number, dimensions: number): readonly (readonly [upper: number, lower: number])[] {
  const rowBytes = halfRowBytes(dimensions);
  return Array.from({ length: dimensions }, (_, i) => {
    const [block, within] = [Math.floor(i / 32), i % 32];
    const half = (byte: number): number => (within < 16 ? byte % 16 : Math.floor(byte / 16));
    return [half(upper[upperStart(row, rowBytes) + 64 * block + (i % 16)]!), half(lower[row * rowBytes + 16 * block + (i % 16)]!)];
  });
}

/** In whole numbers beyond any doubt. */
function slowly(matrix: Made, query: KernelQuery): { readonly coarse: number[]; readonly fine: number[] } {
  const [coarse, fine]: [number[], number[]] = [[], []];
  for (const [row, scale] of matrix.scales.entries()) {
    let [upperSum, lowerSum] = [0n, 0n];
    for (const [i, [upper, lower]] of halves(matrix, row, matrix.dimensions).entries()) {
      upperSum += BigInt(upper * query.numbers[i]!);
      lowerSum += BigInt(lower * query.numbers[i]!);
    }
    coarse.push(Math.fround(Math.fround(Number(32n * upperSum + BigInt(query.coarseStart))) * scale));
    fine.push(Math.fround(Number(16n * upperSum + lowerSum + BigInt(query.fineStart)) * query.scale * scale));
  }
  return { coarse, fine };
}

/** What the first pass finds, in two goes. */
function found(matrix: Made, threshold: number): (readonly [row: number, score: number])[] {
  const middle = Math.floor(matrix.rows / 8) * 4;
  return [
    [0, middle],
    [middle, matrix.rows],
  ].flatMap(([from = 0, to = 0]) => {
    if (from === to) return [];
    const { rows, scores, count } = kernelScan(matrix)?.coarse(from, to, threshold) ?? { rows: [], scores: [], count: 0 };
    return Array.from({ length: count }, (_, i) => [rows[i]!, scores[i]!] as const);
  });
}

function sampled(matrix: Made): number[] {
  const { scores, count } = kernelScan(matrix)?.sample() ?? { scores: [], count: 0 };
  return Array.from({ length: count }, (_, i) => scores[i]!);
}

describe.each(KERNELS)("the %s kernel", (_, kernels) => {
  test("gives the bits of slow arithmetic, whatever the numbers in a row, the rows, the threshold and the filter", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 40 }), fc.nat(1e6), (dimensions, more, seed) => {
        const rows = Math.ceil(32_768 / halfRowBytes(dimensions)) + more;
        const matrix = made(rows, dimensions, kernels, seed);
        const query = queryOf(dimensions, seed + 1);
        const wanted = slowly(matrix, query);
        const pairs = wanted.coarse.map((score, row) => [row, score] as const);
        const threshold = wanted.coarse[seed % rows] ?? 0;
        kernelScan(matrix)?.ask(query, undefined);
        expect(found(matrix, -Infinity)).toEqual(pairs);
        expect(found(matrix, threshold)).toEqual(pairs.filter(([, score]) => score >= threshold));
        expect(sampled(matrix)).toEqual(wanted.coarse.filter((__, row) => row % 256 < 4));
        // Runs of eight, so that some fours are left out whole and some in part.
        const allowed = Uint8Array.from({ length: rows }, (__, row) => ((row * (seed | 1)) >> 3) & 1);
        kernelScan(matrix)?.ask(query, allowed);
        expect(found(matrix, threshold)).toEqual(pairs.filter(([row, score]) => allowed[row] === 1 && score >= threshold));
        expect(sampled(matrix)).toEqual(wanted.coarse.filter((__, row) => row % 256 < 4 && allowed[row] === 1));
        const list = Uint32Array.from({ length: rows }, (__, i) => (i * 7919) % rows);
        expect([...(kernelScan(matrix)?.fine(list) ?? [])]).toEqual([...list].map((row) => wanted.fine[row]));
      }),
      { numRuns: 15 },
    );
  });

  test("is exact at the largest sums there are", () => {
    const dimensions = 65_536;
    const matrix = made(3, dimensions, kernels);
    for (const array of [matrix.upper, matrix.lower]) array.fill(0);
    matrix.scales.fill(1);
    // The second row has 255 everywhere.
    for (let i = 0; i < halfRowBytes(dimensions); i += 16)
      matrix.upper.fill(255, upperStart(1, halfRowBytes(dimensions)) + 4 * i).fill(0, upperStart(1, halfRowBytes(dimensions)) + 4 * i + 16);
    matrix.lower.fill(255, halfRowBytes(dimensions), 2 * halfRowBytes(dimensions));
    for (const number of [127, -127]) {
      const query = {
        numbers: new Int8Array(dimensions).fill(number),
        scale: 1,
        coarseStart: -241 * number * dimensions,
        fineStart: -128 * number * dimensions,
      };
      kernelScan(matrix)?.ask(query, undefined);
      const sums = (of: readonly number[]): number[] => of.map((one) => Math.fround(one * number * dimensions));
      expect(found(matrix, -Infinity).map(([, score]) => score)).toEqual(sums([-241, 239, -241]));
      expect([...(kernelScan(matrix)?.fine(Uint32Array.of(0, 1, 2)) ?? [])]).toEqual(sums([-128, 127, -128]));
    }
  });

  test("keeps matrices apart", () => {
    const [a, b] = [made(300, 256, kernels, 5), made(301, 255, kernels, 6)];
    const [forA, forB] = [queryOf(256, 7), queryOf(255, 8)];
    kernelScan(a)?.ask(forA, undefined);
    kernelScan(b)?.ask(forB, undefined);
    for (const [matrix, query] of [
      [a, forA],
      [b, forB],
    ] as const)
      expect(found(matrix, -Infinity).map(([, score]) => score)).toEqual(slowly(matrix, query).coarse);
  });
});

describe("room in the kernel", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("is for matrices that are worth it and within 4 GiB", () => {
    expect(kernelRows(255, 256)).toBeUndefined();
    expect(kernelRows(256, 256)?.upper.length).toBe(32_768);
    expect(kernelRows(1, 65_537)).toBeUndefined();
    expect(kernelRows(11_200_000, 384)).toBeUndefined();
    expect(kernelRows(0, 256)).toBeUndefined();
  });

  test.each([
    ["two saturated pairs", 65_534, PAIRED_KERNEL],
    ["an unsigned sum, as of one instruction", 129_540, RELAXED_KERNEL],
    ["a signed sum", -508, RELAXED_KERNEL],
  ])("is the paired kernel's where the probe gives %s of %i", (_, lane, kernel) => {
    function Module(): void {}
    function Instance(): object {
      return { exports: { lane: () => lane } };
    }
    vi.stubGlobal("WebAssembly", { Module, Instance, CompileError: Error });
    expect(kernelsHere()).toEqual([kernel, WIDENING_KERNEL]);
  });

  test("starts as zeros and is nobody else's", () => {
    const matrix = kernelRows(256, 256);
    expect(matrix?.upper.every((number) => number === 0)).toBe(true);
    const plain = { upper: new Uint8Array(32_768), lower: new Uint8Array(32_768), scales: new Float32Array(256) };
    expect(kernelScan(plain)).toBeUndefined();
  });

  test("falls back to the next kernel, and to none, on a machine that does not know the instructions", () => {
    const unknown = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 99]).toString("base64");
    const fallen = made(300, 256, [unknown, WIDENING_KERNEL]);
    const query = queryOf(256, 3);
    kernelScan(fallen)?.ask(query, undefined);
    expect(found(fallen, -Infinity).map(([, score]) => score)).toEqual(slowly(fallen, query).coarse);
    expect(kernelRows(300, 256, [unknown])).toBeUndefined();
  });

  test("is not there without WebAssembly, nor where memory is refused", () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(kernelRows(300, 256, [RELAXED_KERNEL])).toBeUndefined();
    expect(kernelsHere()).toEqual([RELAXED_KERNEL, WIDENING_KERNEL]);
    vi.unstubAllGlobals();
    const { Module, Instance, CompileError } = Reflect.get(globalThis, "WebAssembly");
    function Memory(): never {
      throw new RangeError("could not allocate memory");
    }
    vi.stubGlobal("WebAssembly", { Module, Instance, CompileError, Memory });
    expect(kernelRows(300, 256, [RELAXED_KERNEL])).toBeUndefined();
  });
});
