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
    threshold = nthLargest(scores.slice(0, size), wanted) - margin;
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
      scores.set(moreScores.subarray(0, count), size);
      for (let i = 0; i < count; i += 1) numbers[size + i] = offset + (more[i] as number);
      size += count;
      if (size >= limit) drop();
    },
    chosen() {
      drop();
      return { numbers: numbers.slice(0, size), scores: scores.slice(0, size) };
    },
  };
}

/** The n-th largest of at least n values, by Hoare's selection (1961). Reorders the values. */
function nthLargest(values: Float32Array, n: number): number {
  let low = 0;
  let high = values.length - 1;
  const place = n - 1;
  while (low < high) {
    // Indexes stay between `low` and `high`.
    const pivot = values[(low + high) >> 1] as number;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) > pivot) i += 1;
      while ((values[j] as number) < pivot) j -= 1;
      if (i > j) break;
      const value = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = value;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place] ?? -Infinity;
}
