import type { Usage } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Message, Model } from "../core/model.ts";
import type { Move, PipelineStep, PlannedQuery, QueryMethod } from "../core/pipeline.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Filter, Hit, RankingChange, Retriever, SearchStep } from "../core/retrieval.ts";
import { estimateTokens } from "../text/tokens.ts";
import { recentMessages } from "./query/conversation.ts";
import type { QueryPlan } from "./query/plan.ts";
import { mergeHits } from "./query/merge.ts";
import { QUERY_TRANSFORMS } from "./query/transforms.ts";
import { rerankHits } from "./rerank.ts";
import type { Reranked } from "./rerank.ts";
import { NO_USAGE, usageSum } from "../core/usage.ts";

export interface RetrieveOptions {
  readonly retriever: Retriever;
  /** How many hits, at most. */
  readonly k: number;
  readonly filter?: Filter;
  readonly ranking?: RankingChange;
  /** Makes other searches of the question first. */
  readonly rewrite?: { readonly method: QueryMethod; readonly model: Model };
  /** The conversation so far, for a rewriting model. */
  readonly history?: readonly Message[];
  /** Chooses the `k` hits. */
  readonly reranker?: Reranker;
  /** How many hits it chooses from; where `k` is more, the others follow in their order. Default 30 */
  readonly candidates?: number;
  /** Say which legs found each hit. It costs some time. A reranker is told in any case. */
  readonly explain?: boolean;
  /** Keep what each step did. It costs some time. */
  readonly trace?: boolean;
  readonly signal?: AbortSignal;
  monotonicMs(): number;
}

export interface Retrieved {
  readonly hits: readonly Hit[];
  /** The question to answer: as typed, or made to stand on its own from `history`. */
  readonly question: string;
  /** Of the models that were called. */
  readonly usage: Usage;
  /** What did not work and what was done instead; a line each. */
  readonly notes: readonly string[];
  /** Ids of the first `k` before and after reranking; absent when nothing reranked. */
  readonly order?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** The first six steps of the pipeline, when a trace was asked for. */
  readonly steps: readonly PipelineStep[];
}

const CANDIDATES = 30;

/**
 * The one way from a question to passages: make searches of it, run them, merge what they found, let a reranker choose. Best first, each chunk once. A model
 * that fails never stops it: the question is then searched as typed, or the order stays, and `notes` says so.
 * Throws INTERRUPTED when `signal` ended it, and what the retriever throws.
 */
export async function retrieve(question: string, options: RetrieveOptions): Promise<Retrieved> {
  const { retriever, k, rewrite, reranker, signal, monotonicMs } = options;
  const said = options.history ?? [];
  const history = recentMessages(said);
  const steps: PipelineStep[] = [{ kind: "question", ms: 0, text: question, tokens: estimateTokens(question) }];
  const startedMs = monotonicMs();
  const withSignal = signal === undefined ? {} : { signal };
  const plan = rewrite && (await QUERY_TRANSFORMS[rewrite.method](question, rewrite.model, { ...withSignal, history }));
  const plannedMs = monotonicMs();
  steps.push(rewriteStep(plan, rewrite?.model.id, plannedMs - startedMs));
  const queries = plan?.queries ?? [{ text: question }];
  const standalone = history.length > 0 && plan?.method === "rewrite" ? (queries[0]?.text ?? question) : question;

  const pool = options.candidates ?? CANDIDATES;
  const wanted = reranker === undefined ? k : Math.max(k, pool);
  const searches: Searched[] = [];
  for (const query of queries) {
    if (signal?.aborted === true) throw new FirstfitError("INTERRUPTED", "Stopped while searching.", "Ask again.");
    searches.push(
      await searchOne(retriever, query, { ...options, k: wanted, explain: options.explain === true || reranker !== undefined }),
    );
  }
  const mergeStartedMs = monotonicMs();
  const merged = mergeHits(
    searches.map(({ hits }) => hits),
    plan?.merge ?? "agreement",
  ).slice(0, wanted);
  if (options.trace === true) steps.push(...searchSteps(searches, merged, { top: k, mergeMs: monotonicMs() - mergeStartedMs }));

  const rerankStartedMs = monotonicMs();
  const [first, rest] = [merged.slice(0, pool), merged.slice(pool)];
  const reranked = reranker && (await rerankHits(standalone, first, { reranker, k: Math.min(k, pool), ...withSignal }));
  steps.push(rerankStep(first, { reranked, id: reranker?.id, ms: monotonicMs() - rerankStartedMs }));
  const hits = reranked === undefined ? merged : [...reranked.hits, ...rest].slice(0, k);
  return {
    hits,
    question: standalone,
    usage: usageSum(plan?.usage ?? NO_USAGE, reranked?.usage ?? NO_USAGE),
    notes: [
      ...(plan?.fallback === undefined ? [] : [`Searched as typed: ${plan.fallback}.`]),
      ...(standalone === question ? [] : [`Read as: ${standalone}`]),
      ...(history.length === said.length
        ? []
        : [`Of the conversation only the last ${history.length} of ${said.length} messages were read.`]),
      ...(reranked?.failure === undefined ? [] : [`Not reranked: ${reranked.failure}.`]),
    ],
    ...(reranked === undefined || reranked.failure !== undefined
      ? {}
      : { order: { before: idsOf(merged.slice(0, k)), after: idsOf(hits) } }),
    steps: options.trace === true ? steps : [],
  };
}

interface Searched {
  readonly hits: readonly Hit[];
  readonly steps: readonly { readonly step: SearchStep; readonly ms: number }[];
  readonly ms: number;
}

/** `ms` of a step counts from the beginning of the search to its end. */
async function searchOne(retriever: Retriever, query: PlannedQuery, options: RetrieveOptions): Promise<Searched> {
  const { k, filter, ranking, explain, trace, monotonicMs } = options;
  const startedMs = monotonicMs();
  const steps: { readonly step: SearchStep; readonly ms: number }[] = [];
  const hits = await retriever.search(query.text, {
    k,
    ...(query.denseText === undefined ? {} : { denseText: query.denseText }),
    ...(filter === undefined ? {} : { filter }),
    ...(ranking === undefined ? {} : { ranking }),
    ...(explain === true ? { explain } : {}),
    ...(trace === true ? { trace: (step) => steps.push({ step, ms: monotonicMs() - startedMs }) } : {}),
  });
  return { hits, steps, ms: monotonicMs() - startedMs };
}

function rewriteStep(plan: QueryPlan | undefined, model: string | undefined, ms: number): PipelineStep {
  if (plan === undefined || model === undefined) return { kind: "rewrite", skipped: "searched as typed" };
  const { method, queries, merge, usage, fallback } = plan;
  return { kind: "rewrite", ms, method, model, queries, merge, usage, ...(fallback === undefined ? {} : { fallback }) };
}

/** Embedding, legs and merging of all searches together. */
function searchSteps(
  searches: readonly Searched[],
  merged: readonly Hit[],
  { top, mergeMs }: { readonly top: number; readonly mergeMs: number },
): PipelineStep[] {
  const of = <K extends SearchStep["kind"]>({ steps }: Searched, kind: K) =>
    // the filter leaves steps of this kind alone
    steps.filter(({ step }) => step.kind === kind) as { readonly step: Extract<SearchStep, { readonly kind: K }>; readonly ms: number }[];
  const read = searches.flatMap((search) => of(search, "analysis").slice(0, 1));
  if (read.length === 0) return (["embed", "legs", "merge"] as const).map((kind) => ({ kind, skipped: "nothing to search" }));
  const embedMs = sumOf(searches, (search) => of(search, "analysis")[0]?.ms ?? search.ms);
  const rankedMs = sumOf(searches, (search) => of(search, "leg").at(-1)?.ms ?? search.ms);
  const legs = searches.flatMap((search, query) =>
    lastLegs(search).map(({ leg, weight, candidates, top: best }) => ({ query, leg, weight, candidates, top: best })),
  );
  const filter = searches.flatMap((search) => of(search, "filter"))[0]?.step;
  const fusions = searches.flatMap((search) => of(search, "fusion").slice(-1)).map(({ step }) => step);
  const heaviest = legs.filter(({ query }) => query === 0).toSorted((a, b) => b.weight - a.weight)[0];
  return [
    {
      kind: "embed",
      ms: embedMs,
      texts: searches.length,
      queries: read.map(({ step: { terms, termsUnknown, corrections, expansions } }) => ({ terms, termsUnknown, corrections, expansions })),
    },
    {
      kind: "legs",
      ms: rankedMs - embedMs,
      chunks: filter?.chunks ?? 0,
      allowed: filter?.allowed ?? 0,
      legs,
      feedbackTerms: searches.flatMap((search) => of(search, "feedback").flatMap(({ step }) => step.terms.map(({ term }) => term))),
    },
    {
      kind: "merge",
      ms: sumOf(searches, ({ ms }) => ms) - rankedMs + mergeMs,
      ...(fusions[0] === undefined ? {} : { fusion: fusions[0].fusion }),
      queries: searches.length,
      found: sumOf(legs, ({ candidates }) => candidates),
      candidates: sumOf(fusions, ({ candidates }) => candidates),
      kept: merged.length,
      ...(heaviest === undefined ? {} : { against: heaviest.leg }),
      moves: movesBetween(heaviest?.top.map(({ chunk }) => chunk) ?? [], idsOf(merged), top),
    },
  ];
}

/** With feedback the legs rank twice, and the second time counts. */
function lastLegs({ steps }: Searched): readonly Extract<SearchStep, { readonly kind: "leg" }>[] {
  const from = steps.findLastIndex(({ step }) => step.kind === "feedback") + 1;
  return steps.slice(from).flatMap(({ step }) => (step.kind === "leg" ? [step] : []));
}

function rerankStep(
  merged: readonly Hit[],
  { reranked, id, ms }: { readonly reranked: Reranked | undefined; readonly id: string | undefined; readonly ms: number },
): PipelineStep {
  if (reranked === undefined || id === undefined) return { kind: "rerank", skipped: "the merged order stays" };
  if (merged.length === 0) return { kind: "rerank", skipped: "nothing to choose from" };
  const { hits, usage, failure } = reranked;
  return {
    kind: "rerank",
    ms,
    reranker: id,
    candidates: merged.length,
    kept: hits.length,
    moves: movesBetween(idsOf(merged), idsOf(hits), hits.length),
    usage,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Chunks of the first `top` before or after that another place was found for; those that are in come first. */
export function movesBetween(before: readonly string[], after: readonly string[], top: number): Move[] {
  const were = new Map(before.map((chunk, i) => [chunk, i + 1]));
  const stayed = new Set(after);
  const placed = after.slice(0, top).map((chunk, i): Move => {
    const from = were.get(chunk);
    return { chunk, ...(from === undefined ? {} : { from }), to: i + 1 };
  });
  const left = before.slice(0, top).flatMap((chunk, i): Move[] => (stayed.has(chunk) ? [] : [{ chunk, from: i + 1 }]));
  return [...placed.filter(({ from, to }) => from !== to), ...left];
}

const idsOf = (hits: readonly Hit[]): string[] => hits.map(({ chunk }) => chunk.id);

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
