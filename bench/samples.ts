// npm run bench:samples: small corpora drawn from the development sets, 20 to 200 documents each with the queries that they answer: is the default above
// plain BM25 there, too, and are samples below it more than the noise of few queries? Prints the Markdown of bench/README.md. Arguments: names of sets.
import { buildApp } from "../src/config.ts";
import type { CorpusRow, JudgedQuery } from "../src/flows/eval-retrieval/judged-set.ts";
import { scoreQueries } from "../src/flows/eval-retrieval/score.ts";
import { withSettings } from "../src/flows/retrieval-settings.ts";
import { seededRandom } from "../src/stats/random.ts";
import { dataFolder, readJsonl } from "./data.ts";
import { DEFAULTS, indexCorpus, readJudgedCorpus } from "./judged-sets.ts";
import type { JudgedCorpus } from "./judged-sets.ts";

const SETS = ["cranfield", "anthropic-docs-rag", "hugo-docs", "squad2-half", "xquad/en", "xquad/de", "xquad/zh", "xquad/ar"];
const SIZES = [20, 50, 100, 200];
const SEEDS = 10;
const QUERIES_MAX = 150;
/** Fewer say nothing. */
const QUERIES_MIN = 3;
/** What the default may be below BM25. */
const TOLERANCE = 0.005;
const RESAMPLES = 1000;

/** nDCG@10 of the default less that of BM25, one number a query. */
type Sample = readonly number[];

const app = await buildApp({ folder: dataFolder(), seed: 1, environment: {} });
const named = process.argv.slice(2);
const sets = named.length === 0 ? SETS : named;
const bySize = new Map<number, { readonly set: string; readonly sample: Sample; readonly chance: number }[]>(
  SIZES.map((size) => [size, []]),
);

print(["set", ...SIZES.map((size) => `${size} documents`)]);
print(["---", ...SIZES.map(() => "---")]);
for (const set of sets) {
  const corpus = readSet(set);
  const cells: string[] = [];
  for (const size of SIZES) {
    const samples = await samplesOf(corpus, size);
    const gain = mean(samples.map(mean));
    for (const sample of samples) bySize.get(size)?.push({ set, sample, chance: belowByChance(sample, gain) });
    cells.push(samples.length === 0 ? "" : `${signed(gain)}, ${samples.filter(isBelow).length} of ${samples.length} below`);
  }
  print([set, ...cells]);
}

process.stdout.write("\n");
print(["documents", "samples", "queries, median", "gain, mean of sets", `below by more than ${TOLERANCE}`, "of these by chance", "lowest"]);
print(["---", "---", "---", "---", "---", "---", "---"]);
for (const [size, all] of bySize) {
  if (all.length === 0) continue;
  const counts = all.map(({ sample }) => sample.length).toSorted((a, b) => a - b);
  const gains = sets.flatMap((set) => {
    const own = all.filter((each) => each.set === set);
    return own.length === 0 ? [] : [mean(own.map(({ sample }) => mean(sample)))];
  });
  print([
    String(size),
    String(all.length),
    String(counts[Math.floor(counts.length / 2)]),
    signed(mean(gains)),
    percent(all.filter(({ sample }) => isBelow(sample)).length / all.length),
    percent(mean(all.map(({ chance }) => chance))),
    signed(Math.min(...all.map(({ sample }) => mean(sample)))),
  ]);
}

/** By chance, and as many of neighbours in the order of the file, which are of one subject more often. */
async function samplesOf({ documents, queries }: JudgedCorpus, size: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  // A sample of nearly all is the set itself.
  if (size >= documents.length * 0.9) return samples;
  for (const kind of ["scattered", "neighbours"]) {
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seededRandom(1000 * size + seed + 1);
      const from = kind === "neighbours" ? Math.floor(random() * (documents.length - size + 1)) : 0;
      const rows = kind === "neighbours" ? documents.slice(from, from + size) : drawn(documents, size, random);
      const own = drawn(answered(queries, rows), QUERIES_MAX, random);
      if (own.length >= QUERIES_MIN) samples.push(await differences(rows, own));
    }
  }
  return samples;
}

/** Those with a right document among the rows, judged by these alone. */
function answered(queries: readonly JudgedQuery[], rows: readonly CorpusRow[]): readonly JudgedQuery[] {
  const ids = new Set(rows.map(({ id }) => id));
  return queries.flatMap((query) => {
    if (query.expected.kind !== "documents") throw new Error("a set in BEIR layout is judged by documents");
    const grades = new Map([...query.expected.grades].filter(([document]) => ids.has(document)));
    return [...grades.values()].some((grade) => grade > 0) ? [{ ...query, expected: { kind: "documents" as const, grades } }] : [];
  });
}

async function differences(rows: readonly CorpusRow[], queries: readonly JudgedQuery[]): Promise<Sample> {
  await using trial = await indexCorpus(app, rows);
  const scores = async (change: string): Promise<readonly number[]> => {
    const { ranking } = withSettings(DEFAULTS, [change]);
    const scored = await scoreQueries(queries, { retriever: trial.index, ranking, monotonicMs: () => app.monotonicMs() });
    return scored.map(({ ndcgAt10 }) => ndcgAt10);
  };
  const [own, plain] = [await scores("project"), await scores("bm25")];
  return own.map((score, at) => score - (plain[at] ?? 0));
}

function drawn<T>(items: readonly T[], count: number, random: () => number): readonly T[] {
  if (items.length <= count) return items;
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ item }) => item);
}

/** How often as many queries of this spread would lie below, if their true gain were `gain`. */
function belowByChance(sample: Sample, gain: number): number {
  const random = seededRandom(1);
  const shift = gain - mean(sample);
  let below = 0;
  for (let i = 0; i < RESAMPLES; i++) {
    let sum = 0;
    for (let n = 0; n < sample.length; n++) sum += (sample[Math.floor(random() * sample.length)] ?? 0) + shift;
    if (sum / sample.length < -TOLERANCE) below++;
  }
  return below / RESAMPLES;
}

function isBelow(sample: Sample): boolean {
  return mean(sample) < -TOLERANCE;
}

function readSet(set: string): JudgedCorpus {
  if (set === "squad2-half") {
    const documents = readJsonl<{ readonly _id: string; readonly title: string; readonly text: string }>(set, "corpus.jsonl");
    const questions = readJsonl<{ readonly id: string; readonly passage: string; readonly question: string; readonly answerable: boolean }>(
      set,
      "qa.jsonl",
    );
    return {
      documents: documents.map(({ _id, title, text }) => ({ id: _id, title, text })),
      queries: questions
        .filter(({ answerable }) => answerable)
        .map(({ id, question, passage }) => ({ id, text: question, expected: { kind: "documents", grades: new Map([[passage, 1]]) } })),
    };
  }
  return readJudgedCorpus(set);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
