import { RELAXED_KERNEL, WIDENING_KERNEL } from "./vector-kernel-bytes.ts";

/** A matrix whose arrays lie in the kernel's own memory, so that a scan copies nothing but its scores. */
export interface KernelMatrix {
  readonly numbers: Int8Array;
  readonly scales: Float32Array;
}

/** A query as the kernel takes it. */
export interface KernelQuery {
  readonly numbers: Int8Array;
  readonly scale: number;
  /** What every sum of products starts from. */
  readonly start: number;
}

/** Writes the score of every row into `scores`, -Infinity where `allowed` is 0; both have one entry a row. */
export type KernelScan = (query: KernelQuery, scores: Float32Array, allowed?: Uint8Array) => void;

/** Fewer numbers than this are scanned in JavaScript within a tenth of a millisecond, and are not worth a memory of their own. */
const NUMBERS_MIN = 65_536;
/** Up to here a sum of products from -127 x 127 to 127 x 127 fits into the kernel's 32 bits. */
const DIMENSIONS_MAX = 131_072;
const PAGE_BYTES = 65_536;
/** 4 GiB, the most that one memory of 32-bit addresses has: 11 million rows of 384 numbers, 4 million of 1,024. */
const PAGES_MAX = 65_536;
/** Numbers that the kernel takes in one step, and a multiple of what the other arrays are aligned to. */
const STEP = 16;
const ROWS_STEP = 4;

/** What is used of WebAssembly. Node's types leave it to those of a browser, and `node --jitless` has none at all. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly scan: (...parameters: number[]) => void } };
  readonly CompileError: new () => Error;
}

interface Compiled {
  readonly api: WebAssemblyApi;
  readonly module: object;
}

// Constants of the program in all but name: what the bytes compile to, and which memory a scan belongs to.
const compiled = new Map<readonly string[], Compiled | undefined>();
const scans = new WeakMap<ArrayBufferLike, KernelScan>();

const KERNELS: readonly string[] = [RELAXED_KERNEL, WIDENING_KERNEL];

/**
 * Room for `rows` vectors, all zeros, where the kernel can scan them. Undefined where plain arrays do as well or the kernel cannot be had:
 * fewer than 65,536 numbers, more than 131,072 a row or 4 GiB in all, no WebAssembly SIMD, or no memory of that size to be had.
 * `kernels`: the first that this machine knows is taken.
 */
export function kernelMatrix(rows: number, dimensions: number, kernels: readonly string[] = KERNELS): KernelMatrix | undefined {
  if (rows * dimensions < NUMBERS_MIN || dimensions > DIMENSIONS_MAX) return undefined;
  const layout = layoutOf(rows, dimensions);
  const pages = Math.ceil(layout.bytes / PAGE_BYTES);
  if (pages > PAGES_MAX) return undefined;
  if (!compiled.has(kernels)) compiled.set(kernels, compile(kernels));
  const kernel = compiled.get(kernels);
  return kernel === undefined ? undefined : matrixWithin(kernel, layout, pages);
}

/** The scan for numbers that `kernelMatrix` made room for, undefined for any others. */
export function kernelScan(numbers: Int8Array): KernelScan | undefined {
  return scans.get(numbers.buffer);
}

function compile(kernels: readonly string[]): Compiled | undefined {
  // The cast adds what Node's types leave out; absent under --jitless.
  const { WebAssembly: api } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (api === undefined) return undefined;
  for (const kernel of kernels) {
    try {
      return { api, module: new api.Module(Uint8Array.from(atob(kernel), (character) => character.charCodeAt(0))) };
    } catch (error) {
      // This machine does not know the instructions; the next kernel needs fewer, and JavaScript none.
      if (!(error instanceof api.CompileError)) throw error;
    }
  }
  return undefined;
}

interface Layout {
  readonly rows: number;
  readonly dimensions: number;
  /** Addresses. The query lies at 0. */
  readonly queryEnd: number;
  readonly scales: number;
  readonly allowed: number;
  readonly scores: number;
  readonly numbers: number;
  readonly rowsPadded: number;
  readonly bytes: number;
}

const padded = (count: number, step: number): number => Math.ceil(count / step) * step;

function layoutOf(rows: number, dimensions: number): Layout {
  const rowsPadded = padded(rows, ROWS_STEP);
  const queryEnd = padded(dimensions, STEP);
  const scales = queryEnd;
  const scores = padded(scales + 4 * rowsPadded, STEP);
  const allowed = scores + 4 * rowsPadded;
  const numbers = padded(allowed + rowsPadded, 64);
  // The last row is read up to a multiple of sixteen numbers.
  return { rows, dimensions, queryEnd, scales, allowed, scores, numbers, rowsPadded, bytes: numbers + rowsPadded * dimensions + STEP };
}

function matrixWithin({ api, module }: Compiled, layout: Layout, pages: number): KernelMatrix | undefined {
  const { rows, dimensions } = layout;
  const memory = newMemory(api, pages);
  if (memory === undefined) return undefined;
  const { scan } = new api.Instance(module, { kernel: { memory } }).exports;
  const { buffer } = memory;
  const query = new Int8Array(buffer, 0, layout.queryEnd);
  const flags = new Uint8Array(buffer, layout.allowed, layout.rowsPadded);
  const results = new Float32Array(buffer, layout.scores, rows);
  scans.set(buffer, ({ numbers, scale, start }, scores, allowed) => {
    query.set(numbers);
    if (allowed === undefined) flags.fill(1);
    else flags.set(allowed);
    scan(layout.numbers, layout.rowsPadded, dimensions, layout.scales, 0, layout.queryEnd, start, scale, layout.allowed, layout.scores);
    scores.set(results);
  });
  return {
    numbers: new Int8Array(buffer, layout.numbers, rows * dimensions),
    scales: new Float32Array(buffer, layout.scales, rows),
  };
}

function newMemory(api: WebAssemblyApi, pages: number): { readonly buffer: ArrayBuffer } | undefined {
  try {
    return new api.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    // A limit on the address space, of which each memory reserves more than it uses. Plain arrays may still fit.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
