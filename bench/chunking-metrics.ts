// The metrics of "Evaluating Chunking Strategies for Retrieval" (Smith & Troynikov, Chroma, 2024), as its authors' program computes
// them (https://github.com/brandonstarxel/chunking_evaluation, evaluation_framework/base_evaluation.py): in characters, though they say tokens.
import type { Span } from "../src/text/sentences.ts";

/** A stretch of one of the texts. */
export interface Stretch extends Span {
  readonly corpus: string;
}

export interface TokenScores {
  /** Share of the excerpts that was retrieved. */
  readonly recall: number;
  /** Share of what was retrieved that is of the excerpts; what two chunks share counts twice. */
  readonly precision: number;
  /** What both are, by what either is. */
  readonly iou: number;
}

/** Scores of one question: its excerpts in one text, against the chunks that were retrieved from all of them. */
export function tokenScores(excerpts: readonly Span[], corpus: string, retrieved: readonly Stretch[]): TokenScores {
  const found = overlap(
    excerpts,
    retrieved.filter((chunk) => chunk.corpus === corpus),
  );
  const hit = lengthOf(found.hit);
  const wanted = lengthOf(excerpts);
  const given = lengthOf(retrieved);
  const either = given + lengthOf(found.missed);
  return { recall: wanted === 0 ? 0 : hit / wanted, precision: given === 0 ? 0 : hit / given, iou: either === 0 ? 0 : hit / either };
}

/** Precision omega: the precision if exactly the chunks that touch the excerpts were retrieved. */
export function precisionOmega(excerpts: readonly Span[], corpus: string, chunks: readonly Stretch[]): number {
  const own = chunks.filter((chunk) => chunk.corpus === corpus);
  const { hit, missed } = overlap(excerpts, own);
  const touching = own.filter((chunk) => excerpts.some((excerpt) => intersection(chunk, excerpt) !== undefined));
  return hit.length === 0 ? 0 : lengthOf(hit) / lengthOf(union([...touching, ...missed]));
}

function overlap(excerpts: readonly Span[], chunks: readonly Span[]): { readonly hit: readonly Span[]; readonly missed: readonly Span[] } {
  let missed = excerpts;
  const hit: Span[] = [];
  for (const chunk of chunks) {
    for (const excerpt of excerpts) {
      const shared = intersection(chunk, excerpt);
      if (shared === undefined) continue;
      missed = missed.flatMap((span) => without(span, shared));
      hit.push(shared);
    }
  }
  return { hit: union(hit), missed };
}

/** Spans that only touch share a span of no length. */
function intersection(a: Span, b: Span): Span | undefined {
  const shared = { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
  return shared.start <= shared.end ? shared : undefined;
}

function without(span: Span, taken: Span): Span[] {
  if (span.end < taken.start || span.start > taken.end) return [span];
  return [
    ...(span.start < taken.start ? [{ start: span.start, end: taken.start }] : []),
    ...(span.end > taken.end ? [{ start: taken.end, end: span.end }] : []),
  ];
}

function union(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
