import type { Report } from "../../core/progress.ts";
import type { Index } from "../../core/retrieval.ts";
import type { JudgedQuery } from "../eval-retrieval/judged-set.ts";
import { settingsReranker } from "../eval-retrieval/reranking.ts";
import { scoreQueries } from "../eval-retrieval/score.ts";
import type { RetrievalSettings } from "../retrieval-settings.ts";
import type { Trial, Trials } from "../retrieval-trial.ts";
import { indexKey, settingsKey } from "./coordinates.ts";

/** nDCG@10 of every query under any settings; nothing is searched twice. */
export interface ScoreTable extends AsyncDisposable {
  scores(settings: RetrievalSettings): Promise<readonly number[]>;
  /** Of the queries at `places`, in that order, and not remembered: for settings that no key tells apart. */
  scoresAt(settings: RetrievalSettings, places: readonly number[]): Promise<readonly number[]>;
  /** The index that these settings are tried on; the table's own, not to be disposed of. */
  index(settings: RetrievalSettings): Promise<Index>;
  /** Settings tried so far, in the order in which they were. */
  tried(): readonly RetrievalSettings[];
}

interface ScoreTableOptions {
  readonly trials: Trials;
  readonly queries: readonly JudgedQuery[];
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** Indexes are kept in memory until the table is disposed of, one for each way to make one. */
export function scoreTable({ trials, queries, report, signal }: ScoreTableOptions): ScoreTable {
  const known = new Map<string, { readonly settings: RetrievalSettings; readonly scores: readonly number[] }>();
  const open = new Map<string, Trial>();
  const trialOf = async (settings: RetrievalSettings): Promise<Trial> => {
    const trial = open.get(indexKey(settings)) ?? (await trials.open(settings, "memory"));
    open.set(indexKey(settings), trial);
    return trial;
  };
  const scored = async (settings: RetrievalSettings, some: readonly JudgedQuery[]): Promise<readonly number[]> => {
    const { index } = await trialOf(settings);
    const reranker = settingsReranker(index, settings.rerank);
    // what a search takes is not asked here, so no clock is needed
    const scores = await scoreQueries(some, {
      retriever: index,
      ranking: settings.ranking,
      ...(reranker === undefined ? {} : { reranker }),
      signal,
      monotonicMs: () => 0,
    });
    return scores.map(({ ndcgAt10 }) => ndcgAt10);
  };
  return {
    index: async (settings) => (await trialOf(settings)).index,
    scoresAt: async (settings, places) =>
      await scored(
        settings,
        places.flatMap((place) => queries[place] ?? []),
      ),
    async scores(settings) {
      const key = settingsKey(settings);
      const before = known.get(key);
      if (before !== undefined) return before.scores;
      const scores = await scored(settings, queries);
      known.set(key, { settings, scores });
      report({ kind: "advanced", stage: "trying settings", done: known.size });
      return scores;
    },
    tried: () => [...known.values()].map(({ settings }) => settings),
    async [Symbol.asyncDispose]() {
      for (const trial of open.values()) await trial[Symbol.asyncDispose]();
    },
  };
}
