import { FirstfitError } from "../../core/errors.ts";
import type { Case, Dataset, Expectation } from "../../core/evaluation.ts";
import { editDistance } from "../../text/edit-distance.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText } from "../eval-retrieval/lines.ts";
import { CASE_FIELDS } from "./case-fields.ts";
import type { CaseFieldName, CaseFields } from "./case-fields.ts";
import { jsonObjects } from "./json-objects.ts";
import type { Fields } from "./json-objects.ts";

/** A row that is left out, with its line and what is wrong with it. */
export interface BadRow {
  readonly at: string;
  readonly error: FirstfitError;
}

export interface ReadDataset {
  readonly dataset: Dataset;
  /** In the order of the file. */
  readonly bad: readonly BadRow[];
  /** File and line of each case, by id. */
  readonly places: ReadonlyMap<string, string>;
}

/** Names that other tools give the input. */
const INPUT_NAMES = ["input", "question", "query"];
const KNOWN = Object.keys(CASE_FIELDS);
const SLIPS_MAX = 3;

/**
 * The cases of a file: JSONL with one case a line, objects spread over several lines, or a JSON array (docs/dataset.md lists the fields). With
 * `"refuse"` the first bad row is thrown as BAD_INPUT; with `"skip"` bad rows are handed out beside the good ones. A row without an id gets
 * its number. Throws BAD_INPUT for a file without a case.
 */
export function readDataset(file: NamedText, onBad: "refuse" | "skip" = "refuse"): ReadDataset {
  const cases = new Map<string, { readonly at: string; readonly value: Case }>();
  const bad: BadRow[] = [];
  let row = 0;
  for (const read of jsonObjects(file)) {
    row++;
    try {
      if (read.kind === "bad") throw read.error;
      const value = caseOf(read.value, read.at, row);
      const first = cases.get(value.id);
      if (first !== undefined)
        throw badLine(read.at, `the case id "${value.id}" stands at ${first.at} already`, "Give every case an id of its own.");
      cases.set(value.id, { at: read.at, value });
    } catch (error) {
      if (!(error instanceof FirstfitError) || onBad === "refuse") throw error;
      bad.push({ at: read.at, error });
    }
  }
  if (cases.size === 0 && bad.length === 0)
    throw badLine(
      file.name,
      "holds no case",
      'Write one JSON object a line, such as {"id": "q1", "input": "...", "expected_substr": "..."}.',
    );
  return {
    dataset: { name: file.name, cases: [...cases.values()].map(({ value }) => value) },
    bad,
    places: new Map([...cases].map(([id, { at }]) => [id, at])),
  };
}

/** One row as a case. Throws BAD_INPUT naming place and field. `number` is counted from 1 and names a case that has no id. */
export function caseOf(row: Fields, at: string, number: number): Case {
  const fields = checkedFields(row, at);
  if (fields.input === undefined) throw badLine(at, `"input" is missing`, 'Give the case an "input": a text, or a list of messages.');
  if (fields.expected_tool !== undefined && fields.expected_calls !== undefined)
    throw badLine(at, '"expected_tool" and "expected_calls" stand beside each other', 'Put every call into "expected_calls".');
  if (fields.expected_args !== undefined && typeof fields.expected_tool !== "string")
    throw badLine(at, '"expected_args" stands without "expected_tool"', 'Name the tool: "expected_tool": "get_weather".');
  const { source, group, review, added, metadata } = fields;
  return {
    id: fields.id ?? String(number).padStart(6, "0"),
    input: fields.input,
    expectations: expectationsOf(fields),
    tags: fields.tags ?? [],
    weight: fields.weight ?? 1,
    ...(source === undefined ? {} : { source }),
    ...(group === undefined ? {} : { group }),
    ...(review === undefined ? {} : { review }),
    ...(added === undefined ? {} : { added }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function checkedFields(row: Fields, at: string): CaseFields {
  const checked: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(row)) {
    const name = fieldNamed(key, row, at);
    // Exporters write null where there is nothing.
    if (value === null) continue;
    const result = CASE_FIELDS[name](value);
    if (result.kind === "wrong") throw badLine(at, `"${key}" is not what it should be: ${shown(value)}`, `Write ${result.should}.`);
    checked[name] = result.value;
  }
  return checked;
}

/** What other tools call the right output, without saying how it is compared. */
const OUTPUT_NAMES = new Set(["output", "expected", "expected_output", "answer", "label", "target", "ideal", "completion"]);

/** Throws BAD_INPUT with the nearest name: a misspelt key would otherwise check nothing, and pass. */
function fieldNamed(key: string, row: Fields, at: string): CaseFieldName {
  if (Object.hasOwn(CASE_FIELDS, key)) return key as CaseFieldName;
  if (key === "question" || key === "query") {
    const other = INPUT_NAMES.find((name) => name !== key && Object.hasOwn(row, name));
    if (other === undefined) return "input";
    throw badLine(at, `"${other}" and "${key}" stand beside each other`, 'Both are the input; keep "input".');
  }
  if (key === "_id" && !Object.hasOwn(row, "id")) return "id";
  if (OUTPUT_NAMES.has(key))
    throw badLine(
      at,
      `there is no field "${key}"`,
      'What is expected says how it is compared: "expected_exact" for a label, "expected_substr" for words that must stand in the output; docs/dataset.md lists all.',
    );
  const [near] = KNOWN.map((name) => ({ name, distance: editDistance(key.toLowerCase(), name, SLIPS_MAX) }))
    .filter(({ distance, name }) => distance <= Math.min(SLIPS_MAX, Math.max(1, Math.floor(name.length / 3))))
    .toSorted((a, b) => a.distance - b.distance);
  throw badLine(
    at,
    `there is no field "${key.slice(0, 60)}"`,
    near === undefined ? `The fields are ${KNOWN.join(", ")}; anything else goes into "metadata".` : `Did you mean "${near.name}"?`,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function expectationsOf(fields: CaseFields): readonly Expectation[] {
  const found: Expectation[] = [];
  if (fields.expected_exact !== undefined) found.push({ kind: "exact", texts: fields.expected_exact });
  if (fields.expected_substr !== undefined) found.push({ kind: "substring", texts: fields.expected_substr });
  if (fields.expected_regex !== undefined) found.push({ kind: "regex", pattern: fields.expected_regex });
  if (fields.expected_number !== undefined) found.push(fields.expected_number);
  if (fields.expected_tool === false) found.push({ kind: "tool-calls", calls: [] });
  else if (fields.expected_tool !== undefined)
    found.push({ kind: "tool-calls", calls: [{ name: fields.expected_tool, args: fields.expected_args ?? {} }] });
  if (fields.expected_calls !== undefined) found.push({ kind: "tool-calls", calls: fields.expected_calls });
  if (fields.expected_refusal !== undefined) found.push({ kind: "refusal", expected: fields.expected_refusal });
  if (fields.expected_documents !== undefined) found.push({ kind: "documents", documents: fields.expected_documents });
  const spans = [...(fields.expected_spans ?? []), ...(fields.expected_quotes ?? [])];
  if (spans.length > 0) found.push({ kind: "spans", spans });
  if (fields.expected_json !== undefined) found.push({ kind: "json", value: fields.expected_json });
  if (fields.expected_schema !== undefined) found.push({ kind: "json-schema", schema: fields.expected_schema });
  if (fields.expected_abstain !== undefined) found.push({ kind: "abstain", expected: fields.expected_abstain });
  if (fields.expected_similar !== undefined) found.push(fields.expected_similar);
  if (fields.criteria !== undefined) found.push({ kind: "criteria", criteria: fields.criteria });
  return found;
}
