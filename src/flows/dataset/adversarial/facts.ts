import { findDates } from "../../../text/dates.ts";
import { people } from "../../../text/personal-data/names.ts";

/** The documents of an index as whole texts. */
export interface IndexTexts {
  /** Ids, sorted. */
  readonly documents: readonly string[];
  textOf(document: string): string;
}

/** Something that documents name, as it is written first, with the documents that name it. */
export interface NamedThing {
  readonly text: string;
  readonly documents: ReadonlySet<string>;
}

const AMOUNT =
  /(?:[€$£]\s?\d{1,3}(?:[.,]\d{3})*(?:\.\d{1,2})?(?![\d.,]*\d)|(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?:\s(?:euros?|dollars?|pounds?|kroner|francs))|(?<![\d.,])\d{1,9}\s(?:euros?|dollars?|pounds?|kroner|francs))/g;

/** Sums of money as they are written. */
export function amounts(text: string): readonly string[] {
  return (text.match(AMOUNT) ?? []).map((amount) => amount.replace(/\s+/g, " "));
}

export interface Facts {
  /** Given and family name, at least. */
  readonly people: readonly NamedThing[];
  readonly amounts: readonly NamedThing[];
  /** YYYY-MM-DD. */
  readonly days: readonly NamedThing[];
  /** Two words that are said again, in few documents. */
  readonly topics: readonly NamedThing[];
}

const TOPIC_REPEATS_MIN = 2;
const TOPIC_DOCUMENTS_MAX = 3;
const PAIR = /(?<![\p{L}\p{N}-])(\p{Ll}{4,})\s(\p{Ll}{4,})(?![\p{L}\p{N}-])/gu;
/** Two of these make no topic; a short list, because a pair has to come again in one document and be rare in others anyway. */
const NO_TOPIC =
  /^(?:about|above|after|again|also|been|before|being|between|both|could|does|down|during|each|every|from|have|having|here|into|itself|just|more|most|much|must|never|only|other|over|same|shall|should|some|still|such|than|that|their|them|then|there|these|they|this|those|through|under|until|upon|very|were|what|when|where|which|while|will|with|within|without|would|your|because|since|against|already|always|many|made|make|makes|take|takes|said|says|asked|agreed|need|needs|used|uses|first|second|last|next|three|four|five|seven|eight|nine|eleven|twelve|hundred|thousand|week|weeks|days|month|months|years|beside)$/u;

/** What the documents of an index name: people, sums, days, topics. Each list is sorted by its text. */
export function factsOf({ documents, textOf }: IndexTexts): Facts {
  const found = { people: new Map<string, Set<string>>(), amounts: new Map<string, Set<string>>(), days: new Map<string, Set<string>>() };
  const topics = new Map<string, Map<string, number>>();
  const note = (kind: keyof typeof found, text: string, document: string): void => {
    const known = found[kind].get(text);
    if (known === undefined) found[kind].set(text, new Set([document]));
    else known.add(document);
  };
  for (const document of documents) {
    const text = textOf(document);
    for (const { start, end } of people(text)) {
      const name = text.slice(start, end).replace(/\s+/g, " ");
      if (/^\p{Lu}[\p{L}'’-]+ (?:\p{L}+ ){0,2}\p{Lu}[\p{L}'’-]+$/u.test(name)) note("people", name, document);
    }
    for (const amount of amounts(text)) note("amounts", amount, document);
    for (const { iso } of findDates(text)) note("days", iso, document);
    for (const [first, second] of neighbours(text)) {
      if (NO_TOPIC.test(first) || NO_TOPIC.test(second)) continue;
      const name = `${first} ${second}`;
      const counts = topics.get(name) ?? new Map<string, number>();
      counts.set(document, (counts.get(document) ?? 0) + 1);
      topics.set(name, counts);
    }
  }
  const sorted = (things: ReadonlyMap<string, ReadonlySet<string>>): NamedThing[] =>
    [...things].map(([text, where]) => ({ text, documents: where })).toSorted((a, b) => (a.text < b.text ? -1 : 1));
  return {
    people: sorted(found.people).map(({ text }) => ({ text, documents: namedIn(text, documents, textOf) })),
    amounts: sorted(found.amounts),
    days: sorted(found.days),
    topics: [...topics]
      .filter(([, counts]) => counts.size <= TOPIC_DOCUMENTS_MAX && sum(counts.values()) >= TOPIC_REPEATS_MIN)
      .map(([text, counts]) => ({ text, documents: new Set(counts.keys()) }))
      .toSorted((a, b) => (a.text < b.text ? -1 : 1)),
  };
}

/** Where the whole name or a part of it stands: whoever was introduced is called by one name later. */
function namedIn(name: string, documents: readonly string[], textOf: IndexTexts["textOf"]): ReadonlySet<string> {
  const parts = name.split(" ").filter((part) => /^\p{Lu}/u.test(part));
  return new Set(documents.filter((document) => parts.some((part) => textOf(document).includes(part))));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** Of "a b c" both "a b" and "b c". */
function* neighbours(text: string): Generator<readonly [string, string]> {
  const pattern = new RegExp(PAIR.source, PAIR.flags);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, first = "", second = ""] = match;
    yield [first, second];
    pattern.lastIndex = match.index + first.length;
  }
}
