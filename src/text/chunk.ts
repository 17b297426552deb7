import type { Chunk, Document } from "../core/document.ts";
import { semanticUnits } from "./chunk-semantic.ts";
import type { EmbedSentences } from "./chunk-semantic.ts";
import { structureUnits } from "./chunk-structure.ts";
import { chunksOf } from "./chunk-units.ts";
import { fixedUnits, sentenceUnits } from "./chunk-windows.ts";

/** Changes whenever the same document would give other chunks, so that an index made before is known to be stale. */
export const CHUNKER_REVISION = "2";

/**
 * How documents are cut.
 * - `structure`: at the document's own seams, see chunk-structure.ts. The default.
 * - `fixed`: windows of `chunkTokensMax` tokens, cut between words.
 * - `sentence`: as many whole sentences as fit into `chunkTokensMax`.
 * - `semantic`: where neighbouring sentences are least alike, see chunk-semantic.ts. Needs an embedder.
 */
export type ChunkStrategy = "structure" | "fixed" | "sentence" | "semantic";

export interface ChunkSettings {
  /** Structure and semantic: no smaller chunk unless there is no more text. In estimated tokens, like the others. */
  readonly chunkTokensMin: number;
  readonly chunkTokensMax: number;
  /** Default: "structure" */
  readonly chunkStrategy?: ChunkStrategy;
  /** Fixed and sentence: what is said again of the chunk before, at most; never more than half of `chunkTokensMax`. Default: 0 */
  readonly chunkOverlapTokens?: number;
  /** Semantic: the share of neighbouring sentences, in percent, that count as alike. Default: 95 */
  readonly chunkBreakPercentile?: number;
}

/** Settings that need no embedder. */
export interface PlainChunkSettings extends ChunkSettings {
  readonly chunkStrategy?: Exclude<ChunkStrategy, "semantic">;
}

/**
 * Cuts a document into chunks of at most `chunkTokensMax` estimated tokens.
 *
 * Laws for every strategy: `chunk.text === document.text.slice(start, end)`; starts and ends only grow; every character but white
 * space that is not front matter lies in a chunk; no chunk spans two dates. Without overlap chunks share no character; with it a
 * chunk repeats at most `chunkOverlapTokens` of the one before. Linear in the text.
 */
export function chunkDocument(document: Document, settings: PlainChunkSettings): Chunk[] {
  switch (settings.chunkStrategy ?? "structure") {
    case "structure":
      return chunksOf(document, structureUnits(document, settings));
    case "fixed":
      return chunksOf(document, fixedUnits(document, settings));
    case "sentence":
      return chunksOf(document, sentenceUnits(document, settings));
  }
}

/** The same for every strategy. `embed` is asked by `semantic` alone; what it throws is thrown. */
export async function chunkDocumentWith(document: Document, settings: ChunkSettings, embed: EmbedSentences): Promise<Chunk[]> {
  const { chunkStrategy, ...sizes } = settings;
  if (chunkStrategy === "semantic") return chunksOf(document, await semanticUnits(document, sizes, embed));
  return chunkDocument(document, { ...sizes, ...(chunkStrategy !== undefined && { chunkStrategy }) });
}

/** Names all that decides where a document is cut, beside its sizes. */
export function chunkerRevision({ chunkStrategy = "structure", chunkOverlapTokens = 0, chunkBreakPercentile = 95 }: ChunkSettings): string {
  const own = chunkStrategy === "semantic" ? ` ${chunkBreakPercentile}` : chunkStrategy === "structure" ? "" : ` ${chunkOverlapTokens}`;
  return `${chunkStrategy}-${CHUNKER_REVISION}${own}`;
}

/** The text that both legs index: heading path, a line end, what a model wrote about the chunk, the chunk's text. */
export function searchText(chunk: Chunk): string {
  return chunk.heading.length === 0 ? bodyText(chunk) : `${headingText(chunk)}\n${bodyText(chunk)}`;
}

/** The heading path, as it is searched. */
export function headingText({ heading }: Pick<Chunk, "heading">): string {
  return heading.join(" > ");
}

/** What is searched beside the headings. */
export function bodyText({ context, text }: Pick<Chunk, "context" | "text">): string {
  return context === undefined ? text : `${context}\n${text}`;
}
