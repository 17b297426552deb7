/**
 * Which terms stand in which chunk of one document, and how often. Counted when the document is written and stored in this
 * form, so that an index is opened, merged and rebuilt without the text being read again.
 */
export interface DocumentTerms {
  /** Distinct terms of the document. */
  readonly vocabulary: readonly string[];
  /** Chunk i has the pairs from `starts[i]` to `starts[i + 1]`; one more entry than chunks. */
  readonly starts: Uint32Array;
  /** Place of the term in `vocabulary`; each at most once within a chunk. */
  readonly terms: Uint32Array;
  /** How often the term stands in the chunk, at least 1. */
  readonly counts: Uint32Array;
}

/** Counts the terms of each chunk; `chunks[i]` are the terms of chunk i in any order, with repeats. */
export function countTerms(chunks: readonly (readonly string[])[]): DocumentTerms {
  const numbers = new Map<string, number>();
  const starts = new Uint32Array(chunks.length + 1);
  const terms: number[] = [];
  const counts: number[] = [];
  // Where the pair of each term lies; one before the chunk's start belongs to an earlier chunk.
  const pairOf: number[] = [];
  for (const [i, chunk] of chunks.entries()) {
    const start = terms.length;
    for (const term of chunk) {
      let number = numbers.get(term);
      if (number === undefined) numbers.set(term, (number = numbers.size));
      const pair = pairOf[number] ?? -1;
      if (pair >= start) counts[pair] = (counts[pair] ?? 0) + 1;
      else {
        pairOf[number] = terms.length;
        terms.push(number);
        counts.push(1);
      }
    }
    starts[i + 1] = terms.length;
  }
  return { vocabulary: [...numbers.keys()], starts, terms: Uint32Array.from(terms), counts: Uint32Array.from(counts) };
}

const encoder = new TextEncoder();
// A vocabulary may begin with a byte order mark, which the default would swallow.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/**
 * Compact bytes: two or three a term and chunk, and the vocabulary once.
 * Layout, numbers as LEB128: terms; the length of each in UTF-16 units; bytes of the vocabulary; the vocabulary as UTF-8;
 * chunks; for each chunk the number of its pairs, and the pairs.
 */
export function encodeTerms({ vocabulary, starts, terms, counts }: DocumentTerms): Uint8Array {
  const words = encoder.encode(vocabulary.join(""));
  const bytes = new Uint8Array(words.length + 5 * (vocabulary.length + 2 * terms.length + starts.length + 3));
  let at = 0;
  const put = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    bytes[at++] = rest;
  };
  put(vocabulary.length);
  for (const term of vocabulary) put(term.length);
  put(words.length);
  bytes.set(words, at);
  at += words.length;
  put(starts.length - 1);
  for (let chunk = 0; chunk + 1 < starts.length; chunk += 1) {
    const start = starts[chunk] ?? 0;
    const end = starts[chunk + 1] ?? start;
    put(end - start);
    for (let i = start; i < end; i += 1) {
      put(terms[i] ?? 0);
      put(counts[i] ?? 0);
    }
  }
  return bytes.slice(0, at);
}

/** The inverse of `encodeTerms`. Expects bytes that it made; the store's checksum sees to that. */
export function decodeTerms(bytes: Uint8Array): DocumentTerms {
  let at = 0;
  const take = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      // Past the end the byte is undefined, which reads as 0 and ends the number.
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const lengths = Array.from({ length: take() }, take);
  const wordBytes = take();
  const words = decoder.decode(bytes.subarray(at, at + wordBytes));
  at += wordBytes;
  let unit = 0;
  const vocabulary = lengths.map((length) => words.slice(unit, (unit += length)));
  const starts = new Uint32Array(take() + 1);
  const terms: number[] = [];
  const counts: number[] = [];
  for (let chunk = 0; chunk + 1 < starts.length; chunk += 1) {
    for (let pairs = take(); pairs > 0; pairs -= 1) {
      terms.push(take());
      counts.push(take());
    }
    starts[chunk + 1] = terms.length;
  }
  return { vocabulary, starts, terms: Uint32Array.from(terms), counts: Uint32Array.from(counts) };
}
