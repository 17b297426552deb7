import type { DecisionChange, DecisionHistory, DecisionOutcome, MadeDecision } from "../../core/decision.ts";
import { FirstfitError } from "../../core/errors.ts";
import { decisionDifferences, same } from "./decision-changes.ts";
import type { DecisionDifferences } from "./decision-changes.ts";

export interface HistoryOptions {
  /** Of the task; absent: that of the newest decision. */
  readonly task?: string;
  /** A day, 2026-09-01, or the id of a decision; absent: all. */
  readonly since?: string;
}

/**
 * How the decision on one task changed: every decision since, each with what differs from the one before it, and a sentence for each time that another
 * rung met the bar, or none, and for each time that the bar, the cases or the task became others. `made` is oldest first. A task that was renamed is
 * known by its cases. Throws NOT_FOUND for no decision, for an id that there is not, and for a day after the last one, and BAD_INPUT for what is neither.
 */
export function decisionHistory(made: readonly MadeDecision[], { task, since }: HistoryOptions): DecisionHistory {
  const name = task ?? made.at(-1)?.decision.task.name;
  const own = name === undefined ? [] : ofTask(made, name);
  if (name === undefined || own.length === 0) throw nothingKept(made, name);
  const entries = withoutRepeats(own);
  const from = since === undefined ? 0 : startOf(entries, since);
  const told = entries.slice(from).map((entry, at): Told => {
    const before = entries[from + at - 1]?.decision;
    return { ...entry, differences: before === undefined ? NONE : decisionDifferences(before, entry.decision) };
  });
  return {
    kind: "decision-history",
    task: name,
    decisions: told.map(changeOf),
    story: storyOf(told),
    otherTasks: [...new Set(made.filter((each) => !own.includes(each)).map(({ decision }) => decision.task.name))].toSorted(),
  };
}

/** Decisions of this name, and those before them on the same cases under a name that nobody uses any more. */
function ofTask(made: readonly MadeDecision[], name: string): readonly MadeDecision[] {
  const isCalled =
    (called: string | undefined) =>
    ({ decision }: MadeDecision): boolean =>
      decision.task.name === called;
  const first = made.findIndex(isCalled(name));
  const begun = made[first];
  if (begun === undefined) return [];
  const before = made.slice(0, first);
  const former = before.findLast(({ decision }) => decision.dataset.hash === begun.decision.dataset.hash)?.decision.task.name;
  const isRenamed = former !== undefined && !made.slice(first).some(isCalled(former));
  return [...(isRenamed ? ofTask(before, former) : []), ...made.filter(isCalled(name))];
}

/** `againAt`: it was made again last then, with nothing else decided in between. */
interface Entry extends MadeDecision {
  readonly againAt?: string;
}

function withoutRepeats(made: readonly MadeDecision[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const each of made) {
    const last = entries.at(-1);
    if (last?.decision.id === each.decision.id) entries[entries.length - 1] = { ...last, againAt: each.madeAt };
    else entries.push(each);
  }
  return entries;
}

interface Told extends Entry {
  readonly differences: DecisionDifferences;
}

const NONE: DecisionDifferences = { question: [], rest: [] };

function changeOf({ decision, madeAt, againAt, differences }: Told): DecisionChange {
  const { id, startedAt, outcome, bar } = decision;
  return {
    id,
    startedAt,
    madeAt,
    ...(againAt === undefined ? {} : { againAt }),
    bar,
    outcome,
    changes: [...differences.question, ...differences.rest],
  };
}

function nothingKept(made: readonly MadeDecision[], name: string | undefined): FirstfitError {
  const others = [...new Set(made.map(({ decision }) => decision.task.name))];
  if (name === undefined || others.length === 0) return new FirstfitError("NOT_FOUND", "No decision is kept.", "Make one: firstfit decide");
  return new FirstfitError(
    "NOT_FOUND",
    `No decision is kept on the task "${name}".`,
    `Make one: firstfit decide. Decisions are kept on ${others.map((other) => `"${other}"`).join(", ")}.`,
  );
}

function startOf(entries: readonly Entry[], since: string): number {
  const byId = entries.findIndex(({ decision }) => decision.id === since);
  if (byId >= 0) return byId;
  if (/^\d{8}-\d{6}-/.test(since))
    throw new FirstfitError(
      "NOT_FOUND",
      `There is no decision ${since}.`,
      `Decisions: ${entries
        .slice(-5)
        .map(({ decision }) => decision.id)
        .join(", ")}.`,
    );
  if (!/^\d{4}-\d{2}-\d{2}/.test(since) || Number.isNaN(Date.parse(since)))
    throw new FirstfitError("BAD_INPUT", `--since ${since} is neither a day nor the id of a decision.`, "Write it as 2026-09-01.");
  const lastAt = ({ madeAt, againAt }: Entry): string => againAt ?? madeAt;
  const first = entries.findIndex((entry) => Date.parse(lastAt(entry)) >= Date.parse(since));
  if (first >= 0) return first;
  const newest = entries.at(-1);
  throw new FirstfitError(
    "NOT_FOUND",
    `The last decision is of ${newest === undefined ? "no day" : dayOf(lastAt(newest))}, before ${since}.`,
    "Decide again: firstfit decide",
  );
}

function storyOf(told: readonly Told[]): readonly string[] {
  const days = new Set(told.map(({ madeAt }) => dayOf(madeAt)));
  // where two were made on one day, the day alone does not tell them apart
  const whenOf = days.size === told.length ? dayOf : minuteOf;
  return told.flatMap((entry, at): readonly string[] => {
    const before = told[at - 1];
    const when = whenOf(entry.madeAt);
    if (before === undefined) return [`On ${when} ${outcomeText(entry.decision.outcome)}.`];
    const { question } = entry.differences;
    if (question.length === 0 && same(before.decision.outcome, entry.decision.outcome)) return [];
    return [(question.length === 0 ? turnText : questionText)({ ...entry, was: before.decision.outcome, when })];
  });
}

interface Turn extends Told {
  /** The outcome before. */
  readonly was: DecisionOutcome;
  readonly when: string;
}

/** Another rung, or none, met the same bar on the same cases. */
function turnText({ was, when, decision: { outcome }, differences: { rest } }: Turn): string {
  const unseen = "it was measured again, and nothing that firstfit sees had changed";
  if (was.kind === "adopted")
    return `The bar was met by ${was.rung} until ${when}, when ${rest.length === 0 ? unseen : `there was a change: ${listed(rest)}`}; then ${outcomeText(outcome)}.`;
  return `From ${when} on ${outcomeText(outcome)}, ${rest.length === 0 ? `when ${unseen}` : `after a change: ${listed(rest)}`}.`;
}

/** What was asked before was not answered otherwise: something else was asked. */
function questionText({ was, when, decision: { outcome }, differences: { question, rest } }: Turn): string {
  const also = rest.length === 0 ? "" : ` (and ${listed(rest)})`;
  const changed = `what is asked changed: ${listed(question)}${also}`;
  if (same(was, outcome)) return `On ${when} ${changed}; then, as before, ${outcomeText(outcome)}.`;
  return was.kind === "adopted"
    ? `The bar was met by ${was.rung} until ${when}, when ${changed}; then ${outcomeText(outcome)}.`
    : `On ${when} ${changed}; then ${outcomeText(outcome)}.`;
}

/** Changes that a sentence names; each decision has all of its own. */
const NAMED_MAX = 3;

function listed(changes: readonly string[]): string {
  const more = changes.length - NAMED_MAX;
  return `${changes.slice(0, NAMED_MAX).join("; ")}${more <= 0 ? "" : `; and ${more} more ${more === 1 ? "change" : "changes"}`}`;
}

function outcomeText(outcome: DecisionOutcome): string {
  switch (outcome.kind) {
    case "adopted":
      return `the bar was met by ${outcome.rung}`;
    case "undecided":
      return "it was undecided what meets the bar";
    case "none":
      return "no rung that was measured met the bar";
  }
}

function minuteOf(date: string): string {
  return date.slice(0, 16).replace("T", " ");
}

function dayOf(date: string): string {
  return date.slice(0, 10);
}
