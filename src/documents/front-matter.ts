import { createRequire } from "node:module";
import type { parseDocument } from "yaml";
import type { MetadataValue } from "../core/document.ts";

let parseYaml: typeof parseDocument | undefined;

/** The parser of seventy files, loaded with the first front matter that needs it: most is plain pairs, which `plainPairs` reads. */
function yamlParser(): typeof parseDocument {
  // `require`, because an import would have to be waited for. The cast says what the package has.
  parseYaml ??= (createRequire(import.meta.url)("yaml") as { readonly parseDocument: typeof parseDocument }).parseDocument;
  return parseYaml;
}

export interface FrontMatter {
  /** Offset behind the closing line; 0 when there is no front matter. */
  readonly end: number;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly notes: readonly string[];
}

const NONE: FrontMatter = { end: 0, metadata: {}, notes: [] };

/** More than any author writes; a file of megabytes between two rules is not metadata. */
const LENGTH_MAX = 200_000;

/** Front matter at the very start of a text: YAML between --- lines, or TOML between +++ lines. Broken front matter is noted, never thrown. */
export function readFrontMatter(text: string): FrontMatter {
  const opening = /^(---|\+\+\+)[ \t]*(?:\r\n?|\n)/.exec(text);
  if (opening?.[1] === undefined) return NONE;
  const fence = opening[1];
  const closing = fence === "---" ? /^(?:---|\.\.\.)[ \t]*$/gm : /^\+\+\+[ \t]*$/gm;
  closing.lastIndex = opening[0].length;
  const close = closing.exec(text);
  if (close === null) return NONE;
  const source = text.slice(opening[0].length, close.index);
  if (source.length > LENGTH_MAX) return { ...NONE, notes: [`front matter of ${source.length} characters was read as text`] };
  const end = close.index + close[0].length;
  if (fence === "+++") return { end, ...readToml(source) };
  // Two rules with prose between them are not front matter: it has at least one key.
  if (source.trim() !== "" && !/^[ \t]*(?:"[^"\n]*"|'[^'\n]*'|[^\s#:][^:\n]*):(?:\s|$)/m.test(source)) return NONE;
  const pairs = plainPairs(source);
  return { end, ...(pairs === undefined ? readYaml(source) : { metadata: Object.fromEntries(pairs), notes: [] }) };
}

/** A key and on its line a text between quotes without escapes, a plain text that begins with a letter, a date or a whole number. */
const PAIR =
  /^([A-Za-z][\w-]*): +(?:"([^"\\\0-\x1f\x7f-\x9f\u2028\u2029\uFEFF]*)" *|'([^'\0-\x1f\x7f-\x9f\u2028\u2029\uFEFF]*)' *|([A-Za-z](?:[^:#\0-\x1f\x7f-\x9f\u2028\u2029\uFEFF]|:(?=\S))*)|(\d{4}-\d\d-\d\d) *|(0|[1-9]\d{0,14}) *)$/;
/** Words that YAML's core schema reads as something else than text. */
const NULL = /^(?:null|Null|NULL)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;

/**
 * What YAML makes of pairs of a key and a short value, one a line: nearly all front matter, at a hundredth of the cost. Undefined where a single line
 * is anything else.
 */
export function plainPairs(source: string): ReadonlyMap<string, MetadataValue> | undefined {
  const pairs = new Map<string, MetadataValue>();
  for (const line of source.split(/\r\n?|\n/)) {
    if (/^ *$/.test(line)) continue;
    const [, key = "", double, single, plain, date, number] = PAIR.exec(line) ?? [];
    if (key === "" || NULL.test(key) || TRUE.test(key) || FALSE.test(key)) return undefined;
    const word = plain?.replace(/ +$/, "");
    if (word !== undefined && NULL.test(word)) return undefined;
    if (number !== undefined) pairs.set(key, Number(number));
    else if (word !== undefined && (TRUE.test(word) || FALSE.test(word))) pairs.set(key, TRUE.test(word));
    else pairs.set(key, double ?? single ?? date ?? word ?? "");
  }
  return pairs;
}

function readYaml(source: string): Omit<FrontMatter, "end"> {
  const notes: string[] = [];
  let value: unknown;
  try {
    const parsed = yamlParser()(source.replace(/\r\n?/g, "\n"), { uniqueKeys: false, logLevel: "silent", schema: "core" });
    const [error] = parsed.errors;
    if (error !== undefined) notes.push(`front matter has an error: ${error.message.split("\n")[0] ?? error.code}`);
    value = parsed.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // ReferenceError for aliases that are unknown or multiply without end; what could not be read is left out.
    notes.push(`front matter was not read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const metadata = new Map<string, MetadataValue>();
  flatten(value, "", 0, metadata);
  return { metadata: Object.fromEntries(metadata), notes };
}

const DEPTH_MAX = 8;

/** Nested maps become dotted keys, lists of scalars become lists of strings; the rest has no place in flat metadata. */
function flatten(value: unknown, key: string, depth: number, into: Map<string, MetadataValue>): void {
  if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) {
    if (key !== "") into.set(key, value);
  } else if (typeof value === "bigint") {
    if (key !== "") into.set(key, String(value));
  } else if (Array.isArray(value)) {
    const scalars = value.filter((item) => ["string", "number", "boolean"].includes(typeof item)).map(String);
    if (key !== "" && scalars.length > 0) into.set(key, scalars);
  } else if (typeof value === "object" && value !== null && depth < DEPTH_MAX) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, key === "" ? name : `${key}.${name}`, depth + 1, into);
  }
}

/** The part of TOML that front matter uses: strings, numbers, booleans, dates, flat arrays, tables. Other lines are counted in a note. */
function readToml(source: string): Omit<FrontMatter, "end"> {
  const metadata = new Map<string, MetadataValue>();
  let table = "";
  let skipped = 0;
  const lines = source.split(/\r\n?|\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? "").trim();
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[([\w.\- "']+)\]$/.exec(line);
    if (header?.[1] !== undefined) {
      table = `${header[1].replace(/["' ]/g, "")}.`;
      continue;
    }
    const pair = /^("[^"]*"|'[^']*'|[\w.-]+)\s*=\s*(.*)$/.exec(line);
    if (pair?.[1] === undefined || pair[2] === undefined) {
      skipped += 1;
      continue;
    }
    let written = pair[2];
    // An array or a long string may go on over lines.
    const closer = written.startsWith("[") ? "]" : written.startsWith('"""') ? '"""' : written.startsWith("'''") ? "'''" : undefined;
    const parts = [written];
    while (closer !== undefined && index + 1 < lines.length && !parts.at(-1)?.includes(closer, parts.length === 1 ? 1 : 0))
      parts.push(lines[++index] ?? "");
    written = parts.join("\n");
    const value = tomlValue(written);
    if (value === undefined) skipped += 1;
    else metadata.set(table + pair[1].replace(/^["']|["']$/g, ""), value);
  }
  return {
    metadata: Object.fromEntries(metadata),
    notes: skipped === 0 ? [] : [`front matter: ${skipped} TOML ${skipped === 1 ? "line" : "lines"} not read`],
  };
}

function tomlValue(written: string): MetadataValue | undefined {
  const long = /^(?:"""|''')\n?([\s\S]*?)(?:"""|''')/.exec(written);
  if (long?.[1] !== undefined) return long[1];
  const text = /^(?:"((?:[^"\\]|\\.)*)" *|'([^']*)')/.exec(written);
  if (text?.[1] !== undefined)
    return text[1].replace(/\\(["\\nt])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped === "t" ? "\t" : escaped));
  if (text?.[2] !== undefined) return text[2];
  if (written.startsWith("[")) return tomlArray(written);
  const bare = written.replace(/\s*#.*$/, "").trim();
  if (bare === "true" || bare === "false") return bare === "true";
  if (/^[+-]?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(bare)) return Number(bare.replaceAll("_", ""));
  return /^\d{4}-\d{2}-\d{2}/.test(bare) ? bare : undefined;
}

function tomlArray(written: string): readonly string[] | undefined {
  const items = [...written.matchAll(/"((?:[^"\\]|\\.)*)" *|'([^']*)'|[+-]?\d[\d_.]*|true|false/g)].map(
    (match) => match[1] ?? match[2] ?? match[0],
  );
  return /[{]/.test(written) ? undefined : items;
}
