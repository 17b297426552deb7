import { canonicalJson } from "../../core/canonical-json.ts";
import type { Json } from "../../core/calls.ts";
import type { DecisionDocument, TaskFacts } from "../../core/decision.ts";
import type { BarRequirement } from "../../core/evaluation.ts";
import { planChanges } from "../evaluate/plan.ts";

/** What differs between two decisions, in words. */
export interface DecisionDifferences {
  /** Another task, another bar or other cases: then the two answer different questions. */
  readonly question: readonly string[];
  /** A model first, because it changes most often; then whatever else decides an outcome. */
  readonly rest: readonly string[];
}

export function decisionDifferences(before: DecisionDocument, now: DecisionDocument): DecisionDifferences {
  const models = modelChanges(before, now);
  const plan = planChanges(planOf(before), planOf(now));
  const others = before.dataset.hash === now.dataset.hash ? [] : plan.slice(0, 1);
  return {
    question: [...taskChanges(before.task, now.task), ...barChange(before, now), ...others.map((each) => otherCases(each, before, now))],
    rest: [
      ...models.map(({ text }) => text),
      ...plan.slice(others.length).filter((each) => !models.some(({ name, was }) => saysModel(each, name, was))),
      ...rungChanges(before, now),
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

/** `planChanges` tells other cases first. */
function planOf({ candidates, dataset, graders, test }: DecisionDocument): Parameters<typeof planChanges>[0] {
  return {
    dataset: dataset.name,
    datasetHash: dataset.hash,
    cases: dataset.cases,
    // definitions and graders were written as JSON
    candidates: candidates.map((each) => ({ name: each.name, definition: each.definition as Json })),
    graders: graders as Json,
    repeats: 1,
    seed: test.seed,
  };
}

function otherCases(change: string, { dataset: was }: DecisionDocument, { dataset: is }: DecisionDocument): string {
  return was.name === is.name ? change : `${change}, ${is.name} in place of ${was.name}`;
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

/** The definition of a candidate holds its model too, which would be told twice. */
function saysModel(change: string, name: string, was: readonly string[]): boolean {
  return change.startsWith(`the candidate ${name}: `) && was.some((model) => change.includes(`"${model}", now `));
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

/** Of rungs that were no candidates on either side: a gate or a missing model kept them from being run. */
function rungChanges(before: DecisionDocument, now: DecisionDocument): readonly string[] {
  const [was, is] = [namesOf(before), namesOf(now)];
  const candidates = new Set([...before.candidates, ...now.candidates].map(({ name }) => name));
  const unrun = (from: readonly string[], to: readonly string[]): readonly string[] =>
    from.filter((name) => !to.includes(name) && !candidates.has(name));
  const both = (some: readonly string[], others: readonly string[]): readonly string[] => some.filter((name) => others.includes(name));
  return [
    ...unrun(was, is).map((name) => `without the rung ${name}`),
    ...unrun(is, was).map((name) => `a new rung ${name}`),
    ...(same(both(was, is), both(is, was)) ? [] : [`the rungs in another order: ${is.join(", ")}`]),
  ];
}

function namesOf({ rungs }: DecisionDocument): readonly string[] {
  return rungs.map(({ name }) => name);
}

function numberChange(name: string, before: number, now: number): readonly string[] {
  return before === now ? [] : [`${name} ${before}, now ${now}`];
}
