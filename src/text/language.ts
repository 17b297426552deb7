import { LOWER, MARK, SEPARATOR, UPPER, characterClass } from "./characters.ts";
import { LANGUAGES } from "./stopword-lists.ts";
import type { LanguageRules, Script } from "./stopword-lists.ts";

/**
 * A language that the analyzer has rules for. Scripts without spaces (Chinese, Japanese, Korean, Thai …) are not among them:
 * their runs are treated alike in every text, so they need no detection.
 */
export type Language = keyof typeof LANGUAGES;

/** All languages, in one order for ever, so that ties are broken alike. */
export const ALL_LANGUAGES = Object.keys(LANGUAGES) as readonly Language[]; // the keys of a constant are its type's keys

/** The language of words in a script whose text is mostly in another one. */
const DEFAULT_OF: Readonly<Record<Script, Language>> = {
  latin: "english",
  cyrillic: "russian",
  greek: "greek",
  arabic: "arabic",
  hebrew: "hebrew",
  devanagari: "hindi",
  tamil: "tamil",
};

/** First and last code unit of the letters that tell a script, Latin left out: it is what most texts are in. */
const RANGES: readonly (readonly [first: number, last: number, script: Script])[] = [
  [0x370, 0x3ff, "greek"],
  [0x400, 0x52f, "cyrillic"],
  [0x590, 0x5ff, "hebrew"],
  [0x600, 0x77f, "arabic"],
  [0x8a0, 0x8ff, "arabic"],
  [0x900, 0x97f, "devanagari"],
  [0xb80, 0xbff, "tamil"],
  [0x1f00, 0x1fff, "greek"],
  [0xfb1d, 0xfb4f, "hebrew"],
  [0xfb50, 0xfdff, "arabic"],
  [0xfe70, 0xfefc, "arabic"],
];

function scriptOfUnit(unit: number): Script | undefined {
  if (unit < 0x250) return (unit | 32) >= 97 && (unit | 32) <= 122 ? "latin" : unit >= 0xc0 ? "latin" : undefined;
  if (unit >= 0x1e00 && unit < 0x1f00) return "latin";
  // Not by destructuring, which takes an iterator for each range until this is compiled.
  for (const range of RANGES) if (unit >= range[0] && unit <= range[1]) return range[2];
  return undefined;
}

/** The language whose rules a word gets within a text of `language`: the text's own, or the default of the word's script. */
export function languageOfWord(word: string, language: Language): Language {
  for (let i = 0; i < word.length; i += 1) {
    const script = scriptOfUnit(word.charCodeAt(i));
    if (script !== undefined) return script === LANGUAGES[language].script ? language : DEFAULT_OF[script];
  }
  return language;
}

/** The rules of a language; the type without the literal words. */
export function rulesOf(language: Language): LanguageRules {
  return LANGUAGES[language];
}

/** Long texts are judged by windows spread over them, so that a licence in front or a table at the end does not decide. */
const WINDOWS = 5;
const WINDOW_LENGTH = 450;
/** Fewer words than this say nothing certain of a text's language. */
const WORDS_MIN = 8;
/** Share of the words that must speak for a language before it replaces the default; running text has 0.2 and more. */
const SHARE_MIN = 0.08;
/** Different words that must speak for it: a table that repeats one word is no text. */
const DISTINCT_MIN = 4;
/** Share of English stop words that only English reaches: most paragraphs of xquad/en have 0.26 and more, all of xquad/de 0.15 and less. */
const PLAIN_ENGLISH = 0.18;
/** Share of words with letters beyond ASCII from which half the evidence is enough: English has next to none. */
const ACCENTED_MIN = 0.05;
/** How far it must lead the default of the script: a quotation or a code sample does not change a text's language. */
const LEAD_MIN = 1.5;

/**
 * The language that most of the text is written in: by script, then by its stop words (Grefenstette 1995, "Comparing two language
 * identification schemes"). English, or the default of the script, where the text is too short or too much like a list to tell.
 */
export function languageOf(text: string): Language {
  const windows = windowsOf(text);
  const [start = "", , middle] = windows;
  // Two windows tell plain English, which most texts are; and no text in another script has its stop words.
  if (middle !== undefined && isPlainEnglish(`${start} ${middle}`, 1.5 * PLAIN_ENGLISH)) return "english";
  const sample = windows.join(" ");
  const script = mainScript(sample);
  if (script === undefined) return "english";
  if (script === "latin" && isVietnamese(sample)) return "vietnamese";
  if (script === "latin" && isPlainEnglish(sample, PLAIN_ENGLISH)) return "english";
  const fallback = DEFAULT_OF[script];
  const words = wordsOf(sample);
  if (words.length < WORDS_MIN) return fallback;
  const ranked = rank(words, ownersIn(script));
  const [best] = ranked;
  if (best === undefined || best.language === fallback) return fallback;
  const accented = words.filter((word) => /[^\0-\x7F]/.test(word)).length;
  const evidence = accented >= ACCENTED_MIN * words.length ? 0.5 : 1;
  if (best.score < evidence * SHARE_MIN * words.length || best.distinct < evidence * DISTINCT_MIN) return fallback;
  const standing = ranked.find(({ language }) => language === fallback)?.score ?? 0;
  return best.score < LEAD_MIN * standing ? fallback : best.language;
}

/** Which of these languages a question is in; undefined when its function words do not tell. */
export function questionLanguage(question: string, languages: readonly Language[]): Language | undefined {
  const words = wordsOf(question.slice(0, WINDOWS * WINDOW_LENGTH));
  const among = new Set(languages);
  const owners = new Map(words.map((word) => [word, speakersOf(stopWordOwners().get(word) ?? [], (language) => among.has(language))]));
  const [best, second] = rank(words, owners);
  return best !== undefined && best.distinct >= 2 && best.score >= 2 * (second?.score ?? 0) ? best.language : undefined;
}

/** Those of the names that the analyzer knows as languages, in its own order. */
export function languagesNamed(names: readonly string[]): readonly Language[] {
  return ALL_LANGUAGES.filter((language) => names.includes(language));
}

/**
 * The language of a passage out of documents in these languages: the only one, or the one that the passage tells. A short passage tells
 * little, so that function words decide which of the languages it is before the default of its script does.
 */
export function passageLanguage(text: string, languages: readonly Language[]): Language {
  const [first = "english", ...more] = languages;
  if (more.length === 0) return first;
  const told = languageOf(text);
  if (told !== "english" && languages.includes(told)) return told;
  return questionLanguage(text, languages) ?? (languages.includes(told) ? told : first);
}

function windowsOf(text: string): readonly string[] {
  if (text.length <= WINDOWS * WINDOW_LENGTH) return [text];
  const step = (text.length - WINDOW_LENGTH) / (WINDOWS - 1);
  return Array.from({ length: WINDOWS }, (_, i) => text.slice(Math.floor(i * step), Math.floor(i * step) + WINDOW_LENGTH));
}

/** The script with the most letters; undefined for one that needs no detection (Han, kana, Hangul, Thai …). */
function mainScript(sample: string): Script | undefined {
  if (isAscii(sample)) return "latin";
  const counts = new Map<Script | undefined, number>();
  let ascii = 0;
  for (let i = 0; i < sample.length; i += 1) {
    const unit = sample.charCodeAt(i);
    if (unit < 128) {
      if ((unit | 32) >= 97 && (unit | 32) <= 122) ascii += 1;
      continue;
    }
    const script = scriptOfUnit(unit);
    if (script === undefined && (unit < 0x530 || (unit >= 0x2000 && unit < 0x2e80))) continue;
    counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  counts.set("latin", ascii + (counts.get("latin") ?? 0));
  let best: Script | undefined = "latin";
  for (const [script, count] of counts) if (count > (counts.get(best) ?? 0)) best = script;
  return best;
}

/** Vietnamese marks nearly every word, with letters that no other language has. */
function isVietnamese(sample: string): boolean {
  if (!/[\u0300-\u0323\u1EA0-\u1EF9]/.test(sample)) return false;
  const composed = sample.normalize("NFC");
  const own = composed.match(/[\u01A0\u01A1\u01AF\u01B0\u0110\u0111\u1EA0-\u1EF9]/gu)?.length ?? 0;
  return own >= 3 && own > 0.05 * (composed.match(/\p{L}/gu)?.length ?? 0);
}

/** Whether so many of the words that `wordsOf` gives are English stop words. No word is cut out, because every text passes here. */
function isPlainEnglish(sample: string, least: number): boolean {
  englishWords ??= letterTree(LANGUAGES.english.stopWords.split(" ").filter((word) => word.length > 1));
  const text = isAscii(sample) ? sample.toLowerCase() : sample.toLowerCase().normalize("NFC");
  let words = 0;
  let found = 0;
  let node = ROOT;
  let isInside = false;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = at < text.length ? text.charCodeAt(at) : BLANK;
    const kind = characterClass(unit);
    if (kind === LOWER || kind === MARK || kind === UPPER) {
      isInside = true;
      node = unit >= A && unit < A + LETTERS ? (englishWords[node + unit - A] ?? 0) : NOWHERE;
    } else if (isInside) {
      words += 1;
      found += englishWords[node + LETTERS] ?? 0;
      node = ROOT;
      isInside = false;
    }
  }
  return words >= WORDS_MIN && found >= least * words;
}

let englishWords: Uint16Array | undefined;

const BLANK = 32;
const A = 97;
const LETTERS = 26;
/** Numbers of a node: where each letter leads, and whether a word ends here. */
const NODE = LETTERS + 1;
/** The node from which no letter leads on, and the one where every word begins. */
const NOWHERE = 0;
const ROOT = NODE;

/** Words of a to z as a tree of their letters. */
function letterTree(words: readonly string[]): Uint16Array {
  const nodes = new Uint16Array(NODE * (2 + words.reduce((sum, { length }) => sum + length, 0)));
  let free = ROOT + NODE;
  for (const word of words) {
    let node = ROOT;
    for (let i = 0; i < word.length; i += 1) {
      const way = node + word.charCodeAt(i) - A;
      if (nodes[way] === NOWHERE) {
        nodes[way] = free;
        free += NODE;
      }
      node = nodes[way] ?? NOWHERE;
    }
    nodes[node + LETTERS] = 1;
  }
  return nodes;
}

function isAscii(sample: string): boolean {
  return !/[^\0-\x7F]/.test(sample);
}

/** Runs of letters, lower case. By the table of the analyzer, because a regular expression takes three times as long. */
function wordsOf(sample: string): readonly string[] {
  if (isAscii(sample)) return sample.toLowerCase().match(/[a-z]+/g) ?? [];
  const text = sample.toLowerCase().normalize("NFC");
  const words: string[] = [];
  let from = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const kind = at < text.length ? characterClass(text.charCodeAt(at)) : SEPARATOR;
    const within = kind === LOWER || kind === MARK || kind === UPPER;
    if (within && from < 0) from = at;
    if (within || from < 0) continue;
    words.push(text.slice(from, at));
    from = -1;
  }
  return words;
}

interface Ranked {
  readonly language: Language;
  /** Stop words found, each divided by the number of languages that have it. */
  readonly score: number;
  /** How many different ones. */
  readonly distinct: number;
}

/** The languages that each word speaks for, most evidence first. */
function rank(words: readonly string[], owners: ReadonlyMap<string, readonly Language[]>): Ranked[] {
  const found = new Map<Language, { score: number; distinct: number }>();
  const seen = new Set<string>();
  for (const word of words) {
    const languages = owners.get(word);
    if (languages === undefined) continue;
    const first = !seen.has(word);
    if (first) seen.add(word);
    for (const language of languages) {
      let standing = found.get(language);
      if (standing === undefined) found.set(language, (standing = { score: 0, distinct: 0 }));
      standing.score += 1 / languages.length;
      if (first) standing.distinct += 1;
    }
  }
  return [...found]
    .map(([language, { score, distinct }]) => ({ language, score, distinct }))
    .sort((x, y) => y.score - x.score || ALL_LANGUAGES.indexOf(x.language) - ALL_LANGUAGES.indexOf(y.language));
}

/** Of the languages that have a word those that it speaks for: what is an English word, too, speaks for English. */
function speakersOf(owners: readonly Language[], isAsked: (language: Language) => boolean): readonly Language[] {
  const asked = owners.filter(isAsked);
  return asked[0] === "english" ? ["english"] : asked;
}

const ownersByScript = new Map<Script, ReadonlyMap<string, readonly Language[]>>();

function ownersIn(script: Script): ReadonlyMap<string, readonly Language[]> {
  const known = ownersByScript.get(script);
  if (known !== undefined) return known;
  const made = new Map<string, readonly Language[]>();
  for (const [word, owners] of stopWordOwners()) {
    const speakers = speakersOf(owners, (language) => LANGUAGES[language].script === script);
    if (speakers.length > 0) made.set(word, speakers);
  }
  ownersByScript.set(script, made);
  return made;
}

let ownersOfStopWords: ReadonlyMap<string, readonly Language[]> | undefined;

/** The languages that have each stop word, English first. Made on first use. */
function stopWordOwners(): ReadonlyMap<string, readonly Language[]> {
  if (ownersOfStopWords !== undefined) return ownersOfStopWords;
  const owners = new Map<string, Language[]>();
  for (const language of ALL_LANGUAGES)
    for (const word of new Set(LANGUAGES[language].stopWords.split(" "))) {
      // A single letter is as often a variable or a list item; "a" and "y" are words of too many languages.
      if (word.length === 1 && word < "\u0250") continue;
      const list = owners.get(word);
      if (list === undefined) owners.set(word, [language]);
      else list.push(language);
    }
  return (ownersOfStopWords = owners);
}
