import { hash } from "node:crypto";
import type { Chunk, Document, Extraction } from "../../core/document.ts";
import { chunkDocumentWith } from "../../text/chunk.ts";
import type { ChunkSettings } from "../../text/chunk.ts";
import type { Embedder } from "../../core/retrieval.ts";
import { withContexts } from "./contexts.ts";
import type { ContextWriter } from "./contexts.ts";
import { embedDocuments, embeddedText, embeddingKey } from "./embedding.ts";
import { errorCode } from "./file-system.ts";
import type { FileSystem } from "./file-system.ts";
import type { Candidate } from "./plan.ts";
import { messageOf, readReason, sizeReason } from "./skipped.ts";

/** A file's bytes, or why there are none. `gone`: it was listed and is no longer there. */
export type FileRead =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly hash: string }
  | { readonly kind: "unchanged"; readonly hash: string }
  | { readonly kind: "gone" }
  | { readonly kind: "skipped"; readonly reason: string };

/** A document that lacks nothing but vectors. */
export interface Draft {
  readonly candidate: Candidate;
  readonly hash: string;
  readonly bytes: number;
  readonly document: Document;
  readonly chunks: readonly Chunk[];
  /** Embedding key of each chunk's embedded text. */
  readonly keys: readonly string[];
}

export interface ReadOptions {
  readonly fileSystem: FileSystem;
  readonly fileBytesMax: number;
  /** Lower-case extensions with the dot that the parsers know; files with another are not opened. Without it all are handed to them. */
  readonly extensions?: ReadonlySet<string>;
}

/** Enough to tell text from a program, which is what a large file without an ending mostly is. */
const PROBE_BYTES = 4096;

/**
 * Reads a file and says whether it is the one that the index has: same bytes, same root. What was hashed is what is
 * handed on, whatever happens to the file meanwhile. Never rejects.
 */
export async function readCandidate(candidate: Candidate, { fileSystem, fileBytesMax, extensions }: ReadOptions): Promise<FileRead> {
  const { path, relative, known, root } = candidate;
  try {
    const extension = extensionOf(relative);
    if (extensions !== undefined && extension !== "" && !extensions.has(extension))
      return { kind: "skipped", reason: `no reader for ${extension} files` };
    if (extension === "" && isBinary(await fileSystem.read(path, { bytesMax: PROBE_BYTES })))
      return { kind: "skipped", reason: "binary, and its name has no ending to tell the format" };
    const bytes = await fileSystem.read(path, { bytesMax: fileBytesMax });
    if (bytes.length > fileBytesMax) return { kind: "skipped", reason: sizeReason(bytes.length, fileBytesMax) };
    const digest = hash("sha256", bytes, "hex");
    return known?.hash === digest && known.root === root ? { kind: "unchanged", hash: digest } : { kind: "read", bytes, hash: digest };
  } catch (error) {
    const code = errorCode(error);
    // Replaced by a folder or a device since it was listed: the file is as gone as a deleted one.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "ENOTSUP") return { kind: "gone" };
    return { kind: "skipped", reason: readReason(error) };
  }
}

/** "" for none; a name that only begins with a dot has none. */
function extensionOf(path: string): string {
  return /[^/](\.[^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/** A NUL byte, unless it belongs to UTF-16 or UTF-32 text, which announces itself by a byte-order mark. */
function isBinary(bytes: Uint8Array): boolean {
  const marked =
    (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff) ||
    (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff);
  return !marked && bytes.includes(0);
}

export interface DraftOptions {
  extract(bytes: Uint8Array, path: string): Promise<Extraction>;
  readonly chunk: ChunkSettings;
  readonly embedder: Embedder;
  /** Who writes a context for every chunk; absent: nobody. */
  readonly contexts?: { readonly writer: ContextWriter; readonly concurrency: number };
  readonly signal?: AbortSignal;
}

/**
 * Parses and chunks what was read. A file that breaks a parser is skipped with what it said, and the others go on. Throws what
 * `embedDocuments` and the writer of contexts throw.
 */
export async function draftOf(
  candidate: Candidate,
  read: FileRead & { readonly kind: "read" },
  options: DraftOptions,
): Promise<Draft | { readonly reason: string }> {
  let modelFailure: unknown;
  const { embedder, contexts, signal } = options;
  const embed = async (texts: readonly string[]): Promise<readonly Float32Array[]> => {
    try {
      return await embedDocuments(embedder, texts, signal === undefined ? {} : { signal });
    } catch (error) {
      modelFailure = error;
      throw error;
    }
  };
  const describe = async (document: Document, chunks: readonly Chunk[]): Promise<readonly Chunk[]> => {
    if (contexts === undefined) return chunks;
    try {
      return await withContexts(document, chunks, { ...contexts, ...(signal === undefined ? {} : { signal }) });
    } catch (error) {
      modelFailure = error;
      throw error;
    }
  };
  try {
    const extraction = await options.extract(read.bytes, candidate.relative);
    if (extraction.kind === "skipped") return { reason: extraction.reason };
    const document: Document = { ...extraction.document, id: candidate.id };
    const chunks = await describe(document, await chunkDocumentWith(document, options.chunk, embed));
    if (chunks.length === 0) return { reason: "it holds no text" };
    const keys = chunks.map((chunk) => embeddingKey(embedder.id, embeddedText(chunk, document.title, candidate.relative)));
    return { candidate, hash: read.hash, bytes: read.bytes.length, document, chunks, keys };
  } catch (error) {
    // Cutting by meaning and writing contexts ask a model, and when that fails no other file would fare better.
    if (error === modelFailure && modelFailure !== undefined) throw error;
    return { reason: `it could not be parsed: ${messageOf(error)}` };
  }
}
