import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ExpectedArgument, ExpectedCall } from "../core/evaluation.ts";
import type { ToolCall } from "../core/model.ts";
import { fromBfcl } from "../flows/dataset/imports/bfcl.ts";
import { caseOf } from "../flows/dataset/read-cases.ts";
import { callsOf, goldCalls, goldOf as gold, mutationsOf } from "../../test/fixtures/bfcl.ts";
import { gradeToolCalls } from "./tool-calls.ts";

const only = (...accepted: readonly unknown[]): ExpectedArgument => ({ accepted, optional: false });
const weather: ExpectedCall = {
  name: "get_weather",
  args: { city: only("Phoenix", "PHX"), unit: { accepted: ["celsius"], optional: true } },
};
const call = (input: unknown, name = "get_weather"): ToolCall => ({ name, input });
const errorOf = (made: readonly ToolCall[], expected: readonly ExpectedCall[]): string | undefined => {
  const grade = gradeToolCalls(made, expected);
  return grade.kind === "graded" ? grade.errorType : grade.kind;
};

describe("tool calls", () => {
  test("are right with any accepted value, and without an optional argument", () => {
    expect(gradeToolCalls([call({ city: "Phoenix" })], [weather])).toEqual({ kind: "graded", value: 1 });
    expect(gradeToolCalls([call({ city: "phx", unit: "Celsius" })], [weather])).toEqual({ kind: "graded", value: 1 });
    expect(gradeToolCalls([], [])).toEqual({ kind: "graded", value: 1 });
  });

  test.for([
    ["no call", [], "wrong_count"],
    ["one call too many", [call({ city: "PHX" }), call({ city: "PHX" })], "wrong_count"],
    ["another tool", [call({ city: "PHX" }, "get_time")], "wrong_name"],
    ["arguments that are a text", [call('{"city": "PHX"}')], "bad_arguments"],
    ["a missing argument", [call({ unit: "celsius" })], "missing_argument"],
    ["an argument more", [call({ city: "PHX", day: 1 })], "unexpected_argument"],
    ["another type", [call({ city: 1 })], "type_error"],
    ["null", [call({ city: null })], "type_error"],
    ["another value", [call({ city: "Tucson" })], "value_error"],
    ["another value of an optional argument", [call({ city: "PHX", unit: "kelvin" })], "value_error"],
    ["a key of every object", [call({ city: "PHX", toString: "x" })], "unexpected_argument"],
  ] as const)("%s is told as such", ([, made, errorType]) => {
    expect(errorOf(made, [weather])).toBe(errorType);
  });

  test("a call where none may be made is an error, never a pass", () => {
    expect(errorOf([call({})], [])).toBe("wrong_count");
  });

  test("a decimal point counts, other punctuation does not", () => {
    const version: ExpectedCall = { name: "f", args: { v: only("1.5") } };
    expect(errorOf([call({ v: "15" }, "f")], [version])).toBe("value_error");
    const place: ExpectedCall = { name: "f", args: { v: only("New York, NY") } };
    expect(errorOf([call({ v: "new york NY" }, "f")], [place])).toBeUndefined();
  });

  test("calls are paired so that all match where all can: greedily the first would take the other's", () => {
    const wide: ExpectedCall = { name: "f", args: { x: only(1, 2) } };
    const narrow: ExpectedCall = { name: "f", args: { x: only(1) } };
    expect(errorOf([call({ x: 1 }, "f"), call({ x: 2 }, "f")], [wide, narrow])).toBeUndefined();
    expect(errorOf([call({ x: 2 }, "f"), call({ x: 2 }, "f")], [wide, narrow])).toBe("value_error");
  });

  test("objects within have accepted values of their own", () => {
    const search: ExpectedCall = {
      name: "f",
      args: { filter: only({ field: { any_of: ["name", "title"] }, order: { any_of: ["asc"], optional: true } }) },
    };
    expect(errorOf([call({ filter: { field: "title" } }, "f")], [search])).toBeUndefined();
    expect(errorOf([call({ filter: { field: "id" } }, "f")], [search])).toBe("value_error");
    expect(errorOf([call({ filter: {} }, "f")], [search])).toBe("missing_argument");
    expect(errorOf([call({ filter: "title" }, "f")], [search])).toBe("type_error");
  });

  test("the order of the calls makes no difference", () => {
    const calls = fc.array(fc.record({ x: fc.integer({ min: 0, max: 3 }) }), { maxLength: 5 });
    fc.assert(
      fc.property(calls, calls, (made, wanted) => {
        const expected = wanted.map(({ x }): ExpectedCall => ({ name: "f", args: { x: only(x, x + 1) } }));
        const grade = gradeToolCalls(
          made.map((input) => call(input, "f")),
          expected,
        );
        const reversed = gradeToolCalls(
          made.toReversed().map((input) => call(input, "f")),
          expected.toReversed(),
        );
        expect(reversed).toMatchObject({ kind: "graded", value: grade.kind === "graded" ? grade.value : -1 });
      }),
    );
  });
});

const data = join(process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url)), "bfcl", "cases.jsonl");

describe.skipIf(!existsSync(data))("the Berkeley Function Calling Leaderboard (skipped without the development data)", () => {
  const cases = existsSync(data)
    ? readFileSync(data, "utf8")
        .trim()
        .split("\n")
        .map((line, at) => caseOf(fromBfcl(JSON.parse(line) as Record<string, unknown>), `bfcl:${at + 1}`, at + 1))
    : [];
  test("its 600 gold answers are accepted, all values of each argument too", () => {
    expect(cases).toHaveLength(600);
    for (const { id, expectations } of cases) {
      const expected = callsOf({ expectations });
      expect(expected.length, id).toBeGreaterThan(0);
      expect(gradeToolCalls(goldCalls(expected), expected), id).toEqual({ kind: "graded", value: 1 });
      for (const [n, { args }] of expected.entries())
        for (const [name, { accepted }] of Object.entries(args))
          for (const value of accepted) {
            const calls = goldCalls(expected).map((each, i) =>
              i === n ? { ...each, input: { ...each.input, [name]: gold(value) } } : each,
            );
            expect(gradeToolCalls(calls, expected), `${id} ${name}`).toEqual({ kind: "graded", value: 1 });
          }
    }
  });

  test("eight and more mutations of each are rejected with the right error", () => {
    for (const { id, expectations } of cases) {
      const expected = callsOf({ expectations });
      const mutations = mutationsOf(goldCalls(expected), expected);
      expect(mutations.length, id).toBeGreaterThanOrEqual(8);
      for (const [what, made, errorType] of mutations) expect(errorOf(made, expected), `${id}: ${what}`).toBe(errorType);
    }
  });
});
