import type { Json } from "../../core/calls.ts";
import type { CompletionRequest, Message, Tool } from "../../core/model.ts";
import type { Prompt } from "../../core/prompt.ts";
import { isRecord, listOf, textOf, withEdits, type JsonRecord } from "./json.ts";

const OUTPUT_TOKENS_MAX = 1_024;

/** The prompt as it can be sent to any chat model. Calls of tools and their results are written out as text, because every model reads that. */
export function requestOf(prompt: Prompt): CompletionRequest {
  const outputTokensMax = prompt.outputTokensMax ?? OUTPUT_TOKENS_MAX;
  if (typeof prompt.value === "string") return { system: "", messages: [{ role: "user", text: prompt.value }], outputTokensMax };
  const request = isRecord(prompt.value) ? prompt.value : {};
  const all = listOf(request["messages"]).filter((message) => isRecord(message));
  const isSystem = (message: JsonRecord): boolean => message["role"] === "system" || message["role"] === "developer";
  const system = [contentText(request["system"]), ...all.filter(isSystem).map((message) => contentText(message["content"]))];
  const tools = listOf(request["tools"]).flatMap((tool) => (isRecord(tool) ? [toolOf(tool)] : []));
  const forced = forcedTool(request, tools);
  const { temperature } = request;
  return {
    system: system.filter((text) => text !== "").join("\n\n"),
    messages: joined(all.filter((message) => !isSystem(message)).map(messageOf)),
    ...(forced === undefined ? (tools.length === 0 ? {} : { tools }) : { tool: forced }),
    ...(typeof temperature === "number" ? { temperature } : {}),
    outputTokensMax,
  };
}

/** The prompt with this input in the place of its own; undefined when it has no place for one. */
export function withInput(prompt: Prompt, input: string): Json | undefined {
  const parts = prompt.parts.filter(({ section, span }) => section === "input" && span !== undefined);
  const holders = parts.filter(({ text }) => /^\s*\{\{[^}]*\}\}\s*$/.test(text));
  const places = holders.length > 0 ? holders : parts;
  if (places.length === 0) return undefined;
  return withEdits(
    prompt.value,
    places.map(({ path, span }, i) => ({
      kind: "text",
      path,
      start: span?.start ?? 0,
      end: span?.end ?? 0,
      text: i === 0 || holders.length > 0 ? input : "",
    })),
  );
}

function messageOf(message: JsonRecord): Message {
  const calls = listOf(message["tool_calls"]).map((call) => `[call ${JSON.stringify(call)}]`);
  const text = [contentText(message["content"]), ...calls].filter((each) => each !== "").join("\n");
  return { role: message["role"] === "assistant" ? "assistant" : "user", text };
}

function contentText(content: Json | undefined): string {
  if (typeof content === "string") return content;
  return listOf(content)
    .flatMap((block) => (isRecord(block) ? [blockText(block)] : []))
    .join("\n");
}

function blockText(block: JsonRecord): string {
  if (block["type"] === "tool_use") return `[call ${textOf(block["name"])} ${JSON.stringify(block["input"] ?? null)}]`;
  if (block["type"] === "tool_result") return contentText(block["content"]);
  const source = block["source"];
  return textOf(block["text"]) || (isRecord(source) && source["type"] === "text" ? textOf(source["data"]) : "");
}

/** Messages APIs want the roles to alternate. */
function joined(messages: readonly Message[]): readonly Message[] {
  const turns: Message[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (last?.role === message.role) turns[turns.length - 1] = { ...last, text: `${last.text}\n\n${message.text}` };
    else turns.push(message);
  }
  return turns;
}

function toolOf(tool: JsonRecord): Tool {
  const described = isRecord(tool["function"]) ? tool["function"] : tool;
  const schema = described["input_schema"] ?? described["parameters"];
  return {
    name: textOf(described["name"]),
    description: textOf(described["description"]),
    inputSchema: isRecord(schema) ? schema : { type: "object" },
  };
}

function forcedTool(request: JsonRecord, tools: readonly Tool[]): Tool | undefined {
  const choice = request["tool_choice"];
  if (!isRecord(choice)) return undefined;
  const named = isRecord(choice["function"]) ? choice["function"]["name"] : choice["name"];
  return tools.find(({ name }) => name === named);
}
