import type { Json } from "../../core/calls.ts";
import type { Prompt, PromptPart, PromptSection } from "../../core/prompt.ts";
import { isRecord, listOf, type Edit } from "./json.ts";
import { isInstruction, overlap, shingles } from "./load-bearing.ts";
import { lines, paragraphs, unitsOf } from "./units.ts";

/** Something that could go. `by` is what would stand in its place. */
export interface Candidate {
  readonly rule: string;
  readonly text: string;
  readonly by: string;
  /** What no other candidate may touch as well; offsets into the part's text. */
  readonly places: readonly { readonly part: PromptPart; readonly start: number; readonly end: number }[];
  readonly edits: readonly Edit[];
}

type Count = (text: string) => number;

/** In the order in which they are to be taken. */
export function* candidatesOf(prompt: Prompt, section: PromptSection, count: Count): Generator<Candidate> {
  const parts = prompt.parts.filter((part) => part.section === section);
  const texts = parts.filter(({ span }) => span !== undefined);
  yield* repeated(texts, section);
  if (section === "tools") yield* toolSchemas(parts);
  if (section === "examples") yield* longestExamples(texts, count);
  if (section === "context") yield* lastPassages(texts);
  if (section === "tool outputs") yield* oldOutputs(texts);
  if (section === "history") yield* oldTurns(prompt);
  if (section === "system") yield* plainParagraphs(texts, count);
  if (section === "input") yield* quotedLines(texts);
}

function cutOut(rule: string, part: PromptPart, start: number, end: number, by = ""): Candidate {
  const offset = part.span?.start ?? 0;
  return {
    rule,
    text: part.text.slice(start, end),
    by,
    places: [{ part, start, end }],
    edits: [{ kind: "text", path: part.path, start: offset + start, end: offset + end, text: by }],
  };
}

/** Shorter ones are separators and brackets. */
const REPEATED_LENGTH_MIN = 20;
const NEAR_REPEAT = 0.8;
const NEAR_WORDS_MIN = 8;
/** Each is compared with all before it. */
const COMPARED_MAX = 400;

function* repeated(parts: readonly PromptPart[], section: PromptSection): Generator<Candidate> {
  for (const [what, split] of [
    ["paragraph", paragraphs],
    ["line", lines],
  ] as const) {
    const seen = new Set<string>();
    for (const part of parts)
      for (const { start, end } of split(part.text)) {
        const text = part.text.slice(start, end).replace(/\s+/g, " ").trim();
        if (text.length < REPEATED_LENGTH_MIN) continue;
        if (seen.has(text)) yield cutOut(`the same ${what} again`, part, start, end);
        seen.add(text);
      }
  }
  const units = parts.flatMap((part) => unitsOf(part.text, section).map((unit) => ({ part, ...unit })));
  const kept: ReadonlySet<string>[] = [];
  for (const { part, start, end } of units.slice(0, COMPARED_MAX)) {
    const own = shingles(part.text.slice(start, end));
    if (own.size >= NEAR_WORDS_MIN && kept.some((other) => overlap(own, other) >= NEAR_REPEAT))
      yield cutOut("nearly the same again", part, start, end);
    else kept.push(own);
  }
}

/** A model learns a form from two examples; with one it copies. */
const EXAMPLES_MIN = 2;

function* longestExamples(parts: readonly PromptPart[], count: Count): Generator<Candidate> {
  const units = parts.flatMap((part) => unitsOf(part.text, "examples").map((unit) => ({ part, ...unit })));
  const sized = units.map((unit) => ({ ...unit, tokens: count(unit.part.text.slice(unit.start, unit.end)) }));
  const longest = sized.toSorted((a, b) => b.tokens - a.tokens);
  for (const { part, start, end } of longest.slice(0, Math.max(0, longest.length - EXAMPLES_MIN)))
    yield cutOut("the longest example", part, start, end);
}

const SCORE = /\bscore\s*[=:]\s*"?(-?\d*\.?\d+)/i;

/** Those with the lowest score where every passage tells its own; else those that stand last, because retrieval puts the best first. */
function* lastPassages(parts: readonly PromptPart[]): Generator<Candidate> {
  const units = parts.flatMap((part) =>
    unitsOf(part.text, "context").map((unit) => ({ part, ...unit, score: SCORE.exec(part.text.slice(unit.start, unit.end))?.[1] })),
  );
  const isScored = units.length > 1 && units.every(({ score }) => score !== undefined);
  const order = isScored ? units.toSorted((a, b) => Number(a.score) - Number(b.score)) : units.toReversed();
  for (const { part, start, end } of order.slice(0, -1))
    yield cutOut(isScored ? "the passage with the lowest score" : "the passage ranked last", part, start, end);
}

/** Of an output that is shortened, so much is kept from its beginning. */
const OUTPUT_KEPT_LENGTH = 400;

function* oldOutputs(parts: readonly PromptPart[]): Generator<Candidate> {
  for (const part of parts) {
    const slim = slimJson(part.text);
    if (slim !== undefined && slim.length < part.text.length * 0.9)
      yield cutOut("empty fields and white space of a JSON output", part, 0, part.text.length, slim);
  }
  for (const part of parts) {
    if (part.text.length < OUTPUT_KEPT_LENGTH * 2) continue;
    const kept = part.text.slice(0, OUTPUT_KEPT_LENGTH).toWellFormed();
    yield cutOut(
      "the rest of an old tool output",
      part,
      kept.length,
      part.text.length,
      `\n[${part.text.length - kept.length} characters cut]`,
    );
  }
}

function slimJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text) as unknown, (_, value: unknown) =>
      value === null || value === "" || (Array.isArray(value) && value.length === 0) ? undefined : value,
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whole turns, the oldest first: from one message of the user to the next, with the calls and results between them. */
function* oldTurns(prompt: Prompt): Generator<Candidate> {
  const messages = isRecord(prompt.value) ? listOf(prompt.value["messages"]) : [];
  const partsOf = (i: number): readonly PromptPart[] => prompt.parts.filter(({ path }) => path[0] === "messages" && path[1] === i);
  const starts = messages.flatMap((message, i) =>
    isRecord(message) && message["role"] === "user" && partsOf(i).some(({ section }) => section !== "tool outputs") ? [i] : [],
  );
  for (const [n, start] of starts.slice(0, -1).entries()) {
    const turn = messages.map((_, i) => i).slice(start, starts[n + 1]);
    const places = turn.flatMap((i) => partsOf(i).map((part) => ({ part, start: 0, end: part.text.length })));
    const text = places.map(({ part }) => part.text).join("\n");
    yield { rule: "the oldest turn", text, by: "", places, edits: turn.map((i) => ({ kind: "remove", path: ["messages", i] })) };
  }
  if (messages.length === 0)
    for (const part of prompt.parts.filter(({ section }) => section === "history"))
      for (const { start, end } of paragraphs(part.text).slice(0, -1)) yield cutOut("the oldest turn", part, start, end);
}

/** Neither the first nor the last, because a model heeds both ends most. */
function* plainParagraphs(parts: readonly PromptPart[], count: Count): Generator<Candidate> {
  const all = parts.flatMap((part) => paragraphs(part.text).map((unit) => ({ part, ...unit })));
  const plain = all.slice(1, -1).filter(({ part, start, end }) => !isInstruction(part.text.slice(start, end)));
  const sized = plain.map((unit) => ({ ...unit, tokens: count(unit.part.text.slice(unit.start, unit.end)) }));
  for (const { part, start, end } of sized.toSorted((a, b) => b.tokens - a.tokens))
    yield cutOut("the longest paragraph that tells the model nothing to do", part, start, end);
}

function* quotedLines(parts: readonly PromptPart[]): Generator<Candidate> {
  for (const part of parts)
    for (const match of part.text.matchAll(/(?:^[ \t]*>.*(?:\n|$)){2,}/gm))
      yield cutOut("quoted text of an earlier message", part, match.index, match.index + match[0].length);
}

/** Keys of a JSON Schema that describe and do not restrict. */
const DESCRIBING = new Set(["examples", "example", "title", "$schema", "$comment", "default", "deprecated"]);

/** First the schema's ornaments and all but the first sentence of what describes a field, then of what describes the tool. */
function* toolSchemas(parts: readonly PromptPart[]): Generator<Candidate> {
  const sized = parts.toSorted((a, b) => b.text.length - a.text.length);
  for (const part of sized) {
    const slim = slimTool(JSON.parse(part.text) as Json, 0); // the part's text was made by JSON.stringify
    const by = JSON.stringify(slim);
    if (by.length >= part.text.length) continue;
    yield {
      rule: "all but the first sentence of descriptions, examples and titles in a tool's schema",
      text: part.text,
      by,
      places: [{ part, start: 0, end: part.text.length }],
      edits: [{ kind: "value", path: part.path, value: slim }],
    };
  }
}

function slimTool(value: Json, depth: number, isNames = false): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => slimTool(item, depth + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      // under `properties` the keys are the tool's own names, whatever they are
      .filter(([key]) => isNames || depth === 0 || !DESCRIBING.has(key))
      .map(([key, item]) => [
        key,
        key === "description" && typeof item === "string" && !isNames
          ? firstSentence(item)
          : slimTool(item, depth + 1, key === "properties"),
      ]),
  );
}

function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0].trim() ?? text;
}
