import type { Document } from "../core/document.ts";
import { sectionTree, spanTokens } from "./atoms.ts";
import { clip, datedRuns } from "./chunk-units.ts";
import type { Run, Unit } from "./chunk-units.ts";
import { pieces } from "./fragments.ts";
import type { Span } from "./sentences.ts";

/** One vector of unit length a text, in order. */
export type EmbedSentences = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

interface Semantics {
  readonly chunkTokensMin: number;
  readonly chunkTokensMax: number;
  readonly chunkBreakPercentile?: number;
}

interface Sentence extends Span {
  readonly tokens: number;
  readonly gapTokens: number;
}

/**
 * Cuts where the text changes its subject: each sentence is embedded with its two neighbours, and a chunk ends where the cosine
 * distance to the next one is above the `chunkBreakPercentile` of all distances in the document. A chunk below the minimum goes on;
 * one that would pass the maximum ends at the widest distance behind its minimum.
 * After Greg Kamradt's "5 Levels of Text Splitting" (2024), level 4, which knows no sizes.
 */
export async function semanticUnits(document: Document, settings: Semantics, embed: EmbedSentences): Promise<readonly Unit[]> {
  const { text } = document;
  const { chunkBreakPercentile = 95, chunkTokensMax } = settings;
  const runs = datedRuns(sectionTree(document)).map((run) => ({ run, sentences: sentencesOf(text, run, chunkTokensMax) }));
  const vectors = await embed(runs.flatMap(({ sentences }) => sentences.map((_, at) => withNeighbours(text, sentences, at))));
  let before = 0;
  const measured = runs.map(({ run, sentences }) => {
    const distances = sentences.slice(1).map((_, at) => distance(vectors[before + at], vectors[before + at + 1]));
    before += sentences.length;
    return { run, sentences, distances };
  });
  const limit = percentile(
    measured.flatMap(({ distances }) => distances),
    chunkBreakPercentile,
  );
  return measured.flatMap(({ run, sentences, distances }) => clip(text, run, spansBetween(sentences, distances, limit, settings)));
}

function sentencesOf(text: string, { atoms }: Run, tokensMax: number): readonly Sentence[] {
  let before: number | undefined;
  return atoms
    .flatMap((atom) => pieces(text, atom, tokensMax))
    .map(({ start, end }) => {
      const gapTokens = before === undefined ? 0 : spanTokens(text, before, start);
      before = end;
      return { start, end, tokens: spanTokens(text, start, end), gapTokens };
    });
}

/** One sentence alone is too little to place: "It does." is about what stands around it. */
function withNeighbours(text: string, sentences: readonly Sentence[], at: number): string {
  const own = sentences[at];
  return text.slice((sentences[at - 1] ?? own)?.start ?? 0, (sentences[at + 1] ?? own)?.end ?? 0);
}

function distance(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) return 0;
  let cosine = 0;
  for (const [i, value] of a.entries()) cosine += value * (b[i] ?? 0);
  return 1 - cosine;
}

/** The value that `percent` of all values do not exceed; Infinity of none. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Infinity;
}

function spansBetween(
  sentences: readonly Sentence[],
  distances: readonly number[],
  limit: number,
  { chunkTokensMin, chunkTokensMax }: Semantics,
): Span[] {
  const spans: Span[] = [];
  let first = 0;
  while (first < sentences.length) {
    let last = first;
    let widest: number | undefined;
    let tokens = sentences[first]?.tokens ?? 0;
    for (;;) {
      const gap = distances[last] ?? Infinity;
      const isLongEnough = tokens >= chunkTokensMin;
      if (isLongEnough && gap >= (distances[widest ?? -1] ?? -Infinity)) widest = last;
      const next = sentences[last + 1];
      if (next === undefined || (isLongEnough && gap > limit)) break;
      const grown = tokens + next.gapTokens + next.tokens;
      if (grown > chunkTokensMax) {
        last = widest ?? last;
        break;
      }
      tokens = grown;
      last += 1;
    }
    spans.push({ start: sentences[first]?.start ?? 0, end: sentences[last]?.end ?? 0 });
    first = last + 1;
  }
  return spans;
}
