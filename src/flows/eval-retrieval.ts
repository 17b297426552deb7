import type { PairedDifference, QueryChange, RetrievalMeasures, RetrievalMetric, RetrievalReport } from "../core/results.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Report } from "../core/progress.ts";
import { quantile, scoreInterval } from "../stats/bootstrap.ts";
import { comparePaired } from "../stats/paired.ts";
import { seededRandom } from "../stats/random.ts";
import { rerankingMeasures, settingsReranker } from "./eval-retrieval/reranking.ts";
import { scoreQueries } from "./eval-retrieval/score.ts";
import type { QueryScores } from "./eval-retrieval/score.ts";
import type { JudgedSet } from "./eval-retrieval/judged-set.ts";
import { settingValues, shareIndex } from "./retrieval-settings.ts";
import type { RetrievalSettings } from "./retrieval-settings.ts";
import type { Trial, Trials } from "./retrieval-trial.ts";

export interface EvalRetrievalOptions {
  readonly trials: Trials;
  readonly settings: RetrievalSettings;
  /** Measured too and compared with, query by query. */
  readonly against?: RetrievalSettings;
  /** Orders the first 30 of `settings` in place of the reranker that they name; `against` keeps its own. */
  readonly reranker?: { readonly name: string; readonly reranker: Reranker };
  readonly seed: number;
  readonly report: Report;
  readonly signal: AbortSignal;
  monotonicMs(): number;
}

/** Queries whose first search is not timed. */
const WARM_UP = 30;
const METRICS: readonly RetrievalMetric[] = ["ndcgAt10", "recallAt10", "mrrAt10"];

/**
 * Measures retrieval on judged queries, with 95% bootstrap intervals over queries. Nothing of the project is changed.
 * Throws what building and searching throw, and INTERRUPTED.
 */
export async function evalRetrieval(
  { queries, unjudged, judgementsSkipped, documentsMissing }: JudgedSet,
  options: EvalRetrievalOptions,
): Promise<RetrievalReport> {
  const { trials, settings, against } = options;
  const measure = async (trial: Trial, tried: RetrievalSettings, given?: EvalRetrievalOptions["reranker"]): Promise<Measured> => {
    const reranker = given === undefined ? settingsReranker(trial.index, tried.rerank) : { reranker: given.reranker, isBuiltin: false };
    const scores = await scoreQueries(queries, {
      retriever: trial.index,
      ranking: tried.ranking,
      ...(reranker === undefined ? {} : { reranker }),
      report: options.report,
      signal: options.signal,
      warmUp: WARM_UP,
      monotonicMs: () => options.monotonicMs(),
    });
    const values = { ...settingValues(tried), ...(given === undefined ? {} : { rerank: given.name }) };
    return { scores, measures: await measuresOf(scores, trial, values, options.seed) };
  };
  let own: Measured;
  let other: Measured | undefined;
  let documents: number;
  {
    await using trial = await trials.open(settings, "file");
    own = await measure(trial, settings, options.reranker);
    documents = trial.index.statistics().documents;
    if (against !== undefined && shareIndex(settings, against)) other = await measure(trial, against);
  }
  if (against !== undefined && other === undefined) {
    await using trial = await trials.open(against, "file");
    other = await measure(trial, against);
  }
  const judgedBy = queries.some(({ expected }) => expected.kind === "passages") ? "passages" : "documents";
  return {
    queries: queries.length,
    judgedBy,
    unjudged,
    judgementsSkipped,
    ...(documentsMissing === undefined ? {} : { documentsMissing }),
    documents,
    ...own.measures,
    ...(other === undefined ? {} : { against: { ...other.measures, ...comparison(queries, own.scores, other.scores, options.seed) } }),
  };
}

interface Measured {
  readonly scores: readonly QueryScores[];
  readonly measures: RetrievalMeasures;
}

async function measuresOf(
  scores: readonly QueryScores[],
  trial: Trial,
  settings: RetrievalMeasures["settings"],
  seed: number,
): Promise<RetrievalMeasures> {
  const reranking = rerankingMeasures(
    scores.flatMap((score) => score.reranking ?? []),
    seed,
  );
  const latencies = scores.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
  const interval = (metric: RetrievalMetric): RetrievalMeasures[RetrievalMetric] =>
    scoreInterval(
      scores.map((score) => score[metric]),
      { random: seededRandom(seed) },
    );
  return {
    ndcgAt10: interval("ndcgAt10"),
    recallAt10: interval("recallAt10"),
    mrrAt10: interval("mrrAt10"),
    latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
    index: {
      chunks: trial.index.statistics().chunks,
      bytes: await trial.bytes(),
      ...(trial.seconds === undefined ? {} : { seconds: trial.seconds }),
    },
    ...(reranking === undefined ? {} : { reranking }),
    settings,
  };
}

function comparison(
  queries: JudgedSet["queries"],
  own: readonly QueryScores[],
  other: readonly QueryScores[],
  seed: number,
): Pick<NonNullable<RetrievalReport["against"]>, "paired" | "verdict" | "queries"> {
  const [ndcgAt10, recallAt10, mrrAt10] = METRICS.map((metric) => pairedDifference(own, other, metric, seed));
  if (ndcgAt10 === undefined || recallAt10 === undefined || mrrAt10 === undefined) throw new RangeError("three metrics are compared");
  const changes = queries
    .map(({ id, text }, at): QueryChange => {
      const [here, there] = [own[at]?.ndcgAt10 ?? 0, other[at]?.ndcgAt10 ?? 0];
      return { id, query: text, ndcgAt10: here, against: there, change: here - there };
    })
    .filter(({ change }) => change !== 0)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.id < b.id ? -1 : 1));
  return { paired: { ndcgAt10, recallAt10, mrrAt10 }, verdict: verdictOf(ndcgAt10), queries: changes };
}

export function pairedDifference(
  own: readonly QueryScores[],
  other: readonly QueryScores[],
  metric: RetrievalMetric,
  seed: number,
): PairedDifference {
  const of = (scores: readonly QueryScores[]): number[] => scores.map((score) => score[metric]);
  const { difference, pValue, wins, losses, ties, isSeparated, casesMore } = comparePaired(of(other), of(own), {
    random: seededRandom(seed),
  });
  return { difference, pValue, wins, losses, ties, isSeparated, ...(casesMore === undefined ? {} : { queriesMore: casesMore }) };
}

function verdictOf({ difference, wins, losses, isSeparated, queriesMore }: PairedDifference): string {
  if (isSeparated) {
    const [word, size] = difference.mean > 0 ? ["better", difference.mean] : ["worse", -difference.mean];
    return `These settings are ${word} by ${size.toFixed(3)} nDCG@10.`;
  }
  if (queriesMore !== undefined)
    return `You cannot tell these apart; about ${rounded(queriesMore).toLocaleString("en-US")} more queries would.`;
  return wins + losses === 0
    ? "These find the same for every query."
    : "You cannot tell these apart, and their means are equal: no number of queries would.";
}

/** Two digits: a guess from a few queries has no more. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}
