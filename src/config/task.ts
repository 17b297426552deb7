import { FirstfitError } from "../core/errors.ts";
import { UNGRADED_SHARE_MAX } from "../core/evaluation.ts";
import type { BarRequirement } from "../core/evaluation.ts";
import type { TaskSettings } from "../operations.ts";
import type { TaskConfig } from "./task-schema.ts";

/** What the configuration says of the task, as verbs use it. Throws BAD_CONFIG for a cost of a month without the calls of a month. */
export function taskSettings(task: TaskConfig): TaskSettings {
  const { cases, bar, callsPerMonth, rungs, rungsReason, alpha, beta } = task;
  const requirements = bar === undefined ? [] : requirementsOf(bar, callsPerMonth);
  return {
    ...(cases === undefined ? {} : { cases }),
    ...(requirements.length === 0 ? {} : { bar: requirements }),
    facts: factsOf(task),
    ...(rungs === undefined ? {} : { rungs }),
    ...(rungsReason === undefined ? {} : { rungsReason }),
    ...(task.labelledExamplesMin === undefined ? {} : { labelledMin: task.labelledExamplesMin }),
    ...(alpha === undefined ? {} : { alpha }),
    ...(beta === undefined ? {} : { beta }),
  };
}

function factsOf({
  name,
  kind,
  callsPerMonth,
  knowledgeChanges,
  labelledExamples,
  personalDataCleared,
}: TaskConfig): TaskSettings["facts"] {
  return {
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind }),
    ...(callsPerMonth === undefined ? {} : { callsPerMonth }),
    ...(knowledgeChanges === undefined ? {} : { knowledgeChanges }),
    ...(labelledExamples === undefined ? {} : { labelledExamples }),
    ...(personalDataCleared === undefined ? {} : { isPersonalDataCleared: personalDataCleared }),
  };
}

function requirementsOf(bar: NonNullable<TaskConfig["bar"]>, callsPerMonth: number | undefined): readonly BarRequirement[] {
  const { passRateMin, passRateTarget, latencyMsP95Max, costPerCallMax, costPerMonthMax, privacy, ungradedShareMax } = bar;
  if (costPerMonthMax !== undefined && callsPerMonth === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      "task.bar.costPerMonthMax needs to know how many calls a month has.",
      "Say it beside the bar: task: { callsPerMonth: 100_000, bar: { … } }.",
    );
  const asked: readonly BarRequirement[] = [
    ...(passRateMin === undefined
      ? []
      : [{ kind: "pass-rate", min: passRateMin, ...(passRateTarget === undefined ? {} : { target: passRateTarget }) } as const]),
    ...(latencyMsP95Max === undefined ? [] : [{ kind: "latency", p95MsMax: latencyMsP95Max } as const]),
    ...(costPerCallMax === undefined ? [] : [{ kind: "cost", usdPerCallMax: costPerCallMax } as const]),
    ...(costPerMonthMax === undefined || callsPerMonth === undefined
      ? []
      : [{ kind: "monthly-cost", usdPerMonthMax: costPerMonthMax, callsPerMonth } as const]),
    ...(privacy === undefined ? [] : [{ kind: "privacy", place: privacy } as const]),
  ];
  if (ungradedShareMax === undefined && asked.length === 0) return [];
  return [...asked, { kind: "ungraded", shareMax: ungradedShareMax ?? UNGRADED_SHARE_MAX }];
}
