import { sureness } from "./answer-kinds.ts";
import type { Contradiction } from "./constraints.ts";
import type { Reading } from "./features.ts";
import { exactMatch } from "./matching.ts";
import { itemsFor } from "./named-figures.ts";
import type { Segment } from "./passages.ts";
import type { AnswerKind, QuestionTerm } from "./question.ts";
import type { Scored } from "./scoring.ts";

const WORDS_SHOWN_MAX = 3;
const NOUNS: Readonly<Partial<Record<AnswerKind, string>>> = {
  person: "person",
  name: "name",
  place: "place",
  date: "date",
  money: "amount of money",
  percent: "percentage",
  duration: "length of time",
  number: "number",
  identifier: "number or address",
  measure: "measure",
};

const OTHERWISE: Readonly<Record<Contradiction, string>> = {
  date: "another date",
  figure: "another figure",
  rank: "another one in the order",
  role: "such a role for something else",
  currency: "another currency",
  name: "somebody else of that name",
  place: "another place",
};

/** Why there is no answer, in one sentence: words that the sources never use come first, as the plainest of reasons. */
export function declineReason(reading: Reading, scored: Scored | undefined): string {
  const { question, documentFrequency, surprise } = reading.weighted;
  const byWorth = (isShown: (term: QuestionTerm, i: number) => boolean): string[] =>
    stretches(question.terms, (term, i) => !term.isType && isShown(term, i))
      .map(({ text, places }) => ({ text, worth: Math.max(...places.map((i) => surprise[i] ?? 0)) }))
      .toSorted((x, y) => y.worth - x.worth)
      .slice(0, WORDS_SHOWN_MAX)
      .map(({ text }) => `"${text}"`);
  const dates = reading.unspoken();
  const absent = byWorth(({ surface }, i) => documentFrequency[i] === 0 && !namesDate(surface, dates));
  const best = reading.candidates[scored?.chosen[0] ?? -1];
  if (dates.length > 0) {
    const never = absent.length > 0 ? `The sources never mention ${listed(absent)}, and no` : "No";
    return `${never} passage found speaks of ${listed(dates)}.`;
  }
  if (best === undefined)
    return absent.length > 0 ? `The sources never mention ${listed(absent)}.` : "No passage shares a telling word with the question.";
  if (absent.length > 0) return `The sources never mention ${listed(absent)}, and no passage says it in other words.`;
  const contradicted = best.contradicts();
  if (contradicted !== undefined) return `The nearest passage speaks of ${OTHERWISE[contradicted]}.`;
  const segments = reading.passages[best.passage]?.segments ?? [];
  const missingFrom = (read: readonly Segment[]): string[] =>
    byWorth((term) => read.length > 0 && !best.held.has(term.surface) && read.every((segment) => isMissing(term, segment)));
  const missing = missingFrom(segments);
  if (missing.length > 0) return `The nearest passage does not speak of ${listed(missing)}.`;
  const missingNearby = missingFrom(segments.slice(best.sentence.segment, best.sentence.segment + 1));
  if (missingNearby.length > 0) return `Where the nearest passage comes closest, it does not speak of ${listed(missingNearby)}.`;
  if (best.unmet === "row") return "No row of the nearest table speaks of all that is asked for.";
  const noun = NOUNS[question.kind];
  if (noun !== undefined && sureness(question.kind) !== "hint" && itemsFor(question, best.sentence).length === 0)
    return `The nearest passage gives no ${noun} for it.`;
  return "The nearest passages speak of it, but none surely answers the question.";
}

function isMissing(term: QuestionTerm, { terms, heading }: Segment): boolean {
  return exactMatch(term, terms) === 0 && exactMatch(term, heading) === 0;
}

const spaceless = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]{2}$/u;

/** The words of the shown terms with their places; pairs of signs that overlap are joined to what they were cut from. */
function stretches(
  terms: readonly QuestionTerm[],
  isShown: (term: QuestionTerm, i: number) => boolean,
): readonly { readonly text: string; readonly places: readonly number[] }[] {
  const found: { text: string; places: number[] }[] = [];
  terms.forEach((term, i) => {
    if (!isShown(term, i)) return;
    const last = found.at(-1);
    const goesOn = last?.places.at(-1) === i - 1 && spaceless.test(term.surface) && last.text.at(-1) === term.surface[0];
    if (last !== undefined && goesOn) [last.text, last.places] = [last.text + term.surface.slice(1), [...last.places, i]];
    else found.push({ text: term.surface, places: [i] });
  });
  return found;
}

/** "november" is told with its date, and "before" is no more than its relation. */
function namesDate(word: string, dates: readonly string[]): boolean {
  if (/^(?:before|after|since|until|till)$/.test(word)) return true;
  return dates.some(
    (date) =>
      date
        .toLowerCase()
        .split(" ")
        .includes(word.replace(/(?<=\d)(?:st|nd|rd|th)$/u, "")) || /^\d{4}-\d\d-\d\d$/.test(word),
  );
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
