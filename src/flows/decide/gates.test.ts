import { describe, expect, test } from "vitest";
import type { GateResult, TaskFacts } from "../../core/decision.ts";
import type { MeasuredCurve } from "../../core/learning-curve.ts";
import { gatedSkip, gatesOf, LABELLED_MIN } from "./gates.ts";
import { rowOfTask, rungsOfRow, standardRung, STANDARD_NAMES } from "./standard-rungs.ts";
import { rowOf } from "../advise/table.ts";

const TASK: TaskFacts = { name: "Extract twelve fields from a contract", labelledExamples: 5_000, isPersonalDataCleared: true };
const today = "2026-11-28";
const verdicts = (task: TaskFacts, facts: Partial<Parameters<typeof gatesOf>[2]> = {}): readonly string[] =>
  gatesOf("fine-tune", task, { today, ...facts }).map(({ verdict }) => verdict);

const CURVE: MeasuredCurve = {
  kind: "measured",
  classifier: "TF-IDF and softmax regression",
  examples: { used: 600, of: 600 },
  labels: 10,
  rareLabels: 0,
  rareExamples: 0,
  missingLabels: [],
  folds: 5,
  runs: 15,
  heldOut: { examples: 600, groups: 600 },
  points: [
    { examples: 240, perLabel: 24, accuracy: { mean: 0.906, low: 0.88, high: 0.92 } },
    { examples: 480, perLabel: 48, accuracy: { mean: 0.91, low: 0.89, high: 0.93 }, gain: { mean: 0.004, low: -0.01, high: 0.017 } },
  ],
  guessing: 0.1,
  aboveGuessing: { mean: 0.81, low: 0.78, high: 0.84 },
  bar: 0.9,
  smallGain: 0.02,
  finding: "enough",
};

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

  test("a learning curve that is flat at the bar overrules the number, one that rises does not, and a person overrules both", () => {
    const few = { ...TASK, labelledExamples: 600 };
    const gate = (
      finding: MeasuredCurve["finding"],
      more: Partial<Parameters<typeof gatesOf>[2]> = {},
      task: TaskFacts = few,
    ): GateResult => {
      const [first] = gatesOf("fine-tune", task, { today, curve: { ...CURVE, finding }, ...more });
      if (first === undefined) throw new Error("no gate");
      return first;
    };
    expect(gate("enough").verdict).toBe("open");
    expect(gate("enough").reason).toBe(
      "There are 600 labelled examples, fewer than the 1,000 that are wanted, and a measurement overrules that. The learning curve of a classical classifier is flat: the last doubling, 240 to 480 examples (24 to 48 a label), brought 0.004 [-0.010, 0.017], less than 0.02, and it ends at 0.91 [0.89, 0.93] beside a bar of 0.90.",
    );
    for (const finding of ["rising", "unsettled", "below the bar", "labels missing", "no better than guessing"] as const)
      expect(gate(finding).verdict, finding).toBe("closed");
    expect(gate("rising").reason).toContain(
      "There are 600 labelled examples, and fine-tuning needs 1,000. The learning curve of a classical classifier still rises:",
    );
    expect(gate("rising", { labelledOverruled: "the vendor asks for 500" })).toMatchObject({
      verdict: "open",
      reason: expect.stringContaining(
        "this was overruled: the vendor asks for 500. The learning curve of a classical classifier still rises",
      ),
    });
    // the number opens it, and what the curve shows is said all the same
    expect(gate("rising", {}, TASK)).toMatchObject({
      verdict: "open",
      reason: expect.stringContaining("More labels are the cheaper next step."),
    });
    const [unmeasured] = gatesOf("fine-tune", few, { today, curve: { kind: "not measured", reason: "it is free text" } });
    expect(unmeasured).toMatchObject({
      verdict: "closed",
      reason: expect.stringContaining("No learning curve was measured: it is free text."),
    });
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
