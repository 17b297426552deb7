import type { StatedNumbers } from "../../core/advice.ts";
import { analyze } from "../../text/analyze.ts";
import { letterRuns } from "../../text/letter-runs.ts";
import { statedNumbers } from "./numbers.ts";
import { plainText, signalsIn } from "./signals.ts";

/** A longer text is read up to here: what is claimed stands at its beginning. In UTF-16 units. */
const READ_MAX = 4_000;
/** A word that is said often does not say more and more. */
const COUNT_MAX = 1.5;
/** Of a turn of speech, beside words whose weights have length 1 together. At .4 the turns drown the words of a writer who does not use them. */
const SIGNAL_WEIGHT = 0.2;
/** Of all runs of letters in a text together. */
const LETTERS_WEIGHT = 1.5;
const LETTERS = 4;

/** Names and weights of what a text has: stems, runs of four letters, turns of speech, and what its numbers say. The caller may add to it. */
export function textFeatures(text: string): Map<string, number> {
  const read = text.slice(0, READ_MAX);
  const plain = plainText(read);
  const words = plain.replaceAll("'", "").match(/\p{L}+|\d+/gu) ?? [];
  const features = new Map<string, number>();
  for (const term of analyze(read)) say(features, `stem ${term}`, 1);
  scale(features, 1);
  const letters = lettersOf(words);
  scale(letters, LETTERS_WEIGHT);
  for (const [name, weight] of letters) features.set(name, weight);
  for (const name of signalsIn(plain)) features.set(`turn ${name}`, SIGNAL_WEIGHT);
  for (const name of numberSignals(statedNumbers(plain))) features.set(`number ${name}`, SIGNAL_WEIGHT);
  return features;
}

function say(said: Map<string, number>, name: string, weight: number): void {
  said.set(name, Math.min(COUNT_MAX, (said.get(name) ?? 0) + weight));
}

/** Makes the length of all weights together this one. */
function scale(said: Map<string, number>, to: number): void {
  let squares = 0;
  for (const weight of said.values()) squares += weight * weight;
  const factor = to / Math.sqrt(squares);
  for (const [name, weight] of said) said.set(name, weight * factor);
}

function lettersOf(words: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of words) for (const run of letterRuns(word, LETTERS, LETTERS)) say(found, `letters ${run}`, 1);
  return found;
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
