import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { CalibrationFound, JudgeCalibrationReport } from "../src/core/judge-calibration.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import { EXIT, runOperation } from "../src/operations.ts";
import { runCli } from "../src/doors/cli.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import type { ScriptedServer } from "./providers/server.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-judge-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEY = "sk-ant-planted-0123456789-wxyz";
const ROWS = Array.from({ length: 12 }, (_, at) => ({
  input: `question ${at}`,
  output: at % 3 === 0 ? "bad answer" : "good answer",
  criteria: "Is good.",
  human: at % 3 === 0 || at === 1 ? "fail" : "pass",
}));

let server: ScriptedServer;
beforeEach(async () => {
  // Haiku takes a forced tool
  server = await anthropicServer({
    key: KEY,
    mind: ({ user }) => ({
      toolCalls: [{ name: "judge", input: { reasons: "It says so.", verdict: user.includes("good answer") ? "pass" : "fail" } }],
    }),
  });
  rmSync(join(folder, ".firstfit"), { recursive: true, force: true });
  writeFileSync(join(folder, "graded.jsonl"), ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""));
});
afterEach(() => server.close());
/** Without the requests that ask which model stands behind a name. */
const verdicts = (): number => server.ledger.filter(({ path }) => path === "/v1/messages").length;

let turns = 0;
const appWith = (judge: unknown, candidate?: string) => {
  turns++;
  // a configuration is imported once a process and path
  const config = `config-${turns}.mjs`;
  const settings = JSON.stringify({ judge, providers: { anthropic: { baseUrl: server.url } } });
  const candidates = candidate === undefined ? "" : `, candidates: { own: ${candidate} }`;
  writeFileSync(join(folder, config), `export default { ...${settings}${candidates} };\n`);
  return buildApp({ folder, config, seed: 1, environment: { ANTHROPIC_API_KEY: KEY } });
};
const calibrate = async (judge: unknown, input: Record<string, unknown> = {}) => {
  const app = await appWith(judge);
  const readInput = async (path: string) => readFileSync(join(folder, path), "utf8");
  const report = await runOperation(app, "judge calibrate", { file: "graded.jsonl", ...input }, { readInput });
  return { app, report: report as JudgeCalibrationReport & { readonly calls?: number; readonly replayed?: number; readonly kind: string } };
};

test("asks each row once, keeps what it found, and pays nothing twice", async () => {
  const { app, report } = await calibrate("anthropic/claude-haiku-4-5", { write: true });
  expect(report).toMatchObject({
    judge: { model: "anthropic/claude-haiku-4-5", repeats: 1 },
    agreement: { cases: 12 },
    confusion: {
      counts: [
        [7, 0],
        [1, 4],
      ],
    },
    calls: 12,
  });
  expect(JSON.parse(readFileSync(join(folder, ".firstfit", "judge.json"), "utf8"))).toMatchObject({
    kind: "judge-calibration",
    counts: { truePositives: 7, falseNegatives: 0, trueNegatives: 4, falsePositives: 1 },
  });
  const again = await calibrate("anthropic/claude-haiku-4-5");
  expect(again.report).toMatchObject({ calls: 0, replayed: 12 });
  expect(verdicts()).toBe(12);
  const judge = await app.judge("a test");
  expect(await app.calibration(judge.definition, new AbortController().signal)).toMatchObject({ kind: "fits" });
});

test("a calibration of another model, prompt or number of repeats is refused with the reason", async () => {
  const { report } = await calibrate({ model: "anthropic/claude-haiku-4-5" }, { write: true });
  expect(report.written).toContain("judge.json");
  const found = async (judge: unknown): Promise<CalibrationFound> => {
    const app = await appWith(judge);
    return app.calibration((await app.judge("a test")).definition, new AbortController().signal);
  };
  const reason = async (judge: unknown): Promise<string> => {
    const outcome = await found(judge);
    return outcome.kind === "refused" ? outcome.reason : outcome.kind;
  };
  expect(await reason("anthropic/claude-haiku-4-5")).toBe("fits");
  expect(await reason("anthropic/claude-opus-5")).toBe(
    "it was made with anthropic/claude-haiku-4-5, and the judge is anthropic/claude-opus-5",
  );
  expect(await reason({ model: "anthropic/claude-haiku-4-5", repeats: 3 })).toContain("1 verdict an output");
  expect(await reason({ model: "anthropic/claude-haiku-4-5", prompt: "Be kind." })).toContain("instructions have changed");
  expect(await reason({ model: "anthropic/claude-haiku-4-5", calibration: "kept/judge.json" })).toBe("none");
  for (const text of ["{", "{}", '{"kind": "judge-calibration"}']) {
    writeFileSync(join(folder, ".firstfit", "judge.json"), text);
    await expect(found("anthropic/claude-haiku-4-5")).rejects.toMatchObject({
      code: "BAD_CONFIG",
      fix: expect.stringContaining("--write"),
    });
  }
  writeFileSync(join(folder, ".firstfit", "judge.json"), '{"version": 2}');
  await expect(found("anthropic/claude-haiku-4-5")).rejects.toThrow("newer firstfit");
});

test("a dry run asks nobody, writes nothing and says what it would cost", async () => {
  const { report } = await calibrate({ model: "anthropic/claude-haiku-4-5", repeats: 3 }, { dryRun: true, write: true });
  expect(report).toMatchObject({ kind: "bill", calls: 36, high: { kind: "known" } });
  expect(server.ledger).toHaveLength(0);
  expect(() => readFileSync(join(folder, ".firstfit", "judge.json"))).toThrow("ENOENT");
});

test("a cap ends it before the call that could break it, and the rest goes on from there", async () => {
  await expect(calibrate("anthropic/claude-haiku-4-5", { maxCost: 0.0075 })).rejects.toMatchObject({ code: "CAP_REACHED" });
  const paid = verdicts();
  expect(paid).toBeLessThan(12);
  const { report } = await calibrate("anthropic/claude-haiku-4-5");
  expect(report).toMatchObject({ replayed: paid, calls: 12 - paid });
});

test("what cannot be asked or kept is said with the next step", async () => {
  await expect(calibrate(undefined)).rejects.toMatchObject({
    code: "BAD_CONFIG",
    message: "judge calibrate needs a judge, and none is configured.",
  });
  await expect(calibrate("builtin/extractive")).rejects.toMatchObject({ code: "BAD_CONFIG" });
  await expect(calibrate({ model: "anthropic/claude-haiku-4-5", repeats: 2 })).rejects.toThrow('"judge.repeats" is even');
  await expect(calibrate({ modle: "x" })).rejects.toMatchObject({ code: "BAD_CONFIG" });
  writeFileSync(join(folder, "graded.jsonl"), '{"input": "q", "output": "a", "human": "pass", "judge": "pass"}\n');
  await expect(calibrate("anthropic/claude-haiku-4-5", { write: true })).rejects.toThrow("whose the stored verdicts are is not known");
  writeFileSync(join(folder, "graded.jsonl"), '{"input": "q", "output_a": "a", "output_b": "b", "human": "a"}\n');
  await expect(calibrate("anthropic/claude-haiku-4-5", { write: true })).rejects.toThrow("pairs correct no pass rate");
});

test("eval corrects pass rates by what is kept, gates read the corrected rate, and another judge's calibration is not used", async () => {
  const kept = {
    kind: "judge-calibration",
    version: 1,
    judge: { model: "anthropic/claude-haiku-4-5", revision: 1, repeats: 1 },
    counts: { truePositives: 48, falseNegatives: 2, trueNegatives: 35, falsePositives: 15 },
    dataset: { name: "graded.jsonl", hash: "0" },
    people: {},
  };
  const cases = Array.from({ length: 20 }, (_, at) => ({ id: `c${at}`, input: `question ${at}`, criteria: "Is good." }));
  writeFileSync(join(folder, "cases.jsonl"), cases.map((each) => `${JSON.stringify(each)}\n`).join(""));
  const evaluated = async (judge: unknown, input: Record<string, unknown> = {}) => {
    const app = await appWith(judge, '(input) => (input.endsWith("3") ? "bad answer" : "good answer")');
    const readInput = async (path: string) => readFileSync(path.startsWith("/") ? path : join(folder, path), "utf8");
    return (await runOperation(app, "eval", { cases: "cases.jsonl", ...input }, { readInput })) as EvaluationReport;
  };
  const plain = await evaluated("anthropic/claude-haiku-4-5");
  expect(plain.candidates[0]?.summary).toMatchObject({
    passRate: { mean: 0.9 },
    judge: { outputs: 20, split: 0, cost: { kind: "known" } },
    // the candidate does not say what it costs, and what its judge costs says nothing of it
    cost: { kind: "unknown", usdAtLeast: 0 },
  });
  expect(verdicts()).toBe(20);
  expect(plain.candidates[0]?.summary).not.toHaveProperty("correctedPassRate");
  expect(plain.notes.join(" ")).toContain("is not known here");
  mkdirSync(join(folder, ".firstfit"), { recursive: true });
  writeFileSync(join(folder, ".firstfit", "judge.json"), JSON.stringify(kept));
  const corrected = await evaluated("anthropic/claude-haiku-4-5", { bar: 0.85 });
  // (0.9 + 0.7 - 1) / (0.96 + 0.7 - 1)
  expect(corrected.candidates[0]?.summary.correctedPassRate?.mean).toBeCloseTo(0.6 / 0.66, 10);
  expect(corrected.bar?.[0]?.requirements[0]).toMatchObject({ observed: { isCorrected: true } });
  expect(corrected.notes.join(" ")).toContain("what people and the judge said of 100 outputs");
  expect(verdicts()).toBe(20);
  const other = await evaluated({ model: "anthropic/claude-haiku-4-5", repeats: 3 });
  expect(other.candidates[0]?.summary).not.toHaveProperty("correctedPassRate");
  expect(other.notes.join(" ")).toContain("is not used: it was made with 1 verdict an output");
});

test("outputs of a run are drawn by lot for people, without the verdict, and what they graded corrects that very run", async () => {
  const cases = Array.from({ length: 30 }, (_, at) => ({ id: `c${at}`, input: `question ${at}`, criteria: "Is good." }));
  writeFileSync(
    join(folder, "cases.jsonl"),
    [...cases, { id: "other", input: "x", expected_substr: "good" }].map((each) => `${JSON.stringify(each)}\n`).join(""),
  );
  const candidate = '(input) => ({ text: input.endsWith("3") ? "bad answer" : "good answer", toolCalls: [] })';
  const readInput = async (path: string) => readFileSync(path.startsWith("/") ? path : join(folder, path), "utf8");
  const evaluated = async () =>
    (await runOperation(
      await appWith("anthropic/claude-haiku-4-5", candidate),
      "eval",
      { cases: "cases.jsonl" },
      { readInput },
    )) as EvaluationReport;
  writeFileSync(join(folder, "run.json"), JSON.stringify(await evaluated()));
  const app = await appWith("anthropic/claude-haiku-4-5");
  const sampled = await runOperation(app, "judge sample", { file: "run.json", rows: 12, out: "sheet.jsonl" }, { readInput });
  expect(sampled).toEqual({ kind: "judge-sample", rows: 12, outputs: 30, out: "sheet.jsonl" });
  const rows = readFileSync(join(folder, "sheet.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.every((row) => row["human"] === null && !("judge" in row))).toBe(true);
  expect(new Set(rows.map((row) => row["id"])).size).toBe(12);
  expect(JSON.stringify(rows)).not.toContain("own");
  // open rows ask nobody
  const asked = verdicts();
  const open = await calibrate("anthropic/claude-haiku-4-5", { file: "sheet.jsonl" });
  expect(open.report).toMatchObject({ rows: { read: 12, asked: 0, used: 0 }, leftOut: [{ reason: "no person has graded it", count: 12 }] });
  // people find every second good answer bad
  const filled = rows.map((row, at) =>
    JSON.stringify({ ...row, human: at % 2 === 0 && row["output"] === "good answer" ? "pass" : "fail" }),
  );
  writeFileSync(join(folder, "sheet.jsonl"), filled.join("\n"));
  await calibrate("anthropic/claude-haiku-4-5", { file: "sheet.jsonl", write: true });
  expect(verdicts()).toBe(asked);
  const after = await evaluated();
  expect(after.candidates[0]?.summary.correctedPassRate).toMatchObject({ by: "prediction-powered", cases: 31 });
  expect(after.candidates[0]?.summary.correctedPassRate?.mean).toBeLessThan(0.7);
  await expect(runOperation(app, "judge sample", { file: "cases.jsonl", out: "x.jsonl" }, { readInput })).rejects.toMatchObject({
    message: expect.stringContaining("The report cases.jsonl"),
    fix: "Make one: firstfit eval --out run.json",
  });
});

test("prints within 40 columns, and one JSON value with --json", async () => {
  writeFileSync(join(folder, "graded.jsonl"), ROWS.map((row) => `${JSON.stringify({ ...row, judge: "pass" })}\n`).join(""));
  const printed = async (...more: readonly string[]) => {
    let out = "";
    const stdout = { write: (text: string) => void (out += text), isTTY: false, columns: 40 };
    const exit = await runCli(
      {
        arguments: ["judge", "calibrate", join(folder, "graded.jsonl"), ...more],
        environment: {},
        stdout,
        stderr: { ...stdout, write: () => {} },
        readStdin: async () => "",
        signal: new AbortController().signal,
        nowMs: () => 0,
      },
      () => appWith(undefined),
      "0",
    );
    expect(exit).toBe(EXIT.done);
    return out;
  };
  const text = await printed();
  expect(text).toContain("12 graded rows, stored verdicts");
  expect(text.split("\n").filter((line) => line.length > 40 && !line.includes("graded.jsonl:"))).toEqual([]);
  expect(JSON.parse(await printed("--json"))).toMatchObject({ kind: "judge-calibration-report", kappa: { mean: 0 } });
});
