import { FirstfitError } from "../core/errors.ts";

/** The arrays that an index is made of. */
export type NumberArray = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Hands the arrays of `packArrays` back, in the order in which they were packed. */
export interface ArrayReader {
  uint8(): Uint8Array;
  int8(): Int8Array;
  uint16(): Uint16Array;
  uint32(): Uint32Array;
  float32(): Float32Array;
  float64(): Float64Array;
}

/** Every array starts at a multiple of this, which is what the widest element needs. */
const ALIGNMENT = 8;
/** The byte length of each array stands before it, as a float64, so that arrays beyond 4 GiB are not cut. */
const HEADER_BYTES = 8;

const padded = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Several arrays as one run of bytes, in this machine's byte order, that can be read back without copying. */
export function packArrays(arrays: readonly NumberArray[]): Uint8Array {
  const total = arrays.reduce((sum, array) => sum + HEADER_BYTES + padded(array.byteLength), 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays) {
    view.setFloat64(at, array.byteLength, true);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at + HEADER_BYTES);
    at += HEADER_BYTES + padded(array.byteLength);
  }
  return bytes;
}

/**
 * Views into `bytes`, without copying when they lie aligned in their buffer; one copy of the whole otherwise.
 * Throws INDEX_DAMAGED when the bytes end early or an array has no whole number of elements.
 */
export function readArrays(bytes: Uint8Array): ArrayReader {
  const aligned = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  let at = 0;
  const next = (elementBytes: number): readonly [ArrayBufferLike, number, number] => {
    const length = at + HEADER_BYTES <= aligned.byteLength ? view.getFloat64(at, true) : -1;
    const start = at + HEADER_BYTES;
    if (!Number.isInteger(length / elementBytes) || length < 0 || start + length > aligned.byteLength) {
      throw new FirstfitError(
        "INDEX_DAMAGED",
        "A packed array of the index is cut short.",
        "Run: firstfit index --rebuild PATH… (the sources are not touched)",
      );
    }
    at = start + padded(length);
    return [aligned.buffer, aligned.byteOffset + start, length / elementBytes];
  };
  return {
    uint8: () => new Uint8Array(...next(1)),
    int8: () => new Int8Array(...next(1)),
    uint16: () => new Uint16Array(...next(2)),
    uint32: () => new Uint32Array(...next(4)),
    float32: () => new Float32Array(...next(4)),
    float64: () => new Float64Array(...next(8)),
  };
}
