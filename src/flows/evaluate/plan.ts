import { hash } from "node:crypto";
import type { Json } from "../../core/calls.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Candidate, Case, CaseGrader, RunPlan } from "../../core/evaluation.ts";

export interface PlanParts {
  readonly dataset: string;
  readonly cases: readonly Case[];
  readonly candidates: readonly Candidate[];
  readonly grader: CaseGrader;
  readonly repeats: number;
  readonly seed: number;
  readonly modelVersions?: RunPlan["modelVersions"];
}

export function planOf({ dataset, cases, candidates, grader, repeats, seed, modelVersions }: PlanParts): RunPlan {
  return {
    dataset,
    datasetHash: casesHash(cases),
    cases: cases.length,
    candidates: candidates.map(({ name, definition }) => ({ name, definition })),
    graders: grader.definition,
    repeats,
    seed,
    ...(modelVersions === undefined ? {} : { modelVersions }),
  };
}

/** SHA-256, hex, of cases as they were read; their order counts. */
export function casesHash(cases: readonly Case[]): string {
  // cases come from JSON; what code made them of is what can be written as such
  return hash("sha256", canonicalJson(JSON.parse(JSON.stringify(cases)) as Json), "hex");
}

/** How many differences of one definition are told. */
const TOLD_MAX = 5;

/** What differs between two plans, each in words: "repeats 1, now 3". Nothing when they have the same trials. The dataset's name decides nothing. */
export function planChanges(before: RunPlan, now: RunPlan): readonly string[] {
  const names = (plan: RunPlan): readonly string[] => plan.candidates.map(({ name }) => name);
  const definition = (plan: RunPlan, name: string): Json => plan.candidates.find((each) => each.name === name)?.definition ?? null;
  return [
    ...(before.datasetHash === now.datasetHash ? [] : [otherCases(before.cases, now.cases)]),
    ...names(before).flatMap((name) => (names(now).includes(name) ? [] : [`without the candidate ${name}`])),
    ...names(now).flatMap((name) => (names(before).includes(name) ? [] : [`a new candidate ${name}`])),
    ...names(now).flatMap((name) =>
      names(before).includes(name) ? told(`the candidate ${name}`, jsonChanges(definition(before, name), definition(now, name))) : [],
    ),
    ...told("the graders", jsonChanges(before.graders, now.graders)),
    ...(before.repeats === now.repeats ? [] : [`repeats ${before.repeats}, now ${now.repeats}`]),
    ...(before.seed === now.seed ? [] : [`seed ${before.seed}, now ${now.seed}`]),
  ];
}

/** Where their number is the same, it says nothing. */
function otherCases(before: number, now: number): string {
  return before === now
    ? `other cases (still ${counted(now)}, not the same ones)`
    : `other cases (${counted(before)}, now ${counted(now)})`;
}

function counted(cases: number): string {
  return `${cases} ${cases === 1 ? "case" : "cases"}`;
}

function told(whose: string, changes: readonly string[]): readonly string[] {
  const more = changes.length > TOLD_MAX ? [`${whose}: ${changes.length - TOLD_MAX} more differences`] : [];
  return [...changes.slice(0, TOLD_MAX).map((change) => `${whose}: ${change}`), ...more];
}

/** Where two values differ: "retrieval.k 10, now 20". */
function jsonChanges(before: Json, now: Json, path = ""): readonly string[] {
  if (isObject(before) && isObject(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
    return keys.flatMap((key) => jsonChanges(own(before, key), own(now, key), path === "" ? key : `${path}.${key}`));
  }
  if (canonicalJson(before) === canonicalJson(now)) return [];
  const [was, is] = [textOf(before), textOf(now)];
  const from = differenceFrom(was, is);
  return [`${path === "" ? "" : `${path} `}${excerpt(was, from)}, now ${excerpt(is, from)}`];
}

const HASH = /^[0-9a-f]{32,}$/;

/** Enough of a hash to tell it from another one; any other text as it is. */
export function shortHash(text: string): string {
  return HASH.test(text) ? text.slice(0, 8) : text;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(value: { readonly [key: string]: Json }, key: string): Json {
  return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function textOf(value: Json): string {
  if (value === null) return "not set";
  return typeof value === "string" && HASH.test(value) ? shortHash(value) : canonicalJson(value);
}

const SHOWN_MAX = 60;
/** Of what two long texts have in common before they differ. */
const LEAD_MAX = 20;

/** Where an excerpt of both must begin so that it shows their difference. */
function differenceFrom(was: string, is: string): number {
  let at = 0;
  while (at < was.length && was[at] === is[at]) at += 1;
  return at < SHOWN_MAX - LEAD_MAX ? 0 : at - LEAD_MAX;
}

function excerpt(text: string, from: number): string {
  return `${from > 0 ? "…" : ""}${text.slice(from, from + SHOWN_MAX)}${text.length > from + SHOWN_MAX ? "…" : ""}`;
}
