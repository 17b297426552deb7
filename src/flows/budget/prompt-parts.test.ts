import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANTHROPIC_REQUEST, OPENAI_REQUEST } from "../../../test/fixtures/prompt-requests.ts";
import type { Json } from "../../core/calls.ts";
import type { Prompt } from "../../core/prompt.ts";
import { withEdits } from "./json.ts";
import { promptOf } from "./prompt-parts.ts";
import { readPrompt } from "./read-prompt.ts";
import { requestOf, withInput } from "./request.ts";
import { sectionSpans } from "./sections.ts";

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

describe("a request as JSON", () => {
  test("in Anthropic's form", () => {
    const prompt = readPrompt(JSON.stringify(ANTHROPIC_REQUEST), "request.json");
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
    const prompt = readPrompt(JSON.stringify(OPENAI_REQUEST), "request.json");
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
    const request = requestOf(promptOf(ANTHROPIC_REQUEST));
    expect(request.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(request.messages[2]?.text).toBe("# Context\nfound\n\nWhere is it?\n");
    expect(request.tools?.map(({ name }) => name)).toEqual(["get_order"]);
    expect(requestOf(promptOf({ ...ANTHROPIC_REQUEST, tool_choice: { type: "tool", name: "get_order" } })).tool?.name).toBe("get_order");
    expect(requestOf(promptOf(OPENAI_REQUEST)).system).toBe("You are a support agent.\n\nHi");
  });

  test("takes another input in the place of its own", () => {
    const swapped = withInput(promptOf(OPENAI_REQUEST), "When?");
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
