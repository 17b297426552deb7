import { PLAIN_STEPS } from "./dense-steps.ts";
import type { DenseSteps, SparseMatrix } from "./dense-steps.ts";
import { kernelSteps } from "./factor-kernel.ts";

export type { SparseMatrix } from "./dense-steps.ts";

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
  const steps = kernelSteps(counts, width) ?? PLAIN_STEPS;
  const entropy = entropyWeights(counts);
  const weighted = steps.held({
    ...counts,
    values: counts.values.map((count, at) => termGain(count) * (entropy[counts.indices[at] as number] as number)),
  });
  const across = steps.held(transpose(weighted));
  const [texts, terms] = [steps.dense(counts.rows, width), steps.dense(counts.columns, width)];
  setSigns(terms, seeds, width);
  steps.sparseTimes(weighted, terms, texts);
  for (let i = 0; i < powerIterations; i += 1) {
    orthonormalise(texts, width, steps);
    steps.sparseTimes(across, texts, terms);
    steps.sparseTimes(weighted, terms, texts);
  }
  steps.sparseTimes(across, texts, terms);
  orthonormalise(terms, width, steps);
  const basis = terms.slice();
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
  for (let at = 0; at < indices.length; at += 1) {
    const column = indices[at] as number;
    turned.starts[column + 1] = (turned.starts[column + 1] as number) + 1;
  }
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

function setSigns(values: Float32Array, seeds: Uint32Array, width: number): void {
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
}

/**
 * Makes the columns orthonormal in place: X becomes X L^-T with L L^T = X^T X (Cholesky QR: Stathopoulos & Wu 2002). A column that holds nothing but
 * what those before it hold becomes zero. Rougher than Householder's way; the columns come from a product, whose largest and smallest are near enough.
 */
function orthonormalise(x: Float32Array, width: number, { gram, timesTranspose }: DenseSteps): void {
  timesTranspose(x, inverseOfFactor(gram(x, width), width), width);
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
