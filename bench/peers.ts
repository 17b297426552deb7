// npm run bench:peers: ingest and query beside the engines a user would pick instead, on the same chunks in one run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { benchCorpus } from "./corpus.ts";

const ENGINES = ["firstfit", "firstfit memory", "firstfit BM25", "MiniSearch", "Orama", "SQLite FTS5"];
const PEERS = ["minisearch@7.2.0", "@orama/orama@3.1.18"];
const TIME_LIMIT_MS = 600_000;
const peersFolder = fileURLToPath(new URL("../.cache/bench-peers/", import.meta.url));
const worker = fileURLToPath(new URL("./peers-worker.ts", import.meta.url));

interface Row {
  readonly engine: string;
  readonly buildMs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly memoryMb: number;
  readonly bytesOnDisk?: number;
}

const sizes = process.argv
  .slice(2)
  .filter((argument) => /^\d+$/.test(argument))
  .map(Number);
const rounds = Number(/--rounds=(\d+)/.exec(process.argv.join(" "))?.[1] ?? 3);

installPeers();
for (const size of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]) {
  process.stdout.write(
    `\n## ${size.toLocaleString("en-US")} chunks\n\n${benchCorpus(size).recipe}; 200 questions, top 10, medians of ${rounds} rounds in turn.\n\n`,
  );
  const rows = measure(size);
  process.stdout.write(table(rows));
}

function installPeers(): void {
  if (existsSync(`${peersFolder}node_modules`)) return;
  mkdirSync(peersFolder, { recursive: true });
  writeFileSync(`${peersFolder}package.json`, '{"private":true}\n');
  const { status } = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", peersFolder, ...PEERS], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`npm could not install ${PEERS.join(" ")}.`);
}

/** Every engine once a round, so that a machine that slows down slows all of them. An engine past the limit is not run again. */
function measure(size: number): Map<string, Row[] | string> {
  const rows = new Map<string, Row[] | string>();
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) {
      const before = rows.get(engine) ?? [];
      if (typeof before === "string") continue;
      const { status, stdout, stderr, error } = spawnSync(process.execPath, [worker, engine, String(size), peersFolder], {
        encoding: "utf8",
        timeout: TIME_LIMIT_MS,
        maxBuffer: 1e8,
      });
      if (error !== undefined && "code" in error && error.code === "ETIMEDOUT") rows.set(engine, "not done within ten minutes");
      else if (status !== 0) rows.set(engine, `failed: ${stderr.trim().split("\n").at(-1) ?? ""}`);
      else rows.set(engine, [...before, JSON.parse(stdout) as Row]); // the worker's own line
    }
  }
  return rows;
}

function table(rows: Map<string, Row[] | string>): string {
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const of = (engine: string, key: "buildMs" | "medianMs"): number | undefined => {
    const runs = rows.get(engine);
    return runs === undefined || typeof runs === "string" ? undefined : median(runs.map((run) => run[key]));
  };
  const ratio = (value: number, base: number | undefined): string => (base === undefined ? "" : ` (${(value / base).toPrecision(2)}×)`);
  const lines = ["| engine | build | question, median | p95 | memory | on disk |", "| --- | --- | --- | --- | --- | --- |"];
  for (const engine of ENGINES) {
    const runs = rows.get(engine) ?? [];
    if (typeof runs === "string") {
      lines.push(`| ${engine} | ${runs} | | | | |`);
      continue;
    }
    const build = median(runs.map((run) => run.buildMs));
    const question = median(runs.map((run) => run.medianMs));
    const disk = runs[0]?.bytesOnDisk;
    lines.push(
      `| ${engine} | ${(build / 1000).toFixed(2)} s${ratio(build, of("firstfit", "buildMs"))} | ${question.toFixed(2)} ms${ratio(question, of("firstfit", "medianMs"))} | ${median(runs.map((run) => run.p95Ms)).toFixed(2)} ms | ${median(runs.map((run) => run.memoryMb)).toFixed(0)} MB | ${disk === undefined ? "" : `${(disk / 1e6).toFixed(0)} MB`} |`,
    );
  }
  return `${lines.join("\n")}\n`;
}
