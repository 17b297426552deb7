import { FirstfitError } from "../core/errors.ts";
import type { DocumentRecord, IndexSettings, PreparedDocument } from "../core/retrieval.ts";
import type { DocumentTerms } from "../search/document-terms.ts";
import { checkVector } from "../search/vectors.ts";
import { textHash } from "../search/text-hash.ts";
import { abbreviationPairs } from "../text/abbreviations.ts";
import type { AbbreviationPair } from "../text/abbreviations.ts";
import { analyzeChunks } from "../text/analyze.ts";
import { bodyText, headingText, searchText } from "../text/chunk.ts";
import { languageOf } from "../text/language.ts";
import type { Language } from "../text/language.ts";

/** Refuses a document that breaks a law every reader relies on, before anything of it is stored. */
export function checkPrepared({ document, chunks, vectors, keys }: PreparedDocument, { embedder, dimensions }: IndexSettings): void {
  if (vectors.length !== chunks.length || keys.length !== chunks.length) {
    throw broken(`${document.id} has ${chunks.length} chunks, ${vectors.length} vectors and ${keys.length} keys`);
  }
  for (const [i, chunk] of chunks.entries()) {
    if (chunk.document !== document.id || chunk.ordinal !== i + 1 || chunk.id !== `${document.id}#${i + 1}`)
      throw broken(`${chunk.id} is not chunk ${i + 1} of ${document.id}`);
    if (chunk.text !== document.text.slice(chunk.start, chunk.end))
      throw broken(`the text of ${chunk.id} is not what stands at ${chunk.start} to ${chunk.end}`);
    checkVector(vectors[i], dimensions, { embedder, whose: chunk.id });
  }
}

function broken(what: string): FirstfitError {
  return new FirstfitError(
    "INTERNAL",
    `A document was not stored: ${what}.`,
    "This is a fault of firstfit or of a chunker plugged into it; please report it.",
  );
}

export function recordOf({ root, hash, bytes, document, chunks }: PreparedDocument): DocumentRecord {
  const { id, title, mediaType, date, notes } = document;
  return { id, root, title, mediaType, hash, bytes, chunks: chunks.length, ...(date === undefined ? {} : { date }), notes };
}

/** What is searched of a document's chunks. */
export interface SearchedText {
  /** Most of the document is written in it; all its chunks are read by its rules. */
  readonly language: Language;
  readonly terms: DocumentTerms;
  /** What the document says its short forms stand for. */
  readonly abbreviations: readonly AbbreviationPair[];
  /** `textHash` of each chunk's text with its headings. */
  readonly hashes: Float64Array;
}

/** Terms of the document's chunks, each with its headings. Half a surrogate pair has no place in a file, so it becomes U+FFFD. */
export function searchedText({ document, chunks }: PreparedDocument): SearchedText {
  const language = languageOf(document.text);
  return {
    language,
    abbreviations: abbreviationPairs(document.text.toWellFormed()),
    terms: analyzeChunks(
      chunks.map((chunk) => ({ heading: headingText(chunk).toWellFormed(), body: bodyText(chunk).toWellFormed() })),
      language,
    ),
    // One text after another: together they are the document a second time.
    hashes: Float64Array.from(chunks, (chunk) => textHash(searchText(chunk).toWellFormed())),
  };
}

/** Date of each chunk as a number, 20260331, so that a filter compares numbers; 0 where there is none. */
export function chunkDates({ document, chunks }: PreparedDocument): Uint32Array {
  return Uint32Array.from(chunks, (chunk) => dateNumber(chunk.date ?? document.date));
}

function dateNumber(date: string | undefined): number {
  return date !== undefined && /^\d{4}-\d\d-\d\d$/.test(date) ? Number(date.replaceAll("-", "")) : 0;
}

/** What a filter compares: every value of every metadata key as text, a list as each of its items. */
export function metadataPairs({ document }: PreparedDocument): readonly (readonly [key: string, value: string])[] {
  const pairs = Object.entries(document.metadata).flatMap(([key, value]) =>
    (typeof value === "object" ? value : [value]).map((item) => [key.toWellFormed(), String(item).toWellFormed()] as const),
  );
  return [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()];
}
