import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText, Row } from "../eval-retrieval/lines.ts";
import type { FirstfitError } from "../../core/errors.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Whole lines of a file in UTF-16 units: `end` is that of the last line's text, `next` where the line after it begins. */
export interface RowLines {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** A row that was read, or why it was not. An item of an array has no lines of its own. */
export type ReadRow<T> =
  | ({ readonly kind: "read"; readonly lines?: RowLines } & Row<T>)
  | { readonly kind: "bad"; readonly at: string; readonly error: FirstfitError };

/** An object may be spread over so many lines. */
const LINES_MAX = 1_000;
/** Longer than any case: a file without line breaks, or of another kind. */
const LENGTH_MAX = 5_000_000;

/**
 * The JSON objects of a file: one a line, spread over several lines, or in one array. A row that is none is handed out as such with its line, and
 * reading goes on after it. A byte-order mark is dropped; blank lines, and lines that start with // or #, are passed over.
 */
export function* jsonObjects({ name, text }: NamedText): Generator<ReadRow<Fields>> {
  const content = text.replace(/^\ufeff/, "");
  if (content.trimStart().startsWith("[")) {
    yield* arrayItems(name, content);
    return;
  }
  const places = placesOf(content, text.length - content.length);
  const lines = places.map(({ text: line }) => line);
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").trim();
    if (line === "" || line.startsWith("//") || line.startsWith("#")) continue;
    const place = `${name}:${at + 1}`;
    const block = wholeObject(lines, at);
    const parsed = parse(block === undefined ? line : lines.slice(at, block + 1).join("\n"));
    const first = places[at];
    if (parsed.kind === "parsed" && block !== undefined) at = block;
    const last = places[at];
    const row = asObject(place, parsed, line);
    yield row.kind === "bad" || first === undefined || last === undefined
      ? row
      : { ...row, lines: { start: first.start, end: last.end, next: last.next } };
  }
}

/** Lines with where they stand, `before` units into the file. */
function placesOf(content: string, before: number): (RowLines & { readonly text: string })[] {
  const lines: (RowLines & { readonly text: string })[] = [];
  let start = 0;
  for (const { index, 0: mark } of content.matchAll(/\r\n|\n|\r|$/g)) {
    const next = index + mark.length;
    lines.push({ text: content.slice(start, index), start: before + start, end: before + index, next: before + next });
    start = next;
  }
  return lines;
}

type Parsed = { readonly kind: "parsed"; readonly value: unknown } | { readonly kind: "not-json"; readonly reason: string };

function parse(text: string): Parsed {
  if (text.length > LENGTH_MAX) return { kind: "not-json", reason: `it has ${text.length.toLocaleString("en")} characters` };
  try {
    return { kind: "parsed", value: JSON.parse(text) };
  } catch (cause) {
    return { kind: "not-json", reason: cause instanceof Error ? cause.message.slice(0, 200) : String(cause) };
  }
}

function asObject(at: string, parsed: Parsed, line: string): ReadRow<Fields> {
  if (parsed.kind === "not-json") return { kind: "bad", at, error: badLine(at, `this is not JSON (${parsed.reason})`, adviceOn(line)) };
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return {
      kind: "bad",
      at,
      error: badLine(at, "this line is no JSON object", 'Write for example {"id": "q1", "input": "..."} on each line.'),
    };
  return { kind: "read", at, value: value as Fields }; // an object that is neither null nor an array has string keys
}

function adviceOn(line: string): string {
  if (line.endsWith("},")) return "Take out the comma after the object, or put [ before the first and ] after the last.";
  if (/,\s*[}\]]$/.test(line)) return "Take out the comma before the closing bracket.";
  return "Write one JSON object a line; a line break within a text is written \\n.";
}

/** The last line of the object that opens at `start`; undefined when it never closes, or something follows it on its line. */
function wholeObject(lines: readonly string[], start: number): number | undefined {
  let depth = 0;
  let length = 0;
  for (let at = start; at < lines.length && at < start + LINES_MAX; at++) {
    const line = lines[at] ?? "";
    length += line.length;
    if (length > LENGTH_MAX) return undefined;
    // A text cannot go on over a line break in JSON, so every line starts outside of one.
    let inText = false;
    for (let place = 0; place < line.length; place++) {
      const mark = line[place];
      if (inText) {
        if (mark === "\\") place++;
        else if (mark === '"') inText = false;
      } else if (mark === '"') inText = true;
      else if (mark === "{" || mark === "[") depth++;
      else if (mark === "}" || mark === "]") depth--;
    }
    if (inText || depth < 0) return undefined;
    if (depth === 0) return at;
  }
  return undefined;
}

function* arrayItems(name: string, content: string): Generator<ReadRow<Fields>> {
  const parsed = parse(content);
  if (parsed.kind === "not-json") {
    yield {
      kind: "bad",
      at: name,
      error: badLine(
        name,
        `this is not JSON (${parsed.reason})`,
        /,\s*[}\]]/.test(content)
          ? "Take out the comma before the closing bracket."
          : "Mend it there, or write one JSON object a line, without an array around them.",
      ),
    };
    return;
  }
  const items = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  for (const [i, value] of items.entries()) yield asObject(`${name}[${i}]`, { kind: "parsed", value }, "");
}
