import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openProject } from "../src/config.ts";
import type { JudgeCalibration, JudgeCalibrationReport } from "../src/core/judge-calibration.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import { evaluate } from "../src/evaluate.ts";
import { runFirstfit } from "./fixtures/run-firstfit.ts";
import { ollamaServer } from "./providers/ollama.ts";
import type { ScriptedServer } from "./providers/server.ts";

// A judge on an Ollama server, whose weights change under its name: those of A pass good answers, those of B every answer.

const JUDGE = "ollama/llama3.1:8b";
const [A, B] = ["a", "b"].map((letter) => letter.repeat(64)) as [string, string];
const ROWS = Array.from({ length: 60 }, (_, at) => ({
  input: `question ${at}`,
  output: at % 2 === 0 ? "good answer" : "bad answer",
  criteria: "Is good.",
  human: at % 2 === 0 ? "pass" : "fail",
}));
const CASES = 6;

let folder = "";
let turns = 0;
let server: ScriptedServer;
/** Undefined: the server does not say. */
let digest: string | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-judge-versions-"));
  digest = A;
  server = await ollamaServer({
    mind: ({ user }) => {
      const verdict = digest === B || user.includes("good answer") ? "pass" : "fail";
      return { toolCalls: [{ name: "judge", input: { reasons: `Of ${digest?.[0]}.`, verdict } }] };
    },
    digest: () => {
      if (digest === undefined) throw new Error("It does not say.");
      return digest;
    },
  });
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  writeFileSync(join(folder, "graded.jsonl"), lines(ROWS));
  const cases = Array.from({ length: CASES }, (_, at) => ({ id: `c${at}`, input: `question ${2 * at}`, criteria: "Is good." }));
  writeFileSync(join(folder, "cases.jsonl"), lines(cases));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const verdicts = (): number => server.ledger.filter(({ path }) => path === "/api/chat").length;
const kept = () => join(folder, ".firstfit", "judge.json");
const calibration = () => JSON.parse(readFileSync(kept(), "utf8")) as JudgeCalibration;

function configFile(): string {
  turns += 1;
  // a configuration is imported once a process and path
  const name = `config-${turns}.mjs`;
  const settings = JSON.stringify({ providers: { ollama: { baseUrl: server.url } }, judge: JUDGE });
  const task = '{ name: "Answer", bar: { passRateMin: 0.5, passRateTarget: 0.9 }, rungs: ["own"] }';
  writeFileSync(join(folder, name), `export default { ...${settings}, candidates: { own: () => "good answer" }, task: ${task} };\n`);
  return name;
}

async function firstfit(...parameters: readonly string[]) {
  const run = await runFirstfit([...parameters, "--config", configFile()], { folder, environment: { XDG_CONFIG_HOME: folder } });
  return { ...run, json: (): unknown => JSON.parse(run.stdout) };
}

const graded = () => join(folder, "graded.jsonl");
const calibrate = (...more: readonly string[]) => firstfit("judge", "calibrate", graded(), "--json", ...more);
const REFUSED =
  "judge.json is not used: it was made with version aaaaaaaa of ollama/llama3.1:8b, and bbbbbbbb answers under that name now. Calibrate it again";

describe("judge calibrate", () => {
  test("writes the version of the judge's model, where it is known", async () => {
    await calibrate("--write");
    expect(calibration()).toMatchObject({ modelVersion: A, counts: { truePositives: 30, trueNegatives: 30 } });
    digest = undefined;
    const silent = await calibrate("--write");
    expect(silent.stderr).toContain(`The version cannot be asked now of ${JUDGE} (aaaaaaaa when it was last known)`);
    expect(calibration()).not.toHaveProperty("modelVersion");
    expect(verdicts()).toBe(60);
  });

  test("replays no verdict of other weights under the name, and pays nothing twice for the same", async () => {
    await calibrate();
    expect(verdicts()).toBe(60);
    expect(existsSync(join(folder, ".firstfit", "runs.db"))).toBe(false);
    digest = B;
    const other = await calibrate("--write");
    expect(other.stderr).toContain(`Another model answers under the name of ${JUDGE} now`);
    expect(verdicts()).toBe(120);
    expect(calibration()).toMatchObject({ modelVersion: B, counts: { truePositives: 30, falsePositives: 30 } });
    const again = await calibrate();
    expect(again.stderr).not.toContain("Another model");
    expect([(again.json() as JudgeCalibrationReport).rows.asked, verdicts()]).toEqual([60, 120]);
  });

  test("replays no verdict that an evaluation kept of other weights, and the evaluation none of its own", async () => {
    await firstfit("eval");
    expect(verdicts()).toBe(CASES);
    digest = B;
    await calibrate();
    expect(verdicts()).toBe(CASES + 60);
    // the cases are rows too, which B has judged by now
    const same = await firstfit("eval");
    expect(same.stderr).not.toContain("Another model");
    expect(verdicts()).toBe(CASES + 60);
    digest = A;
    const back = await firstfit("eval");
    expect(back.stderr).toContain("Another model");
    expect(verdicts()).toBe(2 * CASES + 60);
  });

  test("replays no verdict of other weights where only the record of runs says which they were, as before versions of answers were noted", async () => {
    await firstfit("eval");
    const calls = new DatabaseSync(join(folder, ".firstfit", "calls.db"));
    calls.exec("DELETE FROM versions");
    calls.close();
    digest = B;
    expect((await calibrate()).stderr).toContain("Another model answers");
    expect(verdicts()).toBe(CASES + 60);
  });

  test("asks nobody for a version in a dry run, or where every verdict is stored", async () => {
    await calibrate("--dry-run");
    writeFileSync(graded(), ROWS.map((row) => `${JSON.stringify({ ...row, judge: "pass" })}\n`).join(""));
    await calibrate();
    expect(server.ledger).toEqual([]);
  });
});

describe("a calibration of other weights under the judge's name", () => {
  const correctedBy = async (verb: string) => {
    const run = await firstfit(verb, "--json");
    const report = run.json() as EvaluationReport;
    return { ...run, notes: report.notes.join("\n"), rate: report.candidates[0]?.summary.correctedPassRate };
  };

  test.for(["eval", "compare"])("is not used by %s, which says why and what to type", async (verb) => {
    await calibrate("--write");
    const fits = await correctedBy(verb);
    expect(fits.notes).toContain("what people and the judge said of 60 outputs");
    expect(fits.rate).toBeDefined();
    digest = B;
    const other = await correctedBy(verb);
    expect(other.notes).toContain(REFUSED);
    expect(other.notes).toContain(`firstfit judge calibrate ${graded()} --write --config config-`);
    expect(other.notes.split("judge.json")).toHaveLength(2);
    expect([other.exit, other.rate]).toEqual([0, undefined]);
    await calibrate("--write");
    expect((await correctedBy(verb)).notes).not.toContain("is not used");
  });

  test("is refused by decide with the reason and what to type, before a verdict is paid for", async () => {
    await calibrate("--write");
    digest = B;
    const asked = verdicts();
    const refused = await firstfit("decide", "--judge", JUDGE);
    expect([refused.exit, verdicts()]).toEqual([2, asked]);
    expect(refused.stderr).toContain("judge.json is not used: it was made with version aaaaaaaa");
    expect(refused.stderr).toContain(`Calibrate it again: firstfit judge calibrate ${graded()} --judge ${JUDGE} --write`);
    digest = A;
    expect((await firstfit("decide")).stderr).not.toContain("is not used");
  });

  test("is not used by evaluate() of a project", async () => {
    await calibrate("--write");
    digest = B;
    const project = await openProject({ folder, config: configFile() });
    const report = await evaluate([{ id: "c0", input: "question 0", criteria: "Is good." }], { project });
    expect(report.notes.join("\n")).toContain(REFUSED);
  });

  test("is used as before where a version is not known on either side", async () => {
    await calibrate("--write");
    digest = undefined;
    expect((await correctedBy("eval")).rate).toBeDefined();
    const { modelVersion: _, ...old } = calibration();
    writeFileSync(kept(), JSON.stringify(old));
    digest = B;
    expect((await correctedBy("eval")).rate).toBeDefined();
  });
});
