import { candidatesOf, caseOfRow, datasetOf, graderOf, memoryStore, systemClock } from "./config/given-parts.ts";
import type { CaseRow, GivenCandidates, GradeOptions } from "./config/given-parts.ts";
import { trialOutcome } from "./core/evaluation.ts";
import type { CandidateOutput, Case, Dataset, Grade, TrialOutcome } from "./core/evaluation.ts";
import type { EvaluationReport } from "./core/evaluation-results.ts";
import type { Report } from "./core/progress.ts";
import type { TrialStore } from "./core/trial-store.ts";
import type { App } from "./operations.ts";
import { aboutJudge } from "./operations/about-judge.ts";
import { versionedModels } from "./operations/model-versions.ts";

export interface EvaluateCasesOptions extends GradeOptions {
  /** Functions by name, or candidates as they are made elsewhere. Default: those of `project` */
  readonly candidates?: GivenCandidates;
  /** Of `openProject`: its candidates, its graders, its judge, its index for spans that are given by their words, and its record of runs. */
  readonly project?: App;
  /** How often each case is tried. Default: 1 */
  readonly repeats?: number;
  /** Trials that run at the same time. Default: 8 */
  readonly concurrency?: number;
  /** Where trials are kept. Default: that of `project`, else nowhere */
  readonly store?: TrialStore;
  /** Go on with the newest unfinished run of the same plan, or with that of an id. */
  readonly resume?: boolean | string;
  /** Of the newest run of the same plan, run again what failed with an error. */
  readonly retryErrors?: boolean;
  /** Default: false */
  readonly withUnreviewed?: boolean;
  /** Default: 1 */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly report?: Report;
}

/** What an output comes to. `grades` are by what was graded: "substring", "tool-calls", … */
export interface Graded {
  readonly outcome: Exclude<TrialOutcome, "error">;
  readonly grades: Readonly<Record<string, Grade>>;
}

/**
 * Runs candidates on cases and grades every output, as `firstfit eval` does. `cases` are the name of a file, rows as in a file, or a dataset that was read before.
 * Throws BAD_INPUT for a row that is no case, and what the flow throws: a candidate that throws fails its trial alone.
 */
export async function evaluate(cases: string | readonly CaseRow[] | Dataset, options: EvaluateCasesOptions): Promise<EvaluationReport> {
  const { project } = options;
  const [{ evaluate: run }, dataset, candidates] = await Promise.all([
    import("./flows/evaluate.ts"),
    datasetOf(cases),
    candidatesOf(options),
  ]);
  const own = options.store === undefined;
  const store = options.store ?? (await (project === undefined ? memoryStore() : project.trialStore()));
  const grader = await graderOf(dataset.cases, options);
  try {
    const context = { ...contextOf(options), seed: 1 };
    const { notes, calibration } = project === undefined ? { notes: [] } : await aboutJudge(project, grader, candidates.made, context);
    const report = await run(dataset, {
      ...options,
      ...(calibration === undefined ? {} : { calibration }),
      candidates: candidates.made,
      grader,
      store,
      start: startOf(options),
      clock: project ?? systemClock,
      ...(project === undefined ? {} : { redact: (text: string) => project.redact(text), ...versionedModels(project, context) }),
    });
    return { ...report, notes: [...report.notes, ...notes] };
  } finally {
    await grader.close?.();
    if (own) store.close();
    if (candidates.areOurs) for (const candidate of candidates.made) await candidate.close?.();
  }
}

/**
 * Grades one output by what a case expects, without running anything: `await grade("62,000 euros", { expected_substr: "62,000" })`. Throws BAD_INPUT for fields that
 * are none of a case.
 */
export async function grade(output: string | CandidateOutput, expected: CaseRow | Case, options: GradeOptions = {}): Promise<Graded> {
  const given = "expectations" in expected ? (expected as Case) : await caseOfRow({ input: "not told", ...expected }, 1); // rows have no such field
  const grader = await graderOf([given], options);
  const whole: CandidateOutput = typeof output === "string" ? { text: output } : output;
  const grades = await grader.grade(whole, given, { signal: new AbortController().signal, repeat: 0 });
  const outcome = trialOutcome({ kind: "completed", caseId: given.id, repeat: 0, output: whole, grades });
  if (outcome === "error") throw new Error("an output that is there is no error");
  return { outcome, grades };
}

function contextOf({ report = () => {}, signal = new AbortController().signal }: EvaluateCasesOptions) {
  return { report, signal };
}

function startOf({ resume = false, retryErrors = false }: EvaluateCasesOptions) {
  if (retryErrors) return { kind: "retry-errors" } as const;
  if (resume === false) return { kind: "anew" } as const;
  return resume === true ? ({ kind: "resume" } as const) : ({ kind: "resume", id: resume } as const);
}
