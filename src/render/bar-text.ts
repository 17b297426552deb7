import type { BarRequirement } from "../core/evaluation.ts";
import type { Observation, RequirementResult } from "../core/evaluation-results.ts";
import { usdText } from "./bill.ts";

/** A requirement in words. */
export function requirementText(asked: BarRequirement): string {
  switch (asked.kind) {
    case "pass-rate":
      return `pass rate${asked.tag === undefined ? "" : ` of ${asked.tag}`} at least ${shareText(asked.min)}`;
    case "latency":
      return `p95 latency at most ${msText(asked.p95MsMax)}`;
    case "cost":
      return `cost a call at most ${usdText(asked.usdPerCallMax)}`;
    case "monthly-cost":
      return `cost a month at most ${usdText(asked.usdPerMonthMax)} for ${asked.callsPerMonth.toLocaleString("en-US")} calls`;
    case "privacy":
      return "every model runs locally";
    case "ungraded":
      return `errors and ungraded at most ${shareText(asked.shareMax)}`;
  }
}

/** What was observed, with its interval: "0.85 [0.62, 0.97]". */
export function observationText(observed: Observation): string {
  switch (observed.kind) {
    case "rate":
      return `${rateText(observed)}${observed.isCorrected ? ", corrected for the judge" : ""}`;
    case "latency":
      return `${msText(observed.p95Ms)} [${observed.lowMs === undefined ? "?" : msText(observed.lowMs)}, ${observed.highMs === undefined ? "?" : msText(observed.highMs)}]`;
    case "usd": {
      const usd = `${observed.isAtLeast ? "at least " : ""}${usdText(observed.usd)}`;
      if (observed.low === undefined || observed.high === undefined || observed.low === observed.high) return usd;
      return `${usd} [${usdText(observed.low)}, ${usdText(observed.high)}]`;
    }
    case "share":
      return `${observed.count} of ${observed.of}`;
    case "models":
      return observed.models.length === 0 ? "no model is asked" : observed.models.join(", ");
    case "nothing":
      return observed.reason;
  }
}

const VERDICTS: Readonly<Record<RequirementResult["verdict"], string>> = {
  proved: "met, and proved",
  met: "met, not proved",
  missed: "not met",
  refuted: "not met, and proved so",
  unknown: "not known",
};

/** "met, not proved; about 40 more cases would". */
export function verdictText({ verdict, casesMore, asked }: RequirementResult): string {
  const what = `${asked.kind === "latency" ? "call" : "case"}${casesMore === 1 ? "" : "s"}`;
  const more = casesMore === undefined ? "" : `; about ${casesMore.toLocaleString("en-US")} more ${what} would settle it`;
  // how much of this run was lost is counted, and needs no proof
  if (asked.kind === "ungraded" && verdict !== "unknown") return verdict === "met" || verdict === "proved" ? "met" : "not met";
  return `${VERDICTS[verdict]}${more}`;
}

/** "0.85 [0.62, 0.97]", and "n/a" for a rate of nothing, which is NaN in memory and null in JSON. */
export function rateText({ mean, low, high }: { readonly mean: number | null; readonly low: number; readonly high: number }): string {
  return mean === null || !Number.isFinite(mean) ? "n/a" : `${shareText(mean)} [${shareText(low)}, ${shareText(high)}]`;
}

/** Two digits, and never "1.00" or "0.00" for what is a little less or more. */
export function shareText(share: number): string {
  if (share > 0.995 && share < 1) return share.toFixed(3) === "1.000" ? ">0.999" : share.toFixed(3);
  if (share > 0 && share < 0.005) return share.toFixed(3) === "0.000" ? "<0.001" : share.toFixed(3);
  return share.toFixed(2);
}

/** "0.4 ms", "812 ms", "2.41 s", "3 min 10 s". */
export function msText(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  return `${Math.floor(Math.round(ms / 1_000) / 60)} min ${Math.round(ms / 1_000) % 60} s`;
}
