import type { MeasuredRung, Rung, RungReport, RungSkip } from "../../core/decision.ts";
import { UNGRADED_SHARE_MAX } from "../../core/evaluation.ts";
import type { Bar, Candidate, Case } from "../../core/evaluation.ts";
import type { LearningCurve, MeasuredCurve } from "../../core/learning-curve.ts";
import { CONCURRENCY } from "./decide-options.ts";
import type { DecideOptions } from "./decide-options.ts";
import { gated } from "./gated.ts";
import type { GatedOptions } from "./gated.ts";
import { shuffledGroups } from "./ladder.ts";
import { measuredRung } from "./rung-report.ts";
import type { RungPlan } from "./rung-test.ts";
import { standardRung } from "./standard-rungs.ts";
import type { TrialSource } from "./trial-source.ts";
import { walkRung } from "./walk-rung.ts";

export interface Walk {
  readonly cases: readonly Case[];
  readonly plan: RungPlan;
  readonly source: TrialSource;
  readonly options: DecideOptions;
}

export interface Walked {
  readonly rungs: readonly RungReport[];
  readonly curve?: MeasuredCurve;
}

/** One rung after the other, up to the first that is adopted; the others are said to be unneeded. */
export async function walk(rungs: readonly Rung[], given: Walk): Promise<Walked> {
  const { isFixed = false, isDryRun = false } = given.options;
  const walked: RungReport[] = [];
  let adopted: string | undefined;
  let curve: LearningCurve | undefined;
  for (const rung of rungs) {
    const { offer } = rung;
    if (offer.kind === "skipped") walked.push(skipped(rung, offer.skip, adopted));
    else if (adopted !== undefined && !isFixed && !isDryRun) walked.push(unneeded(rung, adopted));
    else if (offer.kind === "gated") {
      const seen = await gated(rung, offer.facts, gatedOptions(given));
      curve ??= seen.curve;
      walked.push(skipped(rung, seen.skip, adopted));
    } else {
      const measured = await measure(rung, offer.candidate, given);
      if (measured.verdict === "adopt") adopted ??= measured.name;
      walked.push(measured);
    }
  }
  return { rungs: walked, ...(curve?.kind === "measured" ? { curve } : {}) };
}

function gatedOptions({ cases, options }: Walk): GatedOptions {
  const { task, bar, examples, clock, report = () => {}, signal, isDryRun = false, rerun } = options;
  return {
    task,
    bar,
    cases,
    clock,
    report,
    isDryRun,
    resumeLine: rerun,
    ...(examples === undefined ? {} : { examples }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function skipped({ name, mechanism }: Rung, skip: RungSkip, adopted: string | undefined): RungReport {
  if (adopted === undefined) return { kind: "skipped", name, mechanism, skip };
  return { ...unneeded({ name, mechanism }, adopted), ...(skip.gates === undefined ? {} : { gates: skip.gates }) };
}

function unneeded({ name, mechanism }: Pick<Rung, "name" | "mechanism">, adopted: string): Extract<RungReport, { kind: "unneeded" }> {
  const costs = standardRung(name)?.costs;
  return {
    kind: "unneeded",
    name,
    mechanism,
    reason:
      costs === undefined
        ? `${adopted} stands before it and is proved to meet the bar.`
        : `${adopted} is proved to meet the bar, and this would cost more: ${costs}.`,
  };
}

async function measure({ name, mechanism }: Rung, candidate: Candidate, { cases, plan, source, options }: Walk): Promise<MeasuredRung> {
  const { seed, report = () => {}, task, isFixed = false, isDryRun = false } = options;
  const ungradedShareMax = isDryRun ? 1 : ungradedShareOf(options.bar);
  report({ kind: "started", stage: name, total: cases.length });
  const walked = await walkRung({
    candidate,
    plan,
    groups: shuffledGroups(cases, seed),
    isFixed: isFixed || isDryRun,
    concurrency: options.concurrency ?? CONCURRENCY,
    ungradedShareMax,
    trials: (own, shown) => source.trials(own, shown),
    onAdvanced: (done) => report({ kind: "advanced", stage: name, done, total: cases.length }),
  });
  report({ kind: "finished", stage: name, done: walked.cases.length });
  return measuredRung({
    name,
    mechanism,
    plan,
    walked,
    seed,
    ungradedShareMax,
    ...(candidate.models === undefined ? {} : { models: candidate.models }),
    ...(task.callsPerMonth === undefined ? {} : { callsPerMonth: task.callsPerMonth }),
  });
}

function ungradedShareOf(bar: Bar): number {
  const shares = bar.flatMap((requirement) => (requirement.kind === "ungraded" ? [requirement.shareMax] : []));
  return shares.length === 0 ? UNGRADED_SHARE_MAX : Math.min(...shares);
}
