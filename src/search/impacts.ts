import { bestScores } from "./best-scores.ts";
import { topK } from "./top-k.ts";
import type { Selection } from "./top-k.ts";

/** Neighbouring chunks that are scored or passed over together. */
const BLOCK_BITS = 8;
const BLOCK_CHUNKS = 1 << BLOCK_BITS;
/** The most promising blocks come first, so that what a chunk must score is high when the others' turn comes. */
const FIRST_BLOCKS = 4;

/** What one term adds to each chunk of one run of chunks that has it, and the most it adds in each block. */
export interface ImpactList {
  /** Number of the run's first chunk. */
  readonly offset: number;
  /** Chunks that have the term, counted from `offset`, ascending, and what it adds there. */
  readonly chunks: Uint32Array;
  readonly impacts: Float32Array;
  /** Blocks that have the term, ascending; block i stands from `starts[i]` to `starts[i + 1]`. */
  readonly blocks: Uint32Array;
  readonly starts: Uint32Array;
  readonly highest: Float32Array;
}

/** A list with how often its term is asked for. */
export interface AskedList {
  readonly list: ImpactList;
  readonly weight: number;
}

// Indexes below stay within arrays made for them; `as number` says so without a check in the loops.

export function impactList(offset: number, chunks: Uint32Array, impacts: Float32Array): ImpactList {
  let count = 0;
  for (let i = 0; i < chunks.length; i += 1) if (i === 0 || blockAt(chunks, i) !== blockAt(chunks, i - 1)) count += 1;
  const list = {
    offset,
    chunks,
    impacts,
    blocks: new Uint32Array(count),
    starts: new Uint32Array(count + 1),
    highest: new Float32Array(count),
  };
  let block = -1;
  for (let i = 0; i < chunks.length; i += 1) {
    if (i === 0 || blockAt(chunks, i) !== blockAt(chunks, i - 1)) {
      block += 1;
      list.blocks[block] = blockAt(chunks, i);
      list.starts[block] = i;
    }
    list.highest[block] = Math.max(list.highest[block] as number, impacts[i] as number);
  }
  list.starts[count] = chunks.length;
  return list;
}

const blockAt = (chunks: Uint32Array, i: number): number => (chunks[i] as number) >> BLOCK_BITS;

/** The sum of one chunk, added up in the order of the lists and rounded to float32 each time, as `bestByImpact` does. */
export function impactSum(asked: readonly AskedList[], chunk: number): number {
  let sum = 0;
  for (const { list, weight } of asked) {
    const place = chunk < list.offset ? -1 : placeOf(list.chunks, chunk - list.offset);
    if (place >= 0) sum = Math.fround(sum + weight * (list.impacts[place] as number));
  }
  return sum;
}

/** Where a number stands in an ascending array, -1 where it does not. */
function placeOf(numbers: Uint32Array, number: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = numbers[middle] as number;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * The `k` chunks with the highest sums above 0, best first, ties by order. Exact: a block of chunks is passed over only when the most that each of its terms adds
 * anywhere in it does not come to what the k-th best has already: Mallia, Suel & Tonellotto, "Faster Learned Sparse Retrieval with Block-Max Pruning" (2024).
 * `lengths`: how many chunks each run has, in the order of their offsets.
 */
export function bestByImpact(
  asked: readonly AskedList[],
  lengths: readonly number[],
  { k, ...selection }: Selection & { readonly k: number },
): number[] {
  const { allowed, order } = selection;
  const best = bestScores(k, 0);
  const rows = new Uint32Array(BLOCK_CHUNKS);
  const found = new Float32Array(BLOCK_CHUNKS);
  const sums = new Float32Array(BLOCK_CHUNKS);
  let offset = 0;
  for (const length of lengths) {
    const own = asked.filter(({ list }) => list.offset === offset && list.chunks.length > 0);
    const bounds = highestSums(own, Math.ceil(length / BLOCK_CHUNKS));
    const visit = (block: number): void => {
      addBlock(own, block, sums.fill(0));
      const from = offset + block * BLOCK_CHUNKS;
      const { threshold } = best;
      let count = 0;
      for (let i = 0; i < BLOCK_CHUNKS; i += 1) {
        const sum = sums[i] as number;
        if (sum <= 0 || sum < threshold || allowed?.[from + i] === 0) continue;
        rows[count] = i;
        found[count] = sum;
        count += 1;
      }
      if (count > 0) best.add(rows, found, { count, offset: from });
    };
    const first = topK(bounds, FIRST_BLOCKS, 0);
    for (const block of first) {
      visit(block);
      bounds[block] = 0;
    }
    for (let block = 0; block < bounds.length; block += 1) {
      const bound = bounds[block] as number;
      if (bound > 0 && bound >= best.threshold) visit(block);
    }
    offset += length;
  }
  const { numbers, scores } = best.chosen();
  return topK(scores, k, 0, { order: numbers.map((number) => order?.[number] ?? number) }).map((i) => numbers[i] as number);
}

/** What no sum in each block can exceed, however it is rounded: each addition errs by less than a ten-millionth, here and there. */
function highestSums(asked: readonly AskedList[], blocks: number): Float32Array {
  const bounds = new Float32Array(blocks);
  for (const { list, weight } of asked) {
    for (let i = 0; i < list.blocks.length; i += 1) {
      const block = list.blocks[i] as number;
      bounds[block] = (bounds[block] as number) + weight * (list.highest[i] as number);
    }
  }
  const slack = 1 + 3e-7 * (asked.length + 1);
  for (let block = 0; block < blocks; block += 1) bounds[block] = (bounds[block] as number) * slack;
  return bounds;
}

function addBlock(asked: readonly AskedList[], block: number, sums: Float32Array): void {
  for (const { list, weight } of asked) {
    const place = placeOf(list.blocks, block);
    if (place < 0) continue;
    const { chunks, impacts } = list;
    const end = list.starts[place + 1] as number;
    for (let i = list.starts[place] as number; i < end; i += 1) {
      const at = (chunks[i] as number) & (BLOCK_CHUNKS - 1);
      sums[at] = (sums[at] as number) + weight * (impacts[i] as number);
    }
  }
}
