import { FirstfitError } from "../../core/errors.ts";
import type { Message } from "../../core/model.ts";
import { estimateTokens } from "../../text/tokens.ts";

const SHAPE = 'Write one message a line: {"role": "user", "text": "Is there a reserve?"}, or all of them as one JSON array.';

/**
 * The messages of a conversation, oldest first: a JSON array, or one JSON object a line, each with a `role` of user or assistant and its
 * `text` (or `content`). An empty array is a conversation that has not begun. Throws BAD_INPUT naming the message.
 */
export function parseConversation(text: string, name: string): readonly Message[] {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed === "") throw new FirstfitError("BAD_INPUT", `${name} holds no message.`, SHAPE);
  if (trimmed.startsWith("[")) {
    const list = parsed(trimmed, name);
    if (!Array.isArray(list)) throw new FirstfitError("BAD_INPUT", `${name} is no list of messages.`, SHAPE);
    return list.map((value, i) => messageOf(value, `${name}, message ${i + 1}`));
  }
  return trimmed
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ line, at: `${name}:${i + 1}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, at }) => messageOf(parsed(line, at), at));
}

function parsed(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FirstfitError("BAD_INPUT", `${at}: this is not JSON (${cause instanceof Error ? cause.message : String(cause)}).`, SHAPE, {
      cause,
    });
  }
}

function messageOf(value: unknown, at: string): Message {
  const { role, text, content } = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const said = text ?? content;
  if (role !== "user" && role !== "assistant")
    throw new FirstfitError(
      "BAD_INPUT",
      `${at}: ${role === undefined ? "there is no role" : `the role ${JSON.stringify(role)} takes no part in a conversation`}.`,
      "Give user or assistant, and leave out system prompts and tool calls.",
    );
  if (typeof said !== "string") throw new FirstfitError("BAD_INPUT", `${at}: there is no text.`, SHAPE);
  return { role, text: said };
}

/** What a follow-up question refers to stands shortly before it, and a model reads no more than this of a long conversation. */
const TOKENS_MAX = 4_000;

/** The last messages that fit into 4,000 estimated tokens, in their order. A last message longer than that is left as it is. */
export function recentMessages(messages: readonly Message[]): readonly Message[] {
  let tokens = 0;
  const tooFar = messages.findLastIndex(({ text }) => (tokens += estimateTokens(text)) > TOKENS_MAX);
  return messages.slice(Math.min(tooFar + 1, messages.length - 1));
}
