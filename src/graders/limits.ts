import type { CandidateOutput, Grade } from "../core/evaluation.ts";
import { passed } from "./text.ts";

/** Upper bounds of one case, each included. */
export interface CaseLimits {
  readonly latencyMsMax?: number;
  readonly costUsdMax?: number;
  /** Input and output together. */
  readonly tokensMax?: number;
}

/** Latency, cost and tokens against their limits, by name. What the candidate does not know is ungraded, never within the limit. */
export function gradeLimits(output: CandidateOutput, limits: CaseLimits): Readonly<Record<string, Grade>> {
  const { latencyMs, cost, usage } = output;
  const unknown = (what: string): Grade => ({ kind: "ungraded", reason: `${what} is not known` });
  const within = (value: number | undefined, most: number, what: string): Grade =>
    value === undefined ? unknown(what) : passed(value <= most, `${what} is ${value}, more than ${most}`);
  const tokens = usage?.inputTokens === undefined || usage.outputTokens === undefined ? undefined : usage.inputTokens + usage.outputTokens;
  return {
    ...(limits.latencyMsMax === undefined ? {} : { latency: within(latencyMs, limits.latencyMsMax, "the latency in milliseconds") }),
    ...(limits.costUsdMax === undefined
      ? {}
      : { cost: within(cost?.kind === "known" ? cost.usd : undefined, limits.costUsdMax, "the cost in dollars") }),
    ...(limits.tokensMax === undefined ? {} : { tokens: within(tokens, limits.tokensMax, "the number of tokens") }),
  };
}
