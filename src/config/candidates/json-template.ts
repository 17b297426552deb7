import type { Json } from "../../core/calls.ts";
import type { Case, TrialContext } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import { nearestName } from "../nearest-name.ts";
import { inputText } from "../../core/evaluation.ts";
import { conversationOf } from "./conversation.ts";
import { lookUp } from "./json-path.ts";

/** What a template is filled with. */
export interface TemplateValues {
  readonly input: Case["input"];
  readonly context: Pick<TrialContext, "caseId" | "repeat" | "metadata">;
}

/** A template that was checked. */
export type Template<Filled> = (values: TemplateValues) => Filled;

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const NAMES = ["input", "messages", "id", "repeat", "metadata.NAME"];

/**
 * A JSON body with places. A text that is one place becomes the value itself, a number or a list of messages too; in a longer text the value stands as
 * text. As values go in before the whole is written as JSON, nothing in them can break it. A body given as text is read as JSON, where a place may also
 * stand without quotes. What is filled in is not looked at again. Throws BAD_CONFIG.
 */
export function jsonTemplate(body: Json, what: string): Template<Json> {
  const read = typeof body === "string" ? parsedBody(body, what) : body;
  return compiled(read, what);
}

/** An address with places, whose values are encoded for it. Throws BAD_CONFIG. */
export function urlTemplate(url: string, what: string): Template<string> {
  for (const [place, name = ""] of url.matchAll(PLACE)) checkPlace(place, name, what);
  return (values) => url.replace(PLACE, (_, name: string) => encodeURIComponent(asText(valueOf(name, values)).toWellFormed()));
}

/** Whether there is a place that differs from case to case. */
export function variesByCase(template: Json): boolean {
  const text = typeof template === "string" ? template : JSON.stringify(template);
  return [...text.matchAll(PLACE)].some(([, name]) => name !== "repeat");
}

function compiled(value: Json, what: string): Template<Json> {
  if (typeof value === "string") return compiledText(value, what);
  if (typeof value !== "object" || value === null) return () => value;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => compiled(item, what));
    return (values) => items.map((item) => item(values));
  }
  const fields = Object.entries(value).map(([key, each]) => [key, compiled(each, what)] as const);
  return (values) => Object.fromEntries(fields.map(([key, each]) => [key, each(values)]));
}

function compiledText(text: string, what: string): Template<Json> {
  const places = [...text.matchAll(PLACE)];
  for (const [place, name = ""] of places) checkPlace(place, name, what);
  const [first] = places;
  if (first === undefined) return () => text;
  const [whole, only = ""] = first;
  if (whole === text.trim()) return (values) => valueOf(only, values);
  return (values) => text.replace(PLACE, (_, name: string) => asText(valueOf(name, values)));
}

function checkPlace(place: string, name: string, what: string): void {
  if (["input", "messages", "id", "repeat"].includes(name) || /^metadata(?:\.[^.\s]+)+$/.test(name)) return;
  const near = nearestName(name, ["input", "messages", "id", "repeat"]);
  throw new FirstfitError(
    "BAD_CONFIG",
    `${what} has the place ${place}, which nothing fills.`,
    near === undefined ? `Places: ${NAMES.map((each) => `{{${each}}}`).join(", ")}.` : `Did you mean {{${near}}}?`,
  );
}

function valueOf(name: string, { input, context }: TemplateValues): Json {
  switch (name) {
    case "input":
      return inputText(input);
    case "messages": {
      const { system, messages } = conversationOf(input);
      const said = messages.map(({ role, text }) => ({ role, content: text }));
      return system === "" ? said : [{ role: "system", content: system }, ...said];
    }
    case "id":
      return context.caseId;
    case "repeat":
      return context.repeat;
    default: {
      const found = lookUp(context.metadata ?? {}, name.split(".").slice(1));
      // metadata was read from JSON
      if (found.kind === "found") return found.value as Json;
      throw new FirstfitError(
        "BAD_INPUT",
        `The case ${context.caseId} has nothing for {{${name}}}: its metadata has ${found.has}.`,
        "Write the value into `metadata` of the case, or take the place out of the template.",
      );
    }
  }
}

function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A body that was written as text. Places outside of its strings get the quotes that make it JSON. */
function parsedBody(text: string, what: string): Json {
  let quoted = "";
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const place = inString ? undefined : /^\{\{\s*[^{}]*?\s*\}\}/.exec(text.slice(at, at + 200))?.[0];
    if (place !== undefined) {
      quoted += JSON.stringify(place);
      at += place.length - 1;
      continue;
    }
    const character = text.charAt(at);
    quoted += character;
    if (inString && character === "\\") quoted += text.charAt((at += 1));
    else if (character === '"') inString = !inString;
  }
  try {
    return JSON.parse(quoted) as Json; // whatever JSON.parse returns is JSON
  } catch (cause) {
    throw new FirstfitError(
      "BAD_CONFIG",
      `${what} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Write an object, { question: "{{input}}" }, or JSON as text.',
      { cause },
    );
  }
}
