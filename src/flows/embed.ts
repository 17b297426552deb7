import { FirstfitError } from "../core/errors.ts";
import type { EmbeddedTexts } from "../core/results.ts";
import type { Embedder } from "../core/retrieval.ts";

/** Embeds the texts as documents and compares each with each. Throws BAD_INPUT for no text or more than 500. */
export async function embedTexts(
  texts: readonly string[],
  options: { readonly embedder: Embedder; readonly vectors: boolean },
): Promise<EmbeddedTexts> {
  const { embedder } = options;
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
  const vectors = await embedder.embedBatch(texts, { inputType: "document" });
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
