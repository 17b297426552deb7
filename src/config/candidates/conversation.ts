import type { Case } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Message } from "../../core/model.ts";

export interface Conversation {
  /** All that the system messages say. */
  readonly system: string;
  /** From the first user or assistant message to the last. */
  readonly messages: readonly Message[];
}

export function conversationOf(input: Case["input"]): Conversation {
  if (typeof input === "string") return { system: "", messages: [{ role: "user", text: input }] };
  const system = input.filter(({ role }) => role === "system").map(({ text }) => text);
  const messages = input.flatMap(({ role, text }) => (role === "system" ? [] : [{ role, text }]));
  return { system: system.join("\n\n"), messages };
}

/** The last message, which must be a user's, and what was said before it. Throws BAD_INPUT. */
export function questionOf(
  { messages }: Conversation,
  candidate: string,
): { readonly question: string; readonly history: readonly Message[] } {
  const last = messages.at(-1);
  if (last?.role !== "user")
    throw new FirstfitError(
      "BAD_INPUT",
      `The conversation ${last === undefined ? "has no message of a user" : "ends with an assistant's message"}, so ${candidate} has nothing to answer.`,
      "End the input of the case with a user's message.",
    );
  return { question: last.text, history: messages.slice(0, -1) };
}
