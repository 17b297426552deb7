import { shuffled } from "../stats/random.ts";
import type { Random } from "../stats/random.ts";

/** One example's features that are not zero, by the numbers of their columns. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

export interface SoftmaxExamples {
  readonly rows: readonly SparseRow[];
  /** The class of each row, counted from 0. */
  readonly classes: readonly number[];
  readonly classCount: number;
  readonly columnCount: number;
}

export interface SoftmaxOptions {
  readonly epochs: number;
  /** Of the first epoch; it falls as 1 / (1 + epoch / 20). */
  readonly learningRate: number;
  /** L2 penalty on the weights that an example touches. */
  readonly penalty: number;
  /** Orders the examples of every epoch. */
  readonly random: Random;
}

/** A linear classifier over sparse features. Columns that it was not trained on are passed over. */
export interface SoftmaxModel {
  readonly classCount: number;
  /** columns x classes. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/**
 * Multinomial logistic regression by stochastic gradient descent: the cross-entropy of the softmax of a linear map (Bishop, "Pattern Recognition and
 * Machine Learning", 2006, 4.3.4). Same examples, options and random numbers: same model, to the bit. Cost is epochs x values x classes.
 */
export function trainSoftmax(examples: SoftmaxExamples, { epochs, learningRate, penalty, random }: SoftmaxOptions): SoftmaxModel {
  const { rows, classes, classCount, columnCount } = examples;
  const weights = new Float64Array(columnCount * classCount);
  const biases = new Float64Array(classCount);
  const model = { classCount, weights, biases };
  let order: readonly number[] = rows.map((_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    order = shuffled(order, random);
    const rate = learningRate / (1 + epoch / 20);
    for (const at of order) {
      const row = rows[at] as SparseRow; // order holds places of rows
      const errors = probabilities(model, row);
      const own = classes[at] as number;
      errors[own] = (errors[own] as number) - 1;
      // The bias moves slower, so that it does not take what a rare feature should say.
      for (let c = 0; c < classCount; c += 1) biases[c] = (biases[c] as number) - 0.1 * rate * (errors[c] as number);
      descend({ weights, row, errors, rate, penalty });
    }
  }
  return model;
}

interface Step {
  readonly weights: Float64Array;
  readonly row: SparseRow;
  readonly errors: Float64Array;
  readonly rate: number;
  readonly penalty: number;
}

function descend({ weights, row, errors, rate, penalty }: Step): void {
  const count = errors.length;
  const { columns, values } = row;
  // counted loops: an iterator makes a pair for each entry, and this is where training spends its time
  for (let i = 0; i < columns.length; i += 1) {
    const from = (columns[i] as number) * count;
    const value = values[i] as number;
    for (let c = 0; c < count; c += 1) {
      const place = from + c;
      const weight = weights[place] as number;
      weights[place] = weight - rate * ((errors[c] as number) * value + penalty * weight);
    }
  }
}

/** The probability of each class; they sum to 1. */
export function probabilities({ classCount, weights, biases }: SoftmaxModel, { columns, values }: SparseRow): Float64Array {
  const scores = new Float64Array(biases);
  for (let i = 0; i < columns.length; i += 1) {
    const from = (columns[i] as number) * classCount;
    if (from + classCount > weights.length) continue;
    const value = values[i] as number;
    for (let c = 0; c < classCount; c += 1) scores[c] = (scores[c] as number) + (weights[from + c] as number) * value;
  }
  let highest = -Infinity;
  for (let c = 0; c < classCount; c += 1) highest = Math.max(highest, scores[c] as number);
  let sum = 0;
  for (let c = 0; c < classCount; c += 1) {
    const share = Math.exp((scores[c] as number) - highest);
    scores[c] = share;
    sum += share;
  }
  for (let c = 0; c < classCount; c += 1) scores[c] = (scores[c] as number) / sum;
  return scores;
}
