import type { GateFacts, GateResult, RungSkip, TaskFacts } from "../../core/decision.ts";
import type { LearningCurve } from "../../core/learning-curve.ts";
import { curveText } from "./learning-curve.ts";

export const LABELLED_MIN = 1_000;
/** A base that is gone within so many days takes its adapter with it. */
const RETIREMENT_DAYS = 180;
const DAY_MS = 86_400_000;
/** "High volume" is all that the practice says; this figure is our own. */
const DISTILL_CALLS_MIN = 100_000;

interface SeenFacts extends GateFacts {
  /** Of the labelled examples; absent: there are none to look at. */
  readonly curve?: LearningCurve;
}

/** The conditions of the rungs that train or shrink a model, each with its verdict; none for other rungs. */
export function gatesOf(rung: string, task: TaskFacts, facts: SeenFacts): readonly GateResult[] {
  switch (rung) {
    case "fine-tune":
      return [labelledGate(task, facts), ...retirementGate(facts), personalDataGate(task)];
    case "distill":
      return [volumeGate(task), personalDataGate(task)];
    case "quantize":
      return [openWeightsGate(facts)];
    default:
      return [];
  }
}

/** Why a rung that trains or shrinks a model is not run: the first gate that is closed, else that firstfit cannot do it yet. */
export function gatedSkip(rung: string, mechanism: string, gates: readonly GateResult[]): RungSkip {
  const closed = gates.find(({ verdict }) => verdict === "closed");
  if (closed !== undefined) return { why: "gate", reason: closed.reason, gates };
  return { why: "not built here yet", reason: `Its gates are open, and firstfit does not do ${mechanism} yet.`, gates };
}

/**
 * The number opens it, else a person's sentence, else a learning curve that shows that as many as there are do. Where another opens it, the curve is
 * still said: 1,000 examples of 77 labels are 13 a label.
 */
function labelledGate({ labelledExamples }: TaskFacts, facts: SeenFacts): GateResult {
  const { labelledMin = LABELLED_MIN, labelledOverruled, curve } = facts;
  const wanted = labelledMin.toLocaleString("en-US");
  const gate = `${wanted} labelled examples`;
  const has = labelledExamples === undefined ? "Nobody has said how many labelled examples there are" : thereAre(labelledExamples);
  const shown = curve === undefined ? [] : [curveText(curve)];
  const result = (verdict: GateResult["verdict"], ...sentences: readonly string[]): GateResult => ({
    gate,
    verdict,
    reason: sentences.join(" "),
  });
  if ((labelledExamples ?? 0) >= labelledMin) return result("open", `${has}, and ${wanted} are wanted.`, ...shown);
  if (labelledOverruled !== undefined)
    return result(
      "open",
      `${has}, fewer than the ${wanted} that are wanted, and this was overruled: ${shown.length === 0 ? labelledOverruled : sentence(labelledOverruled)}`,
      ...shown,
    );
  return curve?.kind === "measured" && curve.finding === "enough"
    ? result("open", `${has}, fewer than the ${wanted} that are wanted, and a measurement overrules that.`, ...shown)
    : result("closed", `${has}, and fine-tuning needs ${wanted}.`, ...shown);
}

/** With a stop behind it, so that another can follow. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function thereAre(examples: number): string {
  return examples === 1 ? "There is 1 labelled example" : `There are ${examples.toLocaleString("en-US")} labelled examples`;
}

function retirementGate({ base, today }: SeenFacts): readonly GateResult[] {
  if (base?.retires === undefined) return [];
  const days = Math.round((Date.parse(base.retires) - Date.parse(today)) / DAY_MS);
  const gate = "a base model that stays";
  if (days > RETIREMENT_DAYS) return [{ gate, verdict: "open", reason: `${base.model} is retired on ${base.retires}, in ${days} days.` }];
  return [
    {
      gate,
      verdict: "closed",
      reason: `${base.model} is retired on ${base.retires}, ${days < 0 ? "which is over" : `in ${days} days`}, and an adapter goes with its base.`,
    },
  ];
}

function personalDataGate({ isPersonalDataCleared }: TaskFacts): GateResult {
  const gate = "clearance of personal data";
  return isPersonalDataCleared === true
    ? { gate, verdict: "open", reason: "task.personalDataCleared says that personal data was removed or may be used." }
    : {
        gate,
        verdict: "closed",
        reason: "Nobody has cleared the examples of personal data, and a model that learned it cannot unlearn it.",
      };
}

function volumeGate({ callsPerMonth }: TaskFacts): GateResult {
  const gate = `${DISTILL_CALLS_MIN.toLocaleString("en-US")} calls a month`;
  if (callsPerMonth === undefined)
    return { gate, verdict: "closed", reason: "Nobody has said how many calls a month has, and distillation pays by volume only." };
  const has = `The task has ${callsPerMonth.toLocaleString("en-US")} calls a month`;
  return callsPerMonth >= DISTILL_CALLS_MIN
    ? { gate, verdict: "open", reason: `${has}.` }
    : {
        gate,
        verdict: "closed",
        reason: `${has}, and distillation is for high volume, which firstfit takes to begin at ${DISTILL_CALLS_MIN.toLocaleString("en-US")}.`,
      };
}

function openWeightsGate({ base }: SeenFacts): GateResult {
  const gate = "a model with open weights";
  return base === undefined
    ? { gate, verdict: "closed", reason: "No model with open weights is configured, and there is nothing to quantize." }
    : { gate, verdict: "open", reason: `${base.model} is configured.` };
}
