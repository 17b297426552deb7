import { ignorable } from "./characters.ts";

/** Accents, Hebrew points, Arabic vowel signs and the tatweel, the Devanagari nukta: written or not, the word is the same. */
const marks = /[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06ED\u093C]/gu;
const ignorables = new RegExp(ignorable.source, "gu");

/** Letters that no normal form takes apart, or that one language writes in two ways. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ħ: "h",
  ŋ: "n",
  ς: "σ",
  ى: "ي",
  ی: "ي",
  ة: "ه",
  ہ: "ه",
  ک: "ك",
  "\u0901": "\u0902",
  "\u05F3": "'",
  "’": "'",
  "\u2010": "-",
  "\u2011": "-",
};
const letters = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");

/** Zero of every row of ten digits that a search may meet; NFKC leaves them as they are. */
const ZEROS: readonly number[] = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
];
const foreignDigit = /(?![0-9])\p{Nd}/gu;

/**
 * NFKC, lower case, diacritics folded (é → e, ß → ss, Arabic vowel signs dropped), invisible characters dropped, digits of every
 * script as 0-9.
 */
export function foldWord(surface: string): string {
  // A word of plain ASCII is by far the most frequent, and needs lower case only; one with letters of Latin-1 beside it is folded letter by letter.
  const kind = kindOf(surface);
  if (kind === ASCII) return surface.toLowerCase();
  return kind === LATIN_1 ? foldLatin(surface) : foldAny(surface);
}

function foldAny(surface: string): string {
  return surface
    .toLowerCase()
    .normalize("NFKD")
    .replace(marks, "")
    .replace(ignorables, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(letters, (letter) => LETTERS[letter] ?? letter)
    .replace(foreignDigit, asciiDigit);
}

/** NFC and lower case with the diacritics kept, as stemmers want it; Turkish has its own pair of i. */
export function lowerWord(surface: string, turkish: boolean): string {
  if (!turkish && kindOf(surface) !== OTHER) return surface.toLowerCase();
  const written = turkish ? surface.normalize("NFC").replace(/İ/g, "i").replace(/I/g, "ı") : surface;
  return written
    .toLowerCase()
    .normalize("NFKC")
    .replace(ignorables, "")
    .replace(/[’\u05F3]/gu, "'");
}

const ASCII = 0;
/** ASCII, and the letters from À to ÿ: none of them looks at its neighbours when it is folded or lowered. */
const LATIN_1 = 1;
const OTHER = 2;

function kindOf(surface: string): typeof ASCII | typeof LATIN_1 | typeof OTHER {
  let kind: typeof ASCII | typeof LATIN_1 = ASCII;
  for (let i = 0; i < surface.length; i += 1) {
    const unit = surface.charCodeAt(i);
    if (unit <= 0x7e) continue;
    if (unit < 0xc0 || unit > 0xff || unit === 0xd7 || unit === 0xf7) return OTHER;
    kind = LATIN_1;
  }
  return kind;
}

/** What each letter from À to ÿ is folded to; made with the first. */
const folded: string[] = [];

function foldLatin(surface: string): string {
  const lower = surface.toLowerCase();
  let word = "";
  for (let i = 0; i < lower.length; i += 1) {
    const unit = lower.charCodeAt(i);
    word += unit <= 0x7e ? lower[i] : (folded[unit] ??= foldAny(lower[i] ?? ""));
  }
  return word;
}

function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => point >= start && point < start + 10);
  return zero === undefined ? digit : String(point - zero);
}
