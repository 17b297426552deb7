import { FirstfitError } from "../../core/errors.ts";
import type { Case, Grade, Trial } from "../../core/evaluation.ts";
import type { EvaluationReport } from "../../core/evaluation-results.ts";

/** What of an earlier report a comparison needs. */
export interface Baseline {
  /** The file. */
  readonly name: string;
  readonly startedAt: string;
  readonly graders: EvaluationReport["plan"]["graders"];
  readonly cases: readonly Case[];
  readonly candidates: readonly { readonly name: string; readonly trials: readonly Trial[] }[];
}

const VERSION = 1;

/**
 * Reads what `eval --json`, `compare --json` or `--out FILE.json` wrote. Throws BAD_INPUT, with the place, for a text that is cut short, is
 * something else or comes from a newer version.
 */
export function readBaseline(text: string, name: string): Baseline {
  return readRun(text, `baseline ${name}`, name);
}

/** The same for any report of a run: `called` is what errors name it by, as "report run.json". */
export function readRun(text: string, called: string, name: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    const what = text.trim() === "" ? "is empty" : "is not JSON, or was cut short";
    throw new FirstfitError("BAD_INPUT", `The ${called} ${what}.`, remake(called), { cause });
  }
  if (!isRecord(value) || (value["kind"] !== "evaluation" && value["kind"] !== "comparison"))
    throw new FirstfitError("BAD_INPUT", `The ${called} is not the report of a run.`, remake(called));
  const { version } = value;
  if (typeof version === "number" && version > VERSION)
    throw new FirstfitError(
      "BAD_INPUT",
      `The ${called} has version ${version}, and this firstfit reads up to ${VERSION}.`,
      "Update firstfit, or make it again with this version: firstfit eval --out main.json",
    );
  const { plan, run } = value;
  if (version !== VERSION) refuse(called, "version");
  if (!isRecord(plan) || plan["graders"] === undefined) refuse(called, "plan");
  if (!isRecord(run) || typeof run["startedAt"] !== "string") refuse(called, "run");
  return {
    name,
    startedAt: run["startedAt"],
    graders: plan["graders"] as Baseline["graders"], // it was parsed from JSON
    cases: list(value["cases"], "cases", called).map((each, at) => caseOf(each, `cases[${at}]`, called)),
    candidates: list(value["candidates"], "candidates", called).map((each, at) => candidateOf(each, `candidates[${at}]`, called)),
  };
}

/** Before anything is run: a comparison with nothing in common would pass every gate. Throws BAD_INPUT. */
export function mustShareWith(
  { name, cases, candidates }: Baseline,
  run: { readonly cases: readonly Case[]; readonly candidates: readonly string[] },
): void {
  const ids = new Set(cases.map(({ id }) => id));
  if (!run.cases.some(({ id }) => ids.has(id)))
    throw new FirstfitError("BAD_INPUT", `The baseline ${name} has no case with an id of this run.`, REMAKE);
  const isPair = candidates.length === 1 && run.candidates.length === 1;
  if (isPair || candidates.some((each) => run.candidates.includes(each.name))) return;
  throw new FirstfitError(
    "BAD_INPUT",
    `The baseline ${name} has none of the candidates of this run (${run.candidates.join(", ")}).`,
    `It has: ${candidates.map((each) => each.name).join(", ")}.`,
  );
}

const REMAKE = "Make one on the main branch: firstfit eval --out main.json";

/** What a baseline is made from differs from what people are to grade. */
function remake(called: string): string {
  return called.startsWith("baseline ") ? REMAKE : "Make one: firstfit eval --out run.json";
}

function refuse(file: string, place: string): never {
  throw new FirstfitError("BAD_INPUT", `The ${file} is damaged: "${place}" is missing or not what a report holds there.`, remake(file));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown, place: string, file: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(file, place);
}

function caseOf(value: unknown, place: string, file: string): Case {
  if (!isRecord(value) || typeof value["id"] !== "string" || value["input"] === undefined) return refuse(file, place);
  if (!Array.isArray(value["expectations"]) || !Array.isArray(value["tags"])) return refuse(file, place);
  return value as unknown as Case; // of its fields only id, input and expectations are read, and compared
}

function candidateOf(value: unknown, place: string, file: string): Baseline["candidates"][number] {
  if (!isRecord(value) || typeof value["name"] !== "string") return refuse(file, place);
  return {
    name: value["name"],
    trials: list(value["trials"], `${place}.trials`, file).map((each, at) => trialOf(each, `${place}.trials[${at}]`, file)),
  };
}

function trialOf(value: unknown, place: string, file: string): Trial {
  if (!isRecord(value) || typeof value["caseId"] !== "string" || typeof value["repeat"] !== "number") return refuse(file, place);
  if (value["kind"] !== "failed") {
    const { kind, grades, output } = value;
    if (
      kind !== "completed" ||
      !isRecord(output) ||
      typeof output["text"] !== "string" ||
      !isRecord(grades) ||
      !Object.values(grades).every(isGrade)
    )
      return refuse(file, place);
  }
  return value as unknown as Trial; // of its fields only the case, the grades and the output's text and calls are read
}

function isGrade(value: unknown): value is Grade {
  if (!isRecord(value)) return false;
  const grade = value["value"];
  return value["kind"] === "ungraded" || (value["kind"] === "graded" && typeof grade === "number" && grade >= 0 && grade <= 1);
}
