/** A value at a path of the configuration object, written as source text. */
export interface ConfigValue {
  readonly path: readonly string[];
  readonly source: string;
}

export type ConfigEdit = { readonly kind: "edited"; readonly text: string } | { readonly kind: "unsafe"; readonly why: string };

/** What a project without a configuration starts from. */
export const NEW_CONFIG = `import { defineConfig } from "firstfit";

export default defineConfig({});
`;

/**
 * Sets values in the text of a configuration and touches nothing else. It understands one object that is written out after
 * `export default`, with or without defineConfig around it; whatever it does not understand on the way to a value, a spread or a variable
 * for example, makes the edit unsafe, and then nothing is changed.
 */
export function editConfig(text: string, values: readonly ConfigValue[]): ConfigEdit {
  try {
    let edited = text;
    for (const value of values) edited = setValue(edited, value);
    for (const { path, source } of values) {
      if (valueAt(edited, path) !== source) throw new UnsafeEdit(`${path.join(".")} did not come out as it was meant`);
    }
    return { kind: "edited", text: edited };
  } catch (error) {
    if (error instanceof UnsafeEdit) return { kind: "unsafe", why: error.message };
    throw error;
  }
}

/** The values as one object literal, to be pasted. */
export function pasteText(values: readonly ConfigValue[]): string {
  const groups = new Map<string, ConfigValue[]>();
  for (const { path, source } of values) {
    const [first = "", ...rest] = path;
    groups.set(first, [...(groups.get(first) ?? []), { path: rest, source }]);
  }
  return [...groups]
    .map(([key, inner]) => `${key}: ${inner[0]?.path.length === 0 ? inner[0].source : `{ ${pasteText(inner)} }`}`)
    .join(", ");
}

class UnsafeEdit extends Error {}

interface Entry {
  readonly key: string;
  readonly valueStart: number;
  readonly valueEnd: number;
}

interface ObjectLiteral {
  /** Of its opening and closing brace. */
  readonly start: number;
  readonly end: number;
  readonly entries: readonly Entry[];
}

function setValue(text: string, { path, source }: ConfigValue): string {
  const masked = mask(text);
  let object = rootObject(text, masked);
  for (const [depth, key] of path.entries()) {
    const matching = object.entries.filter((entry) => entry.key === key);
    const [entry] = matching;
    if (matching.length > 1) throw new UnsafeEdit(`"${key}" stands twice`);
    if (entry === undefined) {
      const rest = path.slice(depth + 1);
      return inserted(text, masked, object, `${key}: ${rest.length === 0 ? source : `{ ${pasteText([{ path: rest, source }])} }`}`);
    }
    if (depth === path.length - 1) {
      const old = text.slice(entry.valueStart, entry.valueEnd);
      if (!isWrittenOut(old)) throw new UnsafeEdit(`"${path.join(".")}" is not a plain value there`);
      return text.slice(0, entry.valueStart) + source + text.slice(entry.valueEnd);
    }
    object = objectAt(text, masked, entry);
  }
  throw new UnsafeEdit("there is no key to set");
}

function valueAt(text: string, path: readonly string[]): string | undefined {
  const masked = mask(text);
  let object = rootObject(text, masked);
  for (const [depth, key] of path.entries()) {
    const entry = object.entries.find((candidate) => candidate.key === key);
    if (entry === undefined) return undefined;
    if (depth === path.length - 1) return text.slice(entry.valueStart, entry.valueEnd);
    object = objectAt(text, masked, entry);
  }
  return undefined;
}

/** A literal, or an object whose braces hold nothing but such. */
function isWrittenOut(source: string): boolean {
  return /^(?:-?\d[\d_.]*(?:e[+-]?\d+)?|"[^"\\\n]*"|'[^'\\\n]*'|true|false|\{[\w\s:.,"-]*\})$/i.test(source);
}

function rootObject(text: string, masked: string): ObjectLiteral {
  const starts = [...masked.matchAll(/export\s+default\s+(?:defineConfig\s*\(\s*)?\{/g)];
  const [first] = starts;
  if (first === undefined || starts.length > 1) throw new UnsafeEdit("the configuration is not one object after `export default`");
  return parseObject(text, masked, first.index + first[0].length - 1);
}

function objectAt(text: string, masked: string, { key, valueStart, valueEnd }: Entry): ObjectLiteral {
  if (masked[valueStart] !== "{") throw new UnsafeEdit(`"${key}" is not written out as an object`);
  const object = parseObject(text, masked, valueStart);
  if (object.end + 1 !== valueEnd) throw new UnsafeEdit(`"${key}" is more than an object`);
  return object;
}

/** Entries of the object whose brace opens at `start`. Throws on anything but `key: value`. */
function parseObject(text: string, masked: string, start: number): ObjectLiteral {
  const entries: Entry[] = [];
  let at = start + 1;
  for (;;) {
    at = skipSpace(masked, at);
    if (masked[at] === "}") return { start, end: at, entries };
    const key = /^(?:([A-Za-z_$][\w$]*)|(["'])_*\2)\s*:/.exec(masked.slice(at, at + 200));
    if (key === null) throw new UnsafeEdit(`${JSON.stringify(text.slice(at, at + 24).split("\n")[0])} is not written as key: value`);
    const name = text
      .slice(at, at + key[0].length - 1)
      .trim()
      .replace(/^["']|["']$/g, "");
    const valueStart = skipSpace(masked, at + key[0].length);
    const after = endOfValue(masked, valueStart);
    entries.push({ key: name, valueStart, valueEnd: valueStart + masked.slice(valueStart, after).trimEnd().length });
    at = masked[after] === "," ? after + 1 : after;
  }
}

/** Where the comma or brace stands that ends the value. */
function endOfValue(masked: string, start: number): number {
  let depth = 0;
  for (let at = start; at < masked.length; at++) {
    const char = masked[at] ?? "";
    if (depth === 0 && (char === "," || char === "}")) return at;
    if ("{[(".includes(char)) depth++;
    else if ("}])".includes(char)) depth--;
    if (depth < 0) break;
  }
  throw new UnsafeEdit("a bracket is not closed");
}

function skipSpace(masked: string, from: number): number {
  let at = from;
  while (at < masked.length && /\s/.test(masked[at] ?? "")) at++;
  return at;
}

function inserted(text: string, masked: string, { start, end, entries }: ObjectLiteral, entry: string): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const last = entries.at(-1);
  const isOneLine = !text.slice(start, end).includes("\n");
  if (last === undefined) {
    const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start) + 1))?.[0] ?? "";
    // comments may stand between the braces, and they stay
    return `${text.slice(0, end).trimEnd()}${lineEnd}${outer}  ${entry},${lineEnd}${outer}${text.slice(end)}`;
  }
  const afterComma = masked.slice(last.valueEnd, end).indexOf(",");
  const comma = afterComma < 0 ? undefined : last.valueEnd + afterComma;
  if (isOneLine) {
    const place = comma ?? last.valueEnd;
    return `${text.slice(0, place)}, ${entry}${text.slice(place)}`;
  }
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", keyLine(text, last)) + 1))?.[0] ?? "  ";
  if (comma === undefined) return `${text.slice(0, last.valueEnd)},${lineEnd}${indent}${entry}${text.slice(last.valueEnd)}`;
  // A comment behind the comma belongs to the entry before it.
  const restOfLine = text.indexOf("\n", comma);
  const place =
    restOfLine < 0 || restOfLine > end || masked.slice(comma + 1, restOfLine).trim() !== "" ? comma + 1 : restOfLine - (lineEnd.length - 1);
  return `${text.slice(0, place)}${lineEnd}${indent}${entry},${text.slice(place)}`;
}

/** The line where the entry begins: values may run over several. */
function keyLine(text: string, { key, valueStart }: Entry): number {
  return Math.max(0, text.lastIndexOf(key, valueStart));
}

/**
 * The text with comments blanked and what stands in strings replaced by "_", every character in its place, so that braces and commas in
 * them are not taken for the code's own. Throws on what may be a regular expression or a template, which only a full parser tells apart.
 */
function mask(text: string): string {
  let masked = "";
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    const token = /^(?:\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*')/.exec(
      char === "/" || char === '"' || char === "'" ? text.slice(at) : "",
    )?.[0];
    if (token !== undefined) {
      const isComment = char === "/";
      masked += isComment ? token.replace(/[^\n]/g, " ") : char + "_".repeat(token.length - 2) + char;
      at += token.length;
      continue;
    }
    if ("/`\"'".includes(char)) throw new UnsafeEdit("it holds a template, a regular expression or a division");
    masked += char;
    at++;
  }
  return masked;
}
