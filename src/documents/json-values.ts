/** A number, string, true, false or null with the path that leads to it and the line where it stands. */
export interface JsonLeaf {
  /** Keys and indexes that lead to the object or array around it, from the outside in; one list for all of its values. */
  readonly container: readonly (string | number)[];
  /** Its own key or index; undefined for a value that nothing is around. */
  readonly key: string | number | undefined;
  readonly value: string;
  readonly isString: boolean;
  /** Counted from 1. */
  readonly line: number;
  /** The document's values are counted from 0: a JSONL file has many. */
  readonly root: number;
}

export interface JsonFault {
  readonly line: number;
  readonly message: string;
}

/** All keys and indexes that lead to a value. */
export function pathOf({ container, key }: JsonLeaf): readonly (string | number)[] {
  return key === undefined ? container : [...container, key];
}

interface Open {
  readonly isArray: boolean;
  readonly path: readonly (string | number)[];
  key: string | number;
  /** An object between a key and its value. */
  hasKey: boolean;
}

const DEPTH_MAX = 256;
const LITERAL = /[^\s,:\]}[{"]+/y;

/**
 * Walks JSON, one value or many behind each other, and calls `leaf` for every value that is not an object or array. Built without
 * objects, so that no key can be mistaken for a property, and without recursion. Comments and trailing commas are passed over.
 * After a fault the walk goes on with the next line at the outermost level, which keeps the other records of a JSONL file.
 */
export function walkJson(text: string, leaf: (leaf: JsonLeaf) => void, fault: (fault: JsonFault) => void): void {
  const open: Open[] = [];
  let root = 0;
  let line = 1;
  let at = 0;
  const place = (top: Open | undefined): Pick<JsonLeaf, "container" | "key"> => ({ container: top?.path ?? [], key: top?.key });
  const afterValue = (): void => {
    const top = open.at(-1);
    if (top === undefined) root += 1;
    else if (!top.isArray) top.hasKey = false;
  };
  const skipLine = (message: string): void => {
    fault({ line, message });
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length : end;
    open.length = 0;
    root += 1;
  };
  while (at < text.length) {
    const unit = text[at] ?? "";
    const top = open.at(-1);
    if (unit === "\n") {
      line += 1;
      at += 1;
    } else if (/\s/u.test(unit) || unit === "\u001E") at += 1;
    else if (unit === "/" && (text[at + 1] === "/" || text[at + 1] === "*")) {
      const end = text[at + 1] === "/" ? text.indexOf("\n", at) : text.indexOf("*/", at) + 2;
      const to = end < at + 2 ? text.length : end;
      line += lineEnds(text, at, to);
      at = to;
    } else if (unit === ",") {
      if (top?.isArray === true && typeof top.key === "number") top.key += 1;
      else if (top === undefined && text.slice(at + 1).trimStart() !== "") skipLine("a comma between values");
      at += 1;
    } else if (unit === ":") at += 1;
    else if (unit === "{" || unit === "[") {
      if (open.length >= DEPTH_MAX) {
        skipLine(`nested more than ${DEPTH_MAX} deep`);
        continue;
      }
      open.push({
        isArray: unit === "[",
        path: top === undefined ? [] : [...top.path, top.key],
        key: unit === "[" ? 0 : "",
        hasKey: false,
      });
      at += 1;
    } else if (unit === "}" || unit === "]") {
      at += 1;
      if (top === undefined || top.isArray !== (unit === "]")) {
        skipLine(`${unit} closes nothing`);
        continue;
      }
      open.pop();
      afterValue();
    } else if (unit === '"') {
      const end = stringEnd(text, at);
      if (end === undefined) {
        skipLine("a string without an end");
        continue;
      }
      const value = unescaped(text.slice(at + 1, end));
      at = end + 1;
      if (top !== undefined && !top.isArray && !top.hasKey) {
        top.key = value;
        top.hasKey = true;
      } else {
        leaf({ ...place(top), value, isString: true, line, root });
        afterValue();
      }
    } else {
      LITERAL.lastIndex = at;
      const word = LITERAL.exec(text)?.[0] ?? unit;
      if (!/^(?:true|false|null|NaN|-?Infinity|-?\d[\d.eE+-]*)$/.test(word) || (top !== undefined && !top.isArray && !top.hasKey)) {
        skipLine(`${JSON.stringify(word.slice(0, 20))} is no value`);
        continue;
      }
      leaf({ ...place(top), value: word, isString: false, line, root });
      at += word.length;
      afterValue();
    }
  }
  if (open.length > 0) fault({ line, message: "the file ends within a value" });
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  // Never looks beyond `to`: the next line end may be the whole file away.
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 10) count += 1;
  return count;
}

/** Offset of the closing quote; undefined when the line ends first, which JSON does not allow within a string. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 92) at += 1;
    else if (unit === 34) return at;
    else if (unit === 10) return undefined;
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function unescaped(source: string): string {
  if (!source.includes("\\")) return source;
  return source.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gu, (_, hex: string | undefined, mark: string | undefined) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[mark ?? ""] ?? mark ?? ""),
  );
}
