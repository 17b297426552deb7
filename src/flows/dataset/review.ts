import type { PendingCase } from "../../core/dataset-results.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Case } from "../../core/evaluation.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText } from "../eval-retrieval/lines.ts";
import { caseRows, withRows } from "./case-rows.ts";
import type { CaseRow } from "./case-rows.ts";
import { withMember } from "./json-field.ts";
import { jsonObjects } from "./json-objects.ts";
import { caseOf } from "./read-cases.ts";

/** What a person says of a case that a machine proposed. `edit` keeps it with another text, which is one JSON object. */
export type ReviewDecision = { readonly kind: "keep" } | { readonly kind: "drop" } | { readonly kind: "edit"; readonly text: string };

/** Changes a text in one step; `change` gets undefined where there is none yet. */
export type EditText = (change: (text: string | undefined) => string | undefined) => Promise<void>;

/** The file that is reviewed and the one that dropped cases go to. */
export interface ReviewedFiles {
  readonly name: string;
  readonly edit: EditText;
  readonly editDropped: EditText;
}

/** Takes a decision back. */
export type Undo = () => Promise<void>;

/** Cases that a machine proposed and nobody has looked at, in the order of the file. */
export function pendingRows(file: NamedText): readonly CaseRow[] {
  return caseRows(file).filter(({ value }) => value.review === "unreviewed");
}

const SHOWN_MAX = 200;

export function pendingCase({ id, input, expectations, source }: Case): PendingCase {
  const text = (typeof input === "string" ? input : (input.at(-1)?.text ?? "")).replace(/\s+/g, " ").trim();
  return {
    id,
    input: text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX).toWellFormed()}…` : text,
    expects: [...new Set(expectations.map(({ kind }) => kind))],
    ...(source === undefined ? {} : { source }),
  };
}

/**
 * Writes what was decided of these rows. A row is found again by its text, so that a file that grew meanwhile does no harm; every other line stays as it is. Dropped
 * rows are in their own file before they leave this one. Throws NOT_FOUND, and writes nothing, when a row is no longer there as it was, and BAD_INPUT for an
 * edited one that is no case or has the id of another.
 */
export async function decide(
  files: ReviewedFiles,
  decisions: readonly { readonly row: string; readonly decision: ReviewDecision }[],
): Promise<Undo> {
  const dropped = decisions.filter(({ decision }) => decision.kind === "drop").map(({ row }) => row);
  if (dropped.length > 0) {
    // what is wrong shows before anything is written
    await files.edit((text) => {
      decidedText({ name: files.name, text: text ?? "" }, decisions);
      return undefined;
    });
    await files.editDropped((text) => withDropped(text, dropped));
  }
  let before = "";
  let after = "";
  await files.edit((text = "") => {
    before = text;
    after = decidedText({ name: files.name, text }, decisions);
    return after;
  });
  return async () => {
    await files.edit((text = "") => (text === after ? before : undone({ name: files.name, text }, decisions)));
    if (dropped.length > 0) await files.editDropped((text) => withoutRows(text ?? "", dropped));
  };
}

function decidedText(file: NamedText, decisions: readonly { readonly row: string; readonly decision: ReviewDecision }[]): string {
  const rows = caseRows(file);
  const taken = new Set<CaseRow>();
  const changes = decisions.map(({ row, decision }) => {
    const found = rows.find((each) => each.text === row && !taken.has(each));
    if (found === undefined)
      throw new FirstfitError(
        "NOT_FOUND",
        `A case of ${file.name} was changed or taken out while it was being reviewed.`,
        `Look again: firstfit dataset review ${file.name}`,
      );
    taken.add(found);
    return { lines: found.lines, text: decidedRow(found, decision) };
  });
  let text = file.text;
  for (const { lines, text: row } of changes.toSorted((a, b) => b.lines.start - a.lines.start))
    text =
      row === undefined ? text.slice(0, lines.start) + text.slice(lines.next) : text.slice(0, lines.start) + row + text.slice(lines.end);
  // an edit may have taken the id of another case
  if (decisions.some(({ decision }) => decision.kind === "edit")) caseRows({ name: file.name, text });
  return text;
}

/** Undefined for a row that goes. */
function decidedRow(row: CaseRow, decision: ReviewDecision): string | undefined {
  if (decision.kind === "drop") return undefined;
  return withMember(decision.kind === "keep" ? row.text : editedRow(decision.text, row.at), "review", "kept");
}

/** An edited case as it will stand in the file: on one line, or on as many as it was written on when it was spread over several. Throws BAD_INPUT. */
export function editedRow(text: string, at: string): string {
  const rows = [...jsonObjects({ name: at, text: text.trim() })];
  const [read] = rows;
  if (read?.kind === "bad") throw read.error;
  if (read === undefined || rows.length > 1)
    throw badLine(at, `what was written is ${rows.length === 0 ? "empty" : `${rows.length} objects`}`, "Leave one JSON object.");
  caseOf(read.value, at, 1);
  return text.trim();
}

function withDropped(text: string | undefined, rows: readonly string[]): string {
  const there = new Set(text === undefined ? [] : rowTexts(text));
  // a run that was killed between the two files is run again
  return withRows(
    text,
    rows.filter((row) => !there.has(row)),
  );
}

function rowTexts(text: string): readonly string[] {
  return [...jsonObjects({ name: "", text })].flatMap((read) =>
    read.kind === "read" && read.lines !== undefined ? [text.slice(read.lines.start, read.lines.end)] : [],
  );
}

/** Takes the last row of each of these texts out. */
function withoutRows(text: string, rows: readonly string[]): string {
  let shorter = text;
  for (const row of rows) {
    const found = [...jsonObjects({ name: "", text: shorter })].findLast(
      (read) => read.kind === "read" && read.lines !== undefined && shorter.slice(read.lines.start, read.lines.end) === row,
    );
    if (found?.kind === "read" && found.lines !== undefined)
      shorter = shorter.slice(0, found.lines.start) + shorter.slice(found.lines.next);
  }
  return shorter;
}

/** Where somebody else has written to the file meanwhile: changed rows are put back, and dropped ones come back at its end. */
function undone(file: NamedText, decisions: readonly { readonly row: string; readonly decision: ReviewDecision }[]): string {
  let { text } = file;
  for (const { row, decision } of decisions) {
    if (decision.kind === "drop") {
      text = withRows(text, [row]);
      continue;
    }
    const now = withMember(decision.kind === "keep" ? row : decision.text.trim(), "review", "kept");
    const found = caseRows({ name: file.name, text }).find((each) => each.text === now);
    if (found !== undefined) text = text.slice(0, found.lines.start) + row + text.slice(found.lines.end);
  }
  return text;
}
