// npm run bench:eval: 10,000 cases with an instant candidate and a substring to find, beside promptfoo and evalite. Each run is a process of its own, in turns.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { installPeers, peerFile } from "./peers-install.ts";

const { values } = parseArgs({
  options: { cases: { type: "string", default: "10000" }, rounds: { type: "string", default: "3" }, only: { type: "string" } },
});
const CASES = Number(values.cases);
const ROUNDS = Number(values.rounds);
const LIMIT_MS = 900_000;
const CONCURRENCY = 8;
const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));

/** One way to evaluate: writes its files into the folder, and says what to run there and where the passes are counted. */
interface Contender {
  readonly name: string;
  readonly peers: readonly string[];
  readonly note: string;
  prepare(folder: string): void;
  readonly command: (folder: string) => readonly string[];
  passes(folder: string): number;
}

const questions = Array.from({ length: CASES }, (_, i) => ({ input: `question ${i}`, expected: `answer ${i}` }));
const json = (file: string): any => JSON.parse(readFileSync(file, "utf8")); // oxlint-disable-line typescript/no-explicit-any -- each peer's own form

const CONTENDERS: readonly Contender[] = [
  {
    name: "firstfit",
    peers: [],
    note: "every trial on disk when it counts; a new record each time",
    prepare(folder) {
      const rows = questions.map(({ input, expected }, i) => JSON.stringify({ id: `c${i}`, input, expected_substr: expected }));
      writeFileSync(join(folder, "cases.jsonl"), rows.join("\n"));
      writeFileSync(
        join(folder, "firstfit.config.mjs"),
        'export default { candidates: { instant: (input) => input.replace("question", "answer") } };\n',
      );
    },
    command: () => [bin, "eval", "--config", "firstfit.config.mjs", "--concurrency", String(CONCURRENCY), "--json", "--quiet"],
    passes: (folder) => json(join(folder, "stdout.txt")).candidates[0].summary.trials.passed,
  },
  {
    name: "promptfoo 0.123.1",
    peers: ["promptfoo"],
    note: "its cache off; with --no-write it keeps nothing",
    prepare(folder) {
      writeFileSync(
        join(folder, "instant.mjs"),
        'export default class { id() { return "instant"; } async callApi(prompt) { return { output: prompt.replace("question", "answer") }; } }\n',
      );
      const tests = questions.map(({ input, expected }) => ({ vars: { input }, assert: [{ type: "icontains", value: expected }] }));
      writeFileSync(join(folder, "config.json"), JSON.stringify({ prompts: ["{{input}}"], providers: ["file://./instant.mjs"], tests }));
    },
    command: () => [
      peerFile("promptfoo/dist/src/main.js"),
      ..."eval -c config.json --no-cache --no-write --no-progress-bar --no-table -o out.json -j".split(" "),
      String(CONCURRENCY),
    ],
    passes: (folder) => json(join(folder, "out.json")).results.stats.successes,
  },
  {
    name: "evalite 0.19.0",
    peers: ["evalite", "vitest"],
    note: "its record in memory, because its database needs a compiler",
    prepare(folder) {
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
      writeFileSync(
        join(folder, "evalite.config.ts"),
        `import { createInMemoryStorage } from ${JSON.stringify(peerFile("evalite/dist/storage/in-memory.js"))};
export default { storage: () => createInMemoryStorage(), maxConcurrency: ${CONCURRENCY}, testTimeout: ${LIMIT_MS}, hideTable: true };\n`,
      );
      writeFileSync(
        join(folder, "instant.eval.ts"),
        `import { evalite } from ${JSON.stringify(peerFile("evalite/dist/index.js"))};
evalite("instant", {
  data: async () => Array.from({ length: ${CASES} }, (_, i) => ({ input: "question " + i, expected: "answer " + i })),
  task: async (input) => input.replace("question", "answer"),
  scorers: [{ name: "contains", scorer: ({ output, expected }) => (output.includes(expected) ? 1 : 0) }],
});\n`,
      );
    },
    command: () => [peerFile("evalite/dist/bin.js"), "run", "instant.eval.ts", "--outputPath", "out.json"],
    passes: (folder) =>
      json(join(folder, "out.json"))
        .evals.flatMap(({ results }: { readonly results: readonly unknown[] }) => results)
        .filter(({ scores }: { readonly scores: readonly { readonly score: number }[] }) => scores.every(({ score }) => score === 1))
        .length,
  },
];

interface Run {
  readonly wallS: number;
  /** Of all its processes. */
  readonly cpuS: number;
  /** The largest process at its largest. */
  readonly peakMb: number;
}

/** Every process writes down at its end what it took. */
const METER = `
import { writeFileSync } from "node:fs";
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(process.env.BENCH_METER + "/" + process.pid + ".json", JSON.stringify({ cpuS: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }));
});`;

function measured(contender: Contender): Run | string {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-bench-eval-"));
  try {
    const meters = join(folder, "meters");
    mkdirSync(meters);
    const meter = join(folder, "meter.mjs");
    writeFileSync(meter, METER);
    contender.prepare(folder);
    const stdout = openSync(join(folder, "stdout.txt"), "w");
    const startedMs = performance.now();
    const { status, stderr, error } = spawnSync(process.execPath, contender.command(folder), {
      cwd: folder,
      stdio: ["ignore", stdout, "pipe"],
      encoding: "utf8",
      timeout: LIMIT_MS,
      maxBuffer: 1e9,
      env: {
        ...process.env,
        BENCH_METER: meters,
        NODE_OPTIONS: `--import=${pathToFileURL(meter).href}`,
        NO_COLOR: "1",
        CI: "1",
        PROMPTFOO_DISABLE_TELEMETRY: "1",
        PROMPTFOO_DISABLE_UPDATE: "1",
        PROMPTFOO_CONFIG_DIR: join(folder, "home"),
      },
    });
    const wallS = (performance.now() - startedMs) / 1000;
    if (error !== undefined) return `it did not end: ${error.message}`;
    if (status !== 0) return `it ended with ${status}: ${stderr.trim().split("\n").at(-1) ?? ""}`;
    const passes = contender.passes(folder);
    if (passes !== CASES) return `it counted ${passes} passes of ${CASES}`;
    const runs = readdirSync(meters).map((name) => json(join(meters, name)) as Omit<Run, "wallS">);
    return { wallS, cpuS: runs.reduce((sum, { cpuS }) => sum + cpuS, 0), peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN)) / 2;
}

const runs = new Map<string, Run[]>();
const failures = new Map<string, string>();
const asked = CONTENDERS.filter(({ name }) => values.only === undefined || name.startsWith(values.only));
for (const { name, peers } of asked)
  try {
    installPeers(peers);
  } catch (error) {
    failures.set(name, `not installed: ${error instanceof Error ? error.message : String(error)}`);
  }
for (let round = 0; round < ROUNDS; round++)
  for (const contender of asked.filter(({ name }) => !failures.has(name))) {
    process.stderr.write(`round ${round + 1} of ${ROUNDS}: ${contender.name}\n`);
    const run = measured(contender);
    if (typeof run === "string") failures.set(contender.name, run);
    else runs.set(contender.name, [...(runs.get(contender.name) ?? []), run]);
  }

const figures = (name: string) => {
  const own = runs.get(name) ?? [];
  return {
    wallS: median(own.map(({ wallS }) => wallS)),
    cpuS: median(own.map(({ cpuS }) => cpuS)),
    peakMb: Math.max(...own.map(({ peakMb }) => peakMb)),
  };
};
const ours = figures("firstfit");
const beside = (figure: number, own: number): string => (figure === own ? "" : ` (${(figure / own).toFixed(1)}×)`);
console.log(
  `${CASES.toLocaleString("en-US")} cases, an instant candidate, ${CONCURRENCY} at a time; medians of ${ROUNDS} runs in turns, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}\n`,
);
console.log("| | wall | processor time | peak memory | |\n| --- | --- | --- | --- | --- |");
for (const { name, note } of asked) {
  const failure = failures.get(name);
  const { wallS, cpuS, peakMb } = figures(name);
  console.log(
    failure === undefined
      ? `| ${name} | ${wallS.toFixed(2)} s${beside(wallS, ours.wallS)} | ${cpuS.toFixed(2)} s${beside(cpuS, ours.cpuS)} | ${Math.round(peakMb)} MB${beside(peakMb, ours.peakMb)} | ${note} |`
      : `| ${name} | - | - | - | ${failure} |`,
  );
}
