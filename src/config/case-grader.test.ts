import { describe, expect, it } from "vitest";
import { FirstfitError } from "../core/errors.ts";
import type { CandidateOutput, Case, Expectation, Grade } from "../core/evaluation.ts";
import type { Index } from "../core/retrieval.ts";
import type { Judge } from "../flows/judge.ts";
import { makeCaseGrader } from "./case-grader.ts";
import type { CaseGraderParts } from "./case-grader.ts";

const made = (...expectations: readonly Expectation[]): Case => ({ id: "c", input: "ask", expectations, tags: [], weight: 1 });
const nobody = (what: string) => (): never => {
  throw new Error(`${what} is not needed`);
};
async function grades(
  output: CandidateOutput,
  expected: Case,
  parts: Partial<CaseGraderParts> = {},
): Promise<Readonly<Record<string, Grade>>> {
  const grader = await makeCaseGrader({
    cases: [expected],
    graders: [],
    judge: nobody("a judge"),
    embedder: nobody("an embedder"),
    openIndex: nobody("an index"),
    ...parts,
  });
  const given = await grader.grade(output, expected, { signal: new AbortController().signal, repeat: 0 });
  await grader.close?.();
  return given;
}

describe("a case grader", () => {
  it("grades each expectation by itself, and two of a kind apart", async () => {
    const expected = made(
      { kind: "substring", texts: ["yes"] },
      { kind: "substring", texts: ["no"] },
      { kind: "abstain", expected: false },
    );
    expect(await grades({ text: "yes" }, expected)).toMatchObject({
      substring: { value: 1 },
      "substring 2": { value: 0 },
      abstain: { value: 1 },
    });
  });

  it("has nothing for a case that expects nothing, whatever the limits", async () => {
    expect(await grades({ text: "x", latencyMs: 1 }, made(), { limits: { latencyMsMax: 5 } })).toEqual({});
    const expected = made({ kind: "substring", texts: ["x"] });
    expect(await grades({ text: "x", latencyMs: 9 }, expected, { limits: { latencyMsMax: 5, tokensMax: 3 } })).toMatchObject({
      substring: { value: 1 },
      latency: { value: 0 },
      tokens: { kind: "ungraded" },
    });
  });

  it("leaves criteria ungraded where no judge is configured, and hands them to the one that is", async () => {
    const expected = made({ kind: "criteria", criteria: "is polite" });
    expect(await grades({ text: "x" }, expected, { judge: async () => undefined })).toEqual({
      judge: { kind: "ungraded", reason: expect.stringContaining("--judge") as string },
    });
    const judge: Judge = {
      definition: { model: "m", revision: 1, repeats: 1 },
      prefer: nobody("a preference"),
      grade: async ({ criteria, input, output }) => ({
        kind: "graded",
        value: 1,
        reason: `${criteria} ${JSON.stringify(input)} ${output.text}`,
        judged: { votes: { pass: 1, fail: 0 }, usage: { source: "none" }, cost: { kind: "known", usd: 0 } },
      }),
    };
    expect(await grades({ text: "x" }, expected, { judge: async () => judge })).toMatchObject({
      judge: { value: 1, reason: 'is polite "ask" x' },
    });
  });

  it("asks for no judge when no case has criteria, and names the one that there is in the plan", async () => {
    const parts = { graders: [], embedder: nobody("an embedder"), openIndex: nobody("an index") };
    const without = await makeCaseGrader({ ...parts, cases: [made({ kind: "exact", texts: ["x"] })], judge: nobody("a judge") });
    expect([without.definition, without.judge]).toEqual([{ revision: 2 }, undefined]);
    const judge = { definition: { model: "m", revision: 2, repeats: 3 } } as Judge; // nothing of it is asked here
    const withOne = await makeCaseGrader({ ...parts, cases: [made({ kind: "criteria", criteria: "x" })], judge: async () => judge });
    expect(withOne.definition).toEqual({ revision: 2, judge: { model: "m", revision: 2, repeats: 3 } });
    expect(withOne.judge).toBe(judge.definition);
  });

  it("looks up in the index where a quoted span stands, and lets go of the index", async () => {
    let isOpen = true;
    const index = {
      documentText: (id: string) => (id === "a.txt" ? "The reserve is 62,000 euros.\nNo more." : undefined),
      [Symbol.asyncDispose]: async () => {
        isOpen = false;
      },
    } as unknown as Index; // all that is used of it
    const expected = made({ kind: "spans", spans: [{ kind: "quote", document: "a.txt", quote: "62,000 euros" }] });
    const citing = (start: number, end: number): CandidateOutput => ({
      text: "x",
      citations: [{ document: "a.txt", start, end, verified: true }],
    });
    const parts = { openIndex: async () => index };
    expect(await grades(citing(10, 20), expected, parts)).toMatchObject({ spans: { value: 1 } });
    expect(isOpen).toBe(false);
    expect(await grades(citing(29, 36), expected, parts)).toMatchObject({ spans: { value: 0 } });
    const elsewhere = made({ kind: "spans", spans: [{ kind: "quote", document: "gone.txt", quote: "62,000 euros" }] });
    expect(await grades(citing(10, 20), elsewhere, parts)).toMatchObject({ spans: { kind: "ungraded" } });
    expect(await grades(citing(10, 20), expected, { openIndex: async () => undefined })).toMatchObject({ spans: { kind: "ungraded" } });
  });

  it.for([
    ["true", true, { kind: "graded", value: 1 }],
    ["a share", 0.25, { kind: "graded", value: 0.25 }],
    ["a grade", { kind: "graded", value: 0, reason: "r", errorType: "e" }, { kind: "graded", value: 0, reason: "r", errorType: "e" }],
    ["no grade", { kind: "ungraded", reason: "busy" }, { kind: "ungraded", reason: "busy" }],
    ["a number out of range", 7, { kind: "ungraded", reason: "own gave no grade" }],
    ["not a number", Number.NaN, { kind: "ungraded", reason: "own gave no grade" }],
    ["nothing", undefined, { kind: "ungraded", reason: "own gave no grade" }],
    ["a grade above 1", { kind: "graded", value: 2 }, { kind: "ungraded", reason: "own gave no grade" }],
  ] as const)("takes %s from a grader of one's own", async ([, given, expected]) => {
    const own = { name: "own", grade: () => given as boolean };
    expect(await grades({ text: "x" }, made(), { graders: [own] })).toEqual({ own: expected });
  });

  it("takes what a grader of one's own throws for no grade, but for what ends the run", async () => {
    const throwing = (error: Error) => ({
      name: "own",
      grade: async (): Promise<boolean> => {
        throw error;
      },
    });
    expect(await grades({ text: "x" }, made(), { graders: [throwing(new Error("broke"))] })).toEqual({
      own: { kind: "ungraded", reason: "own threw: broke" },
    });
    const cap = new FirstfitError("CAP_REACHED", "no more", "raise it");
    await expect(grades({ text: "x" }, made(), { graders: [throwing(cap)] })).rejects.toBe(cap);
  });
});
