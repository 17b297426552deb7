// What programs and servers that are not ours call the fields of an answer, in our own terms.
import type { Usage } from "../../core/answer.ts";
import type { OutputCitation } from "../../core/evaluation.ts";
import type { ToolCall } from "../../core/model.ts";
import { isRecord } from "./records.ts";

/** An output is a text; anything else is written as JSON. */
export function asOutputText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const CALL_TYPES = new Set(["function", "tool_use", "tool_call", "tool-call", "function_call"]);

/**
 * Tool calls as OpenAI (both APIs), Anthropic, the Vercel AI SDK, Ollama or we write them, in a list of their own or among other parts of a message. Arguments
 * that are text are read as JSON, and stay text where they are none. Undefined for what is no list of calls.
 */
export function toolCallsOf(value: unknown): readonly ToolCall[] | undefined {
  if (value === null) return [];
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  const calls = rows.map(toolCallOf);
  return calls.includes("none") ? undefined : calls.filter((call): call is ToolCall => typeof call === "object");
}

function toolCallOf(row: unknown): ToolCall | "other part" | "none" {
  if (!isRecord(row)) return "none";
  const type = row["type"];
  const inner = isRecord(row["function"]) ? row["function"] : row;
  const name = inner["name"] ?? inner["toolName"] ?? inner["tool"];
  if (typeof type === "string" && !CALL_TYPES.has(type)) return "other part";
  if (typeof name !== "string") return "none";
  const given = inner["input"] ?? inner["arguments"] ?? inner["args"] ?? {};
  return { name, input: typeof given === "string" ? readArguments(given) : given };
}

function readArguments(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    // the grader says that these are no arguments
    return text;
  }
}

/** Token counts as OpenAI, Anthropic, Ollama, the Vercel AI SDK or we name them; undefined where there is none of them. */
export function usageOf(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const count = (...names: readonly string[]): number | undefined => {
    const found = names.map((name) => value[name]).find((each) => typeof each === "number");
    return typeof found === "number" && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
  };
  // Anthropic counts what came from the cache, or went into it, beside the input
  const read = count("cache_read_input_tokens");
  const written = count("cache_creation_input_tokens");
  const plain = count("inputTokens", "input_tokens", "prompt_tokens", "promptTokens", "prompt_eval_count");
  const counts = {
    inputTokens: plain === undefined ? undefined : plain + (read ?? 0) + (written ?? 0),
    outputTokens: count("outputTokens", "output_tokens", "completion_tokens", "completionTokens", "eval_count"),
    cachedInputTokens:
      read ?? count("cachedInputTokens") ?? detail(value, "cached_tokens", "prompt_tokens_details", "input_tokens_details"),
    cacheWriteTokens: written ?? count("cacheWriteTokens"),
    reasoningTokens: count("reasoningTokens") ?? detail(value, "reasoning_tokens", "completion_tokens_details", "output_tokens_details"),
  };
  const known = Object.fromEntries(Object.entries(counts).filter(([, each]) => each !== undefined));
  return Object.keys(known).length === 0 ? undefined : { ...known, source: "provider" };
}

function detail(value: Readonly<Record<string, unknown>>, name: string, ...holders: readonly string[]): number | undefined {
  const found = holders.map((holder) => value[holder]).find(isRecord)?.[name];
  return typeof found === "number" && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
}

/** Names of documents, or objects with the document and perhaps `start`, `end` and `verified`. Undefined for anything else. */
export function citationsOf(value: unknown): readonly OutputCitation[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const citations = value.map((row: unknown): OutputCitation | undefined => {
    if (typeof row === "string") return { document: row };
    if (!isRecord(row)) return undefined;
    const document = ["document", "source", "file", "id", "title", "url"].map((name) => row[name]).find((each) => typeof each === "string");
    if (typeof document !== "string") return undefined;
    const { start, end, verified } = row;
    const hasPlace = typeof start === "number" && typeof end === "number";
    return { document, ...(hasPlace ? { start, end } : {}), ...(typeof verified === "boolean" ? { verified } : {}) };
  });
  return citations.includes(undefined) ? undefined : citations.filter((each) => each !== undefined);
}
