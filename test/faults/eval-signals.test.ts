import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteTrials } from "../../src/stores/sqlite-trials.ts";
import { startChild } from "../fixtures/child.ts";
import type { Child } from "../fixtures/child.ts";

const bin = fileURLToPath(new URL("../../src/bin.ts", import.meta.url));
const CASES = 60;

/** A candidate that says each case that it is asked, and answers after WAIT_MS, by default 30. */
const CONFIG = `
import { writeSync } from "node:fs";
export default {
  candidates: {
    slow: (input) => {
      writeSync(1, "asked\\n");
      return new Promise((resolve) => void setTimeout(() => resolve(input), Number(process.env.WAIT_MS ?? 30)));
    },
  },
};
`;
const NEVER = 1_000_000;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-signals-"));
  writeFileSync(join(folder, "firstfit.config.mjs"), CONFIG);
  const cases = Array.from({ length: CASES }, (_, at) =>
    JSON.stringify({ id: `c${at}`, input: `case ${at}.`, expected_substr: `case ${at}.` }),
  );
  writeFileSync(join(folder, "cases.jsonl"), cases.join("\n"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const args = ["eval", "--config", "firstfit.config.mjs", "--concurrency", "2"];
const firstfit = (...more: readonly string[]): Child => startChild(process.execPath, [bin, ...args, ...more], { cwd: folder });
const waiting = (waitMs: number): Child =>
  startChild(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, WAIT_MS: String(waitMs) } });

function kept(): { readonly trials: number; readonly state: string; readonly end: string | undefined } {
  const store = openSqliteTrials({ file: join(folder, ".firstfit", "runs.db") });
  const [run] = store.runs();
  store.close();
  return { trials: run?.trials ?? -1, state: run?.state ?? "none", end: run?.attempts.at(-1)?.end };
}

describe("an evaluation that is told to stop", () => {
  test.for([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s saves what is done, says how it goes on, and ends with %i", async ([signal, exit]) => {
    const child = firstfit();
    await child.says("asked", 8);
    process.kill(child.pid, signal);
    const { code, stderr, stdout } = await child.exited;
    expect(code, stderr).toBe(exit);
    const { trials, state, end } = kept();
    expect([state, end]).toEqual(["unfinished", "stopped"]);
    expect(trials).toBeGreaterThanOrEqual(6);
    expect(trials).toBeLessThan(CASES);
    // those under way were let end, so nothing that was begun was lost
    expect(trials).toBe(stdout.split("asked").length - 1);
    expect(stderr).toContain(`INTERRUPTED: Stopped. ${trials} of ${CASES} trials are kept.`);
    expect(stderr).toContain("next: Go on with: firstfit eval --config firstfit.config.mjs --resume");

    const again = await firstfit("--resume", "--json").exited;
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout.split("asked").length - 1).toBe(CASES - trials);
    const report = JSON.parse(again.stdout.slice(again.stdout.indexOf("{"))) as {
      readonly run: object;
      readonly candidates: readonly object[];
    };
    expect(report.run).toMatchObject({ resumed: trials, interruptions: 1, repeatedMax: 2 });
    expect(report.candidates[0]).toMatchObject({ summary: { trials: { planned: CASES, passed: CASES, failed: 0, errors: 0 } } });
  });

  test("leaves at once when it is told twice, and has kept what was done", async () => {
    const child = waiting(NEVER);
    await child.says("asked", 2);
    process.kill(child.pid, "SIGINT");
    await new Promise((resolve) => void setTimeout(resolve, 100));
    const toldMs = performance.now();
    process.kill(child.pid, "SIGINT");
    expect((await child.exited).code).toBe(130);
    expect(performance.now() - toldMs).toBeLessThan(1_500);
    expect(kept()).toMatchObject({ trials: 0, state: "unfinished", end: "killed" });
  });

  test("leaves a candidate behind that never ends", async () => {
    const child = waiting(NEVER);
    await child.says("asked", 2);
    process.kill(child.pid, "SIGINT");
    const { code, stderr } = await child.exited;
    expect(code, stderr).toBe(130);
    expect(kept()).toMatchObject({ trials: 0, end: "stopped" });
  });

  test("goes on with a run that was killed, and not with one that still runs", async () => {
    const child = waiting(NEVER);
    await child.says("asked", 2);
    const other = await firstfit("--resume").exited;
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/INDEX_BUSY: Another process works on the run \d{8}-\d{6}-[0-9a-f]{6}\./);
    await child.kill();
    expect(kept().end).toBe("killed");
    const again = await firstfit("--resume").exited;
    expect(again.code, again.stderr).toBe(0);
    expect(kept()).toMatchObject({ trials: CASES, state: "finished" });
  });
});

describe("a pipe that closes early", () => {
  const piped = async (line: string): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> =>
    await startChild("bash", ["-o", "pipefail", "-c", line], { cwd: folder }).exited;
  const command = `'${process.execPath}' '${bin}' ${args.join(" ")}`;

  test("is no error, and the run is kept", async () => {
    const { code, stderr } = await piped(`${command} 2>errors.txt | head -1`);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "errors.txt"), "utf8")).not.toMatch(/EPIPE|Error/);
    expect(kept()).toMatchObject({ trials: CASES, state: "finished" });
  });

  test("does not turn a bar that was missed into one that was met", async () => {
    writeFileSync(join(folder, "firstfit.config.mjs"), CONFIG.replace("resolve(input)", 'resolve("wrong")'));
    expect((await piped(`${command} --bar 0.5 --json | head -c 1`)).code).toBe(100);
  });

  test("of the progress alone stops nothing", async () => {
    const { code } = await piped(`${command} 2>&1 >out.txt | head -c 0`);
    expect(code).toBe(0);
    expect(kept()).toMatchObject({ trials: CASES, state: "finished" });
    expect(existsSync(join(folder, "out.txt"))).toBe(true);
  });
});
