import type { Embedder } from "../core/retrieval.ts";
import { hashedNgramVector, normalise } from "./ngram-vectors.ts";
import { tokenVector } from "./token-vectors.ts";
import { type RememberedWord, type WordMemory, wordMemory } from "./word-vector-memory.ts";
import { eachWord } from "./word-tokens.ts";
import { shippedWordVectors, type WordVectors } from "./word-vectors.ts";

const DIMENSIONS = 256;
/** Goes up whenever the asset or anything here changes what a text's vector is: stored vectors of another revision are not compared. */
const REVISION = 2;

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
  return {
    id: `builtin/wordnet-${DIMENSIONS}@${REVISION}`,
    dimensions: DIMENSIONS,
    embedBatch: async (texts) => {
      encode ??= textEncoder(shippedWordVectors());
      return texts.map(encode);
    },
  };
}

/** Encodes text after text and remembers the words it met, because most words of a corpus are the same few thousand. */
export function textEncoder(vectors: WordVectors): (text: string) => Float32Array {
  const memory: WordMemory = wordMemory(vectors.dimensions, (token, vector) => tokenVector(token, vectors, vector, remembered));
  const remembered = (word: string): Float32Array => memory.vectorOf(memory.find(word, 0, word.length));
  return (text) => {
    memory.startText();
    const plain = isAscii(text) ? text : text.normalize("NFKC");
    const present: RememberedWord[] = [];
    eachWord(plain, (start, end) => {
      const word = memory.find(plain, start, end);
      if (word.count++ === 0) present.push(word);
    });
    const sum = weightedSum(
      present.map((word) => memory.vectorOf(word)),
      present.map((word) => SQUARE_ROOTS[word.count] ?? Math.sqrt(word.count)),
      vectors.dimensions,
    );
    for (const word of present) word.count = 0;
    if (present.length === 0) hashedNgramVector(plain.trim(), sum);
    else normalise(sum);
    return sum;
  };
}

/** A word that comes n times counts as sqrt n: the second mention says less than the first. */
const SQUARE_ROOTS = Float64Array.from({ length: 64 }, (_, count) => Math.sqrt(count));

/** Four vectors at a time, so that the sums are loaded and stored a quarter as often: this is where embedding spends its time. */
function weightedSum(vectors: readonly Float32Array[], weights: readonly number[], dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  const whole = vectors.length - (vectors.length % 4);
  for (let at = 0; at < whole; at += 4) {
    const [a, b, c, d] = [vectors[at]!, vectors[at + 1]!, vectors[at + 2]!, vectors[at + 3]!];
    const [wa, wb, wc, wd] = [weights[at]!, weights[at + 1]!, weights[at + 2]!, weights[at + 3]!];
    for (let dimension = 0; dimension < dimensions; dimension++) {
      sums[dimension]! += wa * a[dimension]! + wb * b[dimension]! + wc * c[dimension]! + wd * d[dimension]!;
    }
  }
  for (let at = whole; at < vectors.length; at++) {
    const [vector, weight] = [vectors[at]!, weights[at]!];
    for (let dimension = 0; dimension < dimensions; dimension++) sums[dimension]! += weight * vector[dimension]!;
  }
  return new Float32Array(sums);
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
