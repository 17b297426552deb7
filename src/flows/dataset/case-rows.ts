import type { Case } from "../../core/evaluation.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText } from "../eval-retrieval/lines.ts";
import { jsonObjects } from "./json-objects.ts";
import type { Fields, RowLines } from "./json-objects.ts";
import { caseOf } from "./read-cases.ts";

/** A case with the text that it was read from, so that it can be changed and its neighbours left alone. */
export interface CaseRow {
  /** File and line. */
  readonly at: string;
  readonly lines: RowLines;
  /** The lines of the file, without the last line end. */
  readonly text: string;
  readonly fields: Fields;
  readonly value: Case;
}

/** The rows of a JSONL file, to be changed one by one. Throws BAD_INPUT for the first bad row, an id that stands twice and a JSON array, whose items have no lines. */
export function caseRows(file: NamedText): readonly CaseRow[] {
  const rows: CaseRow[] = [];
  const places = new Map<string, string>();
  for (const read of jsonObjects(file)) {
    if (read.kind === "bad") throw read.error;
    if (read.lines === undefined)
      throw badLine(
        file.name,
        "is one JSON array, and rows are changed line by line",
        `Make lines of it: firstfit dataset import ${file.name} --format cases --keep-personal-data --out cases.jsonl`,
      );
    const value = caseOf(read.value, read.at, rows.length + 1);
    const first = places.get(value.id);
    if (first !== undefined)
      throw badLine(read.at, `the case id "${value.id}" stands at ${first} already`, "Give every case an id of its own.");
    places.set(value.id, read.at);
    rows.push({ at: read.at, lines: read.lines, text: file.text.slice(read.lines.start, read.lines.end), fields: read.value, value });
  }
  return rows;
}

/** A file with rows put at its end, each on lines of its own, ended as the file ends its lines. */
export function withRows(text: string | undefined, rows: readonly string[]): string {
  const mark = /\r\n|\n|\r/.exec(text ?? "")?.[0] ?? "\n";
  const before = text === undefined || text === "" || /[\r\n]$/.test(text) ? (text ?? "") : text + mark;
  return before + rows.map((row) => row + mark).join("");
}
