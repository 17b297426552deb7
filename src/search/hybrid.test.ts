import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../test/property-seed.ts";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { RankingChange } from "../core/retrieval.ts";
import { bm25 } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import { rankHybrid } from "./hybrid.ts";
import type { HybridCorpus, HybridQuery, RankedChunk, RankingStep } from "./hybrid.ts";
import { seededRandom } from "../stats/random.ts";
import { foldChunks, latentSample, latentSpaceOf } from "./latent-space.ts";
import { buildPostings } from "./postings.ts";
import { rankingWith } from "./ranking-settings.ts";
import { textHash } from "./text-hash.ts";
import { cosine, quantizedMatrix, setRow } from "./vectors.ts";

function corpusOf(chunks: readonly { readonly terms: readonly string[]; readonly vector: Float32Array }[]): HybridCorpus {
  const dimensions = chunks[0]?.vector.length ?? 2;
  const matrix = quantizedMatrix(chunks.length, dimensions);
  for (const [row, { vector }] of chunks.entries()) setRow(matrix, row, vector);
  const postings = [buildPostings([numberTerms(chunks.map(({ terms }) => terms))])];
  return {
    postings,
    offsets: [0],
    lexical: (parameters) => bm25({ postings, parameters }),
    dense: { matrices: [matrix], vectorAt: (row) => chunks[row]?.vector ?? new Float32Array(dimensions) },
  };
}

function queryOf(terms: readonly string[], change: RankingChange, more: Partial<HybridQuery> = {}): HybridQuery {
  return { terms, sequences: [terms], vector: towards(0), k: 5, ranking: rankingWith(DEFAULT_RANKING, change), ...more };
}

const towards = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const wordsAndVectors: RankingChange = { weights: { dense: 0.3, bigram: 0, heading: 0, latent: 0 } };

describe("hybrid ranking", () => {
  test("counts the score that a leg gives to another leg's candidate, without saying that it found it", () => {
    // 299 chunks that fan out over 60 degrees, and one far off at 80 that alone has the query's word: beyond the rescored 100.
    const chunks = Array.from({ length: 300 }, (_, i) =>
      i === 150 ? { terms: ["word", "other"], vector: towards(80) } : { terms: ["other"], vector: towards((i * 60) / 300) },
    );
    const hit = rankHybrid(corpusOf(chunks), queryOf(["word"], wordsAndVectors, { k: 1 }))[0];
    expect(hit?.number).toBe(150);
    // idf = ln(1 + 299.5 / 1.5), tf 1, length 2 of a mean of 301 / 300.
    expect(hit?.legs.lexical).toEqual({
      rank: 1,
      score: expect.closeTo(Math.log(1 + 299.5 / 1.5) / (1 + 1.2 * (0.25 + (0.75 * 600) / 301)), 5),
    });
    expect(hit?.legs.dense).toBeUndefined();
    expect(hit?.score).toBeCloseTo(1 + 0.3 * cosine(towards(0), towards(80)), 2);
  });

  test("leaves a leg out where a chunk shares nothing with the query", () => {
    const hits = rankHybrid(
      corpusOf([
        { terms: ["a"], vector: towards(120) },
        { terms: ["b"], vector: towards(5) },
      ]),
      queryOf(["a"], wordsAndVectors),
    );
    expect(hits.map(({ number, legs }) => [number, legs.lexical?.rank, legs.dense?.rank])).toEqual([
      [0, 1, undefined],
      [1, undefined, 1],
    ]);
  });

  test("finds nothing where neither a term nor a direction is shared", () => {
    expect(rankHybrid(corpusOf([{ terms: ["a"], vector: towards(180) }]), queryOf(["b"], wordsAndVectors))).toEqual([]);
  });

  test("keeps filtered chunks out of hits, of the best score and of ranks", () => {
    const corpus = corpusOf([
      { terms: ["a", "a"], vector: towards(0) },
      { terms: ["a", "b", "c"], vector: towards(40) },
      { terms: ["c"], vector: towards(20) },
    ]);
    const hits = rankHybrid(corpus, queryOf(["a"], wordsAndVectors, { allowed: Uint8Array.of(0, 1, 1) }));
    expect(hits.map(({ number, legs }) => [number, legs.lexical?.rank, legs.dense?.rank])).toEqual([
      [1, 1, 2],
      [2, undefined, 1],
    ]);
    expect(hits[0]?.score).toBeCloseTo(1 + 0.3 * Math.cos((40 * Math.PI) / 180), 6);
  });

  test("breaks ties by the order given", () => {
    const same = { terms: ["a"], vector: towards(0) };
    const corpus = { ...corpusOf([same, same, same]), order: Uint32Array.of(2, 0, 1) };
    expect(rankHybrid(corpus, queryOf(["a"], wordsAndVectors, { k: 2 })).map(({ number }) => number)).toEqual([1, 2]);
  });

  test("puts the chunk first that has the query's words side by side and in their order", () => {
    const chunks = [
      { terms: ["gate", "other", "valve", "more"], vector: towards(10) },
      { terms: ["valve", "gate", "other", "more"], vector: towards(10) },
      { terms: ["other", "gate", "valve", "more"], vector: towards(10) },
    ];
    const hits = rankHybrid(corpusOf(chunks), queryOf(["gate", "valve"], { weights: { latent: 0 } }));
    expect(hits.map(({ number, legs }) => [number, legs.bigram?.rank])).toEqual([
      [2, 1],
      [0, undefined],
      [1, undefined],
    ]);
  });

  test("finds with few vectors read what it finds with all of them read, to the bit", () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      chunks: fc.integer({ min: 1, max: 400 }),
      dimensions: fc.constantFrom(1, 2, 24, 100),
      // Of this many directions each chunk has one, give or take `spread`: next to nothing makes a crowd of hundreds that eight bits cannot tell apart.
      directions: fc.constantFrom(1, 5, 400),
      spread: fc.constantFrom(0, 1e-3, 0.3),
      k: fc.constantFrom(1, 10, 150),
      dense: fc.constantFrom(0.2, 5),
      feedback: fc.constantFrom("off" as const, { documents: 3, terms: 5, weight: 0.5 }),
    });
    fc.assert(
      fc.property(cases, ({ seed, chunks, dimensions, directions, spread, k, dense, feedback }) => {
        const random = seededRandom(seed);
        const vector = (): Float32Array => Float32Array.from({ length: dimensions }, () => random() - 0.5);
        const centres = Array.from({ length: directions }, vector);
        const near = (i: number): Float32Array => (centres[i % directions] ?? vector()).map((number) => number + spread * (random() - 0.5));
        const corpus = corpusOf(
          Array.from({ length: chunks }, (_, i) => ({
            terms: Array.from({ length: 1 + (i % 5) }, () => `word${Math.floor(random() * 30)}`),
            vector: near(i),
          })),
        );
        const change = { weights: { dense, latent: 0 }, feedback };
        const query = queryOf(["word1", "word2", "word3"], change, { k, vector: near(0) });
        const facts = (hits: readonly RankedChunk[]): unknown =>
          hits.map(({ number, score, legs }) => ({ number, score, dense: legs.dense?.score, found: Object.keys(legs) }));
        // With a trace all are read, because it shows them.
        expect(facts(rankHybrid(corpus, query))).toEqual(facts(rankHybrid(corpus, { ...query, trace: () => undefined })));
      }),
    );
  });

  test("reads the vectors of those chunks alone that can be among the hits", () => {
    const random = seededRandom(3);
    const chunks = Array.from({ length: 5_000 }, (_, i) => ({
      terms: ["word", ...Array.from({ length: 1 + (i % 50) }, () => "other")],
      vector: Float32Array.from({ length: 64 }, () => random() - 0.5),
    }));
    const corpus = corpusOf(chunks);
    const read = new Set<number>();
    const counting = (row: number): Float32Array => {
      read.add(row);
      return corpus.dense.vectorAt(row);
    };
    const query = queryOf(["word"], wordsAndVectors, { vector: Float32Array.from({ length: 64 }, () => random() - 0.5) });
    const hits = rankHybrid({ ...corpus, dense: { ...corpus.dense, vectorAt: counting } }, query);
    expect(hits).toHaveLength(5);
    expect(hits.every(({ number, legs }) => legs.dense === undefined || read.has(number))).toBe(true);
    expect(read.size).toBeLessThan(50);
  });

  test("asks neither for a vector nor for pairs when these legs have no weight", () => {
    const corpus = corpusOf([{ terms: ["a", "b"], vector: towards(0) }]);
    const hits = rankHybrid(corpus, { ...queryOf(["a", "b"], { weights: { dense: 0, bigram: 0, heading: 0, latent: 0 } }) });
    expect(hits.map(({ score, legs }) => [score, Object.keys(legs)])).toEqual([[1, ["lexical"]]]);
  });

  test("feedback finds a chunk by words that only the first chunk lent, and says so in the trace", () => {
    const chunks = [
      { terms: ["storm", "gale", "wind"], vector: towards(90) },
      { terms: ["gale", "wind", "sea"], vector: towards(90) },
      { terms: ["bread", "flour"], vector: towards(90) },
    ];
    const lexicalOnly = { weights: { dense: 0, bigram: 0, heading: 0, latent: 0 } };
    expect(rankHybrid(corpusOf(chunks), queryOf(["storm"], lexicalOnly)).map(({ number }) => number)).toEqual([0]);
    const steps: RankingStep[] = [];
    const feedback = { documents: 1, terms: 3, weight: 0.8 };
    const hits = rankHybrid(corpusOf(chunks), queryOf(["storm"], { ...lexicalOnly, feedback }, { trace: (step) => steps.push(step) }));
    expect(hits.map(({ number }) => number)).toEqual([0, 1]);
    expect(steps.map(({ kind }) => kind)).toEqual(["leg", "fusion", "feedback", "leg", "fusion"]);
    const lent = steps.find((step) => step.kind === "feedback")?.weights;
    // Four fifths for the question, one fifth for the three words of the first chunk, a third of it each.
    expect([...(lent ?? [])]).toEqual([
      ["storm", expect.closeTo(0.8 + 0.2 / 3, 12)],
      ["gale", expect.closeTo(0.2 / 3, 12)],
      ["wind", expect.closeTo(0.2 / 3, 12)],
    ]);
  });

  test("the latent leg finds a chunk that shares no word with the query, by words that stand together elsewhere", () => {
    // A hundred topics of three words, each with two words for one thing that never meet: more directions than the space has room for.
    const chunks = Array.from({ length: 800 }, (_, i) => {
      const topic = i % 100;
      const other = `other${(i * 7) % 89}`;
      return { terms: [`${i < 400 ? "ship" : "vessel"}${topic}`, `a${topic}`, `b${topic}`, `c${topic}`, other], vector: towards(90) };
    });
    const corpus = corpusOf(chunks);
    const [postings] = corpus.postings;
    if (postings === undefined) throw new Error("no postings");
    const segment = { postings, hashes: Float64Array.from(chunks, ({ terms }, i) => textHash(`${terms.join(" ")} ${i}`)) };
    const sample = latentSample([segment]);
    const space = sample === undefined ? undefined : latentSpaceOf([segment], sample);
    if (space === undefined) throw new Error("no space");
    const hits = rankHybrid(
      { ...corpus, latent: { space, matrices: [foldChunks(space, postings)] } },
      queryOf(["ship7"], { weights: { lexical: 0, dense: 0, bigram: 0, heading: 0, latent: 1 } }, { k: 8 }),
    );
    expect(hits.map(({ number }) => number).sort((x, y) => x - y)).toEqual([7, 107, 207, 307, 407, 507, 607, 707]);
    expect(hits.every(({ legs }) => legs.lexical === undefined && (legs.latent?.score ?? 0) > 0.3)).toBe(true);
  });
});
