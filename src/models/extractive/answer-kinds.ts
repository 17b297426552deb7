import type { Span } from "../../text/sentences.ts";
import type { Language } from "../../text/language.ts";
import { foreignPatterns } from "./answer-words.ts";
import type { AnswerKind } from "./question-words.ts";

const NUMBER =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|hundreds|thousand|thousands|million|millions|billion|billions|dozen|dozens|half|third|quarter|once|twice|several|zero|none|both|single|pair";
const MONTH =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
const UNIT = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|decades?|centuries|century|ms|milliseconds?";
const ORDINAL =
  "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth";
const FIGURE = String.raw`\d[\d.,]*(?:½|¼|¾)?`;

const pattern = (...parts: readonly string[]): RegExp => new RegExp(parts.join("|"), "giu");
const date = pattern(
  String.raw`\b(?:1\d{3}|20\d{2})s?\b`,
  String.raw`\b(?:${MONTH})\.?\s+\d{1,2}\b`,
  String.raw`\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:${MONTH})\b`,
  String.raw`\b(?:${MONTH})\b(?=\s+\d|,|\.|\s+of)`,
  String.raw`\b\d{1,2}(?:st|nd|rd|th)[ -]+(?:and \d{1,2}th )?centur(?:y|ies)`,
  String.raw`\b(?:${ORDINAL})[ -]century`,
  String.raw`\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|spring|summer|autumn|winter|antiquity|middle ages|renaissance)\b`,
  String.raw`\b\d+ (?:bc|ad|bce|ce)\b`,
  String.raw`\bQ[1-4]\b`,
);
const money = pattern(
  String.raw`[$€£¥]\s?${FIGURE}(?:\s?(?:million|billion|trillion|thousand|m|bn|k)\b)?`,
  String.raw`\b(?:USD|EUR|GBP|CHF)\s?${FIGURE}`,
  String.raw`\b${FIGURE}\s?(?:million |billion |trillion |thousand )?(?:dollars?|euros?|pounds?|cents?|USD|EUR|GBP|CHF|francs?|yen)\b`,
);
const percent =
  /\d[\d.,]*\s?%|\b(?:\d[\d.,]*|\w+)\s(?:percent|per cent|percentage points?)\b|\b(?:half|one[- ]third|two[- ]thirds|(?:a|one|three)[- ]quarters?|one[- ](?:fifth|tenth)|majority|most)\b/giu;
const duration = pattern(
  String.raw`\b(?:${FIGURE}|${NUMBER}|few|many|couple of)(?:\s+(?:to|or|and|-|–)\s+(?:${FIGURE}|${NUMBER}))?[\s-]+(?:and a half )?(?:\w+ )?(?:${UNIT})\b`,
  String.raw`\bfrom \d{4} (?:to|until) \d{4}\b`,
  String.raw`\b\d{4}\s?[-–]\s?\d{2,4}\b`,
  String.raw`\b(?:until|since|as early as|from the \w+ (?:century|era) on)\b`,
);
/** Telephone, account and part numbers, addresses: a run of figures or a token that no sentence holds by chance. */
const identifier = pattern(
  String.raw`\+?\d[\d() ./-]{2,}\d`,
  String.raw`[^\s@<>]+@[^\s@<>]+\.\p{L}{2,}`,
  String.raw`\bhttps?://\S+`,
  String.raw`\b(?=[\p{L}\d-]*\d)[\p{Lu}\d][\p{Lu}\d-]{2,}\b`,
);
const number = pattern(String.raw`\b${FIGURE}`, String.raw`\b(?:${NUMBER})\b`);
const measure = pattern(String.raw`\b${FIGURE}`, String.raw`\b(?:${NUMBER}|annually|daily|weekly|monthly|yearly|every|hourly)\b`);
const reason =
  /\b(?:because|due to|owing to|since|so that|in order to|so as to|as a result|therefore|thus|hence|consequently|caused|causes?|causing|led to|leads? to|leading to|resulted?|reasons?|thanks to|for fear|to avoid|to prevent|to ensure|enabl\w+|allow\w*|in response|given that|after|which means|why|motivat\w+|contribut\w+|(?<=[ ,])as (?:the|it|they|he|she|there|this))\b/giu;
const manner =
  /\b(?:by|through|using|via|with|use|uses|used|means of|run|click|select|set|add|open|call|type|enter|choose|install|create|method|process|steps?|way|from|as)\b/giu;
const definition =
  /\b(?:is|are|was|were|means?|refers? to|known as|called|termed|stands? for|defined as|denotes?|describes?|consists? of|i\.e\.)\b|\(/giu;
/** Runs of capitalised words, but not the capital that only starts the sentence; two in a row count there, too. */
const name =
  /(?<![.!?:]["”')]*\s|^["“'(]*)\b\p{Lu}[\p{L}\p{N}'’.&-]*(?:\s+(?:(?:of|de|la|von|van|the|and|al|der|du|le|di|da)\s+)?\p{Lu}[\p{L}\p{N}'’.&-]*)*|^["“'(]*\p{Lu}[\p{L}’'-]*\s+\p{Lu}[\p{L}’'.-]*(?:\s+\p{Lu}[\p{L}’'-]*)*/gu;
const place =
  /\b(?:in|at|near|from|to|across|into|around|off|on|outside|within|between|through|along|towards?|throughout|above|below|behind|inside|beside|under|over|where)\b(?:\s+(?:the|a|an|its|their|his|her|most|parts? of|southern|northern|eastern|western|central|modern|what is now))*\s+[\p{L}\p{N}]+/giu;

const PATTERNS: Readonly<Record<AnswerKind, readonly RegExp[]>> = {
  person: [name],
  name: [name],
  place: [name, place],
  date: [date],
  money: [money],
  percent: [percent],
  duration: [duration],
  number: [number],
  measure: [measure],
  identifier: [identifier],
  reason: [reason],
  manner: [manner],
  definition: [definition],
  "yes-no": [],
  open: [],
};

/** Sentences longer than this are data, and are searched for answers at their beginning only. */
const SENTENCE_LENGTH_MAX = 2_000;

/**
 * Stretches of the sentence that could be an answer of the kind, in order of pattern and place, by English words and those of `language`.
 * "open" and "yes-no" have none.
 */
export function answerItems(kind: AnswerKind, sentence: string, language: Language = "english"): Span[] {
  const text = sentence.slice(0, SENTENCE_LENGTH_MAX);
  const shapes = language === "english" ? PATTERNS[kind] : [...PATTERNS[kind], ...foreignPatterns(kind, language)];
  return shapes.flatMap((shape) => [...text.matchAll(shape)].map((match) => ({ start: match.index, end: match.index + match[0].length })));
}

/** How surely the kind shows in the words of a text: figures and dates always do, names mostly, reasons and manners by their cue words only. */
export function sureness(kind: AnswerKind): "sure" | "likely" | "hint" | "none" {
  if (/^(?:date|number|money|percent|duration|measure|identifier)$/.test(kind)) return "sure";
  if (/^(?:person|place|name)$/.test(kind)) return "likely";
  return /^(?:reason|manner|definition)$/.test(kind) ? "hint" : "none";
}
