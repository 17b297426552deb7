// npm run bench:words: Spearman's rank correlation of the built-in word vectors with human judgements of word similarity.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../bench/data.ts";
import { wordSimilarity } from "../src/models/word-vectors.ts";

const SETS = [
  ["SimLex-999", "simlex999.tsv"],
  ["WordSim-353", "wordsim353.tsv"],
  ["MEN", "men.tsv"],
] as const;

for (const [name, file] of SETS) {
  const path = join(dataFolder(), "word-similarity", file);
  if (!existsSync(path)) {
    process.stderr.write(`There is no ${path}.\n`);
    process.exit(2);
  }
  const rows = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));
  const ours = rows.map(([a = "", b = ""]) => wordSimilarity(a, b));
  const human = rows.map(([, , score]) => Number(score));
  process.stdout.write(`${name.padEnd(12)} ${rows.length} pairs  Spearman ${pearson(ranks(ours), ranks(human)).toFixed(3)}\n`);
}

/** Ranks from 1; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).toSorted((a, b) => a.value - b.value);
  const ranked = values.map(() => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (const { at } of order.slice(from, to)) ranked[at] = (from + to + 1) / 2;
    from = to;
  }
  return ranked;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((value, i) => {
    const [da, db] = [value - meanA, (b[i] ?? 0) - meanB];
    both += da * db;
    ofA += da * da;
    ofB += db * db;
  });
  return both / Math.sqrt(ofA * ofB);
}
