import { canonicalJson } from "../../core/canonical-json.ts";
import type { Json } from "../../core/calls.ts";
import type { DecisionChange, DecisionDocument, DecisionHistory, DecisionOutcome } from "../../core/decision.ts";
import { FirstfitError } from "../../core/errors.ts";
import { planChanges } from "../evaluate/plan.ts";

export interface HistoryOptions {
  /** Of the task; absent: that of the newest decision. */
  readonly task?: string;
  /** A day, 2026-09-01, or the id of a decision; absent: all. */
  readonly since?: string;
}

/**
 * How the decision on one task changed: every decision since, each with what differs from the one before it, and a sentence for each time that
 * another rung met the bar, or none. Throws NOT_FOUND for no decision, for an id that there is not, and for a day after the last one, and BAD_INPUT for what is neither.
 */
export function decisionHistory(all: readonly DecisionDocument[], { task, since }: HistoryOptions): DecisionHistory {
  const name = task ?? all.at(-1)?.task.name;
  const own = all.filter((decision) => decision.task.name === name);
  if (name === undefined || own.length === 0)
    throw new FirstfitError(
      "NOT_FOUND",
      all.length === 0 ? "No decision is kept." : `No decision is kept on the task "${name}".`,
      "Make one: firstfit decide",
    );
  const from = since === undefined ? 0 : startOf(own, since);
  const decisions = own.slice(from).map((decision, at): DecisionChange => {
    const before = own[from + at - 1];
    return {
      id: decision.id,
      startedAt: decision.startedAt,
      outcome: decision.outcome,
      changes: before === undefined ? [] : changesOf(before, decision),
    };
  });
  return { kind: "decision-history", task: name, decisions, story: storyOf(decisions) };
}

function startOf(decisions: readonly DecisionDocument[], since: string): number {
  const byId = decisions.findIndex(({ id }) => id === since);
  if (byId >= 0) return byId;
  if (/^\d{8}-\d{6}-/.test(since))
    throw new FirstfitError(
      "NOT_FOUND",
      `There is no decision ${since}.`,
      `Decisions: ${decisions
        .slice(-5)
        .map(({ id }) => id)
        .join(", ")}.`,
    );
  if (!/^\d{4}-\d{2}-\d{2}/.test(since) || Number.isNaN(Date.parse(since)))
    throw new FirstfitError("BAD_INPUT", `--since ${since} is neither a day nor the id of a decision.`, "Write it as 2026-09-01.");
  const first = decisions.findIndex(({ startedAt }) => Date.parse(startedAt) >= Date.parse(since));
  if (first >= 0) return first;
  throw new FirstfitError(
    "NOT_FOUND",
    `The last decision is of ${dayOf(decisions.at(-1)?.startedAt ?? "")}, before ${since}.`,
    "Decide again: firstfit decide",
  );
}

/** What differs, in words. */
function changesOf(before: DecisionDocument, now: DecisionDocument): readonly string[] {
  const plan = ({ candidates, dataset, graders, test }: DecisionDocument): Parameters<typeof planChanges>[0] => ({
    dataset: dataset.name,
    datasetHash: dataset.hash,
    cases: dataset.cases,
    // definitions and graders were written as JSON
    candidates: candidates.map((each) => ({ name: each.name, definition: each.definition as Json })),
    graders: graders as Json,
    repeats: 1,
    seed: test.seed,
  });
  return [
    ...modelChanges(before, now),
    ...(same(before.bar, now.bar) ? [] : ["another bar"]),
    ...planChanges(plan(before), plan(now)),
    ...(before.versions.firstfit === now.versions.firstfit ? [] : [`firstfit ${before.versions.firstfit}, now ${now.versions.firstfit}`]),
  ];
}

/** A model is what changes most often, and is told first and by its name. */
function modelChanges(before: DecisionDocument, now: DecisionDocument): readonly string[] {
  return now.candidates.flatMap(({ name, models = [] }) => {
    const was = before.candidates.find((each) => each.name === name)?.models;
    return was === undefined || same(was, models) ? [] : [`the model of ${name} changed from ${was.join(", ")} to ${models.join(", ")}`];
  });
}

function storyOf(decisions: readonly DecisionChange[]): readonly string[] {
  const story: string[] = [];
  let since: DecisionChange | undefined;
  for (const decision of decisions) {
    if (since !== undefined && same(since.outcome, decision.outcome)) continue;
    const why = decision.changes[0];
    if (since === undefined) story.push(`On ${dayOf(decision.startedAt)} ${outcomeText(decision.outcome)}.`);
    else if (since.outcome.kind === "adopted")
      story.push(
        `The bar was met by ${since.outcome.rung} until ${dayOf(decision.startedAt)}${why === undefined ? "" : `, when there was a change: ${why}`}; then ${outcomeText(decision.outcome)}.`,
      );
    else
      story.push(
        `From ${dayOf(decision.startedAt)} on ${outcomeText(decision.outcome)}${why === undefined ? "" : `, after a change: ${why}`}.`,
      );
    since = decision;
  }
  return story;
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

function dayOf(date: string): string {
  return date.slice(0, 10);
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json); // both were written as JSON
}
