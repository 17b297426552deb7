import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANTHROPIC_REQUEST } from "../../../test/fixtures/prompt-requests.ts";
import { estimateTokens } from "../../text/tokens.ts";
import { CUT_SHARE, planCut } from "./cut.ts";
import { isRecord, withEdits } from "./json.ts";
import { promptOf } from "./prompt-parts.ts";
import { readPrompt } from "./read-prompt.ts";

describe("the cut", () => {
  const sample = readPrompt(readFileSync(new URL("../../../examples/sample-project/prompt.md", import.meta.url), "utf8"), "prompt.md");

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
    const { edits } = planCut(promptOf(ANTHROPIC_REQUEST), "tools", estimateTokens);
    const after = withEdits(ANTHROPIC_REQUEST, edits);
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
      ...ANTHROPIC_REQUEST,
      messages: [...ANTHROPIC_REQUEST.messages, { role: "assistant", content: "There." }, { role: "user", content: "Thanks?" }],
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
