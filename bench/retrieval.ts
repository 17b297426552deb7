// npm run bench:retrieval: nDCG@10, recall@10 and MRR@10 on the development sets with 95% intervals, default settings beside plain BM25, and what each
// switch adds. Prints the Markdown of bench/README.md. Arguments: names of sets; --tune adds what tuning earns on queries it did not see.
import { join } from "node:path";
import { buildApp } from "../src/config.ts";
import type { PairedDifference, RetrievalReport, RetrievalTuned, ScoreInterval } from "../src/core/results.ts";
import { runOperation } from "../src/operations.ts";
import { dataFolder } from "./data.ts";

const SETS = ["cranfield", "anthropic-docs-rag", "hugo-docs", "xquad/en", "xquad/de", "xquad/zh", "xquad/ar"];

/** Each switch turned from what the default has. */
const SWITCHES = [
  ["without pairs of words", "weights.bigram=0"],
  ["without headings", "weights.heading=0"],
  ["without the embedder", "weights.dense=0"],
  ["without the corpus-fitted leg", "weights.latent=0"],
  ["with feedback", "feedback=on"],
  ["with the built-in reranker", "rerank=builtin"],
  ["RRF", "fusion=rrf"],
  ["DBSF", "fusion=dbsf"],
  ["chunks of 150 to 400", "chunk.tokensMin=150,chunk.tokensMax=400"],
] as const;

const folder = dataFolder();
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const sets = named.length === 0 ? SETS : named;
const app = await buildApp({ folder, seed: 1, environment: {} });
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print("| set | queries | BM25 nDCG@10 | default nDCG@10 | gain over BM25 | recall@10 | MRR@10 | p50 | index |");
print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const set of sets) {
  const report = await evaluated(set, { against: "bm25" });
  const { against, latencyMs, index } = report;
  if (against === undefined) throw new Error("no comparison came back");
  print(
    `| ${set} | ${report.queries} | ${interval(against.ndcgAt10)} | **${interval(report.ndcgAt10)}** | ${gain(against.paired.ndcgAt10)} | ${interval(report.recallAt10)} | ${interval(report.mrrAt10)} | ${latencyMs.p50.toFixed(1)} ms | ${index.chunks} chunks, ${(index.bytes / 1e6).toFixed(1)} MB, ${(index.seconds ?? Number.NaN).toFixed(1)} s |`,
  );
}

print(`\nnDCG@10 of the default less one switch, paired, with its 95% interval; **bold** where that does not hold 0:\n`);
print(`| default less | ${sets.join(" | ")} |`);
print(`| --- |${" --- |".repeat(sets.length)}`);
for (const [name, change] of SWITCHES) {
  const cells: string[] = [];
  for (const set of sets) cells.push(gain((await evaluated(set, { against: change })).against?.paired.ndcgAt10));
  print(`| ${name} | ${cells.join(" | ")} |`);
}

if (process.argv.includes("--tune")) {
  print("\nWhat `tune retrieval --query-only` earns on queries that were held out, and an adapter on top of it:\n");
  print("| set | queries | default | tuned, held out | gain | decision | best found | adapter's gain on top | decision |");
  print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const set of sets) {
    // the operation's own result type; the table of verbs erases it
    const tuned = (await runOperation(app, "tune retrieval", { folder: join(folder, set), queryOnly: true })) as RetrievalTuned;
    const changes = Object.entries(tuned.changes).map(([key, value]) => `${key}=${value}`);
    print(
      `| ${set} | ${tuned.queries}${tuned.queriesLeft === 0 ? "" : ` of ${tuned.queries + tuned.queriesLeft}`} | ${interval(tuned.before)} | ${interval(tuned.heldOut?.ndcgAt10)} | ${gain(tuned.heldOut)} | ${tuned.decision} | ${changes.join(", ")} | ${gain(tuned.adapter?.heldOut)} | ${tuned.adapter?.decision ?? ""} |`,
    );
  }
}

async function evaluated(set: string, input: Record<string, unknown>): Promise<RetrievalReport> {
  // the operation's own result type; the table of verbs erases it
  return (await runOperation(app, "eval retrieval", { folder: join(folder, set), ...input })) as RetrievalReport;
}

function interval(score: ScoreInterval | undefined): string {
  return score === undefined ? "" : `${score.mean.toFixed(3)} [${score.low.toFixed(3)}, ${score.high.toFixed(3)}]`;
}

function gain(paired: PairedDifference | undefined): string {
  if (paired === undefined) return "";
  const { mean, low, high } = paired.difference;
  const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
  const text = `${signed(mean)} [${signed(low)}, ${signed(high)}]`;
  return paired.isSeparated ? `**${text}**` : text;
}
