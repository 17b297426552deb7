import { unitVector } from "./embedding-values.ts";

/** How a model of this process is asked for the vector of one text that it reads as a whole. */
export interface WholeTexts {
  readonly tokensMax: number;
  count(text: string): number;
  embed(text: string): Promise<Float32Array>;
}

/**
 * The vector of a text of any length. One that is longer than the model reads is cut at spaces into parts that it does read, and its vector is
 * the mean of theirs, weighed by their tokens: nothing is left out. A part without a space is cut in its middle.
 */
export async function embedWhole(prompt: string, text: string, model: WholeTexts): Promise<Float32Array> {
  const parts = partsOf(prompt, text, model);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return unitVector(await model.embed(prompt + only.text));
  let sum: Float32Array | undefined;
  for (const { text: part, tokens } of parts) {
    const vector = unitVector(await model.embed(prompt + part));
    sum = vector.map((number, i) => (sum?.[i] ?? 0) + number * tokens);
  }
  return unitVector(sum ?? new Float32Array());
}

function partsOf(prompt: string, text: string, model: WholeTexts): readonly { readonly text: string; readonly tokens: number }[] {
  const tokens = model.count(prompt + text);
  if (tokens <= model.tokensMax || text.length < 2) return [{ text, tokens }];
  const middle = Math.floor(text.length / 2);
  const space = text.lastIndexOf(" ", middle);
  const cut = space > text.length / 4 ? space + 1 : middle;
  return [...partsOf(prompt, text.slice(0, cut), model), ...partsOf(prompt, text.slice(cut), model)];
}
