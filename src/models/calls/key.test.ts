import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../../core/calls.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { callKey } from "./key.ts";

const call = { operation: "complete", provider: "p", model: "m", request: { text: "hello", temperature: 0 }, repeat: 0 } as const;
const json = fc.jsonValue() as fc.Arbitrary<Json>; // JSON values are what Json says

it("gives equal requests one key, in whatever order their parts stand", () => {
  expect(callKey({ ...call, request: { temperature: 0, text: "hello" } })).toBe(callKey(call));
});

it.for([
  ["the operation", { operation: "count" }],
  ["the provider", { provider: "q" }],
  ["the model", { model: "m2" }],
  ["a parameter", { request: { text: "hello", temperature: 0.1 } }],
  ["the text", { request: { text: "hello ", temperature: 0 } }],
  ["a parameter that is left out", { request: { text: "hello" } }],
  ["the repeat number", { repeat: 1 }],
  ["a model whose name goes on in the provider's", { provider: "pm", model: "" }],
] as const)("gives another key when %s differs", ([, change]) => {
  expect(callKey({ ...call, ...change })).not.toBe(callKey(call));
});

it("writes a value so that reading it gives the value again", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it("gives two values one text only when they are equal", () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(canonicalJson(a) === canonicalJson(b)).toBe(equal);
      expect(callKey({ ...call, request: a }) === callKey({ ...call, request: b })).toBe(equal);
    }),
  );
});

it("does not depend on the order of keys, however deep", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
    }),
  );
});

it("refuses what JSON cannot say, since two such requests would look alike", () => {
  expect(() => canonicalJson({ temperature: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson([(() => 1) as unknown as Json])).toThrow(TypeError);
});

/** An oracle that shares nothing with the code: entries in arrays. */
function sorted(value: Json): unknown {
  if (Array.isArray(value)) return ["array", ...value.map(sorted)];
  if (typeof value !== "object" || value === null) return value;
  return [
    "object",
    ...Object.entries(value)
      .map(([key, child]) => [key, sorted(child)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ];
}

function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, child]) => [key, turned(child)]),
  );
}
