import { describe, expect, test } from "vitest";
import { bm25 } from "./bm25.ts";
import { countTerms } from "./document-terms.ts";
import { rankHybrid } from "./hybrid.ts";
import type { HybridCorpus } from "./hybrid.ts";
import { buildPostings } from "./postings.ts";
import { cosine, quantizedMatrix, setRow } from "./vectors.ts";

function corpusOf(chunks: readonly { readonly terms: readonly string[]; readonly vector: Float32Array }[]): HybridCorpus {
  const matrix = quantizedMatrix(chunks.length, 2);
  for (const [row, { vector }] of chunks.entries()) setRow(matrix, row, vector);
  return {
    lexical: bm25({ postings: [buildPostings([countTerms(chunks.map(({ terms }) => terms))])] }),
    dense: { matrices: [matrix], vectorAt: (row) => chunks[row]?.vector ?? new Float32Array(2) },
    denseScores: new Float32Array(chunks.length),
  };
}

const towards = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

describe("hybrid ranking", () => {
  test("gives a candidate of one leg its exact score in the other, and its rank there", () => {
    // 299 chunks that fan out over 60 degrees, and one far off at 80 that alone has the query's word: beyond the rescored 100.
    const chunks = Array.from({ length: 300 }, (_, i) =>
      i === 150 ? { terms: ["word", "other"], vector: towards(80) } : { terms: ["other"], vector: towards((i * 60) / 300) },
    );
    const query = towards(0);
    const hit = rankHybrid(corpusOf(chunks), { terms: ["word"], vector: query, k: 1, denseWeight: 0.3 })[0];
    expect(hit?.number).toBe(150);
    // idf = ln(1 + 299.5 / 1.5), tf 1, length 2 of a mean of 301 / 300.
    expect(hit?.legs.lexical).toEqual({
      rank: 1,
      score: expect.closeTo(Math.log(1 + 299.5 / 1.5) / (1 + 1.2 * (0.25 + (0.75 * 600) / 301)), 5),
    });
    expect(hit?.legs.dense).toEqual({ rank: 300, score: cosine(query, towards(80)) });
    expect(hit?.score).toBe(1 + 0.3 * (hit?.legs.dense.score ?? 0));
  });

  test("leaves the lexical leg out where no term is shared", () => {
    const hits = rankHybrid(
      corpusOf([
        { terms: ["a"], vector: towards(10) },
        { terms: ["b"], vector: towards(5) },
      ]),
      { terms: ["a"], vector: towards(0), k: 5, denseWeight: 0.3 },
    );
    expect(hits.map(({ number, legs }) => [number, legs.lexical?.rank, legs.dense.rank])).toEqual([
      [0, 1, 2],
      [1, undefined, 1],
    ]);
  });

  test("finds nothing where neither a term nor a direction is shared", () => {
    expect(
      rankHybrid(corpusOf([{ terms: ["a"], vector: towards(180) }]), { terms: ["b"], vector: towards(0), k: 5, denseWeight: 0.3 }),
    ).toEqual([]);
  });

  test("keeps filtered chunks out of hits, of the best score and of ranks", () => {
    const corpus = corpusOf([
      { terms: ["a", "a"], vector: towards(0) },
      { terms: ["a", "b", "c"], vector: towards(40) },
      { terms: ["c"], vector: towards(20) },
    ]);
    const hits = rankHybrid(corpus, { terms: ["a"], vector: towards(0), k: 5, denseWeight: 0.3, allowed: Uint8Array.of(0, 1, 1) });
    expect(hits.map(({ number, legs }) => [number, legs.lexical?.rank, legs.dense.rank])).toEqual([
      [1, 1, 2],
      [2, undefined, 1],
    ]);
    expect(hits[0]?.score).toBeCloseTo(1 + 0.3 * Math.cos((40 * Math.PI) / 180), 6);
  });

  test("breaks ties by the order given", () => {
    const same = { terms: ["a"], vector: towards(0) };
    const corpus = { ...corpusOf([same, same, same]), order: Uint32Array.of(2, 0, 1) };
    expect(rankHybrid(corpus, { terms: ["a"], vector: towards(0), k: 2, denseWeight: 0.3 }).map(({ number }) => number)).toEqual([1, 2]);
  });
});
