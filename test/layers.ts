import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readSource, type SourceFacts } from "./source-facts.ts";

/** Who may import whom. ARCHITECTURE.md shows the same table, and a test compares the two. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  text: ["core"],
  stats: ["core"],
  search: ["core", "text", "stats"],
  learn: ["core", "text", "stats"],
  documents: ["core", "text"],
  models: ["core", "text", "search", "learn"],
  stores: ["core", "text", "search"],
  graders: ["core", "text", "stats"],
  // never models, stores, documents or graders, which are handed in
  flows: ["core", "text", "stats", "search", "learn"],
  render: ["core", "text", "stats"],
  operations: ["core", "flows", "render"],
  doors: ["core", "operations", "render", "config"],
  config: ["core", "text", "stats", "search", "learn", "documents", "models", "stores", "graders", "flows", "render", "operations"],
};

/** Files at the top of src/, by the room they belong to. */
const TOP_FILES: Readonly<Record<string, string>> = {
  "operations.ts": "operations",
  "config.ts": "config",
  "probes.ts": "config",
  "scratch-index.ts": "config",
  "project-files.ts": "config",
  "edit-named-file.ts": "config",
  "node-file-system.ts": "config",
  "decide.ts": "config",
  "evaluate.ts": "config",
  "expect-tokens.ts": "config",
  "index.ts": "config",
  "bin.ts": "config",
};

/** Imports across rooms that the table forbids and one file needs. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // The program starts at a door.
  "bin.ts": ["doors"],
};

/** Of the doors only the command line builds an App itself; the others are given one. */
const DOORS_WITH_CONFIG = /^doors\/(cli|main)(-[a-z-]+)?\.ts$/;

/** What a room may import from outside; "node:*" means every module of Node. A room that is not named here may import nothing. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  text: ["snowball-stemmers"],
  documents: ["markdown-it", "parse5", "postal-mime", "unpdf", "yaml", "node:*"],
  models: [
    "@ai-sdk/provider",
    "@ai-sdk/anthropic",
    "@ai-sdk/openai",
    "@ai-sdk/openai-compatible",
    "@huggingface/tokenizers",
    "@opentelemetry/api",
    "@huggingface/transformers",
    "node-llama-cpp",
    "js-tiktoken",
    "node:*",
  ],
  stores: ["node:*"],
  graders: ["node:*", "re2js"],
  // hashes are functions of their input; the disk, the clock and the network are handed in
  flows: ["ignore", "node:crypto"],
  operations: ["zod"],
  doors: ["commander", "zod", "node:*"],
  config: ["zod", "node:*"],
};

/** Rooms whose functions give the same output for the same input, wherever they run. */
const PURE = ["core", "text", "stats", "search", "learn", "render"];
const WITHOUT_CLOCK = [...PURE, "flows"];

const MAY_READ_ENVIRONMENT = ["config.ts", "doors/main.ts"];
const MAY_EXIT = ["bin.ts", "doors/cli.ts", "doors/main.ts"];

export interface SourceFile {
  /** Relative to src/, with "/". */
  readonly path: string;
  readonly facts: SourceFacts;
}

export function isTest(path: string): boolean {
  return path.endsWith(".test.ts");
}

export function readTree(): readonly SourceFile[] {
  const folder = fileURLToPath(new URL("../src", import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts"))
    .toSorted()
    .map((path) => ({ path, facts: readSource(path, readFileSync(join(folder, path), "utf8")) }));
}

export function roomOf(path: string): string | undefined {
  const room = path.includes("/") ? path.slice(0, path.indexOf("/")) : TOP_FILES[path];
  return room !== undefined && Object.hasOwn(MAY_IMPORT, room) ? room : undefined;
}

/** Path of an import within src/; undefined for a package or a module of Node. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return relative(resolve("/"), resolve("/", dirname(from), specifier)).replaceAll("\\", "/");
}

/** One line for each broken rule, by path and line. Unit tests beside their file may import what they like. */
export function brokenRules(files: readonly SourceFile[]): readonly string[] {
  const paths = new Set(files.map(({ path }) => path));
  const production = files.filter(({ path }) => !isTest(path));
  return [...production.flatMap((file) => brokenBy(file, paths)), ...cycles(production)];
}

function brokenBy({ path, facts }: SourceFile, paths: ReadonlySet<string>): readonly string[] {
  const room = roomOf(path);
  if (room === undefined) return [`${path} lies in no room: name it in ARCHITECTURE.md and in test/layers.ts`];
  const broken: string[] = [];
  const breaks = (line: number, text: string): void => void broken.push(`${path}:${line} ${text}`);
  for (const { what, line } of facts.imports) {
    const target = resolveImport(path, what);
    if (target === undefined) {
      if (!mayImportOutside(room, what)) breaks(line, `imports ${what}, which ${room} may not`);
    } else if (!paths.has(target)) {
      breaks(line, `imports ${what}, which is not a file of src/`);
    } else if (isTest(target)) {
      breaks(line, `imports the test ${what}`);
    } else if (!mayImport(path, room, target)) {
      breaks(line, `imports ${target}, and ${room} may import ${MAY_IMPORT[room]?.join(", ") || "nothing"}`);
    }
  }
  for (const { what, line } of facts.computedImports) {
    if (path !== "config/load.ts") breaks(line, `imports what is named at run time: ${what}`);
  }
  for (const { what, line } of facts.processParts) {
    if (what === "process.env" && !MAY_READ_ENVIRONMENT.includes(path)) breaks(line, "reads process.env");
    if (what === "process.exit" && !MAY_EXIT.includes(path)) breaks(line, "calls process.exit");
  }
  if (WITHOUT_CLOCK.includes(room))
    for (const { what, line } of facts.clockOrChance) breaks(line, `uses ${what}; the clock and chance are passed in`);
  if (PURE.includes(room)) for (const { what, line } of facts.surroundings) breaks(line, `uses ${what}; ${room} is pure`);
  return broken;
}

function mayImport(path: string, room: string, target: string): boolean {
  const other = roomOf(target);
  if (other === undefined || other === room) return other === room;
  if (EXCEPTIONS[path]?.includes(other) === true) return true;
  if (room === "doors" && other === "config") return DOORS_WITH_CONFIG.test(path);
  return MAY_IMPORT[room]?.includes(other) === true;
}

function mayImportOutside(room: string, specifier: string): boolean {
  const name = specifier.startsWith("node:") ? specifier : specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return (OUTSIDE[room] ?? []).some((allowed) => allowed === name || (allowed === "node:*" && name.startsWith("node:")));
}

/** Each cycle of imports once, types included, as "a -> b -> a" from its first path in the alphabet. */
function cycles(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    files.map(({ path, facts }) => [
      path,
      facts.imports.map(({ what }) => resolveImport(path, what)).filter((target) => target !== undefined),
    ]),
  );
  const found = new Set<string>();
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) {
      const ring = trail.slice(seenAt);
      const first = ring.indexOf(ring.toSorted()[0] ?? path);
      const turned = [...ring.slice(first), ...ring.slice(0, first)];
      found.add(`cycle of imports: ${[...turned, turned[0]].join(" -> ")}`);
      return;
    }
    if (finished.has(path)) return;
    for (const target of edges.get(path) ?? []) walk(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of [...edges.keys()].toSorted()) walk(path, []);
  return [...found].toSorted();
}

/** The table under "Who may import whom" in ARCHITECTURE.md. */
export function tableIn(markdown: string): Readonly<Record<string, readonly string[]>> {
  const lines = markdown.split(/\r?\n/);
  const header = lines.findIndex((line) => /^\|\s*room\s*\|\s*may import\s*\|$/i.test(line.trim()));
  if (header < 0) throw new Error("There is no table `| room | may import |`.");
  const rows: (readonly [string, readonly string[]])[] = [];
  for (const line of lines.slice(header + 2)) {
    const cells = line.trim().startsWith("|")
      ? line
          .trim()
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.replaceAll("`", "").trim())
      : [];
    const [room, imports] = cells;
    if (room === undefined || imports === undefined) break;
    rows.push([room, imports === "nothing" ? [] : imports.split(",").map((name) => name.trim())]);
  }
  return Object.fromEntries(rows);
}
