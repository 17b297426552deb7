import { createHash } from "node:crypto";
import type { Cost } from "../../core/calls.ts";
import { roundUsd } from "../../core/cost-sum.ts";
import type { Candidate, CandidateOutput } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import { metered } from "../trial-calls.ts";
import type { CandidateFunction } from "../candidate-schema.ts";
import { checkedOutput } from "./output.ts";
import { holding } from "./own-cost.ts";
import type { CandidateParts } from "./parts.ts";
import { untilAborted } from "./until-aborted.ts";

/**
 * A function of the configuration. Its definition is the hash of its own text: what it closes over or imports can change unseen. In a dry run it is
 * planned and not called, because nobody here knows what it would spend.
 */
export function functionCandidate(name: string, answer: CandidateFunction, parts: Pick<CandidateParts, "plan" | "hold">): Candidate {
  const { plan } = parts;
  const held = holding(parts);
  const source = createHash("sha256").update(answer.toString()).digest("hex");
  return {
    name,
    definition: { kind: "function", source, unseen: "what it closes over or imports" },
    ownCost: { of: "a function", told: "maybe" },
    async run(input, context) {
      if (plan !== undefined) return await plan("function", name);
      return await held(async () => {
        const { value, latencyMs, calls, cost } = await metered(() => answered(name, () => answer(input, context), context.signal));
        const output: CandidateOutput = { latencyMs, ...(calls === 0 ? {} : { cost }), ...value };
        return { value: output, cost: beyond(output.cost, cost) };
      }, context.signal);
    },
  };
}

/** Of what the output cost, what no call through firstfit has cost already: the cap counts those as they are made, of whichever project. */
function beyond(whole: Cost | undefined, counted: Cost): Cost | undefined {
  const countedUsd = (counted.kind === "known" ? counted.usd : counted.usdAtLeast) ?? 0;
  const less = (usd: number): number => Math.max(0, roundUsd(usd - countedUsd));
  if (whole?.kind !== "unknown") return whole && { kind: "known", usd: less(whole.usd) };
  return { ...whole, usdAtLeast: less(whole.usdAtLeast ?? 0) };
}

async function answered(name: string, answer: () => ReturnType<CandidateFunction>, signal: AbortSignal): Promise<CandidateOutput> {
  let value: unknown;
  try {
    // one that does not listen to the signal is not waited for
    value = await untilAborted(Promise.resolve().then(answer), signal);
  } catch (error) {
    if (error instanceof FirstfitError || signal.aborted) throw error;
    throw new FirstfitError(
      "CANDIDATE_FAILED",
      `${name} threw: ${error instanceof Error ? error.message : String(error)}`,
      "Mend the function in firstfit.config.ts; every other trial goes on.",
      { cause: error },
    );
  }
  return checkedOutput(value, name);
}
