/** A sparse matrix by rows: row r has the entries from `starts[r]` to `starts[r + 1]` of `indices` (columns) and `values`. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** A space of `dimensions` that texts are projected into: a text's vector is the sum over its terms of `termGain(count)` times the term's vector. */
export interface LatentSpace {
  readonly dimensions: number;
  /** terms x dimensions, row after row; a term that is spread evenly over all texts has zeros. */
  readonly vectors: Float32Array;
}

export interface LatentSettings {
  /** Numbers a vector has, at most; never more than the matrix has rows or columns. */
  readonly dimensions: number;
  /** Multiplications by A A^T before the space is fixed. */
  readonly powerIterations: number;
  /** A number for each column that the start is made from: with the hash of a term's name, a column that comes or goes leaves the others' start alone. */
  readonly seeds: Uint32Array;
}

/** What `count` occurrences of a term in one text weigh. */
export function termGain(count: number): number {
  return Number.isInteger(count) ? logarithmOf(1 + count) : naturalLogarithm(1 + count);
}

/** ln x of a positive number by the series of the inverse hyperbolic tangent. `Math.log` may differ in the last digit between engines, and the space is kept in files. */
export function naturalLogarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa > Math.SQRT2; exponent += 1) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; exponent -= 1) mantissa *= 2;
  // At most 0.172, so that eleven terms reach the last digit.
  const t = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let k = 21; k > 0; k -= 2) sum = sum * t * t + 1 / k;
  return 2 * t * sum + exponent * Math.LN2;
}

// Nearly all counts are small.
const LOGARITHMS = Float64Array.from({ length: 64 }, (_, count) => (count === 0 ? -Infinity : naturalLogarithm(count)));

/** The same of a whole number from 1 on. */
function logarithmOf(count: number): number {
  return LOGARITHMS[count] ?? naturalLogarithm(count);
}

/**
 * Latent semantic analysis: Deerwester, Dumais, Furnas, Landauer & Harshman, "Indexing by latent semantic analysis" (1990), with the
 * log-entropy weights of Dumais, "Improving the retrieval of information from external sources" (1991).
 * `counts` says how often each term (column) stands in each text (row). Texts are compared by their projections on the leading right singular
 * vectors, A V = U S. A cosine is the same in every orthonormal basis of that space, so it is found as one: random projection and power iterations
 * (Halko, Martinsson & Tropp 2011, algorithm 4.4) without the last step, the decomposition itself. The start is made of signs, so the
 * result depends on `counts` and `seeds` alone.
 */
export function fitLatentSpace(counts: SparseMatrix, { dimensions, powerIterations, seeds }: LatentSettings): LatentSpace {
  const width = Math.min(dimensions, counts.rows, counts.columns);
  const entropy = entropyWeights(counts);
  const weighted = {
    ...counts,
    values: counts.values.map((count, at) => termGain(count) * (entropy[counts.indices[at] as number] as number)),
  };
  const across = transpose(weighted);
  let range = sparseTimes(weighted, signs(seeds, width), width);
  for (let i = 0; i < powerIterations; i += 1) {
    orthonormalise(range, width);
    range = sparseTimes(weighted, sparseTimes(across, range, width), width);
  }
  const basis = sparseTimes(across, range, width);
  orthonormalise(basis, width);
  for (let term = 0; term < counts.columns; term += 1) {
    for (let at = term * width; at < (term + 1) * width; at += 1) basis[at] = (basis[at] as number) * (entropy[term] as number);
  }
  return { dimensions: width, vectors: basis };
}

/** Below this share of the largest singular value, numbers of 32 bits carry no direction. */
const NEGLIGIBLE = 1e-5;

// Indexes below stay within arrays made for them; `as number` says so without a check in the loops.

/**
 * 1 + sum p ln p / ln n of each term, with p the share of its occurrences that stands in one text: 1 for a term of one text, 0 for one that is spread
 * evenly. With counts c and their total t, sum p ln p is (sum c ln c) / t - ln t.
 */
function entropyWeights({ rows, columns, starts, indices, values }: SparseMatrix): Float64Array {
  const totals = new Float64Array(columns);
  const sums = new Float64Array(columns);
  for (let at = 0; at < (starts[rows] as number); at += 1) {
    const column = indices[at] as number;
    const count = values[at] as number;
    totals[column] = (totals[column] as number) + count;
    sums[column] = (sums[column] as number) + count * logarithmOf(count);
  }
  const scale = rows > 1 ? naturalLogarithm(rows) : 1;
  return sums.map((sum, column) => {
    const total = totals[column] as number;
    // Rounding may leave a term that is spread evenly a trace below 0.
    return total === 0 ? 1 : Math.max(0, 1 + (sum / total - naturalLogarithm(total)) / scale);
  });
}

function transpose({ rows, columns, starts, indices, values }: SparseMatrix): SparseMatrix {
  const turned = {
    rows: columns,
    columns: rows,
    starts: new Uint32Array(columns + 1),
    indices: new Uint32Array(indices.length),
    values: new Float32Array(values.length),
  };
  for (const column of indices) turned.starts[column + 1] = (turned.starts[column + 1] as number) + 1;
  for (let column = 0; column < columns; column += 1) {
    turned.starts[column + 1] = (turned.starts[column + 1] as number) + (turned.starts[column] as number);
  }
  const next = turned.starts.slice();
  for (let row = 0; row < rows; row += 1) {
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at += 1) {
      const column = indices[at] as number;
      const to = next[column] as number;
      next[column] = to + 1;
      turned.indices[to] = row;
      turned.values[to] = values[at] as number;
    }
  }
  return turned;
}

function signs(seeds: Uint32Array, width: number): Float32Array {
  const values = new Float32Array(seeds.length * width);
  for (const [row, seed] of seeds.entries()) {
    // xorshift32 (Marsaglia 2003), which must not start from 0: 32 signs from each state.
    let state = seed || 1;
    for (let i = 0; i < width; i += 1) {
      if ((i & 31) === 0) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
      }
      values[row * width + i] = (state >>> (i & 31)) & 1 ? 1 : -1;
    }
  }
  return values;
}

/** Sparse times dense (columns x width), summed in 64 bits. Four entries at a time, so that sums are loaded and stored a quarter as often. */
function sparseTimes(matrix: SparseMatrix, x: Float32Array, width: number): Float32Array {
  const { rows, starts, indices, values } = matrix;
  const result = new Float32Array(rows * width);
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
  return result;
}

/** X^T X, width x width: the upper half. Four rows at a time and two sums of each, so that a number is loaded half as often as it is used. */
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

/**
 * Makes the columns orthonormal in place: X becomes X L^-T with L L^T = X^T X (Cholesky QR: Stathopoulos & Wu 2002). A column that holds nothing but
 * what those before it hold becomes zero. Rougher than Householder's way; the columns come from a product, whose largest and smallest are near enough.
 */
function orthonormalise(x: Float32Array, width: number): void {
  const inverse = inverseOfFactor(gram(x, width), width);
  const block = new Float64Array(4 * width);
  const product = new Float64Array(4 * width);
  for (let from = 0; from < x.length; from += 4 * width) {
    const rows = x.subarray(from, from + 4 * width);
    // Behind the last row stands what was there before; nobody reads what becomes of it.
    block.set(rows);
    for (let j = 0; j < width; j += 2) setTwoColumns(product, block, inverse, { i: j, j: Math.min(j + 1, width - 1), width });
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

/** L^-1 of the Cholesky factor L of a symmetric matrix given by its upper half: a lower triangle, with zeros where nothing is left. */
function inverseOfFactor(a: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  const inverse = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i += 1) largest = Math.max(largest, a[i * size + i] as number);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = a[j * size + i] as number;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      const pivot = lower[j * size + j] as number;
      if (j < i) lower[i * size + j] = pivot === 0 ? 0 : sum / pivot;
      else lower[i * size + i] = sum > largest * NEGLIGIBLE * NEGLIGIBLE ? Math.sqrt(sum) : 0;
    }
    const pivot = lower[i * size + i] as number;
    if (pivot === 0) continue;
    inverse[i * size + i] = 1 / pivot;
    // Row i of the inverse from those above it.
    for (let k = 0; k < i; k += 1) {
      let sum = 0;
      for (let j = k; j < i; j += 1) sum -= (lower[i * size + j] as number) * (inverse[j * size + k] as number);
      inverse[i * size + k] = sum / pivot;
    }
  }
  return inverse;
}
