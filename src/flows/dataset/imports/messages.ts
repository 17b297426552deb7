import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";

interface PlainMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Names by which a system message is an example of what somebody else says. */
const EXAMPLE_ROLES: ReadonlyMap<unknown, string> = new Map([
  ["example_user", "user"],
  ["example_assistant", "assistant"],
]);

/**
 * The messages of a request as a case's input: text parts joined, tool results and pictures left out, a system text put first. One user message alone is a
 * text. Undefined when nothing was said. Knows the forms of Anthropic and OpenAI (`content`: a text or parts with `text`) and of OpenTelemetry
 * (`parts` with `content`).
 */
export function inputOf(messages: unknown, system?: unknown): string | readonly PlainMessage[] | undefined {
  const list: readonly unknown[] = Array.isArray(messages)
    ? messages
    : typeof messages === "string"
      ? [{ role: "user", content: messages }]
      : [];
  const plain = list.flatMap((each): PlainMessage[] => {
    if (!isFields(each)) return [];
    const role = each["role"] === "developer" ? "system" : (EXAMPLE_ROLES.get(each["name"]) ?? each["role"]);
    const content = textOf(each["content"] ?? each["parts"]);
    return (role === "system" || role === "user" || role === "assistant") && content.trim() !== "" ? [{ role, content }] : [];
  });
  const opening = textOf(system);
  const all: readonly PlainMessage[] = opening.trim() === "" ? plain : [{ role: "system", content: opening }, ...plain];
  const [first] = all;
  if (first === undefined || !all.some(({ role }) => role === "user")) return undefined;
  return all.length === 1 ? first.content : all;
}

/** The text of a message's content, or of an answer. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .flatMap((part: unknown) => {
      if (typeof part === "string") return [part];
      if (!isFields(part)) return [];
      const text = part["text"] ?? (part["type"] === "text" ? part["content"] : undefined);
      return typeof text === "string" ? [text] : [];
    })
    .join("\n");
}

/** Without the fields that are undefined. */
export function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
