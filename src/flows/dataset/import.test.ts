import { describe, expect, test } from "vitest";
import { imported, jsonLines } from "../../../test/fixtures/imported-cases.ts";
import { gradeExpectation } from "../../graders/expectations.ts";
import { importCases } from "./import.ts";
import type { ImportFormat } from "./import.ts";

describe("promptfoo", () => {
  test("assertions become expectations, and those without a counterpart are told", () => {
    const { cases, summary } = imported(
      `
prompts: ["Translate {{text}} into {{language}}"]
defaultTest:
  assert: [{type: latency, threshold: 100}]
tests:
  - vars: {question: "Capital of France?"}
    assert:
      - {type: icontains, value: Paris}
      - {type: contains-all, value: [Seine, city]}
      - {type: llm-rubric, value: is polite}
      - {type: not-contains, value: Rome}
  - vars: {text: hello, language: French}
    assert: [{type: equals, value: bonjour}, {type: regex, value: "^b"}]
  - vars: {q: "Help me phish"}
    assert: [{type: is-refusal}]
  - vars: {q: "x"}
    assert: [{type: contains-any, value: ["a+b", c]}, {type: is-json, value: {type: object}}]
`,
      "promptfoo",
    );
    expect(cases.map(({ input, expectations }) => [input, expectations])).toEqual([
      [
        "Capital of France?",
        [
          { kind: "substring", texts: ["Paris", "Seine", "city"] },
          { kind: "criteria", criteria: "is polite" },
        ],
      ],
      [
        "Translate hello into French",
        [
          { kind: "exact", texts: ["bonjour"] },
          { kind: "regex", pattern: "^b" },
        ],
      ],
      ["Help me phish", [{ kind: "refusal", expected: true }]],
      [
        "x",
        [
          { kind: "regex", pattern: "(?i)(?:a\\+b|c)" },
          { kind: "json-schema", schema: { type: "object" } },
        ],
      ],
    ]);
    expect(summary.notTaken).toEqual([
      { name: "latency", count: 4 },
      { name: "not-contains", count: 1 },
    ]);
    expect(cases[0]?.metadata).toHaveProperty("assert");
  });
});

describe("sets of other tools", () => {
  test("OpenAI evals, in both forms", () => {
    const rows = jsonLines(
      {
        input: [
          { role: "system", content: "Be short." },
          { role: "user", content: "2+2?" },
        ],
        ideal: "4",
      },
      { item: { question: "Capital?", ground_truth: ["Paris", "paris, France"] } },
    );
    expect(imported(rows, "openai-evals").cases.map(({ input, expectations }) => [input, expectations])).toEqual([
      [
        [
          { role: "system", text: "Be short." },
          { role: "user", text: "2+2?" },
        ],
        [{ kind: "regex", pattern: expect.stringContaining("(?:4)") }],
      ],
      ["Capital?", [{ kind: "regex", pattern: "(?i)(?:Paris|paris, France)" }]],
    ]);
  });

  test("Inspect's samples, with choices by letter", () => {
    const [first, second] = imported(
      jsonLines(
        { id: 1, input: "Which?", choices: ["red", "blue"], target: "B" },
        { id: "s2", input: [{ role: "user", content: "Hi" }], target: ["hello"], metadata: { k: 1 } },
      ),
      "inspect",
    ).cases;
    expect(first?.input).toBe("Which?\n\nA) red\nB) blue\n\nAnswer with the letter alone.");
    expect(first?.expectations).toEqual([{ kind: "exact", texts: ["B", "B)", "B."] }]);
    expect(second).toMatchObject({ id: "s2", input: "Hi", metadata: { k: 1 } });
  });

  test("CSV: columns by name, lists by |, the rest into the metadata, a crooked row told", () => {
    const text = 'id,Question,answer,tags,expected_refusal,city\n1,"What, then?",yes,a|b,,Rome\n2,Who?,,,true,\n3,x,y,z,true,w,extra\n';
    const { cases, summary } = imported(text, "csv");
    expect(cases).toMatchObject([
      {
        id: "1",
        input: "What, then?",
        tags: ["a", "b"],
        expectations: [{ kind: "substring", texts: ["yes"] }],
        metadata: { city: "Rome" },
      },
      { id: "2", input: "Who?", expectations: [{ kind: "refusal", expected: true }] },
    ]);
    expect(summary).toMatchObject({ skipped: 1, firstSkipped: expect.stringContaining("f:4: this row has 7 cells") });
  });

  test("BFCL, irrelevance rows too", () => {
    const { cases } = imported(
      jsonLines(
        {
          id: "simple_0",
          question: [[{ role: "user", content: "q" }]],
          function: [{ name: "f" }],
          ground_truth: [{ f: { x: [1, 2], y: ["", 3] } }],
        },
        { id: "irrelevance_0", question: [[{ role: "user", content: "q" }]], function: [] },
      ),
      "bfcl",
    );
    expect(cases.map(({ expectations }) => expectations)).toEqual([
      [
        {
          kind: "tool-calls",
          calls: [{ name: "f", args: { x: { accepted: [1, 2], optional: false }, y: { accepted: [3], optional: true } } }],
        },
      ],
      [{ kind: "tool-calls", calls: [] }],
    ]);
  });
});

// The forms of files as their projects publish them, looked at in November 2026; the words are our own.
describe("forms that real files have", () => {
  const outcome = (text: string, format: ImportFormat): unknown => {
    const { cases, summary } = imported(text, format, true);
    return { cases: cases.map(({ id: _, metadata: __, weight: ___, tags: ____, ...rest }) => rest), skipped: summary.firstSkipped };
  };

  test("promptfoo: prompts with several variables, lists of values, files elsewhere, transforms", () => {
    const { cases, summary } = imported(
      `
# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json
prompts: [file://prompt.txt, 'Say in {{language}}: {{input}}']
defaultTest: {assert: [{type: latency, threshold: 9}]}
tests:
  - file://more.yaml
  - vars: {language: French, input: good evening}
    assert: [{type: contains, value: bonsoir}]
  - vars: {language: [Welsh, Irish], input: thanks}
  - vars: {question: What is due?, context: rent}
  - vars: {input: x, language: y}
    options: {transform: 'output.name'}
    assert: [{type: equals, value: get_time}]
  - vars: {query: How long is leave?, context: file://leave.md}
    assert:
      - {type: equals, value: lookup, transform: 'output[0].name'}
      - {type: factuality, value: four months}
      - {type: assert-set, assert: [{type: contains, value: four}]}
`,
      "promptfoo",
    );
    expect(cases.map(({ input, expectations }) => [input, expectations])).toEqual([
      ["Say in French: good evening", [{ kind: "substring", texts: ["bonsoir"] }]],
      ["Say in Welsh: thanks", []],
      ["Say in Irish: thanks", []],
      // the prompt has none of these variables
      ["What is due?", []],
      ["Say in y: x", []],
      ["How long is leave?", [{ kind: "criteria", criteria: "Says nothing against this: four months" }]],
    ]);
    expect(summary.notTaken).toEqual([
      { name: "assert-set", count: 1 },
      { name: "equals", count: 2 },
      { name: "latency", count: 6 },
    ]);
    expect(summary).toMatchObject({ skipped: 1, firstSkipped: expect.stringContaining("file://more.yaml") });
    expect(() => imported("tests: file://all.csv", "promptfoo")).toThrow("stands in another file, file://all.csv");
  });

  test("OpenAI evals: labels, examples as system messages with a name, several ideals", () => {
    const rows = jsonLines(
      { input: [{ role: "user", content: "A. tin B. iron" }], ideal: "B" },
      {
        input: [
          { role: "system", content: "Answer shortly." },
          { role: "system", content: "2+2?", name: "example_user" },
          { role: "system", content: "4", name: "example_assistant" },
          { role: "user", content: "Which season?" },
        ],
        ideal: ["Season 11", "11"],
      },
      { input1: "two prompts", input2: "of a game" },
    );
    expect(outcome(rows, "openai-evals")).toEqual({
      cases: [
        { input: "A. tin B. iron", expectations: [{ kind: "regex", pattern: String.raw`(?i)^[^\p{L}\p{N}]*(?:B)(?:[^\p{L}\p{N}]|$)` }] },
        {
          input: [
            { role: "system", text: "Answer shortly." },
            { role: "user", text: "2+2?" },
            { role: "assistant", text: "4" },
            { role: "user", text: "Which season?" },
          ],
          expectations: [{ kind: "regex", pattern: "(?i)(?:Season 11|11)" }],
        },
      ],
      skipped: expect.stringContaining('"input" is missing'),
    });
  });

  test("a label is right at the start of an output, a short number by itself, and a long reference is for a judge", () => {
    const [label, number, long] = imported(
      jsonLines(
        { input: "q", target: "B" },
        { input: "q", target: "11" },
        { input: [{ role: "user", content: "q" }], target: "many words ".repeat(20) },
      ),
      "inspect",
    ).cases.map(({ expectations }) => expectations[0]);
    const passes = (expected: typeof label, text: string): boolean => {
      if (expected === undefined) throw new Error("nothing is expected");
      return (gradeExpectation({ text }, expected) as { value?: number }).value === 1; // `value` where it could be graded
    };
    expect(["B", "b)", "(B) iron", "**B**"].every((text) => passes(label, text))).toBe(true);
    expect(["But A", "A, not B", "C"].some((text) => passes(label, text))).toBe(false);
    expect(["11", "It is 11.", "season 11, I think"].every((text) => passes(number, text))).toBe(true);
    expect(["110", "3.11", "1,11", "s11"].some((text) => passes(number, text))).toBe(false);
    expect(long?.kind).toBe("criteria");
  });

  test("Inspect: an array with fields of other use", () => {
    const text = jsonLines([{ input: "Say hello", target: "hello", label: "x", sandbox: ["docker", "compose.yaml"] }]);
    expect(outcome(text, "inspect")).toEqual({
      cases: [{ input: "Say hello", expectations: [{ kind: "substring", texts: ["hello"] }] }],
      skipped: undefined,
    });
  });

  test("BFCL: questions and answers in two files, and several turns left out", () => {
    const questions = jsonLines(
      {
        id: "live_1-0-0",
        question: [[{ role: "user", content: "Weather in Oslo and Bergen?" }]],
        function: [{ name: "weather.now", parameters: { type: "dict", properties: { place: { type: "string" } }, required: ["place"] } }],
      },
      { id: "multi_turn_base_0", question: [[{ role: "user", content: "a" }], [{ role: "user", content: "b" }]] },
    );
    const answers = jsonLines(
      {
        id: "live_1-0-0",
        ground_truth: [{ "weather.now": { place: ["Oslo"], unit: ["", "celsius"] } }, { "weather.now": { place: ["Bergen"] } }],
      },
      { id: "multi_turn_base_0", ground_truth: [["ls()"], ["cd('x')"]] },
    );
    const { text, summary } = importCases(
      { name: "q", text: questions },
      { format: "bfcl", keepPersonalData: true, answers: { name: "a", text: answers }, parseYaml: () => undefined },
    );
    expect(JSON.parse(text)).toMatchObject({
      input: "Weather in Oslo and Bergen?",
      expected_calls: [
        { tool: "weather.now", args: { place: { any_of: ["Oslo"] }, unit: { any_of: ["celsius"], optional: true } } },
        { tool: "weather.now", args: { place: { any_of: ["Bergen"] } } },
      ],
    });
    expect(summary).toMatchObject({ cases: 1, skipped: 1, firstSkipped: expect.stringContaining("a conversation of several turns") });
  });
});

test("ids that repeat are told apart, personal data is kept when that is asked for, and nothing is an error", () => {
  const { cases, summary } = imported(jsonLines({ id: "x", input: "a@b.io" }, { id: "x", input: "b" }, { input: "c" }), "cases", true);
  expect(cases.map(({ id }) => id)).toEqual(["x", "x-2", "cases-000003"]);
  expect(cases[0]?.input).toBe("a@b.io");
  expect(summary).not.toHaveProperty("replaced");
  expect(() => imported("", "inspect")).toThrow("holds nothing of the format inspect");
  expect(() => imported(jsonLines({ input: "x", expected_substring: "y" }), "cases")).toThrow('there is no field "expected_substring"');
});
