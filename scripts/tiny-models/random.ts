/** Weights of a model that has learned nothing: the same for a seed, about normally distributed. */
export function randomWeights(count: number, seed: number, scale = 1): Float32Array {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const next = (): number => {
    // xorshift32, Marsaglia 2003
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
  return Float32Array.from({ length: count }, () => (next() + next() + next() + next() - 2) * 1.7 * scale);
}

/** Pieces that every text of ASCII can be written with; `unknown` stands for the rest. */
export const PIECES: readonly string[] = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i).toLowerCase()).filter(
  (piece, at, all) => all.indexOf(piece) === at,
);
