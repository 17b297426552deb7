import { FirstfitError } from "../../core/errors.ts";
import { isRecord } from "./records.ts";

/** Keys and places from the root of a JSON value; a negative place counts from the end of a list. */
export type JsonPath = readonly (string | number)[];

const STEP = /\.?([^.[\]"'\s]+)|\[\s*(-?\d+)\s*\]|\[\s*"([^"]*)"\s*\]|\[\s*'([^']*)'\s*\]/y;
const KEYS_SHOWN = 12;

/** Reads "choices.0.message.content", "$.a[0].b" or `["odd key"].x`. `what` says in the error where it stands. Throws BAD_CONFIG. */
export function jsonPath(text: string, what: string): JsonPath {
  const rest = text.trim().replace(/^\$/, "");
  const steps: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < rest.length) {
    const at = STEP.lastIndex;
    const match = STEP.exec(rest);
    if (match === null)
      throw new FirstfitError(
        "BAD_CONFIG",
        `${what} is no path: "${text}" cannot be read from "${rest.slice(at, at + 20)}" on.`,
        'Write keys and places with points, as "choices.0.message.content", or "$.a[0].b". There are no wildcards.',
      );
    const [, plain, place, double, single] = match;
    steps.push(place !== undefined ? Number(place) : (plain ?? double ?? single ?? ""));
  }
  return steps;
}

export type Looked =
  | { readonly kind: "found"; readonly value: unknown }
  /** `at`: as far as it goes; `has`: what stands there. `isLast`: only the last step is missing. */
  | { readonly kind: "missing"; readonly step: string | number; readonly at: string; readonly has: string; readonly isLast: boolean };

/** What stands at a path. Only what is in the JSON is found: never a method, never a prototype. */
export function lookUp(root: unknown, path: JsonPath): Looked {
  let value = root;
  for (const [i, step] of path.entries()) {
    const next = stepInto(value, step);
    if (next === undefined)
      return { kind: "missing", step, at: pathText(path.slice(0, i)), has: shapeOf(value), isLast: i === path.length - 1 };
    value = next.value;
  }
  return { kind: "found", value };
}

function stepInto(value: unknown, step: string | number): { readonly value: unknown } | undefined {
  if (Array.isArray(value)) {
    const place = typeof step === "number" || /^-?\d+$/.test(step) ? Number(step) : Number.NaN;
    const from = place < 0 ? value.length + place : place;
    return Number.isInteger(from) && from >= 0 && from < value.length ? { value: value[from] as unknown } : undefined;
  }
  return isRecord(value) && Object.hasOwn(value, String(step)) ? { value: value[String(step)] } : undefined;
}

export function pathText(path: JsonPath): string {
  return path.map(String).join(".");
}

/** What a value is, for an error: its keys, its length, its kind; never what it says. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isRecord(value)) return typeof value === "string" ? "a text" : `a ${typeof value}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return "an object without keys";
  const more = keys.length > KEYS_SHOWN ? ` and ${keys.length - KEYS_SHOWN} more` : "";
  return `the keys ${keys
    .slice(0, KEYS_SHOWN)
    .map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key))
    .join(", ")}${more}`;
}
