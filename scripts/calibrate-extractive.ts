// Writes src/models/extractive/calibration.ts: the coefficients of the extractive answerer, fitted on all articles of the development set squad2-half.
//   FIRSTFIT_DATA=../shared/data node scripts/calibrate-extractive.ts
// The rates that such a fit reaches on articles it has not seen are measured by bench/abstention.ts, which fits on one half and tests on the other.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJsonl } from "../bench/data.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { shippedKnowledge } from "../src/models/extractive/word-knowledge.ts";
import { calibrate } from "./extractive/calibrate.ts";
import { articlesOf, askAll, trainingSet } from "./extractive/examples.ts";
import type { Collection, Passage, Row } from "./extractive/examples.ts";

const TARGET = join(import.meta.dirname, "../src/models/extractive/calibration.ts");

const collection: Collection = {
  passages: readJsonl<Passage>("squad2-half", "corpus.jsonl"),
  rows: readJsonl<Row>("squad2-half", "qa.jsonl"),
  embedder: builtinEmbedder(),
  knowledge: shippedKnowledge(),
};
const articles = articlesOf(collection.passages);
const halves = [articles.slice(0, articles.length / 2), articles.slice(articles.length / 2)];
const training = [];
for (const [i, half] of halves.entries()) {
  training.push(...(await trainingSet(collection, half)));
  training.push(...(await askAll(collection, half, halves[1 - i] ?? [])));
}
const coefficients = calibrate(training);
const lines = [
  `// Made by scripts/calibrate-extractive.ts from squad2-half (SQuAD 2.0, CC BY-SA 4.0): ${training.length} question readings of ${articles.length} articles. Do not edit.`,
  'import type { Coefficients } from "./scoring.ts";',
  "",
  `export const COEFFICIENTS: Coefficients = ${literal(coefficients)};`,
  "",
];
writeFileSync(TARGET, lines.join("\n"));
process.stdout.write(
  `${TARGET}: ${Object.keys(coefficients.reading.candidate).length + Object.keys(coefficients.reading.question).length} features, least confidence ${coefficients.confidenceMin}\n`,
);

/** As a formatter would write it, so that a new fit changes nothing but figures. */
function literal(value: object, indent = ""): string {
  const inner = `${indent}  `;
  const entries = Object.entries(value).map(
    ([key, item]) => `${inner}${key}: ${typeof item === "object" && item !== null ? literal(item, inner) : String(item)},`,
  );
  return `{\n${entries.join("\n")}\n${indent}}`;
}
