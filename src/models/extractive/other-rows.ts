import { exactMatch } from "./matching.ts";
import type { Matches, SentenceMatches } from "./matching.ts";
import type { Passage, Sentence } from "./passages.ts";
import type { Question, QuestionTerm } from "./question.ts";

/** A word this near to one of the question stands for it in a row. */
const OWN_MIN = 0.5;

/** Which terms of the question stand in some row of each table, heads left out; by document and first column. */
export type TermsInRows = ReadonlyMap<string, readonly boolean[]>;

/** Reads all passages together, because a long table is cut into several. */
export function termsInRows({ terms }: Question, passages: readonly Passage[], matches: readonly SentenceMatches[]): TermsInRows {
  const found = new Map<string, boolean[]>();
  passages.forEach((passage, number) =>
    passage.sentences.forEach((sentence, place) => {
      const table = tableOf(passage, sentence);
      if (table === undefined) return;
      const held = found.get(table) ?? terms.map(() => false);
      terms.forEach((_, i) => (held[i] ||= (matches[number]?.exact[place]?.[i] ?? 0) >= OWN_MIN));
      found.set(table, held);
    }),
  );
  return found;
}

/** Undefined for what is no record of a table. */
function tableOf({ evidence }: Passage, { row }: Sentence): string | undefined {
  return row?.isRecord !== true || row.isHead ? undefined : `${evidence.hit.chunk.document}\n${row.cells[0]?.names[0] ?? ""}`;
}

export interface RowMatches {
  /** Terms that stand in the row, with the head of its table, and with the headings above. */
  readonly here: Matches;
  readonly near: Matches;
  readonly wide: Matches;
}

/**
 * Whether the sentence is the row of another product, person or day than the question's: a word of the question stands in another row of the table
 * and not in this one, or stands beside one that names this row's thing ("square nut", "hex screw" against "hex nut", "hex bolt"), or nothing that the question
 * names stands in or around the row.
 */
export function isOtherRow(question: Question, passage: Passage, sentence: Sentence, inRows: TermsInRows, matches: RowMatches): boolean {
  const table = tableOf(passage, sentence);
  if (table === undefined) return false;
  const { here, near, wide } = matches;
  // where the row names its cells, a head that it does not repeat is of an empty cell
  const own = sentence.row?.isNamed === true ? here : near;
  const held = inRows.get(table) ?? [];
  const lacks = (found: Matches, i: number): boolean => (found[i] ?? 0) < OWN_MIN;
  return (
    question.terms.some(({ isType }, i) => !isType && held[i] === true && lacks(own, i)) ||
    namesNothing(question, (i) => lacks(wide, i)) ||
    (question.language === "english" && namesOther(question, valueTerms(sentence), (i) => lacks(wide, i)))
  );
}

/** Words for what any row is of: "the product alpha pump". */
const GENERIC = /^(?:product|item|article|part|model|order|sku|id|number|employee|person|company|customer|supplier|called|named)s?$/;

/** The question names a thing, and none of its words is there: what "banana" costs is told by no row of nuts. */
function namesNothing({ terms, isProperty }: Question, isMissing: (i: number) => boolean): boolean {
  const named = [...terms.entries()].filter(
    ([, { isType, isVerb, isFocus, surface }]) => !(isType || isVerb || (isFocus && isProperty) || GENERIC.test(surface)),
  );
  return named.length > 0 && named.every(([i]) => isMissing(i));
}

const POSSESSIVE = /['’]s?$/u;

/** A word that the row does not have stands directly beside one that a value of the row has. */
function namesOther(
  { terms, isCount, isProperty, words }: Question,
  values: ReadonlySet<string>,
  isMissing: (i: number) => boolean,
): boolean {
  const isValue = (term: QuestionTerm | undefined): boolean => term !== undefined && exactMatch(term, values) >= OWN_MIN;
  return terms.some((term, i) => {
    const { isType, isVerb, isFocus, isModifier, surface } = term;
    if (isType || isVerb || (isFocus && isProperty) || GENERIC.test(surface) || !isMissing(i)) return false;
    const [before, after] = [terms[i - 1], terms[i + 1]];
    if (isModifier && isValue(after) && after?.isFigure !== true && (term.isName || after?.isName !== true)) return true;
    // "How many hex bolts remain?", "Per Lund's manager"
    const isLastOfCount = isCount && words.at(-1) === surface;
    return before?.isModifier === true && isValue(before) && !isLastOfCount && !POSSESSIVE.test(before.surface);
  });
}

/** The terms of a row's cells, without the names that stand before them. */
function valueTerms({ row, words }: Sentence): ReadonlySet<string> {
  const values = words.filter(({ start, end }) => row?.cells.some((cell) => start >= cell.start && end <= cell.end));
  return new Set(values.flatMap(({ term, parts }) => [term, ...parts]));
}
