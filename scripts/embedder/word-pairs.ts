import { readFileSync } from "node:fs";
import { spearman } from "../../src/stats/rank-correlation.ts";
import { cosine } from "../../src/search/vectors.ts";

/** Word pairs that people rated, and the least rank correlation that the shipped vectors must have with the ratings. */
export const WORD_PAIR_SETS = [
  { name: "SimLex-999", file: "simlex999.tsv", least: 0.6 },
  { name: "WordSim-353", file: "wordsim353.tsv", least: 0.7 },
  { name: "MEN", file: "men.tsv", least: 0.75 },
] as const;

export interface WordPair {
  readonly words: readonly [string, string];
  readonly rating: number;
}

/** Tab-separated: two words and a rating, under one line of headings. */
export function readWordPairs(file: string): WordPair[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [first = "", second = "", rating = ""] = line.split("\t");
      return { words: [first, second], rating: Number(rating) };
    });
}

/** Spearman's correlation of the ratings with the cosines of all pairs; none is left out. */
export async function correlation(
  pairs: readonly WordPair[],
  embed: (words: readonly string[]) => Promise<readonly Float32Array[]>,
): Promise<number | undefined> {
  const vectors = await embed(pairs.flatMap(({ words }) => words));
  return spearman(
    pairs.map(({ rating }) => rating),
    pairs.map((_, at) => cosine(vectors[2 * at]!, vectors[2 * at + 1]!)),
  );
}
