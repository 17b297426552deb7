import type { DecidedRung, OwnDecision } from "../../core/advice.ts";
import type { MadeDecision, MeasuredRung } from "../../core/decision.ts";
import type { BarRequirement } from "../../core/evaluation.ts";

/** As many rungs as one can say in a sentence. */
const RUNGS_MAX = 5;

/** What the decision that was made last says, by its own figures. Undefined where none was made. `made` is oldest first. */
export function ownDecision(made: readonly MadeDecision[]): OwnDecision | undefined {
  const last = made.at(-1);
  if (last === undefined) return undefined;
  const { id, task, outcome, bar, rungs } = last.decision;
  const asked = bar.find(isOverall);
  const measured = rungs.flatMap((rung) => (rung.kind === "measured" ? [decidedRung(rung)] : []));
  return {
    id,
    day: last.madeAt.slice(0, 10),
    task: task.name,
    outcome,
    ...(asked?.kind === "pass-rate" ? { passRateMin: asked.min } : {}),
    otherRequirements: bar.length - (asked === undefined ? 0 : 1),
    rungs: measured.filter(({ name }, at) => at >= measured.length - RUNGS_MAX || (outcome.kind === "adopted" && name === outcome.rung)),
  };
}

function isOverall(asked: BarRequirement): boolean {
  return asked.kind === "pass-rate" && asked.tag === undefined;
}

function decidedRung({ name, verdict, trials, requirements }: MeasuredRung): DecidedRung {
  const observed = requirements.find(({ asked }) => isOverall(asked))?.observed;
  return {
    name,
    verdict,
    passed: trials.passed,
    of: trials.passed + trials.failed,
    ...(observed?.kind === "rate" ? { passRate: rateOf(observed) } : {}),
  };
}

function rateOf({
  rate: { mean, low, high },
  isCorrected,
}: {
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
  readonly isCorrected: boolean;
}): NonNullable<DecidedRung["passRate"]> {
  return { mean, low, high, isCorrected };
}

/** The decision as a sentence. */
export function decisionSentence({ day, task, outcome, passRateMin, otherRequirements, rungs }: OwnDecision): string {
  const others = `${otherRequirements} ${passRateMin === undefined ? "" : "more "}${otherRequirements === 1 ? "requirement" : "requirements"}`;
  const parts = [
    ...(passRateMin === undefined ? [] : [`a pass rate of at least ${passRateMin.toFixed(2)}`]),
    ...(otherRequirements === 0 ? [] : [others]),
  ];
  const bar = `its bar (${parts.join(", and ")})`;
  const start = `Your own last decision (${day}, "${task.replace(/[.!?]+$/, "")}")`;
  switch (outcome.kind) {
    case "adopted": {
      const adopted = rungs.filter(({ name }) => name === outcome.rung);
      return `${start} adopts ${outcome.rung}, the first rung that is proved to meet ${bar}${adopted.map((rung) => `: it ${rungText(rung)}`).join("")}.`;
    }
    case "undecided":
      if (rungs.length === 0) return `${start} is open: no rung could be measured.`;
      return `${start} is open, because no rung is proved to meet ${bar}: ${listed(rungs)}.`;
    case "none":
      return `${start} adopts nothing, because no rung that was measured meets ${bar}: ${listed(rungs)}.`;
  }
}

function listed(rungs: readonly DecidedRung[]): string {
  return rungs.map((rung) => `${rung.name} ${rungText(rung)}${rung.verdict === "reject" ? ", and is rejected" : ""}`).join("; ");
}

function rungText({ passed, of, passRate }: DecidedRung): string {
  const cases = `passed ${passed} of ${of} ${of === 1 ? "case" : "cases"}`;
  // null is what JSON makes of a mean of nothing
  if (passRate === undefined || !Number.isFinite(passRate.mean)) return cases;
  const { mean, low, high, isCorrected } = passRate;
  return `${cases}, ${mean.toFixed(2)}${isCorrected ? " corrected for the judge" : ""} (95% interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
}
