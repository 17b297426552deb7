import type { Json } from "../../core/calls.ts";
import type { Prompt, PromptPart, PromptPath, PromptSection } from "../../core/prompt.ts";
import { isRecord, listOf, textOf, type JsonRecord } from "./json.ts";
import { sectionSpans } from "./sections.ts";

/**
 * The parts of a prompt in the order in which a provider reads them: tools, system, messages. Inside a text, tags, headings and labels
 * say which purpose a stretch has; else it has that of its message: the last one from the user is the input, and what comes before it is history.
 */
export function promptOf(value: Json): Prompt {
  if (typeof value === "string") return { value, form: "text", parts: textParts(value, [], "system"), notes: [] };
  const request = isRecord(value) ? value : {};
  const form = isOpenai(request) ? "openai" : "anthropic";
  const messages = listOf(request["messages"]);
  const notes: string[] = [];
  const inputAt = messages.findLastIndex((message) => isRecord(message) && message["role"] === "user" && !holdsOnlyResults(message));
  const parts = [
    ...listOf(request["tools"]).map((tool, i) => toolPart(tool, ["tools", i])),
    ...(isRecord(request["response_format"]) ? [toolPart(request["response_format"], ["response_format"])] : []),
    ...contentParts(request["system"], ["system"], "system", notes),
    ...messages.flatMap((message, i) => messageParts(message, ["messages", i], { isInput: i === inputAt, notes })),
  ];
  const model = textOf(request["model"]);
  const outputTokensMax = request["max_tokens"] ?? request["max_completion_tokens"] ?? request["max_output_tokens"];
  return {
    value,
    form,
    parts,
    ...(model === "" ? {} : { model }),
    ...(typeof outputTokensMax === "number" ? { outputTokensMax } : {}),
    notes: [...new Set(notes)],
  };
}

function isOpenai(request: JsonRecord): boolean {
  if ("max_completion_tokens" in request || "response_format" in request) return true;
  if (listOf(request["tools"]).some((tool) => isRecord(tool) && isRecord(tool["function"]))) return true;
  return listOf(request["messages"]).some(
    (message) => isRecord(message) && (["system", "developer", "tool"].includes(textOf(message["role"])) || "tool_calls" in message),
  );
}

function holdsOnlyResults(message: JsonRecord): boolean {
  const blocks = listOf(message["content"]);
  return blocks.length > 0 && blocks.every((block) => isRecord(block) && block["type"] === "tool_result");
}

function toolPart(tool: Json, path: PromptPath): PromptPart {
  const cacheMark = isRecord(tool) && "cache_control" in tool;
  return { section: "tools", text: JSON.stringify(tool), path, ...(cacheMark ? { cacheMark } : {}) };
}

function messageParts(
  message: Json,
  path: PromptPath,
  { isInput, notes }: { readonly isInput: boolean; readonly notes: string[] },
): readonly PromptPart[] {
  if (!isRecord(message)) return [];
  const role = textOf(message["role"]);
  const calls = listOf(message["tool_calls"]).map((call, i): PromptPart => ({
    section: "history",
    text: JSON.stringify(call),
    path: [...path, "tool_calls", i],
  }));
  return [...contentParts(message["content"], [...path, "content"], sectionOf(message, role, isInput), notes), ...calls];
}

function sectionOf(message: JsonRecord, role: string, isInput: boolean): PromptSection {
  if (role === "system" || role === "developer") return textOf(message["name"]).startsWith("example") ? "examples" : "system";
  if (role === "tool" || role === "function") return "tool outputs";
  return isInput ? "input" : "history";
}

/** Of a string, or of a list of blocks. */
function contentParts(content: Json | undefined, path: PromptPath, section: PromptSection, notes: string[]): readonly PromptPart[] {
  if (typeof content === "string") return textParts(content, path, section);
  return listOf(content).flatMap((block, i) => {
    if (!isRecord(block)) return [];
    const parts = blockParts(block, [...path, i], section, notes);
    // a mark holds for all of its block, so it stands after the last part
    return "cache_control" in block ? parts.map((part, j) => (j === parts.length - 1 ? { ...part, cacheMark: true } : part)) : parts;
  });
}

function blockParts(block: JsonRecord, path: PromptPath, section: PromptSection, notes: string[]): readonly PromptPart[] {
  const type = textOf(block["type"]);
  if (typeof block["text"] === "string") return textParts(block["text"], [...path, "text"], section);
  if (type === "tool_result") return contentParts(block["content"], [...path, "content"], "tool outputs", notes);
  if (type === "tool_use") return [{ section: "history", text: JSON.stringify(block["input"] ?? null), path }];
  if (type === "thinking" && typeof block["thinking"] === "string") return textParts(block["thinking"], [...path, "thinking"], "history");
  const source = block["source"];
  if (type === "document" && isRecord(source) && typeof source["data"] === "string" && source["type"] === "text")
    return [
      { section: "context", text: source["data"], path: [...path, "source", "data"], span: { start: 0, end: source["data"].length } },
    ];
  notes.push(`What is no text is not counted: ${type === "" ? "a block without a type" : type}.`);
  return [];
}

function textParts(text: string, path: PromptPath, fallback: PromptSection): readonly PromptPart[] {
  // tool outputs are foreign text: their headings announce nothing about this prompt
  const spans = fallback === "tool outputs" ? [{ section: fallback, start: 0, end: text.length }] : sectionSpans(text, fallback);
  return spans
    .filter(({ start, end }) => end > start)
    .map(({ section, start, end }) => ({ section, text: text.slice(start, end), path, span: { start, end } }));
}
