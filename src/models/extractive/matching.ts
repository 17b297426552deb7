import type { CorpusStatistics } from "../../core/retrieval.ts";
import type { Passage } from "./passages.ts";
import type { Question, QuestionTerm } from "./question.ts";
import { areOpposites } from "./word-knowledge.ts";
import type { WordKnowledge } from "./word-knowledge.ts";
import type { Word } from "./words.ts";

/** A question's terms with what each is worth. */
export interface WeightedQuestion {
  readonly question: Question;
  /** Surprise of each term, in nats: -ln of the share of texts that hold it. */
  readonly surprise: readonly number[];
  /** Surprise, less for a term that only names the type of answer. */
  readonly weight: readonly number[];
  readonly weightSum: number;
  /** Chunks of the corpus that hold the term. */
  readonly documentFrequency: readonly number[];
}

/** How well a stretch of text holds each question term: 1 for the term itself, less for some of its parts. */
export type Matches = readonly number[];

/** The prior counts as much as this many chunks: a corpus of ten notes cannot tell that "which" is common and "sponsor" is not. */
const PRIOR_CHUNKS = 30;
const SURPRISE_MAX = 9;
const TYPE_WEIGHT = 0.3;

/** `held` are words that the dates of documents say, if no text. */
export function weighQuestion(
  question: Question,
  statistics: Pick<CorpusStatistics, "chunks" | "documentFrequency">,
  knowledge: WordKnowledge,
  held: ReadonlySet<string> = new Set(),
): WeightedQuestion {
  const documentFrequency = question.terms.map(({ term, alternates, surface }) =>
    Math.max(held.has(surface) ? 1 : 0, ...[term, ...alternates].map((one) => statistics.documentFrequency(one))),
  );
  const surprise = question.terms.map(({ surface }, i) => {
    const part = ((documentFrequency[i] ?? 0) + PRIOR_CHUNKS * knowledge.commonness(surface)) / (statistics.chunks + PRIOR_CHUNKS);
    return Math.min(SURPRISE_MAX, -Math.log(Math.min(1, part)));
  });
  const weight = question.terms.map(({ isType }, i) => (surprise[i] ?? 0) * (isType ? TYPE_WEIGHT : 1));
  return { question, surprise, weight, weightSum: Math.max(1e-9, sum(weight)), documentFrequency };
}

/** The part of the question's weight that `degree` says, from 0 to 1. */
export function share({ weight, weightSum }: WeightedQuestion, degree: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < weight.length; i += 1) total += (weight[i] ?? 0) * degree(i);
  return total / weightSum;
}

export function exactMatch({ term, parts, alternates }: QuestionTerm, terms: { has(term: string): boolean }): number {
  if (terms.has(term) || alternates.some((other) => terms.has(other))) return 1;
  if (parts.length === 0) return 0;
  return parts.filter((part) => terms.has(part)).length / parts.length;
}

/** The matches of every sentence of a passage: exact ones, those by a related word, and terms whose opposite stands there. */
export interface SentenceMatches {
  readonly exact: readonly Matches[];
  readonly related: readonly Matches[];
  readonly opposite: readonly Matches[];
}

export type Relatedness = (term: number, word: Word) => { readonly related: number; readonly isOpposite: boolean };

/** Looks a pair of words up once a question; the result is shared by all its passages. */
export function relatedness(question: Question, knowledge: WordKnowledge): Relatedness {
  const known = question.terms.map(() => new Map<string, { readonly related: number; readonly isOpposite: boolean }>());
  return (i, word) => {
    const term = question.terms[i];
    const memory = known[i];
    if (term === undefined || memory === undefined) return { related: 0, isOpposite: false };
    let found = memory.get(word.surface);
    if (found === undefined) {
      const isOpposite = areOpposites(term.term, word.term);
      const related = isOpposite
        ? 0
        : Math.max(knowledge.similarity(term.surface, word.surface), 0.9 * sharedBeginning(term.term, word.term));
      found = { related, isOpposite };
      memory.set(word.surface, found);
    }
    return found;
  };
}

/** "normandi" and "norman": the part of the longer stem that both begin with, where it is most of it. */
export function sharedBeginning(a: string, b: string): number {
  if (a.length < 5 || b.length < 4 || /\d/.test(a)) return 0;
  let same = 0;
  while (same < a.length && same < b.length && a.charCodeAt(same) === b.charCodeAt(same)) same += 1;
  const portion = same / Math.max(a.length, b.length);
  return same >= 4 && portion >= 0.6 ? portion : 0;
}

/** From here on a related word is the term in another form or by another name ("bought", "purchased"), and counts as a match, though not quite as one. */
const SAME_MIN = 0.8;
const SAME_MATCH = 0.9;

export function matchSentences({ terms }: Question, passage: Passage, related: Relatedness): SentenceMatches {
  const rows = passage.sentences.map(({ words, places }) =>
    terms.map((term, i) => {
      let best = 0;
      let isOpposite = false;
      for (const word of words) {
        const found = related(i, word);
        if (found.related > best) best = found.related;
        isOpposite ||= found.isOpposite;
      }
      return { exact: Math.max(exactMatch(term, places), best >= SAME_MIN ? SAME_MATCH : 0), related: best, opposite: isOpposite ? 1 : 0 };
    }),
  );
  return {
    exact: rows.map((row) => row.map(({ exact }) => exact)),
    related: rows.map((row) => row.map(({ related: degree }) => degree)),
    opposite: rows.map((row) => row.map(({ opposite }) => opposite)),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
