/**
 * p-values of several comparisons, raised so that at a threshold of alpha the chance of any false finding stays at or below alpha, however the
 * comparisons depend on each other. In the order given (Holm 1979, "A simple sequentially rejective multiple test procedure").
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((p, at) => ({ p, at })).toSorted((a, b) => a.p - b.p || a.at - b.at);
  const adjusted: number[] = pValues.map(() => 0);
  let highest = 0;
  for (const [place, { p, at }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - place)));
    adjusted[at] = highest;
  }
  return adjusted;
}
