import { FirstfitError } from "../../core/errors.ts";
import type { Candidate, Case, CaseGrader, RunPlan, Trial } from "../../core/evaluation.ts";
import type { Report } from "../../core/progress.ts";
import type { KeptRun, TrialStore } from "../../core/trial-store.ts";
import { planChanges } from "../evaluate/plan.ts";
import { runTrials } from "../evaluate/trials.ts";
import type { TrialClock } from "../evaluate/trials.ts";

export interface TrialSourceOptions {
  readonly plan: RunPlan;
  readonly store: TrialStore;
  readonly grader: CaseGrader;
  readonly concurrency: number;
  /** Take nothing over from earlier runs. */
  readonly isFresh: boolean;
  /** Run again what failed with an error. */
  readonly retriesErrors: boolean;
  readonly clock: TrialClock & { nowMs(): number };
  readonly report: Report;
  readonly signal: AbortSignal;
  redact(text: string): string;
  /** What to type to go on. */
  readonly resumeLine: string;
}

/** Trials of one run: those that are kept, and those that are run because they are not. */
export interface TrialSource {
  readonly runId: string;
  /** Of the first attempt. */
  readonly startedAtMs: number;
  readonly interruptions: number;
  readonly repeatedMax: number;
  /** Trials that were taken over. */
  readonly resumed: number;
  /** One trial of each case, kept before it is returned. Throws INTERRUPTED, CAP_REACHED and what else ends a run; what was under way is kept then. */
  trials(candidate: Candidate, cases: readonly Case[]): Promise<readonly Trial[]>;
  end(how: "finished" | "stopped"): void;
}

/**
 * Goes on with the newest run of the same plan, finished or not: a decision that is made again pays nothing twice, and a rung that was stopped
 * early is measured further only when more of it is asked for. What the plan does not name begins a run of its own.
 */
export function trialSource(options: TrialSourceOptions): TrialSource {
  const { plan, store, concurrency, clock, signal } = options;
  const before = options.isFresh ? undefined : store.runs().find((run) => planChanges(run.plan, plan).length === 0);
  const atMs = clock.nowMs();
  const runId = store.begin({ plan, concurrency, atMs, ...(before === undefined ? {} : { continues: before.id }) });
  const kept = new Map<string, Trial>();
  const key = (candidate: string, caseId: string): string => JSON.stringify([candidate, caseId]);
  for (const { candidate, trial } of before === undefined ? [] : store.trials(before.id))
    if (trial.repeat === 0 && !(options.retriesErrors && trial.kind === "failed")) kept.set(key(candidate, trial.caseId), trial);
  const resumed = kept.size;
  return {
    runId,
    startedAtMs: before?.startedAtMs ?? atMs,
    ...interruptionsOf(before),
    resumed,
    async trials(candidate, cases) {
      const isDone = await runTrials({
        candidates: [candidate],
        cases,
        repeats: 1,
        concurrency,
        grader: options.grader,
        clock,
        signal,
        isKept: (name, caseId) => kept.has(key(name, caseId)),
        record: (trials) => store.record(runId, trials),
        onRecorded(trials) {
          for (const each of trials) kept.set(key(each.candidate, each.trial.caseId), each.trial);
        },
        redact: (text) => options.redact(text),
      });
      if (!isDone) throw new FirstfitError("INTERRUPTED", `Stopped. ${kept.size} trials are kept.`, `Go on with: ${options.resumeLine}`);
      return cases.flatMap(({ id }) => kept.get(key(candidate.name, id)) ?? []);
    },
    end: (how) => store.end(runId, how),
  };
}

function interruptionsOf(before: KeptRun | undefined): { readonly interruptions: number; readonly repeatedMax: number } {
  const broken = (before?.attempts ?? []).filter(({ end }) => end !== "finished");
  return { interruptions: broken.length, repeatedMax: broken.reduce((sum, attempt) => sum + attempt.concurrency, 0) };
}
