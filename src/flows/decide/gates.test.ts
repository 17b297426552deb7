import { describe, expect, test } from "vitest";
import type { TaskFacts } from "../../core/decision.ts";
import { gatedSkip, gatesOf, LABELLED_MIN } from "./gates.ts";
import { rowOfTask, rungsOfRow, standardRung, STANDARD_NAMES } from "./standard-rungs.ts";
import { rowOf } from "../advise/table.ts";

const TASK: TaskFacts = { name: "Extract twelve fields from a contract", labelledExamples: 5_000, isPersonalDataCleared: true };
const today = "2026-11-28";
const verdicts = (task: TaskFacts, facts: Partial<Parameters<typeof gatesOf>[2]> = {}): readonly string[] =>
  gatesOf("fine-tune", task, { today, ...facts }).map(({ verdict }) => verdict);

describe("gates of fine-tuning", () => {
  test("a thousand labelled examples, or a reason that overrules the number and is recorded", () => {
    expect(verdicts(TASK)).toEqual(["open", "open"]);
    expect(verdicts({ ...TASK, labelledExamples: 999 })).toEqual(["closed", "open"]);
    expect(verdicts({ name: TASK.name, isPersonalDataCleared: true })).toEqual(["closed", "open"]);
    expect(verdicts({ ...TASK, labelledExamples: 600 }, { labelledMin: 500 })).toEqual(["open", "open"]);
    const [overruled] = gatesOf(
      "fine-tune",
      { ...TASK, labelledExamples: 600 },
      { today, labelledOverruled: "the learning curve is flat from 400 on" },
    );
    expect(overruled).toMatchObject({ verdict: "open" });
    expect(overruled?.reason).toContain("this was overruled: the learning curve is flat from 400 on");
  });

  test("a base model that stays, and personal data that was cleared", () => {
    const base = (retires: string): { readonly base: { readonly model: string; readonly retires: string } } => ({
      base: { model: "openai/gpt-4.1", retires },
    });
    expect(verdicts(TASK, base("2027-12-01"))).toEqual(["open", "open", "open"]);
    expect(verdicts(TASK, base("2027-02-01"))).toEqual(["open", "closed", "open"]);
    expect(verdicts(TASK, base("2026-10-01"))).toEqual(["open", "closed", "open"]);
    expect(verdicts({ name: TASK.name, labelledExamples: 5_000 })).toEqual(["open", "closed"]);
  });

  test("an open gate does not pretend that the rung was run", () => {
    expect(gatedSkip("fine-tune", "LoRA", gatesOf("fine-tune", TASK, { today }))).toMatchObject({ why: "not built here yet" });
    expect(gatedSkip("fine-tune", "LoRA", gatesOf("fine-tune", { name: "x" }, { today }))).toMatchObject({
      why: "gate",
      reason: "Nobody has said how many labelled examples there are, and fine-tuning needs 1,000.",
    });
  });
});

test("distilling wants volume, quantizing wants weights, and other rungs have no gate", () => {
  expect(gatesOf("distill", { ...TASK, callsPerMonth: 2_000_000 }, { today }).map(({ verdict }) => verdict)).toEqual(["open", "open"]);
  expect(gatesOf("distill", { ...TASK, callsPerMonth: 2_000 }, { today })[0]?.verdict).toBe("closed");
  expect(gatesOf("quantize", TASK, { today })[0]?.verdict).toBe("closed");
  expect(gatesOf("quantize", TASK, { today, base: { model: "ollama/llama3.1" } })[0]?.verdict).toBe("open");
  expect(gatesOf("retrieve-basic", TASK, { today })).toEqual([]);
});

describe("the row of a task", () => {
  test("is found by its kind, its volume, its labels and how often things change", () => {
    const row = (facts: Partial<TaskFacts>): string | undefined => rowOfTask({ name: "x", ...facts }, LABELLED_MIN)?.row;
    expect(row({ kind: "knowledge" })).toBe("own-knowledge");
    expect(row({ kind: "knowledge", knowledgeChanges: "daily" })).toBe("current-events");
    expect(row({ kind: "structure", callsPerMonth: 10_000 })).toBe("structured-output");
    expect(row({ kind: "structure", callsPerMonth: 2_000_000, labelledExamples: 5_000 })).toBe("same-task-millions");
    expect(row({ kind: "structure", callsPerMonth: 2_000_000, labelledExamples: 20 })).toBe("structured-output");
    expect(row({ kind: "label" })).toBe("plain-labels");
    expect(row({})).toBeUndefined();
  });

  test("chooses the rungs from the cheapest to own to the dearest; where the output is a label, a classical baseline comes first", () => {
    expect(rungsOfRow("own-knowledge")).toEqual(["better-prompt", "examples", "whole-corpus", "retrieve-basic", "retrieve-production"]);
    expect(rungsOfRow("structured-output")).toEqual(["better-prompt", "examples", "structured-output", "smaller-model", "fine-tune"]);
    expect(rungsOfRow("cheaper-faster")).toEqual(["prompt-caching", "quantize", "distill"]);
    expect(rungsOfRow("plain-labels").slice(0, 3)).toEqual(["tf-idf-softmax", "nearest-neighbours", "better-prompt"]);
    // a field may be a label, and the examples say so
    expect(rungsOfRow("structured-output", true).slice(0, 3)).toEqual(["tf-idf-softmax", "nearest-neighbours", "better-prompt"]);
    expect(rungsOfRow("own-knowledge", true)).toEqual(rungsOfRow("own-knowledge"));
    for (const name of STANDARD_NAMES) expect(standardRung(name)?.costs).not.toBe("");
  });

  test("has words for every row that a task can match", () => {
    for (const kind of ["knowledge", "behaviour", "structure", "label", "cost", "privacy", "current", "frontier"] as const) {
      const found = rowOfTask({ name: "x", kind }, LABELLED_MIN);
      if (found === undefined) throw new Error(`no row for ${kind}`);
      expect(rowOf(found.row).problem).not.toBe("");
      expect(rungsOfRow(found.row).length).toBeGreaterThan(0);
    }
  });
});
