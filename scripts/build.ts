// Builds dist/ with plain tsc. It starts from nothing, because a file that is gone from src/ must not stay in the package.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
// The kernel first: tsc compiles its bytes.
await import("./build-kernel.ts");
const { status, error } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (error !== undefined) throw error;
if (status !== 0) process.exit(status ?? 1);
chmodSync(`${root}dist/bin.js`, 0o755);
// The list of verbs, so that `firstfit --help` need not load them all.
const { cliVerbs } = await import("../src/doors/cli.ts");
writeFileSync(`${root}dist/verbs.json`, `${JSON.stringify(cliVerbs())}\n`);
