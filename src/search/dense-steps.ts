/** A sparse matrix by rows: row r has the entries from `starts[r]` to `starts[r + 1]` of `indices` (columns) and `values`. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** What takes time in fitting a space. Dense matrices lie row after row, in 32 bits; sums are made in 64, each in the order of the rows. */
export interface DenseSteps {
  /** The matrix where the steps can work on it. */
  held(matrix: SparseMatrix): SparseMatrix;
  /** A dense matrix of zeros where the steps can work on it. */
  dense(rows: number, width: number): Float32Array;
  /** Sparse times dense (columns x width) into `result` (rows x width). */
  sparseTimes(matrix: SparseMatrix, x: Float32Array, result: Float32Array): void;
  /** X^T X, width x width: the upper half. What stands left of the diagonal means nothing. */
  gram(x: Float32Array, width: number): Float64Array;
  /** X becomes X L^T in place, with a lower triangle L, width x width. */
  timesTranspose(x: Float32Array, triangle: Float64Array, width: number): void;
}

/** In JavaScript. The kernel gives the same bits. */
export const PLAIN_STEPS: DenseSteps = {
  held: (matrix) => matrix,
  dense: (rows, width) => new Float32Array(rows * width),
  sparseTimes,
  gram,
  timesTranspose,
};

// Indexes below stay within arrays made for them; `as number` says so without a check in the loops.

/** Four entries at a time, so that sums are loaded and stored a quarter as often. */
function sparseTimes(matrix: SparseMatrix, x: Float32Array, result: Float32Array): void {
  const { rows, starts, indices, values } = matrix;
  const width = rows === 0 ? 0 : result.length / rows;
  const sums = new Float64Array(width);
  for (let row = 0; row < rows; row += 1) {
    sums.fill(0);
    const end = starts[row + 1] as number;
    let at = starts[row] as number;
    for (; at + 3 < end; at += 4) {
      const v0 = values[at] as number;
      const v1 = values[at + 1] as number;
      const v2 = values[at + 2] as number;
      const v3 = values[at + 3] as number;
      const f0 = (indices[at] as number) * width;
      const f1 = (indices[at + 1] as number) * width;
      const f2 = (indices[at + 2] as number) * width;
      const f3 = (indices[at + 3] as number) * width;
      for (let i = 0; i < width; i += 1) {
        sums[i] =
          (sums[i] as number) +
          v0 * (x[f0 + i] as number) +
          v1 * (x[f1 + i] as number) +
          v2 * (x[f2 + i] as number) +
          v3 * (x[f3 + i] as number);
      }
    }
    for (; at < end; at += 1) {
      const value = values[at] as number;
      const from = (indices[at] as number) * width;
      for (let i = 0; i < width; i += 1) sums[i] = (sums[i] as number) + value * (x[from + i] as number);
    }
    result.set(sums, row * width);
  }
}

/** Four rows at a time and two sums of each, so that a number is loaded half as often as it is used. */
function gram(x: Float32Array, width: number): Float64Array {
  const sums = new Float64Array(width * width);
  // In 64 bits already; behind the last row zeros, which add nothing.
  const block = new Float64Array(4 * width);
  for (let from = 0; from < x.length; from += 4 * width) {
    if (from + 4 * width > x.length) block.fill(0);
    block.set(x.subarray(from, from + 4 * width));
    let i = 0;
    for (; i + 1 < width; i += 2) addTwoRows(sums, block, i, width);
    if (i < width)
      for (let at = i; at < block.length; at += width) sums[i * width + i] = (sums[i * width + i] as number) + (block[at] as number) ** 2;
  }
  return sums;
}

/** Rows i and i + 1 of the sums. The number left of the diagonal in the second is never read. */
function addTwoRows(sums: Float64Array, block: Float64Array, i: number, width: number): void {
  const second = width;
  const third = 2 * width;
  const fourth = 3 * width;
  const a0 = block[i] as number;
  const a1 = block[second + i] as number;
  const a2 = block[third + i] as number;
  const a3 = block[fourth + i] as number;
  const b0 = block[i + 1] as number;
  const b1 = block[second + i + 1] as number;
  const b2 = block[third + i + 1] as number;
  const b3 = block[fourth + i + 1] as number;
  const a = i * width;
  const b = a + width;
  for (let j = i; j < width; j += 1) {
    const x0 = block[j] as number;
    const x1 = block[second + j] as number;
    const x2 = block[third + j] as number;
    const x3 = block[fourth + j] as number;
    sums[a + j] = (sums[a + j] as number) + a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
    sums[b + j] = (sums[b + j] as number) + b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3;
  }
}

function timesTranspose(x: Float32Array, triangle: Float64Array, width: number): void {
  const block = new Float64Array(4 * width);
  const product = new Float64Array(4 * width);
  for (let from = 0; from < x.length; from += 4 * width) {
    const rows = x.subarray(from, from + 4 * width);
    // Behind the last row stands what was there before; nobody reads what becomes of it.
    block.set(rows);
    for (let j = 0; j < width; j += 2) setTwoColumns(product, block, triangle, { i: j, j: Math.min(j + 1, width - 1), width });
    rows.set(product.subarray(0, rows.length));
  }
}

/** Columns i and j of the product of the block's four rows with the transpose of a lower triangle: eight sums at a time, none of which leaves the processor. */
function setTwoColumns(
  product: Float64Array,
  block: Float64Array,
  triangle: Float64Array,
  { i, j, width }: { readonly i: number; readonly j: number; readonly width: number },
): void {
  const second = width;
  const third = 2 * width;
  const fourth = 3 * width;
  const a = i * width;
  const b = j * width;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let k = 0; k <= j; k += 1) {
    const x = triangle[a + k] as number;
    const y = triangle[b + k] as number;
    const x0 = block[k] as number;
    const x1 = block[second + k] as number;
    const x2 = block[third + k] as number;
    const x3 = block[fourth + k] as number;
    a0 += x0 * x;
    a1 += x1 * x;
    a2 += x2 * x;
    a3 += x3 * x;
    b0 += x0 * y;
    b1 += x1 * y;
    b2 += x2 * y;
    b3 += x3 * y;
  }
  product[i] = a0;
  product[second + i] = a1;
  product[third + i] = a2;
  product[fourth + i] = a3;
  product[j] = b0;
  product[second + j] = b1;
  product[third + j] = b2;
  product[fourth + j] = b3;
}
