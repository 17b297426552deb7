import type { Span } from "../../text/sentences.ts";
import { answerItems } from "./answer-kinds.ts";
import { currenciesAsked, currenciesNamed } from "./currencies.ts";
import type { Sentence } from "./passages.ts";
import type { Question } from "./question.ts";
import { FIGURE_ONLY } from "./table-rows.ts";
import type { Cell } from "./table-rows.ts";

/** Names of sums; a question for one of a group is answered by a figure that any of the group names. */
const SUMS = [
  "price prices pricing cost costs fee fees charge charges rate fare rent tariff msrp rrp",
  "salary salaries wage wages pay compensation earnings",
  "budget budgets",
  "revenue revenues turnover sales",
  "reserve reserves",
].map((words) => new Set(words.split(" ")));
/** Sums of whatever is asked about. */
const ANY_SUM = new Set(["amount", "amounts", "sum", "total", "subtotal"]);
const VERBS: ReadonlyMap<string, string> = new Map([
  ["earn", "salary"],
  ["earned", "salary"],
]);

/** "Price: 0.12", "unit price (EUR) = 12": the figure ends its clause, or a rate follows, and it is no share and no length of time. */
const LABELLED =
  /(?<![\p{L}\p{N}])(\p{L}+)(\s?\([^()\n]{1,20}\))?\s?[:=]\s*(\d(?:[\d.,'’]*\d)?)(?![\d%])(?=\s*(?:$|[\n.,;|)\]}"]|(?:per|each|an?)\s|\/))/giu;

/** Where the sentence may hold what is asked for: things of the kind, and figures that their column or label says to be it. */
export function itemsFor(question: Question, sentence: Sentence): Span[] {
  const items = answerItems(question.kind, sentence.text, question.language);
  if (question.language !== "english") return items;
  if (question.kind === "money") return [...items, ...namedSums(question, sentence)];
  return question.isCount ? items.filter((item) => !isSum(question, sentence, item)) : items;
}

function namedSums(question: Question, sentence: Sentence): Span[] {
  const asked = askedSum(question);
  const currencies = currenciesAsked(question.text);
  const { text, row } = sentence;
  const inCells = (row?.cells ?? []).flatMap(({ start, end, names }): Named[] =>
    FIGURE_ONLY.test(text.slice(start, end)) ? [{ start, end, names }] : [],
  );
  const labelled =
    row === undefined
      ? [...text.matchAll(LABELLED)].map(({ index, 0: all, 1: name = "", 2: unit = "", 3: value = "" }): Named => {
          const end = index + all.length;
          return { start: end - value.length, end, names: [name, unit] };
        })
      : [];
  const units = (row?.cells ?? []).map(({ start, end }) => text.slice(start, end)).filter((cell) => currenciesNamed(cell).isWhole);
  return [...inCells, ...labelled].filter(({ names }) => {
    if (!names.some((name) => wordsOf(name).some((word) => (asked === undefined ? isAnySum(word) : asked.has(word) || ANY_SUM.has(word)))))
      return false;
    const said = new Set([...names, ...units].flatMap((name) => [...currenciesNamed(name).keys]));
    return [...currencies].every((key) => said.has(key));
  });
}

type Named = Pick<Cell, "start" | "end" | "names">;

/** The words that name the sum which the question asks for; undefined where any will do: "how much was paid". */
function askedSum({ terms, words }: Question): ReadonlySet<string> | undefined {
  const focus = terms.find(({ isFocus }) => isFocus)?.surface;
  const candidates = focus === undefined ? words.map((word) => VERBS.get(word) ?? word) : [focus];
  for (const word of candidates) {
    const group = SUMS.find((sums) => sums.has(word));
    if (group !== undefined) return group;
  }
  return focus === undefined || ANY_SUM.has(focus) ? undefined : new Set([focus]);
}

/** A figure whose column says that it is money counts nothing, unless its column is what the question names. */
function isSum({ terms }: Question, { row, text }: Sentence, item: Span): boolean {
  const cell = row?.cells.find(({ start, end }) => item.start >= start && item.end <= end);
  if (cell === undefined || !FIGURE_ONLY.test(text.slice(cell.start, cell.end))) return false;
  return cell.names
    .map(wordsOf)
    .some((words) => words.some((word) => isAnySum(word) && !ANY_SUM.has(word)) && !terms.some(({ surface }) => words.includes(surface)));
}

function isAnySum(word: string): boolean {
  return ANY_SUM.has(word) || SUMS.some((sums) => sums.has(word));
}

/** "unit_price", "Price (EUR)", "listPrice" */
function wordsOf(name: string): string[] {
  return (
    name
      .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}
