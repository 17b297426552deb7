import { FirstfitError } from "../core/errors.ts";
import type { Candidate, Case, CaseGrader, Dataset } from "../core/evaluation.ts";
import type { Model } from "../core/model.ts";
import type { TrialStore } from "../core/trial-store.ts";
import type { App } from "../operations.ts";
import type { CandidateFunction } from "./candidate-schema.ts";
import type { CaseGraderParts } from "./case-grader.ts";
import type { OwnGrader } from "./task-schema.ts";

// What the functions of the library make of what a program hands them.

/** A case as it stands in a file: `{ input: "…", expected_substr: "…" }`. docs/dataset.md lists the fields. */
export type CaseRow = Readonly<Record<string, unknown>>;

/** Who grades beside what the cases expect. */
export interface GradeOptions {
  /** Graders of your own, which see every output. */
  readonly graders?: readonly OwnGrader[];
  /** Grades by `criteria`. Without one they stay ungraded. */
  readonly judge?: Model;
}

/** Functions by name, or candidates as they are made elsewhere. */
export type GivenCandidates = Readonly<Record<string, CandidateFunction>> | readonly Candidate[];

export const systemClock = {
  monotonicMs: () => performance.now(),
  nowMs: () => Date.now(),
  setTimer(delayMs: number, work: () => void) {
    const timer = setTimeout(work, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

export async function memoryStore(): Promise<TrialStore> {
  return (await import("../stores/memory-trials.ts")).memoryTrials();
}

export async function datasetOf(cases: string | readonly CaseRow[] | Dataset): Promise<Dataset> {
  if (typeof cases === "string") {
    const [{ readFile }, { readDataset }] = await Promise.all([import("node:fs/promises"), import("../flows/dataset/read-cases.ts")]);
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

export async function caseOfRow(row: CaseRow, number: number): Promise<Case> {
  return (await import("../flows/dataset/read-cases.ts")).caseOf(row, `case ${number}`, number);
}

/** Candidates, and whether they were made here and are to be closed here. */
interface Candidates {
  readonly made: readonly Candidate[];
  readonly areOurs: boolean;
}

export async function candidatesOf({
  candidates,
  project,
}: {
  readonly candidates?: GivenCandidates;
  readonly project?: App;
}): Promise<Candidates> {
  if (candidates === undefined) return { made: project === undefined ? [] : await project.candidates({}), areOurs: true };
  if (isList(candidates)) return { made: candidates, areOurs: false };
  const { functionCandidate } = await import("./candidates/function.ts");
  return { made: Object.entries(candidates).map(([name, answer]) => functionCandidate(name, answer, {})), areOurs: true };
}

function isList(candidates: GivenCandidates): candidates is readonly Candidate[] {
  return Array.isArray(candidates);
}

export async function graderOf(
  cases: readonly Case[],
  { graders = [], judge, project }: GradeOptions & { readonly project?: App },
): Promise<CaseGrader> {
  if (project !== undefined && graders.length === 0 && judge === undefined) return await project.caseGrader({ cases });
  const { makeCaseGrader } = await import("./case-grader.ts");
  const parts: CaseGraderParts = {
    cases,
    graders,
    judge: async () => (judge === undefined ? undefined : (await import("../flows/judge.ts")).modelJudge({ model: judge })),
    embedder: async () =>
      project === undefined ? (await import("../models/builtin-embedder.ts")).builtinEmbedder() : await project.embedder(),
    openIndex: async () => (project === undefined ? undefined : await project.openIndex("read")),
  };
  return await makeCaseGrader(parts);
}
