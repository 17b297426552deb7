import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// scripts/bootstrap.mjs in a repository of its own, with an npm that writes down what it was asked for and installs by copying.
const bootstrap = fileURLToPath(new URL("../scripts/bootstrap.mjs", import.meta.url));
const NODE_PACKAGE = `node_modules/node-linux-${process.arch}`;
const FAKE_NPM = `
import { appendFileSync, cpSync, existsSync, renameSync, rmSync } from "node:fs";
appendFileSync("npm-calls.txt", process.argv.slice(2).join(" ") + "\\n");
if (existsSync("npm-fails")) { rmSync("node_modules", { recursive: true, force: true }); process.exit(7); }
if (existsSync("node_modules")) renameSync("node_modules", "node_modules-" + Math.random()); // npm, too, may run on the Node it removes
cpSync("registry", "node_modules", { recursive: true });
if (process.argv.includes("--workspaces=false")) rmSync("${NODE_PACKAGE}", { recursive: true, force: true });
`;
/** Makes the running Node believe that it is something else. */
const pretend = (change: string): string => `--import=data:text/javascript,${encodeURIComponent(change)}`;
const OLD_NODE = pretend('Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })');
const BSD = pretend('Object.defineProperty(process, "platform", { value: "freebsd" })');

const library = { version: "1.0.0", integrity: "sha512-a" };
const tool = { version: "2.0.0", integrity: "sha512-b", dev: true };
const binding = { version: "3.0.0", integrity: "sha512-c", dev: true, optional: true, os: [process.platform], cpu: [process.arch] };
const foreign = { version: "3.0.0", integrity: "sha512-d", dev: true, optional: true, os: ["aix"], cpu: ["ppc64"] };
const nodeBinary = { version: "24.0.0", integrity: "sha512-e", optional: true, os: "linux", cpu: process.arch };

const locked = {
  "": {},
  "node_modules/library": library,
  "node_modules/tool": tool,
  "node_modules/binding": binding,
  "node_modules/foreign": foreign,
  [NODE_PACKAGE]: nodeBinary,
  "node_modules/workspace": { link: true, resolved: "scripts/workspace" },
};
const all = { "node_modules/library": library, "node_modules/tool": tool, "node_modules/binding": binding };

let root = "";
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { mode: 0o755 });
};
const lock = (path: string, packages: object): void => write(path, JSON.stringify({ lockfileVersion: 3, packages }));
const npmCalls = (): readonly string[] =>
  existsSync(join(root, "npm-calls.txt")) ? readFileSync(join(root, "npm-calls.txt"), "utf8").trim().split("\n") : [];
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, npm_execpath: join(root, "npm-cli.js"), NODE_OPTIONS: "" });

function start(
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): { readonly status: number | null; readonly output: string; readonly errors: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, join(root, "scripts/bootstrap.mjs"), "start", ...args], {
    encoding: "utf8",
    env: environment(),
  });
  return { status, output: stdout, errors: stderr };
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-bootstrap-")));
  mkdirSync(join(root, "scripts"));
  cpSync(bootstrap, join(root, "scripts/bootstrap.mjs"));
  write("package.json", '{"type":"module"}');
  write("npm-cli.js", FAKE_NPM);
  write(
    "scripts/start.ts",
    'const words: readonly string[] = process.argv.slice(2);\nconsole.log("started", ...words);\nif (words[0] === "fail") process.exit(3);',
  );
  lock("package-lock.json", locked);
  lock("registry/.package-lock.json", all);
  write(`registry/${NODE_PACKAGE.slice("node_modules/".length)}/bin/node`, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("from a bare clone", () => {
  test("it installs, starts the task with its arguments, and the second time only starts it", () => {
    expect(start(["a", "b c"])).toMatchObject({ status: 0, output: "started a b c\n" });
    expect(start()).toMatchObject({ status: 0, output: "started\n", errors: "" });
    expect(npmCalls()).toHaveLength(1);
  });

  test("it leaves out development tools where the task needs none", () => {
    lock("registry/.package-lock.json", { "node_modules/library": library });
    expect(start().status).toBe(0);
    expect(start().status).toBe(0);
    expect(npmCalls()).toEqual([expect.stringContaining("ci --omit=dev")]);
  });

  test("the command line runs in the folder in which it is typed", () => {
    cpSync(fileURLToPath(new URL("../firstfit.mjs", import.meta.url)), join(root, "firstfit.mjs"));
    write("src/bin.ts", "console.log(process.cwd(), ...process.argv.slice(2)); process.exitCode = 3;");
    write("elsewhere/here.txt", "");
    const cwd = join(root, "elsewhere");
    const typed = [join(root, "firstfit.mjs"), "ask", "where am I?"];
    const { status, stdout } = spawnSync(process.execPath, typed, { encoding: "utf8", cwd, env: environment() });
    expect({ status, stdout }).toEqual({ status: 3, stdout: `${cwd} ask where am I?\n` });
  });

  test("it hands the task's exit code on", () => {
    expect(start(["fail"]).status).toBe(3);
  });

  test("a failing install starts nothing and says what to do", () => {
    write("npm-fails", "");
    const { status, output, errors } = start();
    expect(status).toBe(2);
    expect(output).toBe("");
    expect(errors).toContain("npm ci ended with exit code 7");
    expect(errors).toContain("next: ");
  });

  test("an unknown task names the known ones and installs nothing", () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/bootstrap.mjs"), "strat"], {
      encoding: "utf8",
      env: environment(),
    });
    expect(status).toBe(2);
    expect(stderr).toContain('There is no task "strat"');
    expect(stderr).toContain("start, build, test, firstfit");
    expect(npmCalls()).toEqual([]);
  });
});

describe("it installs again", () => {
  test.for([
    [
      "when the lock file changed",
      () => lock("package-lock.json", { ...locked, "node_modules/library": { version: "1.0.1", integrity: "sha512-z" } }),
    ],
    ["when the lock file has a new package", () => lock("package-lock.json", { ...locked, "node_modules/new": library })],
    [
      "when a package of the same version has other content",
      () => lock("package-lock.json", { ...locked, "node_modules/library": { ...library, integrity: "sha512-z" } }),
    ],
    [
      "when a package for this machine was not downloaded",
      () => lock("node_modules/.package-lock.json", { "node_modules/library": library, "node_modules/tool": tool }),
    ],
    ["when npm's record is cut short", () => write("node_modules/.package-lock.json", '{"packages":{"node_mod')],
    [
      "when node_modules is there without a record, as a killed install leaves it",
      () => rmSync(join(root, "node_modules/.package-lock.json")),
    ],
  ] as const)("%s", ([what, change]) => {
    expect(start().status).toBe(0);
    change();
    if (what.startsWith("when a package for this machine")) {
      // a development tool counts for tasks that need them
      const { stderr } = spawnSync(process.execPath, [join(root, "scripts/bootstrap.mjs"), "build"], {
        encoding: "utf8",
        env: environment(),
      });
      expect(stderr).toContain("Installing packages");
      expect(npmCalls()[1]).toContain("--include=dev");
      return;
    }
    expect(start().status).toBe(0);
    expect(npmCalls()).toHaveLength(2);
  });

  test("after an install that was killed", async () => {
    expect(start().status).toBe(0);
    lock("package-lock.json", { ...locked, "node_modules/new": library });
    lock("registry/.package-lock.json", { ...all, "node_modules/new": library });
    // an npm that hangs before it has removed anything: the old record must be gone already
    write("npm-cli.js", 'import { writeFileSync } from "node:fs"; writeFileSync("npm-started", ""); setInterval(() => {}, 1000);');
    const child = spawn(process.execPath, [join(root, "scripts/bootstrap.mjs"), "start"], {
      env: environment(),
      detached: true,
      stdio: "ignore",
    });
    while (!existsSync(join(root, "npm-started"))) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await once(child, "exit");
    expect(existsSync(join(root, "node_modules/.package-lock.json"))).toBe(false);
    write("npm-cli.js", FAKE_NPM);
    expect(start()).toMatchObject({ status: 0, output: "started\n" });
  });

  test("but not for a package of another platform", () => {
    expect(start().status).toBe(0);
    lock("package-lock.json", { ...locked, "node_modules/other": { ...foreign, dev: false } });
    expect(start()).toMatchObject({ status: 0, errors: "" });
  });
});

describe.skipIf(process.platform !== "linux")("under an older Node", () => {
  test("it brings Node 24 and runs the task on it", () => {
    expect(start(["x"], [OLD_NODE])).toMatchObject({ status: 0, output: "started x\n" });
    expect(npmCalls()).toEqual([expect.not.stringContaining("--workspaces=false")]);
  });

  test("started by the Node that it brought, as npm does from the second run on, it keeps that Node", () => {
    expect(start([], [OLD_NODE]).status).toBe(0);
    lock("package-lock.json", { ...locked, "node_modules/new": library });
    const brought = pretend(
      `Object.defineProperty(process, "execPath", { value: ${JSON.stringify(join(root, NODE_PACKAGE, "bin/node"))} })`,
    );
    expect(start([], [brought])).toMatchObject({ status: 0, output: "started\n" });
    expect(npmCalls()).toEqual([expect.not.stringContaining("--workspaces=false"), expect.not.stringContaining("--workspaces=false")]);
  });

  test("it installs again when Node 24 is not there, as after an install under a newer Node", () => {
    expect(start().status).toBe(0);
    expect(existsSync(join(root, NODE_PACKAGE))).toBe(false);
    expect(start([], [OLD_NODE]).status).toBe(0);
    expect(npmCalls()).toHaveLength(2);
    expect(npmCalls()[0]).toContain("--workspaces=false");
  });

  test("it says what to install where npm has no Node for the machine, and does not install over and over", () => {
    for (const _ of [1, 2]) {
      const { status, errors } = start([], [OLD_NODE, BSD]);
      expect(status).toBe(2);
      expect(errors).toContain("firstfit needs Node 24 or newer; this is 20.1.0 on freebsd");
      expect(errors).toContain("next: Install Node 24");
    }
    expect(npmCalls()).toHaveLength(1);
  });

  test("it says so too where the Node that came does not start", () => {
    write(`registry/${NODE_PACKAGE.slice("node_modules/".length)}/bin/node`, "#!/nowhere/sh\n");
    const { status, errors } = start([], [OLD_NODE]);
    expect(status).toBe(2);
    expect(errors).toContain("npm brought none that runs here");
  });
});
