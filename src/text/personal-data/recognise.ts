import {
  aadhaar,
  brazilianId,
  chineseId,
  dutchId,
  frenchId,
  germanTaxId,
  iban,
  luhn,
  nhsNumber,
  polishId,
  spanishId,
  usSocialSecurity,
} from "./checksums.ts";
import { addresses, organisations, people } from "./names.ts";
import type { PersonalDataSpan, PersonalDataType } from "./span.ts";

/** Types in the order in which they win where two overlap: those with a checksum or a fixed form first. */
const ORDER: readonly PersonalDataType[] = [
  "secret",
  "email",
  "iban",
  "card",
  "national-id",
  "ip",
  "date-of-birth",
  "driving-licence",
  "phone",
  "address",
  "person",
  "organisation",
];

interface Form {
  readonly type: PersonalDataType;
  /** Global; no quantifier within another, and every length is bounded, so that time grows with the text alone. */
  readonly pattern: RegExp;
  /** Of the digits and letters alone. */
  readonly holds?: (bare: string) => boolean;
  /** The words before must say so: without them the form is too common. */
  readonly context?: RegExp;
  /** The words right after may say so too: "2546712361 fax". */
  readonly either?: boolean;
}

/** Characters before a match, and after it, in which its context is looked for. */
const CONTEXT_LENGTH = 48;
const AFTER_LENGTH = 10;

const SSN_WORDS = /\b(?:ssn|social security)\b/i;
const ID_WORDS =
  /\b(?:id|identity|identification|passport|personal (?:number|code)|national|tax|citizen|insurance|bsn|pesel|cpf|aadhaar|nhs|steuer)/i;

const PHONE_WORDS = /\b(?:phone|telephone|tel|mobile|cell|call|fax|whatsapp|dial|reach|text|ring|office|hotline)/i;

const FORMS: readonly Form[] = [
  { type: "email", pattern: /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu },
  { type: "iban", pattern: /\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?\b/gi, holds: iban },
  { type: "card", pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g, holds: luhn },
  { type: "national-id", pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g, holds: usSocialSecurity },
  { type: "national-id", pattern: /(?<![\d-])\d{3}[ -]?\d{2}[ -]?\d{4}(?![\d-])/g, holds: usSocialSecurity, context: SSN_WORDS },
  { type: "national-id", pattern: /\b(?:\d{8}|[XYZ]\d{7})-?[A-Z]\b/gi, holds: spanishId },
  { type: "national-id", pattern: /\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g },
  { type: "national-id", pattern: /\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b/g },
  {
    type: "national-id",
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/gi,
    holds: frenchId,
  },
  { type: "national-id", pattern: /(?<!\d)\d{17}[\dX](?!\d)/gi, holds: chineseId },
  { type: "national-id", pattern: /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g, holds: brazilianId },
  { type: "national-id", pattern: /(?<!\d)\d{4} ?\d{4} ?\d{4}(?!\d)/g, holds: aadhaar, context: ID_WORDS },
  {
    type: "national-id",
    pattern: /(?<!\d)\d{11}(?!\d)/g,
    holds: (bare) => germanTaxId(bare) || polishId(bare) || brazilianId(bare),
    context: ID_WORDS,
  },
  { type: "national-id", pattern: /(?<!\d)\d{3} ?\d{3} ?\d{4}(?!\d)/g, holds: nhsNumber, context: /\bnhs\b/i },
  { type: "national-id", pattern: /(?<!\d)\d{9}(?!\d)/g, holds: dutchId, context: ID_WORDS },
  { type: "national-id", pattern: /(?<!\d)(?:19|20)?\d{6}[-+]\d{4}(?!\d)/g, holds: (bare) => luhn(bare.slice(-10)) },
  { type: "driving-licence", pattern: /\b[A-Z]{0,2}\d{5,15}[A-Z]{0,2}\b/gi, context: /\b(?:driver|driving|licen[cs]e|dl)\b/i },
  { type: "ip", pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/g },
  { type: "ip", pattern: /(?<![\p{L}\p{N}:])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\p{L}\p{N}:])/giu },
  { type: "ip", pattern: /(?<![\p{L}\p{N}:])(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}(?![\p{L}\p{N}:])/giu },
  {
    type: "phone",
    pattern: /(?<![\p{L}\p{N}.+-])(?:\+|00)\d{1,3}(?:[ .()/-]{0,2}\d{1,7}){2,6}(?:(?: ?x| ?ext\.? ?)\d{1,6})?(?![\p{L}\p{N}])/giu,
    holds: phoneLength,
  },
  {
    type: "phone",
    pattern:
      /(?<![\p{L}\p{N}.+-])(?:\(\d{2,5}\)|\d{2,5}[ ./-])[ ./-]?\d{2,8}(?:[ ./-]\d{2,5}){0,4}(?:(?: ?x| ?ext\.? ?)\d{1,6})?(?![\p{L}\p{N}])/giu,
    holds: phoneLength,
  },
  {
    type: "phone",
    pattern: /(?<![\p{L}\p{N}.+-])\+?\d{7,14}(?:(?: ?x| ?ext\.? ?)\d{1,6})?(?![\p{L}\p{N}])/giu,
    context: PHONE_WORDS,
    either: true,
  },
  {
    type: "phone",
    pattern: /(?<![\p{L}\p{N}.+-])\d{2,3}[ .-]\d{2}[ .-]\d{2}(?![\p{L}\p{N}]|[ .-]\d)/gu,
    context: PHONE_WORDS,
    either: true,
  },
  {
    type: "date-of-birth",
    pattern: /(?<![\d/.-])\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?![\d/-])/g,
    context: /\b(?:born|birth|birthday|dob|d\.o\.b|geboren|n\u00e9e?|age)\b/i,
  },
  {
    type: "date-of-birth",
    pattern:
      /\b(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}\b/gi,
    context: /\b(?:born|birth|birthday|dob|d\.o\.b)\b/i,
  },
  { type: "secret", pattern: /\b(?:sk|pk|rk)[-_](?:[a-z0-9]{2,12}[-_]){0,3}[a-z0-9_-]{16,200}/gi },
  {
    type: "secret",
    pattern:
      /\b(?:gh[pousr]_[a-z0-9]{20,80}|github_pat_[a-z0-9_]{20,100}|xox[abprs]-[a-z0-9-]{10,100}|AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|AIza[\w-]{35}|glpat-[\w-]{20,60}|hf_[a-z0-9]{20,60}|npm_[a-z0-9]{36})/gi,
  },
  { type: "secret", pattern: /\beyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,1000}/g },
  { type: "secret", pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g },
  { type: "secret", pattern: /(?<=\b[Bb]earer )[\w.~+/-]{12,2000}=*/g },
  {
    type: "secret",
    pattern: /(?<=\b(?:password|passwd|pwd|api[_-]?key|secret|token|access[_-]?key)["']{0,2}\s?[:=]\s?["']?)[^\s"',;]{6,200}/gi,
  },
];

/** As many digits as a number in a network has (E.164), and not the form of a date. */
function phoneLength(bare: string): boolean {
  const digits = bare.replace(/(?:ext|x).*$/i, "").length;
  return digits >= 7 && digits <= 15;
}

/** A date, a span of years, or one of either with a time behind it. */
const DATE_LIKE =
  /^(?:(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2}(?: \d\d)?|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[ /-](?:19|20)\d\d)$/;

/**
 * Personal data in a text, by start, without overlaps: recognised by form and checksum where there is one, names and addresses by hints alone
 * (`npm run bench:pii` says how well). Time grows with the length of the text.
 */
export function recognise(text: string): readonly PersonalDataSpan[] {
  const found = [...FORMS.flatMap((form) => matches(text, form)), ...addresses(text), ...people(text), ...organisations(text)];
  return withoutOverlaps(found);
}

function matches(text: string, { type, pattern, holds, context, either = false }: Form): PersonalDataSpan[] {
  const spans: PersonalDataSpan[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole] = match;
    const start = match.index;
    if (type === "phone" && DATE_LIKE.test(whole)) continue;
    if (holds !== undefined && !holds(whole.replace(/[^\p{L}\p{N}]/gu, ""))) continue;
    const around = `${clauseBefore(text, start)}${either ? ` ${text.slice(start + whole.length, start + whole.length + AFTER_LENGTH)}` : ""}`;
    if (context !== undefined && !context.test(around)) continue;
    spans.push({ type, start, end: start + whole.length });
  }
  return spans;
}

/** What was said shortly before; a semicolon ends it. */
function clauseBefore(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - CONTEXT_LENGTH), start);
  return before.slice(before.lastIndexOf(";") + 1);
}

function withoutOverlaps(found: readonly PersonalDataSpan[]): readonly PersonalDataSpan[] {
  const sorted = found.toSorted(
    (a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || b.end - b.start - (a.end - a.start) || a.start - b.start,
  );
  const ends = new Map<number, number>();
  const kept: PersonalDataSpan[] = [];
  // Which characters are taken already; spans are short beside the text.
  const taken = new Uint8Array(found.reduce((most, { end }) => Math.max(most, end), 0));
  for (const span of sorted) {
    if (ends.get(span.start) === span.end) continue;
    let free = true;
    for (let at = span.start; at < span.end && free; at++) free = taken[at] === 0;
    if (!free) continue;
    taken.fill(1, span.start, span.end);
    ends.set(span.start, span.end);
    kept.push(span);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}
