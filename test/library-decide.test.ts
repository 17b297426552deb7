import { decide, decisionForms } from "firstfit";
import { describe, expect, test } from "vitest";
import { memoryTrials } from "../src/stores/memory-trials.ts";

const cases = Array.from({ length: 60 }, (_, at) => ({ id: `c${at}`, input: `${at}`, expected_exact: String(at + 1) }));
const never = (): Promise<string> => Promise.reject(new Error("nobody needs to ask this one"));
const rungs = { wrong: () => "0", right: (input: unknown) => String(Number(input) + 1), dearest: never };
const options = { task: "Add one", bar: 0.8, rungs };

describe("decide, from a program", () => {
  test("stops at the first function that is proved to meet the bar", async () => {
    const { outcome, rungs: walked, order } = await decide(cases, { ...options, reason: "By what they cost." });
    expect(outcome).toEqual({ kind: "adopted", rung: "right" });
    expect(walked.map(({ kind, mechanism }) => [kind, mechanism])).toEqual([
      ["measured", "a function"],
      ["measured", "a function"],
      ["unneeded", "a function"],
    ]);
    expect(order.reason).toBe("By what they cost.");
  });

  test("with the same store runs nothing twice and writes the same documents", async () => {
    const store = memoryTrials();
    const first = await decide(cases, { ...options, store });
    const again = await decide(cases, { ...options, store });
    expect(again.run.resumed).toBeGreaterThan(0);
    const [forms, same] = [await decisionForms(first), await decisionForms(again)];
    expect(same).toEqual(forms);
    expect(forms.markdown).toMatch(/^# Adopt right\n/);
    expect(JSON.parse(forms.json)).not.toHaveProperty("run");
  });

  test("proves nothing by cases that need a judge, and says so", async () => {
    const judged = cases.map(({ id, input }) => ({ id, input, criteria: "is right" }));
    const { outcome, rungs: walked } = await decide(judged, { task: "Add one", bar: 0.8, rungs: { right: rungs.right } });
    expect(outcome).toEqual({ kind: "undecided" });
    expect(walked[0]).toMatchObject({ note: expect.stringContaining("gave nothing to grade") as string });
  });

  test("refuses a row that is no case, and a bar that nothing can prove", async () => {
    await expect(decide([{ inptu: "x" }], options)).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(decide(cases, { ...options, bar: 1 })).rejects.toThrow("cannot be proved");
  });
});
