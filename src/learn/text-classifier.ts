import { nestedOrder } from "../stats/folds.ts";
import { seededRandom } from "../stats/random.ts";
import type { Random } from "../stats/random.ts";
import { probabilities, trainSoftmax } from "./softmax.ts";
import { termNumbers } from "./text-terms.ts";
import { fitTfIdf } from "./tf-idf.ts";
import type { TermCounts } from "./tf-idf.ts";

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** Says of a text which label it would have. */
export interface TextClassifier {
  labelOf(text: string): string;
  /** Ascending. */
  readonly labels: readonly string[];
  /** Examples that it was trained on: all of them, or as many as the bounds on time allow. */
  readonly trainedOn: number;
}

/** What the classifier is, for definitions of candidates; a change of any of it makes another classifier. */
export const TEXT_CLASSIFIER = { terms: "words, pairs, runs of 4 letters", epochs: 6, learningRate: 2, penalty: 0, seed: 1 } as const;

/** More are no few categories, and weights for each would fill the memory. */
export const LABELS_MAX = 500;
/** Numbers that are learnt: 128 MB. */
const WEIGHTS_MAX = 1 << 24;
const COLUMNS_MAX = 60_000;
/** Products of values, classes and epochs: some seconds of one core. 10,000 questions with 77 labels take a quarter of it. */
const WORK_MAX = 1e9;

/**
 * TF-IDF over words, pairs of words and runs of letters, and a softmax regression on it: the classical baseline for texts with labels. Its parameters
 * are fixed; they were chosen on 1,000 of Banking77's training questions, where accuracy moves by less than a point around them (bench/README.md). Same
 * examples: same classifier, to the bit. Where time would run away, it is trained on so many examples as fit, every label in its share.
 *
 * Throws RangeError for no example and for more than `LABELS_MAX` labels. With a single label it has nothing to learn and always says that one.
 */
export function trainTextClassifier(
  examples: readonly LabelledText[],
  { workMax = WORK_MAX }: { readonly workMax?: number } = {},
): TextClassifier {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  if (labels.length === 0 || labels.length > LABELS_MAX) throw new RangeError(`${labels.length} labels make no classifier.`);
  const numberOf = new Map(labels.map((label, at) => [label, at]));
  const random = seededRandom(TEXT_CLASSIFIER.seed);
  const classes = examples.map(({ label }) => numberOf.get(label) ?? 0);
  const numbers = termNumbers();
  const counted = examples.map(({ text }) => numbers.counted(text));
  const kept = withinWork(counted, { classes, classCount: labels.length, random, workMax });
  const classOf = fitClassifier({
    texts: kept.map((at) => counted[at] as TermCounts), // places of examples
    classes: kept.map((at) => classes[at] as number),
    classCount: labels.length,
    random,
  });
  return { labels, trainedOn: kept.length, labelOf: (text) => labels[classOf(numbers.known(text))] ?? "" };
}

export interface ClassifierExamples {
  readonly texts: readonly TermCounts[];
  /** The class of each text, counted from 0. */
  readonly classes: readonly number[];
  readonly classCount: number;
  /** Orders the examples of every epoch. */
  readonly random: Random;
}

/** The same classifier over texts whose terms are counted already. Of equally likely classes the first is said. */
export function fitClassifier({ texts, classes, classCount, random }: ClassifierExamples): (text: TermCounts) => number {
  const weights = fitTfIdf(texts, { columnsMax: Math.min(COLUMNS_MAX, Math.floor(WEIGHTS_MAX / Math.max(1, classCount))) });
  const { epochs, learningRate, penalty } = TEXT_CLASSIFIER;
  const model = trainSoftmax(
    { rows: texts.map((text) => weights.rowOf(text)), classes, classCount, columnCount: weights.columnCount },
    { epochs, learningRate, penalty, random },
  );
  return (text) => {
    const shares = probabilities(model, weights.rowOf(text));
    return shares.reduce((best, share, at) => (share > (shares[best] as number) ? at : best), 0);
  };
}

/** What training on these texts takes, in products. */
export function trainingWork(texts: readonly TermCounts[], classCount: number): number {
  return TEXT_CLASSIFIER.epochs * classCount * texts.reduce((sum, { terms }) => sum + terms.length, 0);
}

/** Places of the examples to train on, in their own order. */
function withinWork(
  counted: readonly TermCounts[],
  { classes, classCount, random, workMax }: Omit<ClassifierExamples, "texts"> & { readonly workMax: number },
): readonly number[] {
  const work = trainingWork(counted, classCount);
  const places = counted.map((_, at) => at);
  if (work <= workMax) return places;
  const most = Math.max(1, Math.floor((counted.length * workMax) / work));
  return nestedOrder(classes, places, random)
    .slice(0, most)
    .toSorted((a, b) => a - b);
}
