import { fitLatentSpace, termGain } from "./latent-semantics.ts";
import type { SparseMatrix } from "./latent-semantics.ts";
import { packArrays, readArrays } from "./packed-arrays.ts";
import { findTerm, termAt, termTable } from "./postings.ts";
import type { Postings, TermTable } from "./postings.ts";
import { textHash } from "./text-hash.ts";
import { quantizedMatrix, setRow } from "./vectors.ts";
import type { QuantizedMatrix } from "./vectors.ts";

/** Below this many different texts there is too little to learn which words go together. */
export const TEXTS_MIN = 200;
/** The space is fitted to at most so many texts; the others are folded in. Fitting then takes about half a second at most. */
const SAMPLE_MAX = 8192;
/** Numbers a vector has. Between 64 and 192 the fused nDCG@10 differs by .008 at most: docs/latent-semantic-analysis.md. Fewer cost less at every question. */
const DIMENSIONS = 96;
/** Between two random starts cosines differ by .035 on average, with none by .05; the fused nDCG@10 by .004 at most: docs/latent-semantic-analysis.md. */
const POWER_ITERATIONS = 1;

/** Vectors of the corpus's terms, learned from the corpus itself, in 8 bits: enough, because a text's vector sums many of them. */
export interface LatentSpace extends TermTable {
  readonly dimensions: number;
  /** Hashes of the texts that it was fitted to, rising: the same texts give the same space, to the bit. */
  readonly sample: Float64Array;
  /** terms x dimensions: a term's vector is its row times its step. */
  readonly numbers: Int8Array;
  readonly steps: Float32Array;
}

/** The chunks of one segment, with the hash of each chunk's text. */
export interface HashedTexts {
  readonly hashes: Float64Array;
  /** 1 for every chunk that is there; absent: all are. */
  readonly alive?: Uint8Array;
}

export interface HashedChunks extends HashedTexts {
  readonly postings: Postings;
}

/**
 * Which texts the space is fitted to: those with the lowest hashes, each text once however often it stands in the corpus. So the choice depends on the
 * texts alone, and a text that comes or goes rarely changes it in a large corpus. Undefined where there are too few.
 */
export function latentSample(segments: readonly HashedTexts[]): Float64Array | undefined {
  const all = new Float64Array(segments.reduce((sum, { hashes }) => sum + hashes.length, 0));
  let count = 0;
  for (const { hashes, alive } of segments) {
    for (const [chunk, hash] of hashes.entries()) if (alive?.[chunk] !== 0) all[count++] = hash;
  }
  const sorted = all.subarray(0, count).sort();
  let distinct = 0;
  for (let i = 0; i < count && distinct < SAMPLE_MAX; i += 1) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i] ?? 0;
  }
  return distinct < TEXTS_MIN ? undefined : sorted.slice(0, distinct);
}

export function isSameSample(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((hash, i) => hash === b[i]);
}

/** Fits a space to the texts of `sample`; undefined where they have no words in common. A function of these texts alone: not of their ids, order or segments. */
export function latentSpaceOf(segments: readonly HashedChunks[], sample: Float64Array): LatentSpace | undefined {
  const { counts, terms } = countsOf(segments, sample);
  if (terms.length === 0) return undefined;
  const seeds = Uint32Array.from(terms, (term) => textHash(term) % 2 ** 32);
  const space = fitLatentSpace(counts, { dimensions: DIMENSIONS, powerIterations: POWER_ITERATIONS, seeds });
  const numbers = new Int8Array(space.vectors.length);
  const steps = new Float32Array(terms.length);
  for (let term = 0; term < terms.length; term += 1) steps[term] = quantizeTerm(space, term, numbers);
  return { ...termTable(terms), dimensions: space.dimensions, sample, numbers, steps };
}

/** Writes a term's vector as whole numbers and returns the step between them, 0 for a vector of zeros. */
function quantizeTerm(
  { dimensions, vectors }: { readonly dimensions: number; readonly vectors: Float32Array },
  term: number,
  numbers: Int8Array,
): number {
  const from = term * dimensions;
  let largest = 0;
  // Within both arrays by construction.
  for (let at = from; at < from + dimensions; at += 1) largest = Math.max(largest, Math.abs(vectors[at] as number));
  const step = Math.fround(largest / 127);
  if (step === 0) return 0;
  const steps = 1 / step;
  // What is cut off is positive, so this rounds, and quicker than Math.round does.
  for (let at = from; at < from + dimensions; at += 1) numbers[at] = (((vectors[at] as number) * steps + 128.5) | 0) - 128;
  return step;
}

/** How often each term that two sampled texts have, at least, stands in each; texts in the order of their hashes, terms in that of their units. */
function countsOf(
  segments: readonly HashedChunks[],
  sample: Float64Array,
): { readonly counts: SparseMatrix; readonly terms: readonly string[] } {
  const rows = rowsOfChunks(segments, sample);
  const own = segments.map(({ postings }, s) => ({ postings, frequencies: sampledFrequencies(postings, rows[s] ?? new Int32Array()) }));
  const { terms, columns } = sharedTerms(own);
  const parts = own.map(({ postings }, s): CountedPart => ({
    postings,
    columns: columns[s] ?? new Int32Array(),
    rows: rows[s] ?? new Int32Array(),
  }));
  return { terms, counts: matrixOf(parts, sample.length, terms.length) };
}

/** The terms with a frequency of two and more over all parts, in the order of their units, and the place there of each part's terms, -1 for others. */
function sharedTerms(parts: readonly { readonly postings: Postings; readonly frequencies: Uint32Array }[]): {
  readonly terms: readonly string[];
  readonly columns: readonly Int32Array[];
} {
  const terms: string[] = [];
  const columns = parts.map(({ frequencies }) => new Int32Array(frequencies.length).fill(-1));
  // Every part has its terms in order: the next of all is the lowest of the parts' next.
  const next = new Uint32Array(parts.length);
  // The parts that have it. One array and no iterators for all terms, of which there may be a million.
  const among: number[] = [];
  for (;;) {
    let lowest: { readonly postings: Postings } | undefined;
    let lowestTerm = 0;
    among.length = 0;
    for (let p = 0; p < parts.length; p += 1) {
      const part = parts[p] as (typeof parts)[number];
      const term = next[p] as number;
      if (term >= part.frequencies.length) continue;
      const order = lowest === undefined ? -1 : compareTerms(part.postings, term, lowest.postings, lowestTerm);
      if (order > 0) continue;
      if (order < 0) {
        lowest = part;
        lowestTerm = term;
        among.length = 0;
      }
      among.push(p);
    }
    if (lowest === undefined) return { terms, columns };
    const frequency = among.reduce((sum, p) => sum + (parts[p]?.frequencies[next[p] as number] ?? 0), 0);
    for (const p of among) {
      const term = next[p] as number;
      if (frequency > 1) (columns[p] as Int32Array)[term] = terms.length;
      next[p] = term + 1;
    }
    if (frequency > 1) terms.push(termAt(lowest.postings, lowestTerm));
  }
}

/** For each segment the row of each of its chunks: the place of its hash in the sample, -1 for one that is not in it. A text that stands several times is taken once. */
function rowsOfChunks(segments: readonly HashedChunks[], sample: Float64Array): readonly Int32Array[] {
  const rowOf = new Map<number, number>();
  for (const [row, hash] of sample.entries()) rowOf.set(hash, row);
  return segments.map(({ hashes, alive }) => {
    const rows = new Int32Array(hashes.length).fill(-1);
    for (const [chunk, hash] of hashes.entries()) {
      const row = alive?.[chunk] === 0 ? undefined : rowOf.get(hash);
      if (row === undefined) continue;
      rows[chunk] = row;
      rowOf.delete(hash);
    }
    return rows;
  });
}

interface CountedPart {
  readonly postings: Postings;
  /** Column of each of the segment's terms, -1 for one that is left out. */
  readonly columns: Int32Array;
  /** Row of each of its chunks, -1 for one that is not sampled. */
  readonly rows: Int32Array;
}

// Indexes below stay within arrays made for them; `as number` says so without a check in the loops.

function sampledFrequencies({ starts, chunks }: Postings, rows: Int32Array): Uint32Array {
  const frequencies = new Uint32Array(starts.length - 1);
  for (let term = 0; term < frequencies.length; term += 1) {
    let frequency = 0;
    for (let at = starts[term] as number; at < (starts[term + 1] as number); at += 1) {
      if ((rows[chunks[at] as number] as number) >= 0) frequency += 1;
    }
    frequencies[term] = frequency;
  }
  return frequencies;
}

/** By rows, each in the order of its columns: postings are read term by term, and a text's all lie in one segment. */
function matrixOf(parts: readonly CountedPart[], rows: number, columns: number): SparseMatrix {
  const starts = new Uint32Array(rows + 1);
  const visit = (take: (row: number, column: number, count: number) => void): void => {
    for (const { postings, columns: columnOf, rows: rowOf } of parts) {
      for (let term = 0; term < columnOf.length; term += 1) {
        const column = columnOf[term] as number;
        if (column < 0) continue;
        for (let at = postings.starts[term] as number; at < (postings.starts[term + 1] as number); at += 1) {
          const row = rowOf[postings.chunks[at] as number] as number;
          if (row >= 0) take(row, column, postings.counts[at] as number);
        }
      }
    }
  };
  visit((row) => {
    starts[row + 1] = (starts[row + 1] as number) + 1;
  });
  for (let row = 0; row < rows; row += 1) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const indices = new Uint32Array(starts[rows] ?? 0);
  const values = new Float32Array(indices.length);
  const next = starts.slice();
  visit((row, column, count) => {
    const at = next[row] as number;
    next[row] = at + 1;
    indices[at] = column;
    values[at] = count;
  });
  return { rows, columns, starts, indices, values };
}

/** Gives the distinct terms of a chunk in the order of their first use, and how often each stands there; valid until the next call. */
function chunkCounter({
  termStarts,
  sequenceStarts,
  sequence,
  lengths,
}: Postings): (chunk: number) => { readonly terms: Uint32Array; readonly counts: Uint32Array } {
  const counts = new Uint32Array(termStarts.length - 1);
  const distinct = new Uint32Array(lengths.reduce((most, length) => Math.max(most, length), 0));
  let held = 0;
  return (chunk) => {
    for (let i = 0; i < held; i += 1) counts[distinct[i] as number] = 0;
    held = 0;
    for (let i = sequenceStarts[chunk] as number; i < (sequenceStarts[chunk + 1] as number); i += 1) {
      const term = sequence[i] as number;
      const count = counts[term] as number;
      if (count === 0) distinct[held++] = term;
      counts[term] = count + 1;
    }
    return { terms: distinct.subarray(0, held), counts };
  };
}

/** Folds every chunk of a segment into the space. A chunk without a known term gets a row of zeros, whose cosine with anything is 0. */
export function foldChunks(space: LatentSpace, postings: Postings): QuantizedMatrix {
  const { dimensions, steps } = space;
  const chunks = postings.lengths.length;
  const matrix = quantizedMatrix(chunks, dimensions);
  const known = knownTerms(space, postings);
  const counter = chunkCounter(postings);
  const longest = postings.lengths.reduce((most, length) => Math.max(most, length), 0);
  // Of the chunk's known terms: where their numbers begin, and what these are multiplied by. Room for three more, of no weight.
  const froms = new Uint32Array(longest + 3);
  const weights = new Float64Array(longest + 3);
  const sums = new Float64Array(dimensions);
  const vector = new Float32Array(dimensions);
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const { terms, counts } = counter(chunk);
    let found = 0;
    for (let i = 0; i < terms.length; i += 1) {
      const term = terms[i] as number;
      const row = known[term] as number;
      if (row < 0 || steps[row] === 0) continue;
      froms[found] = row * dimensions;
      weights[found++] = termGain(counts[term] as number) * (steps[row] as number);
    }
    if (found === 0) continue;
    weights.fill(0, found, found + 3);
    sums.fill(0);
    for (let i = 0; i < found; i += 4) addFourTerms(sums, space.numbers, { froms, weights, at: i });
    vector.set(sums);
    if (vector.some((number) => number !== 0)) setRow(matrix, chunk, vector);
  }
  return matrix;
}

/** Terms `at` to `at + 3`: four at a time, so that sums are loaded and stored a quarter as often. */
function addFourTerms(
  sums: Float64Array,
  numbers: Int8Array,
  { froms, weights, at }: { readonly froms: Uint32Array; readonly weights: Float64Array; readonly at: number },
): void {
  const w0 = weights[at] as number;
  const w1 = weights[at + 1] as number;
  const w2 = weights[at + 2] as number;
  const w3 = weights[at + 3] as number;
  const f0 = froms[at] as number;
  const f1 = froms[at + 1] as number;
  const f2 = froms[at + 2] as number;
  const f3 = froms[at + 3] as number;
  for (let i = 0; i < sums.length; i += 1) {
    sums[i] =
      (sums[i] as number) +
      w0 * (numbers[f0 + i] as number) +
      w1 * (numbers[f1 + i] as number) +
      w2 * (numbers[f2 + i] as number) +
      w3 * (numbers[f3 + i] as number);
  }
}

function addTerm(sums: Float64Array, numbers: Int8Array, from: number, weight: number): void {
  for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] as number) + weight * (numbers[from + i] as number);
}

/** Row in the space of each of a segment's terms, or -1: both lists are sorted alike, so one walk finds all. */
function knownTerms(space: LatentSpace, postings: Postings): Int32Array {
  const rows = new Int32Array(postings.termStarts.length - 1).fill(-1);
  let row = 0;
  for (let term = 0; term < rows.length; term += 1) {
    let order = -1;
    while (row + 1 < space.termStarts.length && (order = compareTerms(space, row, postings, term)) < 0) row += 1;
    if (order === 0) rows[term] = row;
  }
  return rows;
}

function compareTerms(a: TermTable, i: number, b: TermTable, j: number): number {
  const startA = a.termStarts[i] ?? 0;
  const startB = b.termStarts[j] ?? 0;
  const lengthA = (a.termStarts[i + 1] ?? 0) - startA;
  const lengthB = (b.termStarts[j + 1] ?? 0) - startB;
  for (let at = 0; at < lengthA && at < lengthB; at += 1) {
    const difference = (a.termUnits[startA + at] ?? 0) - (b.termUnits[startB + at] ?? 0);
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** Where the terms that were asked for stand in a space. */
const knownRows = new WeakMap<LatentSpace, Map<string, number>>();

/** Folds a question in; undefined when the space knows none of its terms. `weights` says how often each term is asked for. */
export function foldTerms(space: LatentSpace, weights: ReadonlyMap<string, number>): Float32Array | undefined {
  const sums = new Float64Array(space.dimensions);
  const rows = knownRows.get(space) ?? new Map<string, number>();
  knownRows.set(space, rows);
  for (const [term, weight] of weights) {
    const row = rows.get(term) ?? findTerm(space, term);
    // Terms that the space lacks are not kept: there is no end of them.
    if (row >= 0) rows.set(term, row);
    if (row >= 0) addTerm(sums, space.numbers, row * space.dimensions, termGain(weight) * (space.steps[row] ?? 0));
  }
  const vector = new Float32Array(sums);
  return vector.some((number) => number !== 0) ? vector : undefined;
}

export function spaceBytes({ dimensions, sample, termUnits, termStarts, numbers, steps }: LatentSpace): Uint8Array {
  return packArrays([Uint32Array.of(dimensions), sample, termUnits, termStarts, numbers, steps]);
}

/** Views into the bytes, without copying. */
export function spaceFrom(bytes: Uint8Array): LatentSpace {
  const read = readArrays(bytes);
  return {
    dimensions: read.uint32()[0] ?? 0,
    sample: read.float64(),
    termUnits: read.uint16(),
    termStarts: read.uint32(),
    numbers: read.int8(),
    steps: read.float32(),
  };
}
