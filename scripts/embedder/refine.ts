import type { DenseMatrix, TruncatedSvd } from "../../src/learn/truncated-svd.ts";
import { senseWeight } from "./glosses.ts";
import type { WordNet } from "./wordnet.ts";

export interface Refinement {
  /** How far a lemma moves towards its synsets. */
  readonly smoothing: number;
  readonly pointersLeftOut: readonly string[];
}

/** The lemmas' vectors: left singular vectors times the roots of the singular values, centred, smoothed, each of unit length. */
export function refine({ left, singularValues }: TruncatedSvd, wordnet: WordNet, { smoothing, pointersLeftOut }: Refinement): DenseMatrix {
  const scales = singularValues.map((value) => Math.sqrt(value));
  const scaled = { ...left, values: left.values.map((value, at) => value * scales[at % scales.length]!) };
  unitRows(scaled);
  centre(scaled, wordnet);
  unitRows(scaled);
  return smooth(scaled, wordnet, smoothing, pointersLeftOut);
}

/** Scales every row to unit length; a row of zeros stays. */
export function unitRows({ values, columns }: DenseMatrix): void {
  for (let from = 0; from < values.length; from += columns) {
    let squares = 0;
    for (let at = from; at < from + columns; at++) squares += values[at]! ** 2;
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let at = from; at < from + columns; at++) values[at]! *= scale;
  }
}

/**
 * Takes the mean of the one-word lemmas from every row, because what all words share tells none apart
 * (Mu and Viswanath, "All-but-the-Top", ICLR 2018; their second step, dropping leading components, lowered the figures here).
 */
function centre(vectors: DenseMatrix, wordnet: WordNet): void {
  const { values, columns } = vectors;
  const mean = new Float64Array(columns);
  let words = 0;
  wordnet.lemmas.forEach((lemma, row) => {
    if (lemma.includes("_")) return;
    words++;
    for (let column = 0; column < columns; column++) mean[column]! += values[row * columns + column]!;
  });
  for (let at = 0; at < values.length; at++) values[at]! -= mean[at % columns]! / words;
}

/**
 * Moves every lemma towards its synsets: a synset's vector is the mean of its lemmas, plus half of the mean of its neighbours along pointers;
 * a lemma gets `share` of its synsets' mean, weighted by sense. It steadies lemmas that few walks met (in the spirit of Faruqui et al.,
 * "Retrofitting Word Vectors to Semantic Lexicons", NAACL 2015).
 */
function smooth(vectors: DenseMatrix, wordnet: WordNet, share: number, pointersLeftOut: readonly string[]): DenseMatrix {
  const { columns } = vectors;
  const own = zeroMatrix(wordnet.synsets.length, columns);
  wordnet.senses.forEach((senses, lemma) => {
    const total = senses.reduce((sum, sense) => sum + senseWeight(sense.rank, sense.tagCount), 0);
    for (const sense of senses) addRow(own, sense.synset, vectors, lemma, senseWeight(sense.rank, sense.tagCount) / total);
  });
  unitRows(own);
  const wide = { ...own, values: own.values.slice() };
  wordnet.synsets.forEach((synset, row) => {
    const targets = synset.pointers.filter((pointer) => !pointersLeftOut.includes(pointer.symbol));
    for (const { synset: target } of targets) addRow(wide, row, own, target, 0.5 / targets.length);
  });
  unitRows(wide);
  const senseMeans = zeroMatrix(vectors.rows, columns);
  wordnet.senses.forEach((senses, lemma) => {
    for (const sense of senses) addRow(senseMeans, lemma, wide, sense.synset, senseWeight(sense.rank, sense.tagCount));
  });
  unitRows(senseMeans);
  const result = { ...vectors, values: vectors.values.slice() };
  for (let at = 0; at < result.values.length; at++) result.values[at]! += share * senseMeans.values[at]!;
  unitRows(result);
  return result;
}

export function zeroMatrix(rows: number, columns: number): DenseMatrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

/** Adds `weight` times a row of `from` to a row of `to`. */
export function addRow(to: DenseMatrix, row: number, from: DenseMatrix, source: number, weight: number): void {
  for (let column = 0; column < to.columns; column++)
    to.values[row * to.columns + column]! += weight * from.values[source * to.columns + column]!;
}
