import type { OwnFigure, OwnFigures } from "../../core/advice.ts";
import type { Case, Trial } from "../../core/evaluation.ts";
import type { KeptRun, TrialStore } from "../../core/trial-store.ts";
import { quantile } from "../../stats/bootstrap.ts";
import { caseRates, rateOf } from "../evaluate/summary.ts";

/** As many candidates as one can say in a sentence. */
const CANDIDATES_MAX = 5;

/**
 * What the newest evaluation of the project says, candidate by candidate in the order of the run; of more than five, the five that passed most.
 * Undefined where there is none. Trials of a decision are none: they stop when its test is settled, and it has figures of its own. Cases count alike,
 * because the record holds no weights.
 */
export function ownFigures(
  store: Pick<TrialStore, "runs" | "trials">,
  decisions: readonly { readonly id: string }[] = [],
): OwnFigures | undefined {
  // the id of a decision begins with that of its run; one whose file is gone still lacks the trials that it did not need
  const isDecided = (run: KeptRun): boolean => decisions.some(({ id }) => id.startsWith(`${run.id}-`));
  const run = store.runs().find((each) => each.state === "finished" && each.trials > 0 && isWhole(each) && !isDecided(each));
  if (run === undefined) return undefined;
  const kept = store.trials(run.id);
  const all = run.plan.candidates.map(({ name }) =>
    figureOf(
      name,
      kept.flatMap(({ candidate, trial }) => (candidate === name ? [trial] : [])),
    ),
  );
  // the sort is stable: of two that passed alike, the one that stands first in the plan, which is mostly the cheaper one
  const best = new Set(all.toSorted((a, b) => passed(b) - passed(a)).slice(0, CANDIDATES_MAX));
  const candidates = all.filter((figure) => best.has(figure));
  return { run: run.id, day: dayOf(run), dataset: run.plan.dataset, candidates, evaluated: all.length };
}

/** Every candidate ran every case as often as was asked, which an evaluation has done when it is finished. */
function isWhole({ trials, plan: { cases, candidates, repeats } }: KeptRun): boolean {
  return trials === cases * candidates.length * repeats;
}

/** A candidate of which nothing could be graded comes last. */
function passed({ passRate: { mean } }: OwnFigure): number {
  return Number.isNaN(mean) ? -1 : mean;
}

function dayOf({ startedAtMs }: KeptRun): string {
  return new Date(startedAtMs).toISOString().slice(0, 10);
}

function figureOf(candidate: string, trials: readonly Trial[]): OwnFigure {
  const ids = [...new Set(trials.map(({ caseId }) => caseId))].toSorted();
  const cases = ids.map((id): Case => ({ id, input: "", expectations: [], tags: [], weight: 1 }));
  const { mean, low, high, cases: counted } = rateOf(caseRates({ cases, trials }));
  const outputs = trials.flatMap((trial) => (trial.kind === "completed" ? [trial.output] : []));
  const costs = outputs.flatMap(({ cost }) => (cost?.kind === "known" ? [cost.usd] : []));
  const latencies = outputs.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs])).toSorted((a, b) => a - b);
  return {
    candidate,
    passRate: { mean, low, high, cases: counted },
    // One call without a known cost, and the mean of the others says nothing.
    ...(costs.length === 0 || costs.length < outputs.length ? {} : { usdPerCall: costs.reduce((sum, usd) => sum + usd, 0) / costs.length }),
    ...(latencies.length === 0 ? {} : { latencyMsP95: Math.round(quantile(latencies, 0.95)) }),
  };
}

/** The figures as a sentence. */
export function figuresSentence({ day, dataset, candidates, evaluated }: OwnFigures): string {
  const counts = [...new Set(candidates.map(({ passRate: { cases } }) => cases))];
  const common = counts.length === 1 ? `, ${casesText(counts[0] ?? 0)}` : "";
  const said = candidates.map(({ candidate, passRate, usdPerCall, latencyMsP95 }) => {
    const { mean, low, high, cases } = passRate;
    const rate = Number.isNaN(mean)
      ? "nothing could be graded"
      : `${mean.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})${common === "" ? ` on ${casesText(cases)}` : ""}`;
    const cost = usdPerCall === undefined ? "" : `, $${Number(usdPerCall.toPrecision(2))} a call`;
    const latency = latencyMsP95 === undefined ? "" : `, p95 ${latencyText(latencyMsP95)}`;
    return `${candidate} ${rate}${cost}${latency}`;
  });
  const which = evaluated > candidates.length ? `, the best ${candidates.length} of ${evaluated} candidates` : "";
  return `Your own last evaluation (${day}, ${dataset}${common}${which}) gave these pass rates, with 95% intervals: ${said.join("; ")}.`;
}

function casesText(cases: number): string {
  return `${cases} ${cases === 1 ? "case" : "cases"}`;
}

function latencyText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
