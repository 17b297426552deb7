import { analyze } from "../../text/analyze.ts";
import { questionLanguage } from "../../text/language.ts";
import type { Language } from "../../text/language.ts";
import { framingPlaces, framingVerb } from "../../text/question-frame.ts";
import { isQuestionWord, spacelessStopSpans } from "../../text/stopwords.ts";
import { isCurrency } from "./currencies.ts";
import { readForeignCues } from "./question-words.ts";
import type { AnswerKind, CueReading } from "./question-words.ts";
import type { WordKnowledge } from "./word-knowledge.ts";
import { contentWords } from "./words.ts";

export type { AnswerKind } from "./question-words.ts";

export interface QuestionTerm {
  readonly term: string;
  readonly parts: readonly string[];
  /** What the corpus' other languages make of the word; each stands for the term. */
  readonly alternates: readonly string[];
  /** As written, in lower case. */
  readonly surface: string;
  readonly isName: boolean;
  readonly isFigure: boolean;
  /** Says what kind of thing is asked for ("year" in "in what year"); the answer itself stands for it. */
  readonly isType: boolean;
  /** The noun after "which", "what" or "how many". */
  readonly isFocus: boolean;
  /** Looks like the main verb, which a text is free to say in other words. */
  readonly isVerb: boolean;
  /** First, last, only, largest ...: dropping it changes the question. */
  readonly isLimiter: boolean;
  /** Stands directly before another content word ("steam" in "steam engine"). */
  readonly isModifier: boolean;
}

export interface Question {
  readonly text: string;
  /** Whose question words it was read by. */
  readonly language: Language;
  readonly kind: AnswerKind;
  /** Asks for a count of the focus: "how many tankers". */
  readonly isCount: boolean;
  /** Asks who or what the focus is: "who is the sponsor", "what is the weight of the engine". */
  readonly isProperty: boolean;
  readonly terms: readonly QuestionTerm[];
  /** All words in lower case, stop words too. */
  readonly words: readonly string[];
  readonly isNegated: boolean;
  /** As in French, where "directeur financier" says which director. */
  readonly adjectivesFollow: boolean;
  /** Asks for what held at first or once, so that a later revision is not the answer. */
  readonly asksForPast: boolean;
}

const TYPE_NOUNS: ReadonlyMap<string, AnswerKind> = new Map(
  Object.entries({
    date: "year years date dates day month decade century era weekday deadline",
    percent: "percent percentage proportion fraction share",
    number: "number amount total quantity count",
    money: "price cost costs budget fee fees salary sum reserve revenue",
    person:
      "person man woman author inventor king queen president leader scientist emperor individual individuals philosopher poet actor sponsor manager director",
    place: "city cities country countries place places state town towns region regions location area continent river nation nations",
    reason: "reason reasons cause",
    name: "name names title people",
    open: "type types kind kinds sort term word thing things",
  }).flatMap(([kind, words]) => words.split(" ").map((word) => [word, kind as AnswerKind] as const)), // the keys above are AnswerKinds
);
/** Nouns that an answer need not mention: a year is one without being called so. */
const PURE_TYPES =
  /^(?:years?|dates?|day|month|decade|century|era|percent|percentage|number|amount|total|name|names|type|types|kind|kinds|sort|term|word|thing|things)$/;
const auxiliary =
  /^(?:is|are|was|were|am|be|been|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|can't|won't)$/;
const negation = /^(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot|\p{L}+n't)$/u;
const limiter =
  /^(?:first|last|only|most|least|main|sole|final|original|originally|initial|initially|best|worst|second|third|fourth|fifth)$/u;
const past = /^(?:original|originally|initial|initially|former|formerly|previous|previously|earlier|once|history|historically)$/;
const function_ =
  /^(?:of|in|on|at|for|to|by|with|from|the|a|an|that|which|who|what|and|or|as|into|about|after|before|during|over|under|his|her|its|their|this|these|those|through|throughout|within|between|among|against|since|until|when|while|because|if|than|not|without|towards?|upon|only|also|out|up|off|down|be|been|being)$/;
const measure = /^(?:far|tall|high|big|large|wide|deep|heavy|fast|hot|cold|thick|close|small|strong|old|quick|quickly|often)$/;
const wordPattern = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

/**
 * Reads a question, put to documents in these languages, by its cue words: English, German, French and Spanish ones. Any other text is an open
 * question. Linear in the text.
 */
export function readQuestion(text: string, knowledge: WordKnowledge, languages: readonly Language[] = ["english"]): Question {
  const [main = "english"] = languages;
  const language = cueLanguage(text, languages);
  const matches = [...text.matchAll(wordPattern)];
  const words = matches.map(([word]) => word.toLowerCase().replaceAll("’", "'"));
  const foreign =
    language === "english"
      ? undefined
      : readForeignCues(
          matches.map(([word]) => word),
          language,
        );
  const reading = foreign ?? (language === "english" ? readCue(words) : { kind: "open" });
  const at = (place: number | undefined): number => (place === undefined ? -1 : (matches[place]?.index ?? -1));
  const verb = language === "english" ? verbPlace(words, knowledge) : undefined;
  const [typeStart, focusStart, verbStart] = [at(reading.type), at(reading.focus), at(verb)];
  const analyzed = languages.includes(language) ? language : main;
  // An English question to German documents is searched by German rules, by which "the" is a word; it has no topic all the same.
  const own = analyzed === language ? undefined : new Set(contentWords(text, 0, language).map(({ start }) => start));
  const stops = spacelessStopSpans(text);
  const frame = new Set(language === "english" ? [...framingPlaces(words), ...currencyPlaces(words)].map(at) : []);
  const content = contentWords(text, 0, analyzed).filter(
    (word) =>
      own?.has(word.start) !== false &&
      !isQuestionWord(word.surface, language) &&
      !stops.some(({ start, end }) => start < word.end && end > word.start),
  );
  const alternates = alternateTerms(
    text,
    languages.filter((other) => other !== analyzed),
  );
  const isTitleCase = content.length > 2 && content.filter(({ capital }) => capital).length > 0.7 * content.length;
  const terms = content.map((word, i): QuestionTerm => {
    const { term, parts, surface, start, end, digit } = word;
    const raw = text.slice(start, end);
    const next = content[i + 1];
    return {
      term,
      parts,
      alternates: alternates.get(start) ?? [],
      surface,
      isName: word.capital && foreign?.nounsAreCapital !== true && !isTitleCase && (start !== at(0) || /\p{Lu}.*\p{Lu}/u.test(raw)),
      isFigure: digit,
      isType: start === typeStart || frame.has(start),
      isFocus: start === focusStart && start !== typeStart && !frame.has(start),
      isVerb: start === verbStart,
      isLimiter: language === "english" && (limiter.test(surface) || knowledge.isSuperlative(surface)),
      isModifier: next !== undefined && next.start - end <= 1 && start !== typeStart,
    };
  });
  return {
    text,
    language,
    kind: reading.kind,
    isCount: reading.isCount ?? false,
    isProperty: reading.isProperty ?? false,
    terms,
    words,
    adjectivesFollow: foreign?.adjectivesFollow ?? false,
    isNegated: foreign?.isNegated ?? words.some((word) => negation.test(word)),
    asksForPast:
      foreign?.asksForPast ??
      (words.some((word) => past.test(word)) || /\b(?:at first|used to|first planned|in the beginning|at the start)\b/i.test(text)),
  };
}

/** English questions are put to documents in other languages, too. What tells nothing is in the documents' language. */
function cueLanguage(text: string, languages: readonly Language[]): Language {
  const [main = "english", ...more] = languages;
  if (main === "english" && more.length === 0) return main;
  const told = questionLanguage(text, ["english", ...languages]);
  if (told !== undefined) return told;
  // One function word alone is too little, but a question opens with its question word.
  const opening = /\p{L}+/u.exec(text)?.[0] ?? "";
  const [only, ...others] = languages.filter((language) => opening !== "" && analyze(opening, language).length === 0);
  if (only !== undefined && others.length === 0) return only;
  return languages.includes("english") ? "english" : main;
}

/** The terms that these languages make of the question's words, by the place where the word starts. */
function alternateTerms(text: string, languages: readonly Language[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const language of languages)
    for (const { start, term } of contentWords(text, 0, language)) found.set(start, [...(found.get(start) ?? []), term]);
  return found;
}

function readCue(words: readonly string[]): CueReading {
  const cue = words.findIndex((word) => /^(?:who|whom|whose|who's|when|when's|where|where's|why|how|how's|what|what's|which)$/.test(word));
  const first = words[0] ?? "";
  if (cue < 0) {
    if (auxiliary.test(first)) return { kind: "yes-no" };
    return /^(?:define|definition|meaning)$/.test(first) ? { kind: "definition", type: 0 } : { kind: "open" };
  }
  const word = (words[cue] ?? "").replace(/'s$/, "");
  switch (word) {
    case "who":
    case "whom":
    case "whose":
      return readWho(words, cue);
    case "when":
      return { kind: "date" };
    case "where":
      return { kind: "place" };
    case "why":
      return { kind: "reason" };
    case "how":
      return readHow(words, cue);
    default:
      return words[cue]?.endsWith("'s") === true || auxiliary.test(words[cue + 1] ?? "") ? readWhatIs(words, cue) : readWhich(words, cue);
  }
}

/** "Who is the executive sponsor", "Who was Robert's son": the focus is what the person is. */
function readWho(words: readonly string[], cue: number): CueReading {
  if (!/^(?:is|are|was|were)$/.test(words[cue + 1] ?? "")) return { kind: "person" };
  const focus = subjectPlace(words, cue + 2);
  return focus === undefined ? { kind: "person" } : { kind: "person", focus, isProperty: true };
}

/** "the weight of ...", "Robert's son": the word that names a property or role; undefined where the phrase is only a name. */
function subjectPlace(words: readonly string[], from: number): number | undefined {
  const owner = words.findIndex((word, place) => place >= from && /'s?$/.test(word));
  if (owner >= 0 && owner < from + 4 && words[owner + 1] !== undefined) return headPlace(words, owner + 1);
  let start = from;
  while (start < words.length && determiner.test(words[start] ?? "")) start += 1;
  const isNamed = start > from;
  const head = headPlace(words, start);
  return isNamed && head < words.length ? head : undefined;
}

function readHow(words: readonly string[], cue: number): CueReading {
  const next = words[cue + 1] ?? "";
  const counted = words[cue + 2] ?? "";
  if (next === "many" && isCurrency(counted) && !(counted === "pounds" && words.some((word) => /^(?:weigh|heav)/.test(word))))
    return { kind: "money", type: cue + 2 };
  if (next === "many") return { kind: "number", isCount: true, type: cue + 1, focus: cue + 2 };
  if (next === "much")
    return {
      kind: /^(?:cost|costs|pay|paid|spend|spent|price|budget|money|offer|offered|charge|charged|earn|earned|save|saves|saved)$/.test(
        words.at(-1) ?? "",
      )
        ? "money"
        : "number",
      type: cue + 1,
    };
  if (next === "long") return { kind: "duration", type: cue + 1 };
  return measure.test(next) ? { kind: "measure", type: cue + 1 } : { kind: "manner" };
}

/** "in euros": a sum is in them without saying so where it has their sign. */
function currencyPlaces(words: readonly string[]): readonly number[] {
  return words.flatMap((word, place) => (words[place - 1] === "in" && isCurrency(word) ? [place] : []));
}

const determiner = /^(?:the|a|an|one|some|two|another|main|average|total|maximum|minimum|current|estimated|exact)$/;

/** "What is the name of ...", "What was the budget", "What is X?", "What does X mean?" */
function readWhatIs(words: readonly string[], cue: number): CueReading {
  const isShort = words[cue]?.endsWith("'s") === true;
  const phrase = cue + (isShort ? 1 : 2);
  let from = phrase;
  const rest = words.length - from;
  while (from < words.length && determiner.test(words[from] ?? "")) from += 1;
  const head = headPlace(words, from);
  const kind = TYPE_NOUNS.get(words[head] ?? "");
  if (isIdentifier(words, head, from)) return { kind: "identifier", type: head, focus: head - 1, isProperty: true };
  // "the number of", "the name of" stand for their answers; "the budget of" has to be spoken of.
  if (kind !== undefined && !PURE_TYPES.test(words[head] ?? "")) return { kind, focus: head, isProperty: true };
  if (kind !== undefined) {
    const owned = words[head + 1] === "of" ? subjectPlace(words, head + 2) : undefined;
    return { kind, type: head, ...(owned === undefined ? {} : { focus: owned, isProperty: true }) };
  }
  const subject = subjectPlace(words, phrase);
  const meaning = words.findIndex((word) => /^(?:mean|means|stand|stands)$/.test(word));
  if (meaning >= 0) return { kind: "definition", type: meaning };
  const framing = framingVerb(words);
  if (framing !== undefined) return { kind: "open", type: framing };
  return {
    kind: rest <= 4 && (isShort || /^(?:is|are|was|were)$/.test(words[cue + 1] ?? "")) ? "definition" : "open",
    ...(subject === undefined ? {} : { focus: subject, isProperty: true }),
  };
}

/** "the phone number", "the e-mail address", but not "the total number". */
function isIdentifier(words: readonly string[], head: number, from: number): boolean {
  const [noun, before] = [words[head] ?? "", words[head - 1] ?? ""];
  if (head <= from) return false;
  return noun === "address"
    ? /^(?:e-?mail|web|url|ip)$/.test(before)
    : noun === "number" &&
        /^(?:phone|telephone|mobile|fax|account|serial|part|order|invoice|version|model|registration|id|reference|ticket|tracking|licen[cs]e|passport|room)$/.test(
          before,
        );
}

/** "Which river ...", "In what year ...", "What kind of engine ..." */
function readWhich(words: readonly string[], cue: number): CueReading {
  const head = headPlace(words, cue + 1);
  const kind = TYPE_NOUNS.get(words[head] ?? "");
  if (kind === "open" && words[head + 1] === "of") return { kind, type: head, focus: head + 2 };
  return kind === undefined ? { kind: "open", focus: head } : { kind, type: head };
}

/** The head of the noun phrase that starts at `from`: a type noun in it, or the word before the first function word or verb form, three further at most. */
function headPlace(words: readonly string[], from: number): number {
  const ends = (word: string | undefined): boolean =>
    word === undefined || auxiliary.test(word) || function_.test(word) || /(?:ed|ing)$/.test(word);
  let last = from;
  while (last < from + 3 && !ends(words[last + 1])) last += 1;
  for (let place = from; place <= last; place += 1) if (TYPE_NOUNS.has(words[place] ?? "")) return place;
  return last;
}

/**
 * The main verb, guessed: the word after "who" or "what" where it is a verb form; after do, does or did the last plain word before a function word;
 * after a form of be or have the last participle of the clause.
 */
function verbPlace(words: readonly string[], { isVerb }: WordKnowledge): number | undefined {
  const cue = words.findIndex((word) => /^(?:who|what|which)$/.test(word));
  const next = words[cue + 1];
  if (cue >= 0 && next !== undefined && !auxiliary.test(next) && /(?:ed|s)$/.test(next) && isVerb(next) && words.length > cue + 2)
    return cue + 1;
  const aux = words.findIndex((word) => auxiliary.test(word));
  if (aux < 0) return undefined;
  if (/^(?:do|does|did|can|could|will|would|should|may|might|must)$/.test(words[aux] ?? "")) {
    let place = aux + 1;
    while (place < words.length && function_.test(words[place] ?? "")) place += 2;
    while (place + 1 < words.length && !function_.test(words[place + 1] ?? "")) place += 1;
    return place < words.length && isVerb(words[place] ?? "") ? place : undefined;
  }
  return words.findLastIndex((word, place) => place > aux && /(?:ed|en|n|t|d|ing)$/.test(word) && isVerb(word) && word.length > 3);
}
