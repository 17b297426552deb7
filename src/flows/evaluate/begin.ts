import { FirstfitError } from "../../core/errors.ts";
import type { RunPlan } from "../../core/evaluation.ts";
import type { Report } from "../../core/progress.ts";
import type { KeptRun, KeptTrial, TrialStore } from "../../core/trial-store.ts";
import { planChanges } from "./plan.ts";

/** How a run begins. */
export type Start =
  /** `kept`: trials of other runs that hold for this one. */
  | { readonly kind: "anew"; readonly kept?: readonly KeptTrial[] }
  /** Goes on with this run; without an id with the newest unfinished one of the same plan. */
  | { readonly kind: "resume"; readonly id?: string }
  /** Runs again what failed with an error in the newest run of the same plan, and what of it is missing. */
  | { readonly kind: "retry-errors" };

export interface BeginOptions {
  readonly plan: RunPlan;
  readonly store: TrialStore;
  readonly concurrency: number;
  readonly start: Start;
  readonly report: Report;
  /** Milliseconds since 1970. */
  nowMs(): number;
}

/** A run that has begun, with what is kept of it. */
export interface BegunRun {
  readonly id: string;
  readonly startedAtMs: number;
  /** What need not be run again. */
  readonly kept: readonly KeptTrial[];
  /** What failed with an error and is tried again: it counts until another one takes its place. */
  readonly retried: readonly KeptTrial[];
  readonly interruptions: number;
  readonly repeatedMax: number;
}

/** Begins a run or goes on with one. Throws NOT_FOUND when there is none to go on with, BAD_INPUT with what differs when its plan is another one, and INDEX_BUSY. */
export function begin({ plan, store, concurrency, start, report, nowMs }: BeginOptions): BegunRun {
  const runs = store.runs();
  const run = start.kind === "anew" ? undefined : chosen(runs, plan, start);
  if (start.kind === "anew") {
    const left = runs.find(({ state, plan: its }) => state === "unfinished" && planChanges(its, plan).length === 0);
    if (left !== undefined && left.attempts.at(-1)?.end !== "running")
      report({
        kind: "note",
        text: `An unfinished run of the same plan is kept, ${left.trials} of ${trialsOf(plan)} trials: --resume goes on with it. This is a new one.`,
      });
  }
  const atMs = nowMs();
  const id = store.begin({ plan, concurrency, atMs, ...(run === undefined ? {} : { continues: run.id }) });
  const given = start.kind === "anew" ? (start.kept ?? []) : [];
  if (given.length > 0) store.record(id, given);
  const trials = run === undefined ? given : store.trials(run.id);
  const isRetried = ({ trial }: KeptTrial): boolean => start.kind === "retry-errors" && trial.kind === "failed";
  const broken = (run?.attempts ?? []).filter(({ end }) => end !== "finished");
  return {
    id,
    startedAtMs: run?.startedAtMs ?? atMs,
    kept: trials.filter((trial) => !isRetried(trial)),
    retried: trials.filter(isRetried),
    interruptions: broken.length,
    repeatedMax: broken.reduce((sum, attempt) => sum + attempt.concurrency, 0),
  };
}

function trialsOf({ cases, candidates, repeats }: RunPlan): number {
  return cases * candidates.length * repeats;
}

function chosen(runs: readonly KeptRun[], plan: RunPlan, start: Exclude<Start, { kind: "anew" }>): KeptRun {
  if (start.kind === "resume" && start.id !== undefined) return named(runs, plan, start.id);
  const candidates = start.kind === "resume" ? runs.filter(({ state }) => state === "unfinished") : runs;
  const same = candidates.find((run) => planChanges(run.plan, plan).length === 0);
  if (same !== undefined) return same;
  const [newest] = candidates;
  if (newest === undefined)
    throw new FirstfitError(
      "NOT_FOUND",
      start.kind === "resume" ? "There is no unfinished run to go on with." : "There is no run whose errors could be tried again.",
      "Run the same command without the flag: it begins a new run.",
    );
  throw otherPlan(newest, plan);
}

function named(runs: readonly KeptRun[], plan: RunPlan, id: string): KeptRun {
  const run = runs.find((each) => each.id === id);
  if (run === undefined) {
    const open = runs.filter(({ state }) => state === "unfinished").map((each) => each.id);
    throw new FirstfitError(
      "NOT_FOUND",
      `There is no run ${id}.`,
      open.length === 0 ? "No run is unfinished: leave --resume out." : `Unfinished runs: ${open.slice(0, 5).join(", ")}.`,
    );
  }
  if (planChanges(run.plan, plan).length > 0) throw otherPlan(run, plan);
  if (run.state === "finished")
    throw new FirstfitError(
      "BAD_INPUT",
      `The run ${id} is finished.`,
      "Trials of it that failed with an error are run again by --retry-errors.",
    );
  return run;
}

function otherPlan(run: KeptRun, plan: RunPlan): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `The run ${run.id} was planned otherwise; this would be with ${planChanges(run.plan, plan).join("; ")}.`,
    "Put back what was changed, or leave the flag out and begin a new run.",
  );
}
