import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../core/calls.ts";
import { jsonPath, lookUp } from "./json-path.ts";
import { jsonTemplate, urlTemplate } from "./json-template.ts";
import type { TemplateValues } from "./json-template.ts";

const values = (input: TemplateValues["input"], metadata: Readonly<Record<string, unknown>> = {}): TemplateValues => ({
  input,
  context: { caseId: "c1", repeat: 2, metadata },
});
const sent = (body: Json, given: TemplateValues): unknown => JSON.parse(JSON.stringify(jsonTemplate(body, "body")(given)));
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom('"}', "{{input}}", "\\", "${X}", "$&", "\ud800"),
);

describe("a JSON template", () => {
  test("brings any input through unchanged, alone and within a text", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        expect(sent({ a: "{{input}}", b: ["> {{ input }} <"] }, values(input))).toEqual({ a: input, b: [`> ${input} <`] });
        expect(sent('{"a": {{input}}, "b": "say \\"{{input}}\\""}', values(input))).toEqual({ a: input, b: `say "${input}"` });
      }),
    );
  });

  test("brings any metadata through unchanged, with its type", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read: unknown = JSON.parse(JSON.stringify(value));
        expect(sent({ a: "{{metadata.x}}" }, values("i", { x: read }))).toEqual({ a: read });
      }),
    );
  });

  test("fills id and repeat, and a conversation as text or as messages", () => {
    const conversation = values([
      { role: "system", text: "Be short." },
      { role: "user", text: "One?" },
    ]);
    expect(sent({ id: "{{id}}", n: "{{repeat}}", text: "{{input}}", messages: "{{messages}}" }, conversation)).toEqual({
      id: "c1",
      n: 2,
      text: "system: Be short.\n\nuser: One?",
      messages: [
        { role: "system", content: "Be short." },
        { role: "user", content: "One?" },
      ],
    });
    expect(sent({ messages: "{{messages}}" }, values("One?"))).toEqual({ messages: [{ role: "user", content: "One?" }] });
  });

  test.each([
    [{ a: "{{inptu}}" }, "Did you mean {{input}}?"],
    [{ a: "{{question}}" }, /^Places: /],
    ['{"a": {{input}}', /an object/],
    ['{"a": {{input}} {{id}}}', /an object/],
  ])("%j is refused before anything is sent", (body, fix) => {
    expect(() => jsonTemplate(body, "body")).toThrow(expect.objectContaining({ code: "BAD_CONFIG", fix: expect.stringMatching(fix) }));
  });

  test("a case without the metadata that a place needs is told so", () => {
    expect(() => sent({ a: "{{metadata.region}}" }, values("x", { land: 1 }))).toThrow(
      "The case c1 has nothing for {{metadata.region}}: its metadata has the keys land.",
    );
    expect(() => sent({ a: "{{metadata.toString}}" }, values("x"))).toThrow("an object without keys");
  });

  test("an address gets its values encoded", () => {
    expect(urlTemplate("http://h/{{id}}?q={{input}}", "url")(values("a&b=c/ü"))).toBe("http://h/c1?q=a%26b%3Dc%2F%C3%BC");
  });
});

describe("a path", () => {
  const reply = { choices: [{ message: { content: "yes" } }, { message: { content: "no" } }], "odd key": { "a.b": 1 }, empty: null };
  test.each([
    ["choices.0.message.content", "yes"],
    ["$.choices[1].message.content", "no"],
    ["choices[-1].message.content", "no"],
    ['["odd key"]["a.b"]', 1],
    ["empty", null],
    ["$", reply],
    ["", reply],
  ])("%s finds its value", (path, value) => {
    expect(lookUp(reply, jsonPath(path, "output"))).toEqual({ kind: "found", value });
  });

  test.each([
    ["choices.0.mesage.content", { step: "mesage", at: "choices.0", has: "the keys message", isLast: false }],
    ["choices.2", { at: "choices", has: "a list of 2", isLast: true }],
    ["empty.x", { has: "null" }],
    ["choices.length", { has: "a list of 2" }],
    ["__proto__", { has: "the keys choices, odd key, empty" }],
    ["constructor.name", { step: "constructor" }],
  ])("%s says how far it goes and what is there", (path, missing) => {
    expect(lookUp(reply, jsonPath(path, "output"))).toMatchObject({ kind: "missing", ...missing });
  });

  test.each(["a[", "a[*]", "a b", "a..b"])("%s is no path", (path) => {
    expect(() => jsonPath(path, "output")).toThrow(/^output is no path/);
  });
});
