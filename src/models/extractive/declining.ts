import { answerItems, sureness } from "./answer-kinds.ts";
import type { Contradiction } from "./constraints.ts";
import type { Reading } from "./features.ts";
import { exactMatch } from "./matching.ts";
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
  currency: "another currency",
  name: "somebody else of that name",
  place: "another place",
};

/** Why there is no answer, in one sentence: words that the sources never use come first, as the plainest of reasons. */
export function declineReason(reading: Reading, scored: Scored | undefined): string {
  const { question, documentFrequency, surprise } = reading.weighted;
  const byWorth = (terms: readonly QuestionTerm[]): string[] =>
    terms
      .filter(({ isType }) => !isType)
      .toSorted((a, b) => (surprise[question.terms.indexOf(b)] ?? 0) - (surprise[question.terms.indexOf(a)] ?? 0))
      .slice(0, WORDS_SHOWN_MAX)
      .map(({ surface }) => `"${surface}"`);
  const dates = reading.unspoken();
  const absent = byWorth(question.terms.filter((_, i) => documentFrequency[i] === 0)).filter((word) => !namesDate(word, dates));
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
  const segment = reading.passages[best.passage]?.segments[best.sentence.segment];
  const missing = byWorth(
    question.terms.filter(
      (term) =>
        !best.held.has(term.surface) &&
        segment !== undefined &&
        exactMatch(term, segment.terms) === 0 &&
        exactMatch(term, segment.heading) === 0,
    ),
  );
  if (missing.length > 0) return `The nearest passage does not speak of ${listed(missing)}.`;
  const noun = NOUNS[question.kind];
  if (
    noun !== undefined &&
    sureness(question.kind) !== "hint" &&
    answerItems(question.kind, best.sentence.text, question.language).length === 0
  )
    return `The nearest passage gives no ${noun} for it.`;
  return "The nearest passages speak of it, but none surely answers the question.";
}

/** "november" is told with its date, and "before" is no more than its relation. */
function namesDate(word: string, dates: readonly string[]): boolean {
  const bare = word.replaceAll('"', "");
  if (/^(?:before|after|since|until|till)$/.test(bare)) return true;
  return dates.some(
    (date) =>
      date
        .toLowerCase()
        .split(" ")
        .includes(bare.replace(/(?<=\d)(?:st|nd|rd|th)$/u, "")) || /^\d{4}-\d\d-\d\d$/.test(bare),
  );
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
