import { parseSync } from "oxc-parser";

export interface Found {
  readonly what: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What one source file reaches for, read from its syntax tree, so that comments and strings do not count. */
export interface SourceFacts {
  /** Module names: imports and exports, `import type`, `import("x")` as a value and as a type, `require`, and files named by `new URL("./x.ts", import.meta.url)`. */
  readonly imports: readonly Found[];
  /** `import(expression)`: what it loads cannot be read from the source. */
  readonly computedImports: readonly Found[];
  /** `process.env` and `process.exit`, also taken apart or imported from node:process. */
  readonly processParts: readonly Found[];
  /** The clock and chance: `Date.now()`, `new Date()`, `Math.random()`, `performance.now()`, random bytes and ids. */
  readonly clockOrChance: readonly Found[];
  /** Globals that exist only around a program and not in the language: `process`, `Buffer`, `fetch`, timers. */
  readonly surroundings: readonly Found[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

const CLOCK_OR_CHANCE = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "performance.timeOrigin",
  "process.hrtime",
  "process.uptime",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  "Temporal.Now",
]);
const SURROUNDINGS = new Set([
  "process",
  "Buffer",
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "require",
  "navigator",
  "localStorage",
]);

/** @throws when the file is no valid TypeScript. */
export function readSource(path: string, text: string): SourceFacts {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? "cannot be parsed"}`);
  const facts = {
    imports: [] as Found[],
    computedImports: [] as Found[],
    processParts: [] as Found[],
    clockOrChance: [] as Found[],
    surroundings: [] as Found[],
  };
  const note = (list: Found[], what: string, node: Node): void =>
    void list.push({ what, line: text.slice(0, node.start).split("\n").length });

  const visit = (node: Node): void => {
    const specifier = moduleOf(node);
    if (specifier !== undefined)
      note(
        specifier.name === undefined ? facts.computedImports : facts.imports,
        specifier.name ?? text.slice(node.start, node.start + 60),
        node,
      );
    for (const part of processPartsOf(node)) note(facts.processParts, part, node);
    const source = clockOrChanceOf(node);
    if (source !== undefined) note(facts.clockOrChance, source, node);
    if (node.type === "Identifier" && typeof node["name"] === "string" && SURROUNDINGS.has(node["name"]))
      note(facts.surroundings, node["name"], node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program as unknown as Node); // the walk needs only `type` and `start`, which every node has
  return facts;
}

/** Names that are written but refer to nothing in scope (`x.process`, `{ process: 1 }`) are left out. */
function childrenOf(node: Node): readonly Node[] {
  const label = node["computed"] === true ? undefined : node.type === "MemberExpression" ? "property" : "key";
  return Object.entries(node)
    .filter(([key]) => key !== label && key !== "parent")
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

/** `name` is undefined when the module is computed. */
function moduleOf(node: Node): { readonly name: string | undefined } | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
    case "TSImportType":
      return isNode(node["source"]) ? { name: textOf(node["source"]) } : undefined;
    case "ImportExpression":
      return { name: textOf(node["source"]) };
    case "TSExternalModuleReference":
      return { name: textOf(node["expression"]) };
    case "CallExpression":
      return nameOf(node["callee"]) === "require" ? { name: textOf(firstArgument(node)) } : undefined;
    case "NewExpression": {
      const target = textOf(firstArgument(node));
      return nameOf(node["callee"]) === "URL" && target !== undefined && /^\.{1,2}\/.*\.[cm]?[jt]s$/.test(target)
        ? { name: target }
        : undefined;
    }
    default:
      return undefined;
  }
}

function processPartsOf(node: Node): readonly string[] {
  const parts = ["env", "exit"];
  if (node.type === "MemberExpression") {
    const name = nameOf(node) ?? "";
    return parts.filter((part) => name === `process.${part}` || name === `globalThis.process.${part}`).map((part) => `process.${part}`);
  }
  const fromProcess =
    node.type === "VariableDeclarator" && nameOf(node["init"]) === "process"
      ? namesIn(node["id"], "properties", "key")
      : node.type === "ImportDeclaration" && /^(node:)?process$/.test(textOf(node["source"]) ?? "")
        ? namesIn(node, "specifiers", "imported")
        : [];
  return parts.filter((part) => fromProcess.includes(part)).map((part) => `process.${part}`);
}

function namesIn(node: unknown, list: string, key: string): readonly string[] {
  const items = isNode(node) ? node[list] : undefined;
  return Array.isArray(items) ? items.map((item: unknown) => (isNode(item) ? (nameOf(item[key]) ?? "") : "")) : [];
}

function clockOrChanceOf(node: Node): string | undefined {
  if (node.type === "MemberExpression") {
    const name = nameOf(node)?.replace(/^globalThis\./, "");
    return name !== undefined && CLOCK_OR_CHANCE.has(name) ? name : undefined;
  }
  const isDate = (node.type === "NewExpression" || node.type === "CallExpression") && nameOf(node["callee"]) === "Date";
  if (isDate && (node.type === "CallExpression" || firstArgument(node) === undefined))
    return node.type === "CallExpression" ? "Date()" : "new Date()";
  return undefined;
}

function firstArgument(node: Node): unknown {
  return Array.isArray(node["arguments"]) ? node["arguments"][0] : undefined;
}

/** `a`, `a.b`, `a["b"]` and `a?.b` as dotted text. */
function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "ChainExpression" || node.type === "ParenthesizedExpression") return nameOf(node["expression"]);
  if (node.type === "Identifier") return typeof node["name"] === "string" ? node["name"] : undefined;
  if (node.type !== "MemberExpression") return undefined;
  const owner = nameOf(node["object"]);
  const property = node["computed"] === true ? textOf(node["property"]) : nameOf(node["property"]);
  return owner === undefined || property === undefined ? undefined : `${owner}.${property}`;
}

/** The text of a string literal or of a template without expressions. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node.type === "TSLiteralType") return textOf(node["literal"]);
  const quasis = node.type === "TemplateLiteral" && Array.isArray(node["quasis"]) ? node["quasis"] : [];
  const [only]: readonly unknown[] = quasis;
  if (quasis.length !== 1 || !isNode(only)) return undefined;
  const value = only["value"];
  return typeof value === "object" && value !== null && "cooked" in value && typeof value.cooked === "string" ? value.cooked : undefined;
}
