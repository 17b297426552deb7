/** Restricted Damerau-Levenshtein distance of two terms in UTF-16 units, or `max + 1` where it is more than `max`. */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let start = 0;
  let [aEnd, bEnd] = [a.length, b.length];
  while (start < aEnd && start < bEnd && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  while (aEnd > start && bEnd > start && a.charCodeAt(aEnd - 1) === b.charCodeAt(bEnd - 1)) {
    aEnd -= 1;
    bEnd -= 1;
  }
  let before: number[] = [];
  let above = Array.from({ length: bEnd - start + 1 }, (_, j) => j);
  for (let i = 1; i <= aEnd - start; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= bEnd - start; j += 1) {
      const [x, y] = [a.charCodeAt(start + i - 1), b.charCodeAt(start + j - 1)];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (x === y ? 0 : 1));
      if (i > 1 && j > 1 && x === b.charCodeAt(start + j - 2) && a.charCodeAt(start + i - 2) === y)
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    // The swap reads two rows up, so one row beyond the limit does not decide yet; two in a row do.
    if (least > max && Math.min(...above) > max) return max + 1;
    before = above;
    above = row;
  }
  const distance = above[bEnd - start] ?? 0;
  return distance > max ? max + 1 : distance;
}
