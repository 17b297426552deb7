import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunPlan, Trial } from "../../src/core/evaluation.ts";
import type { TrialStore } from "../../src/core/trial-store.ts";
import { memoryTrials } from "../../src/stores/memory-trials.ts";
import { openSqliteTrials } from "../../src/stores/sqlite-trials.ts";

const plan: RunPlan = {
  dataset: "cases.jsonl",
  datasetHash: "ab",
  cases: 2,
  candidates: [{ name: "a", definition: { k: 10 } }],
  graders: null,
  repeats: 1,
  seed: 1,
};
const completed = (caseId: string, text = "yes"): Trial => ({
  kind: "completed",
  caseId,
  repeat: 0,
  output: { text, cost: { kind: "unknown", reason: "no price" } },
  grades: { substring: { kind: "graded", value: 1 } },
});
const failed = (caseId: string, message = "gone"): Trial => ({
  kind: "failed",
  caseId,
  repeat: 0,
  error: { code: "NETWORK", message },
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-trials-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stores: readonly (readonly [name: string, open: () => TrialStore])[] = [
  ["memory", () => memoryTrials()],
  ["sqlite", () => openSqliteTrials({ file: join(folder, ".firstfit", "runs.db") })],
];

describe.for(stores)("a trial store in %s", ([, open]) => {
  let store: TrialStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());
  const begin = (more: Partial<RunPlan> = {}, atMs = Date.UTC(2026, 10, 28, 22, 45, 49)): string =>
    store.begin({ plan: { ...plan, ...more }, concurrency: 4, atMs });

  it("holds no run at first", () => {
    expect(store.runs()).toEqual([]);
  });

  it("gives a run back with its plan, its trials and what became of it", () => {
    const id = begin();
    expect(id).toMatch(/^20261128-224549-[0-9a-f]{6}$/);
    store.record(id, [
      { candidate: "a", trial: completed("1") },
      { candidate: "a", trial: failed("2") },
    ]);
    expect(store.runs()).toEqual([
      {
        id,
        plan,
        startedAtMs: Date.UTC(2026, 10, 28, 22, 45, 49),
        state: "unfinished",
        trials: 2,
        attempts: [{ startedAtMs: Date.UTC(2026, 10, 28, 22, 45, 49), concurrency: 4, end: "running" }],
      },
    ]);
    store.end(id, "finished");
    expect(store.runs()[0]).toMatchObject({ state: "finished", attempts: [{ end: "finished" }] });
    expect(store.trials(id).toSorted((a, b) => (a.trial.caseId < b.trial.caseId ? -1 : 1))).toEqual([
      { candidate: "a", trial: completed("1") },
      { candidate: "a", trial: failed("2") },
    ]);
  });

  it("names the newest run first, and keeps runs apart", () => {
    const [first, second] = [begin(), begin({ repeats: 2 })];
    store.record(second, [{ candidate: "a", trial: completed("1") }]);
    expect(store.runs().map(({ id }) => id)).toEqual([second, first]);
    expect(store.trials(first)).toEqual([]);
  });

  it("goes on with a run that was stopped, and remembers each attempt", () => {
    const id = begin();
    store.end(id, "stopped");
    expect(store.runs()[0]?.state).toBe("unfinished");
    expect(store.begin({ plan, concurrency: 2, atMs: 5, continues: id })).toBe(id);
    store.end(id, "finished");
    expect(store.runs()[0]?.attempts.map(({ concurrency, end }) => [concurrency, end])).toEqual([
      [4, "stopped"],
      [2, "finished"],
    ]);
  });

  it("lets nobody go on with a run that goes on", () => {
    const id = begin();
    expect(() => store.begin({ plan, concurrency: 1, atMs: 5, continues: id })).toThrow(expect.objectContaining({ code: "INDEX_BUSY" }));
    expect(store.runs()[0]?.attempts).toHaveLength(1);
  });

  it("goes on with a finished run, whose failed trials are tried again", () => {
    const id = begin();
    store.end(id, "finished");
    store.begin({ plan, concurrency: 1, atMs: 5, continues: id });
    expect(store.runs()[0]?.state).toBe("finished");
    store.end(id, "stopped");
    expect(store.runs()[0]?.state).toBe("finished");
  });

  it("knows no run that was never begun", () => {
    expect(() => store.begin({ plan, concurrency: 1, atMs: 5, continues: "20200101-000000-aaaaaa" })).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });

  it("puts a trial in the place of a failed one, and of no other", () => {
    const id = begin();
    store.record(id, [
      { candidate: "a", trial: failed("1", "first") },
      { candidate: "a", trial: completed("2", "first") },
    ]);
    store.record(id, [
      { candidate: "a", trial: failed("1", "second") },
      { candidate: "a", trial: completed("2", "second") },
    ]);
    const texts = (): Readonly<Record<string, string>> =>
      Object.fromEntries(
        store.trials(id).map(({ trial }) => [trial.caseId, trial.kind === "failed" ? trial.error.message : trial.output.text]),
      );
    expect(texts()).toEqual({ 1: "second", 2: "first" });
    store.record(id, [{ candidate: "a", trial: completed("1", "third") }]);
    expect(texts()).toEqual({ 1: "third", 2: "first" });
    expect(store.runs()[0]?.trials).toBe(2);
  });

  it("tells candidates, cases and repeats apart, whatever they are called", () => {
    const id = begin();
    const names = ["a", "a ", 'a","b', "__proto__", "é"];
    const trials = names.flatMap((candidate) =>
      names.flatMap((caseId) => [0, 1].map((repeat) => ({ candidate, trial: { ...completed(caseId), repeat } }))),
    );
    store.record(id, trials);
    expect(store.trials(id)).toHaveLength(trials.length);
    expect(store.trials(id)).toEqual(expect.arrayContaining(trials));
  });
});
