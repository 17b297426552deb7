import type { ClaimToken } from "./claim-tokens.ts";
import { isLead, isSource } from "./claim-words.ts";

/** Longest lead-in, in tokens: "According to the minutes of the steering committee meeting". */
const LEAD_TOKENS_MAX = 14;

/**
 * Tokens of a lead-in that claims nothing by itself: "According to the plan, ...", "The notes state that ...", "Yes, ...".
 * They need not stand in the source. `heading` holds the keys of title and headings, which a lead-in may name.
 */
export function leadInTokens(claim: readonly ClaimToken[], heading: ReadonlySet<string>): ReadonlySet<number> {
  const free = new Set<number>();
  for (const [from, to] of segments(claim)) {
    if (to - from <= LEAD_TOKENS_MAX && isLeadIn(claim.slice(from, to), from === 0, heading)) for (let i = from; i < to; i++) free.add(i);
  }
  for (let i = 0; i < statingEnd(claim, heading); i++) free.add(i);
  if (yesOrNoAgrees(claim)) free.add(0);
  return free;
}

/** Stretches between commas, colons, dashes and brackets. */
function segments(claim: readonly ClaimToken[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  let from = 0;
  for (let i = 1; i <= claim.length; i++) {
    if (i < claim.length && !/[,;:()\u2013\u2014]/.test(claim[i]?.before ?? "")) continue;
    found.push([from, i]);
    from = i;
  }
  // A claim that is one segment has nothing to lead in.
  return found.length === 1 ? [] : found;
}

/** "According to the plan", "in the notes" anywhere; "The notes state", "Answer" only in front. */
function isLeadIn(tokens: readonly ClaimToken[], front: boolean, heading: ReadonlySet<string>): boolean {
  const [first, second] = [tokens[0]?.word ?? "", tokens[1]?.word ?? ""];
  // "In the file" may be where something is done; "in the document" is where it is said.
  const places =
    /^(?:in|from|per)$/.test(first) && /^(?:the|this|these|those)$/.test(second) && tokens.some((token) => MEDIA.test(token.word));
  const opens = /^(?:according|as|based|here)$/.test(first) || places;
  const points = tokens.some((token) => isLead(token.word) || isSource(token.word) || heading.has(token.key));
  const states = front && isLead(tokens.at(-1)?.word ?? "");
  return (opens || states) && points && tokens.every((token, i) => isLeadWord(token, tokens[i - 1], heading));
}

const MEDIA =
  /^(?:documents?|documentation|docs|notes?|text|passages?|sources?|context|report|minutes|memo|guide|manual|excerpt|chunk|article)$/;

function isLeadWord(token: ClaimToken, previous: ClaimToken | undefined, heading: ReadonlySet<string>): boolean {
  if (token.role === "guard") return false;
  if (token.kind === "figure")
    return heading.has(token.key) || /^(?:chunk|passage|source|excerpt|document|note|page|section)$/.test(previous?.word ?? "");
  return token.role === "neutral" || isLead(token.word) || isSource(token.word) || heading.has(token.key);
}

/** Where "The document states (that)" ends; 0 without one. */
function statingEnd(claim: readonly ClaimToken[], heading: ReadonlySet<string>): number {
  for (let i = 1; i < Math.min(claim.length, LEAD_TOKENS_MAX); i++) {
    const token = claim[i] as ClaimToken; // i is within the claim
    if (!isLeadWord(token, claim[i - 1], heading)) return 0;
    const before = claim.slice(0, i);
    if (!isLead(token.word) || !before.some((word) => isSource(word.word) || heading.has(word.key) || word.word === "it")) continue;
    const that = claim[i + 1]?.word === "that";
    // Without "that", only a plain "The notes state" may stand in front.
    if (that || (isSource(before.at(-1)?.word ?? "") && before.slice(0, -1).every((word) => word.role === "neutral")))
      return that ? i + 2 : i + 1;
  }
  return 0;
}

/** "Yes," in front of a plain statement and "No," in front of a negated one repeat the question; elsewhere they contradict it. */
function yesOrNoAgrees(claim: readonly ClaimToken[]): boolean {
  const [first, second] = claim;
  if (first === undefined || second === undefined || !/[,.;:\u2013\u2014]/.test(second.before)) return false;
  const negated = claim.slice(1).some((token) => /^(?:not|no|never|none|neither|without|cannot)$/.test(token.word));
  return (first.word === "yes" && !negated) || (first.word === "no" && negated);
}
