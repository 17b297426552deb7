import { createHash } from "node:crypto";
import type { Candidate, CandidateOutput } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import { metered } from "../trial-calls.ts";
import type { CandidateFunction } from "../candidate-schema.ts";
import { checkedOutput } from "./output.ts";
import type { CandidateParts } from "./parts.ts";
import { untilAborted } from "./until-aborted.ts";

/**
 * A function of the configuration. Its definition is the hash of its own text: what it closes over or imports can change unseen. In a dry run it is
 * planned and not called, because nobody here knows what it would spend.
 */
export function functionCandidate(name: string, answer: CandidateFunction, { plan }: Pick<CandidateParts, "plan">): Candidate {
  const source = createHash("sha256").update(answer.toString()).digest("hex");
  return {
    name,
    definition: { kind: "function", source, unseen: "what it closes over or imports" },
    async run(input, context) {
      if (plan !== undefined) return await plan("function", name);
      const { value, latencyMs, calls, cost } = await metered(() => answered(name, () => answer(input, context), context.signal));
      return { latencyMs, ...(calls === 0 ? {} : { cost }), ...value };
    },
  };
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
