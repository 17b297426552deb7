import type { Bar, BarRequirement, Case, Trial } from "../core/evaluation.ts";
import type { BarResult, CandidateReport, RequirementResult } from "../core/evaluation-results.ts";
import { bootstrapMean } from "../stats/bootstrap.ts";
import { clopperPearson } from "../stats/intervals.ts";
import type { Interval } from "../stats/intervals.ts";
import { casesToSettle } from "../stats/power.ts";
import { quantileInterval } from "../stats/quantile-interval.ts";
import { seededRandom } from "../stats/random.ts";
import { caseRates, rateOf } from "./evaluate/summary.ts";

export interface BarOptions {
  /** Those that were run. Unreviewed ones decide nothing. */
  readonly cases: readonly Case[];
  readonly seed: number;
  /** Whether a model of this name runs on machines of one's own; undefined where nobody can say. */
  isLocal(model: string): boolean | undefined;
}

/** A case that nobody has looked at counts in nothing that decides. */
export function isReviewed({ review }: Case): boolean {
  return review !== "unreviewed";
}

/** Each candidate beside each requirement. `met` and `missed` are as observed; `proved` and `refuted` hold for the whole 95% interval too. */
export function measureBar(bar: Bar, candidates: readonly CandidateReport[], options: BarOptions): readonly BarResult[] {
  const cases = options.cases.filter(isReviewed);
  const counted = new Set(cases.map(({ id }) => id));
  return candidates.map((candidate) => {
    const measured = { candidate, cases, trials: candidate.trials.filter(({ caseId }) => counted.has(caseId)), options };
    const requirements = bar.map((asked) => ({ asked, ...resultOf(asked, measured) }));
    return {
      candidate: candidate.name,
      isMet: requirements.every(({ verdict }) => verdict === "proved" || verdict === "met"),
      requirements,
    };
  });
}

interface Measured {
  readonly candidate: CandidateReport;
  /** Reviewed ones. */
  readonly cases: readonly Case[];
  readonly trials: readonly Trial[];
  readonly options: BarOptions;
}

type Result = Pick<RequirementResult, "observed" | "verdict" | "casesMore">;

function resultOf(asked: BarRequirement, measured: Measured): Result {
  switch (asked.kind) {
    case "pass-rate":
      return passRateResult(asked, measured);
    case "latency":
      return latencyResult(asked.p95MsMax, measured);
    case "cost":
      return costResult(asked.usdPerCallMax, 1, measured);
    case "monthly-cost":
      return costResult(asked.usdPerMonthMax, asked.callsPerMonth, measured);
    case "privacy":
      return privacyResult(measured);
    case "ungraded":
      return ungradedResult(asked.shareMax, measured);
  }
}

/** With the exact interval, because a gate must not promise more than it holds; corrected where the judge's errors are known. */
function passRateResult(
  { min, tag }: Extract<BarRequirement, { readonly kind: "pass-rate" }>,
  { candidate, cases, trials }: Measured,
): Result {
  const { correctedPassRate, byTag } = candidate.summary;
  const corrected = tag === undefined ? correctedPassRate : byTag.find((each) => each.tag === tag)?.corrected;
  const asked = tag === undefined ? cases : cases.filter(({ tags }) => tags.includes(tag));
  const rate = corrected ?? rateOf(caseRates({ cases: asked, trials }), "exact");
  // null is what JSON makes of a mean of nothing
  if (rate.cases === 0 || !Number.isFinite(rate.mean))
    return nothing(
      corrected === undefined || rate.cases === 0 ? "no case was graded" : "the judge tells passes from fails no better than a coin",
    );
  const { mean, low, high } = rate;
  const verdict = verdictOf(rate, { min });
  const needed = verdict === "met" || verdict === "missed" ? casesToSettle(mean, min) : undefined;
  return {
    observed: { kind: "rate", mean, low, high, isCorrected: corrected !== undefined },
    verdict,
    ...(needed === undefined ? {} : { casesMore: Math.max(1, needed - rate.cases) }),
  };
}

/** "p95 at most L" says that 95% of all calls take at most L, and that is a rate: so it is proved like one, exactly. */
const P95 = 0.95;

function latencyResult(p95MsMax: number, { trials }: Measured): Result {
  const latencies = trials.flatMap((trial) =>
    trial.kind === "completed" && trial.output.latencyMs !== undefined ? [trial.output.latencyMs] : [],
  );
  if (latencies.length === 0) return nothing("no latency was measured");
  const { value, low, high } = quantileInterval(latencies, P95);
  const inTime = clopperPearson(latencies.filter((latency) => latency <= p95MsMax).length, latencies.length);
  const isMet = value <= p95MsMax;
  const verdict = isMet ? (inTime.low >= P95 ? "proved" : "met") : inTime.high < P95 ? "refuted" : "missed";
  const needed = verdict === "met" && inTime.mean > P95 ? casesToSettle(inTime.mean, P95) : undefined;
  return {
    observed: {
      kind: "latency",
      p95Ms: value,
      ...(low === undefined ? {} : { lowMs: low }),
      ...(high === undefined ? {} : { highMs: high }),
    },
    verdict,
    ...(needed === undefined ? {} : { casesMore: Math.max(1, needed - latencies.length) }),
  };
}

/** Fewer costs give no interval that holds. */
const COSTS_MIN = 20;

function costResult(usdMax: number, calls: number, { candidate: { name, summary }, trials, options: { seed } }: Measured): Result {
  const { costPerCall } = summary;
  if (costPerCall.kind === "unknown") {
    const atLeast = calls * (costPerCall.usdAtLeast ?? 0);
    return atLeast > usdMax ? { observed: { kind: "usd", usd: atLeast, isAtLeast: true }, verdict: "missed" } : nothing(costPerCall.reason);
  }
  const mean = calls * costPerCall.usd;
  const costs = trials.flatMap((trial) =>
    trial.kind === "completed" && trial.output.cost?.kind === "known" ? [trial.output.cost.usd * calls] : [],
  );
  if (costs.length < COSTS_MIN)
    return { observed: { kind: "usd", usd: mean, isAtLeast: false }, verdict: mean <= usdMax ? "met" : "missed" };
  const { low, high } = bootstrapMean(costs, { random: seededRandom(seed + name.length) });
  return {
    observed: { kind: "usd", usd: mean, low, high, isAtLeast: false },
    verdict: verdictOf({ mean, low, high }, { max: usdMax }),
  };
}

function privacyResult({ candidate: { models }, options: { isLocal } }: Measured): Result {
  if (models === undefined) return nothing("which models it asks is not known");
  const remote = models.filter((model) => isLocal(model) === false);
  const unknown = models.filter((model) => isLocal(model) === undefined);
  if (remote.length > 0) return { observed: { kind: "models", models: remote }, verdict: "refuted" };
  if (unknown.length > 0) return nothing(`where ${unknown.join(", ")} runs is not known`);
  return { observed: { kind: "models", models }, verdict: "proved" };
}

function ungradedResult(shareMax: number, { candidate: { summary } }: Measured): Result {
  const { errors, ungraded, passed, failed } = summary.trials;
  const all = errors + ungraded + passed + failed;
  if (all === 0) return nothing("no case was run");
  const share = clopperPearson(errors + ungraded, all);
  return { observed: { kind: "share", count: errors + ungraded, of: all }, verdict: verdictOf(share, { max: shareMax }) };
}

function verdictOf(
  { mean, low, high }: Interval,
  { min, max }: { readonly min?: number; readonly max?: number },
): RequirementResult["verdict"] {
  // 0.1 + 0.2 must not miss a bar of 0.3
  const rounding = 1e-12;
  const isMet = (min === undefined || mean >= min - rounding) && (max === undefined || mean <= max + rounding);
  if (isMet) return (min === undefined || low >= min) && (max === undefined || high <= max) ? "proved" : "met";
  return (min !== undefined && high < min) || (max !== undefined && low > max) ? "refuted" : "missed";
}

function nothing(reason: string): Result {
  return { observed: { kind: "nothing", reason }, verdict: "unknown" };
}
