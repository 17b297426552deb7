import type { RowId } from "../../core/advice.ts";
import type { TaskFacts, TaskKind } from "../../core/decision.ts";

/** A rung that every project knows, whether or not it can be run there. */
export interface StandardRung {
  readonly name: string;
  /** By its term. */
  readonly mechanism: string;
  /** What owning it costs, as the end of "It would cost …". */
  readonly costs: string;
}

const RUNGS = [
  {
    name: "tf-idf-softmax",
    mechanism: "TF-IDF and softmax regression, no model at all",
    costs: "some labelled examples, and seconds of training when they change",
  },
  {
    name: "nearest-neighbours",
    mechanism: "nearest neighbours over embeddings, no language model",
    costs: "some labelled examples and one embedding a call",
  },
  {
    name: "better-prompt",
    mechanism: "a better prompt: role, format, constraints",
    costs: "an hour of writing, and the tokens of every call",
  },
  { name: "examples", mechanism: "the prompt with five examples", costs: "five good examples, and their tokens in every call" },
  { name: "structured-output", mechanism: "structured output by a forced tool", costs: "a schema, and the tokens of every call" },
  { name: "smaller-model", mechanism: "a smaller model with the same prompt", costs: "one more model to watch, and fewer cents a call" },
  {
    name: "whole-corpus",
    mechanism: "the whole corpus in the prompt, with prompt caching",
    costs: "the tokens of all documents in every call, at the price of cached ones where they are asked often",
  },
  { name: "web-search", mechanism: "the provider's web search", costs: "a search fee a call, and answers that change with the web" },
  {
    name: "retrieve-basic",
    mechanism: "retrieval, basic: chunk, embed, take the nearest five",
    costs: "an index that must be kept up to date",
  },
  {
    name: "retrieve-production",
    mechanism: "retrieval, production: words and vectors together, reranked",
    costs: "an index, a second ranking stage, and the settings of both to look after",
  },
  { name: "prompt-caching", mechanism: "prompt caching", costs: "a prompt that begins with what never changes" },
  { name: "quantize", mechanism: "quantization", costs: "an open-weight model on hardware of one's own, and a check of every precision" },
  {
    name: "fine-tune",
    mechanism: "fine-tuning by LoRA or QLoRA",
    costs: "a thousand labels, training runs, and an adapter that must be trained again for every new base model",
  },
  {
    name: "distill",
    mechanism: "distillation",
    costs: "a teacher's outputs on many inputs, training runs, and a student that knows nothing else",
  },
] as const satisfies readonly StandardRung[];

export type StandardName = (typeof RUNGS)[number]["name"];

const BY_NAME: ReadonlyMap<string, StandardRung> = new Map(RUNGS.map((rung) => [rung.name, rung]));

export function standardRung(name: string): StandardRung | undefined {
  return BY_NAME.get(name);
}

export const STANDARD_NAMES: readonly string[] = RUNGS.map(({ name }) => name);

/**
 * Classical baselines, the cheaper to own first. Both need labelled examples. Nearest neighbours need an embedder besides: a model that one keeps, which may
 * cost something a call and may be retired, and after whose change every example is embedded again. A softmax regression is trained again in seconds.
 */
const BASELINES = ["tf-idf-softmax", "nearest-neighbours"] as const;
const PROMPTS = ["better-prompt", "examples"] as const;
const KNOWLEDGE = [...PROMPTS, "whole-corpus", "retrieve-basic", "retrieve-production"] as const;
const BEHAVIOUR = [...PROMPTS, "structured-output", "smaller-model", "fine-tune"] as const;
const CHEAPER = ["prompt-caching", "quantize", "distill"] as const;

/** From the cheapest to own to the dearest, by the row of the decision table. */
const ROW_RUNGS: Readonly<Record<RowId, readonly StandardName[]>> = {
  "better-prompt": BEHAVIOUR,
  "fixed-habit": BEHAVIOUR,
  "own-knowledge": KNOWLEDGE,
  "growing-wiki": KNOWLEDGE,
  "makes-things-up": KNOWLEDGE,
  "wrong-passages": ["retrieve-basic", "retrieve-production"],
  "vector-database": ["retrieve-basic", "retrieve-production"],
  "current-events": [...PROMPTS, "web-search"],
  "brand-voice": BEHAVIOUR,
  "structured-output": BEHAVIOUR,
  "stubborn-format": BEHAVIOUR,
  "same-task-millions": BEHAVIOUR,
  "cheaper-faster": CHEAPER,
  "shrink-a-local-model": ["quantize", "distill"],
  "small-student": CHEAPER,
  "hardest-problems": PROMPTS,
  "own-model": BEHAVIOUR,
  privacy: [...KNOWLEDGE, "quantize"],
  "plain-labels": [...BASELINES, ...BEHAVIOUR],
};

/** Rows whose output is made of fields: a single one may be a label. */
const FIELD_ROWS: ReadonlySet<RowId> = new Set(["structured-output", "stubborn-format", "same-task-millions"]);

/** The rungs that a row chooses. Classical baselines stand first where the output is a label, and where it is a field and the examples' outputs are labels. */
export function rungsOfRow(row: RowId, outputsAreLabels = false): readonly StandardName[] {
  return outputsAreLabels && FIELD_ROWS.has(row) ? [...BASELINES, ...ROW_RUNGS[row]] : ROW_RUNGS[row];
}

/** Each kind of task is about the problem of one row. */
const KIND_ROWS: Readonly<Record<TaskKind, RowId>> = {
  knowledge: "own-knowledge",
  behaviour: "fixed-habit",
  structure: "structured-output",
  label: "plain-labels",
  cost: "cheaper-faster",
  privacy: "privacy",
  current: "current-events",
  frontier: "hardest-problems",
};

/** From here on a narrow task is "millions of times". */
const MILLIONS = 1_000_000;

/** The row that the stated facts of a task match, and by which of them; undefined when its kind is not stated. */
export function rowOfTask(
  { kind, callsPerMonth, labelledExamples, knowledgeChanges }: TaskFacts,
  labelledMin: number,
): { readonly row: RowId; readonly because: string } | undefined {
  if (kind === undefined) return undefined;
  if (kind === "knowledge" && knowledgeChanges === "daily")
    return { row: "current-events", because: "task.kind is knowledge, and task.knowledgeChanges is daily" };
  if (kind === "structure" && (callsPerMonth ?? 0) >= MILLIONS && (labelledExamples ?? 0) >= labelledMin)
    return {
      row: "same-task-millions",
      because: `task.kind is structure, with ${callsPerMonth?.toLocaleString("en-US")} calls a month and ${labelledExamples?.toLocaleString("en-US")} labelled examples`,
    };
  return { row: KIND_ROWS[kind], because: `task.kind is ${kind}` };
}
