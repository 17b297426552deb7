/** How alike a vector is to each class's mean: direction . vector - offset. */
export interface Likeness {
  readonly directions: readonly Float64Array[];
  readonly offsets: readonly number[];
  of(vector: Float32Array): readonly number[];
}

/** Learns the mean of each class's vectors, less what all have in common. */
export function likenessTo(vectors: readonly Float32Array[], classes: readonly number[], count: number): Likeness {
  const dimensions = vectors[0]?.length ?? 0;
  const means = Array.from({ length: count }, () => new Float64Array(dimensions));
  const sizes = means.map((_, c) => classes.filter((own) => own === c).length);
  for (const [i, vector] of vectors.entries()) {
    const mean = means[classes[i] ?? 0];
    const size = sizes[classes[i] ?? 0] ?? 1;
    if (mean !== undefined) for (const [d, value] of vector.entries()) mean[d] = (mean[d] ?? 0) + value / size;
  }
  const common = new Float64Array(dimensions).map((_, d) => means.reduce((sum, mean) => sum + (mean[d] ?? 0), 0) / count);
  const directions = means.map((mean) => {
    const own = mean.map((value, d) => value - (common[d] ?? 0));
    const length = Math.sqrt(dot(own, own)) || 1;
    return own.map((value) => value / length);
  });
  // what the common part adds is the same for every text
  const offsets = directions.map((direction) => dot(direction, common));
  return { directions, offsets, of: (vector) => directions.map((direction, c) => dot(direction, vector) - (offsets[c] ?? 0)) };
}

function dot(a: Float64Array, b: Float32Array | Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += (a[d] as number) * (b[d] ?? 0);
  return sum;
}
