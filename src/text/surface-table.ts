import type { Part } from "./terms.ts";

/** A term as one object, however often it is met: who numbers terms writes the number on it and asks no table. */
export interface Term {
  readonly text: string;
  /** The numbering that met it last, and its number there. */
  numbering: number;
  number: number;
}

/** A word as it is written, and what becomes of it. */
export interface Surface {
  readonly terms: readonly Term[];
  /** The term where there is one, as for most words: two steps less in memory than through the array. */
  readonly only: Term | undefined;
  /** Where each term stands in it; absent where it is one term, which is the whole of it. */
  readonly parts?: readonly Part[];
}

/**
 * Words met before. It is a hash table over UTF-16 units: to cut every word of a corpus out of its text, only to look it up in a Map, takes longer
 * than all else that is done with a word met before.
 */
export interface SurfaceTable {
  /** The word that stands in `units` from `start` to `end` and whose hash is `hash`. */
  find(units: Uint16Array, start: number, end: number, hash: number): Surface | undefined;
  add(surface: Surface, written: string, hash: number): void;
}

const SLOTS_MIN = 1 << 12;
const UNITS_MIN = 1 << 15;

export function surfaceTable(): SurfaceTable {
  const surfaces: Surface[] = [];
  // For each slot the number of its word plus 1, 0 where it is free, and beside it the word's hash, so that a slot is one step in memory. There are a
  // power of two of them, at least twice the number of words.
  let slots = new Int32Array(2 * SLOTS_MIN);
  // All words as they are written, one behind the other: word n ends at `ends[n]`.
  let ends = new Uint32Array(SLOTS_MIN / 2);
  let written = new Uint16Array(UNITS_MIN);

  const place = (number: number, hash: number): void => {
    let slot = (2 * slotOf(hash)) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 2) & (slots.length - 1);
    slots[slot] = number + 1;
    slots[slot + 1] = hash;
  };
  const grow = (): void => {
    const old = slots;
    slots = new Int32Array(2 * old.length);
    ends = grown(ends, new Uint32Array(slots.length / 4));
    for (let slot = 0; slot < old.length; slot += 2) if (old[slot] !== 0) place((old[slot] as number) - 1, old[slot + 1] as number);
  };
  return {
    // Indexes stay within the arrays; `as` says so without a check.
    find(units, start, end, hash) {
      let slot = (2 * slotOf(hash)) & (slots.length - 1);
      for (let number = slots[slot] as number; number !== 0; number = slots[slot] as number) {
        if (slots[slot + 1] === hash) {
          const from = number === 1 ? 0 : (ends[number - 2] as number);
          if ((ends[number - 1] as number) - from === end - start && isSame(units, start, end, written, from)) return surfaces[number - 1];
        }
        slot = (slot + 2) & (slots.length - 1);
      }
      return undefined;
    },
    add(surface, word, hash) {
      const number = surfaces.length;
      const from = number === 0 ? 0 : (ends[number - 1] as number);
      if (4 * (number + 1) > slots.length) grow();
      if (from + word.length > written.length) written = grown(written, new Uint16Array(2 * (from + word.length)));
      for (let i = 0; i < word.length; i += 1) written[from + i] = word.charCodeAt(i);
      surfaces.push(surface);
      ends[number] = from + word.length;
      place(number, hash);
    },
  };
}

function grown<T extends Int32Array | Uint32Array | Uint16Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function isSame(units: Uint16Array, start: number, end: number, others: Uint16Array, from: number): boolean {
  for (let at = start; at < end; at += 1) if (units[at] !== others[from + at - start]) return false;
  return true;
}

/** FNV-1a, whose next value hangs on the one before and on one UTF-16 unit. */
export const HASH_BASIS = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

/** The low bits of FNV-1a are the poorest. */
function slotOf(hash: number): number {
  return hash ^ (hash >>> 15);
}
