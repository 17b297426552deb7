import type { CaseMessage, CaseSource, ExpectedArgument, ExpectedCall, ExpectedSpan, Expectation } from "../../core/evaluation.ts";
import type { Fields } from "./json-objects.ts";

/** A field is right, or what it should look like. */
export type Checked<T> = { readonly kind: "right"; readonly value: T } | { readonly kind: "wrong"; readonly should: string };

const right = <T>(value: T): Checked<T> => ({ kind: "right", value });
const wrong = (should: string): Checked<never> => ({ kind: "wrong", should });

/** As `schemas/cases.schema.json` has it. */
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** The form of every field of a case, in the order in which documentation lists them. `schemas/cases.schema.json` says the same. */
export const CASE_FIELDS = {
  id: (value: unknown) =>
    isText(value)
      ? right(value)
      : typeof value === "number" && Number.isFinite(value)
        ? right(String(value))
        : wrong('a text, such as "sponsor-1"'),
  input,
  expected_exact: (value: unknown) => textList(value, '"Phoenix" or ["Phoenix", "PHX"]'),
  expected_substr: (value: unknown) => textList(value, '"1081" or ["1081", "arithmetic"]'),
  expected_regex: (value: unknown) => (isText(value) ? right(value) : wrong('a text, such as "^[A-Z]{3}-[0-9]+$"')),
  expected_number,
  expected_tool: (value: unknown) =>
    isText(value) ? right(value) : value === false ? right<false>(false) : wrong("the name of a tool, or false when none may be called"),
  expected_args: (value: unknown) => {
    const args = argumentsOf(value);
    return args === undefined
      ? wrong('an object, such as {"city": "Phoenix"} or {"city": {"any_of": ["Phoenix", "PHX"], "optional": true}}')
      : right(args);
  },
  expected_calls,
  expected_refusal: flag,
  expected_documents: (value: unknown) => textList(value, '["note01.txt"]'),
  expected_spans: (value: unknown) => spans(value),
  expected_quotes: (value: unknown) => spans(value, '[{"document": "a.md", "quote": "words as they stand there"}]'),
  expected_json: (value: unknown) => right(value),
  expected_schema: (value: unknown) =>
    isFields(value) || typeof value === "boolean" ? right(value) : wrong('a JSON Schema, such as {"type": "object"}'),
  expected_abstain: flag,
  expected_similar,
  criteria: (value: unknown) => (isText(value) ? right(value) : wrong("a text that a judge can follow")),
  tags: (value: unknown) => (Array.isArray(value) && value.every(isText) ? right(value) : wrong('a list of texts, such as ["arithmetic"]')),
  source: (value: unknown) => (isSource(value) ? right(value) : wrong('"log", "hand", "synthetic" or "adversarial"')),
  weight: (value: unknown) => (typeof value === "number" && value > 0 && Number.isFinite(value) ? right(value) : wrong("a number above 0")),
  group: (value: unknown) => (isText(value) ? right(value) : wrong("a text that cases of one group share")),
  review: (value: unknown) =>
    value === "unreviewed" || value === "kept" ? right<"unreviewed" | "kept">(value) : wrong('"unreviewed" or "kept"'),
  added: (value: unknown) =>
    typeof value === "string" && DAY.test(value) ? right(value) : wrong('the day on which the case came in, such as "2026-11-30"'),
  metadata: (value: unknown) => (isFields(value) ? right(value) : wrong("an object")),
} as const;

export type CaseFieldName = keyof typeof CASE_FIELDS;
type ValueOf<C> = C extends (value: unknown) => infer R
  ? R extends { readonly kind: "right"; readonly value: infer V }
    ? V
    : never
  : never;
export type CaseFields = { readonly [Name in CaseFieldName]?: ValueOf<(typeof CASE_FIELDS)[Name]> };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Not blank. */
function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isSource(value: unknown): value is CaseSource {
  return value === "log" || value === "hand" || value === "synthetic" || value === "adversarial";
}

function flag(value: unknown): Checked<boolean> {
  return typeof value === "boolean" ? right(value) : wrong("true or false");
}

function textList(value: unknown, example: string): Checked<readonly string[]> {
  if (isText(value)) return right([value]);
  return Array.isArray(value) && value.length > 0 && value.every(isText) ? right(value) : wrong(example);
}

function input(value: unknown): Checked<string | readonly CaseMessage[]> {
  if (isText(value)) return right(value);
  const should = 'a text, or a list of messages such as {"role": "user", "content": "..."}';
  if (!Array.isArray(value) || value.length === 0) return wrong(should);
  const messages: CaseMessage[] = [];
  for (const item of value) {
    if (!isFields(item) || Object.keys(item).length !== 2) return wrong(should);
    const text = item["content"] ?? item["text"];
    const role = item["role"];
    if (typeof text !== "string" || (role !== "system" && role !== "user" && role !== "assistant")) return wrong(should);
    messages.push({ role, text });
  }
  return right(messages);
}

function expected_number(value: unknown): Checked<Extract<Expectation, { kind: "number" }>> {
  const of = (number: unknown, tolerance: unknown): Checked<Extract<Expectation, { kind: "number" }>> =>
    typeof number === "number" && Number.isFinite(number) && typeof tolerance === "number" && tolerance >= 0 && Number.isFinite(tolerance)
      ? right({ kind: "number", value: number, tolerance })
      : wrong('a number, or {"value": 3.14, "tolerance": 0.01}');
  if (!isFields(value)) return of(value, 0);
  return Object.keys(value).every((key) => key === "value" || key === "tolerance")
    ? of(value["value"], value["tolerance"] ?? 0)
    : of(undefined, 0);
}

function expected_similar(value: unknown): Checked<Extract<Expectation, { kind: "similar" }>> {
  const should = 'a text, or {"text": "...", "min": 0.8} with a cosine from 0 to 1';
  if (isText(value)) return right({ kind: "similar", text: value });
  if (!isFields(value)) return wrong(should);
  const { text, min, ...others } = value;
  if (!isText(text) || Object.keys(others).length > 0) return wrong(should);
  if (min === undefined || min === null) return right({ kind: "similar", text });
  return typeof min === "number" && min >= 0 && min <= 1 ? right({ kind: "similar", text, min }) : wrong(should);
}

/** Undefined for what are no arguments. `{"any_of": [...]}` lists the values that are right, `"optional": true` lets the argument be left out. */
function argumentsOf(value: unknown): ExpectedCall["args"] | undefined {
  if (!isFields(value)) return undefined;
  const args: [string, ExpectedArgument][] = [];
  for (const [name, given] of Object.entries(value)) {
    if (!isFields(given) || !Object.hasOwn(given, "any_of")) {
      args.push([name, { accepted: [given], optional: false }]);
      continue;
    }
    const { any_of: accepted, optional = false, ...others } = given;
    if (!Array.isArray(accepted) || accepted.length === 0 || typeof optional !== "boolean" || Object.keys(others).length > 0)
      return undefined;
    args.push([name, { accepted, optional }]);
  }
  return Object.fromEntries(args);
}

function expected_calls(value: unknown): Checked<readonly ExpectedCall[]> {
  const should = 'a list of calls, such as [{"tool": "get_weather", "args": {"city": "Phoenix"}}]; empty when none may be made';
  if (!Array.isArray(value)) return wrong(should);
  const calls: ExpectedCall[] = [];
  for (const item of value) {
    if (!isFields(item) || !Object.keys(item).every((key) => key === "tool" || key === "args")) return wrong(should);
    const args = argumentsOf(item["args"] ?? {});
    const name = item["tool"];
    if (!isText(name) || args === undefined) return wrong(should);
    calls.push({ name, args });
  }
  return right(calls);
}

function spans(value: unknown, should = '[{"document": "a.md", "start": 10, "end": 42}]'): Checked<readonly ExpectedSpan[]> {
  if (!Array.isArray(value) || value.length === 0) return wrong(should);
  const found: ExpectedSpan[] = [];
  for (const item of value) {
    if (!isFields(item)) return wrong(should);
    const { document, start, end, quote, ...others } = item;
    if (!isText(document) || Object.keys(others).length > 0) return wrong(should);
    if (isText(quote) && start === undefined && end === undefined) found.push({ kind: "quote", document, quote });
    else if (isOffset(start) && isOffset(end) && end > start && quote === undefined) found.push({ kind: "offsets", document, start, end });
    else return wrong(should);
  }
  return right(found);
}

function isOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
