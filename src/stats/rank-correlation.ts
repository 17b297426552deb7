/**
 * Ranks from 1, smallest first; equal values share the mean of their ranks.
 */
export function ranksWithTies(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const ranks = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end++;
    for (let at = start; at <= end; at++) ranks[order[at] ?? 0] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

/**
 * Spearman's rank correlation, in [-1, 1]: Pearson's correlation of the ranks, ties sharing their mean rank (Spearman 1904).
 * Undefined for fewer than two pairs and where all values of one side are equal. Throws RangeError on lists of different length.
 */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length !== b.length) throw new RangeError(`${a.length} values against ${b.length}`);
  if (a.length < 2) return undefined;
  const [x, y] = [ranksWithTies(a), ranksWithTies(b)];
  // The mean of the ranks 1 to n, with or without ties.
  const mean = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let at = 0; at < x.length; at++) {
    const [dx, dy] = [(x[at] ?? 0) - mean, (y[at] ?? 0) - mean];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy);
}
