import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const INSTALLED_MEGABYTES_MAX = 50;

let scratch = "";
let project = "";
let packedFiles: readonly string[] = [];

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What `npm test` tells its scripts about this repository must not reach an npm that works in another folder. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) =>
      name !== "NODE_OPTIONS" &&
      !/^npm_(package|lifecycle|command|config_(local_prefix|global_prefix|prefix|ignore_scripts|workspaces?)$)/i.test(name),
  );
  return { ...Object.fromEntries(entries), NO_COLOR: "1", PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter) };
}

function run(program: string, args: readonly string[], folder: string): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    env: cleanEnvironment(),
    maxBuffer: 64 * 1_048_576,
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  return { status, output: stdout, errors: stderr };
}

function succeed(program: string, args: readonly string[], folder: string): string {
  const { status, output, errors } = run(program, args, folder);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}\n${output}\n${errors}`);
  return output;
}

/** `npm test` has just built; a test file run alone may find nothing or something old. */
function isBuilt(): boolean {
  const bin = join(root, "dist/bin.js");
  if (!existsSync(bin)) return false;
  const builtMs = statSync(bin).mtimeMs;
  return [
    ...readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).map((name) => join(root, "src", name)),
    join(root, "tsconfig.build.json"),
  ].every((path) => statSync(path).mtimeMs <= builtMs);
}

function megabytesIn(folder: string): number {
  const bytes = (path: string): number =>
    readdirSync(path, { withFileTypes: true }).reduce(
      (sum, entry) =>
        sum + (entry.isDirectory() ? bytes(join(path, entry.name)) : entry.isFile() ? statSync(join(path, entry.name)).size : 0),
      0,
    );
  return bytes(folder) / 1e6;
}

const manifestSchema = z.object({
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

beforeAll(() => {
  if (!isBuilt()) succeed(process.execPath, ["scripts/build.ts"], root);
  scratch = mkdtempSync(join(tmpdir(), "firstfit-package-"));
  project = join(scratch, "project");
  mkdirSync(project);
  const [packed] = z
    .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
    .min(1)
    .parse(JSON.parse(succeed("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", scratch], root)));
  packedFiles = (packed?.files ?? []).map(({ path }) => path);
  writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  // The packages are in npm's cache since this repository was installed; what is not there comes from the registry.
  succeed("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", join(scratch, packed?.filename ?? "")], project);
}, 240_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the tarball", () => {
  test("has the program, the assets, the sample and the licence", () => {
    expect(packedFiles).toEqual(
      expect.arrayContaining([
        "dist/bin.js",
        "dist/index.js",
        "dist/index.d.ts",
        "dist/verbs.json",
        "examples/sample-project/note01.txt",
        "examples/sample-project/firstfit.config.ts",
        "examples/sample-project/.firstfitignore",
        "LICENSE",
        "README.md",
        "package.json",
      ]),
    );
    expect(packedFiles.some((path) => path.startsWith("assets/"))).toBe(true);
  });

  test("has no source, no test, no index of the sample and no tool", () => {
    expect(packedFiles.filter((path) => /^(src|test|bench|scripts|node_modules)\/|\.test\.|\.firstfit\/|\.map$|\.tgz$/.test(path))).toEqual(
      [],
    );
  });

  test("has a sample as complete as the one here", () => {
    const here = readdirSync(join(root, "examples/sample-project")).filter((name) => name !== ".firstfit");
    expect(
      packedFiles
        .filter((path) => path.startsWith("examples/sample-project/"))
        .map((path) => path.slice("examples/sample-project/".length))
        .toSorted(),
    ).toEqual(here.toSorted());
  });
});

describe("installed into an empty project", () => {
  const modules = (): string => join(project, "node_modules");

  test("it brings its own dependencies and no Node", () => {
    const names = readdirSync(modules());
    expect(names).toContain("firstfit");
    expect(names.filter((name) => /^node-|^firstfit-/.test(name))).toEqual([]);
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(modules(), "firstfit/package.json"), "utf8")));
    expect(manifest.optionalDependencies).toBeUndefined();
    for (const name of Object.keys(manifest.dependencies)) expect(existsSync(join(modules(), name)), name).toBe(true);
  });

  test(`it takes at most ${INSTALLED_MEGABYTES_MAX} MB`, () => {
    const megabytes = megabytesIn(modules());
    expect(megabytes).toBeGreaterThan(1);
    expect(megabytes).toBeLessThanOrEqual(INSTALLED_MEGABYTES_MAX);
  });

  test("every entry of its exports can be imported and has its types", () => {
    const { exports } = manifestSchema.parse(JSON.parse(readFileSync(join(modules(), "firstfit/package.json"), "utf8")));
    const subpaths = Object.entries(exports).flatMap(([subpath, target]) => (typeof target === "string" ? [] : [{ subpath, target }]));
    expect(subpaths.map(({ subpath }) => subpath)).toContain(".");
    for (const { subpath, target } of subpaths) {
      const specifier = `firstfit${subpath.slice(1)}`;
      const names = succeed(
        process.execPath,
        ["--input-type=module", "-e", `console.log(Object.keys(await import(${JSON.stringify(specifier)})).length)`],
        project,
      );
      expect(Number(names), specifier).toBeGreaterThan(0);
      expect(existsSync(join(modules(), "firstfit", target["types"] ?? "missing")), `types of ${specifier}`).toBe(true);
    }
  });

  test("importing it loads no provider, no store, no parser, no door, and of packages only zod", () => {
    const script = `
import { registerHooks } from "node:module";
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
await import("firstfit");
console.log(JSON.stringify(loaded));
`;
    const loaded = z.array(z.string()).parse(JSON.parse(succeed(process.execPath, ["--input-type=module", "-e", script], project)));
    expect(loaded.filter((url) => url.includes("/firstfit/dist/")).length).toBeGreaterThan(3);
    const rooms = loaded.flatMap((url) => /\/firstfit\/dist\/((?:models|stores|documents|graders|doors)\/.*)/.exec(url)?.[1] ?? []);
    // What the main entry itself exports: `directCalls`, and what `expectTokens` counts with, which cannot be waited for.
    expect(rooms.toSorted()).toEqual([
      "models/byte-pairs.js",
      "models/direct-calls.js",
      "models/openai-tokenizer.js",
      "models/token-counter.js",
    ]);
    const packages = loaded.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
    expect([...new Set(packages)].toSorted()).toEqual(["firstfit", "zod"]);
  });

  test("its types hold in a strict project, declaration files checked too", () => {
    const user = `
import { defineConfig, FirstfitError, type Answer, type Config } from "firstfit";
const config: Config = defineConfig({ sources: ["."], ask: { strict: true } });
// @ts-expect-error there is no such key
defineConfig({ sauces: ["."] });
export function quotes(answer: Answer): readonly string[] {
  return answer.kind === "answered" ? answer.citations.map(({ quote }) => quote) : [];
}
export const code: string = new FirstfitError("BAD_INPUT", "a", "b").code;
export default config;
`;
    writeFileSync(join(project, "user.ts"), user);
    // A Node project has Node's types; AsyncDisposable, URL and AbortSignal come from there.
    const options = ["--noEmit", "--strict", "--target", "es2024", "--lib", "es2024", "--module", "nodenext", "--skipLibCheck", "false"];
    const nodeTypes = ["--typeRoots", join(root, "node_modules/@types"), "--types", "node"];
    const { status, output } = run(
      process.execPath,
      [join(root, "node_modules/typescript/bin/tsc"), ...options, ...nodeTypes, "user.ts"],
      project,
    );
    expect(output).toBe("");
    expect(status).toBe(0);
  });

  test(
    "the sample project is written, indexed and asked by its commands, with a configuration that imports firstfit",
    { timeout: 120_000 },
    () => {
      succeed("npx", ["firstfit", "init", "--sample"], project);
      expect(readFileSync(join(project, "firstfit.config.ts"), "utf8")).toContain('from "firstfit"');
      succeed("npx", ["firstfit", "index", "."], project);
      const answer: unknown = JSON.parse(succeed("npx", ["firstfit", "ask", "Who is the executive sponsor?", "--json"], project));
      expect(answer).toMatchObject({
        kind: "answered",
        citations: [
          expect.objectContaining({ document: "note01.txt" }),
          ...(answer as { citations: readonly unknown[] }).citations.slice(1),
        ],
      });
      const unknown = run("npx", ["firstfit", "ask", "What is the office Wi-Fi password?"], project);
      expect(unknown.output + unknown.errors).toContain("not found in sources");
      expect(unknown.status).toBe(3);
    },
  );

  test("a configuration finds firstfit also in a folder where it is not installed", () => {
    const elsewhere = join(scratch, "elsewhere");
    const bin = join(modules(), "firstfit/dist/bin.js");
    succeed(process.execPath, [bin, "init", elsewhere, "--sample"], scratch);
    succeed(process.execPath, [bin, "index"], elsewhere);
    expect(succeed(process.execPath, [bin, "list"], elsewhere)).toContain("note10.txt");
  });

  test("an older Node is told which one is needed, before anything else is loaded", () => {
    const older = `--import=data:text/javascript,${encodeURIComponent('Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })')}`;
    const { status, output, errors } = run(process.execPath, [older, join(modules(), "firstfit/dist/bin.js"), "--help"], project);
    expect(status).toBe(2);
    expect(output).toBe("");
    expect(errors).toContain("needs Node >= 24, you have 20.1.0");
  });
});
