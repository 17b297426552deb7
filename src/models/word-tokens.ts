/**
 * Cuts text into the words that the built-in embedder looks up. Unlike the analyzer of text/ it stems nothing, because the word list wants real forms,
 * and it keeps the case, because "getUserName" has to be taken apart.
 */

export const SEPARATOR = 1;
export const WORD = 2;
/** Joins two word characters: don't, state-of-the-art, v1.2.3, user_name. */
export const CONNECTOR = 3;
/** Scripts written without blanks between words. */
const UNSPACED = 4;
/** Emoji and other pictures: a token each. */
const PICTURE = 5;
/** First half of a pair: the code point decides. */
export const SURROGATE = 6;

const UNSPACED_PATTERN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD_PATTERN = /[\p{L}\p{N}\p{M}]/u;
const PICTURE_PATTERN = /\p{Extended_Pictographic}/u;

function classify(character: string): number {
  if (UNSPACED_PATTERN.test(character)) return UNSPACED;
  if (WORD_PATTERN.test(character)) return WORD;
  if ("'’-._".includes(character)) return CONNECTOR;
  return PICTURE_PATTERN.test(character) && character > "\u00ff" ? PICTURE : SEPARATOR;
}

/** Class of every UTF-16 code unit, 0 where it was not asked for yet: a table, because this runs once a character of everything indexed. */
const classes = new Uint8Array(0x10000);

/** Class of a UTF-16 code unit by itself. */
export function classOfUnit(unit: number): number {
  classAt(String.fromCharCode(unit), 0);
  return classes[unit] ?? 0;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const known = classes[code] ?? 0;
  if (known !== 0 && known !== SURROGATE) return known;
  if (code >= 0xd800 && code < 0xdc00) {
    classes[code] = SURROGATE;
    return classify(String.fromCodePoint(text.codePointAt(at) ?? code));
  }
  return (classes[code] = code >= 0xdc00 && code < 0xe000 ? SEPARATOR : classify(text.charAt(at)));
}

/** A text as its words are looked for. */
export function embeddedForm(text: string): string {
  return /[^\0-\x7f]/.test(text) ? text.normalize("NFKC") : text;
}

/**
 * Calls `visit` with start and end of every token in order: words with their inner connectors and case, pairs of neighbouring characters in scripts without blanks
 * (a lone character by itself), and single pictures. `text` should be in NFKC.
 */
export function eachWord(text: string, visit: (start: number, end: number) => void): void {
  let at = 0;
  while (at < text.length) {
    // Nearly all characters were met before and are of one unit. The others have a function of their own, so that this loop is compiled in a moment.
    const kind = classes[text.charCodeAt(at)];
    if (kind === WORD) {
      const end = wordEnd(text, at);
      visit(at, end);
      at = end;
    } else at = kind === SEPARATOR ? at + 1 : visitOther(text, at, visit);
  }
}

/** One token, or one character between tokens, whatever it is made of. Returns where to go on. */
export function visitOther(text: string, at: number, visit: (start: number, end: number) => void): number {
  const kind = classAt(text, at);
  if (kind === UNSPACED) return unspacedRun(text, at, visit);
  const end = kind === WORD ? wordEnd(text, at) : at + characterWidth(text, at);
  if (kind === WORD || kind === PICTURE) visit(at, end);
  return end;
}

function wordEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    while (at < text.length && classes[text.charCodeAt(at)] === WORD) at++;
    const next = at < text.length ? afterOther(text, at) : at;
    if (next === at) return at;
    at = next;
  }
}

/** Where a word goes on behind a connector, or behind a letter that was not met before or is no single unit; `at` where it ends. */
function afterOther(text: string, at: number): number {
  const kind = classAt(text, at);
  if (kind === WORD) return at + characterWidth(text, at);
  return kind === CONNECTOR && at + 1 < text.length && classAt(text, at + 1) === WORD ? at + 1 : at;
}

function unspacedRun(text: string, start: number, visit: (start: number, end: number) => void): number {
  let previous = -1;
  let at = start;
  while (at < text.length && classAt(text, at) === UNSPACED) {
    const next = at + characterWidth(text, at);
    if (previous >= 0) visit(previous, next);
    previous = at;
    at = next;
  }
  if (previous === start) visit(start, at);
  return at;
}

function characterWidth(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/**
 * The parts of an identifier, version or compound, lower case: "getHTTPResponse_v2" is get, http, response, v, 2. One part for a plain word.
 */
export function wordParts(token: string): readonly string[] {
  const parts = token.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lm}\p{Lo}\p{Lt}\p{M}]+|\p{Lu}|\p{N}+/gu) ?? [];
  return parts.map((part) => part.toLowerCase());
}
