// Prints how long a new process takes for `--help` and for `ask`, as medians over rounds that alternate between the two.
//   node scripts/cold-start.ts [--rounds 11] [--bin dist/bin.js] [--project FOLDER] [--question "..."]
// Without --project it uses a copy of the sample project. A project that is named must be indexed already.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    bin: { type: "string", default: fileURLToPath(new URL("../src/bin.ts", import.meta.url)) },
    project: { type: "string" },
    question: { type: "string", default: "Who is the executive sponsor?" },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write("--rounds takes a whole number from 1.\n");
  process.exit(2);
}
const bin = resolve(values.bin);
const scratch = mkdtempSync(join(tmpdir(), "firstfit-cold-start-"));

/** Milliseconds from starting the process to its end. Throws when it ends in an unexpected way. */
function took(args: readonly string[], folder: string, exits: readonly number[] = [0]): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8" });
  const tookMs = performance.now() - startedMs;
  if (status === null || !exits.includes(status)) throw new Error(`firstfit ${args.join(" ")} ended with ${status}\n${stderr}`);
  return tookMs;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

try {
  const project = values.project === undefined ? join(scratch, "sample") : resolve(values.project);
  if (values.project === undefined) {
    took(["init", project, "--sample", "--quiet"], scratch);
    took(["index", "--quiet"], project);
  }
  // 3 is "not found in sources", which takes as long as an answer.
  const commands = { "--help": { args: ["--help"], exits: [0] }, ask: { args: ["ask", values.question, "--json"], exits: [0, 3] } };
  const timesMs: Record<keyof typeof commands, number[]> = { "--help": [], ask: [] };
  // One round is thrown away: it fills the compile cache and the disk cache, as any second use finds them.
  for (let round = -1; round < rounds; round++) {
    for (const name of ["--help", "ask"] as const) {
      const ms = took(commands[name].args, project, commands[name].exits);
      if (round >= 0) timesMs[name].push(ms);
    }
  }
  process.stdout.write(`Node ${process.versions.node}, ${rounds} new processes each, start of Node included\n`);
  for (const [name, ms] of Object.entries(timesMs)) {
    process.stdout.write(
      `${name.padEnd(8)} median ${Math.round(quantile(ms, 0.5))} ms, fastest ${Math.round(Math.min(...ms))} ms, slowest ${Math.round(Math.max(...ms))} ms\n`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
