import type { Superseded } from "../../core/answer.ts";
import type { Language } from "../../text/language.ts";
import { analyze } from "../../text/analyze.ts";
import { answerItems } from "./answer-kinds.ts";
import type { Candidate, Reading } from "./features.ts";
import type { AnswerKind } from "./question.ts";
import { share } from "./matching.ts";
import type { Scored } from "./scoring.ts";

export interface Composed {
  readonly text: string;
  readonly superseded: readonly Superseded[];
}

/** A sentence that repeats another to this degree adds nothing. */
const SAME_WORDS_MIN = 0.8;

/** The chosen sentences as they stand in their passages, each with its mark; of two dated ones that disagree only the later. */
export function compose(reading: Reading, { chosen, probabilities }: Scored): Composed {
  const sentences = chosen.flatMap((place) => reading.candidates[place] ?? []);
  const [first] = sentences;
  if (first === undefined) return { text: "", superseded: [] };
  const revision = revisionOf(reading, first, probabilities);
  const latest = revision?.latest ?? first;
  const outdated = new Set(revision?.earlier.map(({ passage }) => passage));
  const others = sentences
    .slice(1)
    .filter((other) => other.passage !== latest.passage && !outdated.has(other.passage) && !saysTheSame(other, latest));
  const kept = countsAsked(reading, latest) ? others.filter((other) => countsAsked(reading, other)) : others;
  const shown = [latest, ...(latest === first ? kept : kept.filter((other) => other !== first))];
  const superseded = (revision?.earlier ?? []).flatMap((candidate) => supersededBy(reading, candidate, latest));
  return { text: shown.map((candidate) => cited(reading, candidate)).join("\n"), superseded };
}

function cited({ passages }: Reading, { passage, sentence }: Candidate): string {
  const words = sentence.text.replace(/^(?:[-*+•:]\s+|>\s*)+/u, "").replace(/\s+/gu, " ");
  return `${words} [chunk ${passages[passage]?.evidence.n ?? 0}]`;
}

/** Whether the sentence counts what a "how many" asks for: where one says "34 tankers", another's "two days" adds nothing. True for other questions. */
function countsAsked({ weighted }: Reading, { sentence }: Candidate): boolean {
  const { isCount, kind, language, terms } = weighted.question;
  const counted = terms.find(({ isFocus }) => isFocus)?.term;
  if (!isCount || counted === undefined) return true;
  return valuesOf(kind, sentence.text, language).some(({ unit }) => analyze(unit, language).includes(counted));
}

function saysTheSame(a: Candidate, b: Candidate): boolean {
  const [left, right] = [new Set(a.sentence.words.map(({ term }) => term)), new Set(b.sentence.words.map(({ term }) => term))];
  const both = [...left].filter((term) => right.has(term)).length;
  return both / Math.max(1, Math.min(left.size, right.size)) >= SAME_WORDS_MIN;
}

interface Revision {
  readonly latest: Candidate;
  /** Newest first. */
  readonly earlier: readonly Candidate[];
}

/** A sentence this much less likely than the best is no rival of it. */
const RIVAL_SHARE_MIN = 0.1;
/** A rival speaks of at least this part of what the best sentence says of the question. */
const RIVAL_COVER_MIN = 0.8;

/**
 * The dated sentences of other passages that say the same of the question and give another figure, name or date. Undefined when
 * there is none, when the question asks for what held before, or when the passages are not dated.
 */
function revisionOf(reading: Reading, best: Candidate, probabilities: readonly number[]): Revision | undefined {
  const bestDate = dateOf(reading, best);
  if (bestDate === undefined || reading.weighted.question.asksForPast) return undefined;
  const bestProbability = probabilities[reading.candidates.indexOf(best)] ?? 0;
  const rivals = reading.candidates.filter((candidate, i) => {
    const date = dateOf(reading, candidate);
    if (date === undefined || date === bestDate || (probabilities[i] ?? 0) < RIVAL_SHARE_MIN * bestProbability) return false;
    if (coverShared(reading, best, candidate) < RIVAL_COVER_MIN) return false;
    return date > bestDate ? revises(reading, candidate, best) : revises(reading, best, candidate);
  });
  if (rivals.length === 0) return undefined;
  const onePerPassage = [best, ...rivals].filter(
    (candidate, i, all) => all.findIndex(({ passage }) => passage === candidate.passage) === i,
  );
  const byDate = onePerPassage.toSorted(
    (a, b) => (dateOf(reading, b) ?? "").localeCompare(dateOf(reading, a) ?? "", "en") || a.passage - b.passage,
  );
  const [latest, ...earlier] = byDate;
  return latest === undefined
    ? undefined
    : { latest, earlier: earlier.filter((candidate) => dateOf(reading, candidate) !== dateOf(reading, latest)) };
}

function dateOf({ passages }: Reading, { passage }: Candidate): string | undefined {
  return passages[passage]?.evidence.hit.chunk.date;
}

/** The part of the question's weight in `a` that stands in `b`, too. */
function coverShared({ weighted }: Reading, a: Candidate, b: Candidate): number {
  const { terms } = weighted.question;
  const stands = ({ sentence }: Candidate, i: number): boolean => sentence.places.has(terms[i]?.term ?? "");
  const own = share(weighted, (i) => (stands(a, i) ? 1 : 0));
  return own === 0 ? 0 : share(weighted, (i) => (stands(a, i) && stands(b, i) ? 1 : 0)) / own;
}

/** Words by which a sentence says that it changes what was said before. */
const REVISION_CUE =
  /\b(?:now|instead of|rather than|no longer|anymore|new|revised?|revision|updated?|changed?|changes|moved|moves|postponed|raised|reduced|increased|decreased|lowered|cut to|corrected|correction|actually|replaces?|replaced|supersedes?|up from|down from)\b/iu;
/** The part of the shorter sentence's words, figures left out, that two statements of one fact share. */
const SAME_STATEMENT_MIN = 0.6;

/**
 * Each gives a figure, name or date of the same unit that the other does not, and the later one either says that something
 * changed, or names the old value, or is the same statement in nearly the same words. Two figures alone are no contradiction.
 */
function revises({ weighted }: Reading, later: Candidate, earlier: Candidate): boolean {
  const { kind, text, language } = weighted.question;
  if (kind === "reason" || kind === "manner") return false;
  const asked = text.toLowerCase();
  const kinds = kind === "open" || kind === "definition" || kind === "yes-no" ? (["money", "date", "duration", "number"] as const) : [kind];
  return kinds.some((one) => {
    const [after, before] = [later, earlier].map((candidate) =>
      valuesOf(one, candidate.sentence.text, language).filter(({ value }) => !asked.includes(value)),
    );
    const replaced = (before ?? []).filter(
      ({ value, unit }) => !(after ?? []).some((other) => other.value === value && other.unit === unit),
    );
    const replacing = (after ?? []).filter(({ unit, value }) => replaced.some((old) => old.unit === unit && old.value !== value));
    if (replacing.length === 0) return false;
    const isNamed = replaced.some(({ value }) => later.sentence.text.toLowerCase().includes(value.split(" ")[0] ?? value));
    return isNamed || REVISION_CUE.test(later.sentence.text) || sameStatement(later, earlier);
  });
}

interface Value {
  readonly value: string;
  /** The word behind a bare figure ("34 tankers"); the kind itself where the unit is in the value. */
  readonly unit: string;
}

function valuesOf(kind: AnswerKind, sentence: string, language: Language): Value[] {
  return answerItems(kind, sentence, language).map(({ start, end }) => {
    const value = sentence
      .slice(start, end)
      .toLowerCase()
      .replace(/[.,\s]+$/u, "");
    const unit =
      kind === "number" || kind === "measure" ? (/^\s*(?:more |of the |of )?(\p{L}+)/u.exec(sentence.slice(end))?.[1] ?? "") : kind;
    return { value, unit: unit.toLowerCase().replace(/s$/u, "") };
  });
}

function sameStatement(a: Candidate, b: Candidate): boolean {
  const wordsOf = ({ sentence }: Candidate): Set<string> =>
    new Set(sentence.words.map(({ term }) => term).filter((term) => !/\d/u.test(term)));
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const both = [...left].filter((term) => right.has(term)).length;
  return both >= 2 && both / Math.min(left.size, right.size) >= SAME_STATEMENT_MIN;
}

function supersededBy(reading: Reading, earlier: Candidate, latest: Candidate): Superseded[] {
  const [before, after] = [earlier, latest].map((candidate) => reading.passages[candidate.passage]?.evidence.hit.chunk);
  if (before?.date === undefined || after?.date === undefined) return [];
  return [
    { document: before.document, date: before.date, quote: earlier.sentence.text, by: { document: after.document, date: after.date } },
  ];
}
