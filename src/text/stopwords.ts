import { foldWord } from "./fold.ts";
import { rulesOf } from "./language.ts";
import type { Language } from "./language.ts";

/**
 * Question words and particles of Chinese and Japanese. The analyzer cuts no words in those scripts and indexes them like all others; they are
 * only left out where the words of a question are told to somebody, or weighed.
 */
const spacelessQuestionWords =
  /多少|什么|什麼|甚么|为什么|為什麼|怎么|怎麼|怎样|如何|哪里|哪裡|哪儿|哪个|哪些|何时|谁|誰|几|吗|呢|是|的|了|ですか|ますか|何|いつ|どこ|なぜ|どう|だれ|は|が|を|の/gu;

/** The spans of a question's words without topic in Chinese and Japanese, in order. */
export function spacelessStopSpans(question: string): readonly { readonly start: number; readonly end: number }[] {
  return Array.from(question.matchAll(spacelessQuestionWords), ({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

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
