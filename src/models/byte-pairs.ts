/** Ranks of the byte sequences that a vocabulary holds; a key is a string of code units from 0 to 255, one a byte. */
export interface BytePairRanks {
  readonly ranks: ReadonlyMap<string, number>;
  /** Bytes of the longest key. */
  readonly bytesMax: number;
}

/** Positions are kept in the lower bits of a heap entry, ranks above them; both together stay below 2^53. */
const POSITION_BITS = 2 ** 26;

/**
 * How many tokens byte pair encoding leaves of a piece of text (Sennrich, Haddow & Birch 2016): of all neighbouring pairs the one with the
 * lowest rank is merged, the leftmost first, until none is in the vocabulary. With a heap, in time n log n: a base64 block or a page of
 * Chinese is one piece, and the usual scan for the lowest pair takes minutes there.
 */
export function bytePairCount(bytes: string, { ranks, bytesMax }: BytePairRanks): number {
  const length = bytes.length;
  if (length < 2 || ranks.has(bytes)) return Math.min(1, length);
  const next = new Int32Array(length + 1);
  const previous = new Int32Array(length + 1);
  const isMerged = new Uint8Array(length + 1);
  for (let at = 0; at <= length; at++) {
    next[at] = at + 1;
    previous[at] = at - 1;
  }
  const rankOf = (at: number): number => {
    const middle = next[at] ?? length;
    if (middle >= length) return -1;
    const end = next[middle] ?? length;
    return end - at > bytesMax ? -1 : (ranks.get(bytes.slice(at, end)) ?? -1);
  };
  const heap: number[] = [];
  const offer = (at: number): void => {
    const rank = rankOf(at);
    if (rank >= 0) push(heap, rank * POSITION_BITS + at);
  };
  for (let at = 0; at + 1 < length; at++) offer(at);
  let parts = length;
  for (let entry = pop(heap); entry !== undefined; entry = pop(heap)) {
    const at = entry % POSITION_BITS;
    // an entry outlives the pair it was made for when a neighbour was merged meanwhile
    if (isMerged[at] === 1 || rankOf(at) !== Math.floor(entry / POSITION_BITS)) continue;
    const gone = next[at] ?? length;
    const after = next[gone] ?? length;
    isMerged[gone] = 1;
    next[at] = after;
    previous[after] = at;
    parts--;
    offer(at);
    const before = previous[at] ?? -1;
    if (before >= 0) offer(before);
  }
  return parts;
}

function push(heap: number[], entry: number): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= entry) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: number[]): number | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
    const below = heap[child] ?? 0;
    if (below >= last) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return first;
}
