import { align } from "./align.ts";
import type { ClaimToken } from "./claim-tokens.ts";
import { isConjunction, isOpener } from "./claim-words.ts";

/** A phrase that stands at one place in the claim and at another in the source; both ends are included. */
interface Move {
  readonly claim: readonly ClaimToken[];
  readonly first: number;
  readonly last: number;
  readonly source: readonly ClaimToken[];
  readonly head: number;
  readonly tail: number;
  /** Words of the phrase that turn up in both places. */
  readonly size: number;
}

/** Openers of adverbial phrases and clauses; "of Berlin" belongs to its noun, and stays with it. */
const MOVABLE =
  /^(?:in|on|at|during|within|through|throughout|after|before|since|until|till|by|for|with|from|when|where|while|because|as|although|though|whereas|under|over|via|despite|following|according|based|including)$/;
const COPULA = /^(?:is|are|was|were|remain|remains|remained|stays)$/;
const DEFINITE = /^(?:the|its|his|her|their|our)$/;
const mark = /[,;:()|\u2013\u2014.!?\n]/;
const LABEL_TOKENS_MAX = 6;
/** A clause has at least so many content words; two names of a list have fewer. */
const CLAUSE_WORDS_MIN = 3;

/**
 * Lays one phrase that the claim has moved ("In 2019 ..." to "... in 2019") on its place in the source, and says whether it did;
 * `at` and `used` then include it. `lost` are the claim's words that stand in the source, but out of order. One phrase may move
 * and no more, so that two names or figures cannot change places.
 */
export function movePhrase(
  claim: readonly ClaimToken[],
  source: readonly ClaimToken[],
  at: Int32Array,
  used: boolean[],
  lost: readonly number[],
): boolean {
  const [first, last] = [lost[0], lost.at(-1)];
  if (first === undefined || last === undefined) return false;
  for (let i = first; i <= last; i++) if ((at[i] ?? -1) >= 0 && claim[i]?.role !== "neutral") return false;
  for (const [from, to] of unusedRuns(source, used)) {
    const inner = align(claim.slice(first, last + 1), source.slice(from, to));
    if (!lost.every((i) => (inner[i - first] ?? -1) >= 0)) continue;
    const places = lost.map((i) => from + (inner[i - first] ?? 0));
    const [head, tail] = [places[0] ?? 0, places.at(-1) ?? 0];
    if (!isMovable({ claim, first, last, source, head, tail, size: lost.length })) continue;
    for (let i = first; i <= last; i++) {
      const place = inner[i - first] ?? -1;
      if (place >= 0) [at[i], used[from + place]] = [from + place, true];
    }
    // The preposition belongs to the phrase, wherever the first alignment put it; "because" has its place where the source says "so".
    const mine = openerBefore(claim, first);
    const so = isCause({ claim, first, last, source, head, tail, size: lost.length }, claim[mine]) ? consequenceAt(source, tail) : -1;
    const theirs = so >= 0 ? so : openerBefore(source, head);
    if (theirs >= 0) used[theirs] = true;
    if (theirs >= 0 && mine >= 0) at[mine] = theirs;
    return true;
  }
  return false;
}

/** Stretches of the source between used content words. */
function unusedRuns(source: readonly ClaimToken[], used: readonly boolean[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  let from = 0;
  for (let j = 0; j <= source.length; j++) {
    if (j < source.length && (used[j] !== true || source[j]?.role === "neutral")) continue;
    if (j > from) runs.push([from, j]);
    from = j + 1;
  }
  return runs;
}

function isMovable(move: Move): boolean {
  const { claim, first, last, source, head, tail, size } = move;
  const [opener, theirs] = [openerBefore(claim, first), source[openerBefore(source, head)]];
  const mine = claim[opener];
  const from = mine === undefined ? first : opener;
  const edge = from === 0 || last === claim.length - 1 || isEnclosed(claim, from, last);
  if (mine !== undefined && theirs !== undefined && mine.word === theirs.word) return edge && MOVABLE.test(mine.word);
  const condition = claim[first]?.word ?? "";
  if (/^(?:if|unless|until)$/.test(condition) && condition === source[head]?.word) return edge && isEnclosed(source, head, tail);
  // "the Normans' army" for "the army of the Normans".
  if (mine === undefined && theirs?.word === "of" && claim[last + 1]?.word === "s") return true;
  if (mine?.word === "of" && theirs === undefined && source[tail + 1]?.word === "s") return true;
  if (isLabelled(move) || isEquation(move) || isCause(move, mine)) return true;
  return size >= CLAUSE_WORDS_MIN && isEnclosed(claim, first, last) && isEnclosed(source, head, tail);
}

/** "Dana Whitfield is the sponsor" for "Sponsor: Dana Whitfield". */
function isLabelled({ claim, first, last, source, head }: Move): boolean {
  const label = head > 0 && head <= LABEL_TOKENS_MAX && /[:|\u2013\u2014]/.test(source[head]?.before ?? "");
  return label && claim.slice(0, first).every((token) => token.role === "neutral") && COPULA.test(claim[last + 1]?.word ?? "");
}

/** "The sponsor is Dana Whitfield" for "Dana Whitfield is the sponsor": the two sides of "is" change places whole, and one is definite. */
function isEquation({ claim, first, last, source, head, tail }: Move): boolean {
  const beforeArticle = (tokens: readonly ClaimToken[], at: number): number => (DEFINITE.test(tokens[at]?.word ?? "") ? at - 1 : at);
  const neutral = (token: ClaimToken): boolean => token.role === "neutral";
  const behind = first > 0 && last === claim.length - 1 && COPULA.test(claim[beforeArticle(claim, first - 1)]?.word ?? "");
  const front = claim.slice(0, first).every(neutral) && COPULA.test(claim[last + 1]?.word ?? "");
  const opens =
    source.slice(0, head).every(neutral) && COPULA.test(source[tail + 1]?.word ?? "") && DEFINITE.test(source[tail + 2]?.word ?? "");
  const before = beforeArticle(source, head - 1);
  const ends = tail === source.length - 1 || mark.test(source[tail + 1]?.before ?? "");
  const closes = before !== head - 1 && COPULA.test(source[before]?.word ?? "") && ends;
  return (behind && opens) || (front && closes);
}

/** "B because A" for "A, so B". */
function isCause({ claim, last, source, head, tail }: Move, opener: ClaimToken | undefined): boolean {
  const because = opener?.word === "because" && last === claim.length - 1;
  const start = source.slice(0, head).every((token) => token.role === "neutral" || token.soft);
  return because && start && consequenceAt(source, tail) >= 0;
}

/** Place of the "so" directly behind the phrase that ends at `tail`; -1 without one. */
function consequenceAt(source: readonly ClaimToken[], tail: number): number {
  return source.findIndex((token, i) => i > tail && i <= tail + 2 && /^(?:so|therefore|thus|hence)$/.test(token.word));
}

/** Place of the preposition or conjunction that opens the phrase at `at`, articles between them left aside; -1 without one. */
function openerBefore(tokens: readonly ClaimToken[], at: number): number {
  for (let i = at - 1; i >= 0 && i >= at - 3; i--) {
    const token = tokens[i] as ClaimToken; // i is within the tokens
    const open = (tokens[i + 1]?.before ?? "") === "";
    if (!open || token.role !== "neutral") return -1;
    if (isOpener(token.word)) return i;
    if (isConjunction(token.word)) return -1;
  }
  return -1;
}

/** Between marks, conjunctions or the ends of the text, joining words at its edges left aside. */
function isEnclosed(tokens: readonly ClaimToken[], first: number, last: number): boolean {
  const joins = (at: number): boolean => tokens[at]?.role === "neutral" && !isConjunction(tokens[at]?.word ?? "");
  const parts = (at: number): boolean => mark.test(tokens[at]?.before ?? "");
  let from = first;
  while (from > 0 && joins(from - 1) && !parts(from)) from--;
  let to = last;
  while (to < tokens.length - 1 && joins(to + 1) && !parts(to + 1)) to++;
  const begins = from === 0 || parts(from) || isConjunction(tokens[from - 1]?.word ?? "");
  return begins && (to === tokens.length - 1 || parts(to + 1) || isConjunction(tokens[to + 1]?.word ?? ""));
}
