import { describe, expect, test } from "vitest";
import { termWeights } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import { foldChunks, foldTerms, isSameSample, latentSample, latentSpaceOf, spaceBytes, spaceFrom } from "./latent-space.ts";
import type { HashedChunks, LatentSpace } from "./latent-space.ts";
import { buildPostings } from "./postings.ts";
import { textHash } from "./text-hash.ts";
import { approximateCosines } from "./vectors.ts";

/** `count` texts of some words each; text i is the same whatever `count` is. */
function texts(count: number): string[][] {
  return Array.from({ length: count }, (_, i) => {
    let state = i * 7919 + 17;
    return Array.from({ length: 6 + (i % 9) }, () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return `w${Math.floor(((state >>> 8) % 400) ** 2 / 400)}`;
    });
  });
}

function segmentOf(chunks: readonly (readonly string[])[], alive?: Uint8Array): HashedChunks {
  return {
    postings: buildPostings([numberTerms(chunks)]),
    hashes: Float64Array.from(chunks, (terms) => textHash(terms.join(" "))),
    ...(alive === undefined ? {} : { alive }),
  };
}

function fitted(segments: readonly HashedChunks[]): LatentSpace {
  const sample = latentSample(segments);
  const space = sample === undefined ? undefined : latentSpaceOf(segments, sample);
  if (space === undefined) throw new Error("too few texts for a space");
  return space;
}

describe("the latent space of a corpus", () => {
  const chunks = texts(300);
  const whole = spaceBytes(fitted([segmentOf(chunks)]));

  test("does not depend on the order of the texts, nor on segments, deleted texts or copies", () => {
    expect(spaceBytes(fitted([segmentOf([...chunks].reverse())]))).toEqual(whole);
    expect(spaceBytes(fitted([segmentOf(chunks.slice(100)), segmentOf(chunks.slice(0, 100))]))).toEqual(whole);
    const withDead = segmentOf(
      [...chunks, ...texts(340).slice(300)],
      Uint8Array.from({ length: 340 }, (_, i) => Number(i < 300)),
    );
    expect(spaceBytes(fitted([withDead]))).toEqual(whole);
    expect(spaceBytes(fitted([segmentOf([...chunks, ...chunks.slice(0, 50)])]))).toEqual(whole);
  });

  test("gives a chunk the same row in any segment", () => {
    const space = fitted([segmentOf(chunks)]);
    const all = foldChunks(space, segmentOf(chunks).postings);
    const part = foldChunks(space, segmentOf(chunks.slice(200)).postings);
    // A multiple of four rows lies in the upper halves as in the lower ones.
    expect(part.upper.slice()).toEqual(all.upper.slice((200 * all.upper.length) / 300));
    expect(part.lower.slice()).toEqual(all.lower.slice((200 * all.lower.length) / 300));
    expect(part.scales.slice()).toEqual(all.scales.slice(200));
  });

  test("is another one when a text that it is fitted to changes", () => {
    expect(spaceBytes(fitted([segmentOf([...chunks.slice(1), ["w1", "w2", "w3"]])]))).not.toEqual(whole);
  });

  test("comes back from its bytes, and folds a question in as it did before", () => {
    const space = fitted([segmentOf(chunks)]);
    const read = spaceFrom(spaceBytes(space));
    expect(spaceBytes(read)).toEqual(whole);
    expect(foldTerms(read, termWeights(["w1", "w5", "w5"]))).toEqual(foldTerms(space, termWeights(["w5", "w1", "w5"])));
  });

  test("knows nothing of a question whose words it has never seen", () => {
    expect(foldTerms(fitted([segmentOf(chunks)]), termWeights(["absent"]))).toBeUndefined();
  });

  test("a text is its own nearest", () => {
    const segment = segmentOf(chunks);
    const space = fitted([segment]);
    const matrix = foldChunks(space, segment.postings);
    for (const i of [0, 57, 211]) {
      const scores = approximateCosines([matrix], foldTerms(space, termWeights(chunks[i] ?? [])) ?? new Float32Array()).of([
        ...chunks.keys(),
      ]);
      expect(scores[i]).toBeGreaterThan(0.97);
      expect(Math.max(...scores)).toBe(scores[i]);
    }
  });

  test("a chunk without a known word has no direction: its score is 0, not a number by chance", () => {
    const space = fitted([segmentOf(chunks)]);
    const matrix = foldChunks(space, segmentOf([["absent"], [], ["w1"]]).postings);
    const scores = approximateCosines([matrix], foldTerms(space, termWeights(["w1"])) ?? new Float32Array()).of([0, 1, 2]);
    expect([scores[0], scores[1]].map((score) => Math.abs(score ?? Number.NaN))).toEqual([0, 0]);
    expect(scores[2]).toBeGreaterThan(0.9);
  });
});

describe("the texts that a space is fitted to", () => {
  test("are none below two hundred different ones", () => {
    expect(latentSample([segmentOf(texts(199))])).toBeUndefined();
    expect(latentSample([segmentOf([...texts(199), ...texts(60)])])).toBeUndefined();
    expect(latentSample([segmentOf(texts(200))])).toHaveLength(200);
  });

  test("are 8,192 of a larger corpus, and stay the same when a text comes that is not among them", () => {
    const hashes = Float64Array.from({ length: 30_000 }, (_, i) => textHash(`text ${i}`));
    const sample = latentSample([{ hashes }]);
    expect(sample).toHaveLength(8192);
    const highest = sample?.at(-1) ?? 0;
    const more = Array.from({ length: 50 }, (_, i) => textHash(`more ${i}`));
    const above = more.filter((hash) => hash > highest);
    expect(above.length).toBeGreaterThan(20);
    const grown = latentSample([{ hashes: Float64Array.from([...hashes, ...above]) }]);
    expect(isSameSample(grown ?? new Float64Array(), sample ?? new Float64Array())).toBe(true);
    const other = latentSample([{ hashes: Float64Array.from([...hashes, ...more]) }]);
    expect(isSameSample(other ?? new Float64Array(), sample ?? new Float64Array())).toBe(false);
  });
});
