import { PAIRED_KERNEL, PROBE_KERNEL, RELAXED_KERNEL, WIDENING_KERNEL } from "./vector-kernel-bytes.ts";
import { compileKernel, runKernel } from "./web-assembly.ts";
import type { CompiledKernel } from "./web-assembly.ts";

/**
 * Rows of whole numbers from 0 to 255, the upper and the lower four bits of each kept apart, so that a pass over one of them reads half as much.
 * Of each 32 numbers sixteen bytes hold the first sixteen in their lower halves and the others in their upper ones. In `lower` row follows row; in `upper` four
 * rows lie together, sixteen bytes of each in turn, because all are read and one stream from memory is faster than four.
 */
export interface HalvedRows {
  readonly upper: Uint8Array;
  readonly lower: Uint8Array;
  /** One a row. */
  readonly scales: Float32Array;
}

/** A query in whole numbers from -127 to 127: as many as a row has, filled up with zeros to a multiple of 32. */
export interface KernelQuery {
  readonly numbers: Int8Array;
  readonly scale: number;
  /** What the sums start from in each pass. */
  readonly coarseStart: number;
  readonly fineStart: number;
}

/** Rows and their scores; of more room than `count` entries each. Used again by the next call. */
export interface FoundRows {
  readonly rows: Uint32Array;
  readonly scores: Float32Array;
  count: number;
}

/** The two passes over one matrix. */
export interface RowScan {
  /** Takes a query, and which rows may be found: one byte a row, 0 for those that may not; absent: all. */
  ask(query: KernelQuery, allowed: Uint8Array | undefined): void;
  /**
   * Of the rows from `from`, a multiple of four, to before `to`, `SCAN_ROWS_MAX` at most: those that may be found and score `threshold` or more by their
   * upper halves.
   */
  coarse(from: number, to: number, threshold: number): FoundRows;
  /** Scores by the upper halves of the first four rows of every `SAMPLE_ROWS`, less those that may not be found; `rows` means nothing. Rows that are written later it may not know. */
  sample(): FoundRows;
  /** The scores of these rows by both halves, in their order, whether they may be found or not. The array is used again by the next call. */
  fine(rows: ArrayLike<number>): Float32Array;
}

const padded = (count: number, step: number): number => Math.ceil(count / step) * step;

/** Numbers that lie in sixteen bytes. */
export const NUMBERS_STEP = 32;
const STEP_BYTES = NUMBERS_STEP / 2;
/** Rows that lie together. */
export const ROWS_STEP = 4;

/** Bytes of a row's upper or lower halves. */
export function halfRowBytes(dimensions: number): number {
  return Math.ceil(dimensions / NUMBERS_STEP) * STEP_BYTES;
}

/** Bytes of the upper halves of all rows: room for a multiple of four. */
export function upperBytes(rows: number, dimensions: number): number {
  return padded(rows, ROWS_STEP) * halfRowBytes(dimensions);
}

/** Where a row's first sixteen upper bytes lie; each next sixteen follow `UPPER_STRIDE` after the ones before. */
export function upperStart(row: number, rowBytes: number): number {
  const inFour = row % ROWS_STEP;
  return (row - inFour) * rowBytes + inFour * STEP_BYTES;
}
export const UPPER_STRIDE = ROWS_STEP * STEP_BYTES;

/** Rows that one call scans, at most: what is found has to fit somewhere. A multiple of four. */
export const SCAN_ROWS_MAX = 65_536;

/** Of so many rows the first four are in the sample. */
export const SAMPLE_ROWS = 256;
/** Rows in the sample, counting those that fill up the last four. */
export const sampledRows = (rows: number): number => ROWS_STEP * Math.ceil(rows / SAMPLE_ROWS);

/** Fewer bytes of halves than this are scanned in JavaScript within a tenth of a millisecond, and are not worth a memory of their own. */
const HALVES_MIN = 32_768;
/** Up to here a sum from -241 x 127 to 241 x 127 fits into the kernel's 32 bits. */
const DIMENSIONS_MAX = 65_536;
const ALIGNMENT = 64;
/** The mask of half a byte. */
const FIFTEEN = 15;

/** As scripts/kernel/text.ts describes them. */
interface KernelExports {
  readonly coarse: (...parameters: number[]) => number;
  readonly fine: (...parameters: number[]) => void;
}

// Constants of the program in all but name: what the bytes compile to, and which memory a scan belongs to.
const compiled = new Map<readonly string[], CompiledKernel | undefined>();
const scans = new WeakMap<ArrayBufferLike, RowScan>();

let quickest: readonly string[] | undefined;
/** What the probe's lane is where products are summed by pairs of 16 bits, saturated. */
const PAIRED_LANE = 2 * 32_767;

/** The kernels for this machine, the quickest first. */
export function kernelsHere(): readonly string[] {
  const probe = compileKernel([PROBE_KERNEL]);
  // The one function that scripts/kernel/text.ts gives it.
  const lane = probe && (new probe.api.Instance(probe.module, {}).exports as { readonly lane: () => number }).lane();
  return [lane === PAIRED_LANE ? PAIRED_KERNEL : RELAXED_KERNEL, WIDENING_KERNEL];
}

/**
 * Room for `rows` vectors, all zeros, in memory that the kernel can scan. Undefined where plain arrays do as well or the kernel cannot be had:
 * less than 32 KiB of halves, more than 65,536 numbers a row or 4 GiB in all (10 million rows of 384 numbers, 4 million of 1,024), no WebAssembly SIMD, or no memory of that size to be had.
 * `kernels`: the first that this machine knows is taken. Default: kernelsHere()
 */
export function kernelRows(rows: number, dimensions: number, kernels?: readonly string[]): HalvedRows | undefined {
  if (rows * halfRowBytes(dimensions) < HALVES_MIN || dimensions > DIMENSIONS_MAX) return undefined;
  const layout = layoutOf(rows, dimensions);
  const list = kernels ?? (quickest ??= kernelsHere());
  if (!compiled.has(list)) compiled.set(list, compileKernel(list));
  const kernel = compiled.get(list);
  return kernel && rowsWithin(kernel, layout, dimensions);
}

/** The scan of rows that `kernelRows` made room for, undefined for any others. */
export function kernelScan({ upper }: HalvedRows): RowScan | undefined {
  return scans.get(upper.buffer);
}

interface Layout {
  readonly rows: number;
  readonly rowsPadded: number;
  readonly rowBytes: number;
  /** Addresses. The query lies at 0. */
  readonly queryEnd: number;
  readonly scales: number;
  readonly allowed: number;
  readonly foundRows: number;
  readonly foundScores: number;
  /** The rows of the sample once more, one behind the other: each apart from the others takes five times as long to read. */
  readonly sampleScales: number;
  readonly sampleAllowed: number;
  readonly sampleUpper: number;
  readonly upper: number;
  readonly lower: number;
  readonly bytes: number;
}

function layoutOf(rows: number, dimensions: number): Layout {
  const rowsPadded = padded(rows, ROWS_STEP);
  const rowBytes = halfRowBytes(dimensions);
  const queryEnd = padded(dimensions, NUMBERS_STEP);
  const scales = padded(queryEnd, ALIGNMENT);
  const allowed = scales + 4 * rowsPadded;
  const foundRows = padded(allowed + rowsPadded, ALIGNMENT);
  // One entry behind the last is overwritten.
  const foundScores = padded(foundRows + 4 * (rowsPadded + 1), ALIGNMENT);
  const sampled = sampledRows(rows);
  const sampleScales = padded(foundScores + 4 * (rowsPadded + 1), ALIGNMENT);
  const sampleAllowed = sampleScales + 4 * sampled;
  const sampleUpper = padded(sampleAllowed + sampled, ALIGNMENT);
  const upper = padded(sampleUpper + sampled * rowBytes, ALIGNMENT);
  const lower = padded(upper + upperBytes(rows, dimensions), ALIGNMENT);
  const bytes = lower + rows * rowBytes;
  const sample = { sampleScales, sampleAllowed, sampleUpper };
  return { rows, rowsPadded, rowBytes, queryEnd, scales, allowed, foundRows, foundScores, ...sample, upper, lower, bytes };
}

function rowsWithin(kernel: CompiledKernel, layout: Layout, dimensions: number): HalvedRows | undefined {
  const running = runKernel(kernel, layout.bytes);
  if (running === undefined) return undefined;
  const { rows, rowBytes } = layout;
  const { buffer } = running;
  // As scripts/kernel/text.ts describes them.
  scans.set(buffer, scanWithin(buffer, layout, running.exports as KernelExports));
  return {
    upper: new Uint8Array(buffer, layout.upper, upperBytes(rows, dimensions)),
    lower: new Uint8Array(buffer, layout.lower, rows * rowBytes),
    scales: new Float32Array(buffer, layout.scales, rows),
  };
}

function scanWithin(buffer: ArrayBuffer, layout: Layout, { coarse, fine }: KernelExports): RowScan {
  const { rows, rowBytes, queryEnd, upper, lower, scales, foundRows, foundScores } = layout;
  const queryNumbers = new Int8Array(buffer, 0, queryEnd);
  // Rows that fill up the last four are never allowed.
  const flags = new Uint8Array(buffer, layout.allowed, rows);
  const listed = new Uint32Array(buffer, foundRows, layout.rowsPadded + 1);
  const scores = new Float32Array(buffer, foundScores, layout.rowsPadded + 1);
  const found: FoundRows = { rows: listed, scores, count: 0 };
  let asked: KernelQuery = { numbers: queryNumbers, scale: 0, coarseStart: 0, fineStart: 0 };
  let areAllAllowed = false;
  const scanned = (place: Place, threshold: number): FoundRows => {
    const { halves, count, from } = place;
    const given = [halves, count, rowBytes, place.scales, place.allowed, 0, queryEnd, asked.coarseStart, threshold, from];
    const end = coarse(...given, foundRows, foundScores, FIFTEEN);
    // An address comes back as a signed number.
    found.count = ((end >>> 0) - foundRows) / 4;
    return found;
  };
  let sampleOf: Sample | undefined;
  return {
    ask(query, allowed) {
      asked = query;
      queryNumbers.set(query.numbers);
      if (allowed !== undefined) flags.set(allowed);
      else if (!areAllAllowed) flags.fill(1);
      areAllAllowed = allowed === undefined;
    },
    coarse(from, to, threshold) {
      const place = { halves: upper + from * rowBytes, scales: scales + 4 * from, allowed: layout.allowed + from };
      return scanned({ ...place, count: padded(to - from, ROWS_STEP), from }, threshold);
    },
    sample() {
      sampleOf ??= sampleWithin(buffer, layout);
      sampleOf.take();
      return scanned(
        { halves: layout.sampleUpper, scales: layout.sampleScales, allowed: layout.sampleAllowed, count: sampledRows(rows), from: 0 },
        -Infinity,
      );
    },
    fine(wanted) {
      listed.set(wanted);
      if (wanted.length > 0)
        fine(upper, lower, rowBytes, scales, 0, queryEnd, asked.fineStart, asked.scale, foundRows, wanted.length, foundScores, FIFTEEN);
      return scores.subarray(0, wanted.length);
    },
  };
}

/** Where rows lie that are scanned. */
interface Place {
  readonly halves: number;
  readonly scales: number;
  readonly allowed: number;
  readonly count: number;
  readonly from: number;
}

interface Sample {
  /** Brings which rows may be found up to date. */
  take(): void;
}

/** Copies the rows of the sample to where they lie together. */
function sampleWithin(buffer: ArrayBuffer, { rows, rowsPadded, rowBytes, ...at }: Layout): Sample {
  const fours = Math.ceil(rows / SAMPLE_ROWS);
  const fourBytes = ROWS_STEP * rowBytes;
  const bytes = new Uint8Array(buffer);
  for (let four = 0; four < fours; four += 1) {
    const row = four * SAMPLE_ROWS;
    bytes.copyWithin(at.sampleUpper + four * fourBytes, at.upper + row * rowBytes, at.upper + row * rowBytes + fourBytes);
    bytes.copyWithin(at.sampleScales + 16 * four, at.scales + 4 * row, at.scales + 4 * row + 16);
  }
  // A byte a row, so four of them at a time.
  const all = new Uint32Array(buffer, at.allowed, rowsPadded / ROWS_STEP);
  const own = new Uint32Array(buffer, at.sampleAllowed, fours);
  return {
    take() {
      for (let four = 0; four < fours; four += 1) own[four] = all[four * (SAMPLE_ROWS / ROWS_STEP)] as number; // below the lengths
    },
  };
}
