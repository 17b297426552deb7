import type { DocumentTerms } from "./document-terms.ts";
import { packArrays, readArrays } from "./packed-arrays.ts";

/**
 * An inverted index over a fixed run of chunks: never changed once built, so that it can be read from disk as it lies.
 * Terms are in the order of their UTF-16 units and are found by binary search: opening builds no table.
 */
export interface Postings {
  /** Number of terms in each chunk, repeats counted: the length that BM25 normalises by. */
  readonly lengths: Uint32Array;
  /** All terms, one after the other, as UTF-16 units; term t from `termStarts[t]` to `termStarts[t + 1]`. */
  readonly termUnits: Uint16Array;
  readonly termStarts: Uint32Array;
  /** Term t stands in the chunks from `starts[t]` to `starts[t + 1]` of `chunks` and `counts`. */
  readonly starts: Uint32Array;
  /** Chunk numbers, ascending within a term, counted from 0 within these postings. */
  readonly chunks: Uint32Array;
  /** How often the term stands there. From 65,535 on BM25 is saturated to within 0.002%, so it is kept in 16 bits. */
  readonly counts: Uint16Array;
}

const COUNT_MAX = 65_535;

/** Postings of the documents' chunks, numbered in the order given. */
export function buildPostings(documents: readonly DocumentTerms[]): Postings {
  const numberOf = new Map<string, number>();
  const frequencies: number[] = [];
  // For each document, where its own numbering of terms lies in the common one.
  const common = documents.map((document) => {
    const numbers = Uint32Array.from(document.vocabulary, (term) => {
      const number = numberOf.get(term) ?? numberOf.size;
      numberOf.set(term, number);
      return number;
    });
    for (const term of document.terms) {
      // `term` lies within the vocabulary, so both reads are defined; the first use of a number starts at 0.
      const number = numbers[term] as number;
      frequencies[number] = (frequencies[number] ?? 0) + 1;
    }
    return numbers;
  });
  const sorted = sortTerms(numberOf, frequencies);
  return { ...sorted.table, ...fillPostings(documents, common, sorted) };
}

interface SortedTerms {
  readonly table: Pick<Postings, "termUnits" | "termStarts" | "starts">;
  /** Place in the sorted order of each number in order of first appearance. */
  readonly rankOf: Uint32Array;
}

function sortTerms(numberOf: ReadonlyMap<string, number>, frequencies: readonly number[]): SortedTerms {
  // Without a comparator `sort` compares UTF-16 units, which is the order that `findTerm` searches in.
  const terms = [...numberOf.keys()].sort();
  const termStarts = new Uint32Array(terms.length + 1);
  const starts = new Uint32Array(terms.length + 1);
  const rankOf = new Uint32Array(terms.length);
  let units = 0;
  let postings = 0;
  for (const [rank, term] of terms.entries()) {
    const number = numberOf.get(term) ?? 0;
    rankOf[number] = rank;
    units += term.length;
    postings += frequencies[number] ?? 0;
    termStarts[rank + 1] = units;
    starts[rank + 1] = postings;
  }
  const termUnits = new Uint16Array(units);
  let at = 0;
  for (const term of terms) for (let i = 0; i < term.length; i += 1) termUnits[at++] = term.charCodeAt(i);
  return { table: { termUnits, termStarts, starts }, rankOf };
}

function fillPostings(
  documents: readonly DocumentTerms[],
  common: readonly Uint32Array[],
  { table, rankOf }: SortedTerms,
): Pick<Postings, "lengths" | "chunks" | "counts"> {
  const total = table.starts[table.starts.length - 1] ?? 0;
  const chunks = new Uint32Array(total);
  const counts = new Uint16Array(total);
  const lengths = new Uint32Array(documents.reduce((sum, document) => sum + document.starts.length - 1, 0));
  const next = table.starts.slice();
  let chunk = 0;
  for (const [d, document] of documents.entries()) {
    // One entry a document, made by `buildPostings`.
    const numbers = common[d] as Uint32Array;
    for (let c = 0; c + 1 < document.starts.length; c += 1, chunk += 1) {
      // Indexes stay below the lengths that the arrays were made with; `as number` says so without a check in the loop.
      const end = document.starts[c + 1] as number;
      let length = 0;
      for (let i = document.starts[c] as number; i < end; i += 1) {
        const rank = rankOf[numbers[document.terms[i] as number] as number] as number;
        const at = next[rank] as number;
        const count = document.counts[i] as number;
        next[rank] = at + 1;
        chunks[at] = chunk;
        counts[at] = Math.min(count, COUNT_MAX);
        length += count;
      }
      lengths[chunk] = length;
    }
  }
  return { lengths, chunks, counts };
}

/** Number of the term, or -1. */
export function findTerm({ termUnits, termStarts }: Postings, term: string): number {
  let low = 0;
  let high = termStarts.length - 2;
  while (low <= high) {
    const middle = (low + high) >> 1;
    // `middle` lies between two valid numbers, so both bounds exist.
    const order = compareUnits(termUnits, termStarts[middle] as number, termStarts[middle + 1] as number, term);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function compareUnits(units: Uint16Array, start: number, end: number, term: string): number {
  const length = Math.min(end - start, term.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (units[start + i] ?? 0) - term.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return end - start - term.length;
}

export function postingsBytes(postings: Postings): Uint8Array {
  const { lengths, termUnits, termStarts, starts, chunks, counts } = postings;
  return packArrays([lengths, termUnits, termStarts, starts, chunks, counts]);
}

/** Views into the bytes, without copying. */
export function postingsFrom(bytes: Uint8Array): Postings {
  const read = readArrays(bytes);
  return {
    lengths: read.uint32(),
    termUnits: read.uint16(),
    termStarts: read.uint32(),
    starts: read.uint32(),
    chunks: read.uint32(),
    counts: read.uint16(),
  };
}
