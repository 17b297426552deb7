/**
 * A vector as a provider writes it: numbers, or base64 of little-endian float32. What is no number becomes NaN, so that whoever checks
 * the vector refuses it; undefined for what is no vector at all.
 */
export function vectorFrom(value: unknown): Float32Array | undefined {
  if (typeof value === "string") return vectorFromBase64(value);
  if (!Array.isArray(value)) return undefined;
  return Float32Array.from(value, (number: unknown) => (typeof number === "number" ? number : Number.NaN));
}

export function vectorFromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, i) => view.getFloat32(i * 4, true));
}

export function vectorToBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [i, number] of vector.entries()) bytes.writeFloatLE(number, i * 4);
  return bytes.toString("base64");
}

/** It has a direction, and as many numbers as it should. */
export function isUsable(vector: Float32Array, dimensions: number): boolean {
  return vector.length === dimensions && vector.every(Number.isFinite) && vector.some((number) => number !== 0);
}

/** The vector at unit length. One without a direction (zeros, NaN, nothing) stays as it is, to be refused by whoever checks it. */
export function unitVector(vector: Float32Array): Float32Array {
  let square = 0;
  for (const number of vector) square += number * number;
  const length = Math.sqrt(square);
  return length > 0 && Number.isFinite(length) ? vector.map((number) => number / length) : vector;
}
