import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { openProject, runOperation, type App, type BudgetReport } from "../src/index.ts";
import { operations } from "../src/operations.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-budget-"));
  writeFileSync(
    join(folder, "firstfit.config.ts"),
    `export default {
      prompts: { triage: { role: "You are a clerk.", task: "Name the team.", examples: { from: [{ input: "stale bread", output: "bakery" }] } } },
    };\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (input: Record<string, unknown>) => {
  const project = await openProject({ folder });
  const readInput = async (path: string) => readFileSync(join(folder, path), "utf8");
  return (await runOperation(project, "budget", input, { readInput })) as BudgetReport; // what `budget` returns
};

describe("budget", () => {
  test("counts a prompt of the configuration by its name, and prices it from the table", async () => {
    const report = await run({ prompt: "triage", model: "gpt-4o", volume: 1_000 });
    expect(report).toMatchObject({ model: "openai/gpt-4o", counted: { source: "tokenizer" }, outputTokensMax: 1_024 });
    expect(report.sections.map(({ section }) => section)).toEqual(["system", "examples", "input", "output"]);
    // $2.50 for a million tokens
    expect(report.call.low).toEqual({ kind: "known", usd: expect.closeTo((report.inputTokens * 2.5) / 1e6) });
    expect(report.month?.low).toEqual({ kind: "known", usd: expect.closeTo((report.inputTokens * 2.5) / 1e3) });
  });

  test("counts without a key and without a network, and says what a key would change", async () => {
    const report = await run({ prompt: "triage", model: "anthropic/claude-haiku-4-5", compare: ["ollama/mystery:8b", "nobody/knows"] });
    expect(report.counted).toMatchObject({ source: "estimate", better: expect.stringContaining("ANTHROPIC_API_KEY") });
    expect(report.compare.map(({ source, inputCost }) => [source, inputCost.kind])).toEqual([
      ["estimate", "known"],
      ["estimate", "unknown"],
    ]);
  });

  test("takes no name for a model that has no provider, and a request's as it is", async () => {
    for (const names of [{ model: "gpt-4o", compare: ["x"] }, { model: "nonsense" }, { compare: ["gpt-4o", "openai/"] }, { model: "" }])
      await expect(run({ prompt: "triage", ...names })).rejects.toMatchObject({
        code: "BAD_INPUT",
        message: expect.stringMatching(/^There is no model named "/) as string,
        fix: expect.stringContaining("anthropic/claude-haiku-4-5") as string,
      });
    writeFileSync(join(folder, "request.json"), JSON.stringify({ model: "our-gateway", messages: [{ role: "user", content: "Hello" }] }));
    expect(await run({ prompt: "request.json" })).toMatchObject({ model: "our-gateway" });
  });

  test("writes the picture and the prompt after the cut", async () => {
    writeFileSync(
      join(folder, "long.md"),
      `Be kind.\n\n# Context\n\n[1] ${"one ".repeat(50)}\n\n[2] ${"two ".repeat(50)}\n\n# Question\n{{input}}\n`,
    );
    const svg = join(folder, "a.svg");
    const shorter = join(folder, "b.md");
    const report = await run({ prompt: "long.md", model: "gpt-4o", svg, write: shorter });
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg [\s\S]*context[\s\S]*<\/svg>\n$/);
    const cut = readFileSync(shorter, "utf8");
    expect(cut).toContain("[1] one");
    expect(cut).not.toContain("[2]");
    expect((await run({ prompt: "b.md", model: "gpt-4o" })).sections.find(({ section }) => section === "context")?.tokens).toBe(
      report.cut.tokensAfter,
    );
    await expect(run({ prompt: "long.md", svg: join(folder, "nowhere", "a.svg") })).rejects.toMatchObject({ code: "BAD_INPUT" });
  });

  test("exits with 100 above --max and with 0 within it", async () => {
    const row = operations.find(({ name }) => name === "budget");
    expect(row?.exit(await run({ prompt: "triage", max: 5 }))).toBe(100);
    expect(row?.exit(await run({ prompt: "triage", max: 500 }))).toBe(0);
  });

  test("lets go of its grader also when it fails", async () => {
    const rows = ["stale bread", "sour milk", "wet flour"].map((input) => JSON.stringify({ input, expected_substr: "bakery" }));
    writeFileSync(join(folder, "cases.jsonl"), `${rows.join("\n")}\n`);
    let closed = 0;
    const failing = (app: App): App => ({
      ...app,
      spending: (policy) => failing(app.spending(policy)),
      budgetModel: () => Promise.reject(new Error("no model today")),
      caseGrader: async (options) => ({ ...(await app.caseGrader(options)), close: async () => void closed++ }),
    });
    const project = failing(await openProject({ folder }));
    const readInput = async (path: string) => readFileSync(join(folder, path), "utf8");
    const failed = runOperation(project, "budget", { prompt: "triage", cases: "cases.jsonl" }, { readInput });
    await expect(failed).rejects.toThrow("no model today");
    expect(closed).toBe(1);
  });
});
