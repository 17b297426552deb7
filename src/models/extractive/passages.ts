import type { Evidence } from "../../core/answer.ts";
import { abbreviations } from "../../text/abbreviations.ts";
import { passageLanguage } from "../../text/language.ts";
import type { Language } from "../../text/language.ts";
import { addressesAssistant } from "../../text/passages.ts";
import { sentences } from "../../text/sentences.ts";
import type { Span } from "../../text/sentences.ts";
import { tableRows } from "./table-rows.ts";
import type { Row } from "./table-rows.ts";
import { contentWords, placesOf } from "./words.ts";
import type { Places, Word } from "./words.ts";

/** A sentence of a passage; offsets count in the passage's text. */
export interface Sentence extends Span {
  readonly text: string;
  readonly words: readonly Word[];
  readonly places: Places;
  /** Number of the segment that it lies in. */
  readonly segment: number;
  /** Gives its words to what follows, but answers nothing: a heading, a question, a run of data, or words that command a reader's assistant. */
  readonly isBarred: boolean;
  /** Its cells, where it is a row of a table. */
  readonly row?: Row;
}

/** A stretch about as long as a paragraph, so that what "the passage also says" means the same in long and short chunks. */
export interface Segment {
  readonly terms: ReadonlySet<string>;
  /** Terms of the headings above: document title, heading path, heading lines in the passage. */
  readonly heading: ReadonlySet<string>;
  readonly places: Places;
  /** Content words, those of the heading included. */
  readonly length: number;
}

export interface Passage {
  readonly evidence: Evidence;
  readonly sentences: readonly Sentence[];
  readonly segments: readonly Segment[];
}

/** Longer than this it is a list, a table or code without its line ends: it holds every word somewhere, and nobody wants it as an answer. */
const SENTENCE_LENGTH_MAX = 800;
const asks = /\?["'”’)*_]*$/;
/** "[home page]: https://example.org", a footnote's label, an import line. */
const linkDefinition = /^\[[^\]\n]+\]:\s/;
/** A row that only separates a table's head from its body, alone or behind the head. */
const tableHead = /\|?\s*:?-{3,}:?\s*\|/;
/** Tags, templates and shortcodes with nothing beside them. */
const markupOnly = /^(?:<[^>]*>|\{\{.*\}\}|\{%.*%\}|import\s.+\sfrom\s.+)[.,;\s]*$/su;
/** "Use one of these:" and what else only announces what follows. */
const announces = /:["'”’)*_\s]*$/;
const fence = /^[ \t]*(?:```|~~~)/gm;
/** One word alone is a label; scripts that put no spaces between words are let through. */
const twoWords =
  /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** A rule below: what stands above is a heading, or the head of a table. */
const ruledOff = /^[ \t]*\r?\n[ \t]*\|?[ \t]*(?::?-{3,}|={3,})/;
const RULE_LOOK = 40;

/** Content words after which a segment ends at the next paragraph, and after which it ends at any sentence. */
const SEGMENT_WORDS_MIN = 40;
const SEGMENT_WORDS_MAX = 120;

/** Abbreviations in lower case, each to the terms of what it stands for. */
export type LongForms = ReadonlyMap<string, readonly string[]>;

/** What the passages themselves, of documents in these languages, say that their abbreviations stand for; the first explanation of each counts. */
export function longForms(evidence: readonly Evidence[], languages: readonly Language[] = ["english"]): LongForms {
  const found = new Map<string, readonly string[]>();
  for (const { hit, shownLength } of evidence)
    for (const { short, long } of abbreviations(hit.chunk.text.slice(0, shownLength)))
      if (!found.has(short.toLowerCase()))
        found.set(
          short.toLowerCase(),
          contentWords(long, 0, passageLanguage(hit.chunk.text, languages)).map(({ term }) => term),
        );
  return found;
}

/** `long` lets an abbreviation answer to the words that it stands for. */
export function readPassage(evidence: Evidence, long: LongForms = new Map(), languages: readonly Language[] = ["english"]): Passage {
  const text = evidence.hit.chunk.text.slice(0, evidence.shownLength);
  const language = passageLanguage(text, languages);
  const title = evidence.hit.chunk.heading.flatMap((heading) => contentWords(heading, 0, language));
  const read: Sentence[] = [];
  const segments: Segment[] = [];
  let heading = title;
  let words: Word[] = [];
  const close = (): void => {
    if (words.length === 0) return;
    segments.push({
      terms: termsOf(words),
      heading: termsOf(heading),
      places: placesOf([...heading, ...words]),
      length: heading.length + words.length,
    });
    words = [];
  };
  let end = 0;
  const fenced = fencedSpans(text);
  for (const span of sentences(text)) {
    const content = text.slice(span.start, span.end);
    const isRuledOff = ruledOff.test(text.slice(span.end, span.end + RULE_LOOK));
    const isHeading = /^#{1,6}\s/.test(content) || (isRuledOff && !content.includes("|"));
    const found = contentWords(content, 0, language).map((word) => spelledOut(word, long));
    const isParagraph = /\n\s*\n/.test(text.slice(end, span.start));
    if (isHeading || words.length + found.length > SEGMENT_WORDS_MAX || (isParagraph && words.length >= SEGMENT_WORDS_MIN)) close();
    if (isHeading) heading = [...title, ...found];
    else words.push(...found);
    read.push({
      ...span,
      text: content,
      words: found,
      places: placesOf(found),
      segment: segments.length,
      isBarred:
        isHeading || isRuledOff || fenced.some(({ start, end: last }) => span.start < last && span.end > start) || saysNothing(content),
    });
    end = span.end;
  }
  close();
  const above = evidence.hit.chunk.heading.findLast((line) => line.includes(" | "));
  const rows = tableRows(
    read.map((sentence) => sentence.text),
    above,
  );
  const sentencesRead = read.map((sentence, place): Sentence => {
    const row = rows[place];
    return row === undefined
      ? sentence
      : { ...sentence, row, isBarred: sentence.isBarred || (row.isHead && rows[place + 1]?.isRecord === true) };
  });
  return { evidence, sentences: sentencesRead, segments };
}

function spelledOut(word: Word, long: LongForms): Word {
  const terms = word.capital ? (long.get(word.surface) ?? long.get(word.surface.replace(/s$/u, ""))) : undefined;
  return terms === undefined ? word : { ...word, parts: [...word.parts, ...terms] };
}

function saysNothing(content: string): boolean {
  return (
    content.length > SENTENCE_LENGTH_MAX ||
    asks.test(content) ||
    announces.test(content) ||
    linkDefinition.test(content) ||
    tableHead.test(content) ||
    markupOnly.test(content) ||
    !twoWords.test(content) ||
    addressesAssistant(content)
  );
}

/** Code blocks between fences; one that is never closed goes on to the end. */
function fencedSpans(text: string): Span[] {
  const marks = Array.from(text.matchAll(fence), ({ index }) => index);
  return marks.flatMap((start, i) => (i % 2 === 0 ? [{ start, end: (marks[i + 1] ?? text.length - 3) + 3 }] : []));
}

function termsOf(words: readonly Word[]): Set<string> {
  return new Set(words.flatMap(({ term, parts }) => [term, ...parts]));
}
