import { describe, expect, test } from "vitest";
import { readSource } from "./source-facts.ts";

const whats = (found: readonly { readonly what: string }[]): readonly string[] => found.map(({ what }) => what);
const importsOf = (text: string): readonly string[] => whats(readSource("a.ts", text).imports);

describe("imports are found in every form", () => {
  test.for([
    ["a plain import", 'import { a } from "./a.ts";', ["./a.ts"]],
    ["an import for its effects", 'import "./a.ts"', ["./a.ts"]],
    ["over several lines, with a comment inside", 'import {\n  a, // from "./no.ts"\n  type B,\n} from\n  "./a.ts";', ["./a.ts"]],
    ["import type", 'import type { A } from "./a.ts";', ["./a.ts"]],
    [
      "default, namespace and attributes",
      'import a, * as b from "./a.ts"; import c from "./c.json" with { type: "json" };',
      ["./a.ts", "./c.json"],
    ],
    [
      "re-exports",
      'export { a } from "./a.ts"; export * from "./b.ts"; export * as c from "./c.ts"; export type { D } from "./d.ts";',
      ["./a.ts", "./b.ts", "./c.ts", "./d.ts"],
    ],
    ["a dynamic import", 'const a = await import("./a.ts"); const b = import(`./b.ts`);', ["./a.ts", "./b.ts"]],
    ["the type of a module", 'let a: typeof import("./a.ts"); let b: import("./b.ts").B<number>;', ["./a.ts", "./b.ts"]],
    ["import = require", 'import a = require("./a.ts");', ["./a.ts"]],
    ["require", 'const a = require("./a.ts");', ["./a.ts"]],
    ["a worker's file", 'new Worker(new URL("./worker.ts", import.meta.url));', ["./worker.ts"]],
    ["inside a template's expression", 'const a = `${await import("./a.ts")} import("./no.ts")`;', ["./a.ts"]],
    ["after a regular expression with a quote", 'const quote = /["\'`]/; import { a } from "./a.ts";', ["./a.ts"]],
  ] as const)("%s", ([, text, expected]) => {
    expect(importsOf(text)).toEqual(expected);
  });

  test.for([
    ["a comment", '// import { a } from "./a.ts"\n/* export * from "./b.ts" */'],
    ["a string", "const a = 'import { a } from \"./a.ts\"';"],
    ["a template", 'const a = `import { a } from "./a.ts"`;'],
    ["a local export", "export const from = 1; export { from as other };"],
    ["import.meta", "const here = import.meta.url;"],
    ["a URL that is no module", 'new URL("../assets/vectors.bin", import.meta.url); new URL("https://example.org/a.ts");'],
  ] as const)("but not in %s", ([, text]) => {
    expect(importsOf(text)).toEqual([]);
  });

  test("with their lines", () => {
    expect(readSource("a.ts", '\n\nimport "./a.ts";\nimport "./b.ts";').imports).toEqual([
      { what: "./a.ts", line: 3 },
      { what: "./b.ts", line: 4 },
    ]);
  });

  test("and a computed one is told apart", () => {
    const { imports, computedImports } = readSource("a.ts", "await import(name);");
    expect(imports).toEqual([]);
    expect(whats(computedImports)).toEqual(["import(name);"]);
  });
});

describe("the environment and the exit are found", () => {
  test.for([
    ["process.env.HOME", ["process.env"]],
    ['process["env"]["HOME"]', ["process.env"]],
    ["globalThis.process.env", ["process.env"]],
    ["process?.env", ["process.env"]],
    ["const { env, argv } = process;", ["process.env"]],
    ['import { env, exit } from "node:process";', ["process.env", "process.exit"]],
    ["process.exit(1)", ["process.exit"]],
    ["process.exitCode = 1; other.env; const process = 1;", []],
    ["// process.env\nconst a = 'process.exit(1)';", []],
  ] as const)("in %s", ([text, expected]) => {
    expect(whats(readSource("a.ts", text).processParts)).toEqual(expected);
  });
});

describe("the clock and chance are found", () => {
  test.for([
    ["Date.now()", ["Date.now"]],
    ["const now = Date.now;", ["Date.now"]],
    ["new Date()", ["new Date()"]],
    ["Date()", ["Date()"]],
    ["new Date(0); new Date(2026, 1); Date.UTC(2026); Date.parse(text)", []],
    ["Math.random()", ["Math.random"]],
    ["globalThis.crypto.randomUUID()", ["crypto.randomUUID"]],
    ["performance.now()", ["performance.now"]],
    ["monotonic.now(); // Date.now()", []],
  ] as const)("in %s", ([text, expected]) => {
    expect(whats(readSource("a.ts", text).clockOrChance)).toEqual(expected);
  });
});

test("globals of the surroundings are found where they are used, not where a name looks like one", () => {
  expect(whats(readSource("a.ts", "fetch(url); Buffer.from(text); process.argv; setTimeout(f, 1)").surroundings)).toEqual([
    "fetch",
    "Buffer",
    "process",
    "setTimeout",
  ]);
  expect(
    readSource("a.ts", 'index.fetch(); const a = { process: 1, "fetch": 2 }; type T = { fetch(): void }; // fetch()').surroundings,
  ).toEqual([]);
});

test("a file that is no TypeScript is an error, not a file without imports", () => {
  expect(() => readSource("a.ts", "import { from")).toThrow("a.ts");
});
