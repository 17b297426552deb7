import type { Embedder } from "../core/retrieval.ts";
import { FUNCTION_WORDS } from "./function-words.ts";
import { hashedNgramVector, normalise } from "./hashed-ngrams.ts";
import { eachWord, wordParts } from "./word-tokens.ts";
import { shippedWordVectors, UNKNOWN_RARITY, type WordVectors } from "./word-vectors.ts";

/** Experiments only. */
export const S = {
  weight: (r: number) => Math.max(r - 3, 0.3),
  fn: 0.3,
  unknown: 8,
  number: 5,
  whole: 0.5,
  tf: (n: number) => Math.sqrt(n),
};

const DIMENSIONS = 256;
const REVISION = 1;

export function builtinEmbedder(): Embedder {
  let encoder: TextEncoder | undefined;
  return {
    id: `builtin/wordnet-${DIMENSIONS}@${REVISION}`,
    dimensions: DIMENSIONS,
    async embedBatch(texts) {
      encoder ??= textEncoder(shippedWordVectors());
      return texts.map(encoder);
    },
  };
}

type TextEncoder = (text: string) => Float32Array;

export function textEncoder(vectors: WordVectors): TextEncoder {
  const { dimensions } = vectors;
  let numbers = new Map<string, number>();
  let known: Float32Array[] = [];
  let counts = new Float64Array(1 << 12);
  return (text) => {
    if (known.length > 20000) { numbers = new Map(); known = []; }
    const plain = /[^\0-\x7f]/.test(text) ? text.normalize("NFKC") : text;
    const present: number[] = [];
    eachWord(plain, (token) => {
      let number = numbers.get(token);
      if (number === undefined) {
        number = known.length;
        numbers.set(token, number);
        known.push(contribution(token, vectors));
        if (number >= counts.length) { const more = new Float64Array(counts.length * 2); more.set(counts); counts = more; }
      }
      if (counts[number] === 0) present.push(number);
      counts[number]! += 1;
    });
    const sum = new Float32Array(dimensions);
    for (const number of present) {
      const vector = known[number]!;
      const times = S.tf(counts[number]!);
      counts[number] = 0;
      for (let at = 0; at < dimensions; at++) sum[at]! += times * vector[at]!;
    }
    if (present.length === 0) hashedNgramVector(plain.trim(), sum);
    normalise(sum);
    return sum;
  };
}

function contribution(token: string, vectors: WordVectors): Float32Array {
  const vector = new Float32Array(vectors.dimensions);
  const word = fold(token);
  if (addKnown(word, vectors, vector)) return vector;
  const parts = wordParts(token);
  if (parts.length > 1) {
    const one = new Float32Array(vectors.dimensions);
    for (const part of parts) {
      const p = fold(part);
      if (!addKnown(p, vectors, one)) { hashedNgramVector(p, one); scale(one, /^\d+$/.test(p) ? S.number : S.unknown); }
      for (let at = 0; at < vector.length; at++) vector[at]! += one[at]!;
    }
    hashedNgramVector(word, one);
    for (let at = 0; at < vector.length; at++) vector[at]! += S.whole * S.unknown * one[at]!;
    return vector;
  }
  hashedNgramVector(word, vector);
  scale(vector, /^\d+$/.test(word) ? S.number : S.unknown);
  return vector;
}
function scale(v: Float32Array, s: number) { for (let i = 0; i < v.length; i++) v[i]! *= s; }
function addKnown(word: string, vectors: WordVectors, vector: Float32Array): boolean {
  if (FUNCTION_WORDS.has(word)) { hashedNgramVector(word, vector); scale(vector, S.fn); return true; }
  if (!vectors.vectorOf(word, vector)) return false;
  scale(vector, S.weight(vectors.rarityOf(word) ?? UNKNOWN_RARITY));
  return true;
}
function fold(token: string): string {
  return token.toLowerCase().replaceAll("’", "'").replace(/'s$/, "").normalize("NFKD").replace(/\p{M}/gu, "");
}
