import { foldChunks, isSameSample, latentSample, latentSpaceOf } from "../search/latent-space.ts";
import type { HashedTexts, LatentSpace } from "../search/latent-space.ts";
import type { QuantizedMatrix } from "../search/vectors.ts";
import { aliveIn } from "./segment.ts";
import type { Segment, SegmentRows } from "./segment.ts";

/** A segment with the places, within it, of documents that were deleted since it was built. */
export interface LiveSegment {
  readonly segment: Segment;
  readonly dead: Uint32Array;
}

/** The space that was fitted to a corpus, and the chunks of each segment in it. */
export interface Latent {
  readonly space: LatentSpace;
  readonly matrices: readonly QuantizedMatrix[];
}

/** The texts that the space of these segments is fitted to; undefined where there are too few. Needs no postings. */
export function sampleOf(live: readonly { readonly rows: SegmentRows; readonly dead: Uint32Array }[]): Float64Array | undefined {
  return latentSample(live.map(({ rows, dead }) => hashedTexts(rows, dead)));
}

/** The space fitted to the texts of `sample`, which `sampleOf` chose of the same segments. */
export function fitLatent(live: readonly LiveSegment[], sample: Float64Array): LatentSpace | undefined {
  const chunks = live.map(({ segment: { rows, postings }, dead }) => ({ postings, ...hashedTexts(rows, dead) }));
  return latentSpaceOf(chunks, sample);
}

/** Fits, or takes what is known where it was fitted to the same texts, which spares time and changes nothing; then folds every chunk in. */
export function latentOf(live: readonly LiveSegment[], known?: LatentSpace): Latent | undefined {
  const sample = sampleOf(live.map(({ segment: { rows }, dead }) => ({ rows, dead })));
  if (sample === undefined) return undefined;
  const space = known !== undefined && isSameSample(known.sample, sample) ? known : fitLatent(live, sample);
  return space === undefined ? undefined : { space, matrices: live.map(({ segment }) => foldChunks(space, segment.postings)) };
}

function hashedTexts(rows: SegmentRows, dead: Uint32Array): HashedTexts {
  const alive = aliveIn(rows, dead);
  return { hashes: rows.hashes, ...(alive === undefined ? {} : { alive }) };
}
