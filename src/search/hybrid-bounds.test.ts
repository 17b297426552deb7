import fc from "fast-check";
import { expect, test } from "vitest";
import "../../test/property-seed.ts";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { RankingSettings } from "../core/retrieval.ts";
import { seededRandom } from "../stats/random.ts";
import { bm25 } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import type { HybridCorpus } from "./finding-legs.ts";
import { rankHybrid } from "./hybrid.ts";
import type { HybridQuery } from "./hybrid.ts";
import { foldChunks } from "./latent-space.ts";
import type { LatentSpace } from "./latent-space.ts";
import { buildPostings, termTable } from "./postings.ts";
import { quantizedMatrix, setRow } from "./vectors.ts";

// Chance chooses everything below, from one seed, so that a corpus and its question hang together and a failure can be made again.
interface Chance {
  readonly random: () => number;
  below(count: number): number;
  oneOf<T>(...values: readonly T[]): T;
  array<T>(length: number, make: (i: number) => T): T[];
}

function chance(seed: number): Chance {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  return {
    random,
    below,
    oneOf: (...values) => values[below(values.length)] as (typeof values)[number], // below their number
    array: (length, make) => Array.from({ length }, (_, i) => make(i)),
  };
}

/** A corpus in one to four segments, some of its chunks deleted or not allowed, with a space whose numbers mean nothing. */
function madeCorpus({ random, below, oneOf, array }: Chance) {
  const [count, words, longest, headings] = [oneOf(50, 130, 300, 600), oneOf(3, 12, 40, 300), oneOf(3, 8, 40), oneOf(0, 0, 1, 4)];
  const dimensions = oneOf(2, 8, 24);
  const word = (): string => `w${Math.floor(words * random() ** 3)}`;
  const vector = (): Float32Array => Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const centres = array(oneOf(1, 5, 400), vector);
  const spread = oneOf(1e-7, 1e-3, 0.3);
  const near = (): Float32Array => oneOf(...centres).map((number) => number + spread * (random() - 0.5));
  // Most chunks alike, at times: so that more than a leg's hundred best are the same.
  const alike = oneOf(0, 0.8);
  const same = array(1 + below(longest), word);
  const chunks = array(count, () => {
    const terms = random() < alike ? same : array(below(longest + 1), word);
    return { terms, headings: random() < 0.3 ? Math.min(headings, terms.length) : 0, vector: near() };
  });
  const cuts = [0, ...array(oneOf(0, 1, 3), () => below(count)).sort((a, b) => a - b), count];
  const parts = cuts.slice(1).map((to, s) => chunks.slice(cuts[s], to));
  const postings = parts.map((part) =>
    buildPostings([
      numberTerms(
        part.map(({ terms }) => terms),
        part.map((chunk) => chunk.headings),
      ),
    ]),
  );
  const matrices = parts.map((part) => {
    const matrix = quantizedMatrix(part.length, dimensions);
    for (const [row, chunk] of part.entries()) setRow(matrix, row, chunk.vector);
    return matrix;
  });
  const flags = (share: number): Uint8Array => Uint8Array.from({ length: count }, () => (random() < share ? 1 : 0));
  const alive = flags(oneOf(1, 0.8));
  const filter = flags(oneOf(1, 0.3));
  const size = oneOf(1, 2, 8);
  const vocabulary = array(words, (i) => `w${i}`).sort();
  const space: LatentSpace = {
    ...termTable(vocabulary),
    dimensions: size,
    sample: new Float64Array(oneOf(200, 1_000)),
    numbers: Int8Array.from({ length: size * words }, () => below(255) - 127),
    steps: Float32Array.from(vocabulary, () => random() + 0.01),
  };
  const corpus: HybridCorpus = {
    postings,
    offsets: cuts.slice(0, -1),
    lexical: (parameters) => bm25({ postings, parameters, alive }),
    dense: { matrices, vectorAt: (row) => chunks[row]?.vector ?? new Float32Array(dimensions) },
    latent: { space, matrices: postings.map((part) => foldChunks(space, part)) },
    order: Uint32Array.from(array(count, (i) => count - i)),
  };
  return { corpus, allowed: alive.map((one, i) => one & (filter[i] ?? 0)), word, near };
}

function madeQuery({ random, oneOf, array }: Chance, { allowed, word, near }: ReturnType<typeof madeCorpus>): HybridQuery {
  const terms = array(oneOf(1, 3, 6, 20), () => (random() < 0.1 ? "unknown" : word()));
  const other = array(oneOf(0, 3, 300), word);
  const weight = (): number => oneOf(0, 0.2, 0.5, 1, 3);
  const scale = oneOf(1, 1, 1e4);
  const weights: RankingSettings["weights"] = oneOf(DEFAULT_RANKING.weights, {
    lexical: scale,
    bigram: scale * weight(),
    heading: scale * weight(),
    dense: oneOf(0.02, 0.2, 1),
    latent: scale * weight(),
  });
  const feedback = oneOf<RankingSettings["feedback"]>("off", "off", { documents: oneOf(1, 50), terms: 5, weight: oneOf(0, 0.5, 0.9) });
  return {
    terms,
    sequences: oneOf([terms], [terms, other], [other]),
    vector: near(),
    k: oneOf(1, 3, 10, 101, 500),
    ranking: { ...DEFAULT_RANKING, weights, feedback, k1: oneOf(1.2, 5), b: oneOf(0, 0.75) },
    added: new Map(array(oneOf(0, 2), () => [word(), oneOf(0.01, 1, 2)])),
    allowed,
    ...oneOf({}, {}, { latentTerms: array(4, word) }),
  };
}

test("no bound leaves out a chunk that would be among the hits: they and their scores are those of all vectors looked at, to the bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      const from = chance(seed);
      const made = madeCorpus(from);
      for (let question = 0; question < 3; question += 1) {
        const query = madeQuery(from, made);
        const explained = rankHybrid(made.corpus, { ...query, explain: true });
        expect(rankHybrid(made.corpus, query)).toEqual(explained.map(({ number, score }) => ({ number, score })));
      }
    }),
  );
});
