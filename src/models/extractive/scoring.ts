import type { Contradiction } from "./constraints.ts";
import type { Requirement } from "./requirements.ts";

/** Weights of a logistic choice among candidates and "none of them". */
export interface ChoiceWeights {
  /** Weight of each feature of a candidate. */
  readonly candidate: Readonly<Record<string, number>>;
  /** Weight of each feature of the question, in favour of "none". */
  readonly question: Readonly<Record<string, number>>;
  /** In favour of "none". */
  readonly bias: number;
}

/** Made by scripts/calibrate-extractive.ts, stored in calibration.ts. */
export interface Coefficients {
  /** Chooses among all sentences of the evidence and "no answer". */
  readonly choice: ChoiceWeights;
  /** Reads the chosen sentence once more: whether it answers, or only speaks of what the question speaks of. */
  readonly reading: ChoiceWeights;
  /** Least log odds that each of the two has to give. */
  readonly oddsMin: { readonly choice: number; readonly reading: number };
  /** Maps the smaller of the two margins over `oddsMin` to the log odds of being right, as observed (Platt 1999). */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  /** Least confidence at which a question is answered. */
  readonly confidenceMin: number;
}

interface ScoredCandidate {
  readonly passage: number;
  readonly features: Readonly<Record<string, number>>;
  readonly unmet?: Requirement;
  /** Looked at only where the sentence is about to be chosen. */
  readonly contradicts: () => Contradiction | undefined;
}

/** What is scored: the features of a question and of its candidates. */
export interface Choice {
  readonly candidates: readonly ScoredCandidate[];
  readonly questionFeatures: Readonly<Record<string, number>>;
}

/** What the choice alone says. */
export interface Chosen {
  /** Probability of each candidate, in their order; the rest to 1 is "no answer". */
  readonly probabilities: readonly number[];
  /** Places of the sentences to cite, best first; at most two, from different passages. */
  readonly chosen: readonly number[];
  /** Log odds that one of the two likeliest passages answers. */
  readonly odds: number;
}

export interface Scored extends Chosen {
  /** Probability that a cited passage holds the answer. */
  readonly confidence: number;
}

/** A second passage is cited as well when it is at least this share as likely as the first. */
const SECOND_SHARE_MIN = 0.05;

export function scoreChoice(choice: Choice, coefficients: Coefficients): Scored {
  const chosen = choose(choice, coefficients.choice);
  return { ...chosen, confidence: confidenceOf(margin(choice, chosen, coefficients), coefficients) };
}

export function choose({ candidates, questionFeatures }: Choice, { candidate, question, bias }: ChoiceWeights): Chosen {
  const scores = candidates.map(({ features }) => product(features, candidate));
  const none = bias + product(questionFeatures, question);
  const top = Math.max(none, ...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), Math.exp(none - top));
  const probabilities = scores.map((score) => Math.exp(score - top) / sum);
  return { probabilities, chosen: chooseTwo(candidates, probabilities), odds: passageOdds(candidates, probabilities) };
}

/**
 * By how much the weaker of the two readings passes its threshold, in log odds; below 0 the question is not answered.
 * Minus infinity where the best sentence speaks of another day, figure, person or place than the question, and where no chosen one has what an answer
 * needs.
 */
export function margin(choice: Choice, chosen: Chosen, { reading, oddsMin }: Pick<Coefficients, "reading" | "oddsMin">): number {
  if (choice.candidates[chosen.chosen[0] ?? -1]?.contradicts() !== undefined) return -Infinity;
  if (chosen.chosen.every((place) => choice.candidates[place]?.unmet !== undefined)) return -Infinity;
  return Math.min(chosen.odds - oddsMin.choice, readingOdds(choice, chosen, reading) - oddsMin.reading);
}

export function readingOdds(choice: Choice, chosen: Chosen, { candidate, question, bias }: ChoiceWeights): number {
  return product(readingFeatures(choice, chosen), candidate) - product(choice.questionFeatures, question) - bias;
}

/** Features of the best sentence, with how clearly it was chosen. */
export function readingFeatures({ candidates }: Choice, { chosen, probabilities, odds }: Chosen): Readonly<Record<string, number>> {
  const [first = -1, second = -1] = chosen;
  const lead = Math.log(probabilities[first] ?? 1e-9) - Math.log((probabilities[second] ?? 0) + 1e-6);
  return { ...candidates[first]?.features, odds, lead };
}

export function confidenceOf(marginOdds: number, { calibration }: Pick<Coefficients, "calibration">): number {
  return 1 / (1 + Math.exp(-(calibration.intercept + calibration.slope * marginOdds)));
}

function product(features: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>>): number {
  let total = 0;
  for (const name in weights) total += (weights[name] ?? 0) * (features[name] ?? 0);
  return total;
}

/** The likeliest sentence, and the likeliest one of another passage that does not contradict the question, when it is worth a look. Ties go to the earlier place. */
function chooseTwo(candidates: Choice["candidates"], probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b);
  const first = order[0];
  if (first === undefined) return [];
  const least = SECOND_SHARE_MIN * (probabilities[first] ?? 0);
  const second = order.find(
    (i) =>
      (probabilities[i] ?? 0) >= least &&
      candidates[i]?.passage !== candidates[first]?.passage &&
      candidates[i]?.contradicts() === undefined,
  );
  return second === undefined ? [first] : [first, second];
}

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
