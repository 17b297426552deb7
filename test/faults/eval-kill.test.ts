import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EvaluationReport } from "../../src/core/evaluation-results.ts";
import { seededRandom } from "../../src/stats/random.ts";
import { startChild } from "../fixtures/child.ts";
import type { Child } from "../fixtures/child.ts";
import { anthropicServer } from "../providers/anthropic.ts";
import type { ScriptedServer } from "../providers/server.ts";

const bin = fileURLToPath(new URL("../../src/bin.ts", import.meta.url));
const CASES = 500;
const KILLS = 20;
const CONCURRENCY = 8;
const WAIT_MS = 60;
/** A run between two kills comes so far at most, so that the last one is still before the end. */
const CALLS_BETWEEN_MAX = 20;

interface Provider {
  readonly server: ScriptedServer;
  /** Every question that arrived, answered or not: the provider's own book. */
  readonly asked: readonly string[];
}

async function provider(): Promise<Provider> {
  const asked: string[] = [];
  const server = await anthropicServer({
    waitMs: WAIT_MS,
    mind({ user }) {
      asked.push(user);
      // each seventh answer is wrong, and each eleventh is refused
      const number = Number(/\d+/.exec(user)?.[0]);
      return number % 11 === 0 ? { text: "", stop: "refusal" } : { text: number % 7 === 0 ? "no idea" : `answer to ${user}` };
    },
  });
  return { server, asked };
}

function projectFor({ url }: ScriptedServer): string {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-eval-kill-"));
  const settings = {
    candidates: { haiku: { kind: "prompt", model: "anthropic/claude-haiku-4-5" } },
    providers: { anthropic: { baseUrl: url } },
  };
  writeFileSync(join(folder, "firstfit.config.mjs"), `export default ${JSON.stringify(settings)};\n`);
  const cases = Array.from({ length: CASES }, (_, at) =>
    JSON.stringify({ id: `c${at}`, input: `question ${at}`, expected_substr: `question ${at}`, tags: [at % 2 === 0 ? "even" : "odd"] }),
  );
  writeFileSync(join(folder, "cases.jsonl"), cases.join("\n"));
  return folder;
}

function firstfit(folder: string, ...more: readonly string[]): Child {
  const args = ["eval", "--config", "firstfit.config.mjs", "--concurrency", String(CONCURRENCY), "--json", ...more];
  return startChild(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { ...process.env, ANTHROPIC_API_KEY: "sk-ant-test-0123456789", XDG_CONFIG_HOME: folder },
  });
}

/** Times alone may differ, what the run block says of this run, and the port that a scripted server happened to get. */
function timeless({ run: _, ...report }: EvaluationReport): string {
  const text = JSON.stringify(report, (key, value: unknown) => (key === "latencyMs" ? undefined : value));
  return text.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1");
}

/** Where two long texts part; a diff of them would fill the screen. */
function firstDifference(one: string, other: string): string {
  if (one === other) return "none";
  const at = Array.from(one).findIndex((letter, i) => letter !== other[i]);
  return `${one.slice(Math.max(0, at - 80), at + 80)} ≠ ${other.slice(Math.max(0, at - 80), at + 80)}`;
}

describe(`a run of ${CASES} cases, killed ${KILLS} times at random moments and gone on with each time`, () => {
  const folders: string[] = [];
  const servers: ScriptedServer[] = [];
  let whole: EvaluationReport;
  let report: EvaluationReport;
  let asked: readonly string[] = [];
  let wholeAsked: readonly string[] = [];
  let lostTold = 0;
  /** Per kill: what was answered and recorded then, and what had arrived by then. */
  const kills: { readonly recorded: number; readonly arrived: number; readonly trials: number }[] = [];

  beforeAll(async () => {
    const [one, other] = [await provider(), await provider()];
    servers.push(one.server, other.server);
    folders.push(projectFor(one.server), projectFor(other.server));
    const [killed = "", straight = ""] = folders;
    const uninterrupted = firstfit(straight).exited;
    const random = seededRandom(65);
    for (let kill = 0; kill < KILLS; kill++) {
      const child = firstfit(killed, ...(kill === 0 ? [] : ["--resume"]));
      const until = one.asked.length + 1 + Math.floor(random() * CALLS_BETWEEN_MAX);
      while (one.asked.length < until) await new Promise((resolve) => void setTimeout(resolve, 1));
      await new Promise((resolve) => void setTimeout(resolve, random() * WAIT_MS * 1.5));
      const { signal, stderr } = await child.kill();
      expect(signal, stderr).toBe("SIGKILL");
      lostTold += lostIn(stderr);
      const raw = new DatabaseSync(join(killed, ".firstfit", "runs.db"), { readOnly: true });
      const trials = Number(raw.prepare("SELECT count(*) AS n FROM trials").get()?.["n"]);
      raw.close();
      kills.push({ recorded: answersIn(killed), arrived: one.asked.length, trials });
    }
    const last = await firstfit(killed, "--resume").exited;
    expect(last.code, last.stderr).toBe(0);
    lostTold += lostIn(last.stderr);
    report = JSON.parse(last.stdout) as EvaluationReport;
    asked = one.asked;
    const { code, stdout, stderr } = await uninterrupted;
    expect(code, stderr).toBe(0);
    whole = JSON.parse(stdout) as EvaluationReport;
    wholeAsked = other.asked;
  }, 300_000);
  afterAll(async () => {
    for (const server of servers) await server.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const lostIn = (stderr: string): number => Number(/(\d+) calls? (?:was|were) in flight/.exec(stderr)?.[1] ?? 0);
  const answersIn = (folder: string): number => {
    const raw = new DatabaseSync(join(folder, ".firstfit", "calls.db"), { readOnly: true });
    const rows = Number(raw.prepare("SELECT count(*) AS n FROM ended WHERE kind = 'answered'").get()?.["n"]);
    raw.close();
    return rows;
  };

  test("comes to the report of a run that was not killed, byte for byte but for times", () => {
    expect(firstDifference(timeless(report), timeless(whole))).toBe("none");
    expect(timeless(report).length).toBeGreaterThan(50 * CASES);
    expect(report.candidates[0]?.summary.trials).toMatchObject({ planned: CASES, errors: 0 });
    expect(report.candidates[0]?.summary.cost).toMatchObject({ kind: "known" });
  });

  test("asks no recorded call again, and at most as many calls twice for each kill as run at once", () => {
    expect(wholeAsked).toHaveLength(CASES);
    expect(new Set(asked).size).toBe(CASES);
    const repeated = asked.length - CASES;
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(KILLS * CONCURRENCY);
    // What arrived and was not recorded when it was killed is all that may be asked again.
    const unrecorded = kills.map(
      (kill, at) => kill.arrived - (kills[at - 1]?.arrived ?? 0) - (kill.recorded - (kills[at - 1]?.recorded ?? 0)),
    );
    for (const inFlight of unrecorded) expect(inFlight).toBeLessThanOrEqual(CONCURRENCY);
    expect(repeated).toBe(unrecorded.reduce((sum, inFlight) => sum + inFlight, 0));
    expect(answersIn(folders[0] ?? "")).toBe(CASES);
  });

  test("says how often it was stopped, what may have been asked twice, and which calls were lost", () => {
    expect(report.run).toMatchObject({ interruptions: KILLS, repeatedMax: KILLS * CONCURRENCY, resumed: kills.at(-1)?.trials });
    expect(lostTold).toBeGreaterThanOrEqual(asked.length - CASES);
    expect(lostTold).toBeLessThanOrEqual(report.run.repeatedMax);
    expect(whole.run).toMatchObject({ interruptions: 0, repeatedMax: 0, resumed: 0 });
  });

  test("was killed while it was at work, each time", () => {
    expect(kills.filter(({ arrived }, at) => arrived > (kills[at - 1]?.arrived ?? 0))).toHaveLength(KILLS);
    expect(kills.at(-1)?.trials).toBeLessThan(CASES);
  });
});
