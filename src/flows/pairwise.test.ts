import { expect, test } from "vitest";
import type { CandidateOutput, Case, Dataset } from "../core/evaluation.ts";
import { scriptedModel } from "../models/scripted.ts";
import { modelJudge } from "./judge.ts";
import { pairwise } from "./pairwise.ts";

const { signal } = new AbortController();
const oneCase = (at: number, more: Partial<Case> = {}): Case => ({
  id: `c${at}`,
  input: `question ${at}`,
  expectations: [],
  tags: [],
  weight: 1,
  ...more,
});
const dataset = (n: number, more: Partial<Case> = {}): Dataset => ({
  name: "set",
  cases: Array.from({ length: n }, (_, at) => oneCase(at, more)),
});
const outputs = (n: number, text: (at: number) => string): ReadonlyMap<string, CandidateOutput> =>
  new Map(Array.from({ length: n }, (_, at) => [`c${at}`, { text: text(at) }]));
const partOf = (user: string, name: string): string => new RegExp(`<${name}-(\\w+)>\\n([^]*?)\\n</${name}-\\1>`).exec(user)?.[2] ?? "";

/** Prefers by what stands in the outputs; `lean` says what it does when it cannot tell. */
const judgeBy = (better: (first: string, second: string) => "first" | "second" | "tie") => {
  const model = scriptedModel([
    {
      times: Infinity,
      reply: ({ messages }) => {
        const user = messages[0]?.text ?? "";
        return { toolInput: { reasons: "so it is", verdict: better(partOf(user, "first"), partOf(user, "second")) } };
      },
    },
  ]);
  return { judge: modelJudge({ model }), model };
};

test("counts wins in both orders, with the sign test's own figures", async () => {
  // 9 wins and 1 loss: p = 2 (1 + 10) / 2^10; exact interval of 0.9 of 10 as R's binom.test gives it
  const { judge } = judgeBy((first, second) =>
    first.includes("good") === second.includes("good") ? "tie" : first.includes("good") ? "first" : "second",
  );
  const result = await pairwise(
    dataset(12),
    outputs(12, (at) => (at === 0 ? "good answer" : at > 9 ? "good one" : "bad answer")),
    outputs(12, (at) => (at === 0 ? "bad answer" : "good one")),
    { judge, signal },
  );
  expect(result).toMatchObject({ cases: 12, wins: 9, losses: 1, ties: 2, identical: 2, verdict: "better", leftOut: [] });
  expect(result.pValue).toBeCloseTo(22 / 1_024, 10);
  expect(result.winShare.low).toBeCloseTo(0.5549839, 6);
  expect(result.winShare.high).toBeCloseTo(0.9974714, 6);
  expect(result.position).toMatchObject({ pairs: 10, flips: 0 });
});

test("a judge that always takes the first decides nothing, and is found out", async () => {
  const { judge, model } = judgeBy(() => "first");
  const result = await pairwise(
    dataset(20),
    outputs(20, () => "x"),
    outputs(20, () => "y"),
    { judge, signal },
  );
  expect(result).toMatchObject({
    wins: 0,
    losses: 0,
    ties: 20,
    verdict: "cannot tell",
    position: { flips: 20, favoursFirst: 20, favoursSecond: 0 },
  });
  expect(result.position?.pValue).toBeLessThan(0.001);
  expect(result.casesMore).toBeUndefined();
  expect(model.requests).toHaveLength(40);
});

test("a judge that takes the longer one is told as such", async () => {
  const { judge } = judgeBy((first, second) => (first.length > second.length ? "first" : "second"));
  const result = await pairwise(
    dataset(8),
    outputs(8, (at) => (at < 4 ? "longer text" : "x")),
    outputs(8, () => "short"),
    { judge, signal },
  );
  expect(result).toMatchObject({ wins: 4, losses: 4, longerWins: { mean: 1, cases: 8 } });
});

test("what has no output or no verdict is left out and counted", async () => {
  const { judge } = judgeBy(() => "tie");
  const broken = modelJudge({ model: scriptedModel([{ times: Infinity, reply: { text: "?" } }]) });
  const a = outputs(3, () => "x");
  expect(
    await pairwise(
      dataset(3),
      a,
      outputs(2, () => "y"),
      { judge, signal },
    ),
  ).toMatchObject({
    cases: 2,
    leftOut: [{ reason: "a candidate gave no output", count: 1 }],
  });
  const none = await pairwise(
    dataset(3),
    a,
    outputs(3, () => "y"),
    { judge: broken, signal },
  );
  expect(none).toMatchObject({ cases: 0, leftOut: [{ reason: "scripted did not call the tool, twice", count: 3 }], pValue: 1 });
  expect(none.winShare.mean).toBeNaN();
});

test("cases of a group count once in the test, and the case's criteria are what is judged by", async () => {
  const { judge, model } = judgeBy((first) => (first === "good" ? "first" : "second"));
  const cases = dataset(10, { group: "one", expectations: [{ kind: "criteria", criteria: "Is good." }] });
  const result = await pairwise(
    cases,
    outputs(10, () => "bad"),
    outputs(10, () => "good"),
    { judge, signal },
  );
  expect(result).toMatchObject({ wins: 10, pValue: 1, verdict: "cannot tell" });
  expect(partOf(model.requests[0]?.messages[0]?.text ?? "", "criteria")).toBe("Is good.");
});
