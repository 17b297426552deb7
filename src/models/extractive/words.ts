import { analyzeTokens } from "../../text/analyze.ts";
import type { Language } from "../../text/language.ts";
import { isLeadingVersion } from "../../text/versions.ts";

/** A content word of a text: its term, the terms of its parts, and what its spelling tells. */
export interface Word {
  readonly term: string;
  /** Other terms that it answers to: parts of a compound, digits for a number word, the century of "1600s". */
  readonly parts: readonly string[];
  /** As written, in lower case. */
  readonly surface: string;
  readonly start: number;
  readonly end: number;
  /** Holds a capital letter. */
  readonly capital: boolean;
  readonly digit: boolean;
}

/** Terms to the places of their words in the list. */
export type Places = ReadonlyMap<string, readonly number[]>;

const numbers =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
const ordinals =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
    " ",
  );
const capitalLetter = /\p{Lu}/u;
const digitLetter = /\p{N}/u;

/** Content words in order; stop words of the language are left out. Offsets count from the start of `text`, plus `base`. */
export function contentWords(text: string, base = 0, language: Language = "english"): Word[] {
  const words: { -readonly [K in keyof Word]: K extends "parts" ? string[] : Word[K] }[] = [];
  let end = -1;
  for (const token of analyzeTokens(text, language)) {
    const last = words.at(-1);
    // The analyzer gives a compound whole first, then its parts inside it.
    if (last !== undefined && token.end <= end) {
      // 2.4.1 is found by 2.4, but what is said of the one is not said of the other.
      if (token.term !== last.term && !isLeadingVersion(text, token.start, token.end)) last.parts.push(token.term);
      continue;
    }
    end = token.end;
    const raw = text.slice(token.start, token.end);
    const surface = raw.toLowerCase();
    const word = {
      term: token.term,
      parts: aliases(surface),
      surface,
      start: base + token.start,
      end: base + token.end,
      capital: capitalLetter.test(raw),
      digit: digitLetter.test(raw),
    };
    if (surface.startsWith("centur") && last !== undefined) last.parts.push(...centuryOf(last.surface));
    words.push(word);
  }
  return words;
}

function aliases(surface: string): string[] {
  const number = numbers.indexOf(surface);
  if (number >= 0) return [String(number)];
  const hundreds = /^(\d{1,2})00s$/.exec(surface)?.[1];
  return hundreds === undefined ? [] : [centuryTerm(Number(hundreds) + 1)];
}

function centuryOf(surface: string): string[] {
  const figure = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(surface)?.[1];
  const number = figure === undefined ? ordinals.indexOf(surface) : Number(figure);
  return number > 0 ? [centuryTerm(number)] : [];
}

function centuryTerm(number: number): string {
  return `century ${number}`;
}

export function placesOf(words: readonly Word[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  const put = (term: string, place: number): void => {
    const known = places.get(term);
    if (known === undefined) places.set(term, [place]);
    else known.push(place);
  };
  words.forEach((word, place) => {
    put(word.term, place);
    for (const part of word.parts) put(part, place);
  });
  return places;
}
