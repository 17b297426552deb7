import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";

/** A call as a case expects it. */
interface LoggedCall {
  readonly tool: string;
  readonly args: Fields;
}

/**
 * The calls in parts or items of an answer: `tool_use` of Anthropic, `function_call` of OpenAI's responses, `tool_call` of OpenTelemetry, and an entry of `tool_calls` of a chat
 * completion. Arguments are an object, or JSON of one; a call whose arguments are neither is left out.
 */
export function callsIn(parts: unknown): readonly LoggedCall[] {
  return (Array.isArray(parts) ? parts.filter(isFields) : []).flatMap((part) => {
    const call = isFields(part["function"]) ? part["function"] : part;
    const isCall = call !== part || ["tool_use", "function_call", "tool_call"].includes(String(part["type"]));
    const args = objectOf(call["input"] ?? call["arguments"] ?? {});
    const tool = call["name"];
    return isCall && typeof tool === "string" && tool !== "" && args !== undefined ? [{ tool, args }] : [];
  });
}

/** What the tools were that the model was offered, in the form that a case keeps them in: `metadata.functions`. Undefined when there were none. */
export function offeredTools(tools: unknown): readonly Fields[] | undefined {
  const found = (Array.isArray(tools) ? tools.filter(isFields) : []).flatMap((tool): Fields[] => {
    const inner = isFields(tool["function"]) ? tool["function"] : tool;
    const parameters = inner["parameters"] ?? inner["input_schema"] ?? inner["inputSchema"];
    if (typeof inner["name"] !== "string" || !isFields(parameters)) return [];
    return [
      { name: inner["name"], ...(typeof inner["description"] === "string" ? { description: inner["description"] } : {}), parameters },
    ];
  });
  return found.length === 0 ? undefined : found;
}

/** The request hands a tool's result back: it goes on with a question that was asked before. */
export function goesOnAfterTool(messages: unknown): boolean {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (!isFields(last)) return false;
  if (last["role"] === "tool" || last["type"] === "function_call_output") return true;
  const parts = last["content"] ?? last["parts"];
  return (
    Array.isArray(parts) &&
    parts.filter(isFields).some(({ type }) => type === "tool_result" || type === "tool_call_response") &&
    !parts.filter(isFields).some(({ type }) => type === "text")
  );
}

function objectOf(value: unknown): Fields | undefined {
  if (isFields(value)) return value;
  if (typeof value !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    // cut off, or never JSON
    return undefined;
  }
}
