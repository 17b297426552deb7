import { AssertionError } from "node:assert";
import { expect, test } from "vitest";
import { expectTokens } from "./index.ts";

const request = {
  system: "You are a support agent.",
  messages: [{ role: "user", content: "Where is my order?" }],
};

test("a prompt under its limit passes, and one at the limit does not", () => {
  const held = expectTokens("Hello, world", { model: "openai/gpt-4o" });
  expect(held).toMatchObject({ tokens: 3, source: "tokenizer" });
  held.toBeUnder(4);
  expect(() => held.toBeUnder(3)).toThrow(AssertionError);
});

test("the message names the sections, the largest first, and who counted", () => {
  const held = expectTokens(request, { model: "anthropic/claude-opus-4-7" });
  expect(() => held.toBeUnder(5)).toThrow(
    /has \d+ tokens for anthropic\/claude-opus-4-7, and should be under 5 \(estimate: characters, for Claude from 4\.7 on\)\.\n {2}system: \d+\n {2}input: \d+$/,
  );
});

test("one section can be held alone", () => {
  const all = expectTokens(request, { model: "openai/gpt-4o" }).tokens;
  const system = expectTokens(request, { model: "openai/gpt-4o", section: "system" }).tokens;
  const input = expectTokens(request, { model: "openai/gpt-4o", section: "input" }).tokens;
  expect(system + input).toBe(all);
  expect(input).toBe(5);
});

test("a limit that is none is refused, so that a slip never passes", () => {
  expect(() => expectTokens("x", { model: "openai/gpt-4o" }).toBeUnder(Number.NaN)).toThrow(/no limit/);
});
