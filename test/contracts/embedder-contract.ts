import { describe, expect, it } from "vitest";
import type { Embedder } from "../../src/core/retrieval.ts";

/** What every embedder must do, whoever is behind it. `open` makes a fresh one for each test; two are equal but for their state. */
export function embedderContract(name: string, open: () => Promise<Embedder>, options: { readonly timeoutMs?: number } = {}): void {
  const texts = [
    "The contingency reserve of the project is 62,000 euros.",
    "Training takes half a day for each driver.",
    "Dana Whitfield is the executive sponsor of the project.",
    "Über Straßen, 漢字 and 😀 too.",
    "x",
  ];
  describe(`the embedder contract: ${name}`, { timeout: options.timeoutMs ?? 30_000 }, () => {
    it("says who it is and how long its vectors are", async () => {
      const embedder = await open();
      expect(embedder.id).toMatch(/^\S.*\S$/);
      expect(embedder.id).not.toMatch(/[\r\n]/);
      expect(embedder.dimensions).toBeGreaterThan(0);
      expect((await open()).id).toBe(embedder.id);
    });

    it("gives one finite vector of unit length a text, in their order", async () => {
      const embedder = await open();
      const vectors = await embedder.embedBatch(texts, { inputType: "document" });
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 2);
      }
      const turned = await embedder.embedBatch(texts.toReversed(), { inputType: "document" });
      for (const [i, vector] of turned.toReversed().entries()) expect(cosine(vector, vectors[i])).toBeGreaterThan(0.999);
    });

    it("gives a text the same vector whatever stands beside it, and whoever of its kind makes it", async () => {
      const first = await open();
      const together = await first.embedBatch(texts, { inputType: "document" });
      const second = await open();
      for (const [i, text] of texts.entries()) {
        const [alone] = await second.embedBatch([text], { inputType: "document" });
        expect(cosine(alone, together[i])).toBeGreaterThan(0.999);
      }
    });

    it("tells texts apart", async () => {
      const embedder = await open();
      const [a, b] = await embedder.embedBatch(texts, { inputType: "document" });
      expect(cosine(a, b)).toBeLessThan(0.9999);
    });

    it("embeds queries too, in the same space", async () => {
      const embedder = await open();
      const [vector] = await embedder.embedBatch(["Who sponsors the project?"], { inputType: "query" });
      expect(vector).toHaveLength(embedder.dimensions);
      expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 2);
    });

    it("makes nothing of nothing", async () => {
      expect(await (await open()).embedBatch([], { inputType: "document" })).toEqual([]);
    });

    it("takes more texts than any provider does at once", async () => {
      const embedder = await open();
      const many = Array.from({ length: 300 }, (_, i) => `note ${i} of the project`);
      const vectors = await embedder.embedBatch(many, { inputType: "document" });
      expect(vectors).toHaveLength(300);
      const [last] = await embedder.embedBatch(many.slice(-1), { inputType: "document" });
      expect(cosine(last, vectors[299])).toBeGreaterThan(0.999);
    });

    it("does not begin when it was aborted before", async ({ skip }) => {
      const embedder = await open();
      if (embedder.id.startsWith("builtin/")) return skip("it is done before it could be stopped");
      await expect(embedder.embedBatch(["x"], { inputType: "document", signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    });
  });
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) return Number.NaN;
  return a.reduce((sum, number, i) => sum + number * (b[i] ?? Number.NaN), 0);
}
