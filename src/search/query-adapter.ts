import { FirstfitError } from "../core/errors.ts";
import type { QueryAdapter } from "../core/retrieval.ts";

/** q + sum over r of left[r] (right[r] . q), of unit length. Throws BAD_CONFIG for an adapter of another embedder. */
export function adaptQuery({ left, right, dimensions, embedder }: QueryAdapter, query: Float32Array, of: string): Float32Array {
  if (embedder !== of || dimensions !== query.length)
    throw new FirstfitError(
      "BAD_CONFIG",
      `The query adapter was fitted to vectors of ${embedder} (${dimensions} numbers), and the index has those of ${of} (${query.length}).`,
      "Fit another with `firstfit tune retrieval`, or take `adapter` out of `ranking` in the configuration.",
    );
  const adapted = Float64Array.from(query);
  for (const [r, direction] of right.entries()) {
    const share = direction.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0);
    for (const [i, value] of (left[r] ?? []).entries()) adapted[i] = (adapted[i] ?? 0) + share * value;
  }
  const length = Math.hypot(...adapted);
  return length > 0 ? Float32Array.from(adapted, (value) => value / length) : query;
}
