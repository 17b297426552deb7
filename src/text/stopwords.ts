import { foldWord } from "./fold.ts";
import { rulesOf } from "./language.ts";
import type { Language } from "./language.ts";

const sets = new Map<Language, ReadonlySet<string>>();

/** True for a word without topic, folded (Vietnamese: lower case only) and without its apostrophe ("dont"). */
export function isStopWord(word: string, language: Language = "english"): boolean {
  return stopWordsOf(language).has(word);
}

function stopWordsOf(language: Language): ReadonlySet<string> {
  const known = sets.get(language);
  if (known !== undefined) return known;
  const words = rulesOf(language).stopWords.split(" ");
  // Vietnamese tone marks tell words apart: without them most stop words are also nouns.
  const made = new Set(language === "vietnamese" ? words : words.map((word) => foldWord(word)));
  sets.set(language, made);
  return made;
}
