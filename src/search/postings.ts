import type { DocumentTerms } from "./document-terms.ts";
import { packArrays, readArrays } from "./packed-arrays.ts";

/** Terms in the order of their UTF-16 units, found by binary search: opening builds no table. */
export interface TermTable {
  /** All terms, one after the other, as UTF-16 units; term t from `termStarts[t]` to `termStarts[t + 1]`. */
  readonly termUnits: Uint16Array;
  readonly termStarts: Uint32Array;
}

/**
 * An inverted index over a fixed run of chunks: never changed once built, so that it can be read from disk as it lies.
 * Beside it stands what it was made of, the chunks' terms in their order: pairs of words and vectors of chunks are computed from that.
 */
export interface Postings extends TermTable {
  /** Number of terms in each chunk, repeats counted: the length that BM25 normalises by. */
  readonly lengths: Uint32Array;
  /** Term t stands in the chunks from `starts[t]` to `starts[t + 1]` of `chunks` and `counts`. */
  readonly starts: Uint32Array;
  /** Chunk numbers, ascending within a term, counted from 0 within these postings. */
  readonly chunks: Uint32Array;
  /** How often the term stands there. From 65,535 on BM25 is saturated to within 0.002%, so it is kept in 16 bits. */
  readonly counts: Uint16Array;
  /** Chunk c has the terms from `sequenceStarts[c]` to `sequenceStarts[c + 1]` of `sequence`, by number, in the order of its text. */
  readonly sequenceStarts: Uint32Array;
  readonly sequence: Uint32Array;
  /** How many of each chunk's terms, from its first on, are of its title and headings; 65,535 at most. */
  readonly headings: Uint16Array;
}

const COUNT_MAX = 65_535;

/** Postings of the documents' chunks, numbered in the order given. */
export function buildPostings(documents: readonly DocumentTerms[]): Postings {
  const numberOf = new Map<string, number>();
  // For each document, where its own numbering of terms lies in the common one.
  const common = documents.map(({ vocabulary }) => {
    const numbers = new Uint32Array(vocabulary.length);
    for (let i = 0; i < vocabulary.length; i += 1) {
      const term = vocabulary[i] as string;
      let number = numberOf.get(term);
      if (number === undefined) numberOf.set(term, (number = numberOf.size));
      numbers[i] = number;
    }
    return numbers;
  });
  const sorted = sortTerms(numberOf);
  const sequences = joinSequences(documents, common, sorted.rankOf);
  return { ...sorted.table, ...sequences, ...invert(sequences, sorted.rankOf.length) };
}

interface SortedTerms {
  readonly table: TermTable;
  /** Place in the sorted order of each number in order of first appearance. */
  readonly rankOf: Uint32Array;
}

function sortTerms(numberOf: ReadonlyMap<string, number>): SortedTerms {
  // Without a comparator `sort` compares UTF-16 units, which is the order that `findTerm` searches in.
  const terms = [...numberOf.keys()].sort();
  const rankOf = new Uint32Array(terms.length);
  for (let rank = 0; rank < terms.length; rank += 1) rankOf[numberOf.get(terms[rank] as string) as number] = rank;
  return { table: termTable(terms), rankOf };
}

/** `terms` must be sorted by their UTF-16 units. */
export function termTable(terms: readonly string[]): TermTable {
  const termStarts = new Uint32Array(terms.length + 1);
  for (let i = 0; i < terms.length; i += 1) termStarts[i + 1] = (termStarts[i] as number) + (terms[i] as string).length;
  const termUnits = new Uint16Array(termStarts[terms.length] ?? 0);
  let at = 0;
  for (const term of terms) for (let i = 0; i < term.length; i += 1) termUnits[at++] = term.charCodeAt(i);
  return { termUnits, termStarts };
}

/** Term number `term` as text. */
export function termAt({ termUnits, termStarts }: TermTable, term: number): string {
  return String.fromCharCode(...termUnits.subarray(termStarts[term], termStarts[term + 1]));
}

// Indexes below stay within the lengths that the arrays were made with; `as number` says so without a check in the loops.

function joinSequences(
  documents: readonly DocumentTerms[],
  common: readonly Uint32Array[],
  rankOf: Uint32Array,
): Pick<Postings, "lengths" | "sequenceStarts" | "sequence" | "headings"> {
  const chunks = documents.reduce((sum, { starts }) => sum + starts.length - 1, 0);
  const lengths = new Uint32Array(chunks);
  const headings = new Uint16Array(chunks);
  const sequenceStarts = new Uint32Array(chunks + 1);
  const sequence = new Uint32Array(documents.reduce((sum, document) => sum + document.sequence.length, 0));
  let chunk = 0;
  let at = 0;
  for (const [d, document] of documents.entries()) {
    // One entry a document, made by `buildPostings`.
    const numbers = common[d] as Uint32Array;
    const own = document.sequence;
    for (let i = 0; i < own.length; i += 1) sequence[at + i] = rankOf[numbers[own[i] as number] as number] as number;
    for (let c = 0; c + 1 < document.starts.length; c += 1, chunk += 1) {
      lengths[chunk] = (document.starts[c + 1] as number) - (document.starts[c] as number);
      sequenceStarts[chunk + 1] = at + (document.starts[c + 1] as number);
      headings[chunk] = Math.min(document.headings[c] as number, COUNT_MAX);
    }
    at += own.length;
  }
  return { lengths, sequenceStarts, sequence, headings };
}

/** Which chunks have each term, and how often: two passes over the sequences, the first to find how many. */
function invert(
  { sequenceStarts, sequence }: Pick<Postings, "sequenceStarts" | "sequence">,
  terms: number,
): Pick<Postings, "starts" | "chunks" | "counts"> {
  const starts = new Uint32Array(terms + 1);
  // The chunk that a term was met in last, plus one.
  const last = new Uint32Array(terms);
  for (let chunk = 0; chunk + 1 < sequenceStarts.length; chunk += 1) {
    const end = sequenceStarts[chunk + 1] as number;
    for (let i = sequenceStarts[chunk] as number; i < end; i += 1) {
      const term = sequence[i] as number;
      if (last[term] === chunk + 1) continue;
      last[term] = chunk + 1;
      starts[term + 1] = (starts[term + 1] as number) + 1;
    }
  }
  for (let term = 0; term < terms; term += 1) starts[term + 1] = (starts[term + 1] as number) + (starts[term] as number);
  const chunks = new Uint32Array(starts[terms] ?? 0);
  const counts = new Uint16Array(chunks.length);
  const next = starts.slice(0, terms);
  last.fill(0);
  for (let chunk = 0; chunk + 1 < sequenceStarts.length; chunk += 1) {
    const end = sequenceStarts[chunk + 1] as number;
    for (let i = sequenceStarts[chunk] as number; i < end; i += 1) {
      const term = sequence[i] as number;
      if (last[term] !== chunk + 1) {
        last[term] = chunk + 1;
        const at = next[term] as number;
        next[term] = at + 1;
        chunks[at] = chunk;
        counts[at] = 1;
      } else {
        const at = (next[term] as number) - 1;
        counts[at] = Math.min((counts[at] as number) + 1, COUNT_MAX);
      }
    }
  }
  return { starts, chunks, counts };
}

/** Number of the term, or -1. */
export function findTerm({ termUnits, termStarts }: TermTable, term: string): number {
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
  const { lengths, termUnits, termStarts, starts, chunks, counts, sequenceStarts, sequence, headings } = postings;
  return packArrays([lengths, termUnits, termStarts, starts, chunks, counts, sequenceStarts, sequence, headings]);
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
    sequenceStarts: read.uint32(),
    sequence: read.uint32(),
    headings: read.uint16(),
  };
}
