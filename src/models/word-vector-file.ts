import { FirstfitError } from "../core/errors.ts";
import { packedBytes } from "../learn/quantize.ts";
import { PARTS_OF_SPEECH, type PartOfSpeech } from "../text/morphy.ts";
import { hashText } from "./ngram-vectors.ts";

/**
 * The one binary file of the built-in embedder (docs/embedder.md): a hash table of words, what WordNet knows of each, and few-bit vectors.
 * Layout: magic, header length (u32), JSON header, then the sections, each on a multiple of 8 bytes; numbers are little-endian.
 */
export interface WordVectorFile {
  readonly header: WordVectorHeader;
  /** Words lie in 2^bucketBits buckets by the top bits of their hash: bucket b holds words `bucketWords[b]` to `bucketWords[b + 1]`. */
  readonly bucketWords: Uint32Array;
  /** Where the words of bucket b begin in `text`. */
  readonly bucketBytes: Uint32Array;
  /** Each word as its length (one byte) and its ASCII letters. */
  readonly text: Uint8Array;
  /** Four bytes a word, in the order of PARTS_OF_SPEECH: 0 where it is no lemma of that part of speech, else 1 + 8 log2(1 + times tagged), rounded. */
  readonly tagCodes: Uint8Array;
  /** -ln of the share of running words that a word has, times RARITY_SCALE. */
  readonly rarities: Uint16Array;
  /** WordVectorExceptions as JSON, in UTF-8. */
  readonly exceptions: Uint8Array;
  /** What the codes stand for, before the spread: 2^bits numbers for each run, one run behind the other. */
  readonly levels: Float32Array;
  /** Spread of each dimension: number = level x spread, and the vector is then scaled to unit length. */
  readonly spreads: Float32Array;
  /** bytesPerVector(header.runs) bytes a word: the runs of its codes, each packed and filled up to a whole byte. */
  readonly codes: Uint8Array;
}

/** Irregular forms and their base forms ("mice": ["mouse"]), by part of speech. */
export type WordVectorExceptions = Readonly<Record<PartOfSpeech, Readonly<Record<string, readonly string[]>>>>;

/** Neighbouring dimensions whose codes have the same number of bits. */
export interface CodeRun {
  readonly dimensions: number;
  readonly bits: number;
}

export interface WordVectorHeader {
  readonly id: string;
  readonly dimensions: number;
  readonly runs: readonly CodeRun[];
  readonly words: number;
  readonly bucketBits: number;
  /** What it was made from and how: for people, not read by the program. */
  readonly recipe: string;
  /** Of everything behind the header. */
  readonly sha256: string;
  /** Offset from the end of the header, and length, in bytes. */
  readonly sections: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

/** Bytes of one word's codes. */
export function bytesPerVector(runs: readonly CodeRun[]): number {
  return runs.reduce((sum, { dimensions, bits }) => sum + packedBytes(dimensions, bits), 0);
}

export const RARITY_SCALE = 2048;
const MAGIC = "FFWORDS1";

/** The bucket of a word; the same function places words when the file is made. */
export function bucketOf(word: string, bucketBits: number): number {
  return hashText(word, 0, word.length, 0) >>> (32 - bucketBits);
}

/** `sha256` is handed in (hex of a byte array), because this file reads and writes no more than bytes. */
export function encodeWordVectorFile(
  parts: Omit<WordVectorFile, "header"> & { readonly header: Omit<WordVectorHeader, "sections" | "sha256"> },
  sha256: (bytes: Uint8Array) => string,
): Uint8Array {
  const { header, ...arrays } = parts;
  const sections: Record<string, readonly [number, number]> = {};
  let size = 0;
  for (const [name, array] of Object.entries(arrays)) {
    sections[name] = [size, array.byteLength];
    size = align(size + array.byteLength);
  }
  const body = new Uint8Array(size);
  for (const [name, array] of Object.entries(arrays)) {
    body.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), sections[name]?.[0] ?? 0);
  }
  const text = new TextEncoder().encode(JSON.stringify({ ...header, sha256: sha256(body), sections }));
  const start = align(MAGIC.length + 4 + text.length);
  const file = new Uint8Array(start + size).fill(0x20, MAGIC.length + 4, start);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(MAGIC.length, start - MAGIC.length - 4, true);
  file.set(text, MAGIC.length + 4);
  file.set(body, start);
  return file;
}

/** Views into `bytes`, nothing is copied unless they lie at an odd address. Throws INTERNAL when the file is cut or not of this format. */
export function decodeWordVectorFile(bytes: Uint8Array): WordVectorFile {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const magic = new TextDecoder().decode(aligned.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw damaged("it does not begin with the mark of its format");
  const start = MAGIC.length + 4 + new DataView(aligned.buffer, aligned.byteOffset).getUint32(MAGIC.length, true);
  const header = parseHeader(aligned.subarray(MAGIC.length + 4, start));
  const part = (name: string): [ArrayBufferLike, number, number] => {
    const [offset, length] = header.sections[name] ?? [0, -1];
    if (length < 0 || start + offset + length > aligned.length) throw damaged(`its part "${name}" is cut off`);
    return [aligned.buffer, aligned.byteOffset + start + offset, length];
  };
  const bytesOf = (name: string): Uint8Array => new Uint8Array(...part(name));
  const file: WordVectorFile = {
    header,
    bucketWords: uint32(part("bucketWords")),
    bucketBytes: uint32(part("bucketBytes")),
    text: bytesOf("text"),
    tagCodes: bytesOf("tagCodes"),
    rarities: uint16(part("rarities")),
    exceptions: bytesOf("exceptions"),
    levels: float32(part("levels")),
    spreads: float32(part("spreads")),
    codes: bytesOf("codes"),
  };
  const fits =
    file.rarities.length === header.words &&
    file.tagCodes.length === header.words * PARTS_OF_SPEECH.length &&
    file.spreads.length === header.dimensions &&
    file.codes.length === header.words * bytesPerVector(header.runs) &&
    file.levels.length === header.runs.reduce((sum, { bits }) => sum + 2 ** bits, 0);
  if (!fits) throw damaged("its parts do not fit together");
  return file;
}

function parseHeader(bytes: Uint8Array): WordVectorHeader {
  try {
    // The file is our own; that its parts fit together is checked after they are cut out.
    return JSON.parse(new TextDecoder().decode(bytes)) as WordVectorHeader;
  } catch (cause) {
    throw damaged("its header cannot be read", cause);
  }
}

function damaged(why: string, cause?: unknown): FirstfitError {
  return new FirstfitError(
    "INTERNAL",
    `The file of word vectors is damaged: ${why}.`,
    "Install firstfit again, or rebuild the file: docs/embedder.md",
    { cause },
  );
}

function align(size: number): number {
  return Math.ceil(size / 8) * 8;
}

type Part = [buffer: ArrayBufferLike, offset: number, length: number];
const uint32 = ([buffer, offset, length]: Part): Uint32Array => new Uint32Array(buffer, offset, length / 4);
const uint16 = ([buffer, offset, length]: Part): Uint16Array => new Uint16Array(buffer, offset, length / 2);
const float32 = ([buffer, offset, length]: Part): Float32Array => new Float32Array(buffer, offset, length / 4);
