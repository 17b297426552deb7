import type { Feedback } from "../core/retrieval.ts";
import type { SequencedCorpus } from "./bigrams.ts";
import { termAt } from "./postings.ts";

/** A chunk that was found for the question, with its fused score. */
interface Found {
  readonly number: number;
  readonly score: number;
}

/**
 * RM3: the question's terms, and beside them the terms that its first chunks use most, as weights that sum to 1. Lavrenko & Croft, "Relevance-based language models" (2001),
 * mixed with the question as in Abdul-Jaleel et al., "UMass at TREC 2004". What a chunk lends is tf / length, times the chunk's share of the scores.
 */
export function expandedWeights(
  corpus: SequencedCorpus,
  {
    terms,
    found,
    feedback,
  }: { readonly terms: ReadonlyMap<string, number>; readonly found: readonly Found[]; readonly feedback: Feedback },
): ReadonlyMap<string, number> {
  const first = found.slice(0, feedback.documents).filter(({ score }) => score > 0);
  const scores = first.reduce((sum, { score }) => sum + score, 0);
  if (scores === 0) return terms;
  const shares = new Map<string, number>();
  for (const { number, score } of first) {
    const s = corpus.offsets.findLastIndex((offset) => offset <= number);
    const postings = corpus.postings[s];
    if (postings === undefined) continue;
    const chunk = number - (corpus.offsets[s] ?? 0);
    const sequence = postings.sequence.subarray(postings.sequenceStarts[chunk], postings.sequenceStarts[chunk + 1]);
    const counts = new Map<number, number>();
    for (const term of sequence) counts.set(term, (counts.get(term) ?? 0) + 1);
    // In the order of the names, so that sums do not depend on how the corpus is cut into segments.
    for (const [term, count] of [...counts].sort((a, b) => a[0] - b[0])) {
      const name = termAt(postings, term);
      shares.set(name, (shares.get(name) ?? 0) + ((score / scores) * count) / sequence.length);
    }
  }
  const chosen = [...shares].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, feedback.terms);
  return mixed(terms, new Map(chosen), feedback.weight);
}

function mixed(question: ReadonlyMap<string, number>, lent: ReadonlyMap<string, number>, weight: number): ReadonlyMap<string, number> {
  const total = (weights: ReadonlyMap<string, number>): number => [...weights.values()].reduce((sum, value) => sum + value, 0);
  const own = total(question);
  const others = total(lent);
  const weights = new Map<string, number>();
  if (own > 0) for (const [term, count] of question) weights.set(term, (weight * count) / own);
  if (others > 0) for (const [term, share] of lent) weights.set(term, (weights.get(term) ?? 0) + ((1 - weight) * share) / others);
  return weights;
}
