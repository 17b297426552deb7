import { FirstfitError } from "../core/errors.ts";
import type { Report } from "../core/progress.ts";
import type { PairedDifference, RetrievalTuned, RetrievalTuning } from "../core/results.ts";
import type { Embedder, QueryAdapter } from "../core/retrieval.ts";
import { scoreInterval } from "../stats/bootstrap.ts";
import { comparePaired } from "../stats/paired.ts";
import { seededRandom, shuffled } from "../stats/random.ts";
import type { JudgedQuery } from "./eval-retrieval/judged-set.ts";
import { changedSettings } from "./retrieval-settings.ts";
import type { RetrievalSettings } from "./retrieval-settings.ts";
import type { Trials } from "./retrieval-trial.ts";
import { adapterScores, withAdapter } from "./tune-retrieval/adapter.ts";
import type { AdapterSearch } from "./tune-retrieval/adapter.ts";
import { chooseSettings, heldOutScores } from "./tune-retrieval/choose.ts";
import { CHUNK_COORDINATE, QUERY_COORDINATES, embedderCoordinate } from "./tune-retrieval/coordinates.ts";
import { scoreTable } from "./tune-retrieval/score-table.ts";
import type { ScoreTable } from "./tune-retrieval/score-table.ts";

export interface TuneRetrievalOptions {
  readonly trials: Trials;
  /** The project's settings, to be beaten. */
  readonly project: RetrievalSettings;
  /** Where the queries come from: people's judgements weigh more than what was made up from the corpus. */
  readonly source: RetrievalTuning["source"];
  /** Leave out what needs a new index. */
  readonly queryOnly: boolean;
  /** Embedders by name. With it an adapter for question vectors is fitted to judged queries. */
  readonly embedder?: (name: string) => Promise<Embedder>;
  /** Names of embedders to be tried beside the project's, each with indexes of its own. */
  readonly embedders?: readonly string[];
  readonly seed: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** What was found, with the adapter itself where one was fitted, adopted or not. */
export type Tuned = Omit<RetrievalTuned, "change" | "documentsMissing"> & { readonly queryAdapter?: QueryAdapter };

type Counts = Pick<RetrievalTuning, "queries" | "queriesLeft" | "source">;

/** Beside the configuration. */
export const ADAPTER_FILE = "adapter.json";

/** Fewer queries say nothing after a fifth of them is held out. */
export const QUERIES_MIN = 20;
/** More make a sweep long and its answer no clearer. */
const QUERIES_MAX = 400;
const FOLDS = 5;
const DEALS = 2;

/**
 * Looks for better retrieval settings and says whether they are proved. What is adopted was chosen by all queries; whether it is adopted is
 * decided by queries that had no part in a choice: the same procedure run on four fifths of them has to beat the project's settings on the
 * fifth that was held out, over all fifths, with an interval above 0. Changes nothing.
 * Throws what building and searching throw, and INTERRUPTED.
 */
export async function tuneRetrieval(queries: readonly JudgedQuery[], options: TuneRetrievalOptions): Promise<Tuned> {
  const { trials, project, source, seed, report, signal, embedder } = options;
  const used = sampled(queries, seed);
  const counts = { queries: used.length, queriesLeft: queries.length - used.length, source };
  if (used.length < QUERIES_MIN) return { ...counts, decision: "keep", reason: tooFew(used.length), tried: 0, changes: {} };
  report({ kind: "started", stage: "trying settings" });
  await using table = scoreTable({ trials, queries: used, report, signal });
  const { chosen, ...tuning } = await tuneSettings(used, table, { ...options, counts });
  if (embedder === undefined || source === "synthetic") return tuning;
  const settings = tuning.decision === "adopt" ? chosen : project;
  const search = { table, queries: used, embedder: await embedder(settings.embedder), settings, signal };
  return { ...tuning, ...(await tuneAdapter(search, table, seed)) };
}

/** An adapter for these settings, and whether it is proved on queries that it was not fitted to. */
async function tuneAdapter(search: AdapterSearch, table: ScoreTable, seed: number): Promise<Pick<Tuned, "adapter" | "queryAdapter">> {
  const { settings } = search;
  const found = await adapterScores(search, { folds: FOLDS, deals: DEALS, random: seededRandom(seed) });
  if (found === undefined) return {};
  const proof = pairedWith(await table.scores(settings), found.heldOut, seed);
  const changes = { ...changedSettings(settings, withAdapter(settings, found.adapter)), adapter: ADAPTER_FILE };
  const heldOut = { ...proof, folds: FOLDS, deals: DEALS, ndcgAt10: interval(found.heldOut, seed) };
  return { adapter: { ...verdict(proof), rank: found.adapter.left.length, changes, heldOut }, queryAdapter: found.adapter };
}

async function tuneSettings(
  used: readonly JudgedQuery[],
  table: ScoreTable,
  { project, queryOnly, embedders = [], seed, report, signal, counts }: TuneRetrievalOptions & { readonly counts: Counts },
): Promise<RetrievalTuning & { readonly chosen: RetrievalSettings }> {
  const search = {
    table,
    project,
    queryCoordinates: QUERY_COORDINATES,
    indexCoordinates: queryOnly
      ? []
      : [...(embedders.length === 0 ? [] : [embedderCoordinate([project.embedder, ...embedders])]), CHUNK_COORDINATE],
  };
  const before = await table.scores(project);
  const chosen = await chooseSettings([...used.keys()], search);
  const changes = changedSettings(project, chosen);
  const common = { ...counts, chosen, changes, before: interval(before, seed), after: interval(await table.scores(chosen), seed) };
  if (Object.keys(changes).length === 0) {
    report({ kind: "finished", stage: "trying settings", done: table.tried().length });
    return {
      ...common,
      decision: "keep",
      reason: "Nothing that was tried is better than what the project has.",
      tried: table.tried().length,
    };
  }
  const heldOut = await heldOutScores(used.length, search, { folds: FOLDS, deals: DEALS, random: seededRandom(seed) });
  if (signal.aborted) throw new FirstfitError("INTERRUPTED", "Stopped before every fold was tried.", "Run it again; nothing was changed.");
  report({ kind: "finished", stage: "trying settings", done: table.tried().length });
  const proof = pairedWith(before, heldOut, seed);
  return {
    ...common,
    tried: table.tried().length,
    heldOut: { ...proof, folds: FOLDS, deals: DEALS, ndcgAt10: interval(heldOut, seed) },
    ...verdict(proof),
  };
}

/** The same queries whatever their order was. */
function sampled(queries: readonly JudgedQuery[], seed: number): readonly JudgedQuery[] {
  const ordered = queries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return ordered.length <= QUERIES_MAX ? ordered : shuffled(ordered, seededRandom(seed)).slice(0, QUERIES_MAX);
}

function tooFew(count: number): string {
  return `${count} ${count === 1 ? "query is" : "queries are"} too few to hold some out; ${QUERIES_MIN} are the least, 100 or more decide.`;
}

function interval(scores: readonly number[], seed: number): ReturnType<typeof scoreInterval> {
  return scoreInterval(scores, { random: seededRandom(seed) });
}

function pairedWith(before: readonly number[], after: readonly number[], seed: number): PairedDifference {
  const { difference, pValue, wins, losses, ties, isSeparated, casesMore } = comparePaired(before, after, { random: seededRandom(seed) });
  return { difference, pValue, wins, losses, ties, isSeparated, ...(casesMore === undefined ? {} : { queriesMore: casesMore }) };
}

function verdict({ difference, isSeparated, queriesMore }: PairedDifference): Pick<RetrievalTuning, "decision" | "reason"> {
  const gain = `${difference.mean < 0 ? "-" : "+"}${Math.abs(difference.mean).toFixed(3)} nDCG@10`;
  if (isSeparated && difference.mean > 0)
    return { decision: "adopt", reason: `On queries that were held out the choice gained ${gain}, and the interval is above 0.` };
  if (isSeparated && difference.mean < 0)
    return { decision: "keep", reason: `What looked better was worse on queries that were held out: ${gain}.` };
  const more =
    queriesMore === undefined || difference.mean <= 0 ? "" : ` About ${queriesMore.toLocaleString("en-US")} more queries would decide it.`;
  return { decision: "keep", reason: `On queries that were held out the gain cannot be told from 0: ${gain}.${more}` };
}
