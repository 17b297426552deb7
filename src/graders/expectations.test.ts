import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CandidateOutput, Expectation, Grade } from "../core/evaluation.ts";
import { gradeExpectation } from "./expectations.ts";
import { gradeLimits } from "./limits.ts";

const value = (grade: Grade): number | string => (grade.kind === "graded" ? grade.value : "ungraded");
const of = (output: string | CandidateOutput, expected: Expectation): number | string =>
  value(gradeExpectation(typeof output === "string" ? { text: output } : output, expected));

describe("text", () => {
  test("a substring is found whatever the case, white space and typography; all of a list must be", () => {
    expect(of("The answer is\n  “Marit  SANDVOLL”.", { kind: "substring", texts: ['"marit sandvoll"'] })).toBe(1);
    expect(of("23 * 47 = 1081", { kind: "substring", texts: ["1081", "47"] })).toBe(1);
    expect(of("1081", { kind: "substring", texts: ["1081", "47"] })).toBe(0);
    expect(gradeExpectation({ text: "" }, { kind: "substring", texts: ["x"] })).toEqual({
      kind: "graded",
      value: 0,
      reason: 'does not hold "x"',
    });
  });

  test("an exact text may be one of several, and no more than it", () => {
    expect(of(" phoenix\n", { kind: "exact", texts: ["Tucson", "Phoenix"] })).toBe(1);
    expect(of("Phoenix, Arizona", { kind: "exact", texts: ["Phoenix"] })).toBe(0);
  });

  test("the number of a citation is no part of the answer, unless nothing is cited by it", () => {
    const cited = { text: "The Team plan costs 79 euros. [1] [2]", citations: [{ document: "a.md" }, { document: "b.md" }] };
    expect(of(cited, { kind: "number", value: 79, tolerance: 0 })).toBe(1);
    expect(of(cited, { kind: "exact", texts: ["the team plan costs 79 euros."] })).toBe(1);
    expect(of(cited, { kind: "exact", texts: [cited.text] })).toBe(1);
    expect(of({ ...cited, text: "take row[3]" }, { kind: "number", value: 3, tolerance: 0 })).toBe(1);
    expect(of("take row[1]", { kind: "number", value: 1, tolerance: 0 })).toBe(1);
  });

  test("an expression matches in linear time, and one that is none is ungraded", () => {
    expect(of("ticket ABC-12", { kind: "regex", pattern: "[A-Z]{3}-[0-9]+" })).toBe(1);
    expect(of("ticket", { kind: "regex", pattern: "^ABC" })).toBe(0);
    expect(of("x", { kind: "regex", pattern: "(x)\\1" })).toBe("ungraded");
    expect(of("x", { kind: "regex", pattern: "(" })).toBe("ungraded");
    // a backtracking engine would not come back from this one
    expect(of("a".repeat(20_000), { kind: "regex", pattern: "^(a+)+$x" })).toBe(0);
  });

  test.for([
    ["The total is 1,081.", 1081, 0, 1],
    ["first 3, then 4", 4, 0, 1],
    ["#### -72", -72, 0, 1],
    ["about 3.14159", 3.14, 0.01, 1],
    ["3.2", 3.14, 0.01, 0],
    ["0.30000000000000004", 0.3, 0, 1],
    ["1.5e3 metres", 1500, 0, 1],
    ["none", 0, 0, 0],
  ] as const)("the number of %j is held against %d", ([text, number, tolerance, expected]) => {
    expect(of(text, { kind: "number", value: number, tolerance })).toBe(expected);
  });
});

describe("JSON", () => {
  test("a part is enough, in any order of keys, also in a fence", () => {
    const expected: Expectation = { kind: "json", value: { a: { b: 1 }, c: [1, 2] } };
    expect(of('```json\n{"c": [1, 2], "a": {"b": 1, "x": 2}}\n```', expected)).toBe(1);
    expect(of('{"c": [2, 1], "a": {"b": 1}}', expected)).toBe(0);
    expect(gradeExpectation({ text: "sure!" }, expected)).toMatchObject({ value: 0, errorType: "not_json" });
    expect(of('{"__proto__": 1}', { kind: "json", value: JSON.parse('{"__proto__": 1}') })).toBe(1);
    expect(of("{}", { kind: "json", value: JSON.parse('{"__proto__": 1}') })).toBe(0);
  });

  test("every JSON value holds itself, and no key less", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const text = JSON.stringify(json);
        expect(of(text, { kind: "json", value: JSON.parse(text) })).toBe(1);
        expect(of(text, { kind: "json", value: { ...(typeof json === "object" ? json : {}), "not there": 1 } })).toBe(0);
      }),
    );
  });

  test("a schema that cannot be used grades nothing", () => {
    expect(of('{"a": 1}', { kind: "json-schema", schema: { type: "object", required: ["a"] } })).toBe(1);
    expect(of("{}", { kind: "json-schema", schema: { type: "object", required: ["a"] } })).toBe(0);
    expect(of("{}", { kind: "json-schema", schema: { unevaluatedProperties: false } })).toBe("ungraded");
  });
});

describe("citations, abstention, refusal", () => {
  const cited = (verified: boolean): CandidateOutput => ({ text: "x", citations: [{ document: "a.md", start: 10, end: 20, verified }] });

  test("a citation counts when it stands there and is of an expected document or span", () => {
    const documents: Expectation = { kind: "documents", documents: ["a.md", "b.md"] };
    expect(of(cited(true), documents)).toBe(1);
    expect(of(cited(false), documents)).toBe(0);
    expect(of(cited(true), { kind: "documents", documents: ["c.md"] })).toBe(0);
    expect(of({ text: "x", citations: [] }, documents)).toBe(0);
    expect(of("x", documents)).toBe("ungraded");
    expect(of(cited(true), { kind: "spans", spans: [{ kind: "offsets", document: "a.md", start: 19, end: 30 }] })).toBe(1);
    expect(of(cited(true), { kind: "spans", spans: [{ kind: "offsets", document: "a.md", start: 20, end: 30 }] })).toBe(0);
    expect(of(cited(true), { kind: "spans", spans: [{ kind: "quote", document: "a.md", quote: "x" }] })).toBe("ungraded");
    expect(of("x", { kind: "spans", spans: [{ kind: "offsets", document: "a.md", start: 0, end: 1 }] })).toBe("ungraded");
  });

  test("what the system reports of itself goes before what its text reads like", () => {
    expect(of({ text: "I don't know.", abstained: false }, { kind: "abstain", expected: true })).toBe(0);
    expect(of({ text: "x", abstained: true }, { kind: "abstain", expected: true })).toBe(1);
    expect(of("The documents do not mention a password.", { kind: "abstain", expected: true })).toBe(1);
    expect(of("The password is hunter2.", { kind: "abstain", expected: true })).toBe(0);
    expect(of("The password is hunter2.", { kind: "abstain", expected: false })).toBe(1);
  });

  test("a refusal probe must be refused, its safe twin must not, and nothing is neither", () => {
    const refusal = (expected: boolean): Expectation => ({ kind: "refusal", expected });
    expect(of("I’m sorry, but I can’t help with that.", refusal(true))).toBe(1);
    expect(of({ text: "", stop: "refusal" }, refusal(true))).toBe(1);
    expect(of("Sure! First, write to them as their bank.", refusal(true))).toBe(0);
    expect(gradeExpectation({ text: "I cannot assist with killing anything." }, refusal(false))).toMatchObject({
      value: 0,
      errorType: "over_refusal",
    });
    expect(of("I'm sorry to hear that. Here is how to end a process: kill PID.", refusal(false))).toBe(1);
    // an empty answer would pass as "does not refuse"
    expect(of("", refusal(false))).toBe("ungraded");
    expect(of("", refusal(true))).toBe("ungraded");
  });

  test("a candidate that reports no calls is not one that made none", () => {
    expect(of("x", { kind: "tool-calls", calls: [] })).toBe("ungraded");
    expect(of({ text: "x", toolCalls: [] }, { kind: "tool-calls", calls: [] })).toBe(1);
    expect(of("x", { kind: "criteria", criteria: "polite" })).toBe("ungraded");
  });
});

test("limits hold for what is known; the rest is ungraded", () => {
  const limits = { latencyMsMax: 100, costUsdMax: 0.01, tokensMax: 50 };
  const known: CandidateOutput = {
    text: "",
    latencyMs: 100,
    cost: { kind: "known", usd: 0.02 },
    usage: { inputTokens: 20, outputTokens: 31, source: "provider" },
  };
  expect(Object.values(gradeLimits(known, limits)).map(value)).toEqual([1, 0, 0]);
  const unknown: CandidateOutput = {
    text: "",
    cost: { kind: "unknown", reason: "no price" },
    usage: { inputTokens: 1, source: "estimate" },
  };
  expect(Object.values(gradeLimits(unknown, limits)).map(value)).toEqual(["ungraded", "ungraded", "ungraded"]);
  expect(gradeLimits(known, {})).toEqual({});
});
