import { describe, expect, test } from "vitest";
import { ProviderError } from "../../core/errors.ts";
import type { Case, CaseGrader, Expectation } from "../../core/evaluation.ts";
import { gradeExpectation } from "../../graders/expectations.ts";
import { scriptedModel } from "../../models/scripted.ts";
import { casesToCheck, checkCut } from "./check-cut.ts";
import { promptOf } from "./prompt-parts.ts";

const signal = new AbortController().signal;

const caseOf = (id: string, ...expectations: readonly Expectation[]): Case => ({
  id,
  input: `input ${id}`,
  expectations,
  tags: [],
  weight: 1,
});
/** Grades as the project's graders do, without a judge. */
const grader: CaseGrader = {
  definition: null,
  grade: async (output, { expectations }) => Object.fromEntries(expectations.map((each) => [each.kind, gradeExpectation(output, each)])),
};
const CASES = { grader, cases: ["a", "b", "c"].map((id) => caseOf(id, { kind: "substring", texts: ["yes"] })) };

describe("trying the cut", () => {
  const before = promptOf("Long rules. Say yes. {{input}}");
  const after = promptOf("Say yes. {{input}}");
  const answering = (reply: (isLong: boolean, text: string) => string) =>
    scriptedModel([
      { times: 99, reply: ({ messages }) => ({ text: reply(messages[0]?.text.startsWith("Long") === true, messages[0]?.text ?? "") }) },
    ]);

  test("calls it safe when all that passed still passes", async () => {
    const model = answering(() => "Well, YES.");
    expect(await checkCut(CASES, { before, after, model, signal })).toMatchObject({ verdict: "safe" });
    expect(model.requests).toHaveLength(6);
    expect(model.requests[0]?.messages[0]?.text).toBe("Long rules. Say yes. input a");
  });

  test("calls it unsafe when one no longer passes, and names it", async () => {
    const model = answering((isLong, text) => (isLong || !text.includes("input b") ? "yes" : "no"));
    expect(await checkCut(CASES, { before, after, model, signal })).toMatchObject({
      verdict: "unsafe",
      reason: expect.stringContaining("b no longer"),
    });
  });

  test("leaves it undecided when nothing passed before, when an answer is truncated, and when a call fails", async () => {
    expect(await checkCut(CASES, { before, after, model: answering(() => "no"), signal })).toMatchObject({ verdict: "undecided" });
    const truncated = scriptedModel([{ times: 99, reply: { text: "yes", stop: "length" } }]);
    expect(await checkCut(CASES, { before, after, model: truncated, signal })).toMatchObject({ verdict: "undecided" });
    const fails = new ProviderError("OVERLOADED", "Busy.", "Wait.", { provider: "test" });
    const failing = scriptedModel([
      { times: 1, reply: { fails } },
      { times: 99, reply: { text: "yes" } },
    ]);
    expect(await checkCut(CASES, { before, after, model: failing, signal })).toMatchObject({
      verdict: "undecided",
      checks: [{ id: "a", before: "no answer", after: "passed" }, expect.anything(), expect.anything()],
    });
  });

  test("does not go on without a key", async () => {
    const fails = new ProviderError("AUTH", "No.", "Set the key.", { provider: "test" });
    const model = scriptedModel([{ reply: { fails } }]);
    await expect(checkCut(CASES, { before, after, model, signal })).rejects.toThrow("No.");
  });

  test("holds answers to all that a case expects: refusals, tool calls, JSON", async () => {
    const forced = promptOf({
      messages: [{ role: "user", content: "{{input}}" }],
      tools: [{ name: "sort", input_schema: { type: "object" } }],
      tool_choice: { type: "tool", name: "sort" },
    });
    const model = scriptedModel([{ times: 99, reply: { text: "", toolInput: { team: "bakery" } } }]);
    const expected: readonly Expectation[] = [
      { kind: "tool-calls", calls: [{ name: "sort", args: { team: { accepted: ["bakery"], optional: false } } }] },
      { kind: "json", value: { team: "bakery" } },
      { kind: "tool-calls", calls: [{ name: "sort", args: { team: { accepted: ["dairy"], optional: false } } }] },
    ];
    const cases = { grader, cases: expected.map((each, at) => caseOf(String(at), each)) };
    const { checks } = await checkCut(cases, { before: forced, after: forced, model, signal });
    expect(checks.map((check) => check.before)).toEqual(["passed", "passed", "failed"]);
  });

  test("leaves it undecided when an answer cannot be graded", async () => {
    const cases = { grader, cases: [...CASES.cases.slice(1), caseOf("z", { kind: "criteria", criteria: "is kind" })] };
    expect(await checkCut(cases, { before, after, model: answering(() => "yes"), signal })).toMatchObject({
      verdict: "undecided",
      checks: [{}, {}, { before: "ungraded", after: "ungraded" }],
    });
  });

  test("needs three cases that expect something of the answer itself, and a place for their input", async () => {
    const usable = (id: string): Case => caseOf(id, { kind: "substring", texts: ["y"] }, { kind: "documents", documents: ["a.txt"] });
    const others = [
      caseOf("nothing"),
      caseOf("found", { kind: "documents", documents: ["a.txt"] }),
      { ...usable("unseen"), review: "unreviewed" } as const,
      { ...usable("talk"), input: [{ role: "user", text: "x" }] } as const,
    ];
    const chosen = casesToCheck({ name: "c.jsonl", cases: [...others, ...["1", "2", "3", "4"].map(usable)] });
    expect(chosen.map(({ id, expectations }) => [id, expectations.map(({ kind }) => kind)])).toEqual([
      ["1", ["substring"]],
      ["2", ["substring"]],
      ["3", ["substring"]],
    ]);
    expect(() => casesToCheck({ name: "c.jsonl", cases: [...others, usable("1")] })).toThrow(/1 of the 3/);
    const noPlace = promptOf("Say yes.");
    await expect(checkCut(CASES, { before: noPlace, after, model: answering(() => "yes"), signal })).rejects.toThrow(/no place/);
  });
});
