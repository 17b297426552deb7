/**
 * The German Snowball stemmer, by its published definition: https://snowballstem.org/algorithms/german/stemmer.html, in the edition that keeps "ae" for itself.
 * Written out because to correct a word each of its single edits is stemmed, and with the general one that took ten milliseconds; the test holds it to that one's results.
 */

const VOWELS = "aeiouyäöü";
const BEFORE_S = "bdfghklmnrt";
const BEFORE_ST = "bdfghklmnt";
/** Longer endings first. */
const STEP_1 = ["ern", "em", "en", "er", "es", "e", "s"] as const;
const STEP_2 = ["est", "en", "er", "st"] as const;
const STEP_3 = ["heit", "keit", "lich", "isch", "end", "ung", "ig", "ik"] as const;

/** Stem of a lower-case word, without its umlauts. */
export function germanStem(word: string): string {
  const text = withConsonants(word.includes("ß") ? word.replaceAll("ß", "ss") : word);
  const region = afterVowelConsonant(text, 0);
  const r1 = Math.min(text.length, Math.max(region, 3));
  const r2 = afterVowelConsonant(text, region);
  const stem = text.slice(0, derivation(text, superlative(text, inflection(text, r1), r1), { r1, r2 }));
  return /[UYäöü]/.test(stem) ? stem.replace(/[UYäöü]/g, plain) : stem;
}

const plain = (letter: string): string => ({ U: "u", Y: "y", ä: "a", ö: "o", ü: "u" })[letter] ?? letter;

const isOneOf = (letters: string, letter: string | undefined): boolean => letter !== undefined && letters.includes(letter);

/** A u or y between vowels is a consonant and is written U or Y. */
function withConsonants(word: string): string {
  let text = word;
  for (let i = 1; i + 1 < text.length; i += 1) {
    const letter = text[i];
    if ((letter === "u" || letter === "y") && isOneOf(VOWELS, text[i - 1]) && isOneOf(VOWELS, text[i + 1]))
      text = text.slice(0, i) + letter.toUpperCase() + text.slice(i + 1);
  }
  return text;
}

/** The place behind the first consonant that follows a vowel, from `at` on. */
function afterVowelConsonant(text: string, at: number): number {
  let i = at;
  while (i < text.length && !isOneOf(VOWELS, text[i])) i += 1;
  while (i < text.length && isOneOf(VOWELS, text[i])) i += 1;
  return Math.min(i + 1, text.length);
}

/** The first of these endings that `text.slice(0, end)` has. */
function endingAt<T extends string>(text: string, end: number, endings: readonly T[]): T | undefined {
  return endings.find((ending) => end >= ending.length && text.startsWith(ending, end - ending.length));
}

/** Where the word ends without -e, -en, -er and their like. */
function inflection(text: string, r1: number): number {
  const end = text.length;
  const ending = endingAt(text, end, STEP_1);
  if (ending === undefined || end - ending.length < r1) return end;
  if (ending === "s") return isOneOf(BEFORE_S, text[end - 2]) ? end - 1 : end;
  const rest = end - ending.length;
  const isPlural = ending === "e" || ending === "en" || ending === "es";
  return isPlural && endingAt(text, rest, ["niss"]) !== undefined ? rest - 1 : rest;
}

/** The same without -est, -st, and what a second -en or -er was. */
function superlative(text: string, end: number, r1: number): number {
  const ending = endingAt(text, end, STEP_2);
  if (ending === undefined || end - ending.length < r1) return end;
  if (ending !== "st") return end - ending.length;
  return end >= 6 && isOneOf(BEFORE_ST, text[end - 3]) ? end - 2 : end;
}

/** The same without -ung, -lich, -keit and their like, and what stands before them. */
function derivation(text: string, end: number, { r1, r2 }: { readonly r1: number; readonly r2: number }): number {
  const ending = endingAt(text, end, STEP_3);
  if (ending === undefined || end - ending.length < r2) return end;
  const rest = end - ending.length;
  if (ending === "ig" || ending === "ik" || ending === "isch") return text[rest - 1] === "e" ? end : rest;
  if (ending === "end" || ending === "ung")
    return endingAt(text, rest, ["ig"]) !== undefined && text[rest - 3] !== "e" && rest - 2 >= r2 ? rest - 2 : rest;
  if (ending === "keit") {
    const before = endingAt(text, rest, ["lich", "ig"])?.length ?? 0;
    return rest - before >= r2 ? rest - before : rest;
  }
  return endingAt(text, rest, ["er", "en"]) !== undefined && rest - 2 >= r1 ? rest - 2 : rest;
}
