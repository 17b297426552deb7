import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { RELAXED_KERNEL, WIDENING_KERNEL } from "./vector-kernel-bytes.ts";
import { kernelMatrix, kernelScan } from "./vector-kernel.ts";
import type { KernelMatrix, KernelQuery } from "./vector-kernel.ts";

const KERNELS = [
  ["relaxed", [RELAXED_KERNEL]],
  ["widening", [WIDENING_KERNEL]],
] as const;

/** Whole numbers from `from` to `to` that depend on the seed alone. */
function fill(array: Int8Array, { seed, from, to }: { readonly seed: number; readonly from: number; readonly to: number }): Int8Array {
  let state = seed;
  return array.map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return from + ((state >>> 8) % (to - from + 1));
  });
}

function made(rows: number, dimensions: number, kernels: readonly string[], seed = 1): KernelMatrix {
  const matrix = kernelMatrix(rows, dimensions, kernels);
  if (matrix === undefined) throw new Error("no kernel on this machine");
  matrix.numbers.set(fill(matrix.numbers, { seed, from: 1, to: 127 }));
  matrix.scales.forEach((_, row) => (matrix.scales[row] = Math.fround((1 + (row % 13)) / 997)));
  return matrix;
}

function queryOf(dimensions: number, seed: number): KernelQuery {
  const numbers = fill(new Int8Array(dimensions), { seed, from: -127, to: 127 });
  return {
    numbers,
    scale: 0.1 + seed / 7e6,
    start: Math.imul(
      -64,
      numbers.reduce((sum, number) => sum + number, 0),
    ),
  };
}

/** In whole numbers beyond any doubt, then the two products and one rounding. */
function slowly({ numbers, scales }: KernelMatrix, query: KernelQuery, allowed?: Uint8Array): number[] {
  const dimensions = query.numbers.length;
  return [...scales].map((scale, row) => {
    if (allowed?.[row] === 0) return -Infinity;
    let sum = BigInt(query.start);
    for (let i = 0; i < dimensions; i += 1) sum += BigInt(numbers[row * dimensions + i]! * query.numbers[i]!);
    return Math.fround(Number(sum) * query.scale * scale);
  });
}

function scanned(matrix: KernelMatrix, query: KernelQuery, allowed?: Uint8Array): number[] {
  const scores = new Float32Array(matrix.scales.length).fill(Number.NaN);
  kernelScan(matrix.numbers)?.(query, scores, allowed);
  return [...scores];
}

describe.each(KERNELS)("the %s kernel", (_, kernels) => {
  test("gives the bits of slow arithmetic, whatever the numbers in a row, the rows and the filter", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 40 }), fc.nat(1e6), (dimensions, more, seed) => {
        const rows = Math.ceil(65_536 / dimensions) + more;
        const matrix = made(rows, dimensions, kernels, seed);
        const query = queryOf(dimensions, seed + 1);
        expect(scanned(matrix, query)).toEqual(slowly(matrix, query));
        // Runs of eight, so that some fours are left out whole and some in part.
        const allowed = Uint8Array.from({ length: rows }, (__, row) => ((row * (seed | 1)) >> 3) & 1);
        expect(scanned(matrix, query, allowed)).toEqual(slowly(matrix, query, allowed));
      }),
      { numRuns: 15 },
    );
  });

  test("is exact at the largest sums there are", () => {
    const dimensions = 131_072;
    const matrix = made(3, dimensions, kernels);
    matrix.numbers.fill(127, 0, dimensions).fill(1, dimensions);
    for (const number of [127, -127]) {
      const query = { numbers: new Int8Array(dimensions).fill(number), scale: 1, start: -64 * number * dimensions };
      const sum = 63 * number * dimensions;
      expect(scanned({ ...matrix, scales: matrix.scales.fill(1) }, query)).toEqual([sum, -sum, -sum].map(Math.fround));
    }
  });

  test("keeps matrices apart", () => {
    const [a, b] = [made(300, 256, kernels, 5), made(301, 255, kernels, 6)];
    const [forA, forB] = [queryOf(256, 7), queryOf(255, 8)];
    const first = scanned(a, forA);
    expect(scanned(b, forB)).toEqual(slowly(b, forB));
    expect(scanned(a, forA)).toEqual(first);
  });
});

describe("room in the kernel", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("is for matrices that are worth it and within 4 GiB", () => {
    expect(kernelMatrix(255, 256)).toBeUndefined();
    expect(kernelMatrix(256, 256)?.numbers.length).toBe(65_536);
    expect(kernelMatrix(1, 131_073)).toBeUndefined();
    expect(kernelMatrix(11_200_000, 384)).toBeUndefined();
    expect(kernelMatrix(0, 256)).toBeUndefined();
  });

  test("starts as zeros and is nobody else's", () => {
    const matrix = kernelMatrix(256, 256);
    expect(matrix?.numbers.every((number) => number === 0)).toBe(true);
    expect(kernelScan(new Int8Array(65_536))).toBeUndefined();
  });

  test("falls back to the next kernel, and to none, on a machine that does not know the instructions", () => {
    const unknown = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 99]).toString("base64");
    const fallen = made(300, 256, [unknown, WIDENING_KERNEL]);
    expect(scanned(fallen, queryOf(256, 3))).toEqual(slowly(fallen, queryOf(256, 3)));
    expect(kernelMatrix(300, 256, [unknown])).toBeUndefined();
  });

  test("is not there without WebAssembly, nor where memory is refused", () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(kernelMatrix(300, 256, [RELAXED_KERNEL])).toBeUndefined();
    vi.unstubAllGlobals();
    const { Module, Instance, CompileError } = Reflect.get(globalThis, "WebAssembly");
    function Memory(): never {
      throw new RangeError("could not allocate memory");
    }
    vi.stubGlobal("WebAssembly", { Module, Instance, CompileError, Memory });
    expect(kernelMatrix(300, 256, [RELAXED_KERNEL])).toBeUndefined();
  });
});
