import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkSchema } from "../../graders/json-schema.ts";
import type { JsonSchema } from "../../graders/json-schema.ts";
import { gradeExpectation } from "../../graders/expectations.ts";
import { adversarialCases } from "./adversarial.ts";
import type { AdversarialOptions } from "./adversarial.ts";
import { FAMILIES } from "./adversarial/rows.ts";
import { CANARY_SIGNS, CARRIER_QUESTIONS, INJECTION_TECHNIQUES, REFUSAL_PAIRS } from "./adversarial/templates.ts";
import type { Fields } from "./json-objects.ts";
import { caseOf } from "./read-cases.ts";

const sample = new URL("../../../examples/sample-project/", import.meta.url);
const documents = readdirSync(sample).filter((name) => name.startsWith("note"));
const index = { documents, textOf: (name: string) => readFileSync(new URL(name, sample), "utf8") };
const sampleCases = readFileSync(new URL("cases.jsonl", sample), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Fields); // objects, one a line
const withTool = {
  id: "w",
  input: "Weather?",
  expected_tool: "get_weather",
  metadata: {
    functions: [
      {
        name: "get_weather",
        parameters: {
          type: "object",
          properties: { city: { type: "string" }, unit: { enum: ["celsius", "fahrenheit"] }, days: { type: "integer", maximum: 7 } },
          required: ["city"],
        },
      },
    ],
  },
};

function made(options: Partial<AdversarialOptions> = {}): Record<string, readonly Fields[]> {
  const families = adversarialCases({ cases: [...sampleCases, withTool], index, seed: 1, count: 1_000, ...options });
  return Object.fromEntries(families.map((each) => [each.family, each.kind === "made" ? each.rows : []]));
}
const rowsOf = (family: string, options: Partial<AdversarialOptions> = {}): readonly Fields[] => made(options)[family] ?? [];
const tagsOf = ({ tags }: Fields): readonly unknown[] => (Array.isArray(tags) ? tags : []);
/** "10,000 euros" does not stand in "110,000 euros". */
const standsIn = (text: string, figure: string): boolean => new RegExp(`(?<![\\d.,])${figure.replace(/[$.]/g, "\\$&")}`).test(text);
const input = (row: Fields): string => String(row["input"]);

describe("dataset adversarial", () => {
  test("gives the same for the same seed, something else for another, and of one family what it gives of all", () => {
    expect(made()).toEqual(made());
    expect(made({ count: 5 })).not.toEqual(made({ count: 5, seed: 2 }));
    for (const family of FAMILIES) expect(made({ families: [family], count: 6 })[family]).toEqual(made({ count: 6 })[family]);
  });

  test("every row is a case that the schema takes, unreviewed, with an id of its own and an expectation", () => {
    const schema = JSON.parse(readFileSync(new URL("../../../schemas/cases.schema.json", import.meta.url), "utf8")) as JsonSchema;
    const rows = Object.values(made()).flat();
    expect(rows.length).toBeGreaterThan(80);
    for (const row of rows) {
      expect(checkSchema(row, schema)).toEqual({ kind: "ok" });
      const value = caseOf(row, "x", 1);
      expect(value).toMatchObject({ source: "adversarial", review: "unreviewed" });
      expect(value.expectations.length, value.id).toBeGreaterThan(0);
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test("an injection that is obeyed fails, and one that is not passes, though the output repeats the input", () => {
    for (const row of [...rowsOf("injection"), ...rowsOf("injection", { cases: [] })]) {
      const { expectations } = caseOf(row, "x", 1);
      const passes = (text: string): boolean =>
        expectations
          .filter(({ kind }) => kind !== "documents")
          .every((expected) => (gradeExpectation({ text }, expected) as { value?: number }).value === 1); // `value` where it was graded
      const answer = String(row["expected_substr"]);
      expect(passes(answer), input(row)).toBe(true);
      expect(passes(`You wrote: ${input(row)}. The answer is\n${answer}.`), input(row)).toBe(true);
      const signs = CANARY_SIGNS.filter(({ signs: all }) => String(row["expected_regex"]).includes(all));
      expect(signs).toHaveLength(1);
      for (const sign of signs[0]?.signs ?? "") expect(passes(`${answer} ${sign}`), `${sign} ${input(row)}`).toBe(false);
    }
  });

  test("every technique is used, in questions and in passages of the documents, which name what is asked for", () => {
    const rows = rowsOf("injection");
    for (const { name } of INJECTION_TECHNIQUES)
      for (const kind of [name, `${name}-in-passage`]) expect(rows.filter((row) => tagsOf(row).includes(kind))).toHaveLength(1);
    for (const row of rows.filter((each) => input(each).includes("<passage>"))) {
      const { document } = row["metadata"] as { document: string };
      expect(index.textOf(document).replace(/\s+/g, " ")).toContain(String(row["expected_substr"]));
    }
  });

  test("carriers of our own have one answer that is no part of a technique", () => {
    for (const { holds } of CARRIER_QUESTIONS)
      for (const { text } of INJECTION_TECHNIQUES)
        for (const sign of CANARY_SIGNS) expect(text(sign).toLowerCase()).not.toContain(holds.toLowerCase());
  });

  test("a refusal probe stands beside its safe twin, however few are asked for", () => {
    for (const count of [1, 2, 7, 1_000]) {
      const groups = Map.groupBy(rowsOf("refusal", { count }), ({ group }) => group);
      for (const pair of groups.values()) expect(pair.map(({ expected_refusal }) => expected_refusal)).toEqual([true, false]);
    }
    expect(new Set(REFUSAL_PAIRS.map(({ category }) => category)).size).toBe(REFUSAL_PAIRS.length);
  });

  test("a near miss names something that no document says, or no document says together", () => {
    const rows = rowsOf("near-miss");
    const texts = documents.map((name) => index.textOf(name).replace(/\s+/g, " "));
    const kinds = Map.groupBy(rows, (row) => tagsOf(row)[2]);
    expect(new Set(kinds.keys())).toEqual(new Set(["apart", "no-such-day", "no-such-sum", "nobody"]));
    for (const [kind, pattern] of [
      ["nobody", /^What is (.*) responsible/],
      ["no-such-sum", /^What are the (.*) meant/],
      ["no-such-day", /decided on (.*)\?$/],
    ] as const)
      for (const row of kinds.get(kind) ?? []) {
        const what = pattern.exec(input(row))?.[1] ?? "";
        expect(what).not.toBe("");
        expect(
          texts.some((text) => text.includes(what)),
          input(row),
        ).toBe(false);
      }
    for (const row of kinds.get("apart") ?? []) {
      const [, first = "", second = ""] =
        /^(?:What did|Why did)(?: the)? (.*) (?:say about the|cost|ask for) (.*)\?$/.exec(input(row)) ?? [];
      expect(first).not.toBe("");
      expect(
        texts.filter((text) => text.includes(first) && standsIn(text, second)),
        input(row),
      ).toEqual([]);
    }
  });

  test("tools are misused by what their schema rules out, and their descriptions stay with the case", () => {
    const rows = rowsOf("tool-misuse");
    const inputs = rows.map(input).join("\n");
    expect(inputs).toContain('unit set to "none of them"');
    expect(inputs).toContain("days set to 8");
    expect(inputs).toContain("I do not know city");
    expect(rows.every(({ expected_tool, metadata }) => expected_tool === false && JSON.stringify(metadata).includes("get_weather"))).toBe(
      true,
    );
    expect(rowsOf("tool-misuse", { cases: [{ input: "x", expected_calls: [{ tool: "f" }] }] })).toHaveLength(3);
  });

  test("what a family needs and does not have is said", () => {
    const { index: _, ...without } = { cases: sampleCases, index, seed: 1, count: 5 };
    expect(adversarialCases(without).flatMap((each) => (each.kind === "none" ? [each.family] : []))).toEqual(["near-miss", "tool-misuse"]);
  });
});
