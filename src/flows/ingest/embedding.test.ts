import { describe, expect, it } from "vitest";
import type { Embedder } from "../../core/retrieval.ts";
import { embedMissing } from "./embedding.ts";

describe("embedMissing", () => {
  it("makes the texts of a call when the call is made, so that a large document is not held a second time", async () => {
    let made = 0;
    const madeBefore: number[] = [];
    const embedder: Embedder = {
      id: "test/one",
      dimensions: 1,
      embedBatch: (texts) => {
        madeBefore.push(made);
        return Promise.resolve(texts.map(() => Float32Array.of(1)));
      },
    };
    const texts = new Map(
      Array.from({ length: 600 }, (_, i) => [
        `key ${i}`,
        () => {
          made += 1;
          return `text ${i}`;
        },
      ]),
    );
    const { vectors } = await embedMissing(texts, { index: { vectorsFor: () => new Map() }, embedder, concurrency: 1 });
    expect(madeBefore).toEqual([256, 512, 600]);
    expect(vectors.size).toBe(600);
  });
});
