import { describe, expect, it } from "vitest";
import type { Reranker } from "../../src/core/reranker.ts";
import type { Hit } from "../../src/core/retrieval.ts";

export interface RerankerCase {
  readonly reranker: Reranker;
  /** It puts the passage that answers `rerankQuery` first. False for a model of random weights. Default true */
  readonly understands?: boolean;
  /** It cannot be stopped, because it is done at once. */
  readonly isInstant?: boolean;
}

export const rerankQuery = "Who is the executive sponsor of the project?";

const texts = [
  "Training takes half a day for each driver.",
  "The contingency reserve is 62,000 euros.",
  "Dana Whitfield is the executive sponsor of the project.",
  "The first session is on 4 May.",
];

export const rerankHits: readonly Hit[] = texts.map((text, i): Hit => ({
  chunk: {
    id: `note${i}.txt#1`,
    document: `note${i}.txt`,
    ordinal: 1,
    start: 0,
    end: text.length,
    text,
    heading: i === 2 ? ["Roles: who is the executive sponsor of the project"] : [`Note ${i}`],
    locator: { kind: "line", line: 1 },
  },
  score: [1, 0.95, 0.9, 0.5][i] ?? 0,
  legs: { lexical: { rank: i + 1, score: 4 - i } },
}));

/** What every reranker must do, whoever is behind it. */
export function rerankerContract(name: string, open: () => Promise<RerankerCase>): void {
  describe(`the reranker contract: ${name}`, () => {
    it("has a name", async () => {
      const { reranker } = await open();
      expect(reranker.id).not.toBe("");
    });

    it("returns a permutation or a prefix of one, each hit otherwise unchanged and with its new place", async () => {
      const { reranker } = await open();
      const order = await reranker.rerank(rerankQuery, rerankHits, { k: rerankHits.length });
      expect(order.length).toBeGreaterThan(0);
      expect(new Set(order.map(({ chunk }) => chunk.id)).size).toBe(order.length);
      for (const [place, hit] of order.entries()) {
        const before = rerankHits.find(({ chunk }) => chunk.id === hit.chunk.id);
        expect(before?.chunk).toEqual(hit.chunk);
        expect(hit.score).toBe(before?.score);
        expect(hit.legs?.lexical).toEqual(before?.legs?.lexical);
        expect(hit.legs?.rerank?.rank).toBe(place + 1);
        expect(Number.isFinite(hit.legs?.rerank?.score)).toBe(true);
      }
      const scores = order.map(({ legs }) => legs?.rerank?.score ?? Number.NaN);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    });

    it("returns no more than were asked for, and the same ones first", async () => {
      const { reranker } = await open();
      const all = await reranker.rerank(rerankQuery, rerankHits, { k: rerankHits.length });
      const two = await reranker.rerank(rerankQuery, rerankHits, { k: 2 });
      expect(two).toEqual(all.slice(0, 2));
    });

    it("puts the passage first that answers the question", async ({ skip }) => {
      const { reranker, understands = true } = await open();
      if (!understands) return skip("its weights are random");
      const [first] = await reranker.rerank(rerankQuery, rerankHits, { k: 1 });
      expect(first?.chunk.document).toBe("note2.txt");
    });

    it("does the same again", async () => {
      const once = await (await open()).reranker.rerank(rerankQuery, rerankHits, { k: 3 });
      expect(await (await open()).reranker.rerank(rerankQuery, rerankHits, { k: 3 })).toEqual(once);
    });

    it("makes nothing of nothing", async () => {
      expect(await (await open()).reranker.rerank(rerankQuery, [], { k: 3 })).toEqual([]);
    });

    it("does not begin when it was aborted before", async ({ skip }) => {
      const { reranker, isInstant } = await open();
      if (isInstant === true) return skip("it is done before it could be stopped");
      await expect(reranker.rerank(rerankQuery, rerankHits, { k: 3, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    });
  });
}
