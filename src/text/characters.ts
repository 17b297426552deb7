/** What a character is to the analyzer. Numbers, because they are kept in a table of bytes. */
export const SEPARATOR = 1;
export const LOWER = 2;
export const UPPER = 3;
export const DIGIT = 4;
/** Between two word characters it may hold them together: . - ' , _ */
export const JOINER = 5;
/** Han and kana: written without spaces. */
export const IDEOGRAPH = 6;
export const HANGUL = 7;
/** Thai, Lao, Khmer, Burmese: written without spaces between words. */
export const SPACELESS = 8;
/** Soft hyphen, zero-width marks and the like: part of a word, but never of a term. */
export const IGNORABLE = 9;
/** Accents, vowel signs and the voicing marks of halfwidth kana, written as characters of their own: part of the word, without a case. */
export const MARK = 10;

const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u30FC\u3005]/u;
const hangul = /\p{Script=Hangul}/u;
const spaceless = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Zero-width marks, direction marks, variation selectors and the soft hyphen. */
export const ignorable = /[\u034F\uFE00-\uFE0F\u00AD\u061C\u180E\u200B-\u200F\u2060-\u2064\u2066-\u2069\u202A-\u202E\uFEFF]/u;

/** The class of every BMP code unit, 0 until the character is met: classifying all 65,536 ahead would cost every start. */
export const knownClasses: Readonly<Uint8Array> = new Uint8Array(65_536);

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/[.\-'’_,\u05F3\u05F4\u2010\u2011]/u.test(character)) return JOINER;
  if (ignorable.test(character)) return IGNORABLE;
  if (ideograph.test(character) && /[\p{L}\p{N}]/u.test(character)) return IDEOGRAPH;
  if (hangul.test(character) && /\p{L}/u.test(character)) return HANGUL;
  if (spaceless.test(character) && /[\p{L}\p{M}]/u.test(character)) return SPACELESS;
  if (/\p{Lu}/u.test(character)) return UPPER;
  if (/\p{N}/u.test(character)) return DIGIT;
  if (/[\p{M}\uFF9E\uFF9F]/u.test(character)) return MARK;
  if (/\p{L}/u.test(character)) return LOWER;
  return SEPARATOR;
}

/** Class of a code point. Surrogates that stand alone are separators. */
export function characterClass(codePoint: number): number {
  if (codePoint > 0xffff) return classify(codePoint);
  const known = knownClasses[codePoint] ?? 0;
  if (known !== 0) return known;
  // Not written down: the unit may be half of a letter elsewhere.
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return SEPARATOR;
  const found = classify(codePoint);
  (knownClasses as Uint8Array)[codePoint] = found; // read-only to everybody else
  return found;
}

/** Letters and digits of any script that separates its words with spaces, and the marks on them. */
export function isWordClass(kind: number): boolean {
  return kind === LOWER || kind === UPPER || kind === DIGIT || kind === MARK;
}
