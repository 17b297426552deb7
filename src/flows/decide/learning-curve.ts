import { perLabelText } from "../../core/learning-curve.ts";
import type { CurveFinding, CurvePoint, LearningCurve, MeasuredCurve, MissingLabel } from "../../core/learning-curve.ts";
import { curveScores } from "../../learn/learning-curve.ts";
import type { CurveExample, CurveScores } from "../../learn/learning-curve.ts";
import { gainInterval } from "../../stats/gain.ts";
import type { Interval } from "../../stats/intervals.ts";
import { meanInterval } from "../../stats/mean.ts";
import { seededRandom } from "../../stats/random.ts";
import { FEW, labelsOf } from "./labels.ts";
import { missingText } from "./missing-labels.ts";

export interface CurveSettings {
  /** The pass rate that the task asks for. */
  readonly bar: number;
  /** Labels that cases expect and no example has. Default: none */
  readonly missingLabels?: readonly MissingLabel[];
  /** Awaited before each of the trainings, some sixty: lets others have their turn, and may throw to end it. */
  readonly pause?: (done: number, total: number) => Promise<void>;
  /** Products that all trainings may take together. Default: some seconds of one core */
  readonly workMax?: number;
}

const SHARES = [1 / 8, 1 / 4, 1 / 2, 1] as const;
const FOLDS = 5;
/** Of 2,000 examples and fewer each is held out three times. */
const DEALS = 3;
const HELD_MAX = 6_000;
/** Of fewer an eighth of four fifths is no sample of anything. */
const EXAMPLES_MIN = 40;
const EXAMPLES_MAX = 12_000;
/** Some seconds of one core. 1,000 questions with 77 labels take three quarters of it, 10,000 of them two folds. */
const WORK_MAX = 8e8;
/** Of accuracy. As many labels again for less are not worth their price. */
const SMALL_GAIN = 0.02;
/**
 * How far below the bar this classifier may end for a better one to reach the bar from the same labels. On Banking77 a fine-tuned BERT stands 2.9 points
 * above TF-IDF and softmax: .937 (Casanueva et al. 2020, https://arxiv.org/abs/2003.04807) to .908.
 */
const NEAR = 0.03;
/** Of the last point to the one before. Groups stay whole and move the points; over a smaller step any curve looks flat. */
const DOUBLING_MIN = 1.8;
/**
 * Of all examples, those with a rare label. Were all of them wrong and more examples made all of them right, accuracy would rise by this share: up to a small
 * gain nothing that counts is hidden in them.
 */
const RARE_SHARE_MAX = SMALL_GAIN;
const RESAMPLES = 2_000;

/**
 * Measures how the accuracy of TF-IDF and softmax regression grows with the number of labelled examples, and says what follows for the gate that wants
 * 1,000 of them. It asks no model. Same examples and bar: same curve, to the bit.
 *
 * A pretrained model usually needs fewer labels than a classifier that begins with nothing, so where even this one has enough, the number is no reason to wait.
 * "Enough" is said only when all five hold, because each alone is fooled:
 * 1. the last doubling is one, and brought less than a small gain, by the upper end of its paired interval. Few examples give a wide interval, and say
 *    nothing; neither does a step that a large group made shorter;
 * 2. it is better than always saying the most frequent label, by more than a small gain at the lower end. Labels that have nothing to do with their texts
 *    give the flattest curve of all;
 * 3. it ends at the bar or near it. A curve that is flat further below says that this classifier is exhausted: it may not see what matters, such as the
 *    order of words, and what another model would gain from more labels is not known;
 * 4. no label is rare, or the examples of all that are rare are no larger share than a small gain. Accuracy counts examples: two frequent labels that are
 *    easily told apart make a curve flat and high, whatever becomes of thirty others with two examples each;
 * 5. no case expects a label that no example has. The curve is of the examples alone, and cannot see what is in none of them.
 * The intervals hold for the examples at hand: how much another draw of training examples would change, nobody can estimate without bias from one
 * cross-validation (Bengio & Grandvalet 2004, https://www.jmlr.org/papers/v5/grandvalet04a.html). In simulations they covered the true gain in 91 to 98% (bench/README.md).
 */
export async function learningCurve(examples: readonly CurveExample[], settings: CurveSettings): Promise<LearningCurve> {
  const labels = labelsOf(examples.map(({ label }) => label));
  if (labels.kind !== "labels") return { kind: "not measured", reason: labels.reason };
  if (examples.length < EXAMPLES_MIN)
    return {
      kind: "not measured",
      reason: `${examples.length} examples are too few to hold some out and learn from an eighth of the rest`,
    };
  const scores = await curveScores(examples, {
    shares: SHARES,
    folds: FOLDS,
    deals: DEALS,
    heldMax: HELD_MAX,
    workMax: settings.workMax ?? WORK_MAX,
    examplesMax: EXAMPLES_MAX,
    ...(settings.pause === undefined ? {} : { pause: settings.pause }),
  });
  const groups = new Set(scores.groups).size;
  if (groups < 2 * FOLDS)
    return { kind: "not measured", reason: `the examples come in ${groups} groups, too few to hold some of them out` };
  const points = pointsOf(scores, labels.count);
  const last = scores.points.at(-1)?.right ?? [];
  const measured = {
    kind: "measured",
    classifier: "TF-IDF and softmax regression",
    examples: { used: scores.used, of: examples.length },
    labels: labels.count,
    rareLabels: labels.rare,
    rareExamples: labels.rareExamples,
    missingLabels: settings.missingLabels ?? [],
    folds: FOLDS,
    runs: scores.runs,
    heldOut: { examples: scores.groups.length, groups },
    points,
    guessing: mean(scores.guessed),
    aboveGuessing: gainOver(scores.guessed, last, scores.groups),
    bar: settings.bar,
    smallGain: SMALL_GAIN,
  } as const;
  return { ...measured, finding: findingOf(measured) };
}

function pointsOf({ points, groups }: CurveScores, labels: number): readonly CurvePoint[] {
  return points.map(({ examples, right }, at) => {
    const before = points[at - 1];
    const { mean: middle, low, high } = meanInterval(right, { groups });
    return {
      examples: Math.round(examples),
      perLabel: Number((examples / labels).toFixed(1)),
      accuracy: { mean: middle, low, high },
      ...(before === undefined ? {} : { gain: gainOver(before.right, right, groups) }),
    };
  });
}

function gainOver(before: readonly number[], after: readonly number[], groups: readonly string[]): Interval {
  const { mean: middle, low, high } = gainInterval(before, after, { groups, random: seededRandom(1), resamples: RESAMPLES });
  return { mean: middle, low, high };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Judged = Pick<MeasuredCurve, "points" | "aboveGuessing" | "bar" | "rareExamples" | "missingLabels"> & {
  readonly examples: Pick<MeasuredCurve["examples"], "of">;
};

/** See `learningCurve` for the reasons. */
export function findingOf({ points, aboveGuessing, bar, rareExamples, missingLabels, examples }: Judged): CurveFinding {
  const [before, last] = points.slice(-2);
  if (before === undefined || last?.gain === undefined || !isDoubled(before, last)) return "unsettled";
  // what rises from guessing to guessing is chance
  if (last.gain.high >= SMALL_GAIN) return last.gain.low > 0 && aboveGuessing.low > 0 ? "rising" : "unsettled";
  if (aboveGuessing.low <= SMALL_GAIN) return "no better than guessing";
  if (last.accuracy.mean < bar - NEAR) return "below the bar";
  if (rareExamples > RARE_SHARE_MAX * examples.of) return "unsettled";
  return missingLabels.length === 0 ? "enough" : "labels missing";
}

function isDoubled(before: CurvePoint, last: CurvePoint): boolean {
  return last.examples >= DOUBLING_MIN * before.examples;
}

/** What the curve shows, with its figures, in a few sentences. */
export function curveText(curve: LearningCurve): string {
  if (curve.kind === "not measured") return `No learning curve was measured: ${curve.reason}.`;
  return [findingText(curve), ...rareText(curve), ...missingTexts(curve)].join(" ");
}

function findingText(curve: MeasuredCurve): string {
  const { points, bar, guessing } = curve;
  const last = points.at(-1);
  const before = points.at(-2);
  if (last?.gain === undefined || before === undefined) return "The learning curve has one point, and shows nothing.";
  const doubling = `the last ${isDoubled(before, last) ? "doubling" : "step"}, ${count(before.examples)} to ${count(last.examples)} examples (${perLabelText(before.perLabel)} to ${perLabelText(last.perLabel)} a label), brought ${interval(last.gain)}`;
  const ends = `${share(last.accuracy.mean)} ${bounds(last.accuracy)}`;
  const { used, of } = curve.examples;
  const next =
    used === of
      ? "More labels are the cheaper next step."
      : `Only ${count(used)} of the ${count(of)} examples were used to be done in seconds, and what the rest would bring is not known.`;
  switch (curve.finding) {
    case "rising":
      return `The learning curve of a classical classifier still rises: ${doubling}, to ${ends}. ${next}`;
    case "enough":
      return `The learning curve of a classical classifier is flat: ${doubling}, less than ${share(SMALL_GAIN)}, and it ends at ${ends} beside a bar of ${share(bar)}.`;
    case "below the bar":
      return `The learning curve of a classical classifier is flat below the bar: ${doubling}, and it ends at ${ends} beside a bar of ${share(bar)}. So this classifier is exhausted, which does not say that the examples would do for another.`;
    case "no better than guessing":
      return `The learning curve of a classical classifier is flat and no clear gain on guessing: ${doubling}, and it ends at ${ends} where always saying the most frequent label has ${share(guessing)}. Look at the labels first: they do not follow from the words of their texts.`;
    case "labels missing":
      return `The learning curve of a classical classifier is flat, and does not say that the examples are enough: ${doubling}, to ${ends}, and the cases expect labels of which it shows nothing.`;
    case "unsettled":
      if (!isDoubled(before, last))
        return `Whether the learning curve of a classical classifier still rises cannot be told, because its last step is no doubling: what belongs together is not divided, and ${doubling}, to ${ends}.`;
      return last.gain.high < SMALL_GAIN
        ? `The learning curve of a classical classifier is flat, and does not say that the examples are enough: ${doubling}, to ${ends}, and too many of the examples have a rare label.`
        : `Whether the learning curve of a classical classifier still rises cannot be told from so few: ${doubling}, to ${ends}.`;
  }
}

function rareText({ labels, rareLabels, rareExamples, examples }: MeasuredCurve): readonly string[] {
  if (rareLabels === 0) return [];
  const percent = ((100 * rareExamples) / examples.of).toFixed(1);
  return [
    `${count(rareLabels)} of the ${count(labels)} labels ${rareLabels === 1 ? "has" : "have"} fewer than ${FEW} examples, ${percent}% of all together, and hardly ${rareLabels === 1 ? "shows" : "show"} in it.`,
  ];
}

function missingTexts({ missingLabels }: MeasuredCurve): readonly string[] {
  if (missingLabels.length === 0) return [];
  return [`No example has ${missingLabels.length === 1 ? "the label" : "the labels"} ${missingText(missingLabels)}: add some first.`];
}

function interval(gain: Interval): string {
  return `${gain.mean.toFixed(3)} [${gain.low.toFixed(3)}, ${gain.high.toFixed(3)}]`;
}

function bounds({ low, high }: Interval): string {
  return `[${share(low)}, ${share(high)}]`;
}

function share(value: number): string {
  return value.toFixed(2);
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
