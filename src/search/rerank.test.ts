import { describe, expect, test } from "vitest";
import type { Hit } from "../core/retrieval.ts";
import { featureReranker, headingCoverage } from "./rerank.ts";

const statistics = { chunks: 100, documentFrequency: (term: string) => (term === "page" ? 60 : 2) };
const hit = (id: string, score: number, ...heading: readonly string[]): Hit => ({
  chunk: {
    id: `${id}#1`,
    document: id,
    ordinal: 1,
    start: 0,
    end: 4,
    text: "Some words in English.",
    heading,
    locator: { kind: "line", line: 1 },
  },
  score,
  legs: { lexical: { rank: 1, score } },
});

describe("the built-in reranker", () => {
  test("puts the passage first whose heading says what was asked, when the scores are close", async () => {
    const hits = [hit("a", 1, "Overview"), hit("b", 0.95, "Cooling the reactor"), hit("c", 0.1, "Cooling the reactor")];
    const reranked = await featureReranker({ statistics: () => statistics }).rerank("reactor cooling", hits, { k: 3 });
    expect(reranked.map(({ chunk, legs }) => [chunk.document, legs?.rerank?.rank])).toEqual([
      ["b", 1],
      ["a", 2],
      ["c", 3],
    ]);
    expect(reranked[0]?.legs?.lexical).toEqual({ rank: 1, score: 0.95 });
  });

  test("keeps the order where headings tell nothing, or have no weight", async () => {
    const alike = [hit("a", 1, "Cooling"), hit("b", 0.99, "Cooling")];
    const order = async (hits: readonly Hit[], headings?: number): Promise<readonly string[]> =>
      (
        await featureReranker({ statistics: () => statistics, ...(headings === undefined ? {} : { headings }) }).rerank("cooling", hits, {
          k: 9,
        })
      ).map(({ chunk }) => chunk.document);
    expect(await order(alike)).toEqual(["a", "b"]);
    expect(await order([hit("a", 1), hit("b", 0.5, "Cooling")], 0)).toEqual(["a", "b"]);
    expect(await order([])).toEqual([]);
  });

  test("returns a prefix of a permutation of what it was given", async () => {
    const hits = [hit("a", 3), hit("b", 2, "cooling page"), hit("c", 1, "page")];
    const reranked = await featureReranker({ statistics: () => statistics }).rerank("cooling page", hits, { k: 2 });
    expect(reranked).toHaveLength(2);
    expect(new Set(reranked.map(({ chunk }) => chunk.id)).size).toBe(2);
  });

  test("a rare word of the question in a heading counts more than a common one", () => {
    const [rare = 0, common = 0, both] = headingCoverage(
      "cooling page",
      [hit("a", 1, "Cooling"), hit("b", 1, "Page"), hit("c", 1, "Cooling", "Page")],
      statistics,
    );
    expect(rare).toBeGreaterThan(common);
    expect(common).toBeGreaterThan(0);
    expect(both).toBeCloseTo(1, 12);
  });

  test("a question without a word that could be looked for changes nothing", () => {
    expect(headingCoverage("?!", [hit("a", 1, "Cooling")], statistics)).toEqual([0]);
  });
});
