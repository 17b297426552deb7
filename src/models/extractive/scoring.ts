/** A logistic choice among the candidates of one question and "no answer". Made by scripts/calibrate-extractive.ts, stored in calibration.ts. */
export interface Coefficients {
  /** Weight of each feature of a candidate. */
  readonly candidate: Readonly<Record<string, number>>;
  /** Weight of each feature of the question, in favour of "no answer". */
  readonly question: Readonly<Record<string, number>>;
  /** In favour of "no answer". */
  readonly bias: number;
  /** Maps the log odds of the chosen passages to those of being right, as observed (Platt 1999). */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  /** Least confidence at which a question is answered. */
  readonly confidenceMin: number;
}

/** What is scored: the features of a question and of its candidates. */
export interface Choice {
  readonly candidates: readonly { readonly passage: number; readonly features: Readonly<Record<string, number>> }[];
  readonly questionFeatures: Readonly<Record<string, number>>;
}

export interface Scored {
  /** Probability of each candidate, in their order; the rest to 1 is "no answer". */
  readonly probabilities: readonly number[];
  /** Places of the sentences to cite, best first; at most two, from different passages. */
  readonly chosen: readonly number[];
  /** Probability that a cited passage holds the answer. */
  readonly confidence: number;
}

/** A second passage is cited as well when it is at least this share as likely as the first. */
const SECOND_SHARE_MIN = 0.05;

export function scoreChoice({ candidates, questionFeatures }: Choice, coefficients: Coefficients): Scored {
  const scores = candidates.map(({ features }) => product(features, coefficients.candidate));
  const none = coefficients.bias + product(questionFeatures, coefficients.question);
  const top = Math.max(none, ...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), Math.exp(none - top));
  const probabilities = scores.map((score) => Math.exp(score - top) / sum);
  return {
    probabilities,
    chosen: chooseTwo(candidates, probabilities),
    confidence: calibrated(passageOdds(candidates, probabilities), coefficients),
  };
}

function product(features: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>>): number {
  let total = 0;
  for (const name in weights) total += (weights[name] ?? 0) * (features[name] ?? 0);
  return total;
}

/** The likeliest sentence, and the likeliest one of another passage when it is worth a look. Ties go to the earlier place. */
function chooseTwo(candidates: Choice["candidates"], probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b);
  const first = order[0];
  if (first === undefined) return [];
  const second = order.find((i) => candidates[i]?.passage !== candidates[first]?.passage);
  if (second === undefined || (probabilities[second] ?? 0) < SECOND_SHARE_MIN * (probabilities[first] ?? 0)) return [first];
  return [first, second];
}

/** Log odds that one of the two likeliest passages answers. */
function passageOdds(candidates: Choice["candidates"], probabilities: readonly number[]): number {
  const byPassage = new Map<number, number>();
  candidates.forEach(({ passage }, i) => byPassage.set(passage, (byPassage.get(passage) ?? 0) + (probabilities[i] ?? 0)));
  const best = [...byPassage.values()].sort((a, b) => b - a).slice(0, 2);
  const probability = Math.min(
    1 - 1e-9,
    Math.max(
      1e-9,
      best.reduce((total, value) => total + value, 0),
    ),
  );
  return Math.log(probability / (1 - probability));
}

function calibrated(odds: number, { calibration }: Coefficients): number {
  return 1 / (1 + Math.exp(-(calibration.intercept + calibration.slope * odds)));
}
