import type { SparseMatrix } from "../../src/learn/truncated-svd.ts";

/** Pairs counted beside the walks: each of `pairs` holds two lemma numbers one behind the other. */
export interface ExtraPairs {
  readonly pairs: Int32Array;
  readonly weight: number;
}

/** Pair entries held at a time: 4 bytes each. */
const ENTRIES_MAX = 96_000_000;

/**
 * Symmetric counts of lemmas that stand within `window` of each other in one walk, weighted 1/distance, plus the extra pairs.
 * Rows are made block by block, so that the memory stays bounded. Entries of a row are in column order.
 */
export function countPairs(
  walks: Int32Array,
  settings: { readonly steps: number; readonly window: number; readonly lemmas: number; readonly extras: readonly ExtraPairs[] },
): SparseMatrix {
  const { steps, window, lemmas, extras } = settings;
  const perRow = new Float64Array(lemmas);
  eachPair(walks, steps, window, 0, lemmas, (row) => void (perRow[row] = (perRow[row] ?? 0) + 1));
  const extraRows = extras.map((extra) => neighbours(extra.pairs, lemmas));
  const starts = new Float64Array(lemmas + 1);
  const parts: { indices: Int32Array; values: Float32Array }[] = [];
  const sums = new Float64Array(lemmas);
  for (let from = 0; from < lemmas;) {
    let to = from;
    let size = 0;
    while (to < lemmas && (to === from || size + (perRow[to] ?? 0) <= ENTRIES_MAX)) size += perRow[to++] ?? 0;
    const place = new Float64Array(to - from);
    for (let row = from + 1; row < to; row++) place[row - from] = (place[row - from - 1] ?? 0) + (perRow[row - 1] ?? 0);
    const ends = place.slice();
    const entries = new Uint32Array(size);
    eachPair(walks, steps, window, from, to, (row, column, distance) => {
      const at = ends[row - from] ?? 0;
      entries[at] = column * 8 + distance;
      ends[row - from] = at + 1;
    });
    for (let row = from; row < to; row++) {
      const touched: number[] = [];
      const count = (column: number, weight: number): void => {
        const before = sums[column] ?? 0;
        if (before === 0) touched.push(column);
        sums[column] = before + weight;
      };
      for (let at = place[row - from] ?? 0; at < (ends[row - from] ?? 0); at++) {
        const entry = entries[at] ?? 0;
        count(entry >>> 3, 1 / (entry & 7));
      }
      extras.forEach((extra, number) => {
        for (const column of extraRows[number]?.(row) ?? []) count(column, extra.weight);
      });
      const indices = Int32Array.from(touched).sort();
      const values = new Float32Array(indices.length);
      indices.forEach((column, at) => {
        values[at] = sums[column] ?? 0;
        sums[column] = 0;
      });
      starts[row + 1] = (starts[row] ?? 0) + indices.length;
      parts.push({ indices, values });
    }
    from = to;
  }
  return joined(parts, starts, lemmas);
}

function eachPair(
  walks: Int32Array,
  steps: number,
  window: number,
  from: number,
  to: number,
  visit: (row: number, column: number, distance: number) => void,
): void {
  for (let start = 0; start < walks.length; start += steps) {
    for (let at = start; at < start + steps; at++) {
      const left = walks[at] ?? 0;
      const end = Math.min(at + window, start + steps - 1);
      for (let other = at + 1; other <= end; other++) {
        const right = walks[other] ?? 0;
        if (left >= from && left < to) visit(left, right, other - at);
        if (right >= from && right < to) visit(right, left, other - at);
      }
    }
  }
}

/** For each row the lemmas that the pairs join it with, both ways. */
function neighbours(pairs: Int32Array, lemmas: number): (row: number) => Int32Array {
  const starts = new Float64Array(lemmas + 1);
  for (const lemma of pairs) starts[lemma + 1] = (starts[lemma + 1] ?? 0) + 1;
  for (let row = 0; row < lemmas; row++) starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0);
  const next = starts.slice();
  const columns = new Int32Array(pairs.length);
  for (let at = 0; at < pairs.length; at += 2) {
    const [a, b] = [pairs[at] ?? 0, pairs[at + 1] ?? 0];
    for (const [row, column] of [
      [a, b],
      [b, a],
    ] as const) {
      columns[next[row] ?? 0] = column;
      next[row] = (next[row] ?? 0) + 1;
    }
  }
  return (row) => columns.subarray(starts[row], starts[row + 1]);
}

function joined(parts: readonly { indices: Int32Array; values: Float32Array }[], starts: Float64Array, lemmas: number): SparseMatrix {
  const size = starts[lemmas] ?? 0;
  const indices = new Int32Array(size);
  const values = new Float32Array(size);
  parts.forEach((part, row) => {
    indices.set(part.indices, starts[row]);
    values.set(part.values, starts[row]);
  });
  return { rows: lemmas, columns: lemmas, starts, indices, values };
}

/**
 * Positive pointwise mutual information with smoothed contexts (Levy, Goldberg and Dagan, TACL 2015): log(n_ij N' / (n_i n_j^0.75)), N' the sum of n_j^0.75.
 * Cells at or below zero are left out.
 */
export function positiveMutualInformation(counts: SparseMatrix): SparseMatrix {
  const { rows, starts, indices, values } = counts;
  const sums = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) sums[row] = (sums[row] ?? 0) + (values[at] ?? 0);
  }
  // x^0.75 by square roots, which every machine rounds alike.
  const smoothed = sums.map((sum) => Math.sqrt(sum) * Math.sqrt(Math.sqrt(sum)));
  const total = smoothed.reduce((sum, value) => sum + value, 0);
  const newStarts = new Float64Array(rows + 1);
  let kept = 0;
  const keptIndices = new Int32Array(values.length);
  const keptValues = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      const column = indices[at] ?? 0;
      const value = naturalLogarithm(((values[at] ?? 0) * total) / ((sums[row] ?? 0) * (smoothed[column] ?? 0)));
      if (!(value > 0)) continue;
      keptIndices[kept] = column;
      keptValues[kept++] = value;
    }
    newStarts[row + 1] = kept;
  }
  return { rows, columns: rows, starts: newStarts, indices: keptIndices.subarray(0, kept), values: keptValues.subarray(0, kept) };
}

const bits = new DataView(new ArrayBuffer(8));

/**
 * ln x by addition, multiplication and division alone, because Math.log may differ in the last bit from engine to engine, and the asset must not.
 * Error below 1e-15 for positive normal numbers: x = m 2^e with m in [1/sqrt 2, sqrt 2), ln m = 2 artanh((m - 1) / (m + 1)).
 */
export function naturalLogarithm(x: number): number {
  bits.setFloat64(0, x);
  let exponent = ((bits.getUint16(0) >>> 4) & 0x7ff) - 1023;
  bits.setUint16(0, (bits.getUint16(0) & 0x800f) | (1023 << 4));
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let sum = 0;
  for (let term = 23; term >= 1; term -= 2) sum = sum * square + 1 / term;
  return 2 * z * sum + exponent * Math.LN2;
}
