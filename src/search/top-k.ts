/** Which numbers take part and how ties break. */
export interface Selection {
  /** 1 for every number that may be chosen; absent: all may. */
  readonly allowed?: Uint8Array;
  /** Place of each number among equals, lower first; absent: the number itself. */
  readonly order?: Uint32Array;
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
  for (let number = 0; number < scores.length; number += 1) {
    const score = scores[number] as number;
    // Not `score <= floor`: that would let a score that is not a number through.
    if (!(score > floor) && (order === undefined || score !== floor || score <= above)) continue;
    if (allowed?.[number] === 0) continue;
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

/** Rank, from 1, of each of some numbers among all allowed scores: one pass, for numbers that are not among the top. */
export function ranksAmong(scores: Float32Array, numbers: readonly number[], { allowed, order }: Selection = {}): Map<number, number> {
  const place = (number: number): number => order?.[number] ?? number;
  const scoreOf = (number: number): number => scores[number] ?? -Infinity;
  const sorted = [...numbers].sort((a, b) => scoreOf(b) - scoreOf(a) || place(a) - place(b));
  const lowest = scoreOf(sorted.at(-1) ?? -1);
  // better[i]: how many of all are better than sorted[i] but not than the one before it.
  const better = sorted.map(() => 0);
  for (let other = 0; other < scores.length; other += 1) {
    const score = scores[other] as number; // within the scores
    if (!(score >= lowest) || allowed?.[other] === 0) continue;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const number = sorted[middle] as number; // between two valid places
      const isBetter = score > scoreOf(number) || (score === scoreOf(number) && place(other) < place(number));
      if (isBetter) high = middle;
      else low = middle + 1;
    }
    if (low < better.length) better[low] = (better[low] ?? 0) + 1;
  }
  let rank = 1;
  return new Map(sorted.map((number, i) => [number, (rank += better[i] ?? 0)]));
}
