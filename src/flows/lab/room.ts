import type { AnswerResult, SearchResult } from "../../core/results.ts";
import type { Case, CaseGrader } from "../../core/evaluation.ts";
import type { DecisionDocument } from "../../core/decision.ts";
import type { LabCheckFinding } from "../../core/lab.ts";
import type { Model } from "../../core/model.ts";
import type { KeptRun, KeptTrial } from "../../core/trial-store.ts";
import type { BudgetModel } from "../budget.ts";

/** A file of the user's as a check finds it. */
export type LabText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What checks may use of the project. Everything is made when it is first asked for; what cannot be made throws its FirstfitError. */
export interface LabRoom {
  readonly lab: string;
  /** The path of a file by its role, as the user would type it. */
  path(role: string): string;
  read(role: string): Promise<LabText>;
  /** Cosines of the texts, by the project's embedder. */
  cosines(texts: readonly string[]): Promise<{ readonly model: string; readonly cosine: readonly (readonly number[])[] }>;
  /** Ids of the indexed documents. */
  documents(): Promise<readonly string[]>;
  search(question: string): Promise<SearchResult>;
  ask(question: string): Promise<AnswerResult>;
  /** Who counts tokens. */
  counter(): Promise<BudgetModel["counter"]>;
  /** The configured chat model. Throws BAD_CONFIG where there is none. */
  chatModel(purpose: string): Promise<Model>;
  /** Who grades these cases, as `eval` does. To be closed. */
  grader(cases: readonly Case[]): Promise<CaseGrader>;
  /** Runs that are kept, newest first, with what reads their trials. */
  runs(): Promise<{ readonly runs: readonly KeptRun[]; trials(run: string): readonly KeptTrial[] }>;
  /** Decisions that are kept, oldest first. */
  decisions(): Promise<readonly DecisionDocument[]>;
  readonly signal: AbortSignal;
}

export type Finding = LabCheckFinding;

export function passed(looked: string, found: string): Finding {
  return { kind: "passed", looked, found };
}

export function failed(looked: string, missing: string, fix: string): Finding {
  return { kind: "failed", looked, missing, fix };
}

export function skipped(looked: string, reason: string): Finding {
  return { kind: "skipped", looked, reason };
}

/** The text of a file, or why the check that needs it fails. `make`: what makes the file. */
export async function textOr(
  room: LabRoom,
  role: string,
  make: string,
): Promise<{ readonly text: string } | { readonly finding: Finding }> {
  const read = await room.read(role);
  const path = room.path(role);
  if (read.kind === "unreadable") return { finding: failed(path, `${path} cannot be read: ${read.reason}.`, make) };
  if (read.kind === "none") return { finding: failed(path, `${path} is not there.`, make) };
  if (read.text.trim() === "") return { finding: failed(path, `${path} is empty.`, make) };
  return { text: read.text };
}

export function counted(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

/** Each on a line of its own; of more than eight the first ones and how many more there are. */
export function lines(each: readonly string[]): string {
  const most = 8;
  return (each.length > most ? [...each.slice(0, most), `and ${each.length - most} more`] : each).join("\n");
}

/** "a, b and c"; of more than `most` names, the first ones and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
