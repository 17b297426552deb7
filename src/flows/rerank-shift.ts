import type { RerankShift } from "../core/pipeline.ts";
import { wilson } from "../stats/intervals.ts";

/** Chunk ids of one query, best first, as the first stage and as the reranker had them. */
export interface OrderPair {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** "Nearly every query", to be exceeded by the whole interval: 16 of 16 are enough, 15 of 15 are not. */
const NEARLY_EVERY = 0.8;

/**
 * Reads the orders of many queries before and after reranking. If reranking changes the first `top` chunks on nearly every query, the first
 * stage does not see what the reranker sees: as a rule its embedder does not suit these documents, and another one mends more than a
 * reranker on top. One query says nothing of that. Queries that found nothing do not count; undefined when none is left.
 */
export function rerankShift(pairs: readonly OrderPair[], { top = 3 }: { readonly top?: number } = {}): RerankShift | undefined {
  const found = pairs.filter(({ before }) => before.length > 0);
  if (found.length === 0) return undefined;
  const differs = ({ before, after }: OrderPair, n: number): boolean => before.slice(0, n).join("\n") !== after.slice(0, n).join("\n");
  const changed = found.filter((pair) => differs(pair, top)).length;
  const { mean, low, high } = wilson(changed, found.length);
  const verdict = low > NEARLY_EVERY ? "mismatched" : high < NEARLY_EVERY ? "suited" : "unclear";
  return {
    queries: found.length,
    changed,
    top,
    firstChanged: found.filter((pair) => differs(pair, 1)).length,
    rate: { mean, low, high },
    verdict,
    message: `Reranking changed the first ${top} passages on ${counted(changed)} of ${counted(found.length)} queries (95% interval ${percent(low)} to ${percent(high)}). ${MEANING[verdict]}`,
  };
}

function counted(queries: number): string {
  return queries.toLocaleString("en-US");
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

const MEANING: Readonly<Record<RerankShift["verdict"], string>> = {
  mismatched:
    "On nearly every query the two stages disagree. Either the embedding model does not suit these documents, and another embedder mends more than a reranker on every question; or the reranker is wrong. Judged queries tell which: firstfit eval retrieval.",
  suited: "The first stage agrees with it on the others, so nothing speaks against the embedding model.",
  unclear: "Whether that is nearly every query cannot be told from so few; ask more of them.",
};
