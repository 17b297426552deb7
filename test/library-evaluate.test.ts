import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, grade } from "firstfit";
import { afterAll, describe, expect, it } from "vitest";
import { memoryTrials } from "../src/stores/memory-trials.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cases = [
  { id: "a", input: "one", expected_substr: "1" },
  { id: "b", input: "two", expected_substr: "2" },
];
const digits = (input: unknown): string => (input === "one" ? "1" : "3");

describe("evaluate, from a test suite", () => {
  it("takes rows as they stand in a file, and functions by name", async () => {
    const { candidates, dataset } = await evaluate(cases, { candidates: { digits } });
    expect(dataset).toMatchObject({ name: "cases", cases: 2 });
    expect(candidates).toMatchObject([
      { name: "digits", summary: { trials: { planned: 2, passed: 1, failed: 1 }, passRate: { mean: 0.5 } } },
    ]);
  });

  it("takes the name of a file", async () => {
    const file = join(root, "examples/sample-project/cases.jsonl");
    const { dataset } = await evaluate(file, { candidates: { silent: () => ({ text: "", abstained: true }) } });
    expect(dataset).toMatchObject({ name: file, cases: 20 });
    await expect(evaluate("no-such.jsonl", { candidates: { digits } })).rejects.toMatchObject({ code: "BAD_INPUT" });
  });

  it("refuses a row that is no case, naming it and the field", async () => {
    await expect(evaluate([{ input: "x", expected_substrr: "y" }], { candidates: { digits } })).rejects.toMatchObject({
      message: expect.stringContaining('case 1: there is no field "expected_substrr"') as string,
      fix: 'Did you mean "expected_substr"?',
    });
    await expect(evaluate([...cases, ...cases], { candidates: { digits } })).rejects.toThrow('Two cases have the id "a"');
  });

  it("goes on with a run of the store that it is given", async () => {
    const store = memoryTrials();
    const broken = { digits: () => Promise.reject(new Error("gone")) };
    expect((await evaluate(cases, { candidates: broken, store })).candidates[0]?.summary.trials.errors).toBe(2);
    // another source is another candidate, so the plan differs
    await expect(evaluate(cases, { candidates: { digits }, store, retryErrors: true })).rejects.toThrow(/planned otherwise/);
    expect((await evaluate(cases, { candidates: broken, store, retryErrors: true })).run.resumed).toBe(0);
    expect(store.runs()).toHaveLength(1);
  });

  it("says of a candidate none of whose outputs could be graded that the run says nothing of it", async () => {
    const { notes } = await evaluate([{ input: "x", criteria: "is kind" }], { candidates: { digits } });
    expect(notes).toEqual([
      expect.stringContaining("Not one output of digits could be graded, so this run says nothing of how good it is"),
    ]);
  });

  it("takes graders of one's own", async () => {
    const graders = [{ name: "short", grade: ({ text }: { readonly text: string }) => text.length < 2 }];
    const { candidates } = await evaluate(cases, { candidates: { digits }, graders });
    expect(candidates[0]?.summary.grades.map(({ grader, rate }) => [grader, rate.mean])).toEqual([
      ["short", 1],
      ["substring", 0.5],
    ]);
  });
});

describe("grade, from a test suite", () => {
  it.for([
    ["passed", "the number 12", { expected_number: 12 }],
    ["failed", "the number 13", { expected_number: 12 }],
    ["ungraded", "anything", {}],
    ["ungraded", "anything", { criteria: "is polite" }],
    ["passed", { text: "", abstained: true }, { expected_abstain: true }],
    ["failed", { text: "", toolCalls: [{ name: "other", input: {} }] }, { expected_tool: "book" }],
  ] as const)("says %s of %j for %j", async ([outcome, output, expected]) => {
    expect(await grade(output, expected)).toMatchObject({ outcome });
  });

  it("refuses a misspelt expectation", async () => {
    await expect(grade("x", { expect_substr: "x" })).rejects.toMatchObject({ code: "BAD_INPUT" });
  });
});

describe("the test file of docs/eval.md", () => {
  const folder = ((): string => {
    mkdirSync(join(root, ".cache"), { recursive: true });
    return mkdtempSync(join(root, ".cache", "docs-eval-"));
  })();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("runs as it stands", () => {
    const [, file = ""] = /```ts\n(\/\/ answers\.test\.ts\n[\s\S]*?)```/.exec(readFileSync(join(root, "docs/eval.md"), "utf8")) ?? [];
    expect(file).toContain('from "firstfit"');
    writeFileSync(join(folder, "answers.test.ts"), file);
    const alias = [{ find: "firstfit", replacement: join(root, "src/index.ts") }];
    writeFileSync(
      join(folder, "vitest.config.mjs"),
      `export default ${JSON.stringify({ resolve: { alias }, test: { include: ["*.test.ts"] } })};\n`,
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", folder],
      {
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1" },
      },
    );
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests\s+3 passed/);
  });
});
