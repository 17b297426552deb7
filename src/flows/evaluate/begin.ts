import { FirstfitError } from "../../core/errors.ts";
import type { RunPlan } from "../../core/evaluation.ts";
import type { Report } from "../../core/progress.ts";
import type { KeptRun, KeptTrial, TrialStore } from "../../core/trial-store.ts";
import { changedVersions, changeText, isKnownTo, versionsOf } from "./model-versions.ts";
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
  /** Those that decide its trials. Trials of two versions of one do not stand in one run. */
  readonly models: readonly string[];
  /** Forgets what other models answered under their names: after the run is chosen, and before the versions are written down with it. */
  forget(): Promise<void>;
  readonly report: Report;
  /** Milliseconds since 1970. */
  nowMs(): number;
}

/** A run that has begun, with what is kept of it. */
export interface BegunRun {
  readonly id: string;
  /** With the versions of models that are known now, and else with those that were known when it began. */
  readonly plan: RunPlan;
  readonly startedAtMs: number;
  /** What need not be run again. */
  readonly kept: readonly KeptTrial[];
  /** What failed with an error and is tried again: it counts until another one takes its place. */
  readonly retried: readonly KeptTrial[];
  readonly interruptions: number;
  readonly repeatedMax: number;
}

/**
 * Begins a run or goes on with one. A run that did not know the versions that are known now goes on as a new one, which takes over its trials and
 * writes them down. Throws NOT_FOUND when there is none to go on with, BAD_INPUT with what differs when its plan is another one or a model of it is,
 * and INDEX_BUSY.
 */
export async function begin(options: BeginOptions): Promise<BegunRun> {
  const { plan, store, concurrency, start, report, nowMs } = options;
  const runs = store.runs();
  const wanted: Wanted = { runs, plan, models: options.models };
  const run = start.kind === "anew" ? undefined : chosen(wanted, start);
  if (start.kind === "anew") {
    // one that a finished run followed is of no use: that one took it over, or was begun anew
    const left = runs.find((each) => isSame(each, wanted));
    if (left?.state === "unfinished" && left.attempts.at(-1)?.end !== "running")
      report({
        kind: "note",
        text: `An unfinished run of the same plan is kept, ${left.trials} of ${trialsOf(plan)} trials: --resume goes on with it. This is a new one.`,
      });
  }
  // killed in between, the answers are forgotten and the kept run still differs
  await options.forget();
  const atMs = nowMs();
  const withVersions = withKnownVersions(plan, run);
  // one that still runs says so to whoever wants to go on with it
  const goesOn = run !== undefined && (isKnownTo(run, plan) || run.attempts.at(-1)?.end === "running");
  const id = store.begin({ plan: withVersions, concurrency, atMs, ...(goesOn ? { continues: run.id } : {}) });
  const trials = run !== undefined ? store.trials(run.id) : start.kind === "anew" ? (start.kept ?? []) : [];
  if (!goesOn && trials.length > 0) store.record(id, trials);
  const isRetried = ({ trial }: KeptTrial): boolean => start.kind === "retry-errors" && trial.kind === "failed";
  const broken = (run?.attempts ?? []).filter(({ end }) => end !== "finished");
  return {
    id,
    plan: withVersions,
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

/** As `decide` writes them down: what nobody says now is as it was when the trials were run. */
function withKnownVersions(plan: RunPlan, run: KeptRun | undefined): RunPlan {
  const modelVersions = { ...run?.plan.modelVersions, ...plan.modelVersions };
  return Object.keys(modelVersions).length === 0 ? plan : { ...plan, modelVersions };
}

interface Wanted extends Pick<BeginOptions, "plan" | "models"> {
  /** Newest first. */
  readonly runs: readonly KeptRun[];
}

/** Models of the run under whose names others answer now, in words. */
function otherModels(run: KeptRun, { runs, plan, models }: Wanted): readonly string[] {
  return changedVersions(models, versionsOf(run, runs), plan.modelVersions ?? {}).map(changeText);
}

function isSame(run: KeptRun, wanted: Wanted): boolean {
  return planChanges(run.plan, wanted.plan).length === 0 && otherModels(run, wanted).length === 0;
}

function chosen(wanted: Wanted, start: Exclude<Start, { kind: "anew" }>): KeptRun {
  if (start.kind === "resume" && start.id !== undefined) return named(wanted, start.id);
  const { runs, plan } = wanted;
  const latest = runs.find((run) => isSame(run, wanted));
  // one that a finished run of the same plan followed was taken over, or begun anew
  const isLeft = (run: KeptRun): boolean => run.state === "unfinished" && !(latest?.state === "finished" && isSame(run, wanted));
  const candidates = start.kind === "resume" ? runs.filter(isLeft) : runs;
  const same = candidates.find((run) => isSame(run, wanted));
  if (same !== undefined) return same;
  const otherwise = candidates.find((run) => planChanges(run.plan, plan).length === 0);
  if (otherwise !== undefined) throw otherWeights(otherwise, wanted);
  const [newest] = candidates;
  if (newest === undefined)
    throw new FirstfitError(
      "NOT_FOUND",
      start.kind === "resume" ? "There is no unfinished run to go on with." : "There is no run whose errors could be tried again.",
      "Run the same command without the flag: it begins a new run.",
    );
  throw otherPlan(newest, plan);
}

function named(wanted: Wanted, id: string): KeptRun {
  const { runs, plan } = wanted;
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
  if (!isSame(run, wanted)) throw otherWeights(run, wanted);
  return run;
}

function otherWeights(run: KeptRun, wanted: Wanted): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `The run ${run.id} asked another model under the same name: ${otherModels(run, wanted).join("; ")}.`,
    "Leave the flag out and begin a new run: it measures anew what asks that model, and recorded answers of others are not paid again.",
  );
}

function otherPlan(run: KeptRun, plan: RunPlan): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `The run ${run.id} was planned otherwise; this would be with ${planChanges(run.plan, plan).join("; ")}.`,
    "Put back what was changed, or leave the flag out and begin a new run.",
  );
}
