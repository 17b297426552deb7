import type { Cost } from "../../core/calls.ts";
import type { CandidateParts } from "./parts.ts";

/** What a run of it cost beyond what our own call desk counted; undefined where nobody says. */
export interface Spent<T> {
  readonly value: T;
  readonly cost: Cost | undefined;
}

/**
 * Holds room under the cap while a candidate of its own works: as much as its dearest answer so far, and in the end what its answer says. The first
 * one runs alone, so that something is known when the others begin; one that is dearer than all before it can pass the cap, and the run is stopped then.
 * Throws CAP_REACHED.
 */
export function holding({ hold, plan }: Pick<CandidateParts, "hold" | "plan">): <T>(work: () => Promise<Spent<T>>) => Promise<T> {
  let dearestUsd: number | undefined;
  let first: Promise<void> | undefined;
  return async (work) => {
    // a dry run spends nothing
    if (hold === undefined || plan !== undefined) return (await work()).value;
    while (first !== undefined) await first;
    const alone = dearestUsd === undefined ? Promise.withResolvers<void>() : undefined;
    first = alone?.promise;
    try {
      const held = await hold(dearestUsd ?? 0);
      let paid: Cost | undefined;
      try {
        const { value, cost } = await work();
        if (cost?.kind === "known") paid = cost;
        dearestUsd = Math.max(dearestUsd ?? 0, cost?.kind === "known" ? cost.usd : 0);
        return value;
      } finally {
        held.settle(paid);
      }
    } finally {
      if (alone !== undefined) first = undefined;
      alone?.resolve();
    }
  };
}
