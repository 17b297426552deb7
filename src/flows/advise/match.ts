import type { AdviceMatch } from "../../core/advice.ts";
import type { Embedder } from "../../core/retrieval.ts";
import { probabilities } from "../../learn/softmax.ts";
import { textFeatures } from "./features.ts";
import type { FeatureWeights } from "./features.ts";
import { featureHash } from "./matcher-file.ts";
import type { AdviceLabel, MatcherFile } from "./matcher-file.ts";
import { rowOf } from "./table.ts";

/** Below this belief nothing is said with certainty. Chosen by the texts of writers that the matcher was not trained on: one right row is given up for each wrong one. */
const BELIEF_MIN = 0.3;

export interface Match {
  readonly unsure: boolean;
  /** Best first: three, or where it is unsure the two nearest rows. */
  readonly matches: readonly AdviceMatch[];
}

export interface Matcher {
  match(claim: string): Promise<Match>;
}

/** Name of the feature that holds one number of a text's vector. */
export function vectorFeature(dimension: number): string {
  return `vector ${dimension}`;
}

/**
 * Finds the row that answers a text by what was learnt from many: a linear classifier over the text's features and the numbers of its vector. The
 * embedder is the one that the file was made with. The same text: the same match. Asks nobody.
 */
export function matcherOf(file: MatcherFile, embedder: Embedder, weights?: FeatureWeights): Matcher {
  return {
    async match(claim) {
      const [vector = new Float32Array()] = await embedder.embedBatch([claim], { inputType: "document" });
      const features = new Map(textFeatures(claim, weights));
      for (const [dimension, value] of vector.entries()) features.set(vectorFeature(dimension), value);
      return decided(believed(file, features));
    },
  };
}

interface Belief {
  readonly label: AdviceLabel;
  readonly belief: number;
}

/** Best first. Only the weights of features that the text has are unpacked. */
function believed({ labels, biases, step, hashes, codes }: MatcherFile, features: ReadonlyMap<string, number>): readonly Belief[] {
  const found = [...features].flatMap(([name, value]) => {
    const at = placeOf(hashes, featureHash(name));
    return at === undefined ? [] : [{ at, value: value * step }];
  });
  const weights = new Float64Array(found.length * labels.length);
  for (const [i, { at }] of found.entries()) weights.set(codes.subarray(at * labels.length, (at + 1) * labels.length), i * labels.length);
  const beliefs = probabilities(
    { classCount: labels.length, weights, biases: Float64Array.from(biases) },
    { columns: Int32Array.from(found.keys()), values: Float64Array.from(found, ({ value }) => value) },
  );
  // ties by name, as everywhere
  return labels
    .map((label, i) => ({ label, belief: beliefs[i] ?? 0 }))
    .toSorted((a, b) => b.belief - a.belief || (a.label < b.label ? -1 : 1));
}

function placeOf(hashes: Uint32Array, hash: number): number | undefined {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] as number) < hash) low = middle + 1;
    else high = middle;
  }
  return hashes[low] === hash ? low : undefined;
}

function decided(beliefs: readonly Belief[]): Match {
  const best = beliefs[0];
  const unsure = best === undefined || best.label === "none" || best.belief < BELIEF_MIN;
  const rows = beliefs.flatMap(({ label, belief }): AdviceMatch[] =>
    label === "none" ? [] : [{ row: label, move: rowOf(label).move, confidence: Number(belief.toFixed(3)) }],
  );
  return { unsure, matches: rows.slice(0, unsure ? 2 : 3) };
}
