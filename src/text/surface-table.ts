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
  // Number of the word plus 1; 0 where the slot is free. The length is a power of two, at least twice the number of words.
  let slots = new Int32Array(SLOTS_MIN);
  let hashes = new Int32Array(SLOTS_MIN / 2);
  // All words as they are written, one behind the other: word n ends at `ends[n]`.
  let ends = new Uint32Array(SLOTS_MIN / 2);
  let written = new Uint16Array(UNITS_MIN);

  const place = (number: number): void => {
    let slot = slotOf(hashes[number] ?? 0) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = number + 1;
  };
  const grow = (): void => {
    slots = new Int32Array(2 * slots.length);
    hashes = grown(hashes, new Int32Array(slots.length / 2));
    ends = grown(ends, new Uint32Array(slots.length / 2));
    for (let number = 0; number < surfaces.length; number += 1) place(number);
  };
  return {
    // Indexes stay within the arrays; `as` says so without a check.
    find(units, start, end, hash) {
      let slot = slotOf(hash) & (slots.length - 1);
      for (let number = slots[slot] as number; number !== 0; number = slots[slot] as number) {
        if (hashes[number - 1] === hash) {
          const from = number === 1 ? 0 : (ends[number - 2] as number);
          if ((ends[number - 1] as number) - from === end - start && isSame(units, start, end, written, from)) return surfaces[number - 1];
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      return undefined;
    },
    add(surface, word, hash) {
      const number = surfaces.length;
      const from = number === 0 ? 0 : (ends[number - 1] as number);
      if (2 * (number + 1) > slots.length) grow();
      if (from + word.length > written.length) written = grown(written, new Uint16Array(2 * (from + word.length)));
      for (let i = 0; i < word.length; i += 1) written[from + i] = word.charCodeAt(i);
      surfaces.push(surface);
      hashes[number] = hash;
      ends[number] = from + word.length;
      place(number);
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
