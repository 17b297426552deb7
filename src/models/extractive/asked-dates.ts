import { claimTokens } from "../../text/claim-tokens.ts";
import type { ClaimToken } from "../../text/claim-tokens.ts";
import { areComparable, dateMentions, liesWithin, mayAgree, mentionOf, withYear } from "./date-mentions.ts";
import type { DateMention } from "./date-mentions.ts";
import type { Passage } from "./passages.ts";
import type { FactsOf, SentenceFacts } from "./sentence-facts.ts";

/** A date that a question ties its answer to. */
export interface AskedDate extends DateMention {
  /** "before", "since": then only a date behind the same word can be another. */
  readonly relation?: string;
  /** "the note of 12 January": the day names a document. */
  readonly isOfDocument: boolean;
  /** A month alone may be somebody's name: "April", "June", "Jan". */
  readonly isCertain: boolean;
}

/** The word by which a date is a limit and no point. */
function relationBefore(tokens: readonly ClaimToken[], from: number): string | undefined {
  return [tokens[from - 1]?.word, tokens[from - 2]?.word].find((word) =>
    /^(?:before|after|since|prior|between|until|till)$/.test(word ?? ""),
  );
}

/** A year of a question stands behind one of these; else four digits may count something. */
const DATING = /^(?:in|of|by|during|around|about|circa|year|late|early|mid|from|to|for|and)$/;

/** A month is one behind these. */
const MONTHLY_BEHIND = /^(?:in|of|during|by|for|from|to|around|about|early|late|mid|last|next|this|through|or|and|until|till)$/;

/** Months are names, and need their capital to be told from words. */
const monthInLowerCase =
  /(?<![\p{L}\p{N}])(?:january|february|april|june|july|august|september|october|november|december|(?:may|march)(?=\s+\d|\s*$|[?.])|(?<=\d(?:st|nd|rd|th)?\s+(?:of\s+)?)(?:may|march))(?![\p{L}\p{N}])/gu;

/** An English text with the capitals that its months lack. */
export function withCapitalMonths(text: string): string {
  return text.replace(monthInLowerCase, (month) => `${month[0]?.toUpperCase()}${month.slice(1)}`);
}

type Dated = Pick<SentenceFacts, "tokens" | "dates">;

function datesOf(text: string): Dated {
  const tokens = claimTokens(text);
  return { tokens, dates: dateMentions(tokens) };
}

/** The dates of an English question, read with `withCapitalMonths`. */
export function askedDates({ tokens, dates }: Dated): AskedDate[] {
  return dates.flatMap((mention): AskedDate[] => {
    const relation = relationBefore(tokens, mention.from);
    const isDate = mention.month !== undefined || relation !== undefined || DATING.test(tokens[mention.from - 1]?.word ?? "");
    const isOfDocument = mention.day !== undefined && /^(?:of|from|dated)$/.test(tokens[mention.from - 1]?.word ?? "");
    const isCertain =
      mention.day !== undefined ||
      mention.years !== undefined ||
      relation !== undefined ||
      MONTHLY_BEHIND.test(tokens[mention.from - 1]?.word ?? "");
    return isDate ? [{ ...mention, isOfDocument, isCertain, ...(relation === undefined ? {} : { relation }) }] : [];
  });
}

/** Whether the sentence speaks of another date. One that says none is held to the date of its document, where a day or a month is asked for. */
export function isOtherDate(
  asked: AskedDate,
  here: SentenceFacts,
  near: readonly SentenceFacts[],
  { passage, place, of }: { readonly passage: Passage; readonly place: number; readonly of: FactsOf },
): boolean {
  const { date, heading } = passage.evidence.hit.chunk;
  const said = here.dates
    .filter((mention) => {
      const relation = relationBefore(here.tokens, mention.from);
      return asked.relation === undefined ? !isLimit(relation, mention, asked) : relation === asked.relation;
    })
    .map((mention) => withYear(mention, date));
  const isDated = here.dates.some((mention) => areComparable(asked, withYear(mention, date)));
  if (asked.relation !== undefined && said.length === 0) return !isDated && isPast(asked, date);
  if (!isDated && (asked.month === undefined || date === undefined || !asked.isCertain)) return false;
  if (said.some((mention) => mayAgree(asked, mention) && areComparable(asked, mention))) return false;
  if (asked.relation === undefined && liesWithin(asked, here.tokens, said)) return false;
  // what a sentence dates itself the date of its document changes only where the document is named by it: "the note of 12 January"
  const isOwn = !isDated || asked.isOfDocument;
  const around = [
    ...near.flatMap(({ dates }) => dates),
    ...(isDated ? [] : datesBefore(passage, place, of)),
    ...heading.flatMap((text) => dateMentions(claimTokens(text))),
    ...(date === undefined || !isOwn ? [] : [mentionOf(date)]),
  ];
  return !around.some((mention) => saysAll(asked, mention) && mayAgree(asked, withYear(mention, date)));
}

/** "before July" is no date in July. */
function isLimit(relation: string | undefined, mention: DateMention, asked: AskedDate): boolean {
  return /^(?:before|prior|after)$/.test(relation ?? "") && asked.month !== undefined && asked.month === mention.month;
}

/** What has been so since June does not stand in a text of May. */
function isPast(asked: AskedDate, date: string | undefined): boolean {
  if (asked.relation !== "since" || asked.month === undefined || date === undefined) return false;
  const [year = 0, month = 0] = date.split("-").map(Number);
  return (asked.years?.[0] ?? year) * 12 + asked.month > year * 12 + month;
}

/** A date said earlier in the paragraph holds for what follows. */
function datesBefore(passage: Passage, place: number, of: FactsOf): readonly DateMention[] {
  const segment = passage.sentences[place]?.segment;
  return passage.sentences.slice(0, place).flatMap((sentence, i) => (sentence.segment === segment ? (of(passage, i)?.dates ?? []) : []));
}

/** A date nearby speaks for the sentence only where it is as precise as what is asked. */
function saysAll(asked: DateMention, said: DateMention): boolean {
  return (
    (asked.day === undefined || said.day !== undefined) &&
    (asked.month === undefined || said.month !== undefined) &&
    (asked.years === undefined || said.years !== undefined || said.month !== undefined)
  );
}

/** The words of the question's days and months that the document's own date answers to; none where it is of another day or month. */
export function wordsHeld(text: string, date: string | undefined): ReadonlySet<string> {
  if (date === undefined) return new Set();
  const capital = withCapitalMonths(text);
  const facts = datesOf(capital);
  const own = mentionOf(date);
  const held = askedDates(facts).filter(
    (one) => one.isCertain && one.month !== undefined && one.relation === undefined && mayAgree(one, own),
  );
  return new Set(
    held.flatMap(({ from, to }) =>
      capital
        .slice(facts.tokens[from]?.start, facts.tokens[to]?.end)
        .toLowerCase()
        .split(/[\s,]+/),
    ),
  );
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
/** A sentence without one of these names no day and no month. */
const MONTHLY = new RegExp(`\\b(?:${MONTHS.map((month) => month.slice(0, 3)).join("|")})|\\d-\\d`, "u");

/** The days and months that an English question asks for and no passage speaks of: "4 March 2026", "May". */
export function unspokenDates(
  question: string,
  { passages, of }: { readonly passages: readonly Passage[]; readonly of: FactsOf },
): readonly string[] {
  const asked = askedDates(datesOf(withCapitalMonths(question))).filter(
    ({ month, relation }) => month !== undefined && relation === undefined,
  );
  if (asked.length === 0) return [];
  const said = passages.flatMap((passage) => {
    const { date, heading } = passage.evidence.hit.chunk;
    const mentions = [
      ...passage.sentences.flatMap(({ text }, place) => (MONTHLY.test(text) ? (of(passage, place)?.dates ?? []) : [])),
      ...heading.flatMap((text) => dateMentions(claimTokens(text))),
    ];
    return [...mentions.map((mention) => withYear(mention, date)), ...(date === undefined ? [] : [mentionOf(date)])];
  });
  return asked.filter((one) => !said.some((mention) => saysAll(one, mention) && mayAgree(one, mention))).map(written);
}

function written({ years, month = 1, day }: DateMention): string {
  return [day, MONTHS[month - 1], years?.[0]].filter((part) => part !== undefined).join(" ");
}
