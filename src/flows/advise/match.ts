import type { AdviceMatch, RowId } from "../../core/advice.ts";
import type { Embedder } from "../../core/retrieval.ts";
import { probabilities, trainSoftmax } from "../../learn/softmax.ts";
import type { SoftmaxModel, SparseRow } from "../../learn/softmax.ts";
import { seededRandom } from "../../stats/random.ts";
import { textFeatures } from "./features.ts";
import { SAID_AT_FIRST } from "./said-at-first.ts";
import { SAID_AT_LENGTH } from "./said-at-length.ts";
import { SAID_IN_CHATS } from "./said-in-chats.ts";
import { SAID_ELSEWHERE, SAID_ELSEWHERE_AT_LENGTH } from "./said-elsewhere.ts";
import { SAID_IN_MEETINGS } from "./said-in-meetings.ts";
import { SAID_IN_STORIES } from "./said-in-stories.ts";
import { SAID_IN_TICKETS } from "./said-in-tickets.ts";
import { SAID_LATELY } from "./said-lately.ts";
import { SAID_OF_MODELS } from "./said-models.ts";
import { SAID_OF_PROMPTS } from "./said-prompts.ts";
import { rowOf } from "./table.ts";
import type { SaidByRow } from "./table.ts";

/** Below this belief nothing is said with certainty: by the texts of writers it was not trained on, more than half of what is below it would be wrong. */
const BELIEF_MIN = 0.25;
/** Of the likeness to the mean vector of each row's paraphrases. */
const LIKENESS_WEIGHT = 2;
/** Chosen by the texts of writers it was not trained on. */
const TRAINING = { epochs: 8, learningRate: 1, penalty: 0.003 };
/** A feature of a single text teaches nothing about the next, and takes its time. */
const TEXTS_MIN = 3;
const ELSEWHERE = "elsewhere";
/** Each by somebody else. Leaving out one of them in turn tells how the matcher does on a stranger's words. */
export const SAID_BY_WRITERS: readonly SaidByRow[] = [SAID_IN_TICKETS, SAID_IN_CHATS, SAID_IN_MEETINGS];

type Label = RowId | typeof ELSEWHERE;

export interface Paraphrase {
  readonly text: string;
  readonly label: Label;
}

export interface Match {
  readonly unsure: boolean;
  /** Best first: three, or where it is unsure the two nearest rows. */
  readonly matches: readonly AdviceMatch[];
}

export interface Matcher {
  match(claim: string): Promise<Match>;
}

/** What people say, each with the row that answers it: the texts that the matcher is trained on. */
export function paraphrases(): readonly Paraphrase[] {
  const rows = [SAID_OF_PROMPTS, SAID_OF_MODELS, SAID_AT_LENGTH, SAID_IN_STORIES, SAID_LATELY, SAID_AT_FIRST, ...SAID_BY_WRITERS].flatMap(
    paraphrasesIn,
  );
  const elsewhere = [SAID_ELSEWHERE, SAID_ELSEWHERE_AT_LENGTH].flatMap(linesOf).map((text) => ({ text, label: ELSEWHERE }) as const);
  return [...rows, ...elsewhere];
}

/** The texts of one list. */
export function paraphrasesIn(said: SaidByRow): readonly Paraphrase[] {
  return Object.entries(said).flatMap(([label, texts]) => linesOf(texts).map((text) => ({ text, label: label as Label })));
}

function linesOf(texts: string): readonly string[] {
  return texts.split("\n").filter((line) => line.trim() !== "");
}

/**
 * Learns from the paraphrases which row answers a text: a linear classifier over stems, runs of letters, turns of speech, figures, and the likeness of
 * the text's vector to the mean of each row's. It takes some tenths of a second and asks nobody. The same paraphrases and embedder: the same matcher.
 */
export async function trainMatcher(embedder: Embedder, said: readonly Paraphrase[] = paraphrases()): Promise<Matcher> {
  const labels = [...new Set(said.map(({ label }) => label))].toSorted();
  const classes = said.map(({ label }) => labels.indexOf(label));
  const vectors = await embedder.embedBatch(
    said.map(({ text }) => text),
    { inputType: "document" },
  );
  const likeness = likenessTo(vectors, classes, labels.length);
  const featuresOf = (text: string, vector: Float32Array): ReadonlyMap<string, number> => {
    const features = textFeatures(text);
    for (const [i, value] of likeness(vector).entries()) features.set(`like ${labels[i] ?? ""}`, LIKENESS_WEIGHT * value);
    return features;
  };
  const features = said.map(({ text }, i) => featuresOf(text, vectors[i] ?? new Float32Array()));
  const columns = columnsOf(features);
  const columnOf = (name: string): number | undefined => columns.get(name);
  const rows = features.map((own) => sparse(own, columnOf));
  const model = trainSoftmax(
    { rows, classes, classCount: labels.length, columnCount: columns.size },
    { ...TRAINING, random: seededRandom(1) },
  );
  return {
    async match(claim) {
      const [vector = new Float32Array()] = await embedder.embedBatch([claim], { inputType: "document" });
      return decided(believed(model, labels, sparse(featuresOf(claim, vector), columnOf)));
    },
  };
}

/** A column for each feature that enough texts have. */
function columnsOf(features: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const texts = new Map<string, number>();
  for (const own of features) for (const name of own.keys()) texts.set(name, (texts.get(name) ?? 0) + 1);
  return new Map([...texts].flatMap(([name, count]) => (count < TEXTS_MIN ? [] : [name])).map((name, column) => [name, column]));
}

function sparse(features: ReadonlyMap<string, number>, columnOf: (name: string) => number | undefined): SparseRow {
  const columns: number[] = [];
  const values: number[] = [];
  for (const [name, value] of features) {
    const column = columnOf(name);
    if (column === undefined) continue;
    columns.push(column);
    values.push(value);
  }
  return { columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

interface Belief {
  readonly label: Label;
  readonly belief: number;
}

function believed(model: SoftmaxModel, labels: readonly Label[], row: SparseRow): readonly Belief[] {
  const beliefs = probabilities(model, row);
  // ties by name, as everywhere
  return labels
    .map((label, i) => ({ label, belief: beliefs[i] ?? 0 }))
    .toSorted((a, b) => b.belief - a.belief || (a.label < b.label ? -1 : 1));
}

function decided(beliefs: readonly Belief[]): Match {
  const best = beliefs[0];
  const unsure = best === undefined || best.label === ELSEWHERE || best.belief < BELIEF_MIN;
  const rows = beliefs.flatMap(({ label, belief }): AdviceMatch[] =>
    label === ELSEWHERE ? [] : [{ row: label, move: rowOf(label).move, confidence: Number(belief.toFixed(3)) }],
  );
  return { unsure, matches: rows.slice(0, unsure ? 2 : 3) };
}

/** How alike a vector is to each class's mean, less what all have in common. */
function likenessTo(
  vectors: readonly Float32Array[],
  classes: readonly number[],
  count: number,
): (vector: Float32Array) => readonly number[] {
  const dimensions = vectors[0]?.length ?? 0;
  const means = Array.from({ length: count }, () => new Float64Array(dimensions));
  const sizes = means.map((_, c) => classes.filter((own) => own === c).length);
  for (const [i, vector] of vectors.entries()) {
    const mean = means[classes[i] ?? 0];
    const size = sizes[classes[i] ?? 0] ?? 1;
    if (mean !== undefined) for (const [d, value] of vector.entries()) mean[d] = (mean[d] ?? 0) + value / size;
  }
  const common = new Float64Array(dimensions).map((_, d) => means.reduce((sum, mean) => sum + (mean[d] ?? 0), 0) / count);
  const directions = means.map((mean) => {
    const own = mean.map((value, d) => value - (common[d] ?? 0));
    const length = Math.hypot(...own) || 1;
    return own.map((value) => value / length);
  });
  // what the common part adds is the same for every text
  const offsets = directions.map((direction) => dot(direction, common));
  return (vector) => directions.map((direction, c) => dot(direction, vector) - (offsets[c] ?? 0));
}

function dot(a: Float64Array, b: Float32Array | Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += (a[d] as number) * (b[d] ?? 0);
  return sum;
}
