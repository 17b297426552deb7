import { FirstfitError } from "../../core/errors.ts";
import type { DatasetImported } from "../../core/results.ts";
import { parseCsv } from "../../text/csv.ts";
import { scrubber } from "../../text/personal-data/scrub.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText } from "../eval-retrieval/lines.ts";
import { isFields } from "./case-fields.ts";
import { jsonObjects } from "./json-objects.ts";
import type { Fields } from "./json-objects.ts";
import { caseOf } from "./read-cases.ts";
import { fromBfcl, goldById, hasSeveralTurns, withGold } from "./imports/bfcl.ts";
import { anyOf, textsOf } from "./imports/expected.ts";
import { fromInspect, fromOpenAiEvals } from "./imports/eval-sets.ts";
import { fromOtelSpans, fromRequestLog } from "./imports/logs.ts";
import { given } from "./imports/messages.ts";
import { promptfooTests } from "./imports/promptfoo.ts";

export const IMPORT_FORMATS = ["cases", "promptfoo", "openai-evals", "inspect", "csv", "bfcl", "otel", "requests"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export interface ImportOptions {
  readonly format: ImportFormat;
  /** Leave personal data as it is. Default: false */
  readonly keepPersonalData?: boolean;
  /** Today, YYYY-MM-DD: the day on which cases that name none came in. Default: they say nothing */
  readonly added?: string;
  /** The file of `possible_answer` that belongs to questions of BFCL. Absent: what is right stands beside each question */
  readonly answers?: NamedText;
  /** YAML as a value; JSON is YAML too. */
  readonly parseYaml: (text: string) => unknown;
}

export interface ImportedRows {
  /** JSONL, one case a line. */
  readonly text: string;
  readonly summary: Omit<DatasetImported, "out">;
}

/** Rows with where they come from. `left` names what of them has no counterpart. */
interface SourceRow {
  readonly at: string;
  readonly row: Fields;
  readonly left?: readonly string[];
}

/**
 * Cases of another tool, or of production logs, as rows of a dataset. Personal data is replaced before anything is written. Rows that make no case are counted and
 * the first is shown. Throws BAD_INPUT when none is left.
 */
export function importCases(file: NamedText, options: ImportOptions): ImportedRows {
  const { format, keepPersonalData = false, added } = options;
  const { text: scrubText, json, counts } = scrubber();
  const lines: string[] = [];
  const ids = new Set<string>();
  const left = new Map<string, number>();
  let skipped = 0;
  let first: FirstfitError | undefined;
  for (const source of sourceRows(file, options)) {
    try {
      if (source instanceof FirstfitError) throw source;
      const number = lines.length + 1;
      const clean = keepPersonalData ? source.row : json(source.row);
      if (!isFields(clean)) continue;
      const named = withId(clean, ids, `${format}-${String(number).padStart(6, "0")}`);
      const row = added === undefined || (named["added"] ?? undefined) !== undefined ? named : { ...named, added };
      caseOf(row, source.at, number);
      for (const name of source.left ?? []) left.set(name, (left.get(name) ?? 0) + 1);
      ids.add(String(row["id"]));
      lines.push(JSON.stringify(row));
    } catch (error) {
      if (!(error instanceof FirstfitError)) throw error;
      skipped++;
      first ??= error;
    }
  }
  if (lines.length === 0)
    throw first ?? badLine(file.name, `holds nothing of the format ${format}`, `Name its format: --format ${IMPORT_FORMATS.join(" | ")}.`);
  return {
    text: `${lines.join("\n")}\n`,
    summary: {
      kind: "imported",
      format,
      cases: lines.length,
      skipped,
      ...(first === undefined ? {} : { firstSkipped: keepPersonalData ? first.message : scrubText(first.message) }),
      notTaken: [...left].map(([name, count]) => ({ name, count })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ...(keepPersonalData ? {} : { replaced: counts() }),
    },
  };
}

/** Logs have ids that repeat, and other tools have none. */
function withId(row: Fields, taken: ReadonlySet<string>, fallback: string): Fields {
  const own = row["id"];
  const wanted = typeof own === "string" && own.trim() !== "" ? own : typeof own === "number" ? String(own) : fallback;
  let id = wanted;
  for (let again = 2; taken.has(id); again++) id = `${wanted}-${again}`;
  return { ...row, id };
}

function* sourceRows(file: NamedText, { format, parseYaml, answers }: ImportOptions): Generator<SourceRow | FirstfitError> {
  if (format === "csv") {
    yield* csvRows(file);
    return;
  }
  if (format === "promptfoo") {
    for (const [number, test] of promptfooTests(parseYaml(file.text)).entries()) {
      const at = `${file.name}, test ${number + 1}`;
      yield test.kind === "case"
        ? { at, row: test.row, left: test.left }
        : badLine(at, `stands in another file, ${test.file}`, "Import that file by itself.");
    }
    return;
  }
  const gold = goldById(
    answers === undefined ? [] : [...jsonObjects(answers)].flatMap((read) => (read.kind === "read" ? [read.value] : [])),
  );
  for (const read of jsonObjects(file)) {
    if (read.kind === "bad") yield read.error;
    else if (format === "bfcl" && hasSeveralTurns(read.value))
      yield badLine(read.at, "a conversation of several turns", "What is right in a later turn hangs on what the tools did before it.");
    else {
      const rows = rowsOf(withGold(read.value, gold), format);
      if (rows.length === 0)
        yield badLine(
          read.at,
          "no question is asked of a model here",
          "Nothing needs to be done: logs hold other events too, and requests that go on after a tool.",
        );
      for (const row of rows) yield { at: read.at, row };
    }
  }
}

function rowsOf(row: Fields, format: Exclude<ImportFormat, "csv" | "promptfoo">): readonly Fields[] {
  switch (format) {
    case "cases":
      return [row];
    case "openai-evals":
      return [fromOpenAiEvals(row)];
    case "inspect":
      return [fromInspect(row)];
    case "bfcl":
      return [fromBfcl(row)];
    case "otel":
      return fromOtelSpans(row);
    case "requests": {
      const logged = fromRequestLog(row);
      return logged === undefined ? [] : [logged];
    }
  }
}

const INPUT_COLUMNS = ["input", "question", "prompt", "query"];
const ANSWER_COLUMNS = ["expected", "answer", "ideal", "target", "output"];
const BOOLEANS = ["expected_refusal", "expected_abstain"];
const NUMBERS = ["weight", "expected_number"];
const JSON_COLUMNS = [
  "expected_args",
  "expected_calls",
  "expected_spans",
  "expected_quotes",
  "expected_json",
  "expected_schema",
  "metadata",
];
const LISTS = ["tags", "expected_documents"];

/** Columns are fields of a case by name; question and answer go by usual names too, lists are separated by |, and columns that nobody knows go into the metadata. */
function* csvRows(file: NamedText): Generator<SourceRow | FirstfitError> {
  const table = parseCsv(file.text);
  if (table.kind === "unclosed")
    throw badLine(
      `${file.name}:${table.line}`,
      "a quotation begins here and never ends",
      'Close it with ", and write a quotation mark within as "".',
    );
  const [header, ...rows] = table.rows;
  const names = (header?.cells ?? []).map((name) => name.trim());
  for (const { line, cells } of rows) {
    const at = `${file.name}:${line}`;
    if (cells.length > names.length)
      yield badLine(
        at,
        `this row has ${cells.length} cells, and the first row names ${names.length}`,
        "Put cells that hold the separator into quotation marks.",
      );
    else yield { at, row: csvCase(names.map((name, column) => [name, cells[column] ?? ""] as const)) };
  }
}

function csvCase(cells: readonly (readonly [string, string])[]): Fields {
  const fields: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, cell] of cells) {
    if (cell.trim() === "") continue;
    const lower = name.toLowerCase();
    if (INPUT_COLUMNS.includes(lower) && fields["input"] === undefined) fields["input"] = cell;
    else if (ANSWER_COLUMNS.includes(lower)) Object.assign(fields, anyOf(textsOf(cell)));
    else if (LISTS.includes(lower)) fields[lower] = cell.split("|").map((item) => item.trim());
    else if (BOOLEANS.includes(lower))
      fields[lower] = /^(?:true|1|yes)$/i.test(cell) ? true : /^(?:false|0|no)$/i.test(cell) ? false : cell;
    else if (NUMBERS.includes(lower)) fields[lower] = Number.isNaN(Number(cell)) ? cell : Number(cell);
    else if (JSON_COLUMNS.includes(lower)) fields[lower] = jsonOr(cell);
    else if (lower === "expected_tool") fields[lower] = cell === "false" ? false : cell;
    else if (/^(?:id|expected_\w+|criteria|source|group|review)$/.test(lower)) fields[lower] = cell;
    else others[name] = cell;
  }
  return given({
    ...fields,
    metadata:
      Object.keys(others).length > 0 ? { ...others, ...(isFields(fields["metadata"]) ? fields["metadata"] : {}) } : fields["metadata"],
  });
}

function jsonOr(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    // the check of the field says what is wrong with it
    return cell;
  }
}
