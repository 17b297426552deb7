/** A word that was met before. `count` is for the caller: how often it stands in the text at hand. */
export interface RememberedWord {
  readonly token: string;
  vector: Float32Array | undefined;
  count: number;
}

export interface WordMemory {
  /** The word that `text.slice(start, end)` is; the same object each time until `startText`. */
  find(text: string, start: number, end: number): RememberedWord;
  vectorOf(word: RememberedWord): Float32Array;
  /** To be called before each text: forgets everything when the memory is full, never in the middle of a text. */
  startText(): void;
}

/**
 * Remembers words and their vectors. It is a hash table over the text itself: cutting every word of a corpus out of its text, only to look it up in a
 * Map, takes longer than the rest of embedding. At most `wordsMax` vectors are held (a kilobyte each); a text with more words has the others made anew.
 */
export function wordMemory(dimensions: number, fillVector: (token: string, vector: Float32Array) => void, wordsMax = 32_768): WordMemory {
  let words: RememberedWord[] = [];
  // Vectors are cut from blocks: thousands of small arrays would keep the garbage collector busy.
  let block = new Float32Array(0);
  const newVector = (): Float32Array => {
    if (block.length < dimensions) block = new Float32Array(dimensions * VECTORS_IN_A_BLOCK);
    const vector = block.subarray(0, dimensions);
    block = block.subarray(dimensions);
    return vector;
  };
  // Number of the word plus 1; 0 where the slot is free. Its length is a power of two, at least twice the number of words.
  let slots = new Int32Array(1 << 12);

  /** The slot where the word is, or the free one where it belongs. */
  const slotOf = (text: string, start: number, end: number): number => {
    let slot = hash(text, start, end) & (slots.length - 1);
    for (let number = slots[slot]!; number !== 0; number = slots[slot]!) {
      if (standsAt(text, start, end, words[number - 1]!.token)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  };
  const grow = (): void => {
    slots = new Int32Array(slots.length * 2);
    words.forEach(({ token }, number) => (slots[slotOf(token, 0, token.length)] = number + 1));
  };
  return {
    find: (text, start, end) => {
      const slot = slotOf(text, start, end);
      const number = slots[slot]!;
      if (number !== 0) return words[number - 1]!;
      const word: RememberedWord = { token: copied(text.slice(start, end)), vector: undefined, count: 0 };
      slots[slot] = words.push(word);
      if (words.length * 2 > slots.length) grow();
      return word;
    },
    vectorOf: (word) => {
      if (word.vector !== undefined) return word.vector;
      const keep = words.length <= wordsMax;
      const vector = keep ? newVector() : new Float32Array(dimensions);
      fillVector(word.token, vector);
      if (keep) word.vector = vector;
      return vector;
    },
    startText: () => {
      if (words.length < wordsMax) return;
      words = [];
      slots = new Int32Array(1 << 12);
    },
  };
}

const VECTORS_IN_A_BLOCK = 256;

/** A slice keeps the whole text alive that it was cut from; a joined string does not. */
function copied(slice: string): string {
  return slice.split("").join("");
}

/** FNV-1a, folded once, because the slot is taken from the low bits. */
function hash(text: string, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value ^ (value >>> 15);
}

function standsAt(text: string, start: number, end: number, token: string): boolean {
  if (token.length !== end - start) return false;
  for (let at = 0; at < token.length; at++) {
    if (text.charCodeAt(start + at) !== token.charCodeAt(at)) return false;
  }
  return true;
}
