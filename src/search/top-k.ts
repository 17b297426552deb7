/** Which numbers take part and how ties break. */
export interface Selection {
  /** 1 for every number that may be chosen; absent: all may. */
  readonly allowed?: Uint8Array;
  /** Place of each number among equals, lower first; absent: the number itself. */
  readonly order?: Uint32Array;
}

/** Numbers and their scores, best first. */
export interface Ranked {
  readonly numbers: readonly number[];
  readonly scores: ArrayLike<number>;
}

/** Numbers of the `k` highest scores above `above`, best first, ties by order. Linear in the scores but for the few that are kept. */
export function topK(scores: Float32Array, k: number, above: number, { allowed, order }: Selection = {}): number[] {
  const heap: number[] = [];
  if (k < 1) return heap;
  // `a` comes after `b`. Indexes stay within the scores; `as number` says so without a check in the loop.
  const isWorse = (a: number, b: number): boolean => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference !== 0 ? difference < 0 : order === undefined ? a > b : (order[a] as number) > (order[b] as number);
  };
  // The score to beat. A later number with the same score only wins where `order` says so.
  let floor = above;
  const tiesCount = order !== undefined;
  const end = scores.length;
  for (let number = 0; ; number += 1) {
    // Nearly all time goes by here. Written as two loops with one comparison each, in which a score that is not a number never stops.
    if (tiesCount) while (number < end && !((scores[number] as number) >= floor)) number += 1;
    else while (number < end && !((scores[number] as number) > floor)) number += 1;
    if (number >= end) break;
    if (!((scores[number] as number) > above) || allowed?.[number] === 0) continue;
    if (heap.length < k) siftUp(heap, number, isWorse);
    else if (isWorse(heap[0] as number, number)) siftDown(heap, number, isWorse);
    if (heap.length === k) floor = scores[heap[0] as number] as number;
  }
  return heap.sort((a, b) => (isWorse(a, b) ? 1 : -1));
}

type IsWorse = (a: number, b: number) => boolean;

/** Adds to a heap whose root is the worst. */
function siftUp(heap: number[], number: number, isWorse: IsWorse): void {
  let at = heap.length;
  heap.push(number);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as number; // a parent's place is always filled
    if (!isWorse(number, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = number;
}

/** Replaces the root, the worst, by a better one. */
function siftDown(heap: number[], number: number, isWorse: IsWorse): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    // Both places were checked against the length.
    if (child + 1 < heap.length && isWorse(heap[child + 1] as number, heap[child] as number)) child += 1;
    const below = heap[child] as number;
    if (!isWorse(below, number)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = number;
}
