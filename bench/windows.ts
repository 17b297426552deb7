// npm run bench:windows: the default beside plain BM25 on five long texts, each cut into windows of 900 characters that are an index of their own; right are
// the windows that hold a part of an excerpt that answers the question. Prints the Markdown of bench/README.md.
import { buildApp } from "../src/config.ts";
import type { JudgedQuery } from "../src/flows/eval-retrieval/judged-set.ts";
import { scoreQueries } from "../src/flows/eval-retrieval/score.ts";
import { withSettings } from "../src/flows/retrieval-settings.ts";
import { comparePaired } from "../src/stats/paired.ts";
import { seededRandom } from "../src/stats/random.ts";
import { dataFolder, readJsonl } from "./data.ts";
import { DEFAULTS, indexCorpus } from "./judged-sets.ts";

const WINDOW = 900;

interface LongText {
  readonly _id: string;
  readonly text: string;
}

interface Question {
  readonly _id: string;
  readonly text: string;
  readonly corpus_id: string;
  readonly references: readonly { readonly start_index: number; readonly end_index: number }[];
}

const app = await buildApp({ folder: dataFolder(), seed: 1, environment: {} });
const questions = readJsonl<Question>("chunking-evaluation", "questions.jsonl");
const print = (cells: readonly (string | number)[]): void => void process.stdout.write(`| ${cells.join(" | ")} |\n`);

print(["text", "windows", "questions", "default less BM25, nDCG@10"]);
print(["---", "---", "---", "---"]);
for (const { _id: id, text } of readJsonl<LongText>("chunking-evaluation", "documents.jsonl")) {
  const starts = Array.from({ length: Math.ceil(text.length / WINDOW) }, (_, at) => at * WINDOW);
  const documents = starts.map((start) => ({ id: String(start), title: "", text: text.slice(start, start + WINDOW) }));
  const queries = questions.filter(({ corpus_id }) => corpus_id === id).map((question) => judged(question));
  await using trial = await indexCorpus(app, documents);
  const scores: (readonly number[])[] = [];
  for (const change of ["bm25", "project"]) {
    const { ranking } = withSettings(DEFAULTS, [change]);
    const scored = await scoreQueries(queries, { retriever: trial.index, ranking, monotonicMs: () => app.monotonicMs() });
    scores.push(scored.map(({ ndcgAt10 }) => ndcgAt10));
  }
  const { difference } = comparePaired(scores[0] ?? [], scores[1] ?? [], { random: seededRandom(1) });
  print([id, documents.length, queries.length, `${signed(difference.mean)} [${signed(difference.low)}, ${signed(difference.high)}]`]);
}

/** Every window that an excerpt lies in, or a part of it. */
function judged({ _id, text, references }: Question): JudgedQuery {
  const windows = references.flatMap(({ start_index: start, end_index: end }) => {
    const [first, last] = [Math.floor(start / WINDOW), Math.floor((end - 1) / WINDOW)];
    return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * WINDOW);
  });
  return { id: _id, text, expected: { kind: "documents", grades: new Map(windows.map((start) => [String(start), 1])) } };
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
}
