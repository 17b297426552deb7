import type { StatedNumbers } from "../../core/advice.ts";
import { analyze } from "../../text/analyze.ts";
import { letterRuns } from "../../text/letter-runs.ts";
import { statedNumbers } from "./numbers.ts";
import { plainText, signalsIn } from "./signals.ts";

/** A longer text is read up to here: what is claimed stands at its beginning. In UTF-16 units. */
export const READ_MAX = 4_000;
/** A word that is said often does not say more and more. */
const COUNT_MAX = 1.5;

/** What each kind of feature counts; 0 leaves it out. Of stems, pairs and letters it is the length of all of a text's together, of the others each one's. */
export interface FeatureWeights {
  readonly stems: number;
  /** Two words that stand side by side. */
  readonly pairs: number;
  /** Runs of three and four: they catch slips, compounds and relatives of a word that was never seen. */
  readonly letters: number;
  /** Turns of speech suit those who think of them, and at .4 they drown the words of a writer who uses others. */
  readonly turns: number;
  readonly numbers: number;
}

/** Chosen by the texts of writers that the matcher was not trained on: `npm run bench:advise` shows what each is worth. */
export const FEATURE_WEIGHTS: FeatureWeights = { stems: 1, pairs: 1, letters: 2, turns: 0.1, numbers: 0.1 };

/** Names and weights of what a text has: stems, pairs of words, runs of letters, turns of speech, and what its numbers say. */
export function textFeatures(text: string, weights: FeatureWeights = FEATURE_WEIGHTS): ReadonlyMap<string, number> {
  const read = text.slice(0, READ_MAX);
  const plain = plainText(read);
  const words = plain.replaceAll("'", "").match(/\p{L}+|\d+/gu) ?? [];
  const features = new Map<string, number>();
  add(features, counted(analyze(read), "stem"), weights.stems);
  add(features, counted(pairsOf(words), "pair"), weights.pairs);
  add(
    features,
    counted(
      words.flatMap((word) => letterRuns(word, 3, 4)),
      "letters",
    ),
    weights.letters,
  );
  if (weights.turns > 0) for (const name of signalsIn(plain)) features.set(`turn ${name}`, weights.turns);
  if (weights.numbers > 0) for (const name of numberSignals(statedNumbers(plain))) features.set(`number ${name}`, weights.numbers);
  return features;
}

function pairsOf(words: readonly string[]): readonly string[] {
  return words.slice(1).map((word, i) => `${words[i] ?? ""} ${word}`);
}

function counted(names: readonly string[], kind: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(`${kind} ${name}`, Math.min(COUNT_MAX, (counts.get(`${kind} ${name}`) ?? 0) + 1));
  return counts;
}

/** Adds the counts, scaled so that their length together is `length`. */
function add(features: Map<string, number>, counts: ReadonlyMap<string, number>, length: number): void {
  if (length === 0) return;
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  const factor = length / Math.sqrt(squares);
  for (const [name, count] of counts) features.set(name, count * factor);
}

/** What figures say beside the words: the borders are those of the gates. */
function numberSignals({ callsMonth, examples, chunks, changes, isPrivate }: StatedNumbers): readonly string[] {
  const isMany = callsMonth !== undefined && callsMonth >= 100_000;
  const isLabelled = examples !== undefined && examples >= 1_000;
  return Object.entries({
    many: isMany,
    millions: callsMonth !== undefined && callsMonth >= 1_000_000,
    few: callsMonth !== undefined && callsMonth < 200,
    labelled: isLabelled,
    "many and labelled": isMany && isLabelled,
    stored: chunks !== undefined,
    changes: changes !== undefined,
    private: isPrivate === true,
  }).flatMap(([name, holds]) => (holds ? [name] : []));
}
