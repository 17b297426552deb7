/**
 * Vectors for what no word list has (names, identifiers, numbers, typing errors): the sum of pseudo-random sign vectors of the word's character n-grams
 * (n-grams after Bojanowski et al., "Enriching Word Vectors with Subword Information", TACL 2017; here the n-gram vectors are hashed, not learned).
 * Words that share most of their letters are near each other, others nearly at right angles. A function of the word alone.
 */

/** Counted in UTF-16 code units, like every offset here. */
const GRAM_UNITS_MIN = 3;
const GRAM_UNITS_MAX = 5;

/** The whole word is spread over all numbers and is as long as this many n-grams, so that "v1" and "v2" stay apart. */
const WHOLE_WORD_GRAMS = 4;

/** Signs that one n-gram has: one 32-bit word of them. The other numbers of its vector are zero, which is as good (Achlioptas 2003) and quicker. */
const GRAM_SIGNS = 32;

/** What each sign of the whole word weighs. Never a whole number, so that no n-gram's signs can cancel it. */
export const wholeWordWeight = (dimensions: number): number => Math.sqrt((WHOLE_WORD_GRAMS * GRAM_SIGNS) / dimensions);

/** Longer words are known by their beginning and by the hash of the whole: a token may be a megabyte of base64. */
const GRAM_WORD_UNITS_MAX = 64;
/** Units of such a word with its marks. */
export const GRAM_UNITS = GRAM_WORD_UNITS_MAX + 2;

/** Marks of a word's beginning and end, "<" and ">", so that a beginning is another n-gram than the same letters within. */
const BEGINNING = 60;
const END = 62;

/** The word at hand with its marks, and the sums of its n-grams' signs: whole numbers are added twice as fast as 32-bit floats. */
const units = new Uint16Array(GRAM_UNITS);
let sums = new Int32Array(0);

/** Fills `vector`, whose length is a multiple of 32, with a unit vector; never zero, also for the empty word. */
export function hashedNgramVector(word: string, vector: Float32Array): void {
  if (sums.length !== vector.length) sums = new Int32Array(vector.length);
  const blocks = vector.length / GRAM_SIGNS;
  addGrams(word, blocks);
  const wholeWeight = wholeWordWeight(vector.length);
  let state = hashText(word, 0, word.length, 0);
  for (let block = 0; block < blocks; block++) {
    const from = block * GRAM_SIGNS;
    for (let bit = 0; bit < GRAM_SIGNS; bit++) vector[from + bit] = sums[from + bit]! + sign(state, bit) * wholeWeight;
    state = mixed(state + 0x9e3779b9);
  }
  normalise(vector);
}

/** Writes what n-grams are made of: the word's first units between its marks. Returns how many units that are. */
export function writeGramUnits(word: string, into: Uint16Array): number {
  const letters = Math.min(word.length, GRAM_WORD_UNITS_MAX);
  into[0] = BEGINNING;
  for (let at = 0; at < letters; at++) into[at + 1] = word.charCodeAt(at);
  into[letters + 1] = END;
  return letters + 2;
}

function addGrams(word: string, blocks: number): void {
  sums.fill(0);
  const length = writeGramUnits(word, units);
  for (let start = 0; start + GRAM_UNITS_MIN <= length; start++) {
    let prefix = FNV_BASIS;
    const end = Math.min(start + GRAM_UNITS_MAX, length);
    for (let at = start; at < end; at++) {
      prefix = Math.imul(prefix ^ units[at]!, FNV_PRIME);
      if (at - start + 1 < GRAM_UNITS_MIN) continue;
      const hash = mixed(prefix);
      const signs = mixed(hash + 0x9e3779b9);
      const from = (hash % blocks) * GRAM_SIGNS;
      for (let bit = 0; bit < GRAM_SIGNS; bit++) sums[from + bit]! += sign(signs, bit);
    }
  }
}

/** 1 where the bit is set, -1 where it is not. */
function sign(bits: number, bit: number): number {
  return ((bits >>> bit) & 1) * 2 - 1;
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** 32-bit FNV-1a over UTF-16 code units `from` to `to`, with a mixing step at the end, because FNV leaves the high bits of short words alike. */
export function hashText(text: string, from: number, to: number, seed: number): number {
  let hash = FNV_BASIS ^ seed;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return mixed(hash);
}

/** The last step of MurmurHash3: every bit of the result hangs on every bit of the number. */
function mixed(number: number): number {
  let hash = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Scales to unit length in place; a vector without length becomes the first axis, so that no text is ever without a direction. */
export function normalise(vector: Float32Array): void {
  let squares = 0;
  for (let at = 0; at < vector.length; at++) squares += vector[at]! ** 2;
  if (!(squares > 0) || !Number.isFinite(squares)) {
    vector.fill(0);
    vector[0] = 1;
    return;
  }
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at]! *= scale;
}
