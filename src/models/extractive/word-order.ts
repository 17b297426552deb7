import type { Matches, WeightedQuestion } from "./matching.ts";
import type { Sentence } from "./passages.ts";
import type { Word } from "./words.ts";

const wordPattern = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;
/** A longer question is compared by its beginning: no sentence repeats more words than this. */
const QUESTION_WORDS_MAX = 60;

/** Runs of the question's own words, stop words too, that stand in the sentence just so. */
export function phraseFeatures(questionWords: readonly string[], sentence: string): Record<string, number> {
  const question = questionWords.slice(0, QUESTION_WORDS_MAX);
  const words = Array.from(sentence.matchAll(wordPattern), ([word]) => word.toLowerCase().replaceAll("’", "'"));
  const places = new Map<string, number[]>();
  words.forEach((word, i) => {
    const list = places.get(word);
    if (list === undefined) places.set(word, [i]);
    else list.push(i);
  });
  let longest = 0;
  let trigrams = 0;
  for (let i = 0; i < question.length; i += 1) {
    let best = 0;
    for (const place of places.get(question[i] ?? "") ?? []) {
      let length = 1;
      while (i + length < question.length && words[place + length] === question[i + length]) length += 1;
      best = Math.max(best, length);
    }
    if (best >= 3) trigrams += 1;
    longest = Math.max(longest, best);
  }
  return { phraseLog: Math.log1p(longest), trigrams: trigrams / Math.max(1, question.length - 2) };
}

/** How far the matched words keep the question's order and stand together. */
export function orderFeatures(weighted: WeightedQuestion, sentence: Sentence): Record<string, number> {
  const { terms } = weighted.question;
  const places = terms.map((term) => (term.isType ? [] : (sentence.places.get(term.term) ?? [])));
  const matched = new Set(places.flat());
  const first = Math.min(...matched);
  const last = Math.max(...matched);
  const span = matched.size === 0 ? 0 : last - first + 1;
  return {
    order: commonSubsequence(weighted, sentence.words) / weighted.weightSum,
    pairs: neighbours(weighted, places),
    density: span === 0 ? 0 : matched.size / span,
    spanLog: Math.log1p(span),
  };
}

/** Longest common subsequence of question terms and sentence words, by weight. */
function commonSubsequence({ question, weight }: WeightedQuestion, words: readonly Word[]): number {
  let row = new Float64Array(words.length + 1);
  question.terms.slice(0, QUESTION_WORDS_MAX).forEach((term, i) => {
    if (term.isType) return;
    const next = new Float64Array(words.length + 1);
    for (let j = 0; j < words.length; j += 1) {
      next[j + 1] = words[j]?.term === term.term ? (row[j] ?? 0) + (weight[i] ?? 0) : Math.max(row[j + 1] ?? 0, next[j] ?? 0);
    }
    row = next;
  });
  return row.at(-1) ?? 0;
}

/** Places further apart than this are not near each other. */
const NEAR = 4;

/** Weight of the pairs of question neighbours that are near each other in the sentence, too; less for gaps and for the other order. */
function neighbours({ question, weight }: WeightedQuestion, places: readonly (readonly number[])[]): number {
  let all = 0;
  let kept = 0;
  for (let i = 0; i + 1 < question.terms.length; i += 1) {
    if (question.terms[i]?.isType === true || question.terms[i + 1]?.isType === true) continue;
    const pair = (weight[i] ?? 0) + (weight[i + 1] ?? 0);
    all += pair;
    let gap = NEAR + 1;
    for (const a of places[i] ?? []) for (const b of places[i + 1] ?? []) if (a !== b) gap = Math.min(gap, b > a ? b - a : 1.5 + a - b);
    if (gap <= NEAR) kept += pair / Math.max(1, 0.4 + 0.6 * gap);
  }
  return all === 0 ? 0 : kept / all;
}

export interface TermMatches {
  readonly here: Matches;
  readonly related: Matches;
  readonly missing: Matches;
}

/** A related word is no substitute that changes the question. */
const RELATED_MIN = 0.5;

/** Signs that the sentence says the same of somebody or something else: another word where a missing one should stand. */
export function substitutionFeatures(
  { question, surprise }: WeightedQuestion,
  sentence: Sentence,
  { here, related, missing }: TermMatches,
): Record<string, number> {
  const { terms } = question;
  const asked = new Set(terms.flatMap(({ term, parts }) => [term, ...parts]));
  const { words, places } = sentence;
  let substituted = 0;
  let substitutedName = 0;
  let enclosed = 0;
  terms.forEach((term, i) => {
    if ((here[i] ?? 0) > 0 || term.isType || term.isVerb || (related[i] ?? 0) >= RELATED_MIN) return;
    const worth = (surprise[i] ?? 0) / 9;
    const placesOf = (j: number): readonly number[] => (terms[j] === undefined || terms[j].isType ? [] : (places.get(terms[j].term) ?? []));
    if (placesOf(i - 1).some((a) => placesOf(i + 1).some((b) => b - a >= 2 && b - a <= 3))) enclosed = Math.max(enclosed, worth);
    const instead = [
      ...placesOf(i + 1).map((place) => [place, place - 1] as const),
      ...placesOf(i - 1).map((place) => [place, place + 1] as const),
    ];
    if (!instead.some(([place, other]) => isSubstitute(words[place], words[other], asked))) return;
    substituted = Math.max(substituted, worth);
    if (term.isName || term.isFigure) substitutedName = 1;
  });
  const isSwapped = terms.some(
    ({ term, isFigure }, i) =>
      isFigure && (missing[i] ?? 0) > 0 && words.some((word) => word.digit && !asked.has(word.term) && word.term.length === term.length),
  );
  return { substituted, substitutedName, enclosed, figureSwapped: isSwapped ? 1 : 0 };
}

/** Whether `other` stands right beside `word` and is not of the question. */
function isSubstitute(word: Word | undefined, other: Word | undefined, asked: ReadonlySet<string>): boolean {
  if (word === undefined || other === undefined || asked.has(other.term)) return false;
  return Math.max(word.start - other.end, other.start - word.end) <= 2;
}
