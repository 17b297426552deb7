import { hash } from "node:crypto";
import type { Case } from "../../core/evaluation.ts";
import type { ToolCall } from "../../core/model.ts";
import { editDistance } from "../../text/edit-distance.ts";
import { CASE_FIELDS, isFields } from "../dataset/case-fields.ts";
import { jsonObjects } from "../dataset/json-objects.ts";
import type { Fields } from "../dataset/json-objects.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText } from "../eval-retrieval/lines.ts";

export type PassFail = "pass" | "fail";
export type Winner = "a" | "b" | "tie";

interface CommonRow {
  readonly id: string;
  /** File and line. */
  readonly at: string;
  readonly input: Case["input"];
  readonly criteria?: string;
}

/** An output that people graded. `judge` is absent where it has to be asked, and undecided where it gave no verdict when it was. */
export interface GradedRow extends CommonRow {
  readonly output: string;
  /** Calls of tools that came with the output; absent: not known. */
  readonly toolCalls?: readonly ToolCall[];
  /** Empty where nobody has graded it yet. */
  readonly people: readonly PassFail[];
  readonly judge?: PassFail | "none";
}

/** Two outputs that people compared. `swapped` is the winner with b shown first: by name, not by place. */
export interface PairRow extends CommonRow {
  readonly a: string;
  readonly b: string;
  readonly people: readonly Winner[];
  readonly judge?: Winner | "none";
  readonly swapped?: Winner | "none";
}

export type GradedRows =
  | { readonly form: "grades"; readonly name: string; readonly hash: string; readonly rows: readonly GradedRow[] }
  | { readonly form: "pairs"; readonly name: string; readonly hash: string; readonly rows: readonly PairRow[] };

const COMMON = ["id", "input", "criteria", "human", "judge", "metadata"];
const FIELDS = { grades: [...COMMON, "output", "tool_calls"], pairs: [...COMMON, "output_a", "output_b", "judge_swapped"] };
const SLIPS_MAX = 3;

/**
 * Rows that people graded: `{input, output, human: "pass"}` or `{input, output_a, output_b, human: "a"}`, with `judge` (and `judge_swapped`) where
 * verdicts are stored; docs/judge.md lists the fields. `human` may be a list of several people's. A stored verdict of null is one that the judge
 * did not give. Throws BAD_INPUT with line and field, for a file that mixes the two forms, and for one without a row.
 */
export function readGradedRows(file: NamedText): GradedRows {
  const grades: GradedRow[] = [];
  const pairs: PairRow[] = [];
  const seen = new Map<string, string>();
  let number = 0;
  for (const read of jsonObjects(file)) {
    if (read.kind === "bad") throw read.error;
    const { at, value } = read;
    number++;
    const form = Object.hasOwn(value, "output_a") || Object.hasOwn(value, "output_b") ? "pairs" : "grades";
    if ((form === "pairs" ? grades : pairs).length > 0)
      throw badLine(
        at,
        "grades and pairs stand in one file",
        'Keep rows with "output" and rows with "output_a" and "output_b" in files of their own.',
      );
    checkNames(value, form, at);
    const common = commonFields(value, at, number);
    const first = seen.get(common.id);
    if (first !== undefined) throw badLine(at, `the id "${common.id}" stands at ${first} already`, "Give every row an id of its own.");
    seen.set(common.id, at);
    if (form === "grades") grades.push({ ...common, ...gradedFields(value, at) });
    else pairs.push({ ...common, ...pairFields(value, at) });
  }
  const name = file.name;
  if (number === 0)
    throw badLine(
      name,
      "holds no graded row",
      'Write one JSON object a line, such as {"input": "...", "output": "...", "criteria": "...", "human": "pass"}.',
    );
  const digest = hash("sha256", file.text, "hex");
  return pairs.length > 0 ? { form: "pairs", name, hash: digest, rows: pairs } : { form: "grades", name, hash: digest, rows: grades };
}

function checkNames(row: Fields, form: "grades" | "pairs", at: string): void {
  const known = FIELDS[form];
  for (const key of Object.keys(row)) {
    if (known.includes(key)) continue;
    const near = known.find((name) => editDistance(key.toLowerCase(), name, SLIPS_MAX) <= Math.min(SLIPS_MAX, Math.ceil(name.length / 3)));
    throw badLine(
      at,
      `there is no field "${key.slice(0, 60)}"`,
      near === undefined ? `The fields are ${known.join(", ")}; anything else goes into "metadata".` : `Did you mean "${near}"?`,
    );
  }
}

function commonFields(row: Fields, at: string, number: number): CommonRow {
  const id = row["id"] ?? String(number).padStart(6, "0");
  const checkedId = CASE_FIELDS.id(id);
  if (checkedId.kind === "wrong") throw badLine(at, '"id" is no text', `Write ${checkedId.should}.`);
  const input = CASE_FIELDS.input(row["input"]);
  if (input.kind === "wrong")
    throw badLine(at, row["input"] === undefined ? '"input" is missing' : '"input" is not what it should be', `Write ${input.should}.`);
  const given = row["criteria"];
  if (given === undefined || given === null) return { id: checkedId.value, at, input: input.value };
  const criteria = CASE_FIELDS.criteria(given);
  if (criteria.kind === "wrong") throw badLine(at, '"criteria" is not what it should be', `Write ${criteria.should}.`);
  return { id: checkedId.value, at, input: input.value, criteria: criteria.value };
}

function gradedFields(row: Fields, at: string): Pick<GradedRow, "output" | "toolCalls" | "people" | "judge"> {
  const isLabel = (value: unknown): value is PassFail => value === "pass" || value === "fail";
  const judge = verdict(row, "judge", isLabel, { at, labels: '"pass" or "fail"' });
  const toolCalls = toolCallsOf(row, at);
  return {
    output: textOf(row, "output", at),
    ...(toolCalls === undefined ? {} : { toolCalls }),
    people: peopleOf(row, isLabel, { at, labels: '"pass" or "fail"' }),
    ...(judge === undefined ? {} : { judge }),
  };
}

function pairFields(row: Fields, at: string): Pick<PairRow, "a" | "b" | "people" | "judge" | "swapped"> {
  const isLabel = (value: unknown): value is Winner => value === "a" || value === "b" || value === "tie";
  const where = { at, labels: '"a", "b" or "tie"' };
  const judge = verdict(row, "judge", isLabel, where);
  const swapped = verdict(row, "judge_swapped", isLabel, where);
  if (judge === undefined && swapped !== undefined)
    throw badLine(at, '"judge_swapped" stands without "judge"', 'Give the verdict with output_a shown first as "judge".');
  return {
    a: textOf(row, "output_a", at),
    b: textOf(row, "output_b", at),
    people: peopleOf(row, isLabel, where),
    ...(judge === undefined ? {} : { judge }),
    ...(swapped === undefined ? {} : { swapped }),
  };
}

interface Where {
  readonly at: string;
  readonly labels: string;
}

function peopleOf<T>(row: Fields, isLabel: (value: unknown) => value is T, { at, labels }: Where): readonly T[] {
  const given = row["human"];
  // as `judge sample` writes it, for people to fill in
  if (given === null) return [];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > 0 && list.every(isLabel)) return list;
  throw badLine(
    at,
    given === undefined ? '"human" is missing' : '"human" is not what it should be',
    `Write ${labels}, or a list with one of them a person.`,
  );
}

function verdict<T>(row: Fields, name: string, isLabel: (value: unknown) => value is T, { at, labels }: Where): T | "none" | undefined {
  const given = row[name];
  if (!Object.hasOwn(row, name)) return undefined;
  if (given === null) return "none";
  if (isLabel(given)) return given;
  throw badLine(
    at,
    `"${name}" is not what it should be`,
    `Write ${labels}, null where the judge gave no verdict, or leave it out to have the judge asked.`,
  );
}

function textOf(row: Fields, name: string, at: string): string {
  const text = row[name];
  if (typeof text === "string") return text;
  throw badLine(
    at,
    text === undefined ? `"${name}" is missing` : `"${name}" is no text`,
    `Give the row ${JSON.stringify(name)}: what the system answered, as text.`,
  );
}

function toolCallsOf(row: Fields, at: string): readonly ToolCall[] | undefined {
  const given = row["tool_calls"];
  if (given === undefined || given === null) return undefined;
  const isCall = (value: unknown): value is ToolCall => isFields(value) && typeof value["name"] === "string" && "input" in value;
  if (Array.isArray(given) && given.every(isCall)) return given.map(({ name, input }) => ({ name, input }));
  throw badLine(at, '"tool_calls" is not what it should be', 'Write [{"name": "get_weather", "input": {"city": "Phoenix"}}].');
}

/** Names an output with what it was judged by, so that a run finds what people said of it. */
export function gradedDigest({
  input,
  output,
  toolCalls,
  criteria,
}: {
  readonly input: Case["input"];
  readonly output: string;
  readonly toolCalls?: readonly ToolCall[] | undefined;
  readonly criteria: string;
}): string {
  return hash("sha256", JSON.stringify([input, output, criteria, toolCalls ?? null]), "hex");
}
