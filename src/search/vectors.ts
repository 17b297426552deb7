import { FirstfitError } from "../core/errors.ts";
import { coarseBest } from "./coarse-best.ts";
import { packArrays, readArrays } from "./packed-arrays.ts";
import { topK } from "./top-k.ts";
import type { Ranked, Selection } from "./top-k.ts";
import {
  NUMBERS_STEP,
  ROWS_STEP,
  SAMPLE_ROWS,
  SCAN_ROWS_MAX,
  UPPER_STRIDE,
  halfRowBytes,
  kernelRows,
  kernelScan,
  upperBytes,
  sampledRows,
  upperStart,
} from "./vector-kernel.ts";
import type { FoundRows, HalvedRows, KernelQuery, RowScan } from "./vector-kernel.ts";

/**
 * Vectors as rows of whole numbers from 1 to 255, which stand for -127 to 127, in two halves of four bits: the first pass reads the upper halves alone, because
 * memory is what a scan waits for, and only has to tell some hundred rows from the others. The cosine of a row with a vector v is about
 * `scales[row] * (row . v) / |v|`: in the scale the row's length is divided out. A row that was never set has scale 0, and cosine 0 with anything.
 */
export interface QuantizedMatrix extends HalvedRows {
  readonly dimensions: number;
}

/** The cosine of a row with the query. */
export interface RowScore {
  readonly row: number;
  readonly score: number;
}

/**
 * What the first pass hands to the second: for each row that is asked for so many, and all whose scores lie no further below than this. A lower half is 4.6 from its mean
 * on average (root of the mean square, of 16 steps) and counts twice, so a score errs by 9.2 times the query's length times the row's scale: by 9.2, where numbers are
 * spread in the row as in the query. Three times that, so that a row is not lost where hundreds lie close together either. Of 200 questions'
 * best ten among 100,000 chunks none was lost, in vectors of words and fitted ones alike.
 */
const COARSE_ROWS_PER_ROW = 2;
const COARSE_MARGIN = 3 * 9.2;
/** Rows that the second pass hands to the exact one, at least. */
const FINE_SURVIVORS_MIN = 100;

const STEP_BYTES = NUMBERS_STEP / 2;
/** What a stored number of 0 stands as, and the largest distance from it. */
const ZERO = 128;
const LARGEST = 127;
/** How much more an upper half counts than a lower one. */
const HALF = 16;

/** All rows empty. Large ones lie in the memory of the WebAssembly kernel, where there is one. */
export function quantizedMatrix(rows: number, dimensions: number): QuantizedMatrix {
  const room = kernelRows(rows, dimensions) ?? {
    upper: new Uint8Array(upperBytes(rows, dimensions)),
    lower: new Uint8Array(rows * halfRowBytes(dimensions)),
    scales: new Float32Array(rows),
  };
  return { dimensions, ...room };
}

/** Writes one vector into its row. The vector must have passed `checkVector`. */
export function setRow({ dimensions, upper, lower, scales }: QuantizedMatrix, row: number, vector: Float32Array): void {
  const { largest, length } = measures(vector);
  const steps = LARGEST / largest;
  const rowBytes = halfRowBytes(dimensions);
  // What is cut off is positive, so this rounds, and quicker than Math.round does. Behind the last number zeros follow.
  const whole = (i: number): number => (i < dimensions ? ((vector[i] as number) * steps + (ZERO + 0.5)) | 0 : 0);
  let upperAt = upperStart(row, rowBytes);
  let lowerAt = row * rowBytes;
  for (let at = 0; at < dimensions; at += NUMBERS_STEP, upperAt += UPPER_STRIDE) {
    for (let i = 0; i < STEP_BYTES; i += 1) {
      const first = whole(at + i);
      const second = whole(at + i + STEP_BYTES);
      upper[upperAt + i] = (first >> 4) | (second & 0xf0);
      lower[lowerAt++] = (first & 0x0f) | ((second & 0x0f) << 4);
    }
  }
  scales[row] = largest / LARGEST / length;
}

/** The query in whole numbers from -127 to 127. Sums start from what takes the rows' zero back out; a lower half that is not looked at counts as 7.5, twice over. */
function quantizedQuery(vector: Float32Array): KernelQuery {
  const { largest, length } = measures(vector);
  const step = largest / LARGEST;
  const numbers = new Int8Array(2 * halfRowBytes(vector.length));
  let sum = 0;
  for (let i = 0; i < vector.length; i += 1) {
    const number = Math.round((vector[i] as number) / step);
    numbers[i] = number;
    sum += number;
  }
  return { numbers, scale: step / length, coarseStart: -(2 * ZERO - HALF + 1) * sum, fineStart: -ZERO * sum };
}

function measures(vector: Float32Array): { readonly largest: number; readonly length: number } {
  let largest = 0;
  let squares = 0;
  for (let i = 0; i < vector.length; i += 1) {
    const number = vector[i] as number; // below its length
    // Math.max and not a comparison: what is not a number must come through.
    largest = Math.max(largest, Math.abs(number));
    squares += number * number;
  }
  return { largest, length: Math.sqrt(squares) };
}

/**
 * Throws MODEL_FAILED unless the vector has `dimensions` finite numbers that are not all zero: anything else has no
 * cosine, and would be ranked by chance. `whose` ends the sentence, `embedder` names who made it.
 */
export function checkVector(
  vector: Float32Array | undefined,
  dimensions: number,
  { embedder, whose }: { readonly embedder: string; readonly whose: string },
): asserts vector is Float32Array {
  const fault = vectorFault(vector, dimensions);
  if (fault !== undefined) {
    throw new FirstfitError(
      "MODEL_FAILED",
      `The embedder ${embedder} gave ${fault} for ${whose}.`,
      'Check the embedder with: firstfit embed "some text". Nothing of this was stored.',
    );
  }
}

function vectorFault(vector: Float32Array | undefined, dimensions: number): string | undefined {
  if (vector === undefined) return "no vector";
  if (vector.length !== dimensions) return `${vector.length} numbers instead of ${dimensions}`;
  const { largest, length } = measures(vector);
  if (!Number.isFinite(length)) return "a vector with numbers that are not finite";
  return largest === 0 || length === 0 ? "a vector of zeros" : undefined;
}

/** The cosine of two vectors of one length, in double precision, summed in one fixed order. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i += 1) {
    // Both have the same length; `as number` says so without a check in the loop.
    const x = a[i] as number;
    const y = b[i] as number;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return dot / Math.sqrt(squaresA * squaresB);
}

/** The two passes in JavaScript. The kernel gives the same bits: sums of whole numbers are exact, and the products follow in one order. */
function plainScan({ dimensions, upper, lower, scales }: QuantizedMatrix): RowScan {
  const rowBytes = halfRowBytes(dimensions);
  const room = Math.max(Math.min(scales.length, SCAN_ROWS_MAX), sampledRows(scales.length));
  const found: FoundRows = { rows: new Uint32Array(room), scores: new Float32Array(room), count: 0 };
  let wide = new Int32Array();
  let query: KernelQuery | undefined;
  let allowed: Uint8Array | undefined;
  // Indexes stay within all arrays; `as number` says so without a check in the loop.
  const sumOf = (halves: Uint8Array, from: number, stride: number): number => {
    let sum = 0;
    for (let at = 0, start = from; at < wide.length; at += NUMBERS_STEP, start += stride) {
      for (let i = 0; i < STEP_BYTES; i += 1) {
        const byte = halves[start + i] as number;
        sum += Math.imul(byte & 0x0f, wide[at + i] as number) + Math.imul(byte >> 4, wide[at + i + STEP_BYTES] as number);
      }
    }
    return sum;
  };
  const upperSum = (row: number): number => sumOf(upper, upperStart(row, rowBytes), UPPER_STRIDE);
  const lowerSum = (row: number): number => sumOf(lower, row * rowBytes, STEP_BYTES);
  const take = (from: number, to: number, threshold: number): void => {
    for (let row = from; row < to; row += 1) {
      if (allowed?.[row] === 0) continue;
      const score = Math.fround(Math.fround(2 * HALF * upperSum(row) + (query?.coarseStart ?? 0)) * (scales[row] as number));
      if (score < threshold) continue;
      found.rows[found.count] = row;
      found.scores[found.count] = score;
      found.count += 1;
    }
  };
  return {
    ask(asked, mayBeFound) {
      query = asked;
      wide = Int32Array.from(asked.numbers);
      allowed = mayBeFound;
    },
    coarse(from, to, threshold) {
      found.count = 0;
      take(from, to, threshold);
      return found;
    },
    sample() {
      found.count = 0;
      for (let row = 0; row < scales.length; row += SAMPLE_ROWS) take(row, Math.min(row + ROWS_STEP, scales.length), -Infinity);
      return found;
    },
    fine: (rows) =>
      Float32Array.from(rows, (row) => {
        const sum = HALF * upperSum(row) + lowerSum(row) + (query?.fineStart ?? 0);
        return sum * (query?.scale ?? 0) * (scales[row] as number);
      }),
  };
}

/** Cosines of one vector with all rows of some matrices, numbered through, to within a hundredth. */
export interface ApproximateCosines {
  /** The rows with the `k` highest, best first, ties by order. */
  top(k: number, selection?: Selection): Ranked;
  /** Those of these rows, in their order. No row may come twice. */
  of(rows: ArrayLike<number>): Float32Array;
  /** How far `of` may be from the exact cosine of each of these rows at most. */
  errors(rows: ArrayLike<number>): Float64Array;
}

/** Beyond what whole numbers leave out: scales and cosines are kept in float32. */
const FLOAT_ERROR = 1e-6;

export function approximateCosines(matrices: readonly QuantizedMatrix[], vector: Float32Array): ApproximateCosines {
  const query = quantizedQuery(vector);
  let end = 0;
  const parts = matrices.map((matrix) => {
    const from = end;
    end += matrix.scales.length;
    return { from, to: end, scan: kernelScan(matrix) ?? plainScan(matrix) };
  });
  const [only] = parts;
  const of = (rows: ArrayLike<number>): Float32Array => {
    if (only !== undefined && parts.length === 1) {
      only.scan.ask(query, undefined);
      return only.scan.fine(rows).slice();
    }
    const scores = new Float32Array(rows.length);
    for (const part of parts) {
      const places: number[] = [];
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i] as number; // below the length
        if (row >= part.from && row < part.to) places.push(i);
      }
      part.scan.ask(query, undefined);
      const own = part.scan.fine(Uint32Array.from(places, (i) => (rows[i] as number) - part.from));
      for (const [n, i] of places.entries()) scores[i] = own[n] ?? 0;
    }
    return scores;
  };
  // What rounding takes from each number is half a step at most, so from a vector of length 1 half a step times the root of their count, in the row as in the query;
  // a product of two vectors is no more than that of their lengths (Cauchy-Schwarz).
  const most = Math.sqrt(vector.length) / 2;
  const errors = (rows: ArrayLike<number>): Float64Array => {
    const all = new Float64Array(rows.length);
    for (let i = 0; i < all.length; i += 1) {
      const row = rows[i] as number; // below the length
      const m = parts.findIndex(({ to }) => row < to);
      const own = most * (matrices[m]?.scales[row - (parts[m]?.from ?? 0)] ?? 0);
      const asked = most * query.scale;
      all[i] = own + asked + own * asked + FLOAT_ERROR;
    }
    return all;
  };
  return {
    of,
    errors,
    top(k, { allowed, order } = {}) {
      for (const { from, to, scan } of parts) scan.ask(query, allowed?.subarray(from, to));
      const rows = coarseBest(parts, { wanted: COARSE_ROWS_PER_ROW * k, margin: COARSE_MARGIN });
      const scores = of(rows);
      const best = topK(scores, k, -Infinity, order === undefined ? {} : { order: rows.map((row) => order[row] ?? row) });
      // Places within both arrays.
      return { numbers: best.map((i) => rows[i] as number), scores: best.map((i) => scores[i] as number) };
    },
  };
}

/** What a dense leg ranks: matrices numbered through, and a way to a row's own float32 numbers. */
export interface DenseCorpus {
  readonly matrices: readonly QuantizedMatrix[];
  vectorAt(row: number): Float32Array;
}

export interface DenseRanking {
  /** Rows with their exact cosines, best first: at least as many as asked for, where there are as many. */
  readonly top: readonly RowScore[];
  readonly approximate: ApproximateCosines;
}

/**
 * Top k by cosine in three passes: all rows in four bits, some hundred in eight, the best max(k, 100) of these in float32. No graph and no
 * lists, so a filter costs nothing but time saved, and a deleted row is gone at once.
 */
export function denseRanking(
  corpus: DenseCorpus,
  vector: Float32Array,
  { k, ...selection }: Selection & { readonly k: number },
): DenseRanking {
  const approximate = approximateCosines(corpus.matrices, vector);
  const place = (row: number): number => selection.order?.[row] ?? row;
  const top = approximate
    .top(Math.max(k, FINE_SURVIVORS_MIN), selection)
    .numbers.map((row) => ({ row, score: cosine(vector, corpus.vectorAt(row)) }));
  return { top: top.sort((a, b) => b.score - a.score || place(a.row) - place(b.row)), approximate };
}

export function matrixBytes({ dimensions, upper, lower, scales }: QuantizedMatrix): Uint8Array {
  return packArrays([Uint32Array.of(dimensions), upper, lower, scales]);
}

/**
 * Views into the bytes, without copying, where the matrix is small or there is no kernel. Otherwise the numbers are copied into the kernel's
 * memory, once, and the bytes are not held.
 */
export function matrixFrom(bytes: Uint8Array): QuantizedMatrix {
  const read = readArrays(bytes);
  const stored = { dimensions: read.uint32()[0] ?? 0, upper: read.uint8(), lower: read.uint8(), scales: read.float32() };
  const room = kernelRows(stored.scales.length, stored.dimensions);
  if (room === undefined) return stored;
  room.upper.set(stored.upper);
  room.lower.set(stored.lower);
  room.scales.set(stored.scales);
  return { dimensions: stored.dimensions, ...room };
}
