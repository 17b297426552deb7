import type { ClaimToken } from "./claim-tokens.ts";
import { areSynonyms } from "./thesaurus.ts";

/** For each claim token the source token it stands for, or -1. */
export type Alignment = Int32Array;

const WEIGHT_CONTENT = 2;
const WEIGHT_GUARD = 1.5;
const WEIGHT_NEUTRAL = 0.6;
/** For two tokens that follow each other in both texts, so that whole phrases are preferred to scattered words. */
const WEIGHT_CONTIGUOUS = 0.4;

const FAVOUR = 4;

/** True where two tokens say the same: one key, or two common words of one meaning. Names must also be spelt alike. */
export function sameMeaning(a: ClaimToken, b: ClaimToken): boolean {
  if (a.key === b.key)
    return a.kind !== "name" || b.kind !== "name" || a.word === b.word || `${a.word}s` === b.word || a.word === `${b.word}s`;
  if (a.role === "content" && a.role === b.role && a.word === b.word) return true;
  const common = a.role === "content" && b.role === "content" && a.kind === "word" && b.kind === "word";
  return common && !a.key.includes(":") && !b.key.includes(":") && areSynonyms(a.word, b.word);
}

export interface AlignOptions {
  /** Claim tokens that weigh more. */
  readonly favoured?: ReadonlySet<number>;
  /** Claim tokens that need not be found; they are aligned only where they touch one that was. */
  readonly free?: ReadonlySet<number>;
}

/**
 * The heaviest order-preserving alignment of a claim with a source (longest common subsequence, weighted, with a bonus for
 * neighbours). Ties go to the earlier source token. Time and memory grow with the product of the lengths.
 */
export function align(claim: readonly ClaimToken[], source: readonly ClaimToken[], { favoured, free }: AlignOptions = {}): Alignment {
  const columns = source.length + 1;
  const best = new Float64Array((claim.length + 1) * columns);
  const ending = new Float64Array((claim.length + 1) * columns).fill(Number.NEGATIVE_INFINITY);
  for (let i = 1; i <= claim.length; i++) {
    const scale = free?.has(i - 1) === true ? 0 : favoured?.has(i - 1) === true ? FAVOUR : 1;
    for (let j = 1; j <= source.length; j++) {
      const at = i * columns + j;
      const weight = scale === 0 ? 0 : weigh(claim[i - 1], source[j - 1]) * scale;
      if (weight > 0) ending[at] = weight + Math.max(best[at - columns - 1] ?? 0, (ending[at - columns - 1] ?? 0) + WEIGHT_CONTIGUOUS);
      best[at] = Math.max(best[at - columns] ?? 0, best[at - 1] ?? 0, ending[at] ?? 0);
    }
  }
  const alignment = trace(best, ending, claim.length, source.length);
  dropStrays(alignment, claim);
  if (free !== undefined) extend(alignment, claim, source, free);
  return alignment;
}

/** A joining word counts only where it touches a word that was found: "the" is everywhere. */
function dropStrays(alignment: Alignment, claim: readonly ClaimToken[]): void {
  const kept = new Set<number>();
  const keep = (i: number, beside: number, step: number): void => {
    if (claim[i]?.role !== "neutral" || (kept.has(beside) && alignment[beside] === (alignment[i] ?? 0) + step)) kept.add(i);
  };
  for (let i = 0; i < claim.length; i++) if ((alignment[i] ?? -1) >= 0) keep(i, i - 1, -1);
  for (let i = claim.length - 1; i >= 0; i--) if ((alignment[i] ?? -1) >= 0) keep(i, i + 1, 1);
  for (let i = 0; i < claim.length; i++) if (!kept.has(i)) alignment[i] = -1;
}

function extend(alignment: Alignment, claim: readonly ClaimToken[], source: readonly ClaimToken[], free: ReadonlySet<number>): void {
  const touch = (i: number, place: number): void => {
    const [mine, theirs] = [claim[i], source[place]];
    if (
      mine !== undefined &&
      theirs !== undefined &&
      free.has(i) &&
      (alignment[i] ?? 0) < 0 &&
      !alignment.includes(place) &&
      sameMeaning(mine, theirs)
    )
      alignment[i] = place;
  };
  for (let i = claim.length - 2; i >= 0; i--) if ((alignment[i + 1] ?? -1) > 0) touch(i, (alignment[i + 1] ?? 0) - 1);
  for (let i = 1; i < claim.length; i++) if ((alignment[i - 1] ?? -1) >= 0) touch(i, (alignment[i - 1] ?? 0) + 1);
}

function weigh(claim: ClaimToken | undefined, source: ClaimToken | undefined): number {
  if (claim === undefined || source === undefined || !sameMeaning(claim, source)) return 0;
  return claim.role === "content" ? WEIGHT_CONTENT : claim.role === "guard" ? WEIGHT_GUARD : WEIGHT_NEUTRAL;
}

function trace(best: Float64Array, ending: Float64Array, rows: number, width: number): Alignment {
  const columns = width + 1;
  const alignment = new Int32Array(rows).fill(-1);
  let [i, j] = [rows, width];
  // Inside a run of neighbours the cell must be left as a match, or the bonus it was given would be lost.
  let held = false;
  while (i > 0 && j > 0) {
    const at = i * columns + j;
    if (!held && best[at] === best[at - columns]) i -= 1;
    else if (!held && best[at] === best[at - 1]) j -= 1;
    else {
      alignment[i - 1] = j - 1;
      const diagonal = at - columns - 1;
      held = (ending[diagonal] ?? 0) + WEIGHT_CONTIGUOUS > (best[diagonal] ?? 0);
      [i, j] = [i - 1, j - 1];
    }
  }
  return alignment;
}
