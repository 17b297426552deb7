import { RE2JS } from "re2js";
import { isObject, sameJson } from "./json-values.ts";

export type JsonSchema = boolean | Readonly<Record<string, unknown>>;

/** The first place where a value does not fit, or why the schema cannot be used. Fits: `ok`. */
export type SchemaCheck =
  | { readonly kind: "ok" }
  | { readonly kind: "misfit"; readonly path: string; readonly reason: string }
  | { readonly kind: "unusable"; readonly reason: string };

const OK: SchemaCheck = { kind: "ok" };
/** Deeper than any answer, and short of the stack. */
const DEPTH_MAX = 200;

/** Keywords that say nothing about whether a value fits. */
const ANNOTATIONS = new Set([
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "definitions",
  "$anchor",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "format",
  "contentMediaType",
  "contentEncoding",
  // read beside "if"
  "then",
  "else",
]);

type Keyword = (expected: unknown, value: unknown, context: Context) => SchemaCheck;

interface Context {
  readonly root: JsonSchema;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly depth: number;
}

/**
 * Checks a JSON value against a schema of draft 2020-12 or 7: types, enums, bounds, objects, arrays, combinations, conditions and references within the
 * schema. `pattern` is an RE2 expression, so that it takes linear time; `format` is an annotation, as the standard has it. A schema with a keyword
 * that is not checked here is unusable, never half checked.
 */
export function checkSchema(value: unknown, schema: JsonSchema): SchemaCheck {
  return check(value, schema, { root: schema, path: "$", depth: 0 });
}

function check(value: unknown, schema: unknown, { root, path, depth }: Omit<Context, "schema">): SchemaCheck {
  if (schema === true) return OK;
  if (schema === false) return { kind: "misfit", path, reason: "nothing is allowed here" };
  if (!isObject(schema)) return { kind: "unusable", reason: `the schema for ${path} is neither an object nor true or false` };
  if (depth > DEPTH_MAX) return { kind: "unusable", reason: `the schema or the value is nested more than ${DEPTH_MAX} deep` };
  for (const [name, expected] of Object.entries(schema)) {
    if (ANNOTATIONS.has(name)) continue;
    const keyword = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
    if (keyword === undefined) return { kind: "unusable", reason: `the schema uses "${name}", which is not checked here` };
    const result = keyword(expected, value, { root, schema, path, depth });
    if (result.kind !== "ok") return result;
  }
  return OK;
}

const inner = (value: unknown, schema: unknown, { root, path, depth }: Context, step = ""): SchemaCheck =>
  check(value, schema, { root, path: path + step, depth: depth + 1 });
const misfit = ({ path }: Context, reason: string): SchemaCheck => ({ kind: "misfit", path, reason });
const firstBad = (checks: Iterable<SchemaCheck>): SchemaCheck => {
  for (const each of checks) if (each.kind !== "ok") return each;
  return OK;
};
const lengthOf = (text: string): number => [...text].length;

/** A keyword with a number that a measure of the value is held against; values without that measure fit. */
function bound(measure: (value: unknown) => number | undefined, fits: (measured: number, limit: number) => boolean, what: string): Keyword {
  return (limit, value, context) => {
    const measured = measure(value);
    if (typeof limit !== "number") return { kind: "unusable", reason: `${what} in the schema is no number` };
    return measured === undefined || fits(measured, limit) ? OK : misfit(context, `${what} ${limit} does not hold: ${measured}`);
  };
}

const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const textLength = (value: unknown): number | undefined => (typeof value === "string" ? lengthOf(value) : undefined);
const itemCount = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined);
const keyCount = (value: unknown): number | undefined => (isObject(value) ? Object.keys(value).length : undefined);
const atLeast = (measured: number, limit: number): boolean => measured >= limit;
const atMost = (measured: number, limit: number): boolean => measured <= limit;

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type(expected, value, context) {
    const names = Array.isArray(expected) ? expected : [expected];
    return names.some((name) => hasType(value, name)) ? OK : misfit(context, `should be ${names.join(" or ")}, is ${typeOf(value)}`);
  },
  enum: (expected, value, context) =>
    Array.isArray(expected) && expected.some((each) => sameJson(each, value))
      ? OK
      : misfit(context, `should be one of ${JSON.stringify(expected)}`),
  const: (expected, value, context) => (sameJson(expected, value) ? OK : misfit(context, `should be ${JSON.stringify(expected)}`)),
  minimum: bound(numberOf, atLeast, "minimum"),
  maximum: bound(numberOf, atMost, "maximum"),
  exclusiveMinimum: bound(numberOf, (measured, limit) => measured > limit, "exclusiveMinimum"),
  exclusiveMaximum: bound(numberOf, (measured, limit) => measured < limit, "exclusiveMaximum"),
  multipleOf: bound(numberOf, (measured, step) => Math.abs(measured / step - Math.round(measured / step)) < 1e-9, "multipleOf"),
  minLength: bound(textLength, atLeast, "minLength"),
  maxLength: bound(textLength, atMost, "maxLength"),
  minItems: bound(itemCount, atLeast, "minItems"),
  maxItems: bound(itemCount, atMost, "maxItems"),
  minProperties: bound(keyCount, atLeast, "minProperties"),
  maxProperties: bound(keyCount, atMost, "maxProperties"),
  pattern(expected, value, context) {
    if (typeof value !== "string") return OK;
    const pattern = compiled(expected);
    if (pattern === undefined) return { kind: "unusable", reason: `"pattern" ${JSON.stringify(expected)} is no RE2 expression` };
    return pattern.matcher(value).find() ? OK : misfit(context, `does not match ${JSON.stringify(expected)}`);
  },
  required(expected, value, context) {
    if (!isObject(value) || !Array.isArray(expected)) return OK;
    const missing = (expected as readonly unknown[]).find((name) => typeof name === "string" && !Object.hasOwn(value, name));
    return missing === undefined ? OK : misfit(context, `${JSON.stringify(missing)} is missing`);
  },
  properties(expected, value, context) {
    if (!isObject(value) || !isObject(expected)) return OK;
    return firstBad(
      Object.entries(expected)
        .filter(([name]) => Object.hasOwn(value, name))
        .map(([name, schema]) => inner(value[name], schema, context, `.${name}`)),
    );
  },
  patternProperties(expected, value, context) {
    if (!isObject(value) || !isObject(expected)) return OK;
    const patterns = Object.entries(expected).map(([source, schema]) => ({ pattern: compiled(source), schema }));
    if (patterns.some(({ pattern }) => pattern === undefined))
      return { kind: "unusable", reason: '"patternProperties" holds what is no RE2 expression' };
    return firstBad(
      Object.entries(value).flatMap(([name, item]) =>
        patterns.filter(({ pattern }) => pattern?.matcher(name).find()).map(({ schema }) => inner(item, schema, context, `.${name}`)),
      ),
    );
  },
  additionalProperties(expected, value, context) {
    if (!isObject(value)) return OK;
    const { properties, patternProperties } = context.schema;
    const patterns = Object.keys(isObject(patternProperties) ? patternProperties : {}).map(compiled);
    const others = Object.keys(value).filter(
      (name) => !(isObject(properties) && Object.hasOwn(properties, name)) && !patterns.some((pattern) => pattern?.matcher(name).find()),
    );
    if (expected === false && others[0] !== undefined) return misfit(context, `"${others[0]}" is not allowed`);
    return firstBad(others.map((name) => inner(value[name], expected, context, `.${name}`)));
  },
  propertyNames: (expected, value, context) =>
    isObject(value) ? firstBad(Object.keys(value).map((name) => inner(name, expected, context, `.${name}`))) : OK,
  dependentRequired(expected, value, context) {
    if (!isObject(value) || !isObject(expected)) return OK;
    for (const [name, needed] of Object.entries(expected)) {
      const missing =
        Object.hasOwn(value, name) && Array.isArray(needed)
          ? (needed as readonly unknown[]).find((each) => !Object.hasOwn(value, String(each)))
          : undefined;
      if (missing !== undefined) return misfit(context, `${JSON.stringify(missing)} is missing beside "${name}"`);
    }
    return OK;
  },
  prefixItems: eachInPlace,
  items(expected, value, context) {
    if (!Array.isArray(value)) return OK;
    const { prefixItems } = context.schema;
    // draft 7 has lists here for what is prefixItems now
    if (Array.isArray(expected)) return eachInPlace(expected, value, context);
    const start = Array.isArray(prefixItems) ? prefixItems.length : 0;
    return firstBad(value.slice(start).map((item, at) => inner(item, expected, context, `[${start + at}]`)));
  },
  contains: (expected, value, context) =>
    !Array.isArray(value) || value.some((item) => inner(item, expected, context).kind === "ok")
      ? OK
      : misfit(context, "no item is as it should be"),
  uniqueItems(expected, value, context) {
    if (expected !== true || !Array.isArray(value)) return OK;
    return value.every((item, at) => value.findIndex((other) => sameJson(other, item)) === at)
      ? OK
      : misfit(context, "an item stands twice");
  },
  allOf: (expected, value, context) => firstBad((Array.isArray(expected) ? expected : []).map((schema) => inner(value, schema, context))),
  anyOf: (expected, value, context) => countFitting(expected, value, context, (fitting) => fitting > 0),
  oneOf: (expected, value, context) => countFitting(expected, value, context, (fitting) => fitting === 1),
  not(expected, value, context) {
    const result = inner(value, expected, context);
    return result.kind === "unusable" ? result : result.kind === "ok" ? misfit(context, "is what it must not be") : OK;
  },
  if(expected, value, context) {
    const result = inner(value, expected, context);
    if (result.kind === "unusable") return result;
    const branch = context.schema[result.kind === "ok" ? "then" : "else"];
    return branch === undefined ? OK : inner(value, branch, context);
  },
  $ref(expected, value, context) {
    const target = typeof expected === "string" && expected.startsWith("#") ? followed(expected, context.root) : undefined;
    return target === undefined
      ? { kind: "unusable", reason: `"$ref" ${JSON.stringify(expected)} leads out of the schema` }
      : inner(value, target, context);
  },
};

function eachInPlace(expected: unknown, value: unknown, context: Context): SchemaCheck {
  if (!Array.isArray(value) || !Array.isArray(expected)) return OK;
  return firstBad(value.slice(0, expected.length).map((item, at) => inner(item, expected[at], context, `[${at}]`)));
}

function countFitting(expected: unknown, value: unknown, context: Context, enough: (fitting: number) => boolean): SchemaCheck {
  const results = (Array.isArray(expected) ? expected : []).map((schema) => inner(value, schema, context));
  const unusable = results.find((result) => result.kind === "unusable");
  if (unusable !== undefined) return unusable;
  const fitting = results.filter((result) => result.kind === "ok").length;
  return enough(fitting) ? OK : misfit(context, `fits ${fitting} of ${results.length} alternatives`);
}

function followed(reference: string, root: unknown): unknown {
  let target = root;
  for (const part of reference.slice(1).split("/").slice(1)) {
    const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isObject(target) || !Object.hasOwn(target, name)) return undefined;
    target = target[name];
  }
  return target;
}

function compiled(source: unknown): RE2JS | undefined {
  if (typeof source !== "string") return undefined;
  try {
    return RE2JS.compile(source);
  } catch {
    // Every fault of the expression itself; the caller names the expression.
    return undefined;
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function hasType(value: unknown, name: unknown): boolean {
  const type = typeOf(value);
  return type === name || (type === "integer" && name === "number");
}
