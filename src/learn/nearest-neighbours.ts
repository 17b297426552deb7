export interface LabelledVectors {
  /** Row by row, each of unit length. */
  readonly vectors: readonly Float32Array[];
  /** As long as `vectors`. */
  readonly labels: readonly string[];
}

/**
 * The label that most of the k nearest examples have, each vote weighted by its cosine where that is above 0 (Dudani 1976, "The
 * distance-weighted k-nearest-neighbor rule", https://doi.org/10.1109/TSMC.1976.5408784). Ties go to the label of the nearer example, and
 * equal distances to the earlier row. Throws RangeError for no example.
 */
export function nearestLabel({ vectors, labels }: LabelledVectors, query: Float32Array, k: number): string {
  if (vectors.length === 0 || vectors.length !== labels.length)
    throw new RangeError(`${vectors.length} vectors with ${labels.length} labels make no classifier.`);
  const near = vectors
    .map((vector, at) => ({ at, cosine: dot(vector, query) }))
    .toSorted((a, b) => b.cosine - a.cosine || a.at - b.at)
    .slice(0, k);
  const votes = new Map<string, number>();
  for (const { at, cosine } of near) {
    const label = labels[at] ?? "";
    votes.set(label, (votes.get(label) ?? 0) + Math.max(0, cosine));
  }
  // labels were met from the nearest on, and only more votes move one ahead
  const [first = "", ...others] = votes.keys();
  return others.reduce((best, label) => ((votes.get(label) ?? 0) > (votes.get(best) ?? 0) ? label : best), first);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
