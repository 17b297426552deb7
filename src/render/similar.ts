import type { NearDuplicates, SimilarDocuments } from "../core/results.ts";
import type { RenderOptions } from "./style.ts";

export function renderSimilar(result: SimilarDocuments, { style }: RenderOptions): string {
  if (result.documents.length === 0) return `Nothing is like ${style.safe(result.like)}.`;
  const lines = result.documents.map(
    ({ document, chunk, score }, i) =>
      `${style.bold(`${i + 1}. ${style.safe(document)}`)}  ${style.dim(`${score.toFixed(3)}, nearest ${style.safe(chunk)}`)}`,
  );
  return `${lines.join("\n")}\n\n${style.dim(`like ${style.safe(result.like)}, ${result.tookMs.toFixed(1)} ms`)}`;
}

export function renderDuplicates({ pairs, documents, similarityMin }: NearDuplicates, { style }: RenderOptions): string {
  const share = `${Math.round(100 * similarityMin)}%`;
  if (pairs.length === 0) return `No two of ${documents.toLocaleString("en-US")} documents share ${share} of their text.`;
  const lines = pairs.map(
    ({ first, second, similarity }) => `${(100 * similarity).toFixed(0).padStart(3)}%  ${style.safe(first)}  ${style.safe(second)}`,
  );
  const counted = pairs.length === 1 ? "1 pair shares" : `${pairs.length.toLocaleString("en-US")} pairs share`;
  return `${lines.join("\n")}\n\n${style.dim(`${counted} ${share} of their text or more`)}`;
}
