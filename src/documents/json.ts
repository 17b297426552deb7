import type { Extraction } from "../core/document.ts";
import { blockText } from "./block-text.ts";
import { titleFromPath } from "./claims.ts";
import { decodeText } from "./decode.ts";
import { documentOf } from "./document-of.ts";
import { pathOf, walkJson } from "./json-values.ts";
import type { JsonFault, JsonLeaf } from "./json-values.ts";

/**
 * JSON and JSON Lines as text that can be read: each record is a block of lines "path: value" with the line of the file where it
 * begins. Records are the elements of an outermost array, the lines of a JSONL file, or the members of an outermost object.
 */
export function parseJson(bytes: Uint8Array, path: string): Extraction {
  const decoded = decodeText(bytes);
  if (decoded.kind === "skipped") return decoded;
  const leaves: JsonLeaf[] = [];
  const faults: JsonFault[] = [];
  walkJson(
    decoded.text,
    (leaf) => void leaves.push(leaf),
    (fault) => void faults.push(fault),
  );
  const first = faults[0];
  if (leaves.length === 0 && first !== undefined) return { kind: "skipped", reason: `damaged: line ${first.line}: ${first.message}` };
  const out = blockText();
  for (const record of recordsOf(leaves)) {
    const [opening] = record.leaves;
    if (opening !== undefined) out.add(recordText(record), { kind: "paragraph", locator: { kind: "line", line: opening.line } });
  }
  const { text, blocks } = out.result();
  const notes = faults.slice(0, 5).map(({ line, message }) => `line ${line} left out: ${message}`);
  const more = faults.length > 5 ? [`${faults.length - 5} more faults`] : [];
  const mediaType = /\.(?:jsonl|ndjson)$/i.test(path) ? "application/jsonl" : "application/json";
  return documentOf(
    { mediaType, text, blocks, title: titleFromPath(path), notes: [...decoded.notes, ...notes, ...more] },
    path,
    "no text: it has only empty objects and arrays",
  );
}

interface Record {
  /** How many parts of every path in it say nothing new. */
  readonly depth: number;
  readonly leaves: JsonLeaf[];
}

function recordsOf(leaves: readonly JsonLeaf[]): readonly Record[] {
  const records: Record[] = [];
  let key = "";
  for (const leaf of leaves) {
    const outer = leaf.container[0] ?? leaf.key;
    const isElement = typeof outer === "number";
    const own = `${leaf.root}/${String(outer ?? "")}`;
    if (own !== key || records.length === 0) records.push({ depth: isElement ? 1 : 0, leaves: [] });
    key = own;
    records.at(-1)?.leaves.push(leaf);
  }
  return joinSmall(records);
}

/** The members of one object that are single values are one record: settings, a single JSONL line. */
function joinSmall(records: readonly Record[]): readonly Record[] {
  const joined: { depth: number; leaves: JsonLeaf[] }[] = [];
  for (const record of records) {
    const last = joined.at(-1);
    const isSingle = record.leaves.every(({ container }) => container.length === 0);
    const fits = last !== undefined && last.depth === 0 && record.depth === 0 && last.leaves[0]?.root === record.leaves[0]?.root;
    if (last !== undefined && fits && (isSingle || last.leaves.length < 40)) last.leaves.push(...record.leaves.slice(0));
    else joined.push({ depth: record.depth, leaves: [...record.leaves] });
  }
  return joined;
}

/** Lines "path: value"; the elements of a list of values stand in one line. */
function recordText({ depth, leaves }: Record): string {
  const lines: string[] = [];
  // The list of values that the last line is about.
  let list: JsonLeaf["container"] | undefined;
  for (const leaf of leaves) {
    const { value, isString, container, key } = leaf;
    if (isString && value.trim() === "") continue;
    const isListed = typeof key === "number" && container.length >= depth;
    if (isListed && list === container) {
      lines.push(`${lines.pop() ?? ""}, ${value}`);
      continue;
    }
    const name = pathText(isListed ? container.slice(depth) : pathOf(leaf).slice(depth));
    lines.push(name === "" ? value : `${name}: ${value}`);
    list = isListed ? container : undefined;
  }
  return lines.join("\n");
}

function pathText(path: readonly (string | number)[]): string {
  let text = "";
  for (const part of path) {
    // Counted from 1, as a reader counts.
    if (typeof part === "number") text += `[${part + 1}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
}
