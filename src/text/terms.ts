import { HANGUL, IDEOGRAPH, IGNORABLE, JOINER, LOWER, MARK, SPACELESS, UPPER, characterClass } from "./characters.ts";
import { stem } from "./stem.ts";
import { isStopWord } from "./stopwords.ts";

/** A term with its place in the surface it was made from. */
export interface Part {
  readonly term: string;
  readonly from: number;
  readonly to: number;
}

/** More parts than this is a sentence in a slug, not a name; the joined form would match nothing. */
const JOINED_PARTS_MAX = 4;
const WHOLE_LENGTH_MAX = 64;

const contraction = /['’](?:s|re|ve|ll|d|m)$/iu;
const thousands = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const dotAcronym = /^(?:\p{L}\.)+\p{L}$/u;
const numeric = /^[\d.]+$/;
const version = /^v\d+(?:\.\d+)+$/;
const marks = /[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670\u0640]/gu;
const ignorables = /[\uFE00-\uFE0F\u00AD\u200B-\u200F\u2060-\u2064\u202A-\u202E\uFEFF]/gu;
const withoutDecomposition: Readonly<Record<string, string>> = {
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
  ى: "ي",
  ة: "ه",
};
const undecomposed = new RegExp(`[${Object.keys(withoutDecomposition).join("")}]`, "gu");

/** NFKC, lower case, diacritics folded (é → e, ß → ss, Arabic vowel signs dropped), invisible characters dropped. */
export function foldWord(surface: string): string {
  // A word of plain ASCII is by far the most frequent, and needs lower case only.
  if (/^[\x20-\x7E]*$/.test(surface)) return surface.toLowerCase();
  return surface
    .toLowerCase()
    .normalize("NFKD")
    .replace(marks, "")
    .replace(ignorables, "")
    .replace(/[’\u2010\u2011]/gu, (mark) => (mark === "’" ? "'" : "-"))
    .normalize("NFKC")
    .toLowerCase()
    .replace(undecomposed, (letter) => withoutDecomposition[letter] ?? letter);
}

/** The term of one plain word, already folded; undefined for a stop word. */
export function wordTerm(folded: string): string | undefined {
  if (folded === "" || isStopWord(folded)) return undefined;
  return folded.length > 2 && /^[a-z]+$/.test(folded) ? stem(folded) : folded;
}

/**
 * Terms of a stretch without white space: the whole and the parts.
 * A name has one joined form in every style, so getPage, get_page, get-page and GetPage meet at "getpage".
 */
export function surfaceTerms(surface: string): readonly Part[] {
  const cut = surface.replace(contraction, "");
  if (cut === "") return [];
  const parts: Part[] = [];
  const add = (term: string | undefined, from: number, to: number): void => {
    if (term !== undefined && term !== "" && !parts.some((part) => part.term === term && part.from === from))
      parts.push({ term, from, to });
  };
  if (dotAcronym.test(cut)) {
    add(wordTerm(foldWord(cut).replaceAll(".", "")), 0, cut.length);
    return parts;
  }
  if (thousands.test(cut)) {
    const plain = cut.replaceAll(",", "");
    add(plain, 0, cut.length);
    add(/\./.test(plain) ? plain.slice(0, plain.indexOf(".")) : undefined, 0, cut.length);
    return parts;
  }
  if (cut.includes(",")) {
    for (const piece of pieces(cut, ","))
      for (const part of surfaceTerms(cut.slice(piece.from, piece.to))) add(part.term, piece.from + part.from, piece.from + part.to);
    return parts;
  }
  const folded = foldWord(cut);
  if (cut.includes(".")) {
    addDotted(cut, folded, add);
    return parts;
  }
  addName(cut, 0, add);
  return parts;
}

type Add = (term: string | undefined, from: number, to: number) => void;

/** Versions and decimals stay whole; dotted names and file names are kept whole and taken apart. */
function addDotted(cut: string, folded: string, add: Add): void {
  if (folded.length <= WHOLE_LENGTH_MAX) add(folded, 0, cut.length);
  if (numeric.test(folded)) return;
  if (version.test(folded)) {
    add(folded.slice(1), 1, cut.length);
    return;
  }
  for (const piece of pieces(cut, ".")) addName(cut.slice(piece.from, piece.to), piece.from, add);
}

/** A name without dots: joined over - _ ' and camelCase, then each part. */
function addName(name: string, at: number, add: Add): void {
  const words = nameWords(name);
  const whole = foldWord(name).replace(/[-_']/g, "");
  const only = words.length === 1 ? words[0] : undefined;
  if (only !== undefined) {
    addWord(foldWord(name.slice(only.from, only.to)), at + only.from, at + only.to, add);
    return;
  }
  // "don't" is a stop word as a whole; its parts are not words.
  if (isStopWord(whole) && name.length > whole.length) return;
  if (words.length <= JOINED_PARTS_MAX && whole.length <= WHOLE_LENGTH_MAX) add(wordTerm(whole), at, at + name.length);
  for (const word of words) {
    const folded = foldWord(name.slice(word.from, word.to));
    // A letter by itself inside a name ("x-axis", "E-1042") says nothing that the joined form does not.
    if (folded.length === 1 && !/\d/.test(folded)) continue;
    addWord(/^0\d$/.test(folded) ? folded.slice(1) : folded, at + word.from, at + word.to, add);
  }
}

/** A word, and for codes and amounts the number in them: E1042 → 1042, 100MB → 100 and mb, 3rd → 3. */
function addWord(folded: string, from: number, to: number, add: Add): void {
  add(wordTerm(folded), from, to);
  const code = /^[a-z]{1,4}(\d{3,})$/.exec(folded);
  if (code?.[1] !== undefined) add(code[1], from, to);
  const amount = /^(\d+)([a-z]{1,4})$/.exec(folded);
  if (amount?.[1] === undefined || amount[2] === undefined) return;
  add(amount[1], from, to);
  if (!/^(?:st|nd|rd|th)$/.test(amount[2])) add(wordTerm(amount[2]), from, to);
}

function pieces(surface: string, separator: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (let at = 0; at <= surface.length; at++) {
    if (at < surface.length && surface[at] !== separator) continue;
    if (at > from) found.push({ from, to: at });
    from = at + 1;
  }
  return found;
}

/** Cuts a name at - _ ' and where the case changes: XMLHttpRequest → XML, Http, Request; URLs stays one. */
function nameWords(name: string): readonly { readonly from: number; readonly to: number }[] {
  if (/^\p{Lu}{2,}s$/u.test(name)) return [{ from: 0, to: name.length }];
  const found: { from: number; to: number }[] = [];
  let from = 0;
  const end = (to: number, next: number): void => {
    if (to > from) found.push({ from, to });
    from = next;
  };
  let before = JOINER;
  for (let at = 0; at < name.length; at++) {
    const kind = characterClass(name.charCodeAt(at));
    if (kind === JOINER) end(at, at + 1);
    else if (kind === UPPER && before === LOWER) end(at, at);
    else if (kind === LOWER && before === UPPER && at - 1 > from && characterClass(name.charCodeAt(at - 2)) === UPPER) end(at - 1, at - 1);
    if (kind !== IGNORABLE && kind !== MARK) before = kind;
  }
  end(name.length, name.length);
  return found;
}

let segmenter: Intl.Segmenter | undefined;

/**
 * Terms of a run in a script without spaces. Han, kana and Hangul: character bigrams and the dictionary's longer words;
 * Thai and its neighbours: dictionary words. Bigrams because a dictionary cuts a question differently from a passage.
 */
export function spacelessTerms(surface: string, kind: number): readonly Part[] {
  const parts: Part[] = [];
  if (kind === HANGUL) {
    const whole = foldWord(surface);
    parts.push({ term: whole, from: 0, to: surface.length });
    if (whole.length > 2) parts.push(...bigrams(surface));
    return parts;
  }
  if (kind === IDEOGRAPH) parts.push(...bigrams(surface));
  // Made when first needed: it loads the dictionary.
  segmenter ??= new Intl.Segmenter("zh", { granularity: "word" });
  for (const { segment, index, isWordLike } of segmenter.segment(surface)) {
    if (isWordLike !== true || (kind === IDEOGRAPH && (segment.length < 3 || (segment.length === surface.length && surface.length < 3))))
      continue;
    const term = foldWord(segment);
    if (term !== "") parts.push({ term, from: index, to: index + segment.length });
  }
  return parts.sort((a, b) => a.from - b.from || b.to - a.to);
}

function bigrams(surface: string): readonly Part[] {
  const characters: { readonly at: number; readonly text: string }[] = [];
  let at = 0;
  for (const text of surface) {
    characters.push({ at, text });
    at += text.length;
  }
  const first = characters[0];
  if (characters.length === 1 && first !== undefined) return [{ term: foldWord(first.text), from: 0, to: surface.length }];
  const found: Part[] = [];
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    if (next !== undefined) found.push({ term: foldWord(character.text + next.text), from: character.at, to: next.at + next.text.length });
  }
  return found;
}

/** True where a run of this class has its own rules. */
export function isSpaceless(kind: number): boolean {
  return kind === IDEOGRAPH || kind === HANGUL || kind === SPACELESS;
}
