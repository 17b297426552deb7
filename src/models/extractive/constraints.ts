import { askedDates, isOtherDate, unspokenDates, withCapitalMonths } from "./asked-dates.ts";
import type { AskedDate } from "./asked-dates.ts";
import { isWithin, mayBe } from "./figures.ts";
import type { Figure } from "./figures.ts";
import type { WeightedQuestion } from "./matching.ts";
import { plainName } from "./names.ts";
import type { NameRun } from "./names.ts";
import type { Passage } from "./passages.ts";
import { areRankedAlike } from "./ranks.ts";
import type { Rank } from "./ranks.ts";
import { isOtherRole, isSameRole, saysWhoHas } from "./roles.ts";
import type { Role } from "./roles.ts";
import { askedPeople, isAnother, isMisspelling } from "./people.ts";
import type { AskedPerson } from "./people.ts";
import type { Question } from "./question.ts";
import { factsOf } from "./sentence-facts.ts";
import type { FactsOf, SentenceFacts } from "./sentence-facts.ts";
import type { WordKnowledge } from "./word-knowledge.ts";

/** What a question ties its answer to: days, figures with what they count or name, ranks, roles, currencies, full names, places. */
export interface Constraints {
  readonly dates: readonly AskedDate[];
  readonly figures: readonly Figure[];
  readonly ranks: readonly Rank[];
  /** The passages count such things, and none speaks of one that is asked for. */
  readonly isUnheardRank: boolean;
  /** With the field of each: "head of marketing". */
  readonly roles: readonly Role[];
  /** That which it asks for the holder of, where the passages name such roles of other fields alone. */
  readonly unheardRole?: Role;
  readonly currencies: ReadonlySet<string>;
  readonly people: readonly AskedPerson[];
  /** Names behind "at", "in", "from" or "near". */
  readonly places: readonly NameRun[];
  readonly knowledge: WordKnowledge;
}

/** What a sentence says otherwise. */
export type Contradiction = "date" | "figure" | "rank" | "role" | "currency" | "name" | "place";

export interface Evidenced {
  readonly weighted: WeightedQuestion;
  readonly passages: readonly Passage[];
  /** Chunks of the corpus. */
  readonly chunks: number;
  readonly of: FactsOf;
  readonly knowledge: WordKnowledge;
}

/** What the question ties its answer to; undefined where it does not, and for questions that are not in English. */
export function readConstraints(evidenced: Evidenced): Constraints | undefined {
  const { knowledge, weighted } = evidenced;
  const { question } = weighted;
  if (question.language !== "english") return undefined;
  const asked = factsOf(withCapitalMonths(question.text), knowledge, true);
  const dates = askedDates(asked);
  const figures = asked.figures.filter((figure) => !isAnswer(question, figure.slot));
  const people = askedPeople(asked.names, evidenced);
  const places = asked.names.filter(({ words, before }) => PLACING.test(before) && !words.some((word) => isTopic(word, evidenced)));
  const { ranks, currencies } = asked;
  const roles = askedRoles(question, asked.roles);
  const count = dates.length + figures.length + ranks.length + roles.length + currencies.size + people.length + places.length;
  if (count === 0) return undefined;
  const unheard = unheardRole(roles, evidenced);
  return {
    dates,
    figures,
    ranks,
    isUnheardRank: isUnheard(ranks, evidenced),
    roles,
    ...(unheard === undefined ? {} : { unheardRole: unheard }),
    currencies,
    people,
    places,
    knowledge,
  };
}

/** "What did the head of marketing say?": the verb at the end is no part of the field. */
function askedRoles({ terms, words }: Question, roles: readonly Role[]): readonly Role[] {
  if (!words.some((word) => /^(?:do|does|did|can|could|will|would|should|may|might|must)$/.test(word))) return roles;
  const verbs = new Set(terms.filter(({ isVerb }) => isVerb).map(({ surface }) => surface));
  return roles
    .map((role) => ({ ...role, field: role.field.filter(({ word }) => !verbs.has(word)) }))
    .filter(({ field }) => field.length > 0);
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
  if (constraints.dates.some((date) => isOtherDate(date, here, near, at))) return "date";
  if (constraints.figures.some((figure) => isOtherFigure(figure, here, near))) return "figure";
  if (constraints.isUnheardRank || isOtherRank(constraints, here, at)) return "rank";
  if (constraints.unheardRole !== undefined && !saysWhoHas(constraints.unheardRole, here.words)) return "role";
  if (isOtherRole(constraints.roles, here, rolesAround(constraints, at), constraints.knowledge)) return "role";
  if (isOtherCurrency(constraints.currencies, here, near)) return "currency";
  if (constraints.people.some((person) => isAnother(person, here, stands(person.given, at)))) return "name";
  if (constraints.places.some((name) => isOtherPlace(name, here, at))) return "place";
  return undefined;
}

function isOtherFigure(asked: Figure, here: SentenceFacts, near: readonly SentenceFacts[]): boolean {
  const said = here.figures.filter(({ slot }) => slot === asked.slot);
  if (said.length === 0 || here.numbers.has(asked.value) || near.some(({ numbers }) => numbers.has(asked.value))) return false;
  return !said.some((figure) => mayBe(asked, figure) || isWithin(Number(asked.value), here.tokens, figure.at));
}

/** A sentence without one of these says no rank, and is not read for one. */
const ORDERING = /\b(?:first|second|third|\p{L}+th|\p{L}{3,}est|\d+)/iu;

/** The first of a kind goes without saying; of others some passage speaks where they are counted. */
function isUnheard(asked: readonly Rank[], { passages, of, knowledge }: Evidenced): boolean {
  const later = asked.filter(({ value }) => value > 1);
  if (later.length === 0) return false;
  const said = passages.flatMap((passage) => [
    ...passage.sentences.flatMap(({ text }, place) => (ORDERING.test(text) ? (of(passage, place)?.ranks ?? []) : [])),
    ...passage.evidence.hit.chunk.heading.flatMap((text) => factsOf(text, knowledge).ranks),
  ]);
  const alike = said.filter((one) => later.some((rank) => areRankedAlike(rank, one)));
  return alike.length > 0 && !said.some(({ value }) => asked.some((rank) => rank.value === value));
}

/** The sentence counts the same things and names none of the asked places among them, nor does the sentence before or the heading. */
function isOtherRank({ ranks: asked, knowledge }: Constraints, here: SentenceFacts, { passage, place, of }: ConstrainedPlace): boolean {
  const compared = asked.filter((one) => here.ranks.some((said) => areRankedAlike(one, said)));
  if (compared.length === 0) return false;
  const values = new Set(asked.map(({ value }) => value));
  if (here.ranks.some(({ value }) => values.has(value))) return false;
  const around = [of(passage, place - 1), ...passage.evidence.hit.chunk.heading.map((text) => factsOf(text, knowledge))];
  return !around.some((facts) =>
    facts?.ranks.some((said) => compared.some((one) => one.value === said.value && areRankedAlike(one, said))),
  );
}

/** "Who is the training lead?", where a project lead stands and no other: what else says "training" names no lead of it. */
function unheardRole(asked: readonly Role[], { weighted, passages, of, knowledge }: Evidenced): Role | undefined {
  const { kind, isProperty, terms } = weighted.question;
  const [role, ...others] = asked;
  if (role === undefined || others.length > 0 || kind !== "person" || !isProperty) return undefined;
  if (!terms.some(({ isFocus, surface }) => isFocus && surface === role.noun)) return undefined;
  const said = passages.flatMap((passage) => [
    ...passage.sentences.flatMap(({ text }, place) => (text.toLowerCase().includes(role.noun) ? (of(passage, place)?.roles ?? []) : [])),
    ...passage.evidence.hit.chunk.heading.flatMap((text) => factsOf(text, knowledge).roles),
  ]);
  const isNamed = said.some(({ noun }) => noun === role.noun);
  return isNamed && !said.some((one) => isSameRole(role, one, knowledge)) ? role : undefined;
}

/** Those that the sentence before or the headings name: "She" goes on about the head of marketing. */
function rolesAround({ roles, knowledge }: Constraints, { passage, place, of }: ConstrainedPlace): readonly Role[] {
  if (roles.length === 0) return [];
  return [of(passage, place - 1), ...passage.evidence.hit.chunk.heading.map((text) => factsOf(text, knowledge))].flatMap(
    (facts) => facts?.roles ?? [],
  );
}

/** Sums stand here, and neither here nor beside one in a currency that is asked for. */
function isOtherCurrency(asked: ReadonlySet<string>, here: SentenceFacts, near: readonly SentenceFacts[]): boolean {
  if (asked.size === 0 || here.currencies.size === 0) return false;
  return ![here, ...near].some(({ currencies }) => [...currencies].some((currency) => asked.has(currency)));
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

/** The days and months of the question that none of the passages speaks of, as they stand in it. */
export function unspoken(evidenced: Evidenced): readonly string[] {
  const { question } = evidenced.weighted;
  return question.language === "english" ? unspokenDates(question.text, evidenced) : [];
}
