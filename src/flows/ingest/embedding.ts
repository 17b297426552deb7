import { hash } from "node:crypto";
import type { Chunk } from "../../core/document.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Embedder, EmbedOptions, Index } from "../../core/retrieval.ts";
import { searchText } from "../../text/chunk.ts";
import { mapBounded } from "./bounded.ts";
import { messageOf } from "./skipped.ts";

/**
 * What is embedded of a chunk: its search text, but for a title that only repeats the file's name. A renamed file so keeps
 * its vectors; the lexical leg still finds it by its new name. `path` is relative to the root.
 */
export function embeddedText(chunk: Chunk, title: string, path: string): string {
  const named = chunk.heading[0] === title && pathNames(path).has(title);
  return searchText(named ? { ...chunk, heading: chunk.heading.slice(1) } : chunk);
}

/** What a parser may call a document that has no title: its file, or for index files its folder. */
function pathNames(path: string): ReadonlySet<string> {
  const [file = "", folder = ""] = path.split("/").toReversed();
  return new Set([file, file.replace(/\.[^.]+$/, ""), folder]);
}

/** SHA-256, hex, of who embeds and what: two chunks with one key have one vector. */
export function embeddingKey(embedderId: string, text: string): string {
  // An id has no line break, so the two parts cannot run into each other.
  return hash("sha256", `${embedderId}\n${text}`, "hex");
}

/** Texts by embedding key, made when they are embedded: all at once they would be the document a second time. Texts of one key are equal. */
type KeyedTexts = ReadonlyMap<string, () => string>;

interface Embedded {
  readonly vectors: ReadonlyMap<string, Float32Array>;
  /** Why the embedder's vector for a key cannot be used. */
  readonly rejected: ReadonlyMap<string, string>;
  /** How many texts went to the embedder. */
  readonly embedded: number;
}

/** Texts in one call: large enough for a provider's batch price, small enough that a failed call loses little. */
const TEXTS_AT_ONCE = 256;

/** Vectors for all texts: those that the index has already, and new ones for the rest. Throws what `embedDocuments` throws. */
export async function embedMissing(
  texts: KeyedTexts,
  options: {
    readonly index: Pick<Index, "vectorsFor">;
    readonly embedder: Embedder;
    readonly concurrency: number;
    readonly signal?: AbortSignal;
  },
): Promise<Embedded> {
  const { index, embedder, concurrency, signal } = options;
  const vectors = new Map(index.vectorsFor([...texts.keys()]));
  const missing = [...texts].filter(([key]) => !vectors.has(key));
  const rejected = new Map<string, string>();
  const calls = Array.from({ length: Math.ceil(missing.length / TEXTS_AT_ONCE) }, (_, i) =>
    missing.slice(i * TEXTS_AT_ONCE, (i + 1) * TEXTS_AT_ONCE),
  );
  await mapBounded(calls, concurrency, async (call) => {
    const refused = new Map<number, string>();
    const made = await embedDocuments(
      embedder,
      call.map(([, text]) => text()),
      { onRefused: (at, reason) => void refused.set(at, reason), ...(signal === undefined ? {} : { signal }) },
    );
    for (const [i, [key]] of call.entries()) {
      const vector = made[i];
      const reason = refused.get(i);
      const fault = reason === undefined ? vectorFault(vector, embedder.dimensions) : `no vector: ${reason}`;
      if (vector === undefined || fault !== undefined) rejected.set(key, fault ?? "no vector");
      else vectors.set(key, vector);
    }
  });
  return { vectors, rejected, embedded: missing.length };
}

/**
 * Throws what the embedder throws where that says what to do about it (a reached cap, a wrong key, a provider that is overloaded),
 * INTERRUPTED when `signal` ended it, and MODEL_FAILED in place of any other error.
 */
export async function embedDocuments(
  embedder: Embedder,
  texts: readonly string[],
  options: Omit<EmbedOptions, "inputType"> = {},
): Promise<readonly Float32Array[]> {
  try {
    return await embedder.embedBatch(texts, { inputType: "document", ...options });
  } catch (cause) {
    if (cause instanceof FirstfitError) throw cause;
    if (options.signal?.aborted === true)
      throw new FirstfitError("INTERRUPTED", "Stopped while texts were embedded.", "Run the same command again to go on.", { cause });
    throw new FirstfitError(
      "MODEL_FAILED",
      `The embedder ${embedder.id} failed: ${messageOf(cause)}`,
      "What was stored so far is kept: run the same command again to go on.",
      { cause },
    );
  }
}

/** Half-precision providers round: their vectors are this near to unit length. */
const LENGTH_TOLERANCE = 0.01;

/** What is wrong with a vector; undefined when it is what `Embedder` promises. */
export function vectorFault(vector: Float32Array | undefined, dimensions: number): string | undefined {
  if (vector === undefined) return "no vector";
  if (vector.length !== dimensions) return `a vector of ${vector.length} numbers instead of ${dimensions}`;
  let square = 0;
  // Not by an iterator, which would make two objects for each number until this is compiled.
  for (let i = 0; i < vector.length; i += 1) square += (vector[i] as number) ** 2;
  if (!Number.isFinite(square)) return "a vector with a number that is not finite";
  const length = Math.sqrt(square);
  return Math.abs(length - 1) <= LENGTH_TOLERANCE ? undefined : `a vector of length ${length.toPrecision(3)} instead of 1`;
}
