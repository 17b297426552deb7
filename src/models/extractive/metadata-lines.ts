import { asksForDate, isTitle, metadataAsked } from "../../text/metadata-lines.ts";
import type { Passage } from "./passages.ts";
import type { Question } from "./question.ts";

/** What a document is called when it is asked about as such. */
const ofDocument =
  /^(?:this|notes?|documents?|pages?|memos?|minutes|letters?|reports?|files?|articles?|entry|entries|records?|protocols?|texts?|mails?|e-mails?|messages?)$/iu;

/**
 * Whether the sentence says something of its document alone ("Date: 4 March 2026") while the question asks for something else. The date of a
 * document answers when the document was written, and when that was which its title names.
 */
export function isOtherMetadata({ terms, words }: Question, { sentences, segments }: Passage, place: number): boolean {
  const sentence = sentences[place];
  const asked = sentence === undefined ? undefined : metadataAsked(sentence.text);
  if (sentence === undefined || asked === undefined) return false;
  if (asked.every((pattern) => pattern !== asksForDate)) return !words.some((word) => asked.some((pattern) => pattern.test(word)));
  const heading = segments[sentence.segment]?.heading ?? new Set<string>();
  const titles = [sentences[place - 1], sentences[place + 1]].filter((beside) => beside !== undefined && isTitle(beside.text));
  const isOfDocument = ({ surface }: Question["terms"][number]): boolean =>
    ofDocument.test(surface) || asked.some((pattern) => pattern.test(surface));
  return !terms.every(
    (term) => term.isType || isOfDocument(term) || heading.has(term.term) || titles.some((title) => title?.places.has(term.term) === true),
  );
}
