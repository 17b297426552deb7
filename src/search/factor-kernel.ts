import { FACTOR_KERNEL } from "./factor-kernel-bytes.ts";
import type { DenseSteps, SparseMatrix } from "./dense-steps.ts";
import { compileKernel, runKernel } from "./web-assembly.ts";
import type { CompiledKernel } from "./web-assembly.ts";

/** As scripts/kernel/factor-text.ts describes them. */
interface FactorExports {
  readonly sparseTimes: (...parameters: number[]) => void;
  readonly gram: (...parameters: number[]) => void;
  readonly timesTriangle: (...parameters: number[]) => void;
}

// A constant of the program in all but name.
let compiled: { readonly kernel: CompiledKernel | undefined } | undefined;

const BLOCK_ROWS = 4;
const ALIGNMENT = 16;
const padded = (count: number, step: number): number => Math.ceil(count / step) * step;
/** Dense matrices have room for whole blocks; the rows behind the last stay zeros, which add nothing. */
const denseBytes = (rows: number, width: number): number => padded(padded(rows, BLOCK_ROWS) * width * 4, ALIGNMENT);
const sparseBytes = (rows: number, entries: number): number => padded((rows + 1) * 4, ALIGNMENT) + 2 * padded(entries * 4, ALIGNMENT);

/**
 * The steps as WebAssembly, in a memory that holds `counts` and its transpose and a dense matrix of each height. Fitting runs once in most processes: a kernel is
 * quick from its first row, while JavaScript is compiled only when half of the work is done. Undefined where the kernel cannot be had, for an odd width, and
 * for a matrix without rows or columns.
 */
export function kernelSteps({ rows, columns, indices }: SparseMatrix, width: number): DenseSteps | undefined {
  if (width === 0 || width % 2 !== 0) return undefined;
  compiled ??= { kernel: compileKernel([FACTOR_KERNEL]) };
  const squareBytes = width * width * 8;
  const needed =
    sparseBytes(rows, indices.length) +
    sparseBytes(columns, indices.length) +
    denseBytes(rows, width) +
    denseBytes(columns, width) +
    2 * squareBytes +
    (BLOCK_ROWS + 1) * width * 8 +
    ALIGNMENT;
  const running = compiled.kernel && runKernel(compiled.kernel, needed);
  return running && stepsWithin(running.buffer, running.exports as FactorExports, width); // as its text describes them
}

function stepsWithin(buffer: ArrayBuffer, exports: FactorExports, width: number): DenseSteps {
  // Addresses are handed out one after the other; nothing lies at 0.
  let free = ALIGNMENT;
  const take = (bytes: number): number => {
    const address = free;
    free += padded(bytes, ALIGNMENT);
    return address;
  };
  const row = width * 8;
  const [sums, block, square, triangle] = [take(row), take(BLOCK_ROWS * row), take(width * row), take(width * row)];
  const squareOf = (address: number): Float64Array => new Float64Array(buffer, address, width * width);
  const blocksOf = (x: Float32Array): number => Math.ceil(x.length / width / BLOCK_ROWS);
  return {
    held(matrix) {
      const { rows, starts, indices, values } = matrix;
      const held = {
        ...matrix,
        starts: new Uint32Array(buffer, take((rows + 1) * 4), rows + 1),
        indices: new Uint32Array(buffer, take(indices.length * 4), indices.length),
        values: new Float32Array(buffer, take(values.length * 4), values.length),
      };
      held.starts.set(starts);
      held.indices.set(indices);
      held.values.set(values);
      return held;
    },
    dense: (rows, numbers) => new Float32Array(buffer, take(denseBytes(rows, numbers)), rows * numbers),
    sparseTimes({ rows, starts, indices, values }, x, result) {
      const matrix = [starts.byteOffset, rows, indices.byteOffset, values.byteOffset];
      exports.sparseTimes(...matrix, x.byteOffset, width * 4, result.byteOffset, sums, sums + row);
    },
    gram(x) {
      squareOf(square).fill(0);
      exports.gram(x.byteOffset, blocksOf(x), row, square, block);
      return squareOf(square).slice();
    },
    timesTranspose(x, lower) {
      const upper = squareOf(triangle);
      // Below `width`, within both arrays.
      for (let i = 0; i < width; i += 1) for (let k = 0; k < width; k += 1) upper[k * width + i] = lower[i * width + k] as number;
      exports.timesTriangle(x.byteOffset, blocksOf(x), row, triangle, block);
    },
  };
}
