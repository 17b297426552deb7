import type { GateResult, RungSkip, TaskFacts } from "../../core/decision.ts";

/** What gates are decided by, beside the facts of the task. */
export interface GateFacts {
  /** Labelled examples that fine-tuning needs. Default: 1,000 */
  readonly labelledMin?: number;
  /** Why the number of examples is overruled, such as a learning curve that still rises at 600. */
  readonly labelledOverruled?: string;
  /** The model that would be trained, with the day on which its provider retires it; absent: none is configured. */
  readonly base?: { readonly model: string; readonly retires?: string };
  /** ISO date of today. */
  readonly today: string;
}

export const LABELLED_MIN = 1_000;
/** A base that is gone within so many days takes its adapter with it. */
const RETIREMENT_DAYS = 180;
const DAY_MS = 86_400_000;
/** "High volume" is all that the practice says; this figure is our own. */
const DISTILL_CALLS_MIN = 100_000;

/** The conditions of the rungs that train or shrink a model, each with its verdict; none for other rungs. */
export function gatesOf(rung: string, task: TaskFacts, facts: GateFacts): readonly GateResult[] {
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

function labelledGate({ labelledExamples }: TaskFacts, { labelledMin = LABELLED_MIN, labelledOverruled }: GateFacts): GateResult {
  const gate = `${labelledMin.toLocaleString("en-US")} labelled examples`;
  const has =
    labelledExamples === undefined ? "Nobody has said how many labelled examples there are" : `There are ${counted(labelledExamples)}`;
  if ((labelledExamples ?? 0) >= labelledMin)
    return { gate, verdict: "open", reason: `${has}, and ${labelledMin.toLocaleString("en-US")} are wanted.` };
  if (labelledOverruled !== undefined)
    return {
      gate,
      verdict: "open",
      reason: `${has}, fewer than the ${labelledMin.toLocaleString("en-US")} that are wanted, and this was overruled: ${labelledOverruled}`,
    };
  return { gate, verdict: "closed", reason: `${has}, and fine-tuning needs ${labelledMin.toLocaleString("en-US")}.` };
}

function counted(examples: number): string {
  return examples === 1 ? "1 labelled example" : `${examples.toLocaleString("en-US")} labelled examples`;
}

function retirementGate({ base, today }: GateFacts): readonly GateResult[] {
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

function openWeightsGate({ base }: GateFacts): GateResult {
  const gate = "a model with open weights";
  return base === undefined
    ? { gate, verdict: "closed", reason: "No model with open weights is configured, and there is nothing to quantize." }
    : { gate, verdict: "open", reason: `${base.model} is configured.` };
}
