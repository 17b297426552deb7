import { describe, expect, test } from "vitest";
import { symmetricEigen, transpose, truncatedSvd, type DenseMatrix, type SparseMatrix, type TruncatedSvd } from "./truncated-svd.ts";

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value !== 0) {
        indices.push(column);
        values.push(value);
      }
    });
    starts.push(indices.length);
  }
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    starts: Float64Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}

/** A linear congruential generator: chance that is the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

const settings = (rank: number) => ({ rank, oversampling: 4, powerIterations: 2, random: chance(1) });

function rebuilt({ left, singularValues, right }: TruncatedSvd): number[][] {
  return Array.from({ length: left.rows }, (_, row) =>
    Array.from({ length: right.rows }, (_each, column) =>
      Array.from(singularValues).reduce(
        (sum, value, k) => sum + left.values[row * left.columns + k]! * value * right.values[column * right.columns + k]!,
        0,
      ),
    ),
  );
}

function products(matrix: DenseMatrix): number[][] {
  return Array.from({ length: matrix.columns }, (_, a) =>
    Array.from({ length: matrix.columns }, (_each, b) =>
      Array.from({ length: matrix.rows }).reduce<number>(
        (sum, _none, row) => sum + matrix.values[row * matrix.columns + a]! * matrix.values[row * matrix.columns + b]!,
        0,
      ),
    ),
  );
}

function expectClose(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expected.forEach((row, at) => row.forEach((value, column) => expect(actual[at]?.[column]).toBeCloseTo(value, 4)));
}

describe("truncated singular value decomposition", () => {
  test("finds the values and vectors of a matrix worked out by hand", () => {
    // [[3, 0], [4, 5]]: singular values sqrt 45 and sqrt 5, left vectors (1, 3) and (3, -1), right (1, 1) and (1, -1), each to unit length.
    const { left, singularValues, right } = truncatedSvd(
      sparse([
        [3, 0],
        [4, 5],
      ]),
      settings(2),
    );
    expect(Array.from(singularValues)).toEqual([expect.closeTo(Math.sqrt(45), 5), expect.closeTo(Math.sqrt(5), 5)]);
    const r10 = Math.sqrt(10);
    expectClose([Array.from(left.values)], [[1 / r10, 3 / r10, 3 / r10, -1 / r10]]);
    const r2 = Math.sqrt(0.5);
    expectClose([Array.from(right.values)], [[r2, r2, r2, -r2]]);
  });

  test("all values together rebuild the matrix, and the vectors are orthonormal", () => {
    const rows = [
      [1, 0, 2, 0, 0],
      [0, 3, 0, 0, 1],
      [4, 0, 0, 2, 0],
      [0, 1, 5, 0, 0],
    ];
    const svd = truncatedSvd(sparse(rows), settings(4));
    expectClose(rebuilt(svd), rows);
    const identity = [0, 1, 2, 3].map((a) => [0, 1, 2, 3].map((b) => (a === b ? 1 : 0)));
    expectClose(products(svd.left), identity);
    expectClose(products(svd.right), identity);
  });

  test("fewer values than the matrix has give the best approximation of that rank", () => {
    // Eckart and Young 1936: the squared error is the sum of the squares of the values left out.
    const random = chance(7);
    const rows = Array.from({ length: 30 }, () => Array.from({ length: 20 }, () => (random() < 0.4 ? random() : 0)));
    const all = truncatedSvd(sparse(rows), settings(20)).singularValues;
    const few = truncatedSvd(sparse(rows), { ...settings(5), powerIterations: 8 });
    let error = 0;
    rebuilt(few).forEach((row, at) => row.forEach((value, column) => (error += (value - rows[at]![column]!) ** 2)));
    const leftOut = Array.from(all.subarray(5)).reduce((sum, value) => sum + value * value, 0);
    expect(error / leftOut).toBeGreaterThan(0.999);
    expect(error / leftOut).toBeLessThan(1.01);
  });

  test("past the rank of the matrix, values and vectors are zero, never NaN", () => {
    const { left, singularValues, right } = truncatedSvd(
      sparse([
        [1, 2, 3],
        [2, 4, 6],
        [0, 0, 0],
      ]),
      settings(3),
    );
    expect(singularValues[0]).toBeCloseTo(Math.sqrt(70), 4);
    expect(Array.from(singularValues.subarray(1))).toEqual([0, 0]);
    expect([...left.values, ...right.values].every(Number.isFinite)).toBe(true);
    expect([1, 4, 7].map((at) => left.values[at]).every((value) => value === 0)).toBe(true);
  });

  test("the same seed gives the same bytes, and another seed the same vectors", () => {
    const random = chance(3);
    const matrix = sparse(Array.from({ length: 25 }, () => Array.from({ length: 25 }, () => (random() < 0.3 ? 1 + random() : 0))));
    const once = truncatedSvd(matrix, settings(3));
    expect(truncatedSvd(matrix, settings(3))).toEqual(once);
    const other = truncatedSvd(matrix, { rank: 3, oversampling: 20, powerIterations: 6, random: chance(99) });
    const again = truncatedSvd(matrix, { rank: 3, oversampling: 20, powerIterations: 6, random: chance(5) });
    expectClose([Array.from(other.left.values)], [Array.from(again.left.values)]);
  });

  test("transposing twice gives the matrix back", () => {
    const matrix = sparse([
      [0, 1, 0],
      [2, 0, 3],
    ]);
    expect(transpose(transpose(matrix))).toEqual(matrix);
    expect(transpose(matrix)).toEqual(
      sparse([
        [0, 2],
        [1, 0],
        [0, 3],
      ]),
    );
  });

  test("the eigenvalues of a symmetric matrix fall, each with its vector", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(Array.from(values)).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect(vectors[0]! / vectors[2]!).toBeCloseTo(1, 12);
    expect(vectors[1]! / vectors[3]!).toBeCloseTo(-1, 12);
  });
});
