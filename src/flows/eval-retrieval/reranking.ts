import type { Usage } from "../../core/answer.ts";
import type { RerankingMeasures, WrongRate } from "../../core/results.ts";
import type { Reranker } from "../../core/reranker.ts";
import type { Hit, Index } from "../../core/retrieval.ts";
import { featureReranker } from "../../search/rerank.ts";
import { quantile } from "../../stats/bootstrap.ts";
import { wilson } from "../../stats/intervals.ts";
import { randomizationTest } from "../../stats/paired.ts";
import { seededRandom } from "../../stats/random.ts";
import { rerankShift } from "../rerank-shift.ts";
import { rerankHits } from "../rerank.ts";
import type { RerankSettings } from "../retrieval-settings.ts";
import { usageSum } from "../../core/usage.ts";

export interface TrialReranker {
  readonly reranker: Reranker;
  /** Calls no model: it may be run for nothing, and orders all that it is given. */
  readonly isBuiltin: boolean;
}

/** The reranker that settings name, if they name one. */
export function settingsReranker(index: Pick<Index, "statistics">, { by, headings }: RerankSettings): TrialReranker | undefined {
  if (by === "none") return undefined;
  return { reranker: featureReranker({ statistics: () => index.statistics(), headings }), isBuiltin: true };
}

/** What a reranker did to one query. */
export interface QueryReranking {
  readonly reranker: string;
  /** Chunk ids of the first five, without it and with it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Is anything right among them? */
  readonly rightBefore: boolean;
  readonly rightAfter: boolean;
  readonly latencyMs: number;
  readonly usage: Usage;
  readonly failure?: string;
}

export interface RerankFirstOptions extends TrialReranker {
  isRight(hit: Hit): boolean;
  readonly signal?: AbortSignal;
  monotonicMs(): number;
}

/** As many passages as `ask` keeps. */
const KEPT = 5;
/** What a model is asked to name: no measure looks further. */
const NAMED = 10;

/** Orders hits anew and notes what that changed. Those that the reranker does not name follow in their order. Throws INTERRUPTED. */
export async function rerankFirst(
  query: string,
  hits: readonly Hit[],
  { reranker, isBuiltin, isRight, signal, monotonicMs }: RerankFirstOptions,
): Promise<{ readonly hits: readonly Hit[]; readonly reranking: QueryReranking }> {
  const startedMs = monotonicMs();
  const k = isBuiltin ? hits.length : Math.min(NAMED, hits.length);
  const { hits: best, usage, failure } = await rerankHits(query, hits, { reranker, k, ...(signal === undefined ? {} : { signal }) });
  const latencyMs = monotonicMs() - startedMs;
  const named = new Set(best.map(({ chunk }) => chunk.id));
  const after = [...best, ...hits.filter(({ chunk }) => !named.has(chunk.id))];
  const idsOf = (list: readonly Hit[]): readonly string[] => list.slice(0, KEPT).map(({ chunk }) => chunk.id);
  return {
    hits: after,
    reranking: {
      reranker: reranker.id,
      before: idsOf(hits),
      after: idsOf(after),
      rightBefore: hits.slice(0, KEPT).some(isRight),
      rightAfter: after.slice(0, KEPT).some(isRight),
      latencyMs,
      usage,
      ...(failure === undefined ? {} : { failure }),
    },
  };
}

/**
 * What the reranker did over all queries; undefined without any. A call that failed has no latency and no say in the shift, but its query counts
 * in both rates, because its asker would have got the order of the search.
 */
export function rerankingMeasures(runs: readonly QueryReranking[], seed: number): RerankingMeasures | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  const called = runs.filter(({ before, failure }) => before.length > 0 && failure === undefined);
  const latencies = called.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
  const failures = runs.flatMap(({ failure }) => failure ?? []);
  const shift = rerankShift(called);
  const changes = runs.map(({ rightBefore, rightAfter }) => Number(rightAfter) - Number(rightBefore));
  return {
    reranker: first.reranker,
    ...(latencies.length === 0 ? {} : { latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) } }),
    wrong: {
      first: KEPT,
      without: wrongRate(runs.map(({ rightBefore }) => rightBefore)),
      with: wrongRate(runs.map(({ rightAfter }) => rightAfter)),
      better: changes.filter((change) => change > 0).length,
      worse: changes.filter((change) => change < 0).length,
      pValue: randomizationTest(changes, { random: seededRandom(seed) }),
    },
    ...(shift === undefined ? {} : { shift }),
    usage: usageSum(...runs.map(({ usage }) => usage)),
    failed: failures.length,
    ...(failures[0] === undefined ? {} : { failure: failures[0] }),
  };
}

function wrongRate(right: readonly boolean[]): WrongRate {
  const queries = right.filter((one) => !one).length;
  const { mean, low, high } = wilson(queries, right.length);
  return { queries, rate: { mean, low, high } };
}
