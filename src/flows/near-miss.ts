import type { Evidence, NearMiss } from "../core/answer.ts";
import type { CorpusStatistics, Hit } from "../core/retrieval.ts";
import { analyze, analyzeTokens } from "../text/analyze.ts";
import { languagesNamed, questionLanguage } from "../text/language.ts";
import type { Language } from "../text/language.ts";
import { withoutCommands } from "../text/question-commands.ts";
import { framingPlaces } from "../text/question-frame.ts";
import { isTitle, metadataAsked } from "../text/metadata-lines.ts";
import { sentences } from "../text/sentences.ts";
import { isQuestionWord, spacelessStopSpans } from "../text/stopwords.ts";
import type { RejectedMark } from "../text/verify.ts";
import { isLeadingVersion } from "../text/versions.ts";

export interface NearMissContext {
  readonly statistics: CorpusStatistics;
  /** What the answerer was given, and which of its citations did not hold. */
  readonly evidence: readonly Evidence[];
  readonly rejected: readonly RejectedMark[];
}

interface Corpus extends Pick<CorpusStatistics, "documentFrequency"> {
  readonly languages: readonly Language[];
  /** A date of one of the documents says the word. */
  readonly isDated: (word: AskedWord) => boolean;
}

const NEAREST = 3;

/**
 * The best passages of an abstention, and why each does not count, in plain words: what an answer said of it and did not hold, or
 * the words of the question that stand nowhere in it.
 */
export function nearMisses(question: string, hits: readonly Hit[], { statistics, evidence, rejected }: NearMissContext): NearMiss[] {
  const named = languagesNamed(statistics.languages);
  const languages: readonly Language[] = named.length === 0 ? ["english"] : named;
  const isDated = mentionIn(hits.map(({ chunk }) => dateWords(chunk.date)).join("; "), languages);
  const corpus = { documentFrequency: (term: string) => statistics.documentFrequency(term), languages, isDated };
  const asked = askedWords(withoutCommands(question), languages);
  const misses: NearMiss[] = [];
  for (const hit of hits) {
    if (misses.length === NEAREST) break;
    const { chunk, score } = hit;
    const text = nearestSentence(chunk, asked, languages);
    // neighbours may overlap, and files be copies
    if (misses.some((miss) => miss.text === text)) continue;
    const n = evidence.find((given) => given.hit === hit)?.n;
    const tried = rejected.find(({ numbers }) => n !== undefined && numbers.includes(n));
    const why = tried === undefined ? whyNot(hit, asked, corpus) : `The answer cited it, but ${tried.why}.`;
    misses.push({ document: chunk.document, chunk: chunk.id, score, text, why });
  }
  return misses;
}

/** A word of the question as written, with the terms that each language of the corpus makes of it. */
interface AskedWord {
  readonly word: string;
  /** Where it starts in the question; pairs of signs overlap. */
  readonly start: number;
  readonly terms: readonly LanguageTerm[];
}

interface LanguageTerm {
  readonly language: Language;
  readonly term: string;
}

const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A number is one word: "72,000", "v0.141.0". */
const wordOrNumber = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’-]|(?<=\d)[.,](?=\d))*/gu;

const monthName =
  /^(?:jan|january|feb|february|mar|march|apr|april|may|june?|july?|aug|august|sept?|september|oct|october|nov|november|dec|december)$/iu;

/** A day is told with its month: of "4 March" alone "4" says nothing. Places are those of the list. */
function withMonth(words: readonly RegExpExecArray[], place: number): { readonly word: string; readonly start: number } {
  const [word = "", start = 0] = [words[place]?.[0], words[place]?.index];
  const beside = [words[place + 1], words[place - 1]].find((other) => monthName.test(other?.[0] ?? ""));
  if (beside === undefined || !/^\d{1,2}(?:st|nd|rd|th)?$/u.test(word)) return { word, start };
  const from = Math.min(start, beside.index);
  return { word: beside.input.slice(from, Math.max(start + word.length, beside.index + beside[0].length)), start: from };
}

/** The words of the question as written that have a topic in its own language; where that cannot be told, in every language of the corpus. */
function askedWords(question: string, languages: readonly Language[]): AskedWord[] {
  const words = [...question.matchAll(wordOrNumber)];
  const isEnglish = languages.every((language) => language === "english");
  const own = isEnglish ? "english" : questionLanguage(question, ["english", ...languages]);
  const told = own === undefined ? languages : [own];
  const framing = framingPlaces(words.map(([word]) => word.toLowerCase()));
  return words.flatMap(({ 0: word, index: start }, place) => {
    if (framing.has(place)) return [];
    if (spaceless.test(word)) return askedRun(word, start, languages);
    const terms = languages.flatMap((language) =>
      analyze(word, language)
        .slice(0, 1)
        .map((term) => ({ language, term })),
    );
    const hasTopic = told.every((language) => analyze(word, language).length > 0 && !isQuestionWord(word, language));
    return hasTopic && terms.length > 0 ? [{ ...withMonth(words, place), terms }] : [];
  });
}

/** A run without spaces has no words that could be told; its pairs of signs stand for them. */
function askedRun(run: string, at: number, [language = "english"]: readonly Language[]): AskedWord[] {
  const stops = spacelessStopSpans(run);
  const tokens = analyzeTokens(run, language).filter((token) => !stops.some(({ start, end }) => start < token.end && end > token.start));
  const pairs = tokens.filter(({ start, end }) => [...run.slice(start, end).replace(/\p{M}/gu, "")].length === 2);
  return (pairs.length > 0 ? pairs : tokens).map(({ term, start, end }) => ({
    word: run.slice(start, end),
    start: at + start,
    terms: [{ language, term }],
  }));
}

/** Whether a text has the word by the terms of one language, that of the text or another. A text that has 2.4.1 does not mention 2.4. */
function mentionIn(text: string, languages: readonly Language[]): (word: AskedWord) => boolean {
  const found = new Map(languages.map((language) => [language, mentionedTerms(text, language)]));
  return ({ terms }) => terms.some(({ language, term }) => found.get(language)?.has(term) === true);
}

function mentionedTerms(text: string, language: Language): ReadonlySet<string> {
  const tokens = analyzeTokens(text, language).filter(({ start, end }) => !isLeadingVersion(text, start, end));
  return new Set(tokens.map(({ term }) => term));
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** The date of a document in words, as a question says it. */
function dateWords(date: string | undefined): string {
  const [year, month, day] = (date ?? "").split("-").map(Number);
  return year === undefined || month === undefined || day === undefined ? "" : `${day} ${MONTHS[month - 1] ?? ""} ${year}`;
}

function whyNot({ chunk }: Hit, asked: readonly AskedWord[], { documentFrequency, languages, isDated }: Corpus): string {
  const isMentioned = mentionIn(`${chunk.heading.join(" ")} ${dateWords(chunk.date)} ${chunk.text}`, languages);
  const missing = asked.filter((word) => !isMentioned(word));
  const nowhere = missing.filter((word) => !isDated(word) && word.terms.every(({ term }) => documentFrequency(term) === 0));
  const absent = quoted(nowhere);
  if (absent.length > 0)
    return `Does not mention ${quoted(missing).join(", ")}; ${absent.join(", ")} ${absent.length === 1 ? "stands" : "stand"} in no indexed document.`;
  if (missing.length > 0) return `Does not mention ${quoted(missing).join(", ")}.`;
  return "Has the words of the question, but no sentence that answers it.";
}

/** Up to four words in the order of the question; pairs of signs that overlap are joined to what they were cut from. */
function quoted(words: readonly AskedWord[]): readonly string[] {
  const stretches: { text: string; end: number }[] = [];
  for (const { word, start } of words) {
    const last = stretches.at(-1);
    const end = start + word.length;
    if (last === undefined || start >= last.end) stretches.push({ text: word, end });
    else if (end > last.end) [last.text, last.end] = [last.text + word.slice(last.end - end), end];
  }
  return [...new Set(stretches.map(({ text }) => `“${text}”`))].slice(0, 4);
}

/**
 * The sentence with the most of the question's words, the first of several. A title or a line that only dates or labels its document stands for the
 * passage where nothing else is in it, and the whole text where it has no sentence.
 */
function nearestSentence({ text, heading }: Hit["chunk"], asked: readonly AskedWord[], languages: readonly Language[]): string {
  const spans = sentences(text);
  const telling = spans.filter(({ start, end }, i) => {
    const isAlone =
      isGap(text.slice(spans[i - 1]?.end ?? 0, start), i === 0) && isGap(text.slice(end, spans[i + 1]?.start), i + 1 === spans.length);
    return !isLabel(text.slice(start, end), heading, isAlone);
  });
  let best = text;
  let most = -1;
  for (const { start, end } of telling.length > 0 ? telling : spans) {
    const sentence = text.slice(start, end);
    const shared = asked.filter(mentionIn(sentence, languages)).length;
    if (shared > most) [best, most] = [sentence, shared];
  }
  return best;
}

function isGap(between: string, isEdge: boolean): boolean {
  return isEdge || /\n[^\S\n]*\n/u.test(between);
}

const oneWord = /^[^\p{L}\p{N}]*[\p{L}\p{N}\p{M}'’-]+[^\p{L}\p{N}]*$/u;

/** "Date: 16 March 2026", "## Opening hours", "Training." at the beginning of a paragraph, and a short paragraph without the end of a sentence. */
function isLabel(sentence: string, heading: readonly string[], isAlone: boolean): boolean {
  if (/^#{1,6}\s/u.test(sentence) || heading.includes(sentence) || metadataAsked(sentence) !== undefined) return true;
  if (oneWord.test(sentence) && !spaceless.test(sentence)) return true;
  return isAlone && !/^(?:[-*+•|>]|\d+[.)])/u.test(sentence) && isTitle(sentence);
}
