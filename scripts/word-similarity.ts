// npm run bench:words: Spearman's rank correlation of the built-in embedder with human judgements of word similarity.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../bench/data.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { correlation, readWordPairs, WORD_PAIR_SETS } from "./embedder/word-pairs.ts";

const embedder = builtinEmbedder();
for (const { name, file, least } of WORD_PAIR_SETS) {
  const path = join(dataFolder(), "word-similarity", file);
  if (!existsSync(path)) {
    process.stderr.write(`There is no ${path}.\n`);
    process.exit(2);
  }
  const pairs = readWordPairs(path);
  const reached = await correlation(pairs, (words) => embedder.embedBatch(words, { inputType: "document" }));
  process.stdout.write(
    `${name.padEnd(12)} ${pairs.length} pairs  Spearman ${reached?.toFixed(3) ?? "none"}  (asked: ${least.toFixed(2)})\n`,
  );
}
