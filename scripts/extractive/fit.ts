// Fits the extractive answerer: a conditional logistic choice (McFadden 1974) among the sentences of each question and "no answer".
import type { ChoiceWeights, Coefficients } from "../../src/models/extractive/scoring.ts";

/** One question with its candidates' features in rows. */
export interface Example {
  /** Row by row: one row a candidate, one column a feature. */
  readonly rows: Float64Array;
  readonly count: number;
  readonly question: Float64Array;
  /** Candidates that hold the answer; none when the right choice is "no answer". */
  readonly hits: readonly boolean[];
  readonly weight: number;
}

export interface FeatureNames {
  readonly candidate: readonly string[];
  readonly question: readonly string[];
}

const STEPS_MAX = 300;

/** Weights in the features' own units; the quadratic penalty acts on weights of features of mean 0 and deviation 1. */
export function fitChoice(examples: readonly Example[], names: FeatureNames, penalty: number): ChoiceWeights {
  const columns = names.candidate.length;
  const questionColumns = names.question.length;
  const used = examples.filter(({ count }) => count > 0);
  const candidateScale = scaleOf(
    used.map(({ rows }) => rows),
    columns,
  );
  const questionScale = scaleOf(
    used.map(({ question }) => question),
    questionColumns,
  );
  const data = used.map((example) => ({
    ...example,
    rows: standardised(example.rows, candidateScale),
    question: standardised(example.question, questionScale),
  }));
  const start = new Float64Array(columns + questionColumns + 1);
  const weights = minimise((at) => lossOf(data, at, { columns, questionColumns, penalty }), start, STEPS_MAX);
  const candidate = names.candidate.map((_, j) => (weights[j] ?? 0) / (candidateScale.deviation[j] ?? 1));
  const question = names.question.map((_, j) => (weights[columns + j] ?? 0) / (questionScale.deviation[j] ?? 1));
  // Centring moves every candidate by one constant, which "no answer" has to follow.
  const shift = candidate.reduce((sum, weight, j) => sum + weight * (candidateScale.mean[j] ?? 0), 0);
  const questionShift = question.reduce((sum, weight, j) => sum + weight * (questionScale.mean[j] ?? 0), 0);
  return {
    candidate: Object.fromEntries(names.candidate.map((name, j) => [name, candidate[j] ?? 0])),
    question: Object.fromEntries(names.question.map((name, j) => [name, question[j] ?? 0])),
    bias: (weights.at(-1) ?? 0) + shift - questionShift,
  };
}

interface Scale {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

function scaleOf(blocks: readonly Float64Array[], columns: number): Scale {
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  let count = 0;
  for (const block of blocks) {
    count += block.length / columns;
    for (let i = 0; i < block.length; i += 1) mean[i % columns] = (mean[i % columns] ?? 0) + (block[i] ?? 0);
  }
  for (let j = 0; j < columns; j += 1) mean[j] = (mean[j] ?? 0) / count;
  for (const block of blocks)
    for (let i = 0; i < block.length; i += 1)
      square[i % columns] = (square[i % columns] ?? 0) + ((block[i] ?? 0) - (mean[i % columns] ?? 0)) ** 2;
  return { mean, deviation: square.map((value) => Math.sqrt(value / count) + 1e-9) };
}

function standardised(block: Float64Array, { mean, deviation }: Scale): Float64Array {
  return block.map((value, i) => (value - (mean[i % mean.length] ?? 0)) / (deviation[i % mean.length] ?? 1));
}

interface Loss {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Negative log likelihood with its gradient. Several hits count as one choice: any of them is right. */
function lossOf(
  data: readonly Example[],
  weights: Float64Array,
  { columns, questionColumns, penalty }: { readonly columns: number; readonly questionColumns: number; readonly penalty: number },
): Loss {
  const gradient = new Float64Array(weights.length);
  let value = 0;
  for (const { rows, count, question, hits, weight } of data) {
    const scores = new Float64Array(count + 1);
    for (let c = 0; c < count; c += 1) scores[c] = dot(rows, c * columns, weights, 0, columns);
    scores[count] = (weights.at(-1) ?? 0) + dot(question, 0, weights, columns, questionColumns);
    const isRight = (c: number): boolean => (hits.includes(true) ? hits[c] === true : c === count);
    const top = Math.max(...scores);
    let all = 0;
    let right = 0;
    for (let c = 0; c <= count; c += 1) {
      const mass = Math.exp((scores[c] ?? 0) - top);
      all += mass;
      if (isRight(c)) right += mass;
    }
    value -= weight * (Math.log(right + 1e-300) - Math.log(all));
    for (let c = 0; c <= count; c += 1) {
      const mass = Math.exp((scores[c] ?? 0) - top);
      const pull = weight * (mass / all - (isRight(c) ? mass / (right + 1e-300) : 0));
      if (c < count) for (let j = 0; j < columns; j += 1) gradient[j] = (gradient[j] ?? 0) + pull * (rows[c * columns + j] ?? 0);
      else {
        for (let j = 0; j < questionColumns; j += 1) gradient[columns + j] = (gradient[columns + j] ?? 0) + pull * (question[j] ?? 0);
        gradient[gradient.length - 1] = (gradient.at(-1) ?? 0) + pull;
      }
    }
  }
  // The bias goes free of penalty.
  for (let j = 0; j + 1 < weights.length; j += 1) {
    value += (penalty / 2) * (weights[j] ?? 0) ** 2;
    gradient[j] = (gradient[j] ?? 0) + penalty * (weights[j] ?? 0);
  }
  return { value, gradient };
}

function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0;
  for (let j = 0; j < length; j += 1) sum += (a[fromA + j] ?? 0) * (b[fromB + j] ?? 0);
  return sum;
}

const MEMORY = 10;
const TOLERANCE = 1e-7;

/** Limited-memory BFGS with a backtracking line search (Nocedal & Wright, Numerical Optimization, algorithms 7.4 and 3.1). */
export function minimise(loss: (at: Float64Array) => Loss, start: Float64Array, stepsMax: number): Float64Array {
  let at = start;
  let now = loss(at);
  const past: { readonly move: Float64Array; readonly change: Float64Array; readonly curvature: number }[] = [];
  for (let step = 0; step < stepsMax; step += 1) {
    const direction = descent(now.gradient, past);
    const slope = dot(direction, 0, now.gradient, 0, direction.length);
    let length = 1;
    let next = at;
    let there = now;
    for (; length > 1e-9; length /= 2) {
      next = at.map((value, j) => value + length * (direction[j] ?? 0));
      there = loss(next);
      if (there.value <= now.value + 1e-4 * length * slope) break;
    }
    const move = next.map((value, j) => value - (at[j] ?? 0));
    const change = there.gradient.map((value, j) => value - (now.gradient[j] ?? 0));
    const curvature = dot(move, 0, change, 0, move.length);
    if (curvature > 1e-10) past.push({ move, change, curvature });
    if (past.length > MEMORY) past.shift();
    const gain = now.value - there.value;
    at = next;
    now = there;
    if (gain < TOLERANCE * Math.max(1, Math.abs(now.value))) break;
  }
  return at;
}

function descent(
  gradient: Float64Array,
  past: readonly { readonly move: Float64Array; readonly change: Float64Array; readonly curvature: number }[],
): Float64Array {
  let direction = gradient.map((value) => -value);
  const last = past.at(-1);
  if (last === undefined) {
    const norm = Math.sqrt(dot(gradient, 0, gradient, 0, gradient.length));
    return direction.map((value) => value / Math.max(1, norm));
  }
  const shares: number[] = [];
  for (const { move, change, curvature } of past.toReversed()) {
    const part = dot(move, 0, direction, 0, direction.length) / curvature;
    shares.push(part);
    direction = direction.map((value, j) => value - part * (change[j] ?? 0));
  }
  const scale = last.curvature / dot(last.change, 0, last.change, 0, last.change.length);
  direction = direction.map((value) => value * scale);
  past.forEach(({ move, change, curvature }, i) => {
    const part = dot(change, 0, direction, 0, direction.length) / curvature;
    const before = shares[past.length - 1 - i] ?? 0;
    direction = direction.map((value, j) => value + (before - part) * (move[j] ?? 0));
  });
  return direction;
}

/** Logistic curve from log odds to the observed rate (Platt 1999), without his smoothing: the samples are thousands. */
export function fitCalibration(
  samples: readonly { readonly odds: number; readonly isRight: boolean; readonly weight: number }[],
): Coefficients["calibration"] {
  const [slope = 1, intercept = 0] = minimise(
    ([a = 0, b = 0]) => {
      const gradient = new Float64Array(2);
      let value = 0;
      for (const { odds, isRight, weight } of samples) {
        const score = a * odds + b;
        value += weight * (Math.log1p(Math.exp(-Math.abs(score))) + Math.max(0, score) - (isRight ? score : 0));
        const pull = weight * (1 / (1 + Math.exp(-score)) - (isRight ? 1 : 0));
        gradient[0] = (gradient[0] ?? 0) + pull * odds;
        gradient[1] = (gradient[1] ?? 0) + pull;
      }
      return { value, gradient };
    },
    new Float64Array([1, 0]),
    STEPS_MAX,
  );
  return { slope, intercept };
}
