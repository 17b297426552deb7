import { FirstfitError } from "../../core/errors.ts";
import type { PromptExample } from "../../core/prompt-definition.ts";
import type { Embedder } from "../../core/retrieval.ts";

/**
 * The `count` examples whose inputs are most like this one, the most alike last, next to the input (Liu et al. 2022, "What Makes Good In-Context Examples for GPT-3?").
 * The input itself is never its own example. Throws BAD_INPUT without an embedder.
 */
export async function similarExamples(
  examples: readonly PromptExample[],
  input: string,
  options: { readonly count: number; readonly embedder?: Embedder; readonly signal?: AbortSignal },
): Promise<readonly PromptExample[]> {
  const { embedder, signal } = options;
  if (embedder === undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      "Examples chosen by likeness need an embedder, and none was handed in.",
      "Pass `embedder`, or choose fixed ones.",
    );
  const others = examples.filter((example) => example.input !== input);
  if (others.length === 0) return [];
  const [asked, ...vectors] = await embedder.embedBatch([input, ...others.map((example) => example.input)], {
    inputType: "document",
    ...(signal === undefined ? {} : { signal }),
  });
  const ranked = others
    .map((example, i) => ({ example, i, alike: cosine(asked, vectors[i]) }))
    .toSorted((a, b) => b.alike - a.alike || a.i - b.i);
  return ranked
    .slice(0, options.count)
    .toReversed()
    .map(({ example }) => example);
}

/** Vectors of an embedder have unit length. */
function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let dot = 0;
  if (a !== undefined && b !== undefined) for (let i = 0; i < a.length; i++) dot += (a[i] ?? 0) * (b[i] ?? 0);
  return dot;
}
