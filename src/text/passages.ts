import type { Evidence } from "../core/answer.ts";
import type { ClaimContext } from "./claim-additions.ts";
import { claimTokens } from "./claim-tokens.ts";
import type { ClaimToken } from "./claim-tokens.ts";
import { quotable } from "./quote.ts";
import type { QuotableText } from "./quote.ts";
import { sentences } from "./sentences.ts";
import type { Span } from "./sentences.ts";
import type { Source } from "./support.ts";

/** A passage as it was shown to the answerer, read for checking. All places count in `shown`. */
export interface Passage {
  readonly evidence: Evidence;
  readonly shown: string;
  readonly sentences: readonly PassageSentence[];
  readonly quotable: QuotableText;
  /** Content keys of heading, title and date. */
  readonly heading: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

export interface PassageSentence extends Span {
  readonly tokens: readonly ClaimToken[];
  /** Nothing may be cited from here, for this reason: it asks, or it stands in a paragraph that addresses the reader's assistant. */
  readonly barred?: "question" | "instruction";
}

/** List signs, heading signs and the like in front of a line: never part of a claim. */
const lineSign = /^\s*(?:[-*+\u2022]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|>\s*|:\s+|\|\s*)*/;

/**
 * Text that speaks to a language model instead of about its subject. Short on purpose: it bars only paragraphs that try to
 * command, and a claim that repeats the command itself may still cite it.
 */
const instruction =
  /\b(?:ignore|disregard|forget|override)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|rules|guidelines|directions|passages|sources)\b|<\/passage\b[^>\n]{0,60}>|\bend of (?:the )?(?:context|passages?|sources)\b/iu;
/** A line that poses as a system message; in lower case it is an ordinary label. */
const posing = /^\s*SYSTEM\s*:\s*\S/mu;
/** A citation mark that stands in a passage is no evidence for what it claims to quote. */
const forgedMark = /[[\u3010](?:chunks?|passages?|sources?)\s*#?\s*\d+\s*:[^\]\u3011]{0,600}[\]\u3011]/giu;
const PARAGRAPH_LENGTH_MAX = 800;

function commandIn(text: string): number {
  const [first, second] = [text.search(instruction), text.search(posing)];
  return first < 0 || second < 0 ? Math.max(first, second) : Math.min(first, second);
}

/** True where a text tries to command the model that reads it. */
export function addressesAssistant(text: string): boolean {
  return commandIn(text) >= 0;
}

export function readPassage(evidence: Evidence): Passage {
  const { chunk } = evidence.hit;
  const shown = chunk.text.slice(0, evidence.shownLength);
  const barred = barredParagraphs(shown);
  const forged = [...shown.matchAll(forgedMark)].map(({ 0: mark, index }): Span => ({ start: index, end: index + mark.length }));
  const read = sentences(shown)
    .flatMap((span) => partedByFootnotes(shown, span))
    .map((span): PassageSentence => {
      const start = Math.min(span.end, span.start + (lineSign.exec(shown.slice(span.start, span.end))?.[0].length ?? 0));
      const tokens = claimTokens(shown, start, span.end).filter(
        (token) => !forged.some((mark) => token.start >= mark.start && token.end <= mark.end),
      );
      const common = { start, end: span.end, tokens };
      if (barred.some(({ start: from, end }) => span.start < end && span.end > from)) return { ...common, barred: "instruction" };
      return /\?["'\u201d\u2019)*_`]*$/u.test(shown.slice(start, span.end)) ? { ...common, barred: "question" } : common;
    });
  const tokens = read.flatMap((sentence) => sentence.tokens);
  return {
    evidence,
    shown,
    sentences: read,
    quotable: quotable(shown),
    heading: contentKeys(claimTokens([...chunk.heading, chunk.date ?? ""].join("\n"))),
    keys: contentKeys(tokens),
    names: nameKeys(tokens),
  };
}

/** "in France.[5] They were" are two sentences: a footnote stands behind the stop of the first. */
function partedByFootnotes(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(/(?<=[.!?]["\u201d)]?)(?:\[\d{1,3}\])+(?=\s+["\u201c(]?\p{Lu})/gu)) {
    const to = start + match.index + match[0].length;
    spans.push({ start: from, end: to });
    from = to + (/^\s*/.exec(text.slice(to, end))?.[0].length ?? 0);
  }
  return [...spans, { start: from, end }];
}

/** Paragraphs, parted by empty lines, that hold a command; of a very long one the surroundings of the command. */
function barredParagraphs(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of [...text.matchAll(/\n[ \t]*\r?\n/g), undefined]) {
    const end = match?.index ?? text.length;
    const at = commandIn(text.slice(start, end));
    if (at >= 0)
      spans.push(
        end - start <= PARAGRAPH_LENGTH_MAX
          ? { start, end }
          : { start: Math.max(start, start + at - PARAGRAPH_LENGTH_MAX / 4), end: Math.min(end, start + at + PARAGRAPH_LENGTH_MAX) },
      );
    start = end + (match?.[0].length ?? 0);
  }
  return spans;
}

function contentKeys(tokens: readonly ClaimToken[]): ReadonlySet<string> {
  return new Set(tokens.filter((token) => token.role === "content").map((token) => token.key));
}

function nameKeys(tokens: readonly ClaimToken[]): ReadonlySet<string> {
  return new Set(tokens.filter((token) => token.kind === "name").map((token) => token.key));
}

/** The sentences `from` to `to`, both included, as one source. */
export function sourceOf(passage: Passage, from: number, to: number): Source {
  const tokens: ClaimToken[] = [];
  const starts = new Set<number>();
  for (const sentence of passage.sentences.slice(from, to + 1)) {
    starts.add(tokens.length);
    tokens.push(...sentence.tokens);
  }
  return { tokens, starts };
}

export interface QuestionWords {
  readonly keys: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

export function readQuestion(question: string): QuestionWords {
  const tokens = claimTokens(question);
  return { keys: contentKeys(tokens), names: nameKeys(tokens), words: new Set(tokens.map((token) => token.word)) };
}

/** What a claim about sentence `at` may draw on beside it. */
export function contextOf(passage: Passage, at: number, question: QuestionWords): ClaimContext {
  return {
    heading: passage.heading,
    question: question.keys,
    questionWords: question.words,
    passage: passage.keys,
    names: new Set([...passage.names, ...question.names]),
    antecedent: contentKeys(subject(passage.sentences[at - 1]?.tokens ?? [])),
  };
}

/** The name that a sentence begins with. */
function subject(tokens: readonly ClaimToken[]): readonly ClaimToken[] {
  const first = tokens.findIndex((token) => token.role !== "neutral");
  let end = first + 1;
  while (end < tokens.length && tokens[end]?.kind === "name" && tokens[end]?.before === "") end++;
  return first < 0 ? [] : tokens.slice(first, end);
}
