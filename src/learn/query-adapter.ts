import { seededRandom } from "../stats/random.ts";

/** A question with what it should find and what it should not; every vector of unit length and of the same number of numbers. */
export interface AdapterExample {
  readonly query: Float32Array;
  /** At least one. */
  readonly right: readonly Float32Array[];
  readonly wrong: readonly Float32Array[];
}

/** `left` and `right` are lists of `rank` vectors: q becomes q + sum over r of left[r] (right[r] . q). */
export interface LowRankAdapter {
  readonly left: readonly (readonly number[])[];
  readonly right: readonly (readonly number[])[];
}

export interface AdapterFit {
  /** Default 8 */
  readonly rank?: number;
  /** Default 40; more learns the judged queries by heart. */
  readonly steps?: number;
}

const RANK = 8;
const STEPS = 40;
const STEP_SIZE = 0.01;
/** Of the squared length of what is learned: a ridge that holds the adapter near to changing nothing. */
const RIDGE = 0.02;
/** Cosines lie close together; this spreads them before the softmax. */
const SHARPNESS = 20;
/** Digits kept, so that the file is small. */
const DIGITS = 5;

/**
 * Fits a low-rank change of question vectors, in the form of Hu et al. 2021 ("LoRA", https://arxiv.org/abs/2106.09685): one factor starts at 0, so that
 * nothing is changed at first. It lowers the softmax cross-entropy of right against wrong passages (van den Oord et al. 2018,
 * https://arxiv.org/abs/1807.03748) with a ridge, by Adam (Kingma & Ba 2014, https://arxiv.org/abs/1412.6980) over all examples at once. The same
 * examples in the same order give the same adapter.
 */
export function fitQueryAdapter(examples: readonly AdapterExample[], { rank = RANK, steps = STEPS }: AdapterFit = {}): LowRankAdapter {
  const dimensions = examples[0]?.query.length ?? 0;
  const random = seededRandom(1);
  const left = parameters(new Float64Array(rank * dimensions));
  const right = parameters(Float64Array.from({ length: rank * dimensions }, () => (2 * random() - 1) / Math.sqrt(dimensions)));
  for (let step = 1; step <= steps; step++) {
    left.slope.fill(0);
    right.slope.fill(0);
    for (const example of examples) addSlopes(example, { left, right, rank, share: 1 / examples.length });
    advance(left, step);
    advance(right, step);
  }
  const rows = ({ values }: Parameters): number[][] =>
    Array.from({ length: rank }, (_, r) => Array.from(values.subarray(r * dimensions, (r + 1) * dimensions), rounded));
  return { left: rows(left), right: rows(right) };
}

interface Parameters {
  readonly values: Float64Array;
  readonly slope: Float64Array;
  /** Running means of the slope and of its square. */
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

function parameters(values: Float64Array): Parameters {
  const zeros = (): Float64Array => new Float64Array(values.length);
  return { values, slope: zeros(), mean: zeros(), square: zeros() };
}

interface Factors {
  readonly left: Parameters;
  readonly right: Parameters;
  readonly rank: number;
  readonly share: number;
}

function addSlopes({ query, right: found, wrong }: AdapterExample, { left, right, rank, share }: Factors): void {
  const dimensions = query.length;
  const shares = Float64Array.from({ length: rank }, (_, r) => dot(right.values, r * dimensions, query));
  const adapted = Float64Array.from(query);
  for (let r = 0; r < rank; r++)
    for (let i = 0; i < dimensions; i++) adapted[i] = (adapted[i] ?? 0) + (left.values[r * dimensions + i] ?? 0) * (shares[r] ?? 0);
  const passages = [...found, ...wrong];
  const scores = passages.map((passage) => SHARPNESS * dot(adapted, 0, passage));
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const odds = scores.map((score) => Math.exp(score - highest));
  const all = odds.reduce((sum, value) => sum + value, 0);
  const slope = new Float64Array(dimensions);
  for (const [n, passage] of passages.entries()) {
    const wanted = n < found.length ? 1 / found.length : 0;
    const weight = share * SHARPNESS * ((odds[n] ?? 0) / all - wanted);
    for (let i = 0; i < dimensions; i++) slope[i] = (slope[i] ?? 0) + weight * (passage[i] ?? 0);
  }
  for (let r = 0; r < rank; r++) {
    const at = r * dimensions;
    const along = dot(left.values, at, slope);
    for (let i = 0; i < dimensions; i++) {
      left.slope[at + i] = (left.slope[at + i] ?? 0) + (slope[i] ?? 0) * (shares[r] ?? 0);
      right.slope[at + i] = (right.slope[at + i] ?? 0) + (query[i] ?? 0) * along;
    }
  }
}

/** One step of Adam with its usual constants. */
function advance({ values, slope, mean, square }: Parameters, step: number): void {
  for (let i = 0; i < values.length; i++) {
    const full = (slope[i] ?? 0) + RIDGE * (values[i] ?? 0);
    mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * full;
    square[i] = 0.999 * (square[i] ?? 0) + 0.001 * full * full;
    const direction = (mean[i] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[i] ?? 0) / (1 - 0.999 ** step)) + 1e-8);
    values[i] = (values[i] ?? 0) - STEP_SIZE * direction;
  }
}

function dot(values: Float64Array, from: number, other: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < other.length; i++) sum += (values[from + i] ?? 0) * (other[i] ?? 0);
  return sum;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
