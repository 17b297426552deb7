import type { RowId } from "../../core/advice.ts";
import { FirstfitError } from "../../core/errors.ts";
import { textHash } from "../../search/text-hash.ts";

/** A row, or "none": what no row answers. */
export type AdviceLabel = RowId | "none";

/** What was learnt, in full numbers: feature i has the weights from i x labels on. */
export interface TrainedMatcher {
  readonly names: readonly string[];
  readonly labels: readonly AdviceLabel[];
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/**
 * What the matcher learnt (assets/advise-matcher.bin, made by scripts/build-advise.ts): a linear map from features to one score a label. Layout: magic,
 * length of the header (u32), the header as JSON, then from the next multiple of 8 on the hashes and the codes; numbers are little-endian.
 */
export interface MatcherFile {
  readonly labels: readonly AdviceLabel[];
  /** One for each label. */
  readonly biases: readonly number[];
  /** What one step of a code stands for: weight = code x step. */
  readonly step: number;
  /** Of the names of the features, rising: a name is never stored. */
  readonly hashes: Uint32Array;
  /** features x labels. */
  readonly codes: Int8Array;
}

interface Header extends Pick<MatcherFile, "labels" | "biases" | "step"> {
  readonly features: number;
}

const MAGIC = "FFADVIS1";

/** The number by which a feature is found. */
export function featureHash(name: string): number {
  return textHash(name) >>> 0;
}

/** Quantizes to steps of 1/127 of the largest weight. Throws RangeError where two names share a hash. */
export function quantizedMatcher({ names, labels, weights, biases }: TrainedMatcher): MatcherFile {
  const order = names.map((name, at) => ({ hash: featureHash(name), at })).toSorted((a, b) => a.hash - b.hash);
  if (order.some(({ hash }, i) => hash === order[i - 1]?.hash)) throw new RangeError("two features share a hash");
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const codes = new Int8Array(weights.length);
  for (const [i, { at }] of order.entries())
    for (let c = 0; c < labels.length; c += 1)
      codes[i * labels.length + c] = step === 0 ? 0 : Math.round((weights[at * labels.length + c] ?? 0) / step);
  const rounded = Array.from(biases, (bias) => Number(bias.toFixed(6)));
  return { labels, biases: rounded, step, hashes: Uint32Array.from(order, ({ hash }) => hash), codes };
}

/** The bytes of the file. The same matcher: the same bytes. */
export function encodeMatcherFile({ labels, biases, step, hashes, codes }: MatcherFile): Uint8Array {
  const header: Header = { labels, biases, step, features: hashes.length };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = arraysAt(text.length);
  const arrays = [hashes, codes];
  const file = new Uint8Array(arrays.reduce((size, { byteLength }) => size + byteLength, start));
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(MAGIC.length, text.length, true);
  file.set(text, MAGIC.length + 4);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return file;
}

/** Throws INTERNAL for bytes that are no such file. */
export function decodeMatcherFile(bytes: Uint8Array): MatcherFile {
  const broken = new FirstfitError("INTERNAL", "The file of the advise matcher is damaged.", "Install firstfit again.");
  if (bytes.length < MAGIC.length + 4 || new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw broken;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const start = arraysAt(length);
  if (bytes.length < start) throw broken;
  // written by encodeMatcherFile
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(MAGIC.length + 4, MAGIC.length + 4 + length))) as Header;
  const { labels, biases, step, features } = header;
  if (bytes.length !== start + features * (4 + labels.length)) throw broken;
  // A copy, so that the numbers begin where numbers of their kind may begin; `slice` of a Buffer would be none.
  const { buffer } = new Uint8Array(bytes.subarray(start));
  return { labels, biases, step, hashes: new Uint32Array(buffer, 0, features), codes: new Int8Array(buffer, 4 * features) };
}

function arraysAt(headerLength: number): number {
  return Math.ceil((MAGIC.length + 4 + headerLength) / 8) * 8;
}
