import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { brokenRules, isTest, MAY_IMPORT, readTree, roomOf, tableIn, type SourceFile } from "./layers.ts";
import { readSource } from "./source-facts.ts";

const tree = readTree();
const sorted = (table: Readonly<Record<string, readonly string[]>>): unknown =>
  Object.fromEntries(Object.entries(table).map(([room, imports]) => [room, imports.toSorted()]));
const small = (sources: Readonly<Record<string, string>>): readonly SourceFile[] =>
  Object.entries(sources).map(([path, text]) => ({ path, facts: readSource(path, text) }));

test("the source keeps every rule: rooms, packages, cycles, environment, exit, clock", () => {
  // Guards against a tree that was not read at all.
  expect(tree.filter(({ path }) => !isTest(path)).length).toBeGreaterThan(20);
  expect(tree.flatMap(({ facts }) => facts.imports).length).toBeGreaterThan(50);
  expect(brokenRules(tree)).toEqual([]);
});

test("ARCHITECTURE.md shows the table that is checked here", () => {
  const architecture = readFileSync(new URL("../ARCHITECTURE.md", import.meta.url), "utf8");
  expect(sorted(tableIn(architecture))).toEqual(sorted(MAY_IMPORT));
});

describe("a broken rule is told with its place", () => {
  test.for([
    [
      "a room below importing one above",
      { "core/a.ts": 'import "../text/b.ts";', "text/b.ts": "" },
      "core/a.ts:1 imports text/b.ts, and core may import nothing",
    ],
    [
      "through a type only",
      { "flows/a.ts": '\nimport type { B } from "../stores/b.ts";', "stores/b.ts": "" },
      "flows/a.ts:2 imports stores/b.ts, and flows may import core, text, stats, search, learn",
    ],
    [
      "through a re-export",
      { "search/a.ts": 'export * from "../learn/b.ts";', "learn/b.ts": "" },
      "search/a.ts:1 imports learn/b.ts, and search may import core, text, stats",
    ],
    [
      "through a dynamic import",
      { "flows/a.ts": 'await import("../models/b.ts");', "models/b.ts": "" },
      "flows/a.ts:1 imports models/b.ts, and flows may import core, text, stats, search, learn",
    ],
    ["a package in a pure room", { "core/a.ts": 'import { z } from "zod";' }, "core/a.ts:1 imports zod, which core may not"],
    [
      "a part of a package",
      { "flows/a.ts": 'import x from "@scope/vendor/deep";' },
      "flows/a.ts:1 imports @scope/vendor/deep, which flows may not",
    ],
    [
      "a module of Node in a pure room",
      { "search/a.ts": 'import { readFileSync } from "node:fs";' },
      "search/a.ts:1 imports node:fs, which search may not",
    ],
    [
      "the same without its prefix",
      { "stores/a.ts": 'import { readFileSync } from "fs";' },
      "stores/a.ts:1 imports fs, which stores may not",
    ],
    [
      "the disk in a flow",
      { "flows/a.ts": 'import { readFileSync } from "node:fs";' },
      "flows/a.ts:1 imports node:fs, which flows may not",
    ],
    [
      "a door other than the command line that imports the configuration",
      { "doors/http.ts": 'import "../config.ts";', "config.ts": "" },
      "doors/http.ts:1 imports config.ts, and doors may import core, operations, render, config",
    ],
    ["a computed import", { "models/a.ts": "await import(name);" }, "models/a.ts:1 imports what is named at run time: import(name);"],
    ["the environment", { "models/a.ts": "const key = process.env.KEY;" }, "models/a.ts:1 reads process.env"],
    ["an exit", { "operations.ts": "process.exit(1);" }, "operations.ts:1 calls process.exit"],
    ["the clock in a flow", { "flows/a.ts": "const now = Date.now();" }, "flows/a.ts:1 uses Date.now; the clock and chance are passed in"],
    ["chance in statistics", { "stats/a.ts": "Math.random();" }, "stats/a.ts:1 uses Math.random; the clock and chance are passed in"],
    ["a timer in a pure room", { "text/a.ts": "setTimeout(f, 1);" }, "text/a.ts:1 uses setTimeout; text is pure"],
    ["a file in no room", { "helpers/a.ts": "" }, "helpers/a.ts lies in no room: name it in ARCHITECTURE.md and in test/layers.ts"],
    ["an import of a test", { "text/a.ts": 'import "./b.test.ts";', "text/b.test.ts": "" }, "text/a.ts:1 imports the test ./b.test.ts"],
    [
      "an import that leads nowhere",
      { "text/a.ts": 'import "./b.js";', "text/b.ts": "" },
      "text/a.ts:1 imports ./b.js, which is not a file of src/",
    ],
    [
      "a cycle",
      { "text/c.ts": 'import "./a.ts";', "text/a.ts": 'import "./b.ts";', "text/b.ts": 'import "./c.ts";' },
      "cycle of imports: text/a.ts -> text/b.ts -> text/c.ts -> text/a.ts",
    ],
    [
      "a cycle of types",
      { "text/a.ts": 'import type { B } from "./b.ts";', "text/b.ts": 'import type { A } from "./a.ts";' },
      "cycle of imports: text/a.ts -> text/b.ts -> text/a.ts",
    ],
  ] as const)("%s", ([, sources, expected]) => {
    expect(brokenRules(small(sources))).toEqual([expected]);
  });

  test("and nothing is told about what is allowed", () => {
    const sources = {
      "core/a.ts": "",
      "text/b.ts": 'import "../core/a.ts"; import "snowball-stemmers";',
      "doors/cli.ts": 'import "../config.ts"; process.exit(1);',
      "bin.ts": 'import "./doors/cli.ts"; process.exit(2);',
      "config.ts": 'import "./stores/d.ts"; process.env; Date.now();',
      "config/load.ts": "import(name);",
      "stores/d.ts": 'import { DatabaseSync } from "node:sqlite"; Date.now(); fetch(url);',
      "text/b.test.ts": 'import { test } from "vitest"; import "../stores/d.ts"; Date.now();',
    };
    expect(brokenRules(small(sources))).toEqual([]);
  });
});

test("a table is read whatever its spacing, and a page without one is an error", () => {
  expect(tableIn("# x\n\n| room | may import |\n|---|---|\n| core | nothing |\n|`text`| core,stats |\n\n| other | table |")).toEqual({
    core: [],
    text: ["core", "stats"],
  });
  expect(() => tableIn("# no table")).toThrow("no table");
  expect(roomOf("core/a/b.ts")).toBe("core");
});
