import { nthLargest } from "./nth-largest.ts";

/** A running choice of the highest scores. */
export interface BestScores {
  /** Scores below it are not among the best any more. */
  readonly threshold: number;
  /** Takes the first `count` entries, numbers counted from `offset`. */
  add(numbers: Uint32Array, scores: Float32Array, chosen: { readonly count: number; readonly offset: number }): void;
  /** The best, in the order they came. */
  chosen(): { readonly numbers: Uint32Array; readonly scores: Float32Array };
}

/**
 * Chooses the `wanted` highest scores and all others that are at most `margin` below the lowest of them: so no order of coming shows in the choice. It lets some more gather before it
 * drops what is too low, so that each score is looked at a few times only.
 */
export function bestScores(wanted: number, margin: number): BestScores {
  let numbers = new Uint32Array(4 * wanted);
  let scores = new Float32Array(4 * wanted);
  let size = 0;
  let limit = 2 * wanted;
  let threshold = -Infinity;
  const drop = (): void => {
    if (size <= wanted) return;
    threshold = nthLargest(scores, wanted, size) - margin;
    let kept = 0;
    for (let i = 0; i < size; i += 1) {
      // Below the length of both.
      if ((scores[i] as number) < threshold) continue;
      numbers[kept] = numbers[i] as number;
      scores[kept] = scores[i] as number;
      kept += 1;
    }
    size = kept;
    limit = 2 * Math.max(wanted, size);
  };
  const room = (count: number): void => {
    if (count <= numbers.length) return;
    const [oldNumbers, oldScores] = [numbers, scores];
    numbers = new Uint32Array(2 * count);
    scores = new Float32Array(2 * count);
    numbers.set(oldNumbers);
    scores.set(oldScores);
  };
  return {
    get threshold() {
      return threshold;
    },
    add(more, moreScores, { count, offset }) {
      room(size + count);
      for (let i = 0; i < count; i += 1) {
        // Below the count of both.
        numbers[size + i] = offset + (more[i] as number);
        scores[size + i] = moreScores[i] as number;
      }
      size += count;
      if (size >= limit) drop();
    },
    chosen() {
      drop();
      return { numbers: numbers.slice(0, size), scores: scores.slice(0, size) };
    },
  };
}
