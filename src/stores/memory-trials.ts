import { FirstfitError } from "../core/errors.ts";
import type { KeptRun, KeptTrial, RunAttempt, TrialStore } from "../core/trial-store.ts";
import { newest, runId, trialKey } from "./trial-keys.ts";

interface MemoryRun extends Pick<KeptRun, "id" | "plan" | "startedAtMs"> {
  readonly attempts: RunAttempt[];
  readonly trials: Map<string, KeptTrial>;
}

/** Remembers runs for one process: for tests, for a dry run, and for a project whose folder cannot be written. */
export function memoryTrials(): TrialStore {
  const runs = new Map<string, MemoryRun>();
  const named = (id: string): MemoryRun => {
    const run = runs.get(id);
    if (run === undefined) throw new FirstfitError("NOT_FOUND", `There is no run ${id}.`, "Leave its id out, or begin a new run.");
    return run;
  };
  return {
    runs: () =>
      [...runs.values()].toReversed().map(({ trials, attempts, ...run }) => ({
        ...run,
        trials: trials.size,
        attempts: [...attempts],
        state: attempts.some(({ end }) => end === "finished") ? "finished" : "unfinished",
      })),
    begin({ plan, concurrency, atMs, continues }) {
      const run: MemoryRun =
        continues === undefined ? { id: runId(atMs), plan, startedAtMs: atMs, attempts: [], trials: new Map() } : named(continues);
      if (run.attempts.at(-1)?.end === "running")
        throw new FirstfitError("INDEX_BUSY", `The run ${run.id} goes on already.`, "Wait until it is done.");
      run.attempts.push({ startedAtMs: atMs, concurrency, end: "running" });
      runs.set(run.id, run);
      return run.id;
    },
    record(id, trials) {
      const run = named(id);
      for (const trial of trials) run.trials.set(trialKey(trial), newest(run.trials.get(trialKey(trial)), trial));
    },
    trials: (id) => [...named(id).trials.values()],
    end(id, how) {
      const { attempts } = named(id);
      const last = attempts.pop();
      if (last !== undefined) attempts.push({ ...last, end: how });
    },
    close() {},
  };
}
