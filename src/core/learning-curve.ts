/** How the accuracy of a classical classifier grows with the number of labelled examples, and what follows for the gate that counts them. */
export type LearningCurve =
  | MeasuredCurve
  | {
      readonly kind: "not measured";
      /** As the end of "No learning curve was measured: …", without a stop. */
      readonly reason: string;
    };

export interface MeasuredCurve {
  readonly kind: "measured";
  /** Whose curve it is: of no fine-tuned model. */
  readonly classifier: "TF-IDF and softmax regression";
  readonly examples: { readonly used: number; /** In the file. */ readonly of: number };
  readonly labels: number;
  /** Labels with fewer than ten examples, of which the curve says little. */
  readonly rareLabels: number;
  /** Examples of the file that have such a label. */
  readonly rareExamples: number;
  /** Labels that cases of the decision expect and no example has, those of most cases first. */
  readonly missingLabels: readonly MissingLabel[];
  readonly folds: number;
  /** How many folds were held out one after the other; after as many as there are, the examples are dealt out anew. */
  readonly runs: number;
  /** What the accuracies are the means of. What belongs together, rows of one group and rows with the same text, counts once in the intervals. */
  readonly heldOut: { readonly examples: number; readonly groups: number };
  /** The fewest examples first. Each point has twice as many as the one before, unless a group that stays whole takes it further. */
  readonly points: readonly CurvePoint[];
  /** Share that is right when the most frequent label is always said. */
  readonly guessing: number;
  /** Accuracy at the last point less that of guessing. */
  readonly aboveGuessing: CurveInterval;
  /** The pass rate that the task asks for. */
  readonly bar: number;
  /** A doubling that brings less is no gain. */
  readonly smallGain: number;
  readonly finding: CurveFinding;
}

export interface MissingLabel {
  readonly label: string;
  readonly cases: number;
}

export type CurveFinding =
  /** The last doubling brought less than a small gain, at an accuracy near the bar: the count is overruled. */
  | "enough"
  /** As flat, further below the bar: this classifier is exhausted, which says nothing of the examples. */
  | "below the bar"
  /** As flat, at or near the bar; but cases expect labels that no example has, and of those it says nothing. */
  | "labels missing"
  /** As flat, and not clearly better than always saying the most frequent label. */
  | "no better than guessing"
  | "rising"
  /** Too few examples to tell flat from rising; a last step that is no doubling; or flat while too many examples have a label that is rare. */
  | "unsettled";

export interface CurvePoint {
  /** On which it was trained, the mean over all folds. */
  readonly examples: number;
  readonly perLabel: number;
  /** Of examples that were held out. */
  readonly accuracy: CurveInterval;
  /** Over the point before, case by case. */
  readonly gain?: CurveInterval;
}

/** "107": an average of labels, most of which have more or fewer, so that a fraction of an example would feign more. */
export function perLabelText(perLabel: number): string {
  return perLabel < 1 ? "under 1" : Math.round(perLabel).toLocaleString("en-US");
}

/** 95%. */
export interface CurveInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}
