import { shuffled } from "../../../stats/random.ts";
import type { Random } from "../../../stats/random.ts";
import type { Fields } from "../json-objects.ts";
import { factsOf } from "./facts.ts";
import type { Facts, IndexTexts, NamedThing } from "./facts.ts";
import { adversarialRow, inTurns } from "./rows.ts";

/** As many attempts at a sum or a day that stands nowhere. */
const TRIES = 50;

/**
 * Questions near to what the documents say that none of them answers: a person who is put together from two, a sum and a day that stand nowhere, and a person, a topic or a sum
 * asked about together that no document holds together. In English, whatever the documents are written in.
 */
export function unanswerable({ documents, textOf }: IndexTexts, count: number, random: Random): readonly Fields[] {
  // what is looked for may be broken over two lines
  const flat = new Map(documents.map((document) => [document, textOf(document).replace(/\s+/g, " ")]));
  const all = factsOf({ documents, textOf: (document) => flat.get(document) ?? "" });
  // no more than can be used: each is looked for in every document
  const some = (things: readonly NamedThing[]): readonly NamedThing[] => shuffled(things, random).slice(0, count);
  const facts: Facts = { people: some(all.people), amounts: some(all.amounts), days: all.days, topics: some(all.topics) };
  const standsNowhere = (text: string): boolean => !documents.some((document) => flat.get(document)?.includes(text) === true);
  const kinds = [
    nobody(facts, standsNowhere),
    noSum(facts, standsNowhere, random),
    noDay(facts, standsNowhere, random),
    apart(facts.people, facts.topics, random).map(([person, topic]) =>
      row("apart", `What did ${person.text} say about the ${topic.text}?`, [person, topic]),
    ),
    apart(facts.topics, facts.amounts, random).map(([topic, sum]) =>
      row("apart", `Why did the ${topic.text} cost ${sum.text}?`, [topic, sum]),
    ),
    apart(facts.people, facts.amounts, random).map(([person, sum]) =>
      row("apart", `Why did ${person.text} ask for ${sum.text}?`, [person, sum]),
    ),
  ];
  return inTurns(kinds);
}

function row(kind: string, question: string, from: readonly NamedThing[]): Fields {
  const documents = [...new Set(from.flatMap((thing) => [...thing.documents]))].toSorted();
  return adversarialRow("near-miss", question, kind, { expected_abstain: true, metadata: { near: documents } });
}

function nobody({ people }: Facts, standsNowhere: (text: string) => boolean): readonly Fields[] {
  return people.flatMap((first, at) => {
    const second = people[(at + 1) % people.length];
    const name = `${first.text.split(" ")[0]} ${second?.text.split(" ").at(-1)}`;
    return second === undefined || second === first || !standsNowhere(name)
      ? []
      : [row("nobody", `What is ${name} responsible for?`, [first, second])];
  });
}

function noSum({ amounts }: Facts, standsNowhere: (text: string) => boolean, random: Random): readonly Fields[] {
  return amounts.flatMap((sum) => {
    for (let tries = 0; tries < TRIES; tries++) {
      // other leading digits, as many as there were
      const changed = sum.text.replace(/\d+/, ({ length }) => String(Math.floor((1 + 9 * random()) * 10 ** (length - 1))));
      const figure = /\d[\d.,]*\d|\d/.exec(changed)?.[0] ?? changed;
      if (standsNowhere(figure)) return [row("no-such-sum", `What are the ${changed} meant for?`, [sum])];
    }
    return [];
  });
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function noDay({ days }: Facts, standsNowhere: (text: string) => boolean, random: Random): readonly Fields[] {
  const known = new Set(days.map(({ text }) => text));
  return shuffled(days, random).flatMap((near) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const moved = new Date(Date.parse(`${near.text}T00:00:00Z`) + (1 + Math.floor(random() * 40)) * 86_400_000)
        .toISOString()
        .slice(0, 10);
      const [year = "", month = "", date = ""] = moved.split("-");
      const [day, name] = [String(Number(date)), MONTHS[Number(month) - 1] ?? ""];
      // documents leave the year out where it is clear
      if (known.has(moved) || !standsNowhere(`${day} ${name}`) || !standsNowhere(`${name} ${day}`)) continue;
      return [row("no-such-day", `What was decided on ${day} ${name} ${year}?`, [near])];
    }
    return [];
  });
}

/** Pairs that no document names together. */
function apart(a: readonly NamedThing[], b: readonly NamedThing[], random: Random): readonly (readonly [NamedThing, NamedThing])[] {
  const second = shuffled(b, random);
  return shuffled(a, random).flatMap((thing, at) => {
    const turned = [...second.slice(at), ...second.slice(0, at)];
    const other = turned.find(({ documents }) => [...documents].every((document) => !thing.documents.has(document)));
    return other === undefined ? [] : [[thing, other] as const];
  });
}
