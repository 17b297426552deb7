import snowball from "snowball-stemmers";
import { foldWord, lowerWord } from "./fold.ts";
import { languageOfWord, rulesOf } from "./language.ts";
import type { Language } from "./language.ts";
import { germanStem } from "./german-stem.ts";
import { arabicStem, greekStem, hebrewForms, hindiStem } from "./light-stems.ts";
import { porter2 } from "./porter2.ts";
import { isStopWord } from "./stopwords.ts";

/** No word of a language is longer; what is, is data, and some stemmers take quadratic time. */
const STEMMED_LENGTH_MAX = 48;

const stemmers = new Map<string, { stem(word: string): string }>();

/** English Snowball (Porter2) stem of a lower-case word; a word with other letters than a to z is left as it is. */
export function stem(word: string): string {
  return /^[a-z]+$/.test(word) ? porter2(word) : word;
}

/** The stemmer of a language is made when its first word comes. */
function snowballStem(algorithm: string, word: string): string {
  let stemmer = stemmers.get(algorithm);
  if (stemmer === undefined) stemmers.set(algorithm, (stemmer = snowball.newStemmer(algorithm)));
  return stemmer.stem(word);
}

const NOTHING: readonly string[] = [];

/** The terms of one word as written, without joiners: none for a stop word, one as a rule. */
export function wordTerms(surface: string, textLanguage: Language): readonly string[] {
  const folded = foldWord(surface);
  if (folded === "") return NOTHING;
  const language = languageOfWord(folded, textLanguage);
  if (language === "vietnamese") return vietnameseTerms(surface, folded);
  if (isStopWord(folded, language)) return NOTHING;
  if (folded.length <= 2 || folded.length > STEMMED_LENGTH_MAX || /\d/.test(folded)) return [folded];
  const { stemmer } = rulesOf(language);
  if (stemmer === undefined) return [folded];
  if (stemmer === "light") return lightForms(language, folded);
  if (language === "english") return [stem(folded)];
  // Latin and Cyrillic stemmers know the accents of their languages, so the folding comes last.
  const written = spelling(surface, language);
  const stemmed = foldWord(language === "german" ? germanStem(written) : snowballStem(stemmer, written));
  return [stemmed === "" ? folded : stemmed];
}

/** What the stemmer is given. Russian ё is written е as often as not. */
function spelling(surface: string, language: Language): string {
  const lower = lowerWord(surface, language === "turkish");
  return language === "russian" ? lower.replaceAll("ё", "е") : lower;
}

function lightForms(language: Language, folded: string): readonly string[] {
  if (language === "hebrew") return hebrewForms(folded);
  if (language === "arabic") return [arabicStem(folded)];
  return [language === "greek" ? greekStem(folded) : hindiStem(folded)];
}

/** With its tone marks, which tell words apart, and without them, because many people type without. */
function vietnameseTerms(surface: string, folded: string): readonly string[] {
  const toned = lowerWord(surface, false);
  if (isStopWord(toned, "vietnamese")) return NOTHING;
  return toned === folded ? [folded] : [toned, folded];
}
