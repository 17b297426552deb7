/**
 * Vectors for what no word list has (names, identifiers, numbers, typing errors): the sum of pseudo-random sign vectors of the word's character n-grams
 * (n-grams after Bojanowski et al., "Enriching Word Vectors with Subword Information", TACL 2017; here the n-gram vectors are hashed, not learned).
 * Words that share most of their letters are near each other, others nearly at right angles. A function of the word alone.
 */

const GRAM_LETTERS_MIN = 3;
const GRAM_LETTERS_MAX = 5;

/** The whole word counts as much as this many n-grams, so that "v1" and "v2" stay apart. */
const WHOLE_WORD_WEIGHT = 2;

/** Fills `vector` with a unit vector; never zero, also for the empty word. */
export function hashedNgramVector(word: string, vector: Float32Array): void {
  vector.fill(0);
  const letters = Array.from(`<${word}>`);
  addSigns(hashText(letters.join(""), 0), WHOLE_WORD_WEIGHT, vector);
  for (let size = GRAM_LETTERS_MIN; size <= GRAM_LETTERS_MAX; size++) {
    for (let start = 0; start + size <= letters.length && size < letters.length; start++) {
      addSigns(hashText(letters.slice(start, start + size).join(""), size), 1, vector);
    }
  }
  normalise(vector);
}

/** 32-bit FNV-1a over UTF-16 code units, with a mixing step at the end (MurmurHash3's), because FNV leaves the high bits of short words alike. */
export function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Scales to unit length in place; a vector without length becomes the first axis, so that no text is ever without a direction. */
export function normalise(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!(squares > 0) || !Number.isFinite(squares)) {
    vector.fill(0);
    vector[0] = 1;
    return;
  }
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * scale;
}

/** 32 signs from each step of a xorshift generator (Marsaglia 2003) that starts at the hash. */
function addSigns(hash: number, weight: number, vector: Float32Array): void {
  let state = hash === 0 ? 0x9e3779b9 : hash | 0;
  for (let at = 0; at < vector.length; at += 32) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const end = Math.min(at + 32, vector.length);
    for (let bit = at; bit < end; bit++) vector[bit] = (vector[bit] ?? 0) + (((state >>> (bit - at)) & 1) === 1 ? weight : -weight);
  }
}
