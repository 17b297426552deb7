import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/random.ts";
import { probabilities, trainSoftmax } from "./softmax.ts";
import type { SparseRow } from "./softmax.ts";

const row = (...pairs: readonly (readonly [number, number])[]): SparseRow => ({
  columns: Int32Array.from(pairs, ([column]) => column),
  values: Float64Array.from(pairs, ([, value]) => value),
});
const examples = {
  rows: [row([0, 1]), row([0, 1], [2, 0.2]), row([1, 1]), row([1, 1], [2, 0.2])],
  classes: [0, 0, 1, 1],
  classCount: 2,
  columnCount: 3,
};
const options = { epochs: 50, learningRate: 0.5, penalty: 0.001 };

describe("trainSoftmax", () => {
  it("learns which feature speaks for which class, and nothing from one that both have", () => {
    const model = trainSoftmax(examples, { ...options, random: seededRandom(1) });
    expect(probabilities(model, row([0, 1]))[0]).toBeGreaterThan(0.9);
    expect(probabilities(model, row([1, 1]))[1]).toBeGreaterThan(0.9);
    expect(probabilities(model, row([2, 1]))[0]).toBeCloseTo(0.5, 1);
  });

  it("gives the same model for the same seed, to the bit", () => {
    const [a, b] = [1, 1].map((seed) => trainSoftmax(examples, { ...options, random: seededRandom(seed) }));
    expect(a).toEqual(b);
  });

  it("gives probabilities that sum to 1, also for features that it never met", () => {
    const model = trainSoftmax(examples, { ...options, random: seededRandom(1) });
    for (const asked of [row(), row([99, 1]), row([0, 1000]), row([1, -1000])])
      expect(probabilities(model, asked).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it("agrees with logistic regression worked out by hand: one step from nothing", () => {
    // From weights of 0 both classes have .5; the gradient for the own class is -.5 x value.
    const model = trainSoftmax(
      { rows: [row([0, 2])], classes: [1], classCount: 2, columnCount: 1 },
      { epochs: 1, learningRate: 0.1, penalty: 0, random: seededRandom(1) },
    );
    expect([...model.weights]).toEqual([-0.1, 0.1]);
    expect([...model.biases].map((bias) => Number(bias.toFixed(9)))).toEqual([-0.005, 0.005]);
  });

  it("comes to the solution of scikit-learn 1.9.1 on twelve examples: LogisticRegression(C=1 / (12 * 0.1), tol=1e-12)", () => {
    // every example touches both columns, so that the penalty on what an example touches is the penalty on all
    const dense = [
      [-0.8, -1.32],
      [0.75, 0.42],
      [1.14, 1.11],
      [-0.55, -0.78],
      [1.75, 1.63],
      [0.27, -0.23],
      [-0.96, 1.6],
      [1.2, -1.73],
      [-0.08, -0.16],
      [-0.63, -0.49],
      [0.29, 0.55],
      [-0.06, 0.41],
    ] as const;
    const model = trainSoftmax(
      { rows: dense.map(([a, b]) => row([0, a], [1, b])), classes: dense.map((_, at) => at % 3), classCount: 3, columnCount: 2 },
      { epochs: 20_000, learningRate: 0.5, penalty: 0.1, random: seededRandom(1) },
    );
    const theirs = [-1.16562042, 0.9750973, 0.19052312, -0.20105293, 0.01639433, 0.1846586];
    for (const [at, weight] of model.weights.entries()) expect(weight).toBeCloseTo(theirs[at] ?? Number.NaN, 2);
    const shares = [...probabilities(model, row([0, 0.5], [1, 0.5]))];
    for (const [at, share] of [0.15624173, 0.41408421, 0.42967406].entries()) expect(shares[at]).toBeCloseTo(share, 2);
  });
});
