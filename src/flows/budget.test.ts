import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../core/calls.ts";
import { ProviderError } from "../core/errors.ts";
import type { Case, CaseGrader, Expectation } from "../core/evaluation.ts";
import type { Prompt } from "../core/prompt.ts";
import { gradeExpectation } from "../graders/expectations.ts";
import { scriptedModel } from "../models/scripted.ts";
import { renderBudget } from "../render/budget.ts";
import { budgetSvg } from "../render/budget-svg.ts";
import { plainStyle } from "../render/style.ts";
import { estimateTokens } from "../text/tokens.ts";
import { budget, type BudgetModel, type BudgetOptions } from "./budget.ts";
import { casesToCheck, checkCut } from "./budget/check-cut.ts";
import type { ModelPrice } from "./budget/costs.ts";
import { CUT_SHARE, planCut } from "./budget/cut.ts";
import { isRecord, withEdits } from "./budget/json.ts";
import { promptOf } from "./budget/prompt-parts.ts";
import { readPrompt } from "./budget/read-prompt.ts";
import { requestOf, withInput } from "./budget/request.ts";
import { sectionSpans } from "./budget/sections.ts";

const counter = { model: "test/estimate", source: "estimate", by: "characters", count: estimateTokens } as const;
const target: BudgetModel = { name: "test/estimate", counter };
const signal = new AbortController().signal;
const run = async (prompt: Prompt, options: Partial<BudgetOptions> = {}) =>
  await budget(prompt, { name: "prompt.md", target, compare: [], signal, ...options });

const sectionsOf = ({ parts }: Prompt): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const { section, text } of parts) texts[section] = (texts[section] ?? "") + text;
  return texts;
};

describe("the sections of a text", () => {
  test.each([
    [
      "Be brief.\n\n## Examples\nQ: 1\nAnswer: 2\n\n## Context\nsome text\n\n## Question\n{{input}}\n",
      ["system", "examples", "context", "input"],
    ],
    [
      "Be brief.\n<documents>\n<document>a\n# Tools\n</document>\n</documents>\n<question>{{question}}</question>",
      ["system", "context", "input"],
    ],
    ["Be brief.\n\nCONTEXT:\nsome text\n\nQUESTION: why?\n", ["system", "context", "input"]],
    ["Translate {{text}} into German. Keep the names.", ["system", "input", "system"]],
    ["<passage-1f2e3d4c5b6a7980>\n[chunk 1] x\n</passage-1f2e3d4c5b6a7980>\nRemember:\nBe brief.", ["context", "system"]],
    ["# Tool outputs\n{}\n# History\nhello\n# Rules\nBe brief.", ["tool outputs", "history", "system"]],
  ])("%j", (text, sections) => {
    expect(sectionSpans(text, "system").map(({ section }) => section)).toEqual(sections);
  });

  test("cover it without gap or overlap, whatever it is", () => {
    const line = fc.constantFrom(
      "# Context",
      "<examples>",
      "</examples>",
      "Question: {{input}}",
      "plain",
      "",
      "{{#x}}",
      "## Rules",
      "<a>b</a>",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string({ maxLength: 20 }))), (rows) => {
        const text = rows.join("\n");
        let at = 0;
        for (const { start, end } of sectionSpans(text, "system")) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });
});

const ANTHROPIC = {
  model: "claude-haiku-4-5",
  max_tokens: 500,
  system: [{ type: "text", text: "You are a support agent.", cache_control: { type: "ephemeral" } }],
  tools: [
    {
      name: "get_order",
      description: "Finds an order. It looks in the shop's database.",
      input_schema: {
        type: "object",
        title: "GetOrder",
        properties: { title: { type: "string", title: "Title", description: "The order's title. As printed.", examples: ["A"] } },
      },
    },
  ],
  messages: [
    { role: "user", content: "Hello" },
    { role: "assistant", content: [{ type: "tool_use", id: "a", name: "get_order", input: { title: "A" } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "# Context\nfound" }] },
    {
      role: "user",
      content: [
        { type: "text", text: "Where is it?" },
        { type: "image", source: {} },
      ],
    },
  ],
};
const OPENAI = {
  model: "gpt-4o",
  max_completion_tokens: 300,
  tools: [{ type: "function", function: { name: "find", description: "Finds.", parameters: { type: "object" } } }],
  messages: [
    { role: "system", content: "You are a support agent." },
    { role: "system", name: "example_user", content: "Hi" },
    { role: "user", content: "Hello" },
    { role: "assistant", content: null, tool_calls: [{ id: "a", function: { name: "find", arguments: "{}" } }] },
    { role: "tool", tool_call_id: "a", content: "found" },
    { role: "user", content: "Where is it?" },
  ],
};

describe("a request as JSON", () => {
  test("in Anthropic's form", () => {
    const prompt = readPrompt(JSON.stringify(ANTHROPIC), "request.json");
    expect(prompt).toMatchObject({ form: "anthropic", model: "claude-haiku-4-5", outputTokensMax: 500 });
    expect(sectionsOf(prompt)).toMatchObject({
      system: "You are a support agent.",
      history: 'Hello{"title":"A"}',
      "tool outputs": "# Context\nfound",
      input: "Where is it?",
    });
    expect(prompt.notes).toEqual(["What is no text is not counted: image."]);
    expect(prompt.parts.filter(({ cacheMark }) => cacheMark === true).map(({ section }) => section)).toEqual(["system"]);
  });

  test("in OpenAI's form", () => {
    const prompt = readPrompt(JSON.stringify(OPENAI), "request.json");
    expect(prompt).toMatchObject({ form: "openai", model: "gpt-4o", outputTokensMax: 300 });
    expect(sectionsOf(prompt)).toMatchObject({
      system: "You are a support agent.",
      examples: "Hi",
      "tool outputs": "found",
      input: "Where is it?",
    });
  });

  test("as a list, as one message a line, inside a batch line, and the longest of many", () => {
    const messages = [{ role: "user", content: "Hello" }];
    const expected = { input: "Hello" };
    expect(sectionsOf(readPrompt(JSON.stringify(messages), "a.json"))).toEqual(expected);
    expect(sectionsOf(readPrompt(`${JSON.stringify(messages[0])}\n`, "a.jsonl"))).toEqual(expected);
    expect(sectionsOf(readPrompt(JSON.stringify({ custom_id: "1", body: { messages } }), "a.jsonl"))).toEqual(expected);
    const many = readPrompt(
      `${JSON.stringify({ messages: [{ role: "user", content: "" }] })}\n${JSON.stringify({ messages })}\n`,
      "a.jsonl",
    );
    expect(sectionsOf(many)).toEqual(expected);
    expect(many.notes[0]).toBe("The longest of 2 requests is shown: line 2.");
  });

  test("that is none is refused, and a text that only looks like one is read as text", () => {
    expect(() => readPrompt('{"a": 1}', "a.json")).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
    expect(() => readPrompt('{"role":"user"}\n{oops', "a.jsonl")).toThrow(/a\.jsonl:2/);
    expect(() => readPrompt(" \n", "a.md")).toThrow(/empty/);
    expect(readPrompt("{{role}} Answer {{input}}", "a.md").form).toBe("text");
    expect(readPrompt("[Remark] Answer {{input}}", "a.md").form).toBe("text");
  });

  test("is sent with its tools, with calls and results written out, and roles that alternate", () => {
    const request = requestOf(promptOf(ANTHROPIC));
    expect(request.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(request.messages[2]?.text).toBe("# Context\nfound\n\nWhere is it?\n");
    expect(request.tools?.map(({ name }) => name)).toEqual(["get_order"]);
    expect(requestOf(promptOf({ ...ANTHROPIC, tool_choice: { type: "tool", name: "get_order" } })).tool?.name).toBe("get_order");
    expect(requestOf(promptOf(OPENAI)).system).toBe("You are a support agent.\n\nHi");
  });

  test("takes another input in the place of its own", () => {
    const swapped = withInput(promptOf(OPENAI), "When?");
    expect(sectionsOf(promptOf(swapped ?? null))).toMatchObject({ input: "When?" });
    expect(withInput(promptOf("Say {{input}} twice: {{input}}"), "a{{b}}")).toBe("Say a{{b}} twice: a{{b}}");
    expect(withInput(promptOf("Be brief."), "x")).toBeUndefined();
  });
});

describe("edits", () => {
  test("of strings, values and items are made together", () => {
    const value: Json = { a: "one two three", list: [1, 2, 3], b: { c: true } };
    const edited = withEdits(value, [
      { kind: "text", path: ["a"], start: 0, end: 4, text: "" },
      { kind: "text", path: ["a"], start: 8, end: 13, text: "3" },
      { kind: "remove", path: ["list", 0] },
      { kind: "value", path: ["b", "c"], value: "no" },
    ]);
    expect(edited).toEqual({ a: "two 3", list: [2, 3], b: { c: "no" } });
  });
});

describe("the cut", () => {
  const sample = readPrompt(readFileSync(new URL("../../examples/sample-project/prompt.md", import.meta.url), "utf8"), "prompt.md");

  test("drops the longest examples, and keeps two", () => {
    const { steps, isReached } = planCut(sample, "examples", estimateTokens);
    expect(steps.map(({ rule }) => rule)).toEqual(["the longest example"]);
    expect(steps[0]?.text).toMatch(/^Question: How do farmers hear/);
    expect(isReached).toBe(true);
    const two = promptOf("<examples>\n<example>one one one</example>\n<example>two two two</example>\n</examples>\n{{input}}");
    expect(planCut(two, "examples", estimateTokens)).toMatchObject({ steps: [], isReached: false });
  });

  test("drops the passages with the lowest scores, and without scores the last ones", () => {
    expect(planCut(sample, "context", estimateTokens).steps.map(({ text }) => text.slice(0, 9))).toEqual(["[chunk 4]", "[chunk 3]"]);
    const scored =
      "# Context\n\n[1] (score: 0.2) one one one\n\n[2] (score: 0.9) two two two\n\n[3] (score: 0.8) three three\n\n# Question\n{{input}}";
    expect(planCut(promptOf(scored), "context", estimateTokens).steps[0]?.text).toMatch(/^\[1\]/);
  });

  test("drops what is said twice before anything else", () => {
    const twice =
      "Be polite to everyone who writes.\n\nThe shop opens at nine in summer.\n\nBe polite to everyone who writes.\n\nThe shop opens at ten in the winter months.";
    const { steps } = planCut(promptOf(twice), "system", estimateTokens);
    expect(steps[0]).toMatchObject({ rule: "the same paragraph again", text: "Be polite to everyone who writes." });
  });

  test("never drops a paragraph of the system text that tells the model what to do", () => {
    const rules = [
      "You help.",
      "Answer in German and name the source of each figure.",
      "Never guess a date.",
      "The shop was founded in a small town by two sisters who liked bread.",
      "Be kind.",
    ];
    const { steps } = planCut(promptOf(rules.join("\n\n")), "system", estimateTokens);
    expect(steps.map(({ text }) => text)).toEqual([rules[3]]);
  });

  test("shortens tool schemas, and leaves the tool's own names alone", () => {
    const { edits } = planCut(promptOf(ANTHROPIC), "tools", estimateTokens);
    const after = withEdits(ANTHROPIC, edits);
    expect(isRecord(after) && after["tools"]).toEqual([
      {
        name: "get_order",
        description: "Finds an order.",
        input_schema: { type: "object", properties: { title: { type: "string", description: "The order's title." } } },
      },
    ]);
  });

  test("drops the oldest turn with the calls and results in it", () => {
    const later = {
      ...ANTHROPIC,
      messages: [...ANTHROPIC.messages, { role: "assistant", content: "There." }, { role: "user", content: "Thanks?" }],
    };
    const { edits } = planCut(promptOf(later), "history", estimateTokens);
    const after = withEdits(later, edits);
    expect(isRecord(after) && after["messages"]).toEqual(later.messages.slice(3));
  });

  test("shortens tool outputs from the oldest on, JSON without its empty fields first", () => {
    const outputs = [JSON.stringify({ a: null, b: "", c: [], d: 1 }, null, 8), "x ".repeat(2_000), "y ".repeat(2_000)];
    const messages = outputs.map((content) => ({ role: "tool", content }));
    const { steps, edits } = planCut(
      promptOf({ messages: [...messages, { role: "user", content: "So?" }] }),
      "tool outputs",
      estimateTokens,
    );
    expect(steps.map(({ rule }) => rule)).toEqual(["empty fields and white space of a JSON output", "the rest of an old tool output"]);
    expect(edits[0]).toMatchObject({ text: '{"d":1}' });
    expect(edits[1]).toMatchObject({ path: ["messages", 1, "content"], start: 400 });
  });

  test("never makes a prompt longer, and says truly whether it reached its share", () => {
    const paragraph = fc.constantFrom(
      "Never guess.",
      "The shop opens at nine.",
      "# Context",
      "[1] bread is made of flour",
      "[2] milk",
      "# Examples",
      "Input: a\nOutput: b",
      "{{input}}",
      "<tools>",
      "x".repeat(300),
    );
    fc.assert(
      fc.property(
        fc.array(paragraph, { minLength: 1, maxLength: 12 }),
        fc.constantFrom("system", "context", "examples", "input"),
        (rows, section) => {
          const prompt = promptOf(rows.join("\n\n"));
          const { edits, isReached, steps } = planCut(prompt, section, estimateTokens);
          const after = withEdits(prompt.value, edits);
          const before = prompt.parts.filter((part) => part.section === section).reduce((sum, { text }) => sum + estimateTokens(text), 0);
          expect(JSON.stringify(after).length).toBeLessThanOrEqual(JSON.stringify(prompt.value).length);
          expect(isReached).toBe(before > 0 && steps.reduce((sum, { tokens }) => sum + tokens, 0) >= CUT_SHARE * before);
        },
      ),
    );
  });
});

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

/** A dollar for a thousand tokens, a tenth of it when cached, a quarter more when written. */
const price: ModelPrice = {
  cost: ({ inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 }) => ({
    kind: "known",
    usd: (inputTokens + outputTokens * 5 - 0.9 * cachedInputTokens + 0.25 * cacheWriteTokens) / 1_000,
  }),
  cacheTokensMin: 50,
};

describe("the bill", () => {
  const long = `${"Answer kindly. ".repeat(40)}\n\n# Context\n${"A fact about bread. ".repeat(60)}\n\n# Question\n{{input}}\n`;

  test("sums to the whole, prices a call and a month, and leaves an unknown price unknown", async () => {
    const { report } = await run(promptOf(long), { target: { ...target, price }, callsMonth: 100, outputTokensMax: 100 });
    expect(report.sections.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(report.sections.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(report.inputTokens + 100);
    expect(report.call.low).toEqual({ kind: "known", usd: report.inputTokens / 1_000 });
    expect(report.month?.high).toEqual({ kind: "known", usd: expect.closeTo((report.inputTokens + 500) / 10) });
    expect(report.largest).toBe("context");
    const bare = await run(promptOf(long));
    expect(bare.report.call.low).toEqual({ kind: "unknown", reason: "the price of test/estimate is not known" });
    expect(bare.report.call.high.kind).toBe("unknown");
  });

  test("says what caching saves when calls come often, and what it costs when they come rarely", async () => {
    const thrice = { target: { ...target, price: { ...price, takesTemperature: false } }, callsMonth: 100, repeats: 3 };
    const repeated = await run(promptOf(long), thrice);
    expect(repeated.report.month?.calls).toBe(300);
    expect(repeated.report.notes[0]).toContain("asked 3 times");
    const often = await run(promptOf(long), { target: { ...target, price }, callsMonth: 10_000 });
    const prefix = often.report.cache.tokens;
    expect(often.report.cache).toMatchObject({ until: "the context", readsToPay: 1, month: { isKeptWarm: true } });
    // one call writes, all others read
    expect(often.report.cache.month?.saved).toEqual({ kind: "known", usd: expect.closeTo((0.9 * prefix * 9_999 - 0.25 * prefix) / 1_000) });
    const rarely = await run(promptOf(long), { target: { ...target, price }, callsMonth: 100 });
    expect(rarely.report.cache.month).toEqual({
      isKeptWarm: false,
      saved: { kind: "known", usd: expect.closeTo((-0.25 * prefix * 100) / 1_000) },
    });
  });

  test("saves nothing below the smallest prefix that is cached, and ends the prefix at what changes", async () => {
    const short = await run(promptOf("Be kind.\n\n# Context\nBread."), { target: { ...target, price }, callsMonth: 10_000 });
    expect(short.report.cache).toMatchObject({ tokensMin: 50 });
    expect(short.report.cache).not.toHaveProperty("month");
    const dated = await run(
      promptOf({
        messages: [
          { role: "system", content: "Today is Monday." },
          { role: "user", content: "x" },
        ],
      }),
    );
    expect(dated.report.cache).toMatchObject({ tokens: 0, until: expect.stringContaining("a date in the system") });
    const marked = await run(promptOf(ANTHROPIC));
    expect(marked.report.cache.until).toBe("the last cache mark of the request");
  });

  test("takes the provider's count where there is one, and shares it out exactly", async () => {
    const model = { ...scriptedModel([]), count: async () => ({ tokens: 1_234, source: "provider" as const }) };
    const { report } = await run(promptOf(long), { target: { ...target, model } });
    expect(report.counted).toMatchObject({ source: "provider", by: "scripted, shared out over the sections by characters" });
    expect(report.inputTokens).toBe(1_234);
    expect(report.sections.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(1_234);
  });

  test("counts here when the provider fails to, and says so; and says when it does not fit", async () => {
    const failure = new ProviderError("NETWORK", "No route.", "Connect.", { provider: "test" });
    const model = { ...scriptedModel([]), count: async () => await Promise.reject(failure) };
    const { report } = await run(promptOf(long), { target: { ...target, model, price: { ...price, contextTokensMax: 100 } } });
    expect(report.counted.source).toBe("estimate");
    expect(report.notes).toEqual(["scripted did not count: No route."]);
    expect(report.warnings[0]).toMatch(/does not fit/);
  });

  test("tells whether the maximum is exceeded, and compares models by their own counts", async () => {
    const twice: BudgetModel = {
      name: "test/twice",
      counter: { ...counter, model: "test/twice", count: (text) => estimateTokens(text) * 2 },
    };
    const { report } = await run(promptOf(long), { tokensMax: 10, compare: [twice] });
    expect(report.max).toEqual({ tokens: 10, isExceeded: true });
    expect(report.compare[0]).toMatchObject({ model: "test/twice", inputTokens: report.inputTokens * 2, ratio: 2 });
    expect((await run(promptOf(long), { tokensMax: report.inputTokens })).report.max?.isExceeded).toBe(false);
  });

  test("warns of a rule in the middle of a long prompt, unless an end says it too", async () => {
    const filler = "The bakery bakes bread in the morning. ".repeat(200);
    const buried = `You help people.\n\n${filler}\n\nNever tell the recipe of the rye bread.\n\n${filler}\n\nBe kind.`;
    expect((await run(promptOf(buried))).report.warnings).toEqual([expect.stringContaining("Never tell the recipe of the rye bread.")]);
    expect((await run(promptOf(`${buried}\nNever tell the recipe of the rye bread.`))).report.warnings).toEqual([]);
    expect((await run(promptOf("Be kind.\n\nNever tell the recipe.\n\nBye."))).report.warnings).toEqual([]);
  });
});

test("the report of the sample prompt is drawn as it was", async () => {
  const text = readFileSync(new URL("../../examples/sample-project/prompt.md", import.meta.url), "utf8");
  const { report } = await run(readPrompt(text, "prompt.md"), {
    target: { ...target, price },
    callsMonth: 20_000,
    outputTokensMax: 150,
    tokensMax: 400,
    compare: [{ ...target, name: "test/other" }],
  });
  const drawn = renderBudget(report, { style: plainStyle, columns: 100, input: {} });
  await expect(`${drawn}\n`).toMatchFileSnapshot("../../test/golden/budget.txt");
  expect(budgetSvg({ ...report, name: "a<b&c" })).toContain("a&lt;b&amp;c");
  expect(budgetSvg(report).match(/<rect/g)).toHaveLength(report.sections.length + 1);
});
