import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PLAIN_STEPS } from "./dense-steps.ts";
import type { DenseSteps, SparseMatrix } from "./dense-steps.ts";
import { kernelSteps } from "./factor-kernel.ts";
import { fitLatentSpace } from "./latent-semantics.ts";

/** Numbers that depend on the seed alone. */
function random(seed: number): () => number {
  let state = seed;
  return () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) / 2 ** 24;
}

function sparse(rows: number, columns: number, seed: number): SparseMatrix {
  const next = random(seed);
  const lists = Array.from({ length: rows }, () => {
    const share = next() ** 3;
    return Array.from({ length: columns }, (_, column) => column).filter(() => next() < share);
  });
  return {
    rows,
    columns,
    starts: Uint32Array.from([0, ...lists].map((_, r) => lists.slice(0, r).reduce((sum, list) => sum + list.length, 0))),
    indices: Uint32Array.from(lists.flat()),
    values: Float32Array.from(lists.flat(), () => Math.ceil(4 * next())),
  };
}

/** What each step makes of the same numbers. */
function results(steps: DenseSteps, { matrix, width, seed }: { matrix: SparseMatrix; width: number; seed: number }) {
  const next = random(seed);
  const held = steps.held(matrix);
  const [x, product] = [steps.dense(matrix.columns, width), steps.dense(matrix.rows, width)];
  // Of many sizes, so that a sum in another order is another sum.
  x.forEach((_, i) => (x[i] = (2 * next() - 1) * 10 ** Math.floor(6 * next() - 3)));
  steps.sparseTimes(held, x, product);
  const squares = steps.gram(product, width);
  const triangle = Float64Array.from({ length: width * width }, (_, at) => (at % width <= Math.floor(at / width) ? next() - 0.5 : 0));
  const upper = [...squares].filter((_, at) => at % width >= Math.floor(at / width));
  const before = product.slice();
  steps.timesTranspose(product, triangle, width);
  return { before: [...before], upper, after: [...product] };
}

describe("the steps of fitting a space", () => {
  test("give the same bits in the kernel as in JavaScript, whatever the shape of the matrix", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(1e6),
        (rows, columns, pairs, seed) => {
          const matrix = sparse(rows, columns, seed);
          const width = 2 * pairs;
          const kernel = kernelSteps(matrix, width);
          if (kernel === undefined) throw new Error("no kernel on this machine");
          expect(results(kernel, { matrix, width, seed })).toEqual(results(PLAIN_STEPS, { matrix, width, seed }));
        },
      ),
    );
  });

  test("the plain ones give what the definition says", () => {
    const matrix = {
      rows: 2,
      columns: 3,
      starts: Uint32Array.of(0, 2, 3),
      indices: Uint32Array.of(0, 2, 1),
      values: Float32Array.of(2, 1, 3),
    };
    const x = Float32Array.of(1, 2, 3, 4, 5, 6);
    const product = new Float32Array(4);
    PLAIN_STEPS.sparseTimes(matrix, x, product);
    // 2 x [1, 2] + [5, 6]; 3 x [3, 4]
    expect([...product]).toEqual([7, 10, 9, 12]);
    expect([...PLAIN_STEPS.gram(product, 2)].filter((_, at) => at !== 2)).toEqual([7 * 7 + 9 * 9, 7 * 10 + 9 * 12, 10 * 10 + 12 * 12]);
    PLAIN_STEPS.timesTranspose(product, Float64Array.of(2, 0, 1, 3), 2);
    expect([...product]).toEqual([14, 37, 18, 45]);
  });
});

describe("without a kernel", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test("an odd width and an empty matrix are left to JavaScript", () => {
    expect(kernelSteps(sparse(5, 7, 1), 3)).toBeUndefined();
    expect(kernelSteps(sparse(5, 7, 1), 0)).toBeUndefined();
  });

  test("the space is the same to the bit", async () => {
    const counts = sparse(60, 50, 9);
    const settings = { dimensions: 16, powerIterations: 1, seeds: Uint32Array.from({ length: 50 }, (_, i) => i * 2_654_435_761) };
    vi.resetModules();
    vi.stubGlobal("WebAssembly", undefined);
    const alone = await import("./factor-kernel.ts");
    expect(alone.kernelSteps(counts, 16)).toBeUndefined();
    const plain = await import("./latent-semantics.ts");
    expect(plain.fitLatentSpace(counts, settings)).toEqual(fitLatentSpace(counts, settings));
  });
});
