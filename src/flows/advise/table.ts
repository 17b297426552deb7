import type { DecisionRow, RowId } from "../../core/advice.ts";
import { MODEL_ROWS } from "./table-models.ts";
import { PROMPT_ROWS } from "./table-prompts.ts";

/** The decision table, from the cheapest mechanism to the dearest. */
export const DECISION_TABLE: readonly DecisionRow[] = [...PROMPT_ROWS, ...MODEL_ROWS];

const BY_ID: ReadonlyMap<RowId, DecisionRow> = new Map(DECISION_TABLE.map((row) => [row.id, row]));

/** A row by its id; every id has one, which a test checks. */
export function rowOf(id: RowId): DecisionRow {
  const row = BY_ID.get(id);
  if (row === undefined) throw new Error(`The decision table has no row ${id}.`);
  return row;
}

/** What not to fine-tune for, with what to reach for, and the row that says more. */
export const DO_NOT_FINE_TUNE: readonly { readonly wish: string; readonly instead: string; readonly row: RowId }[] = [
  {
    wish: "knowledge of your products or field",
    instead: "retrieval-augmented generation: cheap, changed in minutes, with citations",
    row: "own-knowledge",
  },
  { wish: "a tone of voice", instead: "a persona with three samples in the prompt", row: "brand-voice" },
  { wish: "one fixed behaviour, such as bullets at the end", instead: "a format and a constraint in the prompt", row: "fixed-habit" },
  { wish: "news from after the training cutoff", instead: "a web search tool, or retrieval over current sources", row: "current-events" },
  { wish: "nearly everything else", instead: "a better prompt", row: "better-prompt" },
];

/** When fine-tuning may earn its cost, and why. */
export const DO_CONSIDER_FINE_TUNING: readonly { readonly when: string; readonly why: string; readonly row: RowId }[] = [
  {
    when: "1,000 good labelled examples or more",
    why: "below that there is seldom enough signal to move a model",
    row: "same-task-millions",
  },
  {
    when: "a smaller, cheaper model has to do it",
    why: "a large model's behaviour on one task can be distilled into a small one",
    row: "small-student",
  },
  {
    when: "one narrow task has to come out the same way every time, at scale",
    why: "one document type, the same fields, millions of times",
    row: "same-task-millions",
  },
  {
    when: "the output has a rare form that the base model resists",
    why: "a niche notation that neither prompt nor grammar enforces",
    row: "stubborn-format",
  },
];
