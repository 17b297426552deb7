import type { Embedder } from "../../src/core/retrieval.ts";
import { textFeatures } from "../../src/flows/advise/features.ts";
import type { FeatureWeights } from "../../src/flows/advise/features.ts";
import { vectorFeature } from "../../src/flows/advise/match.ts";
import type { TrainedMatcher } from "../../src/flows/advise/matcher-file.ts";
import { trainSoftmax } from "../../src/learn/softmax.ts";
import type { SparseRow } from "../../src/learn/softmax.ts";
import { seededRandom } from "../../src/stats/random.ts";
import { likenessTo } from "./likeness.ts";
import type { Likeness } from "./likeness.ts";
import type { SaidText } from "./texts.ts";

/** Of the likeness to the mean vector of each label's texts. */
const LIKENESS_WEIGHT = 2;
/** Chosen by the texts of writers it was not trained on. */
const TRAINING = { epochs: 8, learningRate: 1, penalty: 0.001 };
/** A feature of a single text teaches nothing about the next. */
const TEXTS_MIN = 2;

export interface TrainingOptions {
  /** To leave kinds of features out. */
  readonly weights?: FeatureWeights;
  /** Without the likeness of vectors. */
  readonly likeness?: boolean;
}

/**
 * Learns which row answers a text: multinomial logistic regression over its features and the likeness of its vector to the mean of each label's texts.
 * The likeness is a linear map of the vector, so it is multiplied out into weights of the vector's numbers. The same texts: the same matcher.
 */
export async function trainMatcher(
  embedder: Embedder,
  said: readonly SaidText[],
  { weights, likeness = true }: TrainingOptions = {},
): Promise<TrainedMatcher> {
  const labels = [...new Set(said.map(({ row }) => row))].toSorted();
  const classes = said.map(({ row }) => labels.indexOf(row));
  const vectors = await embedder.embedBatch(
    said.map(({ text }) => text),
    { inputType: "document" },
  );
  const like = likenessTo(vectors, classes, labels.length);
  const features = said.map(({ text }, i) => {
    const own = new Map(textFeatures(text, weights));
    if (likeness)
      for (const [c, value] of like.of(vectors[i] ?? new Float32Array()).entries()) own.set(likeName(c), LIKENESS_WEIGHT * value);
    return own;
  });
  const columns = columnsOf(features);
  const rows = features.map((own) => sparse(own, columns));
  const model = trainSoftmax(
    { rows, classes, classCount: labels.length, columnCount: columns.size },
    { ...TRAINING, random: seededRandom(1) },
  );
  const learnt = { names: [...columns.keys()], labels, weights: model.weights, biases: model.biases };
  return likeness ? multipliedOut(learnt, like) : learnt;
}

function likeName(label: number): string {
  return `like ${label}`;
}

/** A column for each feature that enough texts have. */
function columnsOf(features: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const texts = new Map<string, number>();
  for (const own of features) for (const name of own.keys()) texts.set(name, (texts.get(name) ?? 0) + 1);
  return new Map([...texts].flatMap(([name, count]) => (count < TEXTS_MIN ? [] : [name])).map((name, column) => [name, column]));
}

function sparse(features: ReadonlyMap<string, number>, columnOf: ReadonlyMap<string, number>): SparseRow {
  const columns: number[] = [];
  const values: number[] = [];
  for (const [name, value] of features) {
    const column = columnOf.get(name);
    if (column === undefined) continue;
    columns.push(column);
    values.push(value);
  }
  return { columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** The same map with the vector's own numbers in place of its likeness to each label. */
function multipliedOut({ names, labels, weights, biases }: TrainedMatcher, { directions, offsets }: Likeness): TrainedMatcher {
  const count = labels.length;
  const dimensions = directions[0]?.length ?? 0;
  const dense = new Float64Array(dimensions * count);
  const moved = biases.slice();
  for (const [c, direction] of directions.entries()) {
    const column = names.indexOf(likeName(c));
    for (let label = 0; label < count; label += 1) {
      const weight = LIKENESS_WEIGHT * (weights[column * count + label] ?? 0);
      moved[label] = (moved[label] ?? 0) - weight * (offsets[c] ?? 0);
      for (const [d, value] of direction.entries()) dense[d * count + label] = (dense[d * count + label] ?? 0) + weight * value;
    }
  }
  const kept = [...names.keys()].filter((i) => !names[i]?.startsWith("like "));
  const all = new Float64Array((kept.length + dimensions) * count);
  for (const [at, i] of kept.entries()) all.set(weights.subarray(i * count, (i + 1) * count), at * count);
  all.set(dense, kept.length * count);
  const vectorNames = Array.from({ length: dimensions }, (_, d) => vectorFeature(d));
  return { names: [...kept.map((i) => names[i] ?? ""), ...vectorNames], labels, weights: all, biases: moved };
}
