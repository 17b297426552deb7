import { editDistance } from "../../text/edit-distance.ts";
import { GIVEN_NAMES } from "../../text/personal-data/given-names.ts";
import type { NameRun } from "./names.ts";
import type { Passage } from "./passages.ts";
import type { FactsOf, SentenceFacts } from "./sentence-facts.ts";
import type { WordKnowledge } from "./word-knowledge.ts";

/** Somebody whom a question names in full, with those who share a name with them in the evidence. */
export interface AskedPerson {
  readonly given: string;
  readonly surname: string;
  /** Stands in the evidence under this name. */
  readonly isKnown: boolean;
  /** Given names of others with this surname. */
  readonly relatives: ReadonlySet<string>;
  /** Surnames of others with this given name. */
  readonly namesakes: ReadonlySet<string>;
}

/** A word this rare in English is most often a name. */
const UNKNOWN_MAX = 1e-4;
/** A more common word is no surname that could be told from a word: of "Hugo Pipes" neither is a person. */
const SURNAME_MAX = 1.5e-3;

/** The people whom these runs of the question name in full. */
export function askedPeople(
  runs: readonly NameRun[],
  { passages, of, knowledge }: { readonly passages: readonly Passage[]; readonly of: FactsOf; readonly knowledge: WordKnowledge },
): AskedPerson[] {
  const isUnknown = (word: string): boolean => knowledge.commonness(word) < UNKNOWN_MAX;
  const isGiven = (word: string): boolean => GIVEN_NAMES.has(word) || isUnknown(word);
  const isSurname = (word: string): boolean => knowledge.commonness(word) < SURNAME_MAX;
  const people = runs.flatMap(({ words }) => {
    const at = words.findIndex(
      (word, i) => i + 1 < words.length && isSurname(words[i + 1] ?? "") && (isGiven(word) || isUnknown(words[i + 1] ?? "")),
    );
    return at < 0 ? [] : [{ given: words[at] ?? "", surname: words[at + 1] ?? "" }];
  });
  if (people.length === 0) return [];
  return people.flatMap(({ given, surname }): AskedPerson[] => {
    const pairs = factsPairing(given, surname, { passages, of }).flatMap(({ names }) => names.flatMap(pairsOf));
    const others = (name: string, than: string): boolean =>
      name !== than && !isMisspelling(name, than) && !name.includes(than) && !than.includes(name);
    const relatives = new Set(
      pairs.flatMap(([first, last]) => (last === surname && isGiven(first) && others(first, given) ? [first] : [])),
    );
    const namesakes = new Set(
      pairs.flatMap(([first, last]) => (first === given && isGiven(given) && isSurname(last) && others(last, surname) ? [last] : [])),
    );
    const whole = new RegExp(`(?<!\\p{L})${given}(?:[^\\p{L}\\p{N}]+[\\p{L}\\p{N}]+){0,2}[^\\p{L}\\p{N}]+${surname}`, "iu");
    const isKnown = passages.some(({ sentences }) => sentences.some(({ text }) => whole.test(text)));
    return relatives.size + namesakes.size === 0 ? [] : [{ given, surname, isKnown, relatives, namesakes }];
  });
}

/**
 * The facts of the sentences where one of the names stands beside another word with a capital: reading all sentences would take longer than the rest of
 * an answer. Names are letters alone, as tokens are.
 */
function factsPairing(
  given: string,
  surname: string,
  { passages, of }: { readonly passages: readonly Passage[]; readonly of: FactsOf },
): SentenceFacts[] {
  const paired = new RegExp(`(?<!\\p{L})(?:(?i:${given})\\s+\\p{Lu}|\\p{Lu}[^\\s]*\\s+(?i:${surname})(?!\\p{L}))`, "u");
  return passages.flatMap((passage) =>
    passage.sentences.flatMap(({ text }, place) => (paired.test(text) ? (of(passage, place) ?? []) : [])),
  );
}

/** Words side by side; a capital that only begins a sentence counts, as most names do there. */
function pairsOf({ words }: NameRun): (readonly [first: string, last: string])[] {
  return words.slice(1).map((last, i) => [words[i] ?? "", last] as const);
}

/** Whether the sentence speaks of somebody who shares a name with the one asked about. `isBeside`: the given name stands in a sentence beside. */
export function isAnother(
  { given, surname, isKnown, relatives, namesakes }: AskedPerson,
  { names, words }: SentenceFacts,
  isBeside: boolean,
): boolean {
  const pairs = names.flatMap(pairsOf);
  const isRelative = pairs.some(([first, last]) => last === surname && relatives.has(first));
  if (!isKnown) return isRelative || pairs.some(([first, last]) => first === given && namesakes.has(last));
  if (words.has(given)) return false;
  if (words.has(surname))
    return isRelative && !names.some(({ words: run }) => run.some((word, i) => word === surname && !relatives.has(run[i - 1] ?? "")));
  // "Marit decides": the surname is left out
  return !isBeside && names.some(({ words: run }) => run.some((word) => relatives.has(word)));
}

/** One letter in four may be wrong. */
export function isMisspelling(a: string, b: string): boolean {
  const most = Math.floor(b.length / 4);
  return editDistance(a, b, most) <= most;
}
