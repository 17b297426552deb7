import { canonicalJson } from "../../core/canonical-json.ts";
import type { Json } from "../../core/calls.ts";
import type { DecisionDocument, TaskFacts } from "../../core/decision.ts";
import type { BarRequirement } from "../../core/evaluation.ts";
import { changedVersions } from "../evaluate/model-versions.ts";
import { planChanges, shortHash } from "../evaluate/plan.ts";
import { ownDefinition, sharedChanges } from "./shared-changes.ts";
import { listed } from "../../text/listed.ts";

/** What differs between two decisions, in words. */
export interface DecisionDifferences {
  /** Another task, another bar or other cases: then the two answer different questions. */
  readonly question: readonly string[];
  /** A model first, because it changes most often; then whatever else decides an outcome. */
  readonly rest: readonly string[];
}

export function decisionDifferences(before: DecisionDocument, now: DecisionDocument): DecisionDifferences {
  const models = modelChanges(before, now);
  const told = planChanges(planOf(before), planOf(now));
  // other cases are told first there, and otherwise here
  const plan = before.dataset.hash === now.dataset.hash ? told : told.slice(1);
  const coming = comings(namesOf(before), namesOf(now));
  return {
    question: [...taskChanges(before.task, now.task), ...barChange(before, now), ...casesChange(before.dataset, now.dataset)],
    rest: [
      ...models.map(({ text }) => text),
      ...versionChanges(before, now),
      ...rungChanges(before, now),
      ...sharedChanges(before.candidates, now.candidates),
      ...together(plan.filter((each) => !models.some(({ name, was }) => saysModel(each, name, was)) && !coming.includes(each))),
      ...factChanges(before.task, now.task),
      ...numberChange("alpha", before.test.alpha, now.test.alpha),
      ...numberChange("beta", before.test.beta, now.test.beta),
      ...(before.test.isFixed === now.test.isFixed
        ? []
        : [now.test.isFixed ? "every case was run on every rung" : "rungs were stopped as soon as they were settled"]),
      ...(before.versions.firstfit === now.versions.firstfit ? [] : [`firstfit ${before.versions.firstfit}, now ${now.versions.firstfit}`]),
      ...(before.pricesAsOf === now.pricesAsOf ? [] : [`prices as of ${before.pricesAsOf}, now ${now.pricesAsOf}`]),
    ],
  };
}

export function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json); // both were written as JSON
}

function planOf({ candidates, dataset, graders, test }: DecisionDocument): Parameters<typeof planChanges>[0] {
  return {
    dataset: dataset.name,
    datasetHash: dataset.hash,
    cases: dataset.cases,
    candidates: candidates.map((each) => ({ name: each.name, definition: ownDefinition(each.definition) })),
    graders: graders as Json, // written as JSON
    repeats: 1,
    seed: test.seed,
  };
}

function casesChange(was: DecisionDocument["dataset"], is: DecisionDocument["dataset"]): readonly string[] {
  if (was.hash === is.hash) return [];
  const cases = `${is.cases} ${is.cases === 1 ? "case" : "cases"}`;
  if (was.name !== is.name) return [`other cases: ${cases} of ${is.name} in place of ${was.cases} of ${was.name}`];
  return [`${is.name} changed: ${was.cases === is.cases ? `still ${cases}, not the same ones` : `${was.cases} → ${cases}`}`];
}

/** What is told of several candidates in the same words is told once, of all of them. */
function together(changes: readonly string[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const change of changes) {
    const [, name, what] = /^the candidate (.+?): (.*)$/s.exec(change) ?? [];
    const [key, own] = name === undefined || what === undefined ? [change, []] : [what, [name]];
    names.set(key, [...(names.get(key) ?? []), ...own]);
  }
  return [...names].map(([what, own]) =>
    own.length === 0 ? what : `${own.length === 1 ? "the candidate" : "the candidates"} ${listed(own)}: ${what}`,
  );
}

interface ModelChange {
  readonly name: string;
  readonly was: readonly string[];
  readonly text: string;
}

function modelChanges(before: DecisionDocument, now: DecisionDocument): readonly ModelChange[] {
  return now.candidates.flatMap(({ name, models = [] }) => {
    const was = before.candidates.find((each) => each.name === name)?.models;
    return was === undefined || same(was, models)
      ? []
      : [{ name, was, text: `the model of ${name} changed from ${was.join(", ")} to ${models.join(", ")}` }];
  });
}

/** Other weights, or another dated model, under the same name. */
function versionChanges(before: DecisionDocument, now: DecisionDocument): readonly string[] {
  // of the candidates' models, and of the judge
  const models = Object.keys(now.versions.models ?? {});
  return changedVersions(models, before.versions.models ?? {}, now.versions.models ?? {}).map(
    ({ model, was, is }) => `${model} is another model under the same name: version ${shortHash(was)}, now ${shortHash(is)}`,
  );
}

/** The definition of a candidate holds its model too, which would be told twice. */
function saysModel(change: string, name: string, was: readonly string[]): boolean {
  return change.startsWith(`the candidate ${name}: `) && was.some((model) => change.includes(`"${model}", now `));
}

/** How `planChanges` tells of candidates that are no rung on one side, which the list of the rungs tells too. */
function comings(was: readonly string[], is: readonly string[]): readonly string[] {
  return [
    ...was.filter((name) => !is.includes(name)).map((name) => `without the candidate ${name}`),
    ...is.filter((name) => !was.includes(name)).map((name) => `a new candidate ${name}`),
  ];
}

function taskChanges(before: TaskFacts, now: TaskFacts): readonly string[] {
  return [
    ...(before.name === now.name ? [] : [`another task: "${before.name}", now "${now.name}"`]),
    ...(before.kind === now.kind ? [] : [`the task's kind was ${before.kind ?? "not said"}, now ${now.kind ?? "not said"}`]),
  ];
}

const FACTS = {
  callsPerMonth: "calls a month",
  knowledgeChanges: "how often the knowledge changes:",
  labelledExamples: "labelled examples:",
  isPersonalDataCleared: "personal data cleared:",
} as const satisfies Partial<Record<keyof TaskFacts, string>>;

function factChanges(before: TaskFacts, now: TaskFacts): readonly string[] {
  return Object.entries(FACTS).flatMap(([key, label]) => {
    const fact = key as keyof typeof FACTS; // the keys of the object above
    const [was, is] = [before[fact], now[fact]];
    return was === is ? [] : [`${label} ${was ?? "not said"}, now ${is ?? "not said"}`];
  });
}

function barChange({ bar: before }: DecisionDocument, { bar: now }: DecisionDocument): readonly string[] {
  const missing = (from: DecisionDocument["bar"], to: DecisionDocument["bar"]): string =>
    from
      .filter((each) => !to.some((other) => same(each, other)))
      .map(asked)
      .join(", ");
  const [was, is] = [missing(before, now), missing(now, before)];
  if (was === "" && is === "") return [];
  if (was === "") return [`another bar: also ${is}`];
  return [is === "" ? `another bar: no longer ${was}` : `another bar: ${was}, now ${is}`];
}

function asked(requirement: BarRequirement): string {
  switch (requirement.kind) {
    case "pass-rate": {
      const of = requirement.tag === undefined ? "" : ` of ${requirement.tag}`;
      return `pass rate${of} ${requirement.min}${requirement.target === undefined ? "" : ` with target ${requirement.target}`}`;
    }
    case "latency":
      return `p95 latency ${requirement.p95MsMax} ms`;
    case "cost":
      return `$${requirement.usdPerCallMax} a call`;
    case "monthly-cost":
      return `$${requirement.usdPerMonthMax} a month for ${requirement.callsPerMonth} calls`;
    case "privacy":
      return "every model on machines of one's own";
    case "ungraded":
      return `errors and ungraded ${requirement.shareMax}`;
  }
}

/** Which rungs there are and in which order, and those that could be judged on one side alone: a server that is down shows no rate. */
function rungChanges(before: DecisionDocument, now: DecisionDocument): readonly string[] {
  const [was, is] = [namesOf(before), namesOf(now)];
  return [
    ...(same(was, is) ? [] : [`the rungs were ${was.join(", ")}, now ${is.join(", ")}`]),
    ...now.rungs.flatMap((rung) => {
      const old = before.rungs.find(({ name }) => name === rung.name);
      if (rung.kind !== "measured" || old?.kind !== "measured" || (rung.note === undefined) === (old.note === undefined)) return [];
      return [
        rung.note === undefined ? `${rung.name} can be judged now, and could not before` : `${rung.name} could not be judged any more`,
      ];
    }),
  ];
}

function namesOf({ rungs }: Pick<DecisionDocument, "rungs">): readonly string[] {
  return rungs.map(({ name }) => name);
}

function numberChange(name: string, before: number, now: number): readonly string[] {
  return before === now ? [] : [`${name} ${before}, now ${now}`];
}
