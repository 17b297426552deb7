import type { Evidence } from "../../core/answer.ts";
import { addressesAssistant } from "../../text/passages.ts";
import { sentences } from "../../text/sentences.ts";
import type { Span } from "../../text/sentences.ts";
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

/** Content words after which a segment ends at the next paragraph, and after which it ends at any sentence. */
const SEGMENT_WORDS_MIN = 40;
const SEGMENT_WORDS_MAX = 120;

export function readPassage(evidence: Evidence): Passage {
  const text = evidence.hit.chunk.text.slice(0, evidence.shownLength);
  const title = evidence.hit.chunk.heading.flatMap((heading) => contentWords(heading));
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
  for (const span of sentences(text)) {
    const content = text.slice(span.start, span.end);
    const isHeading = /^#{1,6}\s/.test(content);
    const found = contentWords(content);
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
      isBarred: isHeading || content.length > SENTENCE_LENGTH_MAX || asks.test(content) || addressesAssistant(content),
    });
    end = span.end;
  }
  close();
  return { evidence, sentences: read, segments };
}

function termsOf(words: readonly Word[]): Set<string> {
  return new Set(words.flatMap(({ term, parts }) => [term, ...parts]));
}
