import type { Json } from "../../core/calls.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Prompt } from "../../core/prompt.ts";
import { promptOf } from "./prompt-parts.ts";
import { isRecord, type JsonRecord } from "./json.ts";

/**
 * Reads a prompt: a text or Markdown file, a request as JSON in the form of Anthropic's or OpenAI's messages, or a JSONL file with one message a line.
 * Of a JSONL file with one request a line the longest is read, and a note says so. Throws BAD_INPUT.
 */
export function readPrompt(text: string, name: string): Prompt {
  if (text.trim() === "") throw new FirstfitError("BAD_INPUT", `${name} is empty.`, "Name a file with a prompt, or - for standard input.");
  if (!/^\s*[[{]/.test(text)) return promptOf(text);
  const whole = parsed(text);
  if (whole !== undefined) return promptOfJson(whole, name);
  const rows = text.split("\n").filter((line) => line.trim() !== "");
  const values = rows.map(parsed);
  const broken = values.indexOf(undefined);
  // a template may begin with {{name}}, and a prompt with a [remark]
  if (broken >= 0 && (broken === 0 || !isJsonName(name))) return promptOf(text);
  if (broken >= 0)
    throw new FirstfitError("BAD_INPUT", `${name}:${broken + 1} is not JSON.`, "Mend the line, or give the prompt as a text file.");
  const records = values.filter((value) => isRecord(value));
  if (records.every((record) => "role" in record)) return promptOf({ messages: records });
  const [longest = 0] = records.map((_, i) => i).sort((a, b) => (rows[b]?.length ?? 0) - (rows[a]?.length ?? 0) || a - b);
  const prompt = promptOfJson(records[longest], name);
  return { ...prompt, notes: [`The longest of ${records.length} requests is shown: line ${longest + 1}.`, ...prompt.notes] };
}

function isJsonName(name: string): boolean {
  return /\.(?:jsonl?|ndjson)$/i.test(name);
}

/** The text itself is the string "…" when it is JSON and no request. */
function promptOfJson(value: Json | undefined, name: string): Prompt {
  if (Array.isArray(value) && value.length > 0 && value.every((message) => isRecord(message) && "role" in message))
    return promptOf({ messages: value });
  if (isRecord(value)) {
    // a line of a batch file: OpenAI's `body`, Anthropic's `params`
    for (const key of ["body", "params"]) if (isRecord(value[key]) && isRequest(value[key])) return promptOf(value[key]);
    if (isRequest(value)) return promptOf(value);
    if ("role" in value) return promptOf({ messages: [value] });
  }
  throw new FirstfitError(
    "BAD_INPUT",
    `${name} is JSON, but no request: it has no \`messages\`.`,
    "Give a request as it is sent to Anthropic's or OpenAI's messages API, a list of messages, or the prompt as text.",
  );
}

function isRequest(value: JsonRecord): boolean {
  return Array.isArray(value["messages"]);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // what JSON.parse gives is JSON
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
