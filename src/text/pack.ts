import type { Evidence } from "../core/answer.ts";
import type { Hit } from "../core/retrieval.ts";
import { sentences } from "./sentences.ts";
import { estimateTokens } from "./tokens.ts";
import { widen } from "./widen.ts";
import type { Expansion } from "./widen.ts";

export interface PackOptions {
  readonly tokensMax: number;
  /** What a passage is widened with when all passages are in and tokens are left. Default: nothing */
  readonly expand?: Expansion;
}

export interface Packed {
  /** Numbered from 1, best first. */
  readonly evidence: readonly Evidence[];
  /** Hits that found no room, and those that said again what a better one says. */
  readonly dropped: readonly { readonly chunk: string; readonly why: "budget" | "duplicate" }[];
  /** The chunk that was cut at the end of a sentence to fit. */
  readonly cut?: string;
  /** Passages that were widened, with the chunks that each took in. */
  readonly widened: readonly { readonly chunk: string; readonly by: readonly string[] }[];
  readonly tokens: number;
}

/** Less of a passage than this says nothing worth its place. */
const CUT_TOKENS_MIN = 40;
/** Passages whose words overlap this much (Jaccard, of distinct words) say the same, unless a figure or a negation differs. */
const DUPLICATE_OVERLAP = 0.9;

/** What numbering and naming a passage costs around its text: `[chunk 12] … (source: …)`. */
function frameTokens(hit: Hit): number {
  return 8 + estimateTokens(`${hit.chunk.document} ${hit.chunk.heading.join(" ")}`);
}

/**
 * Fills a token budget with the best hits and never exceeds it. A hit that does not fit is cut at the end of a sentence, once; after
 * that only whole hits go in while they fit, since a shorter one further down may still have the answer. With `expand` the best
 * passages are then widened by what stands beside them, while it fits.
 */
export function packEvidence(hits: readonly Hit[], { tokensMax, expand }: PackOptions): Packed {
  const evidence: Evidence[] = [];
  const dropped: { readonly chunk: string; readonly why: "budget" | "duplicate" }[] = [];
  const kept: Wording[] = [];
  let tokens = 0;
  let cut: string | undefined;
  for (const hit of hits) {
    const own = wordingOf(hit.chunk.text);
    if (kept.some((other) => saysTheSame(own, other))) {
      dropped.push({ chunk: hit.chunk.id, why: "duplicate" });
      continue;
    }
    const room = tokensMax - tokens - frameTokens(hit);
    const whole = estimateTokens(hit.chunk.text);
    const shownLength = whole <= room ? hit.chunk.text.length : cut === undefined ? sentenceEndWithin(hit.chunk.text, room) : 0;
    if (shownLength === 0) {
      dropped.push({ chunk: hit.chunk.id, why: "budget" });
      continue;
    }
    if (shownLength < hit.chunk.text.length) cut = hit.chunk.id;
    tokens += frameTokens(hit) + estimateTokens(hit.chunk.text.slice(0, shownLength));
    evidence.push({ n: evidence.length + 1, hit, shownLength });
    kept.push(own);
  }
  const wide = expand === undefined ? { evidence, tokens, widened: [] } : widen(evidence, { expand, tokens, tokensMax });
  return { ...wide, dropped, ...(cut === undefined ? {} : { cut }) };
}

/** End of the last sentence with which the text still fits; 0 where too little would be left. */
function sentenceEndWithin(text: string, tokensMax: number): number {
  if (tokensMax < CUT_TOKENS_MIN) return 0;
  let fits = 0;
  for (const { end } of sentences(text)) {
    if (estimateTokens(text.slice(0, end)) > tokensMax) break;
    fits = end;
  }
  return estimateTokens(text.slice(0, fits)) < CUT_TOKENS_MIN ? 0 : fits;
}

interface Wording {
  readonly words: ReadonlySet<string>;
  /** Figures and negations, sorted: a passage that was copied and revised differs here, and is no duplicate. */
  readonly turns: string;
}

function wordingOf(text: string): Wording {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const turns = words.filter((word) => /\p{N}/u.test(word) || NEGATIONS.test(word)).toSorted();
  return { words: new Set(words), turns: turns.join(" ") };
}

const NEGATIONS = /^(?:not|no|never|none|neither|nor|without|cannot|except|only)$|n[’']?t$/u;

function saysTheSame(a: Wording, b: Wording): boolean {
  return a.turns === b.turns && overlap(a.words, b.words) >= DUPLICATE_OVERLAP;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size < DUPLICATE_OVERLAP * large.size) return 0;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared++;
  return shared / (a.size + b.size - shared);
}
