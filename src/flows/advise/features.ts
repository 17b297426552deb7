import type { StatedNumbers } from "../../core/advice.ts";
import { analyze } from "../../text/analyze.ts";
import { statedNumbers } from "./numbers.ts";
import { plainText, signalsIn } from "./signals.ts";

/** A longer text is read up to here: what is claimed stands at its beginning. In UTF-16 units. */
const READ_MAX = 4_000;
/** A word that is said often does not say more and more. */
const COUNT_MAX = 1.5;
/** Of a turn of speech, beside words whose weights have length 1 together. Between .2 and .5 the held-out paraphrases differ by two in a hundred. */
const SIGNAL_WEIGHT = 0.4;

/** Names and weights of what a text has: stems, words, pairs of words, turns of speech, and what its numbers say. */
export function textFeatures(text: string): ReadonlyMap<string, number> {
  const read = text.slice(0, READ_MAX);
  const plain = plainText(read);
  const words = plain.replaceAll("'", "").match(/\p{L}+|\d+/gu) ?? [];
  const said = new Map<string, number>();
  const say = (name: string, weight: number): void => void said.set(name, Math.min(COUNT_MAX, (said.get(name) ?? 0) + weight));
  for (const term of analyze(read)) say(`stem ${term}`, 1);
  for (const [i, word] of words.entries()) {
    say(`word ${word}`, 0.7);
    const next = words[i + 1];
    if (next !== undefined) say(`pair ${word} ${next}`, 0.7);
  }
  const length = Math.hypot(...said.values());
  return new Map([
    ...[...said].map(([name, weight]) => [name, weight / length] as const),
    ...signalsIn(plain).map((name) => [`turn ${name}`, SIGNAL_WEIGHT] as const),
    ...numberSignals(statedNumbers(plain)).map((name) => [`number ${name}`, SIGNAL_WEIGHT] as const),
  ]);
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
