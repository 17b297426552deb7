import type { Evidence } from "../../core/answer.ts";
import type { CorpusStatistics } from "../../core/retrieval.ts";
import { languagesNamed } from "../../text/language.ts";
import { sureness } from "./answer-kinds.ts";
import { exactMatch, matchSentences, relatedness, share, weighQuestion } from "./matching.ts";
import type { Matches, SentenceMatches, WeightedQuestion } from "./matching.ts";
import { isOtherMetadata } from "./metadata-lines.ts";
import { itemsFor } from "./named-figures.ts";
import { isOtherRow, termsInRows } from "./other-rows.ts";
import { longForms, readPassage } from "./passages.ts";
import type { Passage, Segment, Sentence } from "./passages.ts";
import { readQuestion } from "./question.ts";
import type { Question } from "./question.ts";
import { FOREIGN_WORDS } from "./word-knowledge.ts";
import type { WordKnowledge } from "./word-knowledge.ts";
import { wordsHeld } from "./asked-dates.ts";
import { contradiction, readConstraints, unspoken } from "./constraints.ts";
import type { Contradiction } from "./constraints.ts";
import { sentenceFacts } from "./sentence-facts.ts";
import { unmetRequirement } from "./requirements.ts";
import type { Requirement } from "./requirements.ts";
import { orderFeatures, phraseFeatures, substitutionFeatures } from "./word-order.ts";

/** A sentence that may answer, with what speaks for and against it. */
export interface Candidate {
  /** Place in the evidence. */
  readonly passage: number;
  /** Place among the passage's sentences. */
  readonly place: number;
  readonly sentence: Sentence;
  readonly features: Readonly<Record<string, number>>;
  /** What an answer would need and this sentence does not have. */
  readonly unmet?: Requirement;
  /** Words of the question that the date of its document answers to, where it says no other day or month itself. */
  readonly held: ReadonlySet<string>;
  /** What it says otherwise than the question asks. */
  readonly contradicts: () => Contradiction | undefined;
}

export interface Reading {
  readonly weighted: WeightedQuestion;
  readonly passages: readonly Passage[];
  readonly candidates: readonly Candidate[];
  /** Those too that are rows of another thing, or speak of another date while a document is of the one asked for: the nearest may be among them. */
  readonly all: readonly Candidate[];
  /** What speaks for or against there being an answer at all. */
  readonly questionFeatures: Readonly<Record<string, number>>;
  /** Days and months of the question that no passage speaks of. */
  readonly unspoken: () => readonly string[];
}

const NONE: ReadonlySet<string> = new Set();
const NO_MATCHES: SentenceMatches = { exact: [], related: [], opposite: [] };

const NUMBERS_WITH_STOPS = /^v?\d+(?:\.\d+)+$/;

/** How often terms stand in the corpus; a version not at all where the passages speak of longer ones alone, by which 2.4.1 is found for 2.4. */
function readFrequencies(
  { chunks, documentFrequency }: CorpusStatistics,
  passages: readonly Passage[],
): Pick<CorpusStatistics, "chunks" | "documentFrequency"> {
  const isSaid = (term: string): boolean =>
    passages.some(({ sentences }) => sentences.some(({ words }) => words.some((word) => word.term === term || word.parts.includes(term))));
  return { chunks, documentFrequency: (term) => (NUMBERS_WITH_STOPS.test(term) && !isSaid(term) ? 0 : documentFrequency(term)) };
}

/** Passages beyond this are not read: in 98% of the fitted questions the right one is among the first eight. */
const PASSAGES_MAX = 8;

export function readEvidence(text: string, evidence: readonly Evidence[], statistics: CorpusStatistics, shipped: WordKnowledge): Reading {
  const languages = languagesNamed(statistics.languages);
  const long = longForms(evidence, languages);
  const question = readQuestion(text, shipped, languages);
  const knowledge = question.language === "english" ? shipped : FOREIGN_WORDS;
  const passages = evidence.slice(0, PASSAGES_MAX).map((one) => readPassage(one, long, languages));
  const held = passages.map((passage) => (question.language === "english" ? wordsHeld(text, passage.evidence.hit.chunk.date) : NONE));
  const isHeld = held.some(({ size }) => size > 0);
  const weighted = weighQuestion(question, readFrequencies(statistics, passages), knowledge, new Set(held.flatMap((words) => [...words])));
  const related = relatedness(question, knowledge);
  const scores = passages.map(({ segments }) => segments.map((segment) => segmentScore(weighted, segment)));
  const best = Math.max(1e-9, ...scores.flat());
  const facts = sentenceFacts(knowledge);
  const evidenced = { weighted, passages, chunks: statistics.chunks, of: facts, knowledge };
  const constraints = readConstraints(evidenced);
  const matched = passages.map((passage) => matchSentences(question, passage, related));
  const inRows = termsInRows(question, passages, matched);
  const all = passages.flatMap((passage, number) => {
    const matches = matched[number] ?? NO_MATCHES;
    const kin = passage.segments.map((_, place) => segmentKin(question, passage, matches, place));
    return passage.sentences.flatMap((sentence, place): Candidate[] => {
      const segment = passage.segments[sentence.segment];
      if (
        segment === undefined ||
        sentence.isBarred ||
        (question.kind !== "yes-no" && isEcho(question, sentence)) ||
        isOtherMetadata(question, passage, place)
      )
        return [];
      const isDated = isHeld && facts(passage, place)?.dates.some(({ month }) => month !== undefined) === true;
      const dated = isDated ? NONE : (held[number] ?? NONE);
      if (dated.size === 0 && (matches.exact[place] ?? []).every((match) => match === 0)) return [];
      const score = scores[number]?.[sentence.segment] ?? 0;
      const passageFeatures = {
        rank: Math.log(number + 1),
        score,
        scoreShare: score / best,
        kin: share(weighted, (i) => kin[sentence.segment]?.[i] ?? 0),
      };
      const context = contextOf({ weighted, segment, matches, place, sentence, held: dated });
      const unmet = unmetRequirement({
        weighted,
        sentence,
        wide: context.wide,
        related: context.relatedWide,
        isOtherRow: isOtherRow(question, passage, sentence, inRows, context),
      });
      return [
        {
          passage: number,
          place,
          sentence,
          held: dated,
          features: { ...passageFeatures, ...candidateFeatures(context) },
          ...(unmet === undefined ? {} : { unmet }),
          contradicts: () => (constraints === undefined ? undefined : contradiction(constraints, { passage, place, of: facts })),
        },
      ];
    });
  });
  // where a document is of the day or month asked for, what another says of its own does not compete
  // nor does the row of another thing
  const candidates = all.filter(({ contradicts, unmet }) => unmet !== "row" && !(isHeld && contradicts() === "date"));
  return {
    weighted,
    passages,
    candidates: candidates.length > 0 ? candidates : all,
    all,
    questionFeatures: questionFeatures(
      weighted,
      scores.map((list) => Math.max(0, ...list)),
    ),
    unspoken: () => unspoken(evidenced),
  };
}

/** A sentence, most often a label or a title, that says no word which the question does not say. */
function isEcho({ terms }: Question, { words }: Sentence): boolean {
  return words.every(({ term, parts }) =>
    terms.some(
      (asked) => asked.term === term || asked.alternates.includes(term) || asked.parts.includes(term) || parts.includes(asked.term),
    ),
  );
}

/** A related word anywhere in the segment stands for its term, for less than the term itself. */
const KIN = 0.7;

function segmentKin({ terms }: Question, { sentences }: Passage, { exact, related }: SentenceMatches, segment: number): Matches {
  const inside = sentences.flatMap((sentence, place) => (sentence.segment === segment ? [place] : []));
  return terms.map((_, i) => Math.max(0, ...inside.map((place) => Math.max(exact[place]?.[i] ?? 0, KIN * (related[place]?.[i] ?? 0)))));
}

/** BM25's saturation over the question's own weights, from 0 to about 1.8: comparable between corpora and stores, as a store's score is not. */
function segmentScore(weighted: WeightedQuestion, { places, length }: Segment): number {
  const norm = 1.2 * (0.25 + (0.75 * length) / 75);
  return share(weighted, (i) => {
    const term = weighted.question.terms[i];
    if (term === undefined) return 0;
    const count = places.get(term.term)?.length ?? 0;
    return count === 0 ? 0.6 * exactMatch(term, places) : (count * 2.2) / (count + norm);
  });
}

function questionFeatures(weighted: WeightedQuestion, scores: readonly number[]): Record<string, number> {
  const { question, documentFrequency, weightSum } = weighted;
  const ordered = scores.toSorted((a, b) => b - a);
  const top = ordered[0] ?? 0;
  const sure = sureness(question.kind);
  return {
    negated: question.isNegated ? 1 : 0,
    sure: sure === "sure" ? 1 : 0,
    person: question.kind === "person" ? 1 : 0,
    hint: sure === "hint" ? 1 : 0,
    terms: Math.log1p(question.terms.length),
    mass: weightSum / 20,
    meanSurprise: weightSum / Math.max(1, question.terms.length) / 5,
    absent: share(weighted, (i) => (documentFrequency[i] === 0 ? 1 : 0)),
    topScore: top,
    peak: Math.log(Math.max(1e-3, top) / Math.max(1e-3, ordered[Math.min(4, ordered.length - 1)] ?? 0)),
  };
}

interface CandidatePlace {
  readonly weighted: WeightedQuestion;
  readonly segment: Segment;
  readonly matches: SentenceMatches;
  readonly place: number;
  readonly sentence: Sentence;
  /** Words of the question that the date of the document answers to. */
  readonly held: ReadonlySet<string>;
}

/** Where each question term is found: in the sentence, with the sentence before, with both neighbours and the headings, in the segment. */
interface CandidateContext extends CandidatePlace {
  readonly here: Matches;
  readonly near: Matches;
  readonly wide: Matches;
  readonly anywhere: Matches;
  readonly related: Matches;
  readonly relatedNear: Matches;
  readonly relatedWide: Matches;
}

/** A related word in the neighbouring sentence counts for less than one in the sentence. */
const NEIGHBOUR = 0.8;

function contextOf(at: CandidatePlace): CandidateContext {
  const { weighted, segment, matches, place, held } = at;
  const { terms } = weighted.question;
  const of = (matrix: readonly Matches[], row: number, i: number): number => matrix[row]?.[i] ?? 0;
  const [before, after] = neighbours(at);
  const said = matches.exact[place] ?? [];
  // a sentence that says another word of the question says it of the day of its document
  const isHeld = terms.map(({ surface }) => held.has(surface));
  const isOnIt = terms.some(({ isType }, i) => !isType && isHeld[i] !== true && (said[i] ?? 0) > 0);
  const here = said.map((match, i) => (isOnIt && isHeld[i] === true ? 1 : match));
  const near = terms.map((_, i) => Math.max(here[i] ?? 0, of(matches.exact, before, i), isHeld[i] === true ? 1 : 0));
  const above = terms.map((term, i) => (isHeld[i] === true ? 1 : exactMatch(term, segment.heading)));
  const wide = above.map((match, i) => Math.max(near[i] ?? 0, of(matches.exact, after, i), match));
  const anywhere = terms.map((term, i) => Math.max(exactMatch(term, segment.terms), above[i] ?? 0));
  const related = matches.related[place] ?? [];
  const relatedNear = terms.map((_, i) => Math.max(of(matches.related, before, i), of(matches.related, after, i)));
  const relatedWide = terms.map((_, i) => Math.max(related[i] ?? 0, NEIGHBOUR * (relatedNear[i] ?? 0)));
  return { ...at, here, near, wide, anywhere, related, relatedNear, relatedWide };
}

/** Places of what is read with the sentence: those beside it; with a row that is a record of its own only the head of its table. */
function neighbours({ sentence, place }: CandidatePlace): readonly [before: number, after: number] {
  const { row } = sentence;
  return row?.isRecord === true && !row.isHead ? [row.headPlace ?? -1, -1] : [place - 1, place + 1];
}

const pronoun = /^["“'(]*(?:he|she|it|they|this|these|his|her|its|their|that|those|such)\b/iu;
const negated = /\b(?:not|no|never|none|without|neither|nor|cannot|unable|fail(?:ed|s)?)\b|n['’]t\b/iu;
function candidateFeatures(context: CandidateContext): Record<string, number> {
  const { weighted, matches, place, sentence, here, near, wide, anywhere, related, relatedNear, relatedWide } = context;
  const { terms, isNegated } = weighted.question;
  const missing = terms.map((_, i) => 1 - (wide[i] ?? 0));
  const portion = (degree: (i: number) => number): number => share(weighted, degree);
  const mostOf = (degree: (i: number) => number): number =>
    Math.max(0, ...terms.map((term, i) => (term.isType ? 0 : ((weighted.surprise[i] ?? 0) * degree(i)) / 9)));
  const cover = portion((i) => here[i] ?? 0);
  const verb = terms.findIndex((term) => term.isVerb);
  const isPronoun = pronoun.test(sentence.text);
  const sentenceNegated = negated.test(sentence.text);
  return {
    // What of the question the sentence, its neighbours, its heading and its paragraph hold, each counted once.
    cover,
    coverBefore: portion((i) => (near[i] ?? 0) - (here[i] ?? 0)),
    coverAround: portion((i) => (wide[i] ?? 0) - (near[i] ?? 0)),
    coverRest: portion((i) => Math.max(0, (anywhere[i] ?? 0) - (wide[i] ?? 0))),
    coverName: portion((i) => (terms[i]?.isName === true || terms[i]?.isFigure === true ? (here[i] ?? 0) : 0)),
    coverPronoun: isPronoun ? portion((i) => (near[i] ?? 0) - (here[i] ?? 0)) : 0,
    relatedHere: portion((i) => ((here[i] ?? 0) > 0 ? 0 : (related[i] ?? 0))),
    relatedAround: portion((i) => ((wide[i] ?? 0) === 0 && (relatedNear[i] ?? 0) > (related[i] ?? 0) ? 1 : 0)),
    // What is missing, by what it is.
    missing: portion((i) => ((wide[i] ?? 0) > 0 ? 0 : 1 - (relatedWide[i] ?? 0))),
    missingName: portion((i) => (terms[i]?.isName === true ? (missing[i] ?? 0) : 0)),
    missingNameHere: portion((i) => (terms[i]?.isName === true ? 1 - (here[i] ?? 0) : 0)),
    missingNameSegment: portion((i) => (terms[i]?.isName === true || terms[i]?.isFigure === true ? 1 - (anywhere[i] ?? 0) : 0)),
    missingFigure: portion((i) => (terms[i]?.isFigure === true ? (missing[i] ?? 0) : 0)),
    missingLimiter: portion((i) => (terms[i]?.isLimiter === true ? (missing[i] ?? 0) : 0)),
    missingModifier: portion((i) => (terms[i]?.isModifier === true ? (missing[i] ?? 0) * (1 - (relatedWide[i] ?? 0)) : 0)),
    missingFocus: absence(
      terms.findIndex((term) => term.isFocus),
      wide,
      relatedWide,
    ),
    missingVerb: absence(verb, wide, relatedWide),
    missingVerbSure: sureness(weighted.question.kind) === "sure" || weighted.question.kind === "person" ? absence(verb, here, related) : 0,
    mostMissing: mostOf((i) => missing[i] ?? 0),
    mostMissingHere: mostOf((i) => 1 - (here[i] ?? 0)),
    // A word missing from an otherwise literal match weighs more than one missing from a paraphrase.
    mostMissingLiteral: mostOf((i) => (missing[i] ?? 0) * (1 - (related[i] ?? 0))) * cover,
    opposite: portion((i) => ((here[i] ?? 0) > 0 ? 0 : (matches.opposite[place]?.[i] ?? 0))),
    negationMissing: isNegated && !sentenceNegated ? 1 : 0,
    negationAdded: !isNegated && sentenceNegated ? 1 : 0,
    focusHere: presence(
      terms.findIndex((term) => term.isFocus),
      here,
      wide,
    ),
    ...phraseFeatures(weighted.question.words, sentence.text),
    ...orderFeatures(weighted, sentence),
    ...substitutionFeatures(weighted, sentence, { here, related, missing }),
    ...answerFeatures(weighted.question, sentence),
    lengthLog: Math.log1p(sentence.words.length),
    isFirst: place === 0 ? 1 : 0,
    isPronoun: isPronoun ? 1 : 0,
  };
}

function presence(term: number, here: Matches, wide: Matches): number {
  if (term < 0) return 0;
  if ((here[term] ?? 0) > 0) return 1;
  return (wide[term] ?? 0) > 0 ? 0 : -1;
}

/** 1 where the term and its kin are nowhere, 0 where it stands or there is no such term. */
function absence(term: number, found: Matches, related: Matches): number {
  return term < 0 ? 0 : 1 - Math.max(found[term] ?? 0, related[term] ?? 0);
}

/** Whether the sentence holds something new of the kind that is asked for, and how near to the question's words it stands. */
function answerFeatures(question: Question, sentence: Sentence): Record<string, number> {
  const asked = new Set(question.terms.flatMap(({ term, parts }) => [term, ...parts]));
  const isNew = sentence.words.map(({ term }) => !asked.has(term));
  const fresh = isNew.filter(Boolean).length;
  const items = itemsFor(question, sentence).filter((item) => {
    const inside = sentence.words.flatMap((word, i) => (word.start < item.end && word.end > item.start ? [i] : []));
    return inside.length === 0 || inside.some((i) => isNew[i]);
  });
  const matched = question.terms.flatMap(({ term, isType }) => (isType ? [] : [...(sentence.places.get(term) ?? [])]));
  const places = items.map((item) => {
    const place = sentence.words.findIndex((word) => word.end > item.start);
    return place < 0 ? sentence.words.length : place;
  });
  const distance = Math.min(99, ...places.flatMap((place) => matched.map((other) => Math.abs(other - place))));
  const focus = question.terms.find(({ isFocus }) => isFocus);
  const focusPlaces = focus === undefined ? [] : (sentence.places.get(focus.term) ?? []);
  const isCounted = places.some((place) => focusPlaces.some((other) => other >= place && other - place <= 3));
  const sure = sureness(question.kind);
  const sign = items.length > 0 ? 1 : -1;
  return {
    freshLog: Math.log1p(fresh),
    freshShare: fresh / Math.max(1, sentence.words.length),
    answerSure: sure === "sure" ? sign : 0,
    answerLikely: sure === "likely" ? sign : 0,
    answerHint: sure === "hint" ? sign : 0,
    answerNear: items.length > 0 && distance < 99 ? 1 / (1 + distance / 3) : 0,
    answerCounted: question.isCount && focus !== undefined ? (isCounted ? 1 : -1) : 0,
  };
}
