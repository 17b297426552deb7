import { align, sameMeaning } from "./align.ts";
import { unlawfulAddition } from "./claim-additions.ts";
import type { ClaimContext } from "./claim-additions.ts";
import { leadInTokens } from "./claim-lead.ts";
import type { ClaimToken } from "./claim-tokens.ts";
import { isConjunction, isFigurePreposition, isNegation, isOpener, isStrictPreposition } from "./claim-words.ts";
import { movePhrase } from "./moved-phrase.ts";
import { unlawfulOmission } from "./source-gaps.ts";

export type Support =
  | {
      readonly kind: "supported";
      /** Source tokens that carry the claim. */
      readonly carriers: readonly ClaimToken[];
      /** Content words of the source that the claim leaves out: of two supporting places the one with fewer is nearer. */
      readonly omitted: number;
    }
  | { readonly kind: "unsupported"; readonly why: string };

/** One sentence, or a few that follow each other, of one passage. */
export interface Source {
  readonly tokens: readonly ClaimToken[];
  /** Places in `tokens` where a sentence begins. */
  readonly starts: ReadonlySet<number>;
}

/** Share of the claim's content words, those of title and headings aside, that must stand in the source sentence itself. */
const COVERAGE_MIN = 0.55;
/** And of all its content words. */
const OWN_SHARE_MIN = 0.34;
const SENTENCE_SHARE_MIN = 0.5;
/** From this many words on an uninterrupted stretch of the source is a quotation: it may begin and end in mid-sentence. */
const VERBATIM_TOKENS_MIN = 5;

/**
 * Whether a source says what a claim says, decided without a model and on the safe side: the claim's words are laid on the
 * source in order, and every word that is left over on either side must be lawful. Figures, names, negation, doubt, bounds and
 * order never change; a phrase may move to the front or the end, an aside may go, a word may give way to its synonym.
 */
export function supports(claim: readonly ClaimToken[], source: Source, context: ClaimContext): Support {
  if (claim.length === 0 || source.tokens.length === 0) return no("there is nothing to compare");
  const free = leadInTokens(claim, context.heading);
  const at = align(claim, source.tokens, { free });
  const first = judge(claim, source, at, free, context);
  if (first.support.kind === "supported" || first.lost.length === 0) return first.support;
  // Of two phrases that changed places either may be the one that moved: the other is tried as well.
  const second = judge(claim, source, align(claim, source.tokens, { free, favoured: new Set(first.lost) }), free, context);
  return second.support.kind === "supported" ? second.support : first.support;
}

interface Judgement {
  readonly support: Support;
  /** Claim tokens that stand in the source, but out of order. */
  readonly lost: readonly number[];
}

function judge(claim: readonly ClaimToken[], source: Source, at: Int32Array, free: ReadonlySet<number>, context: ClaimContext): Judgement {
  const { tokens } = source;
  const used = tokens.map(() => false);
  for (const place of at) if (place >= 0) used[place] = true;
  const lost = lostTokens(claim, tokens, at, used);
  const moved = movePhrase(claim, tokens, at, used, lost);
  const matched = claim.filter((token, i) => (at[i] ?? -1) >= 0 && token.role === "content" && !free.has(i));
  const needed = claim.filter((token, i) => token.role === "content" && !free.has(i) && !token.soft);
  if (matched.length === 0) return { lost, support: no("none of its words stand there") };
  const lent = needed.filter((token) => context.heading.has(token.key) && !tokens.some((other) => sameMeaning(token, other)));
  if (matched.length < (needed.length - lent.length) * COVERAGE_MIN || matched.length < needed.length * OWN_SHARE_MIN)
    return { lost, support: no("too few of its words stand there") };
  const verbatim = !moved && isVerbatim(claim, at, free);
  const placement = { claim, source: tokens, at, used, free };
  const phrase = !moved && answersAlone(claim, at, tokens, needed.length, context);
  const why = phrase
    ? undefined
    : (unlawfulAddition(placement, context) ??
      unlawfulOmission({ source: tokens, used, starts: source.starts, verbatim }) ??
      changedRelation(claim, tokens, at) ??
      (source.starts.size > 1 ? scatteredUse(source, used) : undefined) ??
      (moved && rivalFigure(claim, tokens, at, used) ? "a figure moved and another was left out" : undefined) ??
      fragment(needed, verbatim, tokens, used, context));
  if (why !== undefined) return { lost, support: no(why) };
  const carriers = tokens.filter((token, j) => used[j] === true && token.role !== "neutral");
  return {
    lost,
    support: {
      kind: "supported",
      carriers,
      omitted: tokens.filter((token, j) => used[j] !== true && token.role !== "neutral" && !token.soft).length,
    },
  };
}

const PHRASE_WORDS_MAX = 5;

/**
 * A bare phrase ("Input encoding.") asserts nothing but that it answers the question: it holds where it stands in one piece in a
 * sentence about what was asked, unless something next to it, or a negation that the question does not have, turns it.
 */
function answersAlone(
  claim: readonly ClaimToken[],
  at: Int32Array,
  source: readonly ClaimToken[],
  words: number,
  context: ClaimContext,
): boolean {
  if (words === 0 || words > PHRASE_WORDS_MAX || context.question.size === 0) return false;
  if (claim.some((token) => /^(?:is|are|was|were|be|been|has|have|had|do|does|did|will|can)$/.test(token.word))) return false;
  const [first, last] = [at.findIndex((place) => place >= 0), at.findLastIndex((place) => place >= 0)];
  for (let i = 0; i < claim.length; i++) {
    const inside = i >= first && i <= last;
    if (inside ? at[i] !== (at[first] ?? 0) + i - first : claim[i]?.role !== "neutral") return false;
  }
  const [from, to] = [at[first] ?? 0, at[last] ?? 0];
  const before = [source[from - 2], source[from - 1]].some((token) => token?.role === "guard" && token.key !== "guard:only");
  const beside = before || source[to + 1]?.key.startsWith("unit:") === true || source[to + 1]?.word === "or";
  const turned = withoutBrackets(clauseAround(source, from, to)).some(
    (token) =>
      isNegation(token.word) &&
      !context.questionWords.has(token.word) &&
      (token.start < (source[from]?.start ?? 0) || !/^(?:if|unless|except)$/.test(token.word)),
  );
  const about = source.filter(
    (token, j) =>
      (j < from || j > to) &&
      token.role === "content" &&
      (context.question.has(token.key) || [...context.question].some((key) => sameMeaning(token, { ...token, key }))),
  ).length;
  return !beside && !turned && about >= 1;
}

/** From the last conjunction in front of the phrase to the first comma or conjunction behind it. */
function clauseAround(tokens: readonly ClaimToken[], from: number, to: number): readonly ClaimToken[] {
  let start = from;
  while (start > 0 && !isConjunction(tokens[start - 1]?.word ?? "") && !/[;.!?]/.test(tokens[start]?.before ?? "")) start--;
  let end = to + 1;
  while (end < tokens.length && !isConjunction(tokens[end]?.word ?? "") && !/[,;.!?]/.test(tokens[end]?.before ?? "")) end++;
  return tokens.slice(start, end);
}

function withoutBrackets(tokens: readonly ClaimToken[]): readonly ClaimToken[] {
  let open = false;
  return tokens.filter((token) => {
    if (token.before.includes(")")) open = false;
    if (token.before.includes("(")) open = true;
    return !open;
  });
}

function lostTokens(claim: readonly ClaimToken[], source: readonly ClaimToken[], at: Int32Array, used: readonly boolean[]): number[] {
  return claim.flatMap((token, i) =>
    (at[i] ?? -1) < 0 && token.role !== "neutral" && source.some((other, j) => used[j] !== true && sameMeaning(token, other)) ? [i] : [],
  );
}

function no(why: string): Support {
  return { kind: "unsupported", why };
}

/** Every word of the claim behind its lead-in stands in the source, one directly behind the other. */
function isVerbatim(claim: readonly ClaimToken[], at: Int32Array, free: ReadonlySet<number>): boolean {
  let previous = -1;
  let length = 0;
  for (let i = 0; i < claim.length; i++) {
    const place = at[i] ?? -1;
    if (place < 0) {
      if (free.has(i) && length === 0) continue;
      return false;
    }
    if (previous >= 0 && place !== previous + 1) {
      // A lead-in word that was found by chance does not belong to the stretch.
      if (!free.has(i - 1)) return false;
      length = 0;
    }
    previous = place;
    length += 1;
  }
  return length >= VERBATIM_TOKENS_MIN;
}

/** "from Berlin" for "to Berlin", "by 40" for "to 40", "before the war" for "the war". */
function changedRelation(claim: readonly ClaimToken[], source: readonly ClaimToken[], at: Int32Array): string | undefined {
  for (let i = 0; i < claim.length; i++) {
    const place = at[i] ?? -1;
    const token = claim[i];
    if (place < 0 || token === undefined || token.role === "neutral") continue;
    const mine = prepositionBefore(claim, i, (k) => (at[k] ?? -1) >= 0);
    const theirs = prepositionBefore(source, place, (k) => at.includes(k));
    if (mine === theirs) continue;
    const strict = token.kind === "figure" ? isFigurePreposition : isStrictPreposition;
    if (strict(mine) || strict(theirs))
      return mine === "" ? `it drops "${theirs}" before "${token.word}"` : `it says "${mine} ${token.word}"`;
  }
  return undefined;
}

/** The preposition that governs a word: the nearest in front of it with nothing matched between; "" without one. */
function prepositionBefore(tokens: readonly ClaimToken[], at: number, isMatched: (at: number) => boolean): string {
  for (let i = at - 1; i >= 0; i--) {
    const token = tokens[i] as ClaimToken; // i is within the tokens
    if (/[,;:()|\n.!?]/.test(tokens[i + 1]?.before ?? "")) return "";
    if (token.role === "neutral" && (isOpener(token.word) || isFigurePreposition(token.word))) return token.word;
    if (token.role === "content" && isMatched(i)) return "";
    if (at - i > 4) return "";
  }
  return "";
}

/** Drawn together from several sentences, a claim has to use the greater part of each: an adjunct of one does not go with another. */
function scatteredUse(source: Source, used: readonly boolean[]): string | undefined {
  const starts = [...source.starts];
  const poor = starts.some((start, k) => {
    const content = source.tokens
      .slice(start, starts[k + 1])
      .flatMap((token, i) => (token.role === "content" && !token.soft ? [used[start + i] === true] : []));
    return content.filter(Boolean).length < content.length * SENTENCE_SHARE_MIN;
  });
  return poor ? "too little of it stands in one sentence" : undefined;
}

function rivalFigure(claim: readonly ClaimToken[], source: readonly ClaimToken[], at: Int32Array, used: readonly boolean[]): boolean {
  return (
    claim.some((token, i) => token.kind === "figure" && (at[i] ?? -1) >= 0) &&
    source.some((token, j) => token.kind === "figure" && used[j] !== true)
  );
}

/** An answer of one or two words is only as good as its place: the place must have to do with the question. */
function fragment(
  needed: readonly ClaimToken[],
  verbatim: boolean,
  source: readonly ClaimToken[],
  used: readonly boolean[],
  context: ClaimContext,
): string | undefined {
  if (needed.length > 2 || verbatim) return undefined;
  const figures = needed.every((token) => token.kind === "figure" || token.key.startsWith("unit:"));
  if (context.question.size === 0 && !figures) return undefined;
  const whole = !figures && source.every((token, j) => used[j] === true || token.role === "neutral" || token.soft);
  const related =
    whole || source.some((token) => context.question.has(token.key)) || [...context.heading].some((key) => context.question.has(key));
  return related ? undefined : "the place it points to has nothing to do with the question";
}
