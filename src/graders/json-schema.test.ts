import fc from "fast-check";
import { expect, test } from "vitest";
import { checkSchema } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

const kind = (value: unknown, schema: JsonSchema): string => checkSchema(value, schema).kind;

// Examples of json-schema.org, "Understanding JSON Schema", and of the draft's own test suite.
test.for([
  [{ type: "integer" }, [1, 1.0, -3], [1.5, "1", null]],
  [{ type: ["string", "null"] }, ["x", null], [1, []]],
  [{ enum: [{ foo: false }, [1]] }, [{ foo: false }, [1]], [{ foo: 0 }, [true]]],
  [{ const: { a: 1, b: 2 } }, [{ b: 2, a: 1 }], [{ a: 1 }]],
  [{ multipleOf: 0.01 }, [4.02, 0.0], [4.025]],
  [{ minimum: 0, exclusiveMaximum: 100 }, [0, 99.9, "x"], [-1, 100]],
  [{ minLength: 2, maxLength: 3 }, ["ab", "💩💩"], ["a", "💩"]],
  [{ pattern: "^(\\([0-9]{3}\\))?[0-9]{3}-[0-9]{4}$" }, ["555-1212", "(888)555-1212"], ["(888)555-1212 ext. 532"]],
  [
    { required: ["a"], properties: { a: { type: "number" } }, additionalProperties: false },
    [{ a: 1 }, 3],
    [{}, { a: "1" }, { a: 1, b: 1 }],
  ],
  [
    { patternProperties: { "^S_": { type: "string" } }, additionalProperties: { type: "number" } },
    [{ S_1: "x", n: 1 }],
    [{ S_1: 1 }, { n: "x" }],
  ],
  [{ prefixItems: [{ type: "number" }, { type: "string" }], items: false }, [[1, "a"], [1], []], [["a"], [1, "a", 2]]],
  [{ items: { type: "number" }, minItems: 1, uniqueItems: true }, [[1, 2]], [[], [1, 1], [1, "a"]]],
  [{ contains: { type: "number" } }, [["a", 1]], [["a"]]],
  [{ oneOf: [{ multipleOf: 5 }, { multipleOf: 3 }] }, [10, 9], [2, 15]],
  [
    {
      anyOf: [
        { type: "string", maxLength: 5 },
        { type: "number", minimum: 0 },
      ],
    },
    ["short", 12],
    ["too long", -5],
  ],
  [{ not: { type: "string" } }, [42], ["x"]],
  [
    JSON.parse('{"if": {"properties": {"c": {"const": 1}}}, "then": {"required": ["d"]}, "else": {"required": ["e"]}}') as JsonSchema,
    [
      { c: 1, d: 1 },
      { c: 2, e: 1 },
    ],
    [{ c: 1 }, { c: 2 }],
  ],
  [{ dependentRequired: { card: ["address"] } }, [{ card: 1, address: 1 }, {}], [{ card: 1 }]],
  [{ propertyNames: { maxLength: 2 } }, [{ ab: 1 }], [{ abc: 1 }]],
  [
    { $defs: { node: { properties: { next: { $ref: "#/$defs/node" } }, required: ["v"] } }, $ref: "#/$defs/node" },
    [{ v: 1, next: { v: 2 } }],
    [{ v: 1, next: {} }],
  ],
] as const)("%j", ([schema, good, bad]) => {
  for (const value of good) expect(kind(value, schema), JSON.stringify(value)).toBe("ok");
  for (const value of bad) expect(kind(value, schema), JSON.stringify(value)).toBe("misfit");
});

test("the place and the reason are said", () => {
  const schema = { properties: { a: { items: { type: "number" } } } };
  expect(checkSchema({ a: [1, "x"] }, schema)).toEqual({ kind: "misfit", path: "$.a[1]", reason: "should be number, is string" });
});

test("a schema that is not understood is unusable, never half checked", () => {
  expect(kind(1, { minimun: 3 })).toBe("unusable");
  expect(kind({}, { not: { unevaluatedProperties: false } })).toBe("unusable");
  expect(kind("x", { pattern: "(?=x)" })).toBe("unusable");
  expect(kind(1, { $ref: "https://example.org/schema" })).toBe("unusable");
  expect(kind(1, { $ref: "#" })).toBe("unusable");
  expect(kind(1, { properties: 3, toString: 1 })).toBe("unusable");
});

test("true takes everything, false nothing, and what is allowed by a constant is the constant", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(kind(a, true)).toBe("ok");
      expect(kind(a, false)).toBe("misfit");
      expect(kind(JSON.parse(JSON.stringify(a)), { const: JSON.parse(JSON.stringify(a)) })).toBe("ok");
      expect(kind(a, { enum: [a, b] })).toBe("ok");
    }),
  );
});
