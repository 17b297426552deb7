// npm run bench:search: search beside what a user would pick instead, in one run on one core.
//   node bench/search.ts [--parts vectors,keywords,hybrid,growth] [--chunks 100000,…] [--sizes 1000,10000,100000,1000000]
//     [--rounds 3] [--only "firstfit,SQLite FTS5"] [--out .cache/bench-search.json] [--chart docs/pictures/search-growth.svg]
// Prints Markdown; every single time stands in the JSON.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Mode, Task } from "./contender.ts";
import { benchCorpus } from "./corpus.ts";
import { growthChart } from "./growth-chart.ts";
import type { GrowthLine } from "./growth-chart.ts";
import { installPeers } from "./peers-install.ts";
import { isPinned, measured } from "./rounds.ts";
import type { Outcome } from "./rounds.ts";

const QUESTIONS = 200;
const DIMENSIONS = [384, 1_024] as const;
const DATA = ["unclustered", "clustered"] as const;
const root = fileURLToPath(new URL("..", import.meta.url));

const { values: options } = parseArgs({
  options: {
    parts: { type: "string", default: "vectors,keywords,hybrid,growth" },
    chunks: { type: "string", default: "100000" },
    sizes: { type: "string", default: "1000,10000,100000,1000000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    out: { type: "string", default: `${root}.cache/bench-search.json` },
    chart: { type: "string", default: `${root}docs/pictures/search-growth.svg` },
  },
});
const parts = options.parts.split(",");
const compared = options.chunks.split(",").map(Number);
const sizes = options.sizes.split(",").map(Number);
const rounds = Number(options.rounds);
const only = options.only?.split(",");
const raw: Record<string, readonly Outcome[]> = {};

print(
  `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, ${isPinned ? "one core" : "all cores (there is no taskset)"}, `,
);
print(`${QUESTIONS} questions, top 10, ${rounds} ${rounds === 1 ? "round" : "rounds in turn"}.\n`);
for (const chunks of compared) {
  if (parts.includes("vectors")) await vectors(chunks);
  if (parts.includes("keywords")) await keywords(chunks);
  if (parts.includes("hybrid")) await hybrid(chunks);
}
if (parts.includes("growth")) await growth();
async function vectors(chunks: number): Promise<void> {
  installPeers(["usearch"]);
  print(`\n## Vector scan, ${number(chunks)} vectors\n\n`);
  print("| vectors | | median | p95 | recall of the exact ten | one in ten allowed |\n| --- | --- | --- | --- | --- | --- |\n");
  for (const dimensions of DIMENSIONS) {
    for (const data of DATA) {
      const task = (contender: string): Task => ({ part: "vectors", contender, chunks, dimensions, data });
      const truth = await measured([task("exact")], { questions: QUESTIONS, rounds: 1, modes: ["plain"] });
      const rivals = await measured([task("firstfit"), task("usearch int8")], { questions: QUESTIONS, rounds, modes: ["plain"] });
      const filtered = await measured([task("firstfit")], { questions: QUESTIONS, rounds, modes: ["filtered"] });
      const all = [...rivals, ...truth];
      keep(`vectors ${chunks} ${dimensions} ${data}`, [...all, ...filtered]);
      for (const outcome of all) {
        const { contender } = outcome.task;
        const limited = contender === "firstfit" ? time(filtered[0], "filtered", 0.5) : "";
        const share = contender === "exact" ? "" : recall(outcome, truth[0]);
        print(`| ${dimensions} ${data} | ${contender} | ${figures(outcome, rivals[0], "plain")} | ${share} | ${limited} |\n`);
      }
    }
  }
}

async function keywords(chunks: number): Promise<void> {
  installPeers(["minisearch", "@orama/orama", "wink-bm25-text-search", "wink-nlp-utils"]);
  const tasks = ["firstfit", "SQLite FTS5", "MiniSearch", "wink-bm25", "Orama"].map((contender): Task => ({
    part: "keywords",
    contender,
    chunks,
  }));
  const outcomes = await measured(chosen([...tasks, { part: "ingest", contender: "firstfit, words and vectors", chunks }]), {
    questions: QUESTIONS,
    rounds,
    modes: ["plain"],
  });
  keep(`keywords ${chunks}`, outcomes);
  print(
    `\n## Keyword search, ${number(chunks)} chunks\n\n${benchCorpus(chunks).recipe}; any word may match.${outcomes.some(({ task }) => task.part === "ingest") ? " The last line also embeds every chunk and asks both legs." : ""}\n\n`,
  );
  print("| | build | median | p95 | memory |\n| --- | --- | --- | --- | --- |\n");
  for (const outcome of outcomes)
    print(
      `| ${outcome.task.contender} | ${build(outcome, outcomes[0])} | ${figures(outcome, outcomes[0], "plain")} | ${memory(outcome)} |\n`,
    );
}

async function hybrid(chunks: number): Promise<void> {
  installPeers(["@lancedb/lancedb"]);
  const outcomes = await measured(chosen(["firstfit", "LanceDB"].map((contender) => ({ part: "hybrid", contender, chunks }))), {
    questions: QUESTIONS,
    rounds,
    modes: ["plain", "filtered"],
  });
  keep(`hybrid ${chunks}`, outcomes);
  print(`\n## Hybrid query, ${number(chunks)} chunks\n\n`);
  print(
    "From the question's text to ten chunks with their text; LanceDB is given the question's vector. Embedding the chunks is not counted.\n\n",
  );
  print("| | build | median | p95 | one in ten allowed | p95 | open and ask once | memory |\n");
  print("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const outcome of outcomes) {
    const both = `${figures(outcome, outcomes[0], "plain")} | ${figures(outcome, outcomes[0], "filtered")}`;
    const reopened = outcome.reopenMs === undefined ? "" : `${outcome.reopenMs.toFixed(0)} ms`;
    print(`| ${outcome.task.contender} | ${build(outcome, outcomes[0])} | ${both} | ${reopened} | ${memory(outcome)} |\n`);
  }
}

/** Those that `--only` names, or all. */
function chosen(tasks: readonly Task[]): readonly Task[] {
  return tasks.filter(({ contender }) => only?.includes(contender) ?? true);
}

/** firstfit alone, size after size. */
async function growth(): Promise<void> {
  const kinds = [
    { name: "vector scan, 384 numbers", task: { part: "vectors", dimensions: 384, data: "unclustered" } },
    { name: "BM25", task: { part: "keywords" } },
    { name: "hybrid query from the index file", task: { part: "hybrid" } },
  ] as const;
  const lines: GrowthLine[] = [];
  print("\n## Growth\n\n| | chunks | build | median | p95 | open and ask once | memory | on disk |\n");
  print("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const { name, task } of kinds) {
    const points: { readonly chunks: number; readonly ms: number }[] = [];
    for (const size of sizes) {
      const plan = { questions: QUESTIONS, rounds, modes: ["plain"] as const };
      const [outcome] = await measured([{ ...task, contender: "firstfit", chunks: size }], plan);
      if (outcome === undefined) continue;
      keep(`growth ${name} ${size}`, [outcome]);
      const ms = quantile(outcome.timesMs?.plain, 0.5);
      if (ms !== undefined) points.push({ chunks: size, ms });
      const reopened = outcome.reopenMs === undefined ? "" : `${outcome.reopenMs.toFixed(0)} ms`;
      const disk = outcome.bytesOnDisk === undefined ? "" : `${(outcome.bytesOnDisk / 1e6).toFixed(0)} MB`;
      print(
        `| ${name} | ${number(size)} | ${build(outcome, undefined)} | ${figures(outcome, undefined, "plain")} | ${reopened} | ${memory(outcome)} | ${disk} |\n`,
      );
    }
    lines.push({ name, points });
  }
  mkdirSync(dirname(options.chart), { recursive: true });
  writeFileSync(options.chart, growthChart(lines));
}

/** Median and p95, the median also as a multiple of the first contender's. */
function figures(outcome: Outcome, first: Outcome | undefined, mode: Mode): string {
  if (outcome.failure !== undefined) return `${outcome.failure} | `;
  const base = quantile(first?.timesMs?.[mode], 0.5);
  const median = quantile(outcome.timesMs?.[mode], 0.5);
  const ratio = base === undefined || median === undefined || outcome === first ? "" : ` (${times(median / base)})`;
  return `${time(outcome, mode, 0.5)}${ratio} | ${time(outcome, mode, 0.95)}`;
}

function time(outcome: Outcome | undefined, mode: Mode, share: number): string {
  const ms = quantile(outcome?.timesMs?.[mode], share);
  return ms === undefined ? (outcome?.failure ?? "") : `${ms.toPrecision(3)} ms`;
}

function quantile(timesMs: readonly number[] | undefined, share: number): number | undefined {
  const sorted = (timesMs ?? []).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function build({ buildMs, failure }: Outcome, first: Outcome | undefined): string {
  if (buildMs === undefined) return failure ?? "";
  const base = first?.buildMs;
  const ratio = base === undefined || base === buildMs ? "" : ` (${times(buildMs / base)})`;
  return `${(buildMs / 1000).toFixed(2)} s${ratio}`;
}

/** Two digits below 100, whole numbers above. */
function times(ratio: number): string {
  return `${ratio < 100 ? ratio.toPrecision(2) : number(Math.round(ratio))}×`;
}

function memory({ memoryMb }: Outcome): string {
  return memoryMb === undefined ? "" : `${memoryMb.toFixed(0)} MB`;
}

/** Share of the true ten that were found, over all questions. */
function recall(outcome: Outcome, truth: Outcome | undefined): string {
  const wanted = truth?.found ?? [];
  if (outcome.found === undefined || wanted.length === 0) return "";
  let found = 0;
  let all = 0;
  for (const [n, rows] of wanted.entries()) {
    const got = new Set(outcome.found[n]);
    found += rows.filter((row) => got.has(row)).length;
    all += rows.length;
  }
  return (found / all).toFixed(4);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** After each part, so that a run that is ended early keeps what it has. */
function keep(name: string, outcomes: readonly Outcome[]): void {
  raw[name] = outcomes;
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(raw)}\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
