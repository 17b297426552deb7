// Runs a task of this repository from a bare clone. Plain JavaScript for Node 20 and newer, because the Node that starts it
// may be older than the one the code needs, and nothing may be installed yet. It installs what the lock file says when that
// is missing or changed, finds a Node of 24 or newer, and hands over to it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const NODE_MAJOR_MIN = 24;

// `development` tasks need the development tools too. Arguments after the task's name go to its last command.
const tasks = {
  start: { development: false, commands: [["--disable-warning=ExperimentalWarning", "scripts/start.ts"]] },
  build: { development: true, commands: [["scripts/build.ts"]] },
  test: { development: true, commands: [["scripts/build.ts"], ["node_modules/vitest/vitest.mjs", "run"]] },
  // the command line; firstfit.mjs asks for it, from whatever folder
  firstfit: { development: false, commands: [[join(root, "src/bin.ts")]], cwd: process.cwd() },
};

const [name = "", ...rest] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
if (task === undefined) fail(`There is no task "${name}".`, `Known tasks: ${Object.keys(tasks).join(", ")}.`);

// npm puts node_modules/.bin first on PATH, so from the second run on this may be the Node that the install itself brought.
const isBroughtNode = process.execPath.startsWith(join(realpathSync(root), "node_modules"));
const ownNodeIsEnough = !isBroughtNode && Number(process.versions.node.split(".")[0]) >= NODE_MAJOR_MIN;
if (!isInstalled(task.development)) install(task.development);
const node = findNode();
for (const [i, command] of task.commands.entries()) {
  const exitCode = await run(node, i === task.commands.length - 1 ? [...command, ...rest] : command, task.cwd ?? root);
  if (exitCode !== 0) process.exit(exitCode);
}

/**
 * npm writes node_modules/.package-lock.json when an install is complete, so that file is the stamp: the install is current
 * when it names every package of package-lock.json in the same version. `install` deletes it first, so that an install
 * that was killed leaves no stamp, and an install made by hand counts like one of ours.
 */
function isInstalled(development) {
  const installed = readJson("node_modules/.package-lock.json")?.packages;
  const locked = readJson("package-lock.json")?.packages;
  if (locked === undefined) fail("package-lock.json is missing or damaged.", "Restore it: git checkout package-lock.json");
  if (installed === undefined) return false;
  const isCurrent = ([path, entry]) => {
    if (!path.startsWith("node_modules/") || entry.link === true || isNodeBinary(path)) return true;
    if (entry.dev === true && !development) return true;
    const found = installed[path];
    if (found === undefined) return (entry.optional === true || entry.devOptional === true) && !isForThisMachine(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  };
  return Object.entries(locked).every(isCurrent) && (ownNodeIsEnough || nodeBinaries().length > 0 || !isLockedNodeForThisMachine(locked));
}

/** False on macOS, Windows and rarer processors: no install can bring a Node there, so none is tried again and again. */
function isLockedNodeForThisMachine(locked) {
  return Object.entries(locked).some(([path, entry]) => isNodeBinary(path) && isForThisMachine(entry));
}

/** npm reports no error when an optional package fails to download, so those made for this machine are asked for by name. */
function isForThisMachine({ os, cpu, libc }) {
  if (os === undefined || ![os].flat().includes(process.platform)) return false;
  if (cpu !== undefined && ![cpu].flat().includes(process.arch)) return false;
  if (libc === undefined) return true;
  return [libc].flat().includes(process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc");
}

function install(development) {
  // Under an older Node npm would warn of engines once a package; that Node only installs here and runs nothing of it.
  const arguments_ = [
    "ci",
    development ? "--include=dev" : "--omit=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--engine-strict=false",
    "--loglevel=error",
  ];
  // The workspace in scripts/node24 holds nothing but Node for Linux, about 50 MB to download; a new enough Node needs none.
  if (ownNodeIsEnough) arguments_.push("--workspaces=false");
  process.stderr.write(`Installing packages: npm ${arguments_.join(" ")}\n`);
  rmSync(join(root, "node_modules/.package-lock.json"), { force: true });
  const startedMs = performance.now();
  // `npm start` names its own npm-cli.js; started in another way, npm is looked for on PATH, which on Windows needs a shell.
  const npm = process.env["npm_execpath"] ?? "";
  const { status, error } = /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...arguments_], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", arguments_, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (error !== undefined) fail(`npm cannot be started: ${error.message}`, "Install npm, which comes with Node: https://nodejs.org");
  if (status !== 0)
    fail(
      `npm ci ended with exit code ${status}; nothing was started.`,
      "The install needs the package registry or a warm npm cache. Mend what npm reports above and try again.",
    );
  process.stderr.write(`Installed in ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
}

function isNodeBinary(path) {
  return path.startsWith("node_modules/node-linux-");
}

/** Node executables that the workspace brought; none where the platform has no such package. */
function nodeBinaries() {
  if (process.platform !== "linux") return [];
  const binary = join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  return existsSync(binary) ? [binary] : [];
}

function findNode() {
  if (ownNodeIsEnough) return process.execPath;
  // Asked for its version, because a binary made for another C library is there but does not start.
  const runs = (binary) =>
    Number(spawnSync(binary, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" }).stdout) >= NODE_MAJOR_MIN;
  const brought = nodeBinaries().find(runs);
  if (brought !== undefined) return brought;
  return fail(
    `firstfit needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node} on ${process.platform} ${process.arch}, and npm brought none that runs here.`,
    "Install Node 24 or newer from https://nodejs.org (or: nvm install 24, fnm install 24, brew install node), then run this again.",
  );
}

/** Runs one command to its end and gives its exit code. Interrupts reach it too, and it decides when to stop. */
async function run(binary, arguments_, cwd) {
  // First on PATH, so that whatever the command starts by name is this Node and the installed tools.
  const path = [join(binary, ".."), join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  const child = spawn(binary, arguments_, { cwd, stdio: "inherit", env: { ...process.env, PATH: path } });
  const forward = (signal) => void child.kill(signal);
  // A terminal sends Ctrl-C to the whole group, so the child has it already; a plain `kill` of this process is passed on.
  process.on("SIGINT", ignore);
  process.on("SIGTERM", forward);
  process.on("SIGHUP", forward);
  return new Promise((resolve) => {
    child.once("error", (error) => fail(`${binary} cannot be started: ${error.message}`, "Delete node_modules and run this again."));
    child.once("exit", (code, signal) => {
      process.off("SIGINT", ignore).off("SIGTERM", forward).off("SIGHUP", forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function ignore() {}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch (error) {
    // Missing or cut short: both mean that there is nothing to rely on.
    if (error instanceof SyntaxError || error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function fail(message, next) {
  process.stderr.write(`${message}\n  next: ${next}\n`);
  process.exit(2);
}
