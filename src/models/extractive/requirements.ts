import { sureness } from "./answer-kinds.ts";
import { share } from "./matching.ts";
import type { Matches, WeightedQuestion } from "./matching.ts";
import { itemsFor } from "./named-figures.ts";
import type { Sentence } from "./passages.ts";

/** What an answer has to have, whatever else speaks for it: something of the kind asked for, or the very thing that was asked about. */
export type Requirement = "kind" | "row" | "focus" | "count" | "title" | "reason";

export interface RequirementContext {
  readonly weighted: WeightedQuestion;
  readonly sentence: Sentence;
  /** Terms in the sentence, its neighbours and its headings. */
  readonly wide: Matches;
  /** The same by related words. */
  readonly related: Matches;
  /** It is the row of something else than the question names. */
  readonly isOtherRow: boolean;
}

/** A word less related than this to every word around is not spoken of. */
const RELATED_MIN = 0.5;
/** A reason stands beside what it is the reason for: at least this part of the question is spoken of there. */
const REASON_SHARE_MIN = 0.6;

/** The first requirement that the sentence does not meet; undefined where it meets all. */
export function unmetRequirement(context: RequirementContext): Requirement | undefined {
  const { weighted, sentence, wide, related, isOtherRow } = context;
  const { question, documentFrequency } = weighted;
  if (sureness(question.kind) === "sure" && itemsFor(question, sentence).length === 0) return "kind";
  if (isOtherRow && (question.isProperty || /^(?:sure|likely)$/.test(sureness(question.kind)))) return "row";
  if (question.kind === "reason" && share(weighted, (i) => Math.max(wide[i] ?? 0, related[i] ?? 0)) < REASON_SHARE_MIN) return "reason";
  const focus = question.terms.findIndex(({ isFocus }) => isFocus);
  if (focus < 0) return undefined;
  const lacks = (i: number): boolean => Math.max(wide[i] ?? 0, related[i] ?? 0) < RELATED_MIN;
  if (lacks(focus)) {
    if (question.isCount) return "count";
    return question.isProperty && (documentFrequency[focus] === 0 || isFund(question, focus)) ? "focus" : undefined;
  }
  return question.isProperty && hasOtherTitle(context, focus) ? "title" : undefined;
}

/**
 * "What is the reserve of Stanner & Pike?": what they offered is an amount, and no reserve. A price can be told without being called one.
 */
function isFund({ kind, terms }: WeightedQuestion["question"], focus: number): boolean {
  return kind === "money" && !/^(?:price|costs?|sum)$/.test(terms[focus]?.surface ?? "");
}

/**
 * "chief financial officer" against "chief operating officer": the word before the focus is missing, and another stands in its place. Behind it in
 * French and Spanish: "directeur financier".
 */
function hasOtherTitle({ weighted, sentence, wide, related }: RequirementContext, focus: number): boolean {
  const { terms, adjectivesFollow } = weighted.question;
  const step = adjectivesFollow ? 1 : -1;
  const [head, modifier] = [terms[focus], terms[focus + step]];
  if (head === undefined || modifier === undefined || !(adjectivesFollow ? head : modifier).isModifier) return false;
  if (Math.max(wide[focus + step] ?? 0, related[focus + step] ?? 0) >= RELATED_MIN) return false;
  const asked = new Set(terms.flatMap(({ term, parts }) => [term, ...parts]));
  return (sentence.places.get(head.term) ?? []).some((place) => {
    const [word, other] = [sentence.words[place], sentence.words[place + step]];
    if (word === undefined || other === undefined || asked.has(other.term)) return false;
    return (adjectivesFollow ? other.start - word.end : word.start - other.end) <= 1;
  });
}
