import { expect, test } from "vitest";
import type { Trial } from "../../core/evaluation.ts";
import { datasetGrowth } from "./grow.ts";
import { readDataset } from "./read-cases.ts";

const dataset = (...rows: readonly Readonly<Record<string, unknown>>[]) =>
  readDataset({ name: "cases.jsonl", text: rows.map((row, at) => JSON.stringify({ id: `c${at}`, input: `q${at}`, ...row })).join("\n") })
    .dataset;

test("counts the cases of each month, over the turn of a year, and says how many are due", () => {
  const growth = datasetGrowth(
    dataset(
      { added: "2026-01-31" },
      { added: "2026-01-02", tags: ["a"] },
      { added: "2025-12-31", tags: ["a", "b"] },
      {},
      { review: "unreviewed" },
    ),
    { today: "2026-01-31" },
  );
  expect(growth).toMatchObject({
    cases: 5,
    undated: 2,
    lastAdded: "2026-01-31",
    due: 3,
    unreviewed: 1,
    thinTags: [
      { name: "b", cases: 1 },
      { name: "a", cases: 2 },
    ],
  });
  expect(growth.months.map(({ month, cases }) => `${month} ${cases}`)).toEqual([
    "2026-01 2",
    "2025-12 1",
    "2025-11 0",
    "2025-10 0",
    "2025-09 0",
    "2025-08 0",
  ]);
  expect(growth.commands[0]).toBe("firstfit dataset review cases.jsonl");
  expect(growth).not.toHaveProperty("failures");
});

test("nothing is due when five came in this month, and no day is not said as one", () => {
  const five = Array.from({ length: 6 }, () => ({ added: "2026-03-01" }));
  expect(datasetGrowth(dataset(...five), { today: "2026-03-31" }).due).toBe(0);
  const undated = datasetGrowth(dataset({}), { today: "2026-03-31" });
  expect(undated).toMatchObject({ due: 5, undated: 1 });
  expect(undated).not.toHaveProperty("lastAdded");
});

test("names failures of the newest run that have no case here, and neither errors nor what was not graded", () => {
  const completed = (caseId: string, value: number | undefined): Trial => ({
    kind: "completed",
    caseId,
    repeat: 0,
    output: { text: "" },
    grades: { exact: value === undefined ? { kind: "ungraded", reason: "r" } : { kind: "graded", value } },
  });
  const trials: readonly Trial[] = [
    completed("p2", 0),
    completed("p2", 0),
    completed("p1", 0),
    completed("p3", 1),
    completed("p4", undefined),
    completed("c0", 0),
    { kind: "failed", caseId: "p5", repeat: 0, error: { code: "NETWORK", message: "m" } },
  ];
  const plan = { dataset: "production.jsonl", datasetHash: "h", cases: 6, candidates: [], graders: null, repeats: 1, seed: 1 };
  const run = { id: "r1", plan, startedAtMs: 0, state: "finished", trials: 7, attempts: [] } as const;
  const growth = datasetGrowth(dataset({}), {
    today: "2026-03-31",
    newestRun: { run, trials: trials.map((trial) => ({ candidate: "a", trial })) },
  });
  expect(growth.failures).toEqual({ run: "r1", dataset: "production.jsonl", cases: ["p1", "p2"] });
});
