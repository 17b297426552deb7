import type { Frontier } from "../../core/comparison.ts";
import type { BarResult, CandidateReport, CandidateSummary } from "../../core/evaluation-results.ts";

interface Placed {
  readonly name: string;
  readonly usd: number;
  readonly rate: number;
  readonly p95Ms: number;
}

/** Candidates that no other beats: one that is as cheap and as good, and one of the two by more. What cannot be placed is left out and said. */
export function frontierOf(candidates: readonly CandidateReport[]): Frontier {
  const placed = candidates.flatMap((candidate) => placeOf(candidate) ?? []);
  const isBeaten = (one: Placed): boolean =>
    placed.some((other) => other.usd <= one.usd && other.rate >= one.rate && (other.usd < one.usd || other.rate > one.rate));
  return {
    candidates: placed
      .filter((one) => !isBeaten(one))
      .toSorted(cheapestFirst)
      .map(({ name }) => name),
    leftOut: candidates.flatMap(({ name, summary }) => {
      const reason = whyNotPlaced(summary);
      return reason === undefined ? [] : [{ candidate: name, reason }];
    }),
  };
}

/** The cheapest of those that meet every requirement; with equal costs the better, then the faster one. */
export function cheapestOf(candidates: readonly CandidateReport[], bar: readonly BarResult[]): string | undefined {
  const met = new Set(bar.filter(({ isMet }) => isMet).map(({ candidate }) => candidate));
  return candidates
    .filter(({ name }) => met.has(name))
    .flatMap((candidate) => placeOf(candidate) ?? [])
    .toSorted(cheapestFirst)[0]?.name;
}

/** The rate that decides: corrected for the judge where it can be. */
function decidingRate({ correctedPassRate, passRate }: CandidateSummary): number {
  return (correctedPassRate ?? passRate).mean;
}

function placeOf({ name, summary }: CandidateReport): Placed | undefined {
  const { costPerCall, latencyMs } = summary;
  const rate = decidingRate(summary);
  if (costPerCall.kind === "unknown" || !Number.isFinite(rate)) return undefined;
  return { name, usd: costPerCall.usd, rate, p95Ms: latencyMs?.p95 ?? Infinity };
}

function whyNotPlaced(summary: CandidateSummary): string | undefined {
  if (!Number.isFinite(decidingRate(summary))) return "no case was graded";
  return summary.costPerCall.kind === "unknown" ? `its cost is not known: ${summary.costPerCall.reason}` : undefined;
}

/** Sorting keeps the order given where two are alike. */
function cheapestFirst(a: Placed, b: Placed): number {
  if (a.usd !== b.usd) return a.usd - b.usd;
  if (a.rate !== b.rate) return b.rate - a.rate;
  return a.p95Ms === b.p95Ms ? 0 : a.p95Ms - b.p95Ms;
}
