/**
 * The terms of one document's chunks in their order. Made when the document is written and stored in this form, so that an index is
 * opened, merged and rebuilt without the text being read again.
 */
export interface DocumentTerms {
  /** Distinct terms of the document. */
  readonly vocabulary: readonly string[];
  /** Chunk i has the terms from `starts[i]` to `starts[i + 1]` of `sequence`; one more entry than chunks. */
  readonly starts: Uint32Array;
  /** Place of each term in `vocabulary`, in the order in which they stand in the text. */
  readonly sequence: Uint32Array;
  /** How many of each chunk's terms, from its first on, are of its title and headings. */
  readonly headings: Uint32Array;
}

/** Numbers the terms of each chunk; `chunks[i]` are those of chunk i in their order, with repeats, and the first `headings[i]` of them its headings'. Default: none */
export function numberTerms(chunks: readonly (readonly string[])[], headings: readonly number[] = []): DocumentTerms {
  const numbers = new Map<string, number>();
  const starts = new Uint32Array(chunks.length + 1);
  for (const [i, chunk] of chunks.entries()) starts[i + 1] = (starts[i] ?? 0) + chunk.length;
  const sequence = new Uint32Array(starts[chunks.length] ?? 0);
  let at = 0;
  for (const chunk of chunks) {
    for (const term of chunk) {
      let number = numbers.get(term);
      if (number === undefined) numbers.set(term, (number = numbers.size));
      sequence[at++] = number;
    }
  }
  return { vocabulary: [...numbers.keys()], starts, sequence, headings: Uint32Array.from(chunks, (_, i) => headings[i] ?? 0) };
}

const encoder = new TextEncoder();
// A vocabulary may begin with a byte order mark, which the default would swallow.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/**
 * Compact bytes: one or two a term, and the vocabulary once.
 * Layout, numbers as LEB128: terms; the length of each in UTF-16 units; bytes of the vocabulary; the vocabulary as UTF-8;
 * chunks; the length of each; of its headings; the sequence.
 */
export function encodeTerms({ vocabulary, starts, sequence, headings }: DocumentTerms): Uint8Array {
  const words = encoder.encode(vocabulary.join(""));
  const bytes = new Uint8Array(words.length + 5 * (vocabulary.length + sequence.length + starts.length + headings.length + 3));
  let at = 0;
  const put = (value: number): void => {
    // Below 2^32: counts, lengths and places in the vocabulary.
    let rest = value;
    for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
    bytes[at++] = rest;
  };
  put(vocabulary.length);
  for (const term of vocabulary) put(term.length);
  put(words.length);
  bytes.set(words, at);
  at += words.length;
  put(starts.length - 1);
  for (let chunk = 0; chunk + 1 < starts.length; chunk += 1) put((starts[chunk + 1] ?? 0) - (starts[chunk] ?? 0));
  // Within the arrays; and no iterator, which would make an object for each term until this is compiled.
  for (let chunk = 0; chunk < headings.length; chunk += 1) put(headings[chunk] as number);
  for (let i = 0; i < sequence.length; i += 1) put(sequence[i] as number);
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
  for (let chunk = 0; chunk + 1 < starts.length; chunk += 1) starts[chunk + 1] = (starts[chunk] ?? 0) + take();
  const headings = new Uint32Array(starts.length - 1);
  for (let chunk = 0; chunk < headings.length; chunk += 1) headings[chunk] = take();
  const sequence = new Uint32Array(starts[starts.length - 1] ?? 0);
  for (let i = 0; i < sequence.length; i += 1) sequence[i] = take();
  return { vocabulary, starts, sequence, headings };
}
