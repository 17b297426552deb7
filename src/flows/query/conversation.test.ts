import fc from "fast-check";
import { expect, test } from "vitest";
import type { Message } from "../../core/model.ts";
import { estimateTokens } from "../../text/tokens.ts";
import { parseConversation, recentMessages } from "./conversation.ts";

const asked: Message = { role: "user", text: "Is there a reserve?" };
const told: Message = { role: "assistant", text: "Yes, of 40,000 euros." };

test.each([
  ["one message a line", `${JSON.stringify(asked)}\r\n\n${JSON.stringify(told)}\n`],
  ["an array over several lines", `\ufeff${JSON.stringify([asked, told], null, 2)}`],
  ["text under content", JSON.stringify([{ role: "user", content: asked.text }, told])],
])("a conversation is read from %s", (_, text) => {
  expect(parseConversation(text, "talk.jsonl")).toEqual([asked, told]);
});

test("a conversation that has not begun is an empty array", () => {
  expect(parseConversation("[]", "talk.json")).toEqual([]);
});

test.each([
  ["an empty file", " \n", "talk holds no message."],
  ["no JSON on a line", `${JSON.stringify(asked)}\nUser: hello`, "talk:2: this is not JSON"],
  ["an array that breaks off", `[${JSON.stringify(asked)},`, "talk: this is not JSON"],
  ["no role", '{"text": "a"}', "talk:1: there is no role"],
  ["a role that takes no part", '[{"role": "system", "text": "a"}]', 'talk, message 1: the role "system" takes no part'],
  ["no text", '{"role": "user", "content": [{"type": "image"}]}', "talk:1: there is no text"],
  ["a value that is no message", "[null]", "talk, message 1: there is no role"],
])("%s is refused by its place", (_, text, message) => {
  expect(() => parseConversation(text, "talk")).toThrow(message);
});

test("of a long conversation the last messages are read, as many as fit, and the last in any case", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 })), (lengths) => {
      const messages = lengths.map((length): Message => ({ role: "user", text: "a ".repeat(length / 2) }));
      const recent = recentMessages(messages);
      const tokens = (list: readonly Message[]): number => list.reduce((sum, { text }) => sum + estimateTokens(text), 0);
      expect(recent).toEqual(messages.slice(messages.length - recent.length));
      if (recent.length !== 1) expect(tokens(recent)).toBeLessThanOrEqual(4_000);
      if (messages.length > 0) expect(recent.length).toBeGreaterThan(0);
      if (recent.length < messages.length) expect(tokens(messages.slice(messages.length - recent.length - 1))).toBeGreaterThan(4_000);
    }),
  );
});
