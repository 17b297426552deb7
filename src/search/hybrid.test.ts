import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../test/property-seed.ts";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { RankingChange } from "../core/retrieval.ts";
import { bm25 } from "./bm25.ts";
import { numberTerms } from "./document-terms.ts";
import type { HybridCorpus } from "./finding-legs.ts";
import { rankHybrid } from "./hybrid.ts";
import type { HybridQuery, RankedChunk, RankingStep } from "./hybrid.ts";
import { seededRandom } from "../stats/random.ts";
import { foldChunks, latentSample, latentSpaceOf } from "./latent-space.ts";
import { buildPostings } from "./postings.ts";
import { rankingWith } from "./ranking-settings.ts";
import { textHash } from "./text-hash.ts";
import { cosine, quantizedMatrix, setRow } from "./vectors.ts";

interface MadeChunk {
  readonly terms: readonly string[];
  /** How many of the terms are its headings. */
  readonly headings?: number;
  readonly vector: Float32Array;
}

function corpusOf(chunks: readonly MadeChunk[]): HybridCorpus {
  const dimensions = chunks[0]?.vector.length ?? 2;
  const matrix = quantizedMatrix(chunks.length, dimensions);
  for (const [row, { vector }] of chunks.entries()) setRow(matrix, row, vector);
  const terms = numberTerms(
    chunks.map((chunk) => chunk.terms),
    chunks.map(({ headings = 0 }) => headings),
  );
  const postings = [buildPostings([terms])];
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

/** With the legs that found each. */
const explained = (corpus: HybridCorpus, query: HybridQuery): (RankedChunk & Required<Pick<RankedChunk, "legs">>)[] =>
  rankHybrid(corpus, { ...query, explain: true }).map((hit) => ({ ...hit, legs: hit.legs ?? {} }));

const towards = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const wordsAndVectors: RankingChange = { weights: { dense: 0.3, bigram: 0, heading: 0, latent: 0 } };

describe("hybrid ranking", () => {
  test("counts the score that a leg gives to another leg's candidate, without saying that it found it", () => {
    // 299 chunks that fan out over 60 degrees, and one far off at 80 that alone has the query's word: beyond the rescored 100.
    const chunks = Array.from({ length: 300 }, (_, i) =>
      i === 150 ? { terms: ["word", "other"], vector: towards(80) } : { terms: ["other"], vector: towards((i * 60) / 300) },
    );
    const hit = explained(corpusOf(chunks), queryOf(["word"], wordsAndVectors, { k: 1 }))[0];
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
    const hits = explained(
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
    const hits = explained(corpus, queryOf(["a"], wordsAndVectors, { allowed: Uint8Array.of(0, 1, 1) }));
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
    const hits = explained(corpusOf(chunks), queryOf(["gate", "valve"], { weights: { latent: 0 } }));
    expect(hits.map(({ number, legs }) => [number, legs.bigram?.rank])).toEqual([
      [2, 1],
      [0, undefined],
      [1, undefined],
    ]);
  });

  const made = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    chunks: fc.integer({ min: 1, max: 400 }),
    dimensions: fc.constantFrom(1, 2, 24, 100),
    // Of this many directions each chunk has one, give or take `spread`: next to nothing makes a crowd of hundreds that eight bits cannot tell apart.
    directions: fc.constantFrom(1, 5, 400),
    spread: fc.constantFrom(0, 1e-3, 0.3),
    k: fc.constantFrom(1, 10, 150),
    // Of so many words: with few, more than a hundred chunks have one of the question's.
    words: fc.constantFrom(5, 30, 300),
    headings: fc.constantFrom(0, 1, 3),
    longest: fc.constantFrom(5, 60),
    dense: fc.constantFrom(0.02, 0.2, 5),
    feedback: fc.constantFrom("off" as const, { documents: 3, terms: 5, weight: 0.5 }),
    allowedOf: fc.constantFrom(1, 3),
  });

  test("finds with few vectors read what it finds with all of them read, to the bit", () => {
    fc.assert(
      fc.property(made, ({ seed, chunks, dimensions, directions, spread, k, words, headings, longest, dense, feedback, allowedOf }) => {
        const random = seededRandom(seed);
        const vector = (): Float32Array => Float32Array.from({ length: dimensions }, () => random() - 0.5);
        const centres = Array.from({ length: directions }, vector);
        const near = (i: number): Float32Array => (centres[i % directions] ?? vector()).map((number) => number + spread * (random() - 0.5));
        const corpus = corpusOf(
          Array.from({ length: chunks }, (_, i) => ({
            terms: Array.from({ length: 1 + (i % longest) }, () => `word${Math.floor(random() * words)}`),
            headings: Math.min(headings, 1 + (i % longest)),
            vector: near(i),
          })),
        );
        const query = queryOf(
          ["word1", "word2", "word3"],
          { weights: { dense, latent: 0 }, feedback },
          { k, vector: near(0), allowed: Uint8Array.from({ length: chunks }, (_, i) => (i % allowedOf === 0 ? 1 : 0)) },
        );
        const all = explained(corpus, query);
        expect(rankHybrid(corpus, query)).toEqual(all.map(({ number, score }) => ({ number, score })));
        expect(explained(corpus, { ...query, trace: () => undefined })).toEqual(all);
      }),
    );
  });

  test("looks at no vectors but those of what the words found, where no other chunk can come in", () => {
    // A hundred and fifty chunks have the word, the first three of them twice; the direction of the question is that of the others.
    const looked = (dense: number, headings: number): number => {
      const corpus = corpusOf(
        Array.from({ length: 400 }, (_, i) => ({
          terms: i < 3 ? ["word", "word", "word"] : [i < 150 ? "word" : "other", ...Array.from({ length: i % 40 }, () => "more")],
          headings: i === 399 ? headings : 0,
          vector: towards(i < 150 ? 60 : 1),
        })),
      );
      const rows = new Set<number>();
      const [matrix] = corpus.dense.matrices;
      if (matrix === undefined) throw new Error("no matrix");
      const scales = new Proxy(matrix.scales, {
        get(target, key) {
          if (typeof key === "string" && /^\d+$/.test(key)) rows.add(Number(key));
          // Not through the proxy, whose length nobody knows.
          return Reflect.get(target, key, target) as unknown;
        },
      });
      const query = queryOf(["word"], { weights: { dense, bigram: 0.2, latent: 0 } }, { k: 3 });
      expect(rankHybrid({ ...corpus, dense: { ...corpus.dense, matrices: [{ ...matrix, scales }] } }, query)).toHaveLength(3);
      return rows.size;
    };
    expect(looked(0.1, 0)).toBe(100);
    // One heading in the corpus, and what the words left out might stand below it.
    expect(looked(0.1, 1)).toBe(400);
    expect(looked(2, 0)).toBe(400);
  });

  test("pairs of words count no more in a chunk that the words left out than in the best that they found", () => {
    const filled = (terms: readonly string[]): string[] => [...terms, ...Array.from({ length: 60 - terms.length }, () => "more")];
    // The words find the first hundred: one with both words often and once side by side, 99 with both apart. The last has them less often, and twice side by side.
    const chunks = [
      { terms: filled(["gate", "valve", "valve", "valve", "more", "gate", "gate"]), vector: towards(20) },
      ...Array.from({ length: 99 }, () => ({ terms: ["valve", "gate"], vector: towards(80) })),
      { terms: filled(["gate", "valve", "more", "gate", "valve"]), vector: towards(0) },
    ];
    const corpus = corpusOf(chunks);
    const weights = { bigram: 0.2, dense: 2, heading: 0, latent: 0 };
    const hits = explained(corpus, queryOf(["gate", "valve"], { weights }, { k: 100 }));
    const [one, last] = [hits.find(({ number }) => number === 0), hits.find(({ number }) => number === 100)];
    expect([one?.legs.lexical?.rank, last?.legs.lexical]).toEqual([100, undefined]);
    expect(last?.legs.bigram?.score).toBe(one?.legs.bigram?.score);
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
    expect(hits.every(({ number }) => read.has(number))).toBe(true);
    expect(read.size).toBeLessThan(50);
  });

  test("asks neither for a vector nor for pairs when these legs have no weight", () => {
    const corpus = corpusOf([{ terms: ["a", "b"], vector: towards(0) }]);
    const hits = explained(corpus, { ...queryOf(["a", "b"], { weights: { dense: 0, bigram: 0, heading: 0, latent: 0 } }) });
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
    const hits = explained(
      { ...corpus, latent: { space, matrices: [foldChunks(space, postings)] } },
      queryOf(["ship7"], { weights: { lexical: 0, dense: 0, bigram: 0, heading: 0, latent: 1 } }, { k: 8 }),
    );
    expect(hits.map(({ number }) => number).sort((x, y) => x - y)).toEqual([7, 107, 207, 307, 407, 507, 607, 707]);
    expect(hits.every(({ legs }) => legs.lexical === undefined && (legs.latent?.score ?? 0) > 0.3)).toBe(true);
  });
});
