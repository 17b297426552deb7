import type { Report } from "../../core/progress.ts";
import type { JudgedQuery } from "../eval-retrieval/judged-set.ts";
import { scoreQueries } from "../eval-retrieval/score.ts";
import type { RetrievalSettings } from "../retrieval-settings.ts";
import type { Trial, Trials } from "../retrieval-trial.ts";
import { indexKey, settingsKey } from "./coordinates.ts";

/** nDCG@10 of every query under any settings; nothing is searched twice. */
export interface ScoreTable extends AsyncDisposable {
  scores(settings: RetrievalSettings): Promise<readonly number[]>;
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
  return {
    async scores(settings) {
      const key = settingsKey(settings);
      const before = known.get(key);
      if (before !== undefined) return before.scores;
      const trial = open.get(indexKey(settings)) ?? (await trials.open(settings, "memory"));
      open.set(indexKey(settings), trial);
      // what a search takes is not asked here, so no clock is needed
      const scored = await scoreQueries(queries, {
        retriever: trial.index,
        ranking: settings.ranking,
        rerank: settings.rerank,
        signal,
        monotonicMs: () => 0,
      });
      const scores = scored.map(({ ndcgAt10 }) => ndcgAt10);
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
