import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { importCases } from "./import.ts";
import type { ImportFormat } from "./import.ts";
import { readDataset } from "./read-cases.ts";

function imported(text: string, format: ImportFormat, keepPersonalData = false) {
  const result = importCases({ name: "f", text }, { format, keepPersonalData, parseYaml: (yaml) => parse(yaml) as unknown });
  return { ...result, cases: readDataset({ name: "out", text: result.text }).dataset.cases };
}
const json = (...rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

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
    const rows = json(
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
        [{ kind: "substring", texts: ["4"] }],
      ],
      ["Capital?", [{ kind: "regex", pattern: "(?i)(?:Paris|paris, France)" }]],
    ]);
  });

  test("Inspect's samples, with choices by letter", () => {
    const [first, second] = imported(
      json(
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
      json(
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

describe("production logs", () => {
  test("requests of both providers are scrubbed, marked as unreviewed, and keep their answer beside them", () => {
    const { cases, text, summary } = imported(
      json(
        {
          custom_id: "r1",
          params: {
            model: "m",
            system: "Be kind.",
            messages: [{ role: "user", content: [{ type: "text", text: "I am Jane Smith, card 4111 1111 1111 1111" }] }],
          },
          response: { content: [{ type: "text", text: "Dear Jane Smith" }] },
        },
        { model: "m", messages: [{ role: "user", content: "hi" }], response: { choices: [{ message: { content: "hello" } }] } },
        {
          request: { model: "m", input: "so?", instructions: "short" },
          response: { output: [{ content: [{ type: "output_text", text: "yes" }] }] },
        },
        { event: "other" },
      ),
      "requests",
    );
    expect(cases).toMatchObject([
      {
        id: "r1",
        input: [{ role: "system" }, { role: "user", text: "I am [PERSON_1], card [CARD_1]" }],
        metadata: { output: "Dear [PERSON_1]" },
      },
      { input: "hi", metadata: { output: "hello" } },
      {
        input: [
          { role: "system", text: "short" },
          { role: "user", text: "so?" },
        ],
        metadata: { output: "yes" },
      },
    ]);
    expect(cases.every(({ source, review }) => source === "log" && review === "unreviewed")).toBe(true);
    expect(text).not.toMatch(/4111|Smith/);
    expect(summary).toMatchObject({ cases: 3, skipped: 1 });
    expect(JSON.stringify(summary)).not.toMatch(/4111|Smith/);
  });

  test("spans of OpenTelemetry, whole exports and single ones", () => {
    const attributes = {
      "gen_ai.input.messages": json([
        {
          role: "user",
          parts: [
            { type: "text", content: "Weather?" },
            { type: "tool_call", id: "x" },
          ],
        },
      ]),
    };
    const otlp = { key: "gen_ai.input.messages", value: { stringValue: attributes["gen_ai.input.messages"] } };
    const rows = json(
      {
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: [
                  { spanId: "a", attributes: [otlp] },
                  { spanId: "b", attributes: [] },
                ],
              },
            ],
          },
        ],
      },
      { span_id: "c", attributes },
    );
    expect(imported(rows, "otel").cases).toMatchObject([
      { id: "a", input: "Weather?" },
      { id: "c", input: "Weather?" },
    ]);
  });
});

test("ids that repeat are told apart, personal data is kept when that is asked for, and nothing is an error", () => {
  const { cases, summary } = imported(json({ id: "x", input: "a@b.io" }, { id: "x", input: "b" }, { input: "c" }), "cases", true);
  expect(cases.map(({ id }) => id)).toEqual(["x", "x-2", "cases-000003"]);
  expect(cases[0]?.input).toBe("a@b.io");
  expect(summary).not.toHaveProperty("replaced");
  expect(() => imported("", "inspect")).toThrow("holds nothing of the format inspect");
  expect(() => imported(json({ input: "x", expected_substring: "y" }), "cases")).toThrow('there is no field "expected_substring"');
});
