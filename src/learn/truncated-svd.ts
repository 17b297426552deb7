/** A sparse matrix by rows: the entries of row r are `indices[starts[r] .. starts[r + 1])` and their `values`. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** rows + 1 numbers; 64-bit floats, because there may be more than 2^32 entries. */
  readonly starts: Float64Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Dense, row after row. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export interface TruncatedSvd {
  /** rows x rank, orthonormal columns. */
  readonly left: DenseMatrix;
  /** Falling, never negative; zero past the rank of the matrix. */
  readonly singularValues: Float64Array;
  /** columns x rank, orthonormal columns. */
  readonly right: DenseMatrix;
}

export interface TruncatedSvdSettings {
  readonly rank: number;
  /** Directions tried beyond `rank`: 8 or more make a good answer nearly certain. */
  readonly oversampling: number;
  /** Multiplications by A A^T before the range is fixed: 1 or 2 where the singular values fall slowly. */
  readonly powerIterations: number;
  /** Uniform in [0, 1); the only source of chance. */
  readonly random: () => number;
}

/**
 * The leading `rank` singular values and vectors of a sparse matrix, by a random projection and power iterations
 * (Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 53, 2011, algorithms 4.4 and 5.1).
 *
 * Costs 2 (powerIterations + 1) products of the matrix with rank + oversampling columns. The start is a matrix of random signs, not of normal numbers:
 * it serves as well and needs no transcendental function, so the result is the same on every machine.
 * Each singular vector's sign is fixed: its largest component in `left` is positive. Where the matrix has lower rank than asked, the vectors past it are zero.
 */
export function truncatedSvd(matrix: SparseMatrix, settings: TruncatedSvdSettings): TruncatedSvd {
  const width = Math.min(settings.rank + settings.oversampling, matrix.rows, matrix.columns);
  const rank = Math.min(settings.rank, width);
  const transposed = transpose(matrix);
  const start = dense(matrix.columns, width);
  for (let at = 0; at < start.values.length; at++) start.values[at] = settings.random() < 0.5 ? -1 : 1;
  let range = product(matrix, start);
  for (let iteration = 0; iteration < settings.powerIterations; iteration++) {
    // Between products a rough basis is enough: it only has to keep the small directions from drowning in the large ones.
    range = product(matrix, orthonormalise(product(transposed, orthonormalise(range))));
  }
  range = orthonormalise(orthonormalise(range));
  // Rows of `projected` are the columns of B = Q^T A, so B B^T is its Gram matrix, whose eigenvectors rotate Q into the left singular vectors.
  const projected = product(transposed, range);
  const { values, vectors } = symmetricEigen(gram(projected), width);
  const singularValues = Float64Array.from({ length: rank }, (_, at) => Math.sqrt(Math.max(values[at] ?? 0, 0)));
  const negligible = (singularValues[0] ?? 0) * RELATIVE_RANK_FLOOR;
  const keep = singularValues.map((value) => (value > negligible ? 1 : 0));
  const left = rotate(range, vectors, keep);
  const right = rotate(
    projected,
    vectors,
    singularValues.map((value) => (value > negligible ? 1 / value : 0)),
  );
  fixSigns(left, right);
  return { left, singularValues: singularValues.map((value) => (value > negligible ? value : 0)), right };
}

/** Below this share of the largest singular value 32-bit entries carry no direction. */
const RELATIVE_RANK_FLOOR = 1e-6;

function dense(rows: number, columns: number): DenseMatrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

export function transpose(matrix: SparseMatrix): SparseMatrix {
  const starts = new Float64Array(matrix.columns + 1);
  for (let at = 0; at < matrix.indices.length; at++) starts[matrix.indices[at]! + 1]! += 1;
  for (let column = 0; column < matrix.columns; column++) starts[column + 1]! += starts[column]!;
  const next = starts.slice();
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float32Array(matrix.values.length);
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.starts[row]!; at < matrix.starts[row + 1]!; at++) {
      const place = next[matrix.indices[at]!]!++;
      indices[place] = row;
      values[place] = matrix.values[at]!;
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, starts, indices, values };
}

/** Sparse times dense, summed in 64-bit. Four entries at a time, so that the sums are loaded and stored a quarter as often. */
function product(matrix: SparseMatrix, right: DenseMatrix): DenseMatrix {
  const width = right.columns;
  const result = dense(matrix.rows, width);
  const sums = new Float64Array(width);
  const { starts, indices, values } = matrix;
  const x = right.values;
  for (let row = 0; row < matrix.rows; row++) {
    sums.fill(0);
    const end = starts[row + 1]!;
    let at = starts[row]!;
    for (; at + 3 < end; at += 4) {
      const [v0, v1, v2, v3] = [values[at]!, values[at + 1]!, values[at + 2]!, values[at + 3]!];
      const [f0, f1, f2, f3] = [indices[at]! * width, indices[at + 1]! * width, indices[at + 2]! * width, indices[at + 3]! * width];
      for (let column = 0; column < width; column++) {
        sums[column]! += v0 * x[f0 + column]! + v1 * x[f1 + column]! + v2 * x[f2 + column]! + v3 * x[f3 + column]!;
      }
    }
    for (; at < end; at++) {
      const value = values[at]!;
      const from = indices[at]! * width;
      for (let column = 0; column < width; column++) sums[column]! += value * x[from + column]!;
    }
    result.values.set(sums, row * width);
  }
  return result;
}

/** X^T X, columns x columns, row after row. Four rows of X at a time. */
function gram(matrix: DenseMatrix): Float64Array {
  const width = matrix.columns;
  const x = matrix.values;
  const sums = new Float64Array(width * width);
  let from = 0;
  for (; from + 4 * width <= x.length; from += 4 * width) {
    const [f1, f2, f3] = [from + width, from + 2 * width, from + 3 * width];
    for (let row = 0; row < width; row++) {
      const [v0, v1, v2, v3] = [x[from + row]!, x[f1 + row]!, x[f2 + row]!, x[f3 + row]!];
      const to = row * width;
      for (let column = row; column < width; column++) {
        sums[to + column]! += v0 * x[from + column]! + v1 * x[f1 + column]! + v2 * x[f2 + column]! + v3 * x[f3 + column]!;
      }
    }
  }
  for (; from < x.length; from += width) {
    for (let row = 0; row < width; row++) {
      for (let column = row; column < width; column++) sums[row * width + column]! += x[from + row]! * x[from + column]!;
    }
  }
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < row; column++) sums[row * width + column] = sums[column * width + row]!;
  }
  return sums;
}

/**
 * Orthonormal columns that span the same space, through the eigenvectors of the Gram matrix (Stathopoulos and Wu, SIAM J. Sci. Comput. 23, 2002).
 * Once loses half of the digits; twice is exact to rounding. Directions that hold nothing become zero columns.
 */
function orthonormalise(matrix: DenseMatrix): DenseMatrix {
  const { values, vectors } = symmetricEigen(gram(matrix), matrix.columns);
  const floor = Math.max(values[0] ?? 0, 0) * RELATIVE_RANK_FLOOR * RELATIVE_RANK_FLOOR;
  return rotate(
    matrix,
    vectors,
    values.map((value) => (value > floor ? 1 / Math.sqrt(value) : 0)),
  );
}

/** matrix times the first `scales.length` columns of `rotation` (square, row after row), each column times its scale. */
function rotate(matrix: DenseMatrix, rotation: Float64Array, scales: Float64Array): DenseMatrix {
  const width = matrix.columns;
  const kept = scales.length;
  const result = dense(matrix.rows, kept);
  const sums = new Float64Array(kept);
  const scaled = new Float64Array(width * kept);
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < kept; column++) scaled[row * kept + column] = rotation[row * width + column]! * scales[column]!;
  }
  for (let row = 0; row < matrix.rows; row++) {
    sums.fill(0);
    const base = row * width;
    let from = 0;
    for (; from + 3 < width; from += 4) {
      const [v0, v1, v2, v3] = [
        matrix.values[base + from]!,
        matrix.values[base + from + 1]!,
        matrix.values[base + from + 2]!,
        matrix.values[base + from + 3]!,
      ];
      const [f0, f1, f2, f3] = [from * kept, (from + 1) * kept, (from + 2) * kept, (from + 3) * kept];
      for (let column = 0; column < kept; column++) {
        sums[column]! += v0 * scaled[f0 + column]! + v1 * scaled[f1 + column]! + v2 * scaled[f2 + column]! + v3 * scaled[f3 + column]!;
      }
    }
    for (; from < width; from++) {
      const value = matrix.values[base + from]!;
      for (let column = 0; column < kept; column++) sums[column]! += value * scaled[from * kept + column]!;
    }
    result.values.set(sums, row * kept);
  }
  return result;
}

/** A singular vector's sign is arbitrary: make the largest component of the left one positive (the first such, on a tie). */
function fixSigns(left: DenseMatrix, right: DenseMatrix): void {
  for (let column = 0; column < left.columns; column++) {
    let extreme = 0;
    for (let at = column; at < left.values.length; at += left.columns) {
      if (Math.abs(left.values[at]!) > Math.abs(extreme)) extreme = left.values[at]!;
    }
    if (extreme >= 0) continue;
    for (const matrix of [left, right]) {
      for (let at = column; at < matrix.values.length; at += matrix.columns) matrix.values[at] = -matrix.values[at]!;
    }
  }
}

/**
 * Eigenvalues, falling, and eigenvectors (as columns, row after row) of a symmetric matrix, by cyclic Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, 8.5). Exact to rounding; meant for a few hundred rows.
 */
export function symmetricEigen(matrix: Float64Array, size: number): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const a = matrix.slice();
  // Row r of `rows` is eigenvector r: rotations then touch neighbouring numbers.
  const rows = new Float64Array(size * size);
  for (let row = 0; row < size; row++) rows[row * size + row] = 1;
  for (let sweep = 0; sweep < JACOBI_SWEEPS_MAX; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let row = 0; row < size; row++) {
      diagonal += a[row * size + row]! ** 2;
      for (let column = row + 1; column < size; column++) off += a[row * size + column]! ** 2;
    }
    if (off <= diagonal * 1e-26) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) jacobiRotation(a, rows, size, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, at) => at).sort((x, y) => a[y * size + y]! - a[x * size + x]! || x - y);
  const values = Float64Array.from(order, (at) => a[at * size + at]!);
  const vectors = new Float64Array(size * size);
  order.forEach((from, column) => {
    for (let row = 0; row < size; row++) vectors[row * size + column] = rows[from * size + row]!;
  });
  return { values, vectors };
}

const JACOBI_SWEEPS_MAX = 40;

function jacobiRotation(a: Float64Array, rows: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!;
  if (apq === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const akp = a[k * size + p]!;
    const akq = a[k * size + q]!;
    a[k * size + p] = c * akp - s * akq;
    a[k * size + q] = s * akp + c * akq;
  }
  for (let k = 0; k < size; k++) {
    const apk = a[p * size + k]!;
    const aqk = a[q * size + k]!;
    a[p * size + k] = c * apk - s * aqk;
    a[q * size + k] = s * apk + c * aqk;
    const vp = rows[p * size + k]!;
    const vq = rows[q * size + k]!;
    rows[p * size + k] = c * vp - s * vq;
    rows[q * size + k] = s * vp + c * vq;
  }
}
