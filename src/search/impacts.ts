import { bestScores } from "./best-scores.ts";
import { topK } from "./top-k.ts";
import type { Ranked, Selection } from "./top-k.ts";

/** Neighbouring chunks that are scored or passed over together. */
const BLOCK_BITS = 8;
const BLOCK_CHUNKS = 1 << BLOCK_BITS;
/** The most promising blocks come first, so that what a chunk must score is high when the others' turn comes. */
const FIRST_BLOCKS = 4;

const FLOAT32_MIN = 2 ** -149;

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
  let last = -1;
  for (let i = 0; i < chunks.length; i += 1) {
    const block = (chunks[i] as number) >> BLOCK_BITS;
    if (block === last) continue;
    last = block;
    count += 1;
  }
  const blocks = new Uint32Array(count);
  const starts = new Uint32Array(count + 1);
  const highest = new Float32Array(count);
  last = -1;
  let at = -1;
  let most = 0;
  for (let i = 0; i < chunks.length; i += 1) {
    const block = (chunks[i] as number) >> BLOCK_BITS;
    const impact = impacts[i] as number;
    if (block !== last) {
      if (at >= 0) highest[at] = most;
      last = block;
      at += 1;
      blocks[at] = block;
      starts[at] = i;
      most = 0;
    }
    if (impact > most) most = impact;
  }
  if (at >= 0) highest[at] = most;
  starts[count] = chunks.length;
  return { offset, chunks, impacts, blocks, starts, highest };
}

/** The sum of one chunk, added up in the order of the lists and rounded to float32 each time, as `bestByImpact` does. */
export function impactSum(asked: readonly AskedList[], chunk: number): number {
  let sum = 0;
  for (const { list, weight } of asked) {
    const place = chunk < list.offset ? -1 : placeIn(list, chunk - list.offset);
    if (place >= 0) sum = Math.fround(sum + weight * (list.impacts[place] as number));
  }
  return sum;
}

/** Where a chunk stands in a list, -1 where it does not. By its block, because most of the way to it lies in an array that is small. */
function placeIn({ chunks, blocks, starts }: ImpactList, chunk: number): number {
  const number = chunk >> BLOCK_BITS;
  // The term of a long list stands in every block, and then they need not be searched.
  const block = blocks[number] === number ? number : placeOf(blocks, number, 0, blocks.length - 1);
  return block < 0 ? -1 : placeOf(chunks, chunk, starts[block] as number, (starts[block + 1] as number) - 1);
}

/** Where a number stands between two places of an ascending array, -1 where it does not. */
function placeOf(numbers: Uint32Array, number: number, first: number, last: number): number {
  let low = first;
  let high = last;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = numbers[middle] as number;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

// For the block at hand; nothing waits while one is looked at.
const blockRoom = { rows: new Uint32Array(BLOCK_CHUNKS), found: new Float32Array(BLOCK_CHUNKS), sums: new Float32Array(BLOCK_CHUNKS) };

/**
 * The `k` chunks with the highest sums above 0, best first, ties by order. Exact: a block of chunks is passed over only when the most that each of its terms adds
 * anywhere in it does not come to what the k-th best has already: Mallia, Suel & Tonellotto, "Faster Learned Sparse Retrieval with Block-Max Pruning" (2024).
 * `lengths`: how many chunks each run has, in the order of their offsets.
 */
export function bestByImpact(
  asked: readonly AskedList[],
  lengths: readonly number[],
  { k, ...selection }: Selection & { readonly k: number },
): Ranked {
  const { allowed, order } = selection;
  const best = bestScores(k, 0);
  const { rows, found, sums } = blockRoom;
  let offset = 0;
  for (const length of lengths) {
    const own = asked.filter(({ list }) => list.offset === offset && list.chunks.length > 0);
    const bounds = highestSums(own, Math.ceil(length / BLOCK_CHUNKS));
    const visit = (block: number): void => {
      addBlock(own, block, sums.fill(0));
      const from = offset + block * BLOCK_CHUNKS;
      // Above 0 in any case: impacts are in float32, where no number is closer to it.
      const floor = Math.max(best.threshold, FLOAT32_MIN);
      let count = 0;
      for (let i = 0; i < BLOCK_CHUNKS; i += 1) {
        const sum = sums[i] as number;
        if (sum < floor || allowed?.[from + i] === 0) continue;
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
  const places = topK(scores, k, 0, { order: order === undefined ? numbers : numbers.map((number) => order[number] ?? number) });
  return { numbers: places.map((i) => numbers[i] as number), scores: places.map((i) => scores[i] as number) };
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
    const place = list.blocks[block] === block ? block : placeOf(list.blocks, block, 0, list.blocks.length - 1);
    if (place < 0) continue;
    const { chunks, impacts } = list;
    const end = list.starts[place + 1] as number;
    for (let i = list.starts[place] as number; i < end; i += 1) {
      const at = (chunks[i] as number) & (BLOCK_CHUNKS - 1);
      sums[at] = (sums[at] as number) + weight * (impacts[i] as number);
    }
  }
}
