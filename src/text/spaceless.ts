import { HANGUL, IDEOGRAPH, IGNORABLE, SPACELESS, characterClass } from "./characters.ts";
import { foldWord } from "./fold.ts";
import type { Part } from "./terms.ts";

/** True where a run of this class has its own rules. */
export function isSpaceless(kind: number): boolean {
  return kind === IDEOGRAPH || kind === HANGUL || kind === SPACELESS;
}

/** Is a term a few signs of a run rather than a word? Not in Korean, which has spaces between words. */
export function isPieceOfRun(term: string): boolean {
  const kind = characterClass(term.codePointAt(0) ?? 0);
  return kind === IDEOGRAPH || kind === SPACELESS;
}

interface Unit {
  readonly at: number;
  readonly end: number;
}

/** Marks; vowels and final consonants of Hangul that are written as characters of their own, as macOS does in file names. */
const tail = /[\p{M}\uFF9E\uFF9F\u1160-\u11FF\uD7B0-\uD7FF]/u;

const han = /^\p{Script=Han}/u;

/**
 * Terms of a run in a script without spaces, or with spaces between phrases only: n-grams of what is read as one sign, a character
 * with its marks. Han and kana: pairs, and each Han character (Nie, Gao, Zhang and Zhou 2000, "On the use of words and n-grams for
 * Chinese information retrieval"). Hangul: the whole, which particles make longer, and pairs. Thai, Lao, Khmer and Burmese: pairs
 * and triples.
 * No dictionary cuts the run: `Intl.Segmenter` follows the ICU of the running Node, so an index would depend on it, and it cuts a
 * question differently from a passage. On xquad/zh pairs alone rank better than pairs with its words.
 */
export function spacelessTerms(surface: string, kind: number): readonly Part[] {
  const units = unitsOf(surface);
  const parts: Part[] = [];
  if (kind === HANGUL || units.length === 1) push(parts, surface, units, 0, units.length);
  if (units.length === 1) return parts;
  for (const [i, unit] of units.entries()) {
    if (kind !== HANGUL || units.length > 2) push(parts, surface, units, i, 2);
    // After the pair, which is the longer: parts follow their whole.
    if (kind === IDEOGRAPH && isHan(surface, unit.at)) push(parts, surface, units, i, 1);
    if (kind === SPACELESS) push(parts, surface, units, i, 3);
  }
  return parts;
}

function push(parts: Part[], surface: string, units: readonly Unit[], first: number, count: number): void {
  const start = units[first];
  const last = units[first + count - 1];
  if (start === undefined || last === undefined) return;
  const sign = surface.slice(start.at, last.end);
  const term = isFolded(sign) ? sign : foldWord(sign);
  if (term !== "") parts.push({ term, from: start.at, to: last.end });
}

/** Han, kana, Hangul syllables and Thai in their usual ranges: nine of ten characters, which no folding changes and no mark extends. */
function isPlainUnit(unit: number): boolean {
  if (unit >= 0x4e00) return unit <= 0x9fff || (unit >= 0xac00 && unit <= 0xd7a3);
  return (unit >= 0x3041 && unit <= 0x3096) || (unit >= 0x30a1 && unit <= 0x30fa);
}

function isFolded(sign: string): boolean {
  for (let i = 0; i < sign.length; i += 1) {
    const unit = sign.charCodeAt(i);
    if (!isPlainUnit(unit) && !isThaiLetter(unit)) return false;
  }
  return true;
}

/** Thai without its marks, which normal forms may put in another order, and without the one vowel that they take apart. */
function isThaiLetter(unit: number): boolean {
  return (unit >= 0xe01 && unit <= 0xe32 && unit !== 0xe31) || (unit >= 0xe3f && unit <= 0xe46);
}

function isHan(surface: string, at: number): boolean {
  const unit = surface.charCodeAt(at);
  if (isPlainUnit(unit)) return unit >= 0x4e00;
  return han.test(surface.slice(at, at + 2));
}

function unitsOf(surface: string): readonly Unit[] {
  const units: { at: number; end: number }[] = [];
  let at = 0;
  for (const character of surface) {
    const end = at + character.length;
    const last = units.at(-1);
    const plain = isPlainUnit(character.charCodeAt(0));
    const ignored = !plain && characterClass(character.codePointAt(0) ?? 0) === IGNORABLE;
    if (last !== undefined && !plain && (ignored || tail.test(character))) last.end = end;
    else if (!ignored) units.push({ at, end });
    at = end;
  }
  return units;
}
