import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { correlation, readWordPairs, WORD_PAIR_SETS } from "../scripts/embedder/word-pairs.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";

const folder = join(process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../shared/data", import.meta.url)), "word-similarity");
const embedder = builtinEmbedder();

describe.skipIf(!existsSync(folder))("agreement with people about pairs of words (skipped without FIRSTFIT_DATA)", () => {
  test.each(WORD_PAIR_SETS)("$name: Spearman's correlation is at least $least", async ({ file, least }) => {
    const pairs = readWordPairs(join(folder, file));
    expect(pairs.length).toBeGreaterThan(300);
    expect(await correlation(pairs, (words) => embedder.embedBatch(words, { inputType: "document" }))).toBeGreaterThanOrEqual(least);
  });
});
