// Runs the tests of the in-process engines: `npm run test:engines`. The engines are about a gigabyte, with a package.json and a lock file of their
// own in engines/; they are installed when that lock file changed. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const engines = fileURLToPath(new URL("../engines", import.meta.url));
const stamp = `${engines}/node_modules/.installed-lock.json`;
/** A registry that does not answer must not hold up whoever waits for this. */
const INSTALL_MS = 400_000;

if (Number(process.versions.node.split(".")[0]) < 24)
  fail(`This is Node ${process.versions.node}.`, "Run npm test first, which brings Node 24, or use a newer one.");
const locked = readFileSync(`${engines}/package-lock.json`, "utf8");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== locked) install();
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.engines.config.ts", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);

/**
 * Not `npm ci`: that one wants the builds for every other system in the lock file too, and a registry that serves only some of them leaves the rest
 * out when the file is made. What the lock file names is installed as it says, hashes included.
 */
function install() {
  const startedMs = performance.now();
  process.stderr.write("Installing the engines: npm install in engines/\n");
  const { status: code, error } = spawnSync(
    "npm",
    ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=2"],
    {
      cwd: engines,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
      timeout: INSTALL_MS,
      killSignal: "SIGKILL",
    },
  );
  if (error !== undefined || code !== 0)
    fail(
      `The engines could not be installed: ${error === undefined ? `npm ended with ${code}` : error.message}.`,
      "Check that npm reaches its registry: npm ping; then run it again.",
    );
  writeFileSync(stamp, locked);
  process.stderr.write(`Installed in ${Math.round((performance.now() - startedMs) / 1000)} s.\n`);
}

function fail(message, fix) {
  process.stderr.write(`${message}\n${fix}\n`);
  process.exit(1);
}
