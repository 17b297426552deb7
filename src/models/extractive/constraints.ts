import { claimTokens } from "../../text/claim-tokens.ts";
import type { ClaimToken } from "../../text/claim-tokens.ts";
import { areComparable, dateMentions, liesWithin, mayAgree, mentionOf, withYear } from "./date-mentions.ts";
import type { DateMention } from "./date-mentions.ts";
import { isWithin, mayBe } from "./figures.ts";
import type { Figure } from "./figures.ts";
import type { WeightedQuestion } from "./matching.ts";
import { plainName } from "./names.ts";
import type { NameRun } from "./names.ts";
import type { Passage } from "./passages.ts";
import { askedPeople, isAnother, isMisspelling } from "./people.ts";
import type { AskedPerson } from "./people.ts";
import type { Question } from "./question.ts";
import { factsOf } from "./sentence-facts.ts";
import type { FactsOf, SentenceFacts } from "./sentence-facts.ts";
import type { WordKnowledge } from "./word-knowledge.ts";

/** What a question ties its answer to: days, figures with what they count or name, full names, places. */
export interface Constraints {
  readonly dates: readonly AskedDate[];
  readonly figures: readonly Figure[];
  readonly people: readonly AskedPerson[];
  /** Names behind "at", "in", "from" or "near". */
  readonly places: readonly NameRun[];
}

interface AskedDate extends DateMention {
  /** "before", "since": then only a date behind the same word can be another. */
  readonly relation?: string;
}

/** What a sentence says otherwise. */
export type Contradiction = "date" | "figure" | "name" | "place";

export interface Evidenced {
  readonly weighted: WeightedQuestion;
  readonly passages: readonly Passage[];
  /** Chunks of the corpus. */
  readonly chunks: number;
  readonly of: FactsOf;
  readonly knowledge: WordKnowledge;
}

/** The word by which a date is a limit and no point. */
function relationBefore(tokens: readonly ClaimToken[], from: number): string | undefined {
  return [tokens[from - 1]?.word, tokens[from - 2]?.word].find((word) =>
    /^(?:before|after|since|prior|between|until|till)$/.test(word ?? ""),
  );
}

/** A year of a question stands behind one of these; else four digits may count something. */
const DATING = /^(?:in|of|by|during|around|about|circa|year|late|early|mid|from|to|for|and)$/;

/** Months are names, and need their capital to be told from words. */
const monthInLowerCase =
  /(?<![\p{L}\p{N}])(?:january|february|april|june|july|august|september|october|november|december|(?:may|march)(?=\s+\d|\s*$|[?.])|(?<=\d(?:st|nd|rd|th)?\s+(?:of\s+)?)(?:may|march))(?![\p{L}\p{N}])/gu;

/** What the question ties its answer to; undefined where it does not, and for questions that are not in English. */
export function readConstraints(evidenced: Evidenced): Constraints | undefined {
  const { question } = evidenced.weighted;
  if (question.language !== "english") return undefined;
  const asked = factsOf(
    question.text.replace(monthInLowerCase, (month) => `${month[0]?.toUpperCase()}${month.slice(1)}`),
    true,
  );
  const { tokens } = asked;
  const dates = asked.dates.flatMap((mention): AskedDate[] => {
    const relation = relationBefore(tokens, mention.from);
    const isDate = mention.month !== undefined || relation !== undefined || DATING.test(tokens[mention.from - 1]?.word ?? "");
    return isDate ? [{ ...mention, ...(relation === undefined ? {} : { relation }) }] : [];
  });
  const figures = asked.figures.filter((figure) => !isAnswer(question, figure.slot));
  const people = askedPeople(asked.names, evidenced);
  const places = asked.names.filter(({ words, before }) => PLACING.test(before) && !words.some((word) => isTopic(word, evidenced)));
  return dates.length + figures.length + people.length + places.length === 0 ? undefined : { dates, figures, people, places };
}

/** The prior of a small corpus, in chunks. */
const PRIOR_CHUNKS = 30;
const TOPIC_SHARE_MIN = 0.2;

/** "in Hugo", asked of the documentation of Hugo: what all of it is about is left unsaid. */
function isTopic(word: string, { weighted, chunks }: Evidenced): boolean {
  const term = weighted.question.terms.findIndex(({ surface }) => plainName(surface) === word);
  return (weighted.documentFrequency[term] ?? 0) / (chunks + PRIOR_CHUNKS) > TOPIC_SHARE_MIN;
}

/** A figure of the kind that is asked for: the answer is another one of it. */
function isAnswer({ kind, isCount, terms }: Question, slot: string): boolean {
  if (kind === "percent") return slot === "unit:percent";
  if (kind === "money") return /^unit:(?:dollar|euro|pound|yen)$/.test(slot);
  if (kind === "duration") return /^unit:(?:millisecond|second|minute|hour|day|week|month|year)$/.test(slot);
  return isCount && terms.some(({ isFocus, term }) => isFocus && slot.endsWith(`:${term}`));
}

export interface ConstrainedPlace {
  readonly passage: Passage;
  readonly place: number;
  readonly of: FactsOf;
}

/** The sentence says of another day, figure, person or place what the question asks; undefined where nothing shows that it does. */
export function contradiction(constraints: Constraints, at: ConstrainedPlace): Contradiction | undefined {
  const here = at.of(at.passage, at.place);
  if (here === undefined) return undefined;
  const near = [-2, -1, 1].flatMap((step) => at.of(at.passage, at.place + step) ?? []);
  if (constraints.dates.some((date) => isOtherDate(date, here, near, at.passage))) return "date";
  if (constraints.figures.some((figure) => isOtherFigure(figure, here, near))) return "figure";
  if (constraints.people.some((person) => isAnother(person, here, stands(person.given, at)))) return "name";
  if (constraints.places.some((name) => isOtherPlace(name, here, at))) return "place";
  return undefined;
}

function isOtherDate(asked: AskedDate, here: SentenceFacts, near: readonly SentenceFacts[], passage: Passage): boolean {
  const { date, heading } = passage.evidence.hit.chunk;
  const said = here.dates
    .filter(({ from }) => asked.relation === undefined || relationBefore(here.tokens, from) === asked.relation)
    .map((mention) => withYear(mention, date));
  if (!said.some((mention) => areComparable(asked, mention))) return false;
  if (said.some((mention) => mayAgree(asked, mention))) return false;
  if (asked.relation === undefined && liesWithin(asked, here.tokens, said)) return false;
  const around = [
    ...near.flatMap(({ dates }) => dates),
    ...heading.flatMap((text) => dateMentions(claimTokens(text))),
    ...(date === undefined ? [] : [mentionOf(date)]),
  ];
  return !around.some((mention) => saysAll(asked, mention) && mayAgree(asked, withYear(mention, date)));
}

/** A date nearby speaks for the sentence only where it is as precise as what is asked. */
function saysAll(asked: DateMention, said: DateMention): boolean {
  return (
    (asked.day === undefined || said.day !== undefined) &&
    (asked.month === undefined || said.month !== undefined) &&
    (asked.years === undefined || said.years !== undefined || said.month !== undefined)
  );
}

function isOtherFigure(asked: Figure, here: SentenceFacts, near: readonly SentenceFacts[]): boolean {
  const said = here.figures.filter(({ slot }) => slot === asked.slot);
  if (said.length === 0 || here.numbers.has(asked.value) || near.some(({ numbers }) => numbers.has(asked.value))) return false;
  return !said.some((figure) => mayBe(asked, figure) || isWithin(Number(asked.value), here.tokens, figure.at));
}

/** Whether the name stands in a sentence beside or in the headings above. */
function stands(name: string, { passage, place, of }: ConstrainedPlace): boolean {
  return (
    [-1, 1].some((step) => of(passage, place + step)?.words.has(name) === true) ||
    passage.evidence.hit.chunk.heading.some((text) => text.toLowerCase().includes(name))
  );
}

function segmentHas(name: string, { passage, place }: ConstrainedPlace): boolean {
  const segment = passage.sentences[place]?.segment;
  return passage.sentences.some(
    (sentence) => sentence.segment === segment && sentence.words.some(({ surface }) => plainName(surface) === name),
  );
}

const PLACING = /^(?:at|in|from|near)$/;

function isOtherPlace(asked: NameRun, here: SentenceFacts, at: ConstrainedPlace): boolean {
  if (asked.words.some((word) => here.words.has(word) || stands(word, at) || segmentHas(word, at))) return false;
  const others = here.names.filter(({ before }) => before === asked.before);
  return others.length > 0 && !others.some(({ words }) => words.some((word) => asked.words.some((name) => isMisspelling(word, name))));
}
