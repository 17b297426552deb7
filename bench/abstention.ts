// npm run bench:abstention: how often the built-in answerer answers, and how often it says "not found in sources", on articles that it was not fitted on.
// Everything fitted comes from four articles of squad2-half; an index of the other four is asked their own questions and those of the first four. Then the halves swap.
import type { Index } from "../src/core/retrieval.ts";
import { ask } from "../src/flows/ask.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { extractiveAnswerer } from "../src/models/extractive.ts";
import { shippedKnowledge } from "../src/models/extractive/word-knowledge.ts";
import { wilson } from "../src/stats/intervals.ts";
import { calibrate } from "../scripts/extractive/calibrate.ts";
import { articlesOf, passageIndex, trainingSet } from "../scripts/extractive/examples.ts";
import type { Collection, Passage, Row } from "../scripts/extractive/examples.ts";
import { readJsonl } from "./data.ts";

interface Outcome {
  readonly role: "answerable" | "unanswerable" | "foreign";
  readonly isAnswered: boolean;
  /** The passage that the question was written for is cited. */
  readonly isRight: boolean;
  /** Some quote contains a gold answer. */
  readonly holdsGold: boolean;
  readonly citations: number;
}

const collection: Collection = {
  passages: readJsonl<Passage>("squad2-half", "corpus.jsonl"),
  rows: readJsonl<Row>("squad2-half", "qa.jsonl"),
  embedder: builtinEmbedder(),
  knowledge: shippedKnowledge(),
};
const articles = articlesOf(collection.passages);
const halves = [articles.slice(0, articles.length / 2), articles.slice(articles.length / 2)] as const;
const report: Record<string, Record<string, Rate>> = {};
const pooled: Outcome[] = [];
for (const [fitted, tested] of [
  [halves[1], halves[0]],
  [halves[0], halves[1]],
] as const) {
  const coefficients = calibrate(await trainingSet(collection, fitted));
  await using index = await passageIndex(
    collection.passages.filter(({ title }) => tested.includes(title)),
    collection.embedder,
  );
  const outcomes = await askEverything(index, tested, extractiveAnswerer({ coefficients }));
  pooled.push(...outcomes);
  report[`index of ${tested.join(", ")}`] = rates(outcomes);
}
report["both"] = rates(pooled);
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(report)}\n`);
else for (const [name, table] of Object.entries(report)) process.stdout.write(`${name}\n${Object.entries(table).map(line).join("\n")}\n\n`);

async function askEverything(index: Index, tested: readonly string[], answerer: ReturnType<typeof extractiveAnswerer>): Promise<Outcome[]> {
  const titles = new Map(collection.passages.map(({ _id, title }) => [_id, title]));
  const outcomes: Outcome[] = [];
  for (const row of collection.rows) {
    const isOwn = tested.includes(titles.get(row.passage) ?? "");
    const answer = await ask(row.question, { index, answerer, monotonicMs: () => 0 });
    const citations = answer.kind === "answered" ? answer.citations : [];
    outcomes.push({
      role: isOwn ? (row.answerable ? "answerable" : "unanswerable") : "foreign",
      isAnswered: answer.kind === "answered",
      isRight: citations.some(({ document }) => document === row.passage),
      holdsGold: citations.some(({ quote }) => row.answers.some((gold) => quote.includes(gold))),
      citations: citations.length,
    });
  }
  return outcomes;
}

interface Rate {
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
  readonly n: number;
}

function rates(outcomes: readonly Outcome[]): Record<string, Rate> {
  const of = (role: Outcome["role"]): readonly Outcome[] => outcomes.filter((outcome) => outcome.role === role);
  const rate = (among: readonly Outcome[], holds: (outcome: Outcome) => boolean): Rate => ({
    ...wilson(among.filter(holds).length, among.length),
    n: among.length,
  });
  const answered = of("answerable").filter(({ isAnswered }) => isAnswered);
  return {
    "answerable: answered, right passage cited": rate(of("answerable"), ({ isAnswered, isRight }) => isAnswered && isRight),
    "answerable: answered": rate(of("answerable"), ({ isAnswered }) => isAnswered),
    "answered: a quote contains a gold answer": rate(answered, ({ holdsGold }) => holdsGold),
    "answered: citations an answer": {
      mean: answered.reduce((sum, { citations }) => sum + citations, 0) / answered.length,
      n: answered.length,
    },
    "other articles: abstained": rate(of("foreign"), ({ isAnswered }) => !isAnswered),
    "same articles, no answer: abstained": rate(of("unanswerable"), ({ isAnswered }) => !isAnswered),
  };
}

function line([name, { mean, low, high, n }]: [string, Rate]): string {
  const interval = low === undefined || high === undefined ? "" : `  [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `  ${name.padEnd(44)} ${mean.toFixed(3)}${interval}  n=${n}`;
}
