import { describe, expect, it, vi } from "vitest";
import { HOSTILE_PIECES } from "../fixtures/hostile-texts.ts";
import { extract } from "../../src/documents/parsers.ts";
import { chunkDocumentWith } from "../../src/text/chunk.ts";
import { packEvidence } from "../../src/text/pack.ts";

// Fault 52. Nothing is timed here: what takes time by the square of the length would not end within a test's own limit.
// How the times grow is measured by bench/growth.ts.
vi.setConfig({ testTimeout: 60_000 });

const LENGTH = 100_000;
const NAMES = ["a.txt", "a.md", "a.html", "a.csv", "a.json", "a.eml", "a.rtf", "a.py", "a.ts", "a.ipynb"];

describe("a text of one piece said again and again (fault 52)", () => {
  it.each(NAMES)("%s is read and cut, or refused with a reason, for every piece", async (name) => {
    for (const [what, piece] of Object.entries(HOSTILE_PIECES)) {
      const source = piece.repeat(Math.ceil(LENGTH / piece.length));
      const bytes = new TextEncoder().encode(name === "a.rtf" ? `{\\rtf1 ${source}` : source);
      const extraction = await extract(bytes, name);
      if (extraction.kind === "skipped") {
        expect(extraction.reason, what).toMatch(/\S/);
        continue;
      }
      const document = { ...extraction.document, id: name };
      for (const chunkStrategy of ["structure", "semantic"] as const) {
        const settings = { chunkTokensMin: 100, chunkTokensMax: 400, chunkStrategy };
        const chunks = await chunkDocumentWith(document, settings, (texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0))));
        for (const { text, start, end } of chunks) if (text !== document.text.slice(start, end)) throw new Error(`${what}: ${start}`);
        const hits = chunks.slice(0, 20).map((chunk) => ({ chunk, score: 1, legs: {} }));
        expect(packEvidence(hits, { tokensMax: 2_000 }).tokens).toBeLessThanOrEqual(2_000);
      }
    }
  });
});
