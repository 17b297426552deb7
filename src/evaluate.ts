import type { CandidateFunction } from "./config/candidate-schema.ts";
import type { OwnGrader } from "./config/task-schema.ts";
import type { CaseGraderParts } from "./config/case-grader.ts";
import { FirstfitError } from "./core/errors.ts";
import { trialOutcome } from "./core/evaluation.ts";
import type { Candidate, CandidateOutput, Case, CaseGrader, Dataset, Grade, TrialOutcome } from "./core/evaluation.ts";
import type { EvaluationReport } from "./core/evaluation-results.ts";
import type { Model } from "./core/model.ts";
import type { Report } from "./core/progress.ts";
import type { TrialStore } from "./core/trial-store.ts";
import type { App } from "./operations.ts";
import { aboutJudge } from "./operations/about-judge.ts";

/** A case as it stands in a file: `{ input: "…", expected_substr: "…" }`. docs/dataset.md lists the fields. */
export type CaseRow = Readonly<Record<string, unknown>>;

/** Who grades beside what the cases expect. */
export interface GradeOptions {
  /** Graders of your own, which see every output. */
  readonly graders?: readonly OwnGrader[];
  /** Grades by `criteria`. Without one they stay ungraded. */
  readonly judge?: Model;
}

export interface EvaluateCasesOptions extends GradeOptions {
  /** Functions by name, or candidates as they are made elsewhere. Default: those of `project` */
  readonly candidates?: Readonly<Record<string, CandidateFunction>> | readonly Candidate[];
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
    const { notes, calibration } = project === undefined ? { notes: [] } : await aboutJudge(project, grader, candidates.made);
    const report = await run(dataset, {
      ...options,
      ...(calibration === undefined ? {} : { calibration }),
      candidates: candidates.made,
      grader,
      store,
      start: startOf(options),
      clock: project ?? systemClock,
      ...(project === undefined ? {} : { redact: (text: string) => project.redact(text) }),
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

export const systemClock = {
  monotonicMs: () => performance.now(),
  nowMs: () => Date.now(),
  setTimer(delayMs: number, work: () => void) {
    const timer = setTimeout(work, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

export async function memoryStore(): Promise<TrialStore> {
  return (await import("./stores/memory-trials.ts")).memoryTrials();
}

function startOf({ resume = false, retryErrors = false }: EvaluateCasesOptions) {
  if (retryErrors) return { kind: "retry-errors" } as const;
  if (resume === false) return { kind: "anew" } as const;
  return resume === true ? ({ kind: "resume" } as const) : ({ kind: "resume", id: resume } as const);
}

export async function datasetOf(cases: string | readonly CaseRow[] | Dataset): Promise<Dataset> {
  if (typeof cases === "string") {
    const [{ readFile }, { readDataset }] = await Promise.all([import("node:fs/promises"), import("./flows/dataset/read-cases.ts")]);
    let text: string;
    try {
      text = await readFile(cases, "utf8");
    } catch (cause) {
      throw new FirstfitError("BAD_INPUT", `Cannot read ${cases}.`, "Name a file of cases, or give the rows themselves.", { cause });
    }
    return readDataset({ name: cases, text }).dataset;
  }
  if (isDataset(cases)) return cases;
  const read = await Promise.all(cases.map((row, at) => caseOfRow(row, at + 1)));
  const twice = read.find(({ id }, at) => read.findIndex((other) => other.id === id) < at);
  if (twice !== undefined)
    throw new FirstfitError("BAD_INPUT", `Two cases have the id "${twice.id}".`, "Give every case an id of its own, or none.");
  return { name: "cases", cases: read };
}

function isDataset(cases: readonly CaseRow[] | Dataset): cases is Dataset {
  return !Array.isArray(cases);
}

async function caseOfRow(row: CaseRow, number: number): Promise<Case> {
  return (await import("./flows/dataset/read-cases.ts")).caseOf(row, `case ${number}`, number);
}

/** Candidates, and whether they were made here and are to be closed here. */
interface Candidates {
  readonly made: readonly Candidate[];
  readonly areOurs: boolean;
}

export async function candidatesOf({ candidates, project }: Pick<EvaluateCasesOptions, "candidates" | "project">): Promise<Candidates> {
  if (candidates === undefined) return { made: project === undefined ? [] : await project.candidates({}), areOurs: true };
  if (isList(candidates)) return { made: candidates, areOurs: false };
  const { functionCandidate } = await import("./config/candidates/function.ts");
  return { made: Object.entries(candidates).map(([name, answer]) => functionCandidate(name, answer, {})), areOurs: true };
}

function isList(candidates: NonNullable<EvaluateCasesOptions["candidates"]>): candidates is readonly Candidate[] {
  return Array.isArray(candidates);
}

export async function graderOf(
  cases: readonly Case[],
  { graders = [], judge, project }: GradeOptions & Pick<EvaluateCasesOptions, "project">,
): Promise<CaseGrader> {
  if (project !== undefined && graders.length === 0 && judge === undefined) return await project.caseGrader({ cases });
  const { makeCaseGrader } = await import("./config/case-grader.ts");
  const parts: CaseGraderParts = {
    cases,
    graders,
    judge: async () => (judge === undefined ? undefined : (await import("./flows/judge.ts")).modelJudge({ model: judge })),
    embedder: async () =>
      project === undefined ? (await import("./models/builtin-embedder.ts")).builtinEmbedder() : await project.embedder(),
    openIndex: async () => (project === undefined ? undefined : await project.openIndex("read")),
  };
  return await makeCaseGrader(parts);
}
