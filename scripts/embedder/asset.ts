import { createHash } from "node:crypto";
import { lloydMaxLevels, nearestLevel, packCodes } from "../../src/learn/quantize.ts";
import type { DenseMatrix } from "../../src/learn/truncated-svd.ts";
import {
  bucketOf,
  bytesPerVector,
  encodeWordVectorFile,
  type CodeRun,
  RARITY_SCALE,
  type WordVectorExceptions,
} from "../../src/models/word-vector-file.ts";
import { PARTS_OF_SPEECH, type PartOfSpeech } from "../../src/text/morphy.ts";
import { naturalLogarithm } from "./cooccurrence.ts";
import { byCodeUnit, type WordNet } from "./wordnet.ts";

/** A word to ship. `tagged` is undefined for a part of speech that the word does not have. */
export interface ShippedWord {
  readonly word: string;
  readonly vector: Float32Array;
  readonly tagged: Readonly<Partial<Record<PartOfSpeech, number>>>;
  /** Share of running words. */
  readonly share: number;
}

/** About five words a bucket. */
const BUCKET_BITS = 14;
/** The levels are fitted to every so-manieth word: a million numbers are enough for sixteen levels. */
const SAMPLE_EVERY = 20;

/** The bytes of the asset. `runs` says how many bits the numbers have, dimension by dimension; each run has levels of its own. */
export function assetBytes(
  words: readonly ShippedWord[],
  wordnet: WordNet,
  runs: readonly CodeRun[],
  header: { id: string; recipe: string },
): Uint8Array {
  const placed = words
    .map((word) => ({ ...word, bucket: bucketOf(word.word, BUCKET_BITS) }))
    .sort((a, b) => a.bucket - b.bucket || byCodeUnit(a.word, b.word));
  const dimensions = runs.reduce((sum, run) => sum + run.dimensions, 0);
  const { spreads, levels, codes } = quantizeRows({ rows: placed.length, columns: dimensions, values: joined(placed, dimensions) }, runs);
  const texts = placed.map(({ word }) => Uint8Array.from([word.length, ...new TextEncoder().encode(word)]));
  const bucketWords = new Uint32Array((1 << BUCKET_BITS) + 1);
  const bucketBytes = new Uint32Array(bucketWords.length);
  placed.forEach(({ bucket }, number) => {
    bucketWords[bucket + 1]! += 1;
    bucketBytes[bucket + 1]! += texts[number]!.length;
  });
  for (let bucket = 1; bucket < bucketWords.length; bucket++) {
    bucketWords[bucket]! += bucketWords[bucket - 1]!;
    bucketBytes[bucket]! += bucketBytes[bucket - 1]!;
  }
  return encodeWordVectorFile(
    {
      header: { ...header, dimensions, words: placed.length, bucketBits: BUCKET_BITS, runs },
      bucketWords,
      bucketBytes,
      text: Uint8Array.from(texts.flatMap((text) => Array.from(text))),
      tagCodes: Uint8Array.from(placed.flatMap(({ tagged }) => PARTS_OF_SPEECH.map((pos) => tagCode(tagged[pos])))),
      rarities: Uint16Array.from(placed, ({ share }) => Math.round(-naturalLogarithm(share) * RARITY_SCALE)),
      exceptions: new TextEncoder().encode(JSON.stringify(shippedExceptions(wordnet, new Set(placed.map(({ word }) => word))))),
      levels,
      spreads,
      codes,
    },
    (bytes) => createHash("sha256").update(bytes).digest("hex"),
  );
}

/** See WordVectorFile.tagCodes. */
function tagCode(tagged: number | undefined): number {
  return tagged === undefined ? 0 : 1 + Math.round((8 * naturalLogarithm(1 + tagged)) / Math.LN2);
}

function joined(words: readonly ShippedWord[], dimensions: number): Float32Array {
  const values = new Float32Array(words.length * dimensions);
  words.forEach(({ vector }, row) => values.set(vector, row * dimensions));
  return values;
}

/**
 * Every number is divided by the spread of its dimension and by the row's own mean size, and gets the code of the nearest level. The row's size is not
 * kept: the reader scales to unit length again.
 */
export function quantizeRows(
  vectors: DenseMatrix,
  runs: readonly CodeRun[],
): { spreads: Float32Array; levels: Float32Array; codes: Uint8Array } {
  const { rows, columns, values } = vectors;
  const squares = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) squares[at % columns]! += values[at]! ** 2;
  const spreads = Float32Array.from(squares, (sum) => Math.sqrt(sum / rows));
  const scaled = (row: number): Float64Array => {
    const numbers = Float64Array.from({ length: columns }, (_, column) => values[row * columns + column]! / (spreads[column]! || 1));
    const size = Math.sqrt(numbers.reduce((sum, number) => sum + number * number, 0) / columns);
    return numbers.map((number) => number / (size || 1));
  };
  const sample = Array.from({ length: Math.ceil(rows / SAMPLE_EVERY) }, (_, at) => scaled(at * SAMPLE_EVERY));
  let from = 0;
  const fitted = runs.map(({ dimensions, bits }) => {
    const numbers = Float64Array.from(sample.flatMap((row) => Array.from(row.subarray(from, from + dimensions))));
    // 32-bit before the codes are chosen, so that they are nearest to the levels that the reader has.
    const run = { bits, from, to: from + dimensions, levels: Float32Array.from(lloydMaxLevels(numbers, 1 << bits)) };
    from += dimensions;
    return run;
  });
  const size = bytesPerVector(runs);
  const codes = new Uint8Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const numbers = scaled(row);
    let at = row * size;
    for (const run of fitted) {
      const packed = packCodes(
        Uint8Array.from(numbers.subarray(run.from, run.to), (number) => nearestLevel(run.levels, number)),
        run.bits,
      );
      codes.set(packed, at);
      at += packed.length;
    }
  }
  return { spreads, levels: Float32Array.from(fitted.flatMap((run) => Array.from(run.levels))), codes };
}

/** Irregular forms of words that are shipped. */
function shippedExceptions(wordnet: WordNet, shipped: ReadonlySet<string>): WordVectorExceptions {
  const of = (pos: PartOfSpeech): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      Array.from(wordnet.exceptions[pos], ([form, lemmas]) => [form, lemmas.filter((lemma) => shipped.has(lemma))] as const)
        .filter(([form, lemmas]) => lemmas.length > 0 && !form.includes("_"))
        .sort(([a], [b]) => byCodeUnit(a, b)),
    );
  return { n: of("n"), v: of("v"), a: of("a"), r: of("r") };
}
