// npm run bench:reranking: what the built-in reranker does to the first five of thirty passages, beside the usual claim for rerankers (about 100 ms, 40
// to 60% fewer wrong passages), and how often it changes what comes first. Default settings. Prints the Markdown of docs/reranking.md.
// Arguments: names of sets.
import { buildApp } from "../src/config.ts";
import type { Hit } from "../src/core/retrieval.ts";
import { rerankShift } from "../src/flows/rerank-shift.ts";
import type { OrderPair } from "../src/flows/rerank-shift.ts";
import { rerankHits } from "../src/flows/rerank.ts";
import { featureReranker } from "../src/search/rerank.ts";
import { quantile } from "../src/stats/bootstrap.ts";
import { wilson } from "../src/stats/intervals.ts";
import { randomizationTest } from "../src/stats/paired.ts";
import { seededRandom } from "../src/stats/random.ts";
import { dataFolder } from "./data.ts";
import { indexCorpus, readJudgedCorpus } from "./judged-sets.ts";

const SETS = ["cranfield", "anthropic-docs-rag", "hugo-docs"];
const RETRIEVED = 30;
const KEPT = 5;

const app = await buildApp({ folder: dataFolder(), seed: 1, environment: {} });
const sets = process.argv.length > 2 ? process.argv.slice(2) : SETS;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(`| set | queries | none right of ${KEPT} before | after | queries better / worse | p | changed the first 3 | ms p50 / p95 |`);
print("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const set of sets) print(await row(set));

async function row(set: string): Promise<string> {
  const { documents, queries } = readJudgedCorpus(set);
  await using trial = await indexCorpus(app, documents);
  const reranker = featureReranker({ statistics: () => trial.index.statistics() });

  const latencies: number[] = [];
  const orders: OrderPair[] = [];
  const wrong: { readonly before: number; readonly after: number }[] = [];
  for (const { text, expected } of queries) {
    if (expected.kind !== "documents") throw new Error("a set in BEIR layout is judged by documents");
    const wrongIn = (hits: readonly Hit[]): number => (hits.some(({ chunk }) => (expected.grades.get(chunk.document) ?? 0) > 0) ? 0 : 1);
    const hits = await trial.index.search(text, { k: RETRIEVED });
    const startedMs = app.monotonicMs();
    const { hits: kept } = await rerankHits(text, hits, { reranker, k: KEPT });
    latencies.push(app.monotonicMs() - startedMs);
    wrong.push({ before: wrongIn(hits.slice(0, KEPT)), after: wrongIn(kept) });
    orders.push({ before: hits.slice(0, KEPT).map(({ chunk }) => chunk.id), after: kept.map(({ chunk }) => chunk.id) });
  }
  const differences = wrong.map(({ before, after }) => before - after);
  const shift = rerankShift(orders);
  if (shift === undefined) throw new Error(`${set} found nothing`);
  const sorted = latencies.toSorted((a, b) => a - b);
  return `| ${[
    set,
    queries.length,
    rate(wrong.map(({ before }) => before)),
    rate(wrong.map(({ after }) => after)),
    `${differences.filter((one) => one > 0).length} / ${differences.filter((one) => one < 0).length}`,
    randomizationTest(differences, { random: seededRandom(1) }).toFixed(3),
    `${shift.changed} (${percent(shift.rate.low)} to ${percent(shift.rate.high)}): ${shift.verdict}`,
    `${quantile(sorted, 0.5).toFixed(1)} / ${quantile(sorted, 0.95).toFixed(1)}`,
  ].join(" | ")} |`;
}

function rate(values: readonly number[]): string {
  const count = values.reduce((sum, value) => sum + value, 0);
  const { mean, low, high } = wilson(count, values.length);
  return `${count}: ${percent(mean)} [${percent(low)}, ${percent(high)}]`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
