// npm run bench:spelling: what misspelled questions cost plain BM25, and what correction brings back. Two letters in the middle are swapped in every third of
// a question's words of five letters and more, from the first one on. Prints the Markdown of docs/languages.md. Arguments: names of sets.
import { buildApp } from "../src/config.ts";
import { scoreQueries } from "../src/flows/eval-retrieval/score.ts";
import { withSettings } from "../src/flows/retrieval-settings.ts";
import { dataFolder } from "./data.ts";
import { DEFAULTS, indexCorpus, readJudgedCorpus } from "./judged-sets.ts";

const SETS = ["cranfield", "anthropic-docs-rag", "hugo-docs", "xquad/en", "xquad/de"];

const app = await buildApp({ folder: dataFolder(), seed: 1, environment: {} });
const named = process.argv.slice(2);
const print = (cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(" | ")} |\n`);

print(["nDCG@10", "as typed", "as typed, with correction", "misspelled", "misspelled, with correction"]);
print(["---", "---", "---", "---", "---"]);
for (const set of named.length === 0 ? SETS : named) {
  const { documents, queries } = readJudgedCorpus(set);
  await using trial = await indexCorpus(app, documents);
  const cells: string[] = [];
  for (const asked of [queries, queries.map((query) => ({ ...query, text: misspelled(query.text) }))]) {
    for (const changes of [["bm25"], ["bm25", "spelling=on"]]) {
      const { ranking } = withSettings(DEFAULTS, changes);
      const scores = await scoreQueries(asked, { retriever: trial.index, ranking, monotonicMs: () => app.monotonicMs() });
      cells.push((scores.reduce((sum, { ndcgAt10 }) => sum + ndcgAt10, 0) / scores.length).toFixed(4));
    }
  }
  print([set, ...cells]);
}

function misspelled(text: string): string {
  let words = 0;
  return text.replace(/\p{L}{5,}/gu, (word) => {
    const middle = Math.floor(word.length / 2);
    const swapped = `${word.slice(0, middle - 1)}${word[middle]}${word[middle - 1]}${word.slice(middle + 1)}`;
    return words++ % 3 === 0 ? swapped : word;
  });
}
