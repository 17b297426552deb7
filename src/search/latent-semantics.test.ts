import { describe, expect, test } from "vitest";
import { fitLatentSpace, naturalLogarithm, termGain } from "./latent-semantics.ts";
import type { SparseMatrix } from "./latent-semantics.ts";

function matrixOf(rows: readonly (readonly number[])[]): SparseMatrix {
  const starts = new Uint32Array(rows.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (const [r, row] of rows.entries()) {
    for (const [column, value] of row.entries()) {
      if (value === 0) continue;
      indices.push(column);
      values.push(value);
    }
    starts[r + 1] = indices.length;
  }
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    starts,
    indices: Uint32Array.from(indices),
    values: Float32Array.from(values),
  };
}

/** Titles c1 to c5 (human-computer interaction) and m1 to m4 (graphs) of Deerwester et al. (1990), table 2; columns: human, interface, computer, user, system, response, time, EPS, survey, trees, graph, minors. */
const titles: readonly (readonly number[])[] = [
  [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0],
  [0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0],
  [1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1],
];

const seeds = Uint32Array.from({ length: 12 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);

function project(
  counts: readonly number[],
  { dimensions, vectors }: { readonly dimensions: number; readonly vectors: Float32Array },
): number[] {
  return Array.from({ length: dimensions }, (_, d) =>
    counts.reduce((sum, count, term) => sum + termGain(count) * (vectors[term * dimensions + d] ?? 0), 0),
  );
}

function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));
}

describe("latent semantic analysis", () => {
  test("finds the titles on computers for a question that shares no word with two of them, as in Deerwester et al. (1990)", () => {
    const space = fitLatentSpace(matrixOf(titles), { dimensions: 2, powerIterations: 8, seeds });
    // "human computer interaction": c3 and c5 share no word with it and still come before every title on graphs.
    const question = project([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], space);
    const cosines = titles.map((title) => cosine(project(title, space), question));
    expect(Math.min(...cosines.slice(0, 5))).toBeGreaterThan(Math.max(...cosines.slice(5)) + 0.1);
  });

  test("keeps every cosine of the weighted rows when no dimension is left out", () => {
    const space = fitLatentSpace(matrixOf(titles), { dimensions: 9, powerIterations: 2, seeds });
    // Entropy weights by hand: 1 + sum p ln p / ln n of each column.
    const weights = Array.from({ length: 12 }, (_, column) => {
      const counts = titles.map((row) => row[column] ?? 0).filter((count) => count > 0);
      const total = counts.reduce((sum, count) => sum + count, 0);
      return 1 + counts.reduce((sum, count) => sum + (count / total) * Math.log(count / total), 0) / Math.log(titles.length);
    });
    const weighted = titles.map((row) => row.map((count, column) => Math.log(1 + count) * (weights[column] ?? 0)));
    for (const [i, a] of titles.entries()) {
      for (const [j, b] of titles.entries())
        expect(cosine(project(a, space), project(b, space))).toBeCloseTo(cosine(weighted[i] ?? [], weighted[j] ?? []), 4);
    }
  });

  test("ends in zeros, not in noise, where there is less to find than asked for", () => {
    const space = fitLatentSpace(matrixOf(Array.from({ length: 6 }, (_, i) => [1, 1, i % 2, 0, 2])), {
      dimensions: 5,
      powerIterations: 1,
      seeds: seeds.slice(0, 5),
    });
    expect([...space.vectors].every(Number.isFinite)).toBe(true);
    expect([...space.vectors].slice(15, 20)).toEqual([0, 0, 0, 0, 0]);
  });

  test("is the same each time", () => {
    const fit = (): Float32Array => fitLatentSpace(matrixOf(titles), { dimensions: 3, powerIterations: 1, seeds }).vectors;
    expect(fit()).toEqual(fit());
  });
});

test("the logarithm is that of Math.log but for its last digits", () => {
  for (const x of [1e-9, 0.003, 0.5, 0.9999999, 1, 1.0000001, 2, 17, 8192, 1e9])
    expect(Math.abs(naturalLogarithm(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))));
});
