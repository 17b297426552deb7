/**
 * Levels that a few-bit code stands for, chosen so that the mean squared error over the sample is least
 * (Lloyd, "Least squares quantization in PCM", IEEE Trans. Information Theory 28, 1982; Max 1960).
 * Rising; `count` of them. Starts from equal shares of the sample, so it needs no chance. Throws RangeError on an empty sample or no level.
 */
export function lloydMaxLevels(sample: Float64Array, count: number, iterations = 100): Float64Array {
  if (sample.length === 0 || count < 1) throw new RangeError("lloydMaxLevels needs a sample and at least one level");
  const sorted = sample.slice().sort();
  let levels = Float64Array.from({ length: count }, (_, at) => sorted[Math.floor(((at + 0.5) * sorted.length) / count)] ?? 0);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const sums = new Float64Array(count);
    const sizes = new Float64Array(count);
    let nearest = 0;
    for (const value of sorted) {
      while (nearest < count - 1 && value > boundary(levels, nearest)) nearest++;
      sums[nearest] = (sums[nearest] ?? 0) + value;
      sizes[nearest] = (sizes[nearest] ?? 0) + 1;
    }
    const next = levels.map((level, at) => ((sizes[at] ?? 0) > 0 ? (sums[at] ?? 0) / (sizes[at] ?? 1) : level));
    if (next.every((level, at) => level === levels[at])) break;
    levels = next;
  }
  return levels;
}

/** The number of the level nearest to `value`; the lower one on a tie. `levels` rise. */
export function nearestLevel(levels: Float64Array | Float32Array, value: number): number {
  let low = 0;
  let high = levels.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value > boundary(levels, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function boundary(levels: Float64Array | Float32Array, at: number): number {
  return ((levels[at] ?? 0) + (levels[at + 1] ?? 0)) / 2;
}

/** Bytes that `count` codes of `bits` bits take. */
export function packedBytes(count: number, bits: number): number {
  return Math.ceil((count * bits) / 8);
}

/** Codes of 1 to 8 bits, one behind the other, lowest bit first; the last byte is filled with zeros. */
export function packCodes(codes: Uint8Array, bits: number): Uint8Array {
  checkBits(bits);
  const packed = new Uint8Array(packedBytes(codes.length, bits));
  let buffer = 0;
  let held = 0;
  let at = 0;
  for (const code of codes) {
    if (code >= 1 << bits) throw new RangeError(`code ${code} needs more than ${bits} bits`);
    buffer |= code << held;
    held += bits;
    while (held >= 8) {
      packed[at++] = buffer & 0xff;
      buffer >>>= 8;
      held -= 8;
    }
  }
  if (held > 0) packed[at] = buffer & 0xff;
  return packed;
}

/** Fills `codes` with the codes that were packed from byte `from` on. */
export function unpackCodes(packed: Uint8Array, from: number, bits: number, codes: Uint8Array): void {
  checkBits(bits);
  const mask = (1 << bits) - 1;
  let buffer = 0;
  let held = 0;
  let at = from;
  for (let number = 0; number < codes.length; number++) {
    if (held < bits) {
      buffer |= (packed[at++] ?? 0) << held;
      held += 8;
    }
    codes[number] = buffer & mask;
    buffer >>>= bits;
    held -= bits;
  }
}

function checkBits(bits: number): void {
  if (!Number.isInteger(bits) || bits < 1 || bits > 8) throw new RangeError(`a code has 1 to 8 bits, not ${bits}`);
}
