import { DIGIT, IGNORABLE, JOINER, LOWER, MARK, UPPER, characterClass } from "./characters.ts";
import { foldWord } from "./fold.ts";
import type { Language } from "./language.ts";
import { wordTerms } from "./stem.ts";
import { isStopWord } from "./stopwords.ts";
import { leadingVersions, versionForm } from "./versions.ts";

/** A term with its place in the surface it was made from. */
export interface Part {
  readonly term: string;
  readonly from: number;
  readonly to: number;
}

/** More parts than this is a sentence in a slug, not a name; the joined form would match nothing. */
const JOINED_PARTS_MAX = 6;
const WHOLE_LENGTH_MAX = 64;

const contraction = /['’](?:s|re|ve|ll|d|m)$/iu;
const thousands = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const dotAcronym = /^(?:\p{L}\.)+\p{L}$/u;
const numeric = /^[\d.]+$/;
const hexadecimal = /^0x[\da-f_]+$/i;

/** Articles and little words that are written onto the next word. */
const ELISIONS: Readonly<Partial<Record<Language, RegExp>>> = {
  french: /^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\p{L})/iu,
  italian: /^(?:[ldc]|un|all|dall|dell|nell|sull|coll|quest|quell|com|dov|anch|sant)['’](?=\p{L})/iu,
  catalan: /^[ldnsmt]['’](?=\p{L})/iu,
};
/** Turkish separates the endings of a name by an apostrophe: "Ankara'dan". */
const turkishEnding = /['’]\p{Ll}{1,6}$/u;

/**
 * Terms of a stretch without white space: the whole and the parts.
 * A name has one joined form in every style, so getPage, get_page, get-page and GetPage meet at "getpage".
 */
export function surfaceTerms(surface: string, language: Language): readonly Part[] {
  // Elisions, contractions and Turkish endings all have one of these.
  const lead = hasApostrophe(surface) ? (ELISIONS[language]?.exec(surface)?.[0].length ?? 0) : 0;
  const cut = hasApostrophe(surface) ? surface.slice(lead).replace(language === "turkish" ? turkishEnding : contraction, "") : surface;
  if (cut === "") return [];
  const parts: Part[] = [];
  const add: Add = (term, from, to) => {
    if (term !== "" && !parts.some((part) => part.term === term && part.from === lead + from))
      parts.push({ term, from: lead + from, to: lead + to });
  };
  if (cut.includes(",")) addListed(cut, language, add);
  else if (cut.includes(".")) addDotted(cut, language, add);
  else addName(cut, 0, language, add);
  return parts;
}

function hasApostrophe(surface: string): boolean {
  return surface.includes("'") || surface.includes("’");
}

type Add = (term: string, from: number, to: number) => void;

/** An amount with thousands, or the items of a list without spaces. */
function addListed(cut: string, language: Language, add: Add): void {
  if (thousands.test(cut)) {
    const plain = cut.replaceAll(",", "");
    add(plain, 0, cut.length);
    if (plain.includes(".")) add(plain.slice(0, plain.indexOf(".")), 0, cut.length);
    return;
  }
  for (const piece of pieces(cut, ","))
    for (const part of surfaceTerms(cut.slice(piece.from, piece.to), language))
      add(part.term, piece.from + part.from, piece.from + part.to);
}

/** Decimals stay whole; versions, dotted names and file names are kept whole and taken apart. */
function addDotted(cut: string, language: Language, add: Add): void {
  if (dotAcronym.test(cut)) {
    for (const term of wordTerms(cut.replaceAll(".", ""), language)) add(term, 0, cut.length);
    return;
  }
  const folded = foldWord(cut);
  if (folded.length <= WHOLE_LENGTH_MAX) add(folded, 0, cut.length);
  if (numeric.test(folded)) {
    addLeading(folded, 0, cut.length, add);
    return;
  }
  if (versionForm.test(folded)) {
    addVersion(folded, cut.length, add);
    return;
  }
  for (const piece of pieces(cut, ".")) addName(cut.slice(piece.from, piece.to), piece.from, language, add);
}

/**
 * v1.2.3-rc.1 is also 1.2.3-rc.1, 1.2.3 and 1.2: people ask for a version with and without its letter and its pre-release, and for the line
 * that it belongs to. A decimal ("2.4 percent") is the same term as such a line, since a question for version 2.4 is written no other way.
 */
function addVersion(folded: string, length: number, add: Add): void {
  const bare = folded.startsWith("v") ? folded.slice(1) : folded;
  const at = folded.length === length ? folded.length - bare.length : 0;
  add(bare, at, length);
  const release = /^[\d.]*\d/.exec(bare)?.[0] ?? bare;
  add(release, at, Math.min(length, at + release.length));
  addLeading(release, at, length, add, bare !== folded);
}

function addLeading(release: string, at: number, length: number, add: Add, isMarked = false): void {
  for (const part of leadingVersions(release, isMarked)) add(part, at, Math.min(length, at + part.length));
}

/** A name without dots: joined over - _ ' and camelCase, then each part. */
function addName(name: string, at: number, language: Language, add: Add): void {
  if (hexadecimal.test(name)) {
    add(name.replaceAll("_", "").toLowerCase(), at, at + name.length);
    return;
  }
  const words = nameWords(name);
  const only = words.length === 1 ? words[0] : undefined;
  if (only !== undefined) {
    addWord(name.slice(only.from, only.to), at + only.from, language, add);
    return;
  }
  const joined = name.replace(/[-_'’\u05F3\u05F4\u2010\u2011]/gu, "");
  // "don't" is a stop word as a whole; its parts are not words.
  if (joined.length < name.length && isStopWord(foldWord(joined), language)) return;
  if (words.length <= JOINED_PARTS_MAX && joined.length <= WHOLE_LENGTH_MAX)
    for (const term of wordTerms(joined, language)) add(term, at, at + name.length);
  for (const word of words) {
    const piece = name.slice(word.from, word.to);
    // A letter by itself inside a name ("x-axis", "E-1042") says nothing that the joined form does not.
    if (/^\P{N}\p{M}*$/u.test(piece)) continue;
    addWord(piece, at + word.from, language, add);
  }
}

/** A word, and the parts of a code, an amount or a numbered name: E1042 → 1042, 100MB → 100 and mb, 3rd → 3, Python3 → python. */
function addWord(surface: string, from: number, language: Language, add: Add): void {
  const to = from + surface.length;
  const [first, ...more] = wordTerms(surface, language);
  if (first === undefined) return;
  // "03" in a date or a code is the number 3.
  add(/^0\d$/.test(first) ? first.slice(1) : first, from, to);
  for (const term of more) add(term, from, to);
  if (!/\d/.test(first)) return;
  const code = /^[a-z]{1,4}(\d{3,})$/.exec(first);
  if (code?.[1] !== undefined) add(code[1], from, to);
  const numbered = /^([a-z]{3,})\d{1,3}$/.exec(first);
  if (numbered?.[1] !== undefined) for (const term of wordTerms(numbered[1], language)) add(term, from, to);
  const amount = /^(\d+)([a-z]{1,4})$/.exec(first);
  if (amount?.[1] === undefined || amount[2] === undefined) return;
  add(amount[1], from, to);
  if (!/^(?:st|nd|rd|th)$/.test(amount[2])) for (const term of wordTerms(amount[2], language)) add(term, from, to);
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

function isLower(name: string, at: number): boolean {
  return at < name.length && characterClass(name.charCodeAt(at)) === LOWER;
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
  // Classes of the last two characters, marks and invisible ones left out, and where the last of them stands.
  let before = JOINER;
  let beforeThat = JOINER;
  let beforeAt = 0;
  for (let at = 0; at < name.length; at++) {
    const kind = characterClass(name.charCodeAt(at));
    if (kind === IGNORABLE || kind === MARK) continue;
    if (kind === JOINER) end(at, at + 1);
    else if (kind === UPPER && (before === LOWER || (before === DIGIT && isLower(name, at + 1)))) end(at, at);
    else if (kind === LOWER && before === UPPER && beforeThat === UPPER && beforeAt > from) end(beforeAt, beforeAt);
    beforeThat = before;
    before = kind;
    beforeAt = at;
  }
  end(name.length, name.length);
  return found;
}
