import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { truncatedSvd } from "../src/learn/truncated-svd.ts";
import { assetBytes } from "./embedder/asset.ts";
import { countPairs, positiveMutualInformation } from "./embedder/cooccurrence.ts";
import { contentWords } from "./embedder/glosses.ts";
import { glossPairs, synonymPairs } from "./embedder/pairs.ts";
import { seededRandom } from "./embedder/random.ts";
import { refine } from "./embedder/refine.ts";
import { shippedWords } from "./embedder/shipped-words.ts";
import { walk, type WalkRecipe } from "./embedder/walks.ts";
import { readWordNet, WORDNET_FILES } from "./embedder/wordnet.ts";

// Makes assets/wordnet-vectors.bin from WordNet 3.0 (docs/embedder.md):
//   node --max-old-space-size=6000 scripts/build-embedder.ts [--wordnet /usr/share/wordnet] [--out assets/wordnet-vectors.bin] [--floats FILE]
// The same files and seed give the same bytes. `--floats` also writes the vectors before quantization, to measure what it costs.

const SEED = 1;
const WALKS: WalkRecipe = { rounds: 40, steps: 8, pointerShare: 0.55, glossShare: 0.3, pointersLeftOut: ["!"] };
const WINDOW = 4;
const SYNONYM_WEIGHT = 2;
const GLOSS_WEIGHT = 1;
const DIMENSIONS = 256;
const SMOOTHING = 0.5;
/** The first half of the dimensions holds more of the vectors' length, and gets a bit more. */
const RUNS = [
  { dimensions: 128, bits: 4 },
  { dimensions: 128, bits: 3 },
] as const;

const { values: options } = parseArgs({
  options: {
    wordnet: { type: "string", default: "/usr/share/wordnet" },
    out: { type: "string", default: "assets/wordnet-vectors.bin" },
    floats: { type: "string" },
  },
});

const started = performance.now();
const random = seededRandom(SEED);
const wordnet = readWordNet(options.wordnet);
const glosses = contentWords(wordnet);
say(`${wordnet.synsets.length} synsets, ${wordnet.lemmas.length} lemmas`);
const counts = countPairs(walk(wordnet, glosses, WALKS, random), {
  steps: WALKS.steps,
  window: WINDOW,
  lemmas: wordnet.lemmas.length,
  extras: [
    { pairs: synonymPairs(wordnet), weight: SYNONYM_WEIGHT },
    { pairs: glossPairs(wordnet, glosses), weight: GLOSS_WEIGHT },
  ],
});
say(`${counts.values.length} pairs counted`);
const information = positiveMutualInformation(counts);
say(`${information.values.length} cells of mutual information`);
const svd = truncatedSvd(information, { rank: DIMENSIONS, oversampling: 24, powerIterations: 2, random });
say("singular vectors");
const vectors = refine(svd, wordnet, { smoothing: SMOOTHING, pointersLeftOut: WALKS.pointersLeftOut });
const words = shippedWords(vectors, wordnet, glosses);
if (options.floats !== undefined)
  writeFileSync(options.floats, words.map(({ word, vector }) => `${JSON.stringify([word, ...vector])}\n`).join(""));
const file = assetBytes(words, wordnet, RUNS, { id: `wordnet-${DIMENSIONS}`, recipe: recipe(options.wordnet) });
writeFileSync(options.out, file);
say(`${options.out}: ${words.length} words, ${file.length} bytes`);

function say(text: string): void {
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
}

function recipe(folder: string): string {
  const digest = createHash("sha256");
  for (const name of WORDNET_FILES) digest.update(readFileSync(join(folder, name)));
  return JSON.stringify({
    wordnet: digest.digest("hex"),
    seed: SEED,
    walks: WALKS,
    window: WINDOW,
    synonyms: SYNONYM_WEIGHT,
    glosses: GLOSS_WEIGHT,
    smoothing: SMOOTHING,
  });
}
