import { termAt } from "./postings.ts";
import type { Postings } from "./postings.ts";
import { textHash } from "./text-hash.ts";

/** Two documents with the share of their shingles that both have: |A and B| / |A or B|. `first` comes before `second` by id. */
export interface SimilarPair {
  readonly first: string;
  readonly second: string;
  readonly similarity: number;
}

/** A document as its terms, each as a number that is the same in every document. */
export interface TermDocument {
  readonly id: string;
  readonly terms: Uint32Array;
}

/** Terms in a row that count as one: Broder, "On the resemblance and containment of documents" (1997). */
const SHINGLE_TERMS = 5;
/** Numbers in a sketch, in bands of which one has to be equal: a pair of similarity 0.8 is missed once in ten million times, one of 0.5 once in eight. */
const BINS = 128;
const BAND_BINS = 4;
/** Documents of one band that are all compared; in a larger crowd each is compared with the first alone. */
const CROWD_MAX = 50;

/** For every term of the postings a number that depends on its name alone. */
export function termHashes(postings: Postings): Uint32Array {
  return Uint32Array.from({ length: postings.termStarts.length - 1 }, (_, term) => textHash(termAt(postings, term)) % 2 ** 32);
}

/**
 * Pairs of documents with a similarity of at least `similarityMin`, most similar first, ties by id. Candidates come from sketches (one permutation
 * hashing: Li, Owen & Zhang 2012, with the rotation of Shrivastava & Li 2014) and are then compared exactly. Copies that are equal in every term are found whatever their number:
 * of a crowd, each with its first. Documents without a term are left out.
 */
export function similarPairs(
  documents: readonly TermDocument[],
  { similarityMin }: { readonly similarityMin: number },
): readonly SimilarPair[] {
  const sorted = documents.filter(({ terms }) => terms.length > 0).sort((a, b) => (a.id < b.id ? -1 : 1));
  const shingles = sorted.map(({ terms }) => shinglesOf(terms));
  const pairs = new Map<string, SimilarPair>();
  for (const crowd of crowdsOf(shingles.map(sketchOf))) {
    for (const [i, a] of crowd.slice(0, crowd.length > CROWD_MAX ? 1 : crowd.length).entries()) {
      for (const b of crowd.slice(i + 1)) {
        const key = `${a} ${b}`;
        if (pairs.has(key)) continue;
        const similarity = jaccard(shingles[a] ?? new Set(), shingles[b] ?? new Set());
        pairs.set(key, { first: sorted[a]?.id ?? "", second: sorted[b]?.id ?? "", similarity });
      }
    }
  }
  return [...pairs.values()]
    .filter(({ similarity }) => similarity >= similarityMin)
    .sort((a, b) => b.similarity - a.similarity || compare(a.first, b.first) || compare(a.second, b.second));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function shinglesOf(terms: Uint32Array): ReadonlySet<number> {
  const shingles = new Set<number>();
  // A text shorter than a shingle is one.
  const last = Math.max(0, terms.length - SHINGLE_TERMS);
  for (let at = 0; at <= last; at += 1) {
    let hash = 0x811c9dc5;
    for (const term of terms.subarray(at, at + SHINGLE_TERMS)) {
      hash = Math.imul(hash ^ term, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    shingles.add((hash ^ (hash >>> 16)) >>> 0);
  }
  return shingles;
}

/** The lowest shingle of each of 128 classes; an empty class takes the next one's, so that short texts compare as well. */
function sketchOf(shingles: ReadonlySet<number>): Uint32Array {
  const lowest = new Float64Array(BINS).fill(Infinity);
  for (const shingle of shingles) {
    const bin = shingle % BINS;
    lowest[bin] = Math.min(lowest[bin] ?? 0, Math.floor(shingle / BINS));
  }
  return Uint32Array.from(lowest, (value, bin) => {
    let steps = 0;
    while (steps < BINS && lowest[(bin + steps) % BINS] === Infinity) steps += 1;
    // The distance is part of the number, or neighbours that borrow from one class would all agree at once.
    return steps === 0 ? value : (lowest[(bin + steps) % BINS] ?? 0) + steps * 0x2000001;
  });
}

/** Documents, by number and rising, that agree in a whole band. */
function crowdsOf(sketches: readonly Uint32Array[]): readonly (readonly number[])[] {
  const crowds: number[][] = [];
  for (let from = 0; from < BINS; from += BAND_BINS) {
    const members = new Map<string, number[]>();
    for (const [document, sketch] of sketches.entries()) {
      const band = sketch.subarray(from, from + BAND_BINS).join();
      const crowd = members.get(band);
      if (crowd === undefined) members.set(band, [document]);
      else crowd.push(document);
    }
    for (const crowd of members.values()) if (crowd.length > 1) crowds.push(crowd);
  }
  return crowds;
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let both = 0;
  for (const shingle of small) if (large.has(shingle)) both += 1;
  return both / (a.size + b.size - both);
}
