/** Words by which a question asks for the date of a document. */
export const asksForDate =
  /^(?:dates?|dated|created|updated|modified|published|posted|issued|printed|sent|received|written|wrote|datum|fecha)$/iu;

/** Labels under which a document says something of itself, each with words by which a question asks for it. */
const LABELS: readonly (readonly [label: RegExp, asked: RegExp])[] = [
  [
    /^(?:date|dated|created|updated|modified|published|posted|issued|printed|sent|received|last (?:updated|modified|changed|edited)|datum|erstellt|geändert|stand|veröffentlicht|fecha|日期|时间)$/iu,
    asksForDate,
  ],
  [
    /^(?:authors?|by|written by|prepared by|autor(?:in)?|verfasser(?:in)?|auteurs?|作者)$/iu,
    /^(?:authors?|wrote|written|writer|prepared|autor\p{L}*|verfasser\p{L}*|auteurs?)$/iu,
  ],
  [/^(?:from|to|cc|bcc|reply-to|von|an|de|para)$/iu, /^(?:sent|sender|wrote|received|recipients?|addressed|copied)$/iu],
  [/^(?:subject|re|title|betreff|titel|objet|asunto|主题|标题)$/iu, /^(?:subject|title|titled|called|betreff|titel|objet|asunto)$/iu],
  [/^(?:version|revision|rev|status|draft)$/iu, /^(?:versions?|revisions?|rev|status|state|drafts?)$/iu],
  [
    /^(?:tags?|keywords?|categor(?:y|ies)|language|lang|id|slug|url|source|file|path|pages?|copyright|licen[cs]e|classification|layout)$/iu,
    /^(?:tags?|tagged|keywords?|categor(?:y|ies)|language|id|slug|url|source|file|path|pages?|copyright|licen[cs]e|licensed|classification|layout)$/iu,
  ],
];
const labelled = /^[*_]{0,2}([\p{L}-]+(?: [\p{L}-]+)?)[*_]{0,2}\s*[:：][*_]{0,2}\s*(\S.*)$/u;
/** "2026-03-04", "Wednesday, 4 March 2026" */
const dateAlone =
  /^(?:\p{L}+day,?\s+)?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.)?\s+\p{L}{3,9}\.?,?\s+\d{4}|\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}[./]\d{1,2}[./]\d{4})\.?$/u;
/** Longer than this, in words, it says more than a label holds. */
const VALUE_WORDS_MAX = 6;
const TITLE_WORDS_MAX = 10;

/**
 * What a question has to say to be answered by each line of the text, in order; undefined where one of them says more than something of its
 * document ("Date: 4 March 2026"). Linear in the text.
 */
export function metadataAsked(text: string): readonly RegExp[] | undefined {
  const found: RegExp[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "") continue;
    const [, label = "", value = ""] = labelled.exec(line) ?? [];
    const own = dateAlone.test(line) ? LABELS[0] : LABELS.find(([pattern]) => pattern.test(label));
    if (own === undefined || value.split(/\s+/).length > VALUE_WORDS_MAX) return undefined;
    found.push(own[1]);
  }
  return found.length === 0 ? undefined : found;
}

/** A short text without the end of a sentence: a title, or a part of a list. */
export function isTitle(text: string): boolean {
  return !/[.!?:;,。！？؟।]["'”’)]*$/u.test(text) && text.split(/\s+/).length <= TITLE_WORDS_MAX && metadataAsked(text) === undefined;
}
