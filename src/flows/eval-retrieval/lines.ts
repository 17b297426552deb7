import { FirstfitError } from "../../core/errors.ts";

/** A file that was read, under the name that errors use. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A row of a file with the place that an error names: `queries.jsonl:12`. */
export interface Row<T> {
  readonly at: string;
  readonly value: T;
}

type Fields = Readonly<Record<string, unknown>>;

export function badLine(at: string, what: string, fix: string): FirstfitError {
  return new FirstfitError("BAD_INPUT", `${at}: ${what}.`, fix);
}

/** The lines that are not blank, with their place. Any line end; a byte-order mark is dropped. */
export function linesOf({ name, text }: NamedText): readonly Row<string>[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((value, i) => ({ at: `${name}:${i + 1}`, value }))
    .filter(({ value }) => value.trim() !== "");
}

/** Every line as a JSON object. Throws BAD_INPUT with file and line, and for a file without a line. */
export function jsonRows(file: NamedText): readonly Row<Fields>[] {
  const lines = linesOf(file);
  if (lines.length === 0) throw badLine(file.name, "is empty", `Write one JSON object a line into ${file.name}.`);
  return lines.map(({ at, value }) => ({ at, value: jsonObject(at, value) }));
}

function jsonObject(at: string, line: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badLine(at, `this line is not JSON (${reason})`, "Write one JSON object a line; a line break within a text is written \\n.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw badLine(at, "this line is no JSON object", 'Write for example {"_id": "q1", "text": "..."} on each line.');
  return parsed as Fields; // an object that is neither null nor an array has string keys
}

/** The first of `names` that the row has, as text; numbers are written out, because many sets number their ids. */
export function textField({ value }: Row<Fields>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const field = value[name];
    if (typeof field === "string") return field;
    if (typeof field === "number" && Number.isFinite(field)) return String(field);
  }
  return undefined;
}

export function requiredText(row: Row<Fields>, names: readonly string[], what: string): string {
  const text = textField(row, names);
  if (text === undefined || text.trim() === "")
    throw badLine(row.at, `there is no ${what}`, `Give each line ${names.map((name) => `"${name}"`).join(" or ")} with the ${what}.`);
  return text;
}

/** Rows by id. Throws BAD_INPUT naming both places of an id that stands twice. */
export function byId<T extends { readonly id: string }>(rows: readonly Row<T>[], what: string): ReadonlyMap<string, T> {
  const seen = new Map<string, Row<T>>();
  for (const row of rows) {
    const first = seen.get(row.value.id);
    if (first !== undefined)
      throw badLine(row.at, `the ${what} id "${row.value.id}" stands at ${first.at} already`, `Give every ${what} an id of its own.`);
    seen.set(row.value.id, row);
  }
  return new Map([...seen].map(([id, { value }]) => [id, value]));
}
