import { FUNCTION_WORDS } from "./function-words.ts";
import { hashedNgramVector, normalise } from "./ngram-vectors.ts";
import { wordParts } from "./word-tokens.ts";
import type { Unpack, WordVectors } from "./word-vectors.ts";

/**
 * Weights are between 0 and 1, as in the smooth inverse frequency of Arora et al. 2017: a / (a + share of running words).
 * a was chosen among 1e-4, 1e-3 and plain logarithms on question-to-passage retrieval over six English collections; 1e-3 was best or near it on each.
 */
const FREQUENCY_FLOOR = 1e-3;
/** Function words do not vanish, so that "who are you" is not nothing, but beside one content word they do not show. */
const FUNCTION_WORD_WEIGHT = 0.05;
/** Names, identifiers and typing errors: as rare as a word can be. */
const UNKNOWN_WEIGHT = 1;
/** Numbers are many and mostly incidental. */
const NUMBER_WEIGHT = 0.7;
/** An identifier is its parts, and this much itself. */
const WHOLE_IDENTIFIER_WEIGHT = 0.5;
/** How much of an unknown word's vector comes from the two known words that it may be made of ("timezone"). */
const COMPOUND_SHARE = 0.7;
const COMPOUND_PART_LETTERS_MIN = 3;

/** What the vector of a token is made with. */
export interface TokenSources {
  readonly vectors: WordVectors;
  /** The vector of a folded word or of a part of an identifier: the parts of a corpus' identifiers are the same few words, and need not be read from the file each time. */
  remembered(word: string): Float32Array;
  /** As `hashedNgramVector`. */
  hashed(word: string, vector: Float32Array): void;
  /** Adds a vector to a sum, as often as `weight` says. */
  add(sum: Float32Array, vector: Float32Array, weight: number): void;
  scale(vector: Float32Array, factor: number): void;
  /** Default: the vectors' own */
  readonly unpack?: Unpack;
  /** Room for a vector at hand. */
  readonly scratch: Float32Array;
}

/** In JavaScript; `remembered` is the caller's. */
export function plainSources(vectors: WordVectors, remembered: TokenSources["remembered"]): TokenSources {
  return { vectors, remembered, hashed: hashedNgramVector, add, scale, scratch: new Float32Array(vectors.dimensions) };
}

/** Fills `vector` with what a token adds to the vector of its text: its vector, as long as its weight. */
export function tokenVector(token: string, vector: Float32Array, sources: TokenSources): void {
  const { remembered, scratch } = sources;
  const word = foldedWord(token);
  if (word === token) {
    if (knownWord(word, vector, sources)) return;
    if (/^[a-z]+$/.test(word)) return unknownWord(word, vector, sources);
  }
  const parts = wordParts(token);
  if (parts.length <= 1) {
    if (word !== token && word !== "") vector.set(remembered(word));
    else unknownWord(word, vector, sources);
    return;
  }
  if (word !== token && knownWord(word, vector, sources)) return;
  vector.fill(0);
  for (const part of parts) sources.add(vector, remembered(foldedWord(part)), 1);
  sources.hashed(word, scratch);
  sources.add(vector, scratch, WHOLE_IDENTIFIER_WEIGHT);
}

/** Lower case, straight apostrophes, no possessive, no accents: as words stand in WordNet. */
function foldedWord(token: string): string {
  if (/^[a-z]+$/.test(token)) return token;
  const lower = token.toLowerCase().replaceAll("’", "'").replace(/'s?$/, "");
  return /^[\0-\x7f]*$/.test(lower) ? lower : lower.normalize("NFKD").replace(/\p{M}/gu, "");
}

function knownWord(word: string, vector: Float32Array, { vectors, hashed, scale: scaleBy, unpack }: TokenSources): boolean {
  if (FUNCTION_WORDS.has(word)) {
    hashed(word, vector);
    scaleBy(vector, FUNCTION_WORD_WEIGHT);
    return true;
  }
  // "U.S" is what is left of "U.S." at a token's end.
  const form = word.includes(".") && vectors.has(`${word}.`) ? `${word}.` : word;
  const rarity = vectors.read(form, vector, unpack);
  if (rarity === undefined) return false;
  scaleBy(vector, FREQUENCY_FLOOR / (FREQUENCY_FLOOR + Math.exp(-rarity)));
  return true;
}

function unknownWord(word: string, vector: Float32Array, { vectors, hashed, scale: scaleBy }: TokenSources): void {
  hashed(word, vector);
  const compound = compoundOf(word, vectors);
  if (compound !== undefined) {
    add(vector, compound, COMPOUND_SHARE);
    normalise(vector);
  }
  scaleBy(vector, /^\p{N}+$/u.test(word) ? NUMBER_WEIGHT : UNKNOWN_WEIGHT);
}

/** The sum of two known words that together spell the word, at unit length: of all cuts the one whose rarer part is the least rare. */
function compoundOf(word: string, vectors: WordVectors): Float32Array | undefined {
  if (!/^[a-z]{6,40}$/.test(word)) return undefined;
  let best: { readonly cut: number; readonly rarity: number } | undefined;
  for (let cut = COMPOUND_PART_LETTERS_MIN; cut <= word.length - COMPOUND_PART_LETTERS_MIN; cut++) {
    if (!vectors.has(word.slice(0, cut))) continue;
    const head = vectors.rarityOf(word.slice(0, cut));
    const tail = vectors.rarityOf(word.slice(cut));
    if (head === undefined || tail === undefined) continue;
    const rarity = Math.max(head, tail);
    if (best === undefined || rarity < best.rarity) best = { cut, rarity };
  }
  if (best === undefined || best.rarity > COMPOUND_PART_RARITY_MAX) return undefined;
  const sum = new Float32Array(vectors.dimensions);
  const part = new Float32Array(vectors.dimensions);
  for (const text of [word.slice(0, best.cut), word.slice(best.cut)]) {
    if (vectors.vectorOf(text, part)) add(sum, part, 1);
  }
  normalise(sum);
  return sum;
}

/** Beyond this a part is a chance string of letters ("eff" in "jeff"). */
const COMPOUND_PART_RARITY_MAX = 11;

function add(sum: Float32Array, vector: Float32Array, weight: number): void {
  for (let at = 0; at < sum.length; at++) sum[at]! += weight * vector[at]!;
}

function scale(vector: Float32Array, factor: number): void {
  for (let at = 0; at < vector.length; at++) vector[at]! *= factor;
}
