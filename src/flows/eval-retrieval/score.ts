import { FirstfitError } from "../../core/errors.ts";
import type { Report } from "../../core/progress.ts";
import type { CorpusStatistics, Hit, RankingSettings, Retriever } from "../../core/retrieval.ts";
import { ndcgAt, recallAt, reciprocalRankAt } from "../../search/metrics.ts";
import type { Judgements } from "../../search/metrics.ts";
import { featureReranker } from "../../search/rerank.ts";
import type { RerankSettings } from "../retrieval-settings.ts";
import type { ExpectedPassage, JudgedQuery } from "./judged-set.ts";

export interface QueryScores {
  readonly id: string;
  readonly ndcgAt10: number;
  readonly recallAt10: number;
  readonly mrrAt10: number;
  readonly latencyMs: number;
}

export interface ScoreContext {
  readonly retriever: Retriever & { statistics(): CorpusStatistics };
  readonly ranking: RankingSettings;
  readonly rerank?: RerankSettings;
  readonly report?: Report;
  readonly signal?: AbortSignal;
  /** Queries searched once before the first is timed: the first searches of a process compile code and read the index. Default 0 */
  readonly warmUp?: number;
  monotonicMs(): number;
}

const DEPTH = 10;
/** Hits asked for at first. Chunks of one document stand close together, so ten documents need more than ten of them. */
const HITS = 30;
const HITS_MAX = 10_000;

/**
 * Scores every query. Documents are ranked by their best chunk. A passage that is expected counts as found by the first hit that holds
 * at least half of it; hits that hold nothing new stand as misses. Latency is that of the first search for 30 hits.
 */
export async function scoreQueries(queries: readonly JudgedQuery[], context: ScoreContext): Promise<readonly QueryScores[]> {
  const { report, signal, warmUp = 0, monotonicMs } = context;
  report?.({ kind: "started", stage: "searching", total: queries.length });
  const scores: QueryScores[] = [];
  for (const { text } of queries.slice(0, warmUp)) await search(text, HITS, context);
  for (const query of queries) {
    if (signal?.aborted === true) throw new FirstfitError("INTERRUPTED", "Stopped before every query was asked.", "Run it again.");
    const startedMs = monotonicMs();
    const hits = await search(query.text, HITS, context);
    const latencyMs = monotonicMs() - startedMs;
    const { ranking, judgements } = await ranked(query, hits, context);
    scores.push({
      id: query.id,
      // undefined only without a relevant item, and such queries are not here
      ndcgAt10: ndcgAt(ranking, judgements, DEPTH) ?? 0,
      recallAt10: recallAt(ranking, judgements, DEPTH) ?? 0,
      mrrAt10: reciprocalRankAt(ranking, judgements, DEPTH) ?? 0,
      latencyMs,
    });
    report?.({ kind: "advanced", stage: "searching", done: scores.length, total: queries.length });
  }
  report?.({ kind: "finished", stage: "searching", done: scores.length });
  return scores;
}

/** Only the first 30 are reranked, as when a question is asked; what is behind them follows. */
async function search(text: string, k: number, { retriever, ranking, rerank }: ScoreContext): Promise<readonly Hit[]> {
  const hits = await retriever.search(text, { k, ranking });
  if (rerank === undefined || rerank.by === "none") return hits;
  const reranker = featureReranker({ statistics: () => retriever.statistics(), headings: rerank.headings });
  return [...(await reranker.rerank(text, hits.slice(0, HITS), { k: HITS })), ...hits.slice(HITS)];
}

interface Ranked {
  readonly ranking: readonly string[];
  readonly judgements: Judgements;
}

async function ranked({ text, expected }: JudgedQuery, first: readonly Hit[], context: ScoreContext): Promise<Ranked> {
  if (expected.kind === "passages") return rankedPassages(first, expected.passages);
  let hits = first;
  let documents = documentsOf(hits);
  for (let k = HITS * 4; documents.length < DEPTH && hits.length >= k / 4 && k <= HITS_MAX; k *= 4) {
    hits = await search(text, k, context);
    documents = documentsOf(hits);
  }
  return { ranking: documents, judgements: expected.grades };
}

function documentsOf(hits: readonly Hit[]): string[] {
  return [...new Set(hits.map(({ chunk }) => chunk.document))];
}

/** Expected passages are numbered; a hit stands for those it finds first, and for itself when it finds none. */
function rankedPassages(hits: readonly Hit[], passages: readonly ExpectedPassage[]): Ranked {
  const missing = new Set(passages.keys());
  const ranking = hits.flatMap((hit) => {
    const found = [...missing].filter((n) => holds(hit, passages[n]));
    for (const n of found) missing.delete(n);
    return found.length === 0 ? [`hit ${hit.chunk.id}`] : found.map((n) => `passage ${n}`);
  });
  return { ranking, judgements: new Map([...passages.keys()].map((n) => [`passage ${n}`, 1])) };
}

function holds({ chunk }: Hit, passage: ExpectedPassage | undefined): boolean {
  if (passage === undefined || chunk.document !== passage.document) return false;
  if (passage.quote !== undefined) return spaced(chunk.text).includes(spaced(passage.quote));
  const { start = 0, end = 0 } = passage;
  return 2 * (Math.min(chunk.end, end) - Math.max(chunk.start, start)) >= end - start;
}

/** Line breaks in a quote are the quoter's. */
function spaced(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
