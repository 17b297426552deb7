import { FirstfitError } from "../core/errors.ts";
import type { EmbeddedTexts } from "../core/results.ts";
import type { Embedder } from "../core/retrieval.ts";
import { embedDocuments, vectorFault } from "./ingest/embedding.ts";

/** Embeds the texts as documents and compares each with each. Throws BAD_INPUT for no text or more than 500, and what the embedder throws. */
export async function embedTexts(
  texts: readonly string[],
  options: { readonly embedder: Embedder; readonly vectors: boolean; readonly signal?: AbortSignal },
): Promise<EmbeddedTexts> {
  const { embedder, signal } = options;
  if (texts.length === 0) {
    throw new FirstfitError(
      "BAD_INPUT",
      "There is nothing to embed.",
      'Give texts in quotes: firstfit embed "a cat" "a kitten", or --file with one text a line.',
    );
  }
  if (texts.length > 500) {
    throw new FirstfitError(
      "BAD_INPUT",
      `A matrix of ${texts.length} texts would have ${texts.length ** 2} cells; at most 500 texts are compared.`,
      "Give fewer texts.",
    );
  }
  const refused: string[] = [];
  const vectors = await embedDocuments(embedder, texts, {
    onRefused: (at, reason) => void refused.push(`no vector for text ${at + 1}: ${reason}`),
    ...(signal === undefined ? {} : { signal }),
  });
  const fault = refused[0] ?? texts.map((_, at) => vectorFault(vectors[at], embedder.dimensions)).find((why) => why !== undefined);
  if (fault !== undefined)
    throw new FirstfitError("MODEL_FAILED", `The embedder ${embedder.id} gave ${fault}.`, "Try a shorter text, or another embedder.");
  return {
    model: embedder.id,
    dimensions: embedder.dimensions,
    texts,
    cosine: vectors.map((a) => vectors.map((b) => dot(a, b))),
    ...(options.vectors ? { vectors: vectors.map((vector) => [...vector]) } : {}),
  };
}

/** Of unit vectors, so this is the cosine; clamped because rounding can pass 1 by a hair. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return Math.max(-1, Math.min(1, sum));
}
