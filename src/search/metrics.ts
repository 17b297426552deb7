/**
 * How relevant each document is for one query, by id: 0 or absent is not relevant, 1 is, more is more.
 * All measures here are undefined for a query without a relevant document: there is nothing to find, and a zero would say otherwise.
 */
export type Judgements = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k`: the gains discounted by log2(rank + 1), divided by the best that any ranking could have.
 * Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with the grade itself as the gain, as trec_eval does.
 * An id that stands in the ranking twice counts at its first place only.
 */
export function ndcgAt(ranking: readonly string[], judgements: Judgements, k: number): number | undefined {
  const ideal = discounted(
    [...judgements.values()].filter((grade) => grade > 0).sort((a, b) => b - a),
    k,
  );
  if (ideal === 0) return undefined;
  return (
    discounted(
      distinct(ranking).map((id) => gradeOf(judgements, id)),
      k,
    ) / ideal
  );
}

/** Share of the relevant documents that stand among the first `k`. */
export function recallAt(ranking: readonly string[], judgements: Judgements, k: number): number | undefined {
  const relevant = [...judgements.values()].filter((grade) => grade > 0).length;
  if (relevant === 0) return undefined;
  return (
    distinct(ranking)
      .slice(0, k)
      .filter((id) => gradeOf(judgements, id) > 0).length / relevant
  );
}

/** 1 / rank of the first relevant document among the first `k`, 0 when there is none. Its mean over queries is MRR@k. */
export function reciprocalRankAt(ranking: readonly string[], judgements: Judgements, k: number): number | undefined {
  if (![...judgements.values()].some((grade) => grade > 0)) return undefined;
  const first = distinct(ranking)
    .slice(0, k)
    .findIndex((id) => gradeOf(judgements, id) > 0);
  return first < 0 ? 0 : 1 / (first + 1);
}

function gradeOf(judgements: Judgements, id: string): number {
  return Math.max(0, judgements.get(id) ?? 0);
}

function discounted(grades: readonly number[], k: number): number {
  return grades.slice(0, k).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0);
}

function distinct(ranking: readonly string[]): string[] {
  return [...new Set(ranking)];
}
