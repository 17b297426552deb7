import type { Embedder } from "../core/retrieval.ts";
import { hashedNgramVector, normalise } from "./ngram-vectors.ts";
import { plainSources, tokenVector } from "./token-vectors.ts";
import { type RememberedWord, type WordMemory, wordMemory } from "./word-vector-memory.ts";
import { eachWord, embeddedForm } from "./word-tokens.ts";
import { shippedWordVectors, type WordVectors } from "./word-vectors.ts";

const DIMENSIONS = 256;
/** Goes up whenever the asset or anything here changes what a text's vector is: stored vectors of another revision are not compared. */
const REVISION = 2;
/** For fewer the kernel is not worth being started. */
const KERNEL_TEXTS_MIN = 8;

/**
 * The embedder that needs no key and no network: a text is the weighted mean of its words' vectors, rare words counting more
 * (after Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017); word vectors from random walks over WordNet,
 * hashed letters for what WordNet lacks. English; other languages are compared by their letters.
 *
 * A vector is a function of the text alone: 256 numbers, unit length, never NaN. A text without a word (punctuation, blanks, nothing) gets the hashed
 * vector of its characters, so that all blank texts share one. Questions and documents are embedded alike. Throws INTERNAL when the asset is
 * missing or damaged; it is read on the first call.
 */
export function builtinEmbedder(): Embedder {
  let encode: ((text: string) => Float32Array) | undefined;
  let encodeMany: ((text: string) => Float32Array | undefined) | undefined;
  return {
    id: `builtin/wordnet-${DIMENSIONS}@${REVISION}`,
    dimensions: DIMENSIONS,
    embedBatch: async (texts) => {
      const plain = (encode ??= textEncoder(shippedWordVectors()));
      if (texts.length < KERNEL_TEXTS_MIN) return texts.map(plain);
      // A question is embedded without it.
      const { kernelEncoder } = await import("./word-kernel.ts");
      const quick = (encodeMany ??= kernelEncoder(shippedWordVectors()) ?? (() => undefined));
      return texts.map((text) => quick(text) ?? plain(text));
    },
  };
}

/** Encodes text after text and remembers the words it met, because most words of a corpus are the same few thousand. */
export function textEncoder(vectors: WordVectors): (text: string) => Float32Array {
  const memory: WordMemory = wordMemory(vectors.dimensions, (token, vector) => tokenVector(token, vector, sources));
  const remembered = (word: string): Float32Array => memory.vectorOf(memory.find(word, 0, word.length));
  const sources = plainSources(vectors, remembered);
  const sums = new Float64Array(vectors.dimensions);
  // The text at hand, and its distinct words. They are kept across texts, so that no text needs functions and arrays of its own.
  let plain = "";
  const present: RememberedWord[] = [];
  const meet = (start: number, end: number): void => {
    const word = memory.find(plain, start, end);
    if (word.count++ === 0) present.push(word);
  };
  return (text) => {
    memory.startText();
    plain = embeddedForm(text);
    eachWord(plain, meet);
    sumWords(present, memory, sums);
    const vector = new Float32Array(sums);
    if (present.length === 0) hashedNgramVector(plain.trim(), vector);
    else normalise(vector);
    present.length = 0;
    return vector;
  };
}

/** A word that comes n times counts as sqrt n: the second mention says less than the first. Sets the counts back to 0. */
function sumWords(words: readonly RememberedWord[], memory: WordMemory, sums: Float64Array): void {
  sums.fill(0);
  const whole = words.length - (words.length % 4);
  for (let at = 0; at < whole; at += 4) addFour(sums, words, at, memory);
  for (let at = whole; at < words.length; at++) {
    const word = words[at]!;
    const vector = memory.vectorOf(word);
    const weight = weightOf(word);
    for (let dimension = 0; dimension < sums.length; dimension++) sums[dimension]! += weight * vector[dimension]!;
  }
}

/** Four vectors at a time, so that the sums are loaded and stored a quarter as often: this is where embedding spends its time. */
function addFour(sums: Float64Array, words: readonly RememberedWord[], at: number, memory: WordMemory): void {
  const a = memory.vectorOf(words[at]!);
  const b = memory.vectorOf(words[at + 1]!);
  const c = memory.vectorOf(words[at + 2]!);
  const d = memory.vectorOf(words[at + 3]!);
  const wa = weightOf(words[at]!);
  const wb = weightOf(words[at + 1]!);
  const wc = weightOf(words[at + 2]!);
  const wd = weightOf(words[at + 3]!);
  for (let dimension = 0; dimension < sums.length; dimension++) {
    sums[dimension]! += wa * a[dimension]! + wb * b[dimension]! + wc * c[dimension]! + wd * d[dimension]!;
  }
}

function weightOf(word: RememberedWord): number {
  const { count } = word;
  word.count = 0;
  return count === 1 ? 1 : Math.sqrt(count);
}
