import type { Advice, RowId } from "../../core/advice.ts";
import type { KnowledgeChanges, TaskKind } from "../../core/decision.ts";
import type { KeyVariable } from "../../core/init.ts";
import type { InitAnswers } from "./questions.ts";

/** What a task on a row is about; the rows that stand for what was asked for are no tasks. */
const KINDS: Partial<Record<RowId, TaskKind>> = {
  "own-knowledge": "knowledge",
  "growing-wiki": "knowledge",
  "makes-things-up": "knowledge",
  "wrong-passages": "knowledge",
  "better-prompt": "behaviour",
  "fixed-habit": "behaviour",
  "brand-voice": "behaviour",
  "structured-output": "structure",
  "stubborn-format": "structure",
  "same-task-millions": "structure",
  "plain-labels": "label",
  "cheaper-faster": "cost",
  "shrink-a-local-model": "cost",
  "small-student": "cost",
  "current-events": "current",
  "hardest-problems": "frontier",
  privacy: "privacy",
};

const CHANGES: Readonly<Record<NonNullable<Advice["stated"]["changes"]>, KnowledgeChanges>> = {
  hourly: "daily",
  daily: "daily",
  weekly: "weekly",
  monthly: "monthly",
  yearly: "yearly",
  never: "never",
};

/** The kind of a task by the row that its sentence matches; undefined where the table is unsure. */
export function kindOf({ unsure, matches }: Advice): TaskKind | undefined {
  const row = unsure ? undefined : matches[0]?.row;
  return row === undefined ? undefined : KINDS[row];
}

export interface ConfigParts {
  readonly answers: InitAnswers;
  readonly advice: Advice;
  readonly keys: readonly KeyVariable[];
  /** The file of cases, where there is one. */
  readonly cases?: string;
  /** Files of the project that are no documents. */
  readonly exclude: readonly string[];
}

/** The text of firstfit.config.ts. No key stands in it, only the names of variables that hold one. */
export function configText({ answers, advice, keys, cases, exclude }: ConfigParts): string {
  const { task, sources, passRateMin, callsPerMonth } = answers;
  const kind = kindOf(advice);
  const { stated } = advice;
  const volume = callsPerMonth ?? stated.callsMonth;
  const isLocal = stated.isPrivate === true;
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
  return [
    'import { defineConfig } from "firstfit";',
    "",
    "export default defineConfig({",
    "  // Files and folders to index, relative to this file.",
    `  sources: ${list(sources)},`,
    "  // Left out of them, written as lines of .gitignore.",
    `  exclude: ${list(exclude)},`,
    "",
    keys.length === 0
      ? "  // Who answers and embeds is what ships with firstfit, which asks nobody and costs nothing; docs/models.md names others."
      : "  // Who answers, embeds and reranks. Without these lines it is what ships with firstfit, which asks nobody and costs nothing.",
    ...keys.map(
      ({ variable, setting, name }) =>
        `  // ${setting}: ${JSON.stringify(name)}, // ${variable} is set${isLocal ? ", and data would leave this machine" : ""}`,
    ),
    "",
    "  // What it is to do well, and what well enough means: written before anything is run.",
    "  task: {",
    `    name: ${JSON.stringify(task)},`,
    kind === undefined
      ? "    // kind: which row of the decision table this is could not be told; docs/decide.md lists the kinds"
      : `    kind: ${JSON.stringify(kind)},`,
    ...(stated.changes === undefined ? [] : [`    knowledgeChanges: ${JSON.stringify(CHANGES[stated.changes])},`]),
    ...(cases === undefined ? [] : [`    cases: ${JSON.stringify(cases)},`]),
    ...(volume === undefined ? [] : [`    callsPerMonth: ${Math.round(volume)},`]),
    `    bar: { passRateMin: ${passRateMin}${isLocal ? ', privacy: "local"' : ""} },`,
    "  },",
    "});",
    "",
  ].join("\n");
}

/** A first case. Without one of a person's own it is a question that hardly any document answers, for somebody to look at before it counts. */
export function firstCaseText(first: InitAnswers["first"], added: string): string {
  const row =
    first === undefined
      ? {
          id: "absent-1",
          input: "What is the office Wi-Fi password?",
          expected_abstain: true,
          tags: ["adversarial", "absent"],
          source: "adversarial",
          review: "unreviewed",
          added,
        }
      : {
          id: "first-1",
          input: first.input,
          ...(first.expected === "" ? { expected_abstain: true, tags: ["absent"] } : { expected_substr: first.expected, tags: ["common"] }),
          source: "hand",
          added,
        };
  return `${JSON.stringify(row)}\n`;
}

/** The name, or the first of its kind that is free: "cases-2.jsonl". */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, end = ""] = /^(.*?)(\.[^.]+)$/.exec(name) ?? [];
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${stem}-${n}${end}`;
    if (!taken.has(tried)) return tried;
  }
}
