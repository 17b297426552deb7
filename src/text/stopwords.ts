import { foldWord } from "./fold.ts";
import { rulesOf } from "./language.ts";
import type { Language } from "./language.ts";

/**
 * Question words and particles of Chinese and Japanese, the longest of a beginning first. The analyzer cuts no words in those scripts and indexes
 * them like all others; they are only left out where the words of a question are told to somebody, or weighed.
 */
const spacelessQuestionWords =
  /(?:什么|什麼|甚么)(?:时候|時候|时间|時間|地方|样|樣)?|多少|多久|多长时间|為什麼|为什么|为何|為何|怎么样?|怎麼|怎样|怎樣|如何|在?(?:哪里|哪裡|哪儿)|哪个|哪個|哪些|哪位|哪|几时|幾時|何时|何時|何地|何处|谁|誰|几|幾|吗|嗎|呢|是|的|了|ですか|ますか|何|いつ|どこ|なぜ|どう|どの|どれ|どちら|いくつ|いくら|だれ|は|が|を|の/gu;

/** Question words that the analyzer indexes, since its short lists lack them. Like those above they are left out of a question only. */
const QUESTION_WORDS: Readonly<Partial<Record<Language, string>>> = {
  german: "woher wohin wozu wofür womit wodurch woran worauf worüber wovon wieviel wieviele viel",
  french: "duquel lesquels lesquelles",
  spanish: "cuánta adónde",
  italian: "cosa",
  russian: "куда откуда чей чья чьё кому кем",
  arabic: "لمن بكم ممن بماذا أيان أنى علام إلام فيم",
};
const questionWords = new Map<Language, ReadonlySet<string>>(
  Object.entries(QUESTION_WORDS).map(([language, words]) => [language as Language, new Set(words.split(" "))]), // the keys above are languages
);

/** True for a word, as written or in lower case, that only asks in this language and that the analyzer does not know as a stop word. */
export function isQuestionWord(word: string, language: Language): boolean {
  return questionWords.get(language)?.has(word.toLowerCase()) === true;
}

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
