import { claimTokens } from "./claim-tokens.ts";
import type { ClaimToken } from "./claim-tokens.ts";
import { addressesAssistant, contextOf, sourceOf } from "./passages.ts";
import type { Passage, QuestionWords } from "./passages.ts";
import { findQuote } from "./quote.ts";
import type { QuotePlace } from "./quote.ts";
import { supports } from "./support.ts";

/** A mark reduced to what it points at. */
export interface Pointer {
  readonly numbers: readonly number[];
  readonly quote?: string;
}

/** A place in a passage that supports a sentence, in places of `Passage.shown`. */
export interface Found extends QuotePlace {
  readonly passage: Passage;
}

export type SentenceCheck =
  | {
      readonly kind: "supported";
      /** One list a pointer; empty for a pointer that does not hold. */ readonly found: readonly (readonly Found[])[];
    }
  | { readonly kind: "unsupported"; readonly why: string };

export interface CheckContext {
  /** The passage of this number as it was shown; undefined for a number that was never given. */
  readonly passage: (number: number) => Passage | undefined;
  readonly question: QuestionWords;
}

/** Sentences of a source that a claim may be drawn together from. */
const WINDOW_MAX = 3;
/** A quote of more sentences than this is read in windows only. */
const QUOTED_SENTENCES_MAX = 8;
/** Share of the words that carry the claim, with or without those of question and heading, that a quote must hold itself. */
const QUOTE_SHARE_MIN = 0.55;
/** A quote of fewer words must hold all that the question does not give. */
const SHORT_QUOTE_WORDS = 4;
/** From so many words on, one that says something is enough. */
const QUOTE_WORDS_PLAIN = 5;
/** Shorter parts of a sentence are not checked by themselves. */
const CLAUSE_WORDS_MIN = 3;

/**
 * Checks one sentence against what its marks point at. Each mark has to support the whole sentence by itself, or the marks
 * together support it clause by clause.
 */
export function checkSentence(text: string, pointers: readonly Pointer[], context: CheckContext): SentenceCheck {
  const claim = claimTokens(text, lineSignLength(text));
  const whys: string[] = [];
  const found = pointers.map((pointer) => {
    const result = checkPointer(text, claim, pointer, context);
    if (typeof result !== "string") return [result];
    whys.push(result);
    return [];
  });
  if (found.some((places) => places.length > 0)) return { kind: "supported", found };
  const joint = checkClauses(text, pointers, context);
  return joint === undefined ? { kind: "unsupported", why: whys[0] ?? "no passage is cited for it" } : { kind: "supported", found: joint };
}

function lineSignLength(text: string): number {
  return /^\s*(?:[-*+\u2022]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|>\s*|\|\s*)*/.exec(text)?.[0].length ?? 0;
}

/** The best place for the claim among the passages that the mark names, or why there is none. */
function checkPointer(text: string, claim: readonly ClaimToken[], pointer: Pointer, context: CheckContext): Found | string {
  let why = "the mark names no passage";
  for (const number of pointer.numbers) {
    const passage = context.passage(number);
    if (passage === undefined) {
      why = `passage ${number} was never given`;
      continue;
    }
    const result =
      pointer.quote === undefined ? searchPassage(text, claim, passage, context) : checkQuote(text, claim, pointer.quote, passage, context);
    if (typeof result !== "string") return result;
    why = result;
  }
  return why;
}

/** Without a quote the sentences of the passage are tried one by one, then together with their neighbours. */
function searchPassage(
  text: string,
  claim: readonly ClaimToken[],
  passage: Passage,
  context: CheckContext,
  within: readonly [number, number] = [0, passage.sentences.length - 1],
): Found | string {
  let why = "nothing in the passage says so";
  const [first, last] = within;
  for (let size = 1; size <= WINDOW_MAX; size++) {
    let best: { readonly place: Found; readonly omitted: number } | undefined;
    for (let from = first; from + size - 1 <= last; from++) {
      const result = checkWindow(text, claim, passage, from, from + size - 1, context);
      if (typeof result === "string") {
        if (size === 1 && result !== "") why = result;
      } else if (best === undefined || result.omitted < best.omitted) best = result;
    }
    if (best !== undefined) return best.place;
  }
  return why;
}

interface WindowResult {
  readonly place: Found;
  readonly carriers: readonly ClaimToken[];
  readonly omitted: number;
}

/** "" for a window that shares too little to be worth a reason. */
function checkWindow(
  text: string,
  claim: readonly ClaimToken[],
  passage: Passage,
  from: number,
  to: number,
  context: CheckContext,
): WindowResult | string {
  const window = passage.sentences.slice(from, to + 1);
  if (window.some((sentence) => sentence.barred === "instruction") && !addressesAssistant(text))
    return "the passage addresses the reader's assistant there, which is not evidence";
  if (window.some((sentence) => sentence.barred === "question") && !text.trimEnd().endsWith("?")) return "the passage only asks so";
  const source = sourceOf(passage, from, to);
  const keys = new Set(source.tokens.map((token) => token.key));
  const shared = claim.filter((token) => token.role === "content" && keys.has(token.key)).length;
  if (shared === 0 && claim.length > 2) return "";
  const support = supports(claim, source, contextOf(passage, from, context.question));
  if (support.kind === "unsupported") return shared * 2 >= claim.filter((token) => token.role === "content").length ? support.why : "";
  const carrying = window.filter((sentence) =>
    support.carriers.some((token) => token.start >= sentence.start && token.end <= sentence.end),
  );
  const place = { passage, start: carrying[0]?.start ?? 0, end: carrying.at(-1)?.end ?? 0 };
  return { place, carriers: support.carriers, omitted: support.omitted };
}

function checkQuote(text: string, claim: readonly ClaimToken[], quote: string, passage: Passage, context: CheckContext): Found | string {
  const places = findQuote(passage.quotable, quote);
  let why = "the quoted words do not stand in the passage";
  for (const place of places) {
    const result = checkPlace(text, claim, place, passage, context);
    if (typeof result !== "string") return result;
    why = result;
  }
  return why;
}

/** The quote is judged together with the sentences that it stands in, so that a negation cut off in front of it still counts. */
function checkPlace(
  text: string,
  claim: readonly ClaimToken[],
  place: QuotePlace,
  passage: Passage,
  context: CheckContext,
): Found | string {
  const touched = passage.sentences.flatMap((sentence, i) => (sentence.start < place.end && sentence.end > place.start ? [i] : []));
  const [first, last] = [touched[0], touched.at(-1)];
  if (first === undefined || last === undefined) return "the quoted words are no sentence";
  if (!carriesMeaning(passage.shown, place)) return "the quote is too short to carry the sentence";
  let why = "the quoted words do not say so";
  const words = claimTokens(passage.shown, place.start, place.end).filter((token) => !token.soft);
  const short = words.length < SHORT_QUOTE_WORDS;
  const windows = last - first < QUOTED_SENTENCES_MAX ? [[first, last] as const] : [];
  for (let size = 1; size <= WINDOW_MAX; size++)
    for (let from = first; from + size - 1 <= last; from++) windows.push([from, from + size - 1]);
  for (const [from, to] of windows) {
    const result = checkWindow(text, claim, passage, from, to, context);
    if (typeof result === "string") {
      if (result !== "") why = result;
      continue;
    }
    const outside = result.carriers.filter((token) => token.start < place.start || token.end > place.end);
    if (outside.length === 0 && !(short && isSnippet(claim, words, passage.shown, place, context))) return { passage, ...place };
    if (outside.length > 0 && holdsEnough(result.carriers, outside, short, passage, context))
      return { passage, start: Math.min(place.start, result.place.start), end: Math.max(place.end, result.place.end) };
    why = "the quote leaves out what the sentence says";
  }
  return why;
}

/**
 * A quote may leave out a part of what its sentence draws on, but no figure, and not more than the smaller share of the rest.
 * It is then shown with the whole source sentence.
 */
function holdsEnough(
  carriers: readonly ClaimToken[],
  outside: readonly ClaimToken[],
  short: boolean,
  passage: Passage,
  context: CheckContext,
): boolean {
  if (outside.some((token) => token.kind === "figure")) return false;
  const given = (token: ClaimToken): boolean => context.question.keys.has(token.key) || passage.heading.has(token.key);
  const own = carriers.filter((token) => !given(token));
  if (short) return outside.every((token) => context.question.keys.has(token.key));
  const share = (of: readonly ClaimToken[]): number =>
    of.length === 0 ? 0 : of.filter((token) => !outside.includes(token)).length / of.length;
  return Math.max(share(own), share(carriers)) >= QUOTE_SHARE_MIN;
}

/** Two or three words out of a longer sentence that the question has no part in: "following code" for "You can do so with the following code." */
function isSnippet(
  claim: readonly ClaimToken[],
  words: readonly ClaimToken[],
  shown: string,
  place: QuotePlace,
  context: CheckContext,
): boolean {
  const asked = claim.some((token) => context.question.keys.has(token.key) && !words.some((word) => word.key === token.key));
  return claim.length > 2 * words.length && !asked && !isWholeLine(shown, place);
}

/** Two words that say something, one among five, or all of a line or table cell: one word of a sentence is never a quote. */
function carriesMeaning(shown: string, place: QuotePlace): boolean {
  const tokens = claimTokens(shown, place.start, place.end).filter((token) => !token.soft);
  // "vpn.example.com" has several tokens and is one word; scripts without spaces are counted by token.
  const quoted = shown.slice(place.start, place.end).trim();
  const oneWord = !/\s/.test(quoted) && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(quoted);
  if (oneWord) return tokens.length > 0 && isWholeLine(shown, place);
  const saying = tokens.filter((token) => token.role !== "neutral").length;
  if (saying >= 2 || (saying >= 1 && tokens.length >= QUOTE_WORDS_PLAIN)) return true;
  return tokens.length > 0 && isWholeLine(shown, place);
}

function isWholeLine(shown: string, place: QuotePlace): boolean {
  const before = /[^\n|]*$/.exec(shown.slice(0, place.start))?.[0] ?? "";
  const after = /^[^\n|]*/.exec(shown.slice(place.end))?.[0] ?? "";
  return /^[\s#>*_`\u2022+-]*(?:\d{1,3}[.)]\s+)?[*_`]*$/.test(before) && /^[\s*_`.]*$/.test(after);
}

/** Marks that support a sentence together: each of its clauses is supported by one of them. */
function checkClauses(text: string, pointers: readonly Pointer[], context: CheckContext): readonly (readonly Found[])[] | undefined {
  const clauses = splitClauses(text);
  if (clauses.length < 2) return undefined;
  const found: Found[][] = pointers.map(() => []);
  for (const clause of clauses) {
    const claim = claimTokens(clause, lineSignLength(clause));
    if (claim.filter((token) => token.role === "content" && !token.soft).length < CLAUSE_WORDS_MIN) return undefined;
    const results = pointers.map((pointer) => checkPointer(clause, claim, pointer, context));
    const at = results.findIndex((result) => typeof result !== "string" && beginsTheSame(claim, result));
    const result = results[at];
    if (result === undefined || typeof result === "string") return undefined;
    found[at]?.push(result);
  }
  return found;
}

/** A clause that borrows its subject from the clause before must not find it in another sentence: it has to name it itself. */
function beginsTheSame(claim: readonly ClaimToken[], { passage, start, end }: Found): boolean {
  const first = claim.find((token) => token.role !== "neutral");
  const source = claimTokens(passage.shown, start, end).filter((token) => token.role !== "neutral");
  const opening = source.slice(0, 3).some((token) => token.key === first?.key);
  const pronoun = /^(?:it|he|she|they|this|that|these|those|its|his|her|their|and|but|was|were|is|are|has|have|had|will|can)$/;
  return opening && first !== undefined && !claim.slice(0, claim.indexOf(first)).some((token) => pronoun.test(token.word));
}

function splitClauses(text: string): string[] {
  return text
    .split(/;\s+|,?\s+(?:and|but|while|whereas)\s+|,\s+(?:and|but|while|whereas)\s+/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
}
