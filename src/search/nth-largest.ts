// Room for the values that are reordered: nothing waits within a selection, and a new array for each costs more than the selection of a few hundred.
let room = new Float32Array(4_096);
/** More room than this is not kept. */
const ROOM_KEPT = 1 << 20;

/** The n-th largest of the first `count` values, of which there must be n or more; by Hoare's selection (1961). */
export function nthLargest(scores: Float32Array, n: number, count = scores.length): number {
  const values = count <= room.length ? room : new Float32Array(2 * count);
  if (values.length <= ROOM_KEPT) room = values;
  for (let i = 0; i < count; i += 1) values[i] = scores[i] as number; // below the length
  let low = 0;
  let high = count - 1;
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
