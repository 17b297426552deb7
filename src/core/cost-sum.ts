import type { Cost } from "./calls.ts";

/** Adds up costs one by one. One that is not known makes the sum unknown; what is known of it stays told. `what` is what they are costs of, for the reason. */
export interface CostSum {
  add(cost: Cost): void;
  sum(): Cost;
  /** How many of them are not known. */
  unknown(): number;
}

export function costSum(costs: Iterable<Cost> = [], what = "calls"): CostSum {
  let usd = 0;
  let all = 0;
  let unknown = 0;
  let reason = "";
  const own: CostSum = {
    unknown: () => unknown,
    add(cost) {
      all += 1;
      usd += cost.kind === "known" ? cost.usd : (cost.usdAtLeast ?? 0);
      if (cost.kind === "known") return;
      unknown += 1;
      if (reason === "") ({ reason } = cost);
    },
    sum() {
      if (unknown === 0) return { kind: "known", usd: roundUsd(usd) };
      return { kind: "unknown", reason: all === 1 ? reason : `${unknown} of ${all} ${what}: ${reason}`, usdAtLeast: roundUsd(usd) };
    },
  };
  for (const cost of costs) own.add(cost);
  return own;
}

/** A price of a token has at most nine digits behind the point; what follows is error of addition. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e12) / 1e12;
}
