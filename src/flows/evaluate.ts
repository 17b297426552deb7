import { FirstfitError } from "../core/errors.ts";
import type { Candidate, Case, CaseGrader, Dataset, RunPlan, Trial } from "../core/evaluation.ts";
import type { CandidateReport, EvaluationReport } from "../core/evaluation-results.ts";
import type { JudgeCalibration } from "../core/judge-calibration.ts";
import type { Report } from "../core/progress.ts";
import type { KeptTrial, TrialStore } from "../core/trial-store.ts";
import { isReviewed } from "./bar.ts";
import { uncappedNotes } from "./own-cost.ts";
import { begin } from "./evaluate/begin.ts";
import type { BegunRun, Start } from "./evaluate/begin.ts";
import { endStopped } from "./evaluate/end-stopped.ts";
import { trialModels } from "./evaluate/model-versions.ts";
import { planOf } from "./evaluate/plan.ts";
import { summarize, trialsInOrder } from "./evaluate/summary.ts";
import { runTrials } from "./evaluate/trials.ts";
import type { TrialClock } from "./evaluate/trials.ts";
import { versionsNow } from "./evaluate/versions-now.ts";
import type { VersionsAsked } from "./evaluate/versions-now.ts";
import { ungradedNotes } from "./evaluate/without-grade.ts";

export interface EvaluateClock extends TrialClock {
  /** Milliseconds since 1970. */
  nowMs(): number;
}

/** What is asked of models is written down with the plan. */
export interface EvaluateOptions extends Pick<VersionsAsked, "modelVersions" | "answeredVersions" | "forgetAnswers"> {
  readonly candidates: readonly Candidate[];
  readonly grader: CaseGrader;
  readonly store: TrialStore;
  /** How often each case is tried. Default: 1 */
  readonly repeats?: number;
  /** Trials that run at the same time. Default: 8 */
  readonly concurrency?: number;
  /** Default: a new run */
  readonly start?: Start;
  /** Decides in place of `start` when the plan is known; `store` in place of the run's own. */
  startOf?(plan: RunPlan): { readonly start: Start; readonly store?: TrialStore };
  /** Cases that a machine proposed and nobody has looked at are run too, and shown apart. Default: false */
  readonly withUnreviewed?: boolean;
  /** What is known of the errors of the judge that grades; pass rates are then corrected for them too. */
  readonly calibration?: JudgeCalibration;
  /** Default: 1 */
  readonly seed?: number;
  readonly clock: EvaluateClock;
  readonly report?: Report;
  readonly signal?: AbortSignal;
  /** Takes secrets out of error messages, which are kept. */
  redact?(text: string): string;
  /** Models that are asked about the outputs later, beside those of candidates and grader: their versions are noted too. */
  readonly laterModels?: readonly string[];
  /** What to type to go on with a run that was stopped. */
  readonly resumeLine?: string;
}

const CONCURRENCY = 8;

/**
 * Runs every candidate on every case, grades each output, and sums up. Each trial is in the store before it is reported as done, so a run that was
 * stopped or killed goes on where it was, and comes to the same report but for times and its `run` block. A candidate that throws fails that trial
 * alone, with its code and message. Candidates and the store stay open.
 *
 * Throws BAD_INPUT for no case and no candidate, what `begin` throws, INTERRUPTED when the signal stopped it, and what concerns every trial: CAP_REACHED,
 * a missing key, a full disk. In each of these the trials so far are kept.
 */
export async function evaluate(dataset: Dataset, options: EvaluateOptions): Promise<EvaluationReport> {
  const { candidates, clock, repeats = 1, concurrency = CONCURRENCY, seed = 1 } = options;
  const report = options.report ?? (() => {});
  const startedMs = clock.monotonicMs();
  const cases = dataset.cases.filter((each) => options.withUnreviewed === true || isReviewed(each));
  mustRun(dataset, cases, candidates);
  const models = trialModels(candidates, options.grader);
  const { modelVersions, forget } = await versionsNow([...models, ...(options.laterModels ?? [])], options);
  const planned = planOf({
    dataset: dataset.name,
    cases,
    candidates,
    grader: options.grader,
    repeats,
    seed,
    ...(Object.keys(modelVersions).length === 0 ? {} : { modelVersions }),
  });
  const { start, store = options.store } = options.startOf?.(planned) ?? { start: options.start ?? { kind: "anew" } };
  const run = await begin({
    plan: planned,
    store,
    concurrency,
    start,
    models,
    // where the versions are not written down, whoever comes next is to see the change
    forget: store === options.store ? forget : async () => {},
    report,
    nowMs: () => clock.nowMs(),
  });
  const kept = keptTrials(run);
  const total = cases.length * candidates.length * repeats;
  report({ kind: "started", stage: "trials", total, done: kept.counted() });
  let isDone = false;
  try {
    isDone = await runTrials({
      ...options,
      cases,
      repeats,
      concurrency,
      signal: options.signal ?? new AbortController().signal,
      redact: (text) => options.redact?.(text) ?? text,
      isKept: kept.has,
      record: (trials) => store.record(run.id, trials),
      onRecorded(trials) {
        kept.add(trials);
        report({ kind: "advanced", stage: "trials", done: kept.counted(), total });
      },
    });
  } catch (error) {
    endStopped(() => store.end(run.id, "stopped"));
    throw stopped(error, { done: kept.counted(), total, options });
  }
  store.end(run.id, isDone ? "finished" : "stopped");
  report({ kind: "finished", stage: "trials", done: kept.counted() });
  if (!isDone) throw interrupted({ done: kept.counted(), total, options });
  return reportOf({ dataset, cases, plan: run.plan, options, kept, run, tookMs: clock.monotonicMs() - startedMs });
}

function mustRun(dataset: Dataset, cases: readonly Case[], candidates: readonly Candidate[]): void {
  const names = candidates.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (names.length === 0)
    throw new FirstfitError("BAD_INPUT", "There is no candidate to evaluate.", "Name one: docs/eval.md shows the kinds.");
  if (twice !== undefined)
    throw new FirstfitError("BAD_INPUT", `Two candidates are named "${twice}".`, "Give each candidate a name of its own.");
  if (cases.length > 0) return;
  throw new FirstfitError(
    "BAD_INPUT",
    dataset.cases.length === 0 ? `${dataset.name} holds no case.` : `Nobody has reviewed any case of ${dataset.name}.`,
    dataset.cases.length === 0
      ? "Write one JSON object a line: docs/dataset.md lists the fields."
      : `Review them with firstfit dataset review ${dataset.name}, or run them as they are with --unreviewed.`,
  );
}

interface KeptTrials {
  add(trials: readonly KeptTrial[]): void;
  /** A trial that counts is there, which need not be run again. */
  has(candidate: string, caseId: string, repeat: number): boolean;
  /** How many there are of those that count. */
  counted(): number;
  of(candidate: string): readonly Trial[];
}

/** The trials of a run in this process: those that were kept before and those that were written since. */
function keptTrials(run: BegunRun): KeptTrials {
  const key = (caseId: string, repeat: number): string => `${repeat} ${caseId}`;
  const byCandidate = new Map<string, Map<string, Trial>>();
  const counting = new Map<string, Set<string>>();
  let count = 0;
  const put = ({ candidate, trial }: KeptTrial, counts: boolean): void => {
    const own = byCandidate.get(candidate) ?? new Map<string, Trial>();
    byCandidate.set(candidate, own);
    own.set(key(trial.caseId, trial.repeat), trial);
    if (!counts) return;
    const keys = counting.get(candidate) ?? new Set<string>();
    counting.set(candidate, keys.add(key(trial.caseId, trial.repeat)));
    count += 1;
  };
  for (const trial of run.retried) put(trial, false);
  for (const trial of run.kept) put(trial, true);
  return {
    add(trials) {
      for (const trial of trials) put(trial, true);
    },
    has: (candidate, caseId, repeat) => counting.get(candidate)?.has(key(caseId, repeat)) === true,
    counted: () => count,
    of: (candidate) => [...(byCandidate.get(candidate)?.values() ?? [])],
  };
}

interface Unfinished {
  readonly done: number;
  readonly total: number;
  readonly options: EvaluateOptions;
}

const goOn = ({ options }: Unfinished): string => `Go on with: ${options.resumeLine ?? 'evaluate(…, { start: { kind: "resume" } })'}`;
const keptText = ({ done, total }: Unfinished): string => `${done} of ${total} trials are kept.`;

function interrupted(run: Unfinished): FirstfitError {
  return new FirstfitError("INTERRUPTED", `Stopped. ${keptText(run)}`, goOn(run));
}

/** What ended the run, with what is kept of it and how it goes on. */
function stopped(error: unknown, run: Unfinished): unknown {
  if (!(error instanceof FirstfitError)) return error;
  return new FirstfitError(error.code, `${error.message} ${keptText(run)}`, `${error.fix} ${goOn(run)}`, { cause: error });
}

interface Finished {
  readonly dataset: Dataset;
  readonly cases: readonly Case[];
  readonly plan: RunPlan;
  readonly options: EvaluateOptions;
  readonly kept: KeptTrials;
  readonly run: BegunRun;
  readonly tookMs: number;
}

function reportOf({ dataset, cases, plan, options, kept, run, tookMs }: Finished): EvaluationReport {
  const reviewed = cases.filter(isReviewed);
  const unreviewed = cases.filter((each) => !isReviewed(each));
  const candidates = options.candidates.map(({ name, definition, models }): CandidateReport => {
    const calibration = options.calibration === undefined ? {} : { calibration: { judge: options.calibration, seed: plan.seed } };
    const of = { candidate: name, trials: kept.of(name), repeats: plan.repeats, ...calibration };
    return {
      name,
      definition,
      ...(models === undefined ? {} : { models }),
      summary: summarize({ ...of, cases: reviewed }),
      ...(unreviewed.length === 0 ? {} : { unreviewed: summarize({ ...of, cases: unreviewed }) }),
      trials: trialsInOrder({ cases, trials: of.trials }),
    };
  });
  return {
    kind: "evaluation",
    version: 1,
    dataset: {
      name: dataset.name,
      hash: plan.datasetHash,
      cases: cases.length,
      unreviewedLeftOut: dataset.cases.length - cases.length,
    },
    plan,
    cases,
    candidates,
    notes: [...uncappedNotes(options.candidates), ...candidates.flatMap(ungradedNotes)],
    run: {
      id: run.id,
      startedAt: new Date(run.startedAtMs).toISOString(),
      tookMs: Math.round(tookMs),
      resumed: run.kept.length,
      interruptions: run.interruptions,
      repeatedMax: run.repeatedMax,
    },
  };
}
