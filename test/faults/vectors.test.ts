import { expect, test } from "vitest";
import { letterEmbedder, letterSettings } from "../fixtures/stored-corpus.ts";
import { memoryFileSystem } from "../fixtures/memory-file-system.ts";
import { plainExtract } from "../fixtures/plain-extract.ts";
import type { Embedder, Index } from "../../src/core/retrieval.ts";
import type { IngestOutcome } from "../../src/core/results.ts";
import { ingest } from "../../src/flows/ingest.ts";
import { memoryIndex } from "../../src/stores/memory.ts";

const files = Object.fromEntries(["alpha", "beta", "gamma", "delta"].map((word) => [`/a/${word}.txt`, `the ${word} harbour`]));

async function indexedBy(embedder: Embedder, tree: Readonly<Record<string, string>>): Promise<{ index: Index; outcome: IngestOutcome }> {
  const index = memoryIndex({ settings: letterSettings, embedder });
  const outcome = await ingest(["/a"], {
    index,
    embedder,
    extract: plainExtract,
    extensions: new Set([".txt"]),
    fileSystem: memoryFileSystem(tree),
    monotonicMs: () => 0,
  });
  return { index, outcome };
}

// Fault 16.
test.each([
  ["NaN", (n: number) => new Float32Array(n).fill(Number.NaN)],
  ["Infinity", (n: number) => new Float32Array(n).fill(Number.POSITIVE_INFINITY)],
  ["zeros", (n: number) => new Float32Array(n)],
  ["too few numbers", (n: number) => new Float32Array(n - 1).fill(1 / Math.sqrt(n - 1))],
  ["no unit length", (n: number) => new Float32Array(n).fill(7)],
])("a vector of %s is refused and counted, and all others rank as if the file were not there", async (_name, broken) => {
  const embedder: Embedder = {
    ...letterEmbedder,
    embedBatch: async (texts, options) =>
      (await letterEmbedder.embedBatch(texts, options)).map((vector, at) =>
        texts[at]?.includes("gamma") === true ? broken(vector.length) : vector,
      ),
  };
  const { index, outcome } = await indexedBy(embedder, files);
  expect(outcome.skipped.map(({ id }) => id)).toEqual(["gamma.txt"]);
  expect(outcome.skipped[0]?.reason).toMatch(/^the embedder .* gave a vector /);
  const { "/a/gamma.txt": _, ...others } = files;
  const without = await indexedBy(letterEmbedder, others);
  for (const query of ["harbour", "beta harbour", "delta"])
    expect(await index.search(query, { k: 10 })).toEqual(await without.index.search(query, { k: 10 }));
});
