import type { ExpectedArgument, ExpectedCall, Grade } from "../core/evaluation.ts";
import type { ToolCall } from "../core/model.ts";
import { isObject } from "./json-values.ts";

/** What is wrong with a call, in the order in which it is looked for; the nearest to right comes last. */
export type CallError =
  | "wrong_count"
  | "wrong_name"
  | "bad_arguments"
  | "missing_argument"
  | "unexpected_argument"
  | "type_error"
  | "value_error";

const ORDER: readonly CallError[] = [
  "wrong_count",
  "wrong_name",
  "bad_arguments",
  "missing_argument",
  "unexpected_argument",
  "type_error",
  "value_error",
];

interface CallFault {
  readonly errorType: CallError;
  readonly reason: string;
}

/**
 * Compares the calls that were made with those expected, as BFCL's AST check does: number of calls, name, missing and unexpected arguments, type,
 * value (Patil et al. 2025, "The Berkeley Function Calling Leaderboard"). Unlike it, calls are paired so that as many as possible match, and not
 * by the first that fits; an expected value may be an object with accepted values of its own; and a decimal point counts. An empty list
 * expects no call.
 */
export function gradeToolCalls(made: readonly ToolCall[], expected: readonly ExpectedCall[]): Grade {
  const fault = faultOf(made, expected);
  return fault === undefined ? { kind: "graded", value: 1 } : { kind: "graded", value: 0, ...fault };
}

function faultOf(made: readonly ToolCall[], expected: readonly ExpectedCall[]): CallFault | undefined {
  if (made.length !== expected.length)
    return {
      errorType: "wrong_count",
      reason: `${made.length} calls were made (${made.map(({ name }) => name).join(", ") || "none"}), ${expected.length} expected`,
    };
  const faults = expected.map((call) => made.map((each) => callFault(each, call)));
  const partner = bestAssignment(faults.map((row) => row.map((fault) => fault === undefined)));
  const unmatched = partner.indexOf(-1);
  if (unmatched < 0) return undefined;
  // Of the calls that nothing is paired with, the one that comes nearest says what is wrong.
  const taken = new Set(partner);
  return (faults[unmatched] ?? [])
    .filter((fault, at): fault is CallFault => fault !== undefined && !taken.has(at))
    .toSorted((a, b) => ORDER.indexOf(b.errorType) - ORDER.indexOf(a.errorType))[0];
}

/** For each row the column it is paired with, or -1; as many pairs as there can be (augmenting paths, Kuhn 1955). */
function bestAssignment(fits: readonly (readonly boolean[])[]): readonly number[] {
  const rowOf = new Map<number, number>();
  const place = (row: number, tried: Set<number>): boolean => {
    for (const [column, fit] of (fits[row] ?? []).entries()) {
      if (!fit || tried.has(column)) continue;
      tried.add(column);
      const other = rowOf.get(column);
      if (other !== undefined && !place(other, tried)) continue;
      rowOf.set(column, row);
      return true;
    }
    return false;
  };
  for (const row of fits.keys()) place(row, new Set());
  const partner = fits.map(() => -1);
  for (const [column, row] of rowOf) partner[row] = column;
  return partner;
}

function callFault({ name, input }: ToolCall, expected: ExpectedCall): CallFault | undefined {
  if (plainName(name) !== plainName(expected.name)) return { errorType: "wrong_name", reason: `called ${name}, not ${expected.name}` };
  if (!isObject(input)) return { errorType: "bad_arguments", reason: `the arguments of ${name} are no object` };
  return argumentsFault(input, expected.args, name);
}

/** Providers allow no dots in a tool's name, and stand-ins for them differ. */
function plainName(name: string): string {
  return name.replaceAll(".", "_");
}

function argumentsFault(input: Readonly<Record<string, unknown>>, expected: ExpectedCall["args"], path: string): CallFault | undefined {
  for (const [argument, { optional }] of Object.entries(expected))
    if (!optional && !Object.hasOwn(input, argument)) return { errorType: "missing_argument", reason: `${path}: "${argument}" is missing` };
  for (const argument of Object.keys(input))
    if (!Object.hasOwn(expected, argument)) return { errorType: "unexpected_argument", reason: `${path}: "${argument}" is not expected` };
  for (const [argument, wanted] of Object.entries(expected)) {
    if (!Object.hasOwn(input, argument)) continue;
    const fault = valueFault(input[argument], wanted, `${path}.${argument}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function valueFault(value: unknown, { accepted }: ExpectedArgument, path: string): CallFault | undefined {
  let nearest: CallFault | undefined;
  for (const each of accepted) {
    const fault = oneValueFault(value, each, path);
    if (fault === undefined) return undefined;
    if (nearest === undefined || ORDER.indexOf(fault.errorType) > ORDER.indexOf(nearest.errorType)) nearest = fault;
  }
  return nearest ?? { errorType: "value_error", reason: `${path}: nothing is accepted` };
}

function oneValueFault(value: unknown, accepted: unknown, path: string): CallFault | undefined {
  const nested = acceptedArgument(accepted);
  if (nested !== undefined) return valueFault(value, nested, path);
  if (typeOf(value) !== typeOf(accepted))
    return { errorType: "type_error", reason: `${path}: ${shown(value)} is ${typeOf(value)}, expected ${typeOf(accepted)}` };
  const differs: CallFault = { errorType: "value_error", reason: `${path}: ${shown(value)}, expected ${shown(accepted)}` };
  if (typeof value === "string" && typeof accepted === "string") return plainText(value) === plainText(accepted) ? undefined : differs;
  if (Array.isArray(value) && Array.isArray(accepted)) {
    if (value.length !== accepted.length) return differs;
    return value.map((item, at) => oneValueFault(item, accepted[at], `${path}[${at}]`)).find((fault) => fault !== undefined);
  }
  if (isObject(value) && isObject(accepted)) {
    const args = Object.entries(accepted).map(
      ([key, each]) => [key, acceptedArgument(each) ?? { accepted: [each], optional: false }] as const,
    );
    return argumentsFault(value, Object.fromEntries(args), path);
  }
  return value === accepted ? undefined : differs;
}

/** `{"any_of": [...], "optional": true}` within an accepted value. */
function acceptedArgument(value: unknown): ExpectedArgument | undefined {
  if (!isObject(value) || !Array.isArray(value["any_of"])) return undefined;
  return { accepted: value["any_of"] as readonly unknown[], optional: value["optional"] === true };
}

/** Case, spaces and punctuation say nothing about what is meant, as in BFCL; a point or comma between digits does. */
function plainText(text: string): string {
  return text
    .replace(/(\d)([.,])(?=\d)/g, "$1\u0000$2")
    .replace(/(?<!\u0000)[ ,./\-_*^]/g, "")
    .replaceAll("'", '"')
    .toLowerCase();
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
