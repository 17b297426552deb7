import { FirstfitError } from "../../core/errors.ts";
import type { Report } from "../../core/progress.ts";
import type { Hit, RankingSettings, Retriever } from "../../core/retrieval.ts";
import { ndcgAt, recallAt, reciprocalRankAt } from "../../search/metrics.ts";
import type { Judgements } from "../../search/metrics.ts";
import type { ExpectedPassage, JudgedQuery } from "./judged-set.ts";
import { rerankFirst } from "./reranking.ts";
import type { QueryReranking, TrialReranker } from "./reranking.ts";

export interface QueryScores {
  readonly id: string;
  readonly ndcgAt10: number;
  readonly recallAt10: number;
  readonly mrrAt10: number;
  readonly latencyMs: number;
  /** Where there was a reranker. */
  readonly reranking?: QueryReranking;
}

export interface ScoreContext {
  readonly retriever: Retriever;
  readonly ranking: RankingSettings;
  /** Orders the first 30 of every query anew. */
  readonly reranker?: TrialReranker;
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
 * at least half of it; hits that hold nothing new stand as misses. Latency is that of the first search for 30 hits, and of reranking them.
 */
export async function scoreQueries(queries: readonly JudgedQuery[], context: ScoreContext): Promise<readonly QueryScores[]> {
  const { report, signal, warmUp = 0, monotonicMs } = context;
  report?.({ kind: "started", stage: "searching", total: queries.length });
  const scores: QueryScores[] = [];
  const isPaidFor = context.reranker?.isBuiltin === false;
  for (const query of queries.slice(0, warmUp)) await firstHits(query, context, { rerank: !isPaidFor });
  for (const query of queries) {
    if (signal?.aborted === true) throw new FirstfitError("INTERRUPTED", "Stopped before every query was asked.", "Run it again.");
    const startedMs = monotonicMs();
    const first = await firstHits(query, context, { rerank: true });
    const latencyMs = monotonicMs() - startedMs;
    const { ranking, judgements } = await ranked(query, first, context);
    scores.push({
      id: query.id,
      // undefined only without a relevant item, and such queries are not here
      ndcgAt10: ndcgAt(ranking, judgements, DEPTH) ?? 0,
      recallAt10: recallAt(ranking, judgements, DEPTH) ?? 0,
      mrrAt10: reciprocalRankAt(ranking, judgements, DEPTH) ?? 0,
      latencyMs,
      ...(first.reranking === undefined ? {} : { reranking: first.reranking }),
    });
    report?.({ kind: "advanced", stage: "searching", done: scores.length, total: queries.length });
  }
  report?.({ kind: "finished", stage: "searching", done: scores.length });
  return scores;
}

interface FirstHits {
  readonly hits: readonly Hit[];
  readonly reranking?: QueryReranking;
}

async function firstHits(query: JudgedQuery, context: ScoreContext, { rerank }: { readonly rerank: boolean }): Promise<FirstHits> {
  const { retriever, ranking, reranker, signal, monotonicMs } = context;
  const hits = await retriever.search(query.text, { k: HITS, ranking });
  if (reranker === undefined || !rerank) return { hits };
  return await rerankFirst(query.text, hits, {
    ...reranker,
    isRight: (hit) => isRight(hit, query),
    ...(signal === undefined ? {} : { signal }),
    monotonicMs,
  });
}

/** Is the passage, or its document, among what is expected? */
export function isRight(hit: Pick<Hit, "chunk">, { expected }: Pick<JudgedQuery, "expected">): boolean {
  return expected.kind === "documents"
    ? (expected.grades.get(hit.chunk.document) ?? 0) > 0
    : expected.passages.some((passage) => holds(hit, passage));
}

interface Ranked {
  readonly ranking: readonly string[];
  readonly judgements: Judgements;
}

async function ranked({ text, expected }: JudgedQuery, first: FirstHits, { retriever, ranking }: ScoreContext): Promise<Ranked> {
  if (expected.kind === "passages") return rankedPassages(first.hits, expected.passages);
  let hits = first.hits;
  let documents = documentsOf(hits);
  for (let k = HITS * 4; documents.length < DEPTH && hits.length >= k / 4 && k <= HITS_MAX; k *= 4) {
    const deeper = await retriever.search(text, { k, ranking });
    // what was reranked stays where it is, and is not paid for again
    hits = first.reranking === undefined ? deeper : [...first.hits, ...without(deeper, first.hits)];
    documents = documentsOf(hits);
  }
  return { ranking: documents, judgements: expected.grades };
}

function without(hits: readonly Hit[], known: readonly Hit[]): readonly Hit[] {
  const ids = new Set(known.map(({ chunk }) => chunk.id));
  return hits.filter(({ chunk }) => !ids.has(chunk.id));
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

function holds({ chunk }: Pick<Hit, "chunk">, passage: ExpectedPassage | undefined): boolean {
  if (passage === undefined || chunk.document !== passage.document) return false;
  if (passage.quote !== undefined) return spaced(chunk.text).includes(spaced(passage.quote));
  const { start = 0, end = 0 } = passage;
  return 2 * (Math.min(chunk.end, end) - Math.max(chunk.start, start)) >= end - start;
}

/** Line breaks in a quote are the quoter's. */
function spaced(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
