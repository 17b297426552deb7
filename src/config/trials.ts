import { join } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import type { TrialStore } from "../core/trial-store.ts";

export interface OpenTrialsOptions {
  /** Of the project. */
  readonly folder: string;
  readonly isDryRun: boolean;
  readonly onNote?: (text: string) => void;
}

/** The record of runs in `.firstfit/runs.db`; one that is forgotten in a dry run, and with a note where the folder cannot be written. */
export async function openTrials({ folder, isDryRun, onNote }: OpenTrialsOptions): Promise<TrialStore> {
  const { memoryTrials } = await import("../stores/memory-trials.ts");
  if (isDryRun) return memoryTrials();
  const { openSqliteTrials } = await import("../stores/sqlite-trials.ts");
  try {
    return openSqliteTrials({ file: join(folder, ".firstfit", "runs.db"), ...(onNote === undefined ? {} : { onNote }) });
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "INDEX_READ_ONLY") throw error;
    onNote?.(`${error.message} This run is not kept, and cannot go on after it was stopped.`);
    return memoryTrials();
  }
}
