import { FirstfitError } from "../../core/errors.ts";
import type { Candidate, Case, CaseGrader, RunPlan, Trial } from "../../core/evaluation.ts";
import type { Report } from "../../core/progress.ts";
import type { KeptRun, TrialStore } from "../../core/trial-store.ts";
import { changedVersions, isKnownTo, lastKnownVersions, silentNote, trialModels, versionsOf } from "../evaluate/model-versions.ts";
import type { ModelVersions } from "../evaluate/model-versions.ts";
import { planChanges } from "../evaluate/plan.ts";
import { runTrials } from "../evaluate/trials.ts";
import type { TrialClock } from "../evaluate/trials.ts";

export interface TrialSourceOptions {
  readonly plan: RunPlan;
  /** Of the plan, whose `modelVersions` are absent where nobody was asked. */
  readonly candidates: readonly Pick<Candidate, "name" | "models">[];
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
  /** Of which versions of these models the kept answers are, where that was noted. */
  answeredVersions(models: readonly string[]): Promise<ModelVersions>;
  /** Forgets what `changed` answered, because under their names others answer now, and notes that answers are of `now` from here on. */
  forget(changed: readonly string[], now: ModelVersions): Promise<void>;
  /** What to type to go on. */
  readonly resumeLine: string;
}

/** Trials of one run: those that are kept, and those that are run because they are not. */
export interface TrialSource {
  readonly runId: string;
  /** Of the first attempt. */
  readonly startedAtMs: number;
  /** Of the models when the run began. */
  readonly modelVersions: ModelVersions;
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
 * early is measured further only when more of it is asked for. What the plan does not name begins a run of its own, and so does another version of a
 * model or of the judge: it takes over the trials of candidates whose models are the same. Of models whose version was known and cannot be asked now
 * it says so.
 */
export async function trialSource(options: TrialSourceOptions): Promise<TrialSource> {
  const { plan, store, concurrency, clock, signal } = options;
  const runs = store.runs();
  const same = options.isFresh ? [] : runs.filter((run) => planChanges(run.plan, plan).length === 0);
  const source = same.find((run) => isKnownTo(run, plan)) ?? same[0];
  const before = source !== undefined && isKnownTo(source, plan) ? source : undefined;
  const now = plan.modelVersions ?? {};
  const models = trialModels(options.candidates, options.grader);
  const lastKnown = { ...lastKnownVersions(runs), ...(plan.modelVersions === undefined ? {} : await options.answeredVersions(models)) };
  const note = plan.modelVersions === undefined ? undefined : silentNote(models, lastKnown, now);
  if (note !== undefined) options.report({ kind: "note", text: note });
  const changed = changedVersions(models, lastKnown, now).map(({ model }) => model);
  // before the run begins: killed in between, the next one sees the change again
  if (plan.modelVersions !== undefined) await options.forget(changed, now);
  const then = source === undefined ? {} : versionsOf(source, runs);
  const isMeasuredAnew = new Set(
    options.candidates.filter((each) => changedVersions(trialModels([each], options.grader), then, now).length > 0).map(({ name }) => name),
  );
  const atMs = clock.nowMs();
  const modelVersions = { ...source?.plan.modelVersions, ...plan.modelVersions };
  const withVersions = Object.keys(modelVersions).length === 0 ? {} : { modelVersions };
  const runId = store.begin({
    plan: { ...plan, ...withVersions },
    concurrency,
    atMs,
    ...(before === undefined ? {} : { continues: before.id }),
  });
  const taken = (source === undefined ? [] : store.trials(source.id)).filter(
    ({ candidate, trial }) => trial.repeat === 0 && !isMeasuredAnew.has(candidate) && !(options.retriesErrors && trial.kind === "failed"),
  );
  if (before === undefined && taken.length > 0) store.record(runId, taken);
  const kept = new Map<string, Trial>();
  const key = (candidate: string, caseId: string): string => JSON.stringify([candidate, caseId]);
  for (const { candidate, trial } of taken) kept.set(key(candidate, trial.caseId), trial);
  const resumed = kept.size;
  return {
    runId,
    startedAtMs: before?.startedAtMs ?? atMs,
    modelVersions,
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
