import { sameMeaning } from "./align.ts";
import type { ClaimToken } from "./claim-tokens.ts";
import { isBenign, isPronoun, isStrictPreposition } from "./claim-words.ts";

/** Words around the source sentence that a claim may draw on: keys as `claimTokens` makes them. */
export interface ClaimContext {
  /** Document title and headings above the passage. */
  readonly heading: ReadonlySet<string>;
  readonly question: ReadonlySet<string>;
  /** All words of the question as written, in lower case. */
  readonly questionWords: ReadonlySet<string>;
  /** All that was shown of the passage. */
  readonly passage: ReadonlySet<string>;
  /** Those of the keys above that are names somewhere: written with a capital inside a sentence. */
  readonly names: ReadonlySet<string>;
  /** The name that the sentence before begins with: what "he" or "it" stands for. */
  readonly antecedent: ReadonlySet<string>;
}

/** How a claim lies on its source. */
export interface Placement {
  readonly claim: readonly ClaimToken[];
  readonly source: readonly ClaimToken[];
  /** For each claim token its source token, or -1. */
  readonly at: Int32Array;
  readonly used: readonly boolean[];
  /** Claim tokens of a lead-in, which claim nothing. */
  readonly free: ReadonlySet<number>;
}

/** From this many content words found in the source on, one word of the claim may be new. */
const MATCHES_FOR_NEW_WORD = 8;
/** Words that other sentences of the passage may lend: what a pronoun or an article stands for. */
const FROM_PASSAGE_MAX = 2;
/** More words than this in a row, wherever they come from, are a claim of their own. */
const ADDED_TOGETHER_MAX = 3;
/** Joining words that never take the place of a word that says something; every other one might. */
const MERE_JOINTS =
  /^(?:the|a|an|of|in|on|at|for|by|as|to|with|and|but|that|which|who|its|his|her|their|our|s|also|then|so|however|therefore)$/;
/** So many joining words behind the last word of the source say something of their own ("... that we do"). */
const TAIL_WORDS_MAX = 2;

/**
 * Why the claim may not say what it says beyond the source, in plain words; undefined when it may. New figures, names and turns
 * never stand; a word in the place of another is a change unless both mean the same; heading, question and passage lend words.
 */
export function unlawfulAddition(placement: Placement, context: ClaimContext): string | undefined {
  const { claim, source, at, used, free } = placement;
  const matches = claim.filter((token, i) => (at[i] ?? -1) >= 0 && token.role === "content").length;
  const tail = claim.slice(at.findLastIndex((place) => place >= 0) + 1);
  if (tail.length > TAIL_WORDS_MAX && tail.every((token, k) => token.role === "neutral" && !free.has(claim.length - tail.length + k)))
    return `it adds "${tail.map(({ word }) => word).join(" ")}"`;
  const bent = tail.length > 0 ? joinedTail(placement).find((token) => isStrictPreposition(token.word)) : undefined;
  if (bent !== undefined) return `it leaves out "${bent.word}"`;
  let [fromPassage, unknown, run] = [0, 0, 0];
  for (let i = 0; i < claim.length; i++) {
    const token = claim[i] as ClaimToken; // i is within the claim
    if ((at[i] ?? -1) >= 0 || free.has(i)) {
      if (token.role === "content") run = 0;
      continue;
    }
    if (token.role === "neutral") {
      if (isStrictPreposition(token.word) || addsCause(token, placement)) return `it adds "${token.word}"`;
      if (!MERE_JOINTS.test(token.word) && sameGap(placement, i) && replaced(placement, i).some(isVerbLike))
        return `it puts "${token.word}" for other words`;
      continue;
    }
    if (token.role === "guard") return `it adds "${token.word}"`;
    const resolved = context.heading.has(token.key) && standsForPronoun(placement, i);
    if (!resolved && source.some((other, j) => used[j] !== true && sameMeaning(token, other)))
      return `it puts "${token.word}" in another place`;
    const taken = replaced(
      placement,
      i,
      token.kind === "figure" || neighbour(at, i, 1) < 0 || (token.kind === "name" && neighbour(at, i, -1) >= 0),
    );
    const said = taken.find((other) => other.role === "content" && !isPronoun(other.word)) ?? taken[0];
    if (said !== undefined) return `it puts "${token.word}" for "${said.word}"`;
    if (++run > ADDED_TOGETHER_MAX) return `"${token.word}" and the words in front of it do not stand there`;
    const verdict = origin(token, i, placement, context);
    if (verdict === "foreign") return `"${token.word}" does not stand in the passage`;
    if (verdict === "known") continue;
    if (!qualifies(placement, i) && !(verdict === "passage" && standsForPronoun(placement, i)))
      return `"${token.word}" does not stand there`;
    if (verdict === "passage") fromPassage += 1;
    else if (++unknown > 1 || matches < MATCHES_FOR_NEW_WORD) return `"${token.word}" does not stand in the passage`;
  }
  return fromPassage > FROM_PASSAGE_MAX ? "too little of it stands in one place of the passage" : undefined;
}

/** Two things side by side in the source are not cause and effect. */
function addsCause({ word }: ClaimToken, { source, used }: Placement): boolean {
  if (word === "because") return true;
  const because = source.some((other, j) => used[j] !== true && /^(?:so|therefore|thus|hence|because)$/.test(other.word));
  return /^(?:therefore|thus|hence)$/.test(word) && !because;
}

/** The joining words that follow the last used word of the source. */
function joinedTail({ source, used }: Placement): readonly ClaimToken[] {
  const rest = source.slice(used.lastIndexOf(true) + 1);
  const end = rest.findIndex((token) => token.role !== "neutral" || /[.!?\n]/.test(token.before));
  return end < 0 ? rest : rest.slice(0, end);
}

function origin(token: ClaimToken, i: number, placement: Placement, context: ClaimContext): "known" | "passage" | "unknown" | "foreign" {
  const { claim, source, at } = placement;
  if (context.heading.has(token.key)) return "known";
  if (token.kind === "figure") return "foreign";
  const repeated = source.some((other) => sameMeaning(token, other));
  const common =
    isBenign(token.word) || ((context.question.has(token.key) || context.passage.has(token.key)) && !context.names.has(token.key));
  // The capital of the first word says nothing, so a first word that is nowhere a common one is taken for a name.
  const capital = token.kind === "name" || (token.start === claim[0]?.start && !common && !repeated);
  if (capital) {
    if (repeated || context.question.has(token.key)) return "known";
    const pronoun = source.some((other, j) => isPronoun(other.word) && !at.includes(j));
    return pronoun && context.antecedent.has(token.key) ? "known" : "foreign";
  }
  // A unit said once counts for the other figures of its sentence as well.
  if (repeated && token.key.startsWith("unit:")) return "known";
  if (context.question.has(token.key) || isBenign(token.word)) return "known";
  return repeated || context.passage.has(token.key) ? "passage" : "unknown";
}

/**
 * Unused words of the source at the place where the claim has this token: what it would stand for. Up to the next comma, but for
 * figures, names within the sentence, and what is added at the end, which a comma does not part from what was there.
 */
function replaced(placement: Placement, i: number, acrossCommas = false): readonly ClaimToken[] {
  const { claim, source, used, at } = placement;
  const [left, right] = [neighbourAt(at, i, -1), neighbourAt(at, i, 1)];
  const parted = (from: number, to: number): boolean => claim.slice(from, to).some((token) => token.before !== "");
  const found: ClaimToken[] = [];
  // Behind the last used word, up to a comma unless the claim has one there too; in front of the next used word likewise.
  const [farBehind, farAhead] = [acrossCommas || parted(left + 1, i + 1), acrossCommas || (right >= 0 && parted(i + 1, right + 1))];
  if (left >= 0)
    for (let j = (at[left] ?? 0) + 1; j < source.length && used[j] !== true && (farBehind || source[j]?.before === ""); j++)
      found.push(source[j] as ClaimToken); // j is within the source
  if (right >= 0)
    for (let j = (at[right] ?? 0) - 1; j >= 0 && used[j] !== true && (farAhead || source[j + 1]?.before === ""); j--)
      found.push(source[j] as ClaimToken); // j is within the source
  return found.filter((token) => token.role !== "neutral" && !token.soft);
}

/** The nearest claim token in this direction that stands in the source, or -1. */
function neighbourAt(at: ArrayLike<number>, i: number, step: number): number {
  for (let k = i + step; k >= 0 && k < at.length; k += step) if ((at[k] ?? -1) >= 0) return k;
  return -1;
}

/** The source token of the nearest claim token in this direction that has one, or -1. */
function neighbour(at: ArrayLike<number>, i: number, step: number): number {
  const k = neighbourAt(at, i, step);
  return k < 0 ? -1 : (at[k] ?? -1);
}

function sameGap(placement: Placement, i: number): boolean {
  const [before, after] = [neighbour(placement.at, i, -1), neighbour(placement.at, i, 1)];
  if (before < 0 || after <= before) return false;
  for (let j = before + 1; j < after; j++) if (placement.used[j] === true) return false;
  return true;
}

function isVerbLike(token: ClaimToken): boolean {
  return token.role === "guard" || (token.kind === "word" && !token.word.endsWith("ly"));
}

/** The word qualifies a word of the source directly behind it: "the [migration] plan". */
function qualifies(placement: Placement, i: number): boolean {
  const governed = /^(?:the|a|an|this|that|these|those|its|his|her|their|our|your|my|of|in|on|at|for|by|with|from|to)$/.test(
    placement.claim[i - 1]?.word ?? "",
  );
  return (
    governed &&
    neighbour(placement.at, i, -1) >= 0 &&
    (placement.at[i + 1] ?? -1) >= 0 &&
    placement.claim[i + 1]?.role === "content" &&
    placement.claim[i + 1]?.before === ""
  );
}

function standsForPronoun(placement: Placement, i: number): boolean {
  const [before, after] = [neighbour(placement.at, i, -1), neighbour(placement.at, i, 1)];
  return placement.source
    .slice(before + 1, after < 0 ? undefined : after)
    .some((other, k) => placement.used[before + 1 + k] !== true && isPronoun(other.word));
}
