import type { Cost } from "../../core/calls.ts";
import type { CandidateParts } from "./parts.ts";

/** What a run of it cost beyond what our own call desk counted; undefined where nobody says. */
export interface Spent<T> {
  readonly value: T;
  readonly cost: Cost | undefined;
}

/**
 * Holds room under the cap while a candidate of its own works: as much as its dearest answer so far, and in the end what its answer says. The first
 * ones that run at the same time are held at nothing, so that a run can pass its cap by what they cost, and is stopped then. Throws CAP_REACHED.
 */
export function holding({ hold, plan }: Pick<CandidateParts, "hold" | "plan">): <T>(work: () => Promise<Spent<T>>) => Promise<T> {
  let dearestUsd = 0;
  return async (work) => {
    // a dry run spends nothing
    if (hold === undefined || plan !== undefined) return (await work()).value;
    const held = await hold(dearestUsd);
    let paid: Cost | undefined;
    try {
      const { value, cost } = await work();
      if (cost?.kind === "known") {
        paid = cost;
        dearestUsd = Math.max(dearestUsd, cost.usd);
      }
      return value;
    } finally {
      held.settle(paid);
    }
  };
}
