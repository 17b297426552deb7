import type { Cost } from "../../core/calls.ts";

/** What one model's tokens cost, and what its prompt cache asks for; handed in. */
export interface ModelPrice {
  /** Of one call: long prompts may have a price of their own, so a sum of calls is a sum of these. */
  cost(call: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** Of `inputTokens`. */
    readonly cachedInputTokens?: number;
    /** Of `inputTokens`. */
    readonly cacheWriteTokens?: number;
  }): Cost;
  /** Shorter prefixes are not cached, without a word. Absent where it is not known. */
  readonly cacheTokensMin?: number;
  /** Input and output together. */
  readonly contextTokensMax?: number;
  /** False: prompts of the configuration ask each input several times. Absent where it is not known. */
  readonly takesTemperature?: boolean;
}

export function unknownCost(reason: string): Cost {
  return { kind: "unknown", reason };
}

export function timesCost(cost: Cost, calls: number): Cost {
  return cost.kind === "known" ? { kind: "known", usd: cost.usd * calls } : unknownCost(cost.reason);
}

export function lessCost(a: Cost, b: Cost): Cost {
  if (a.kind === "unknown") return unknownCost(a.reason);
  return b.kind === "unknown" ? unknownCost(b.reason) : { kind: "known", usd: a.usd - b.usd };
}

export function plusCost(a: Cost, b: Cost): Cost {
  return lessCost(a, timesCost(b, -1));
}
