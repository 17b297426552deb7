import type { Cost } from "../../core/calls.ts";
import type { CandidateParts } from "./parts.ts";

/** What a run of it cost beyond what our own call desk counted; undefined where nobody says. */
export interface Spent<T> {
  readonly value: T;
  readonly cost: Cost | undefined;
}

/**
 * Holds room under the cap while a candidate of its own works: as much as its dearest run so far, and in the end what its answer says. Of a run that fails, or
 * does not say all, at least as much counts as of the dearest before it. The first one runs alone, so that something is known when the others begin; one that
 * is dearer than all before it can pass the cap, and the run is stopped then. Throws CAP_REACHED and INTERRUPTED.
 */
export function holding({
  hold,
  plan,
  kind,
}: Pick<CandidateParts, "hold" | "plan"> & { readonly kind?: Parameters<NonNullable<CandidateParts["hold"]>>[2] }): <T>(
  work: () => Promise<Spent<T>>,
  signal: AbortSignal,
) => Promise<T> {
  /** Of the whole run, with what its calls could have cost; and of what only its answer says. */
  const dearest = { usd: 0, ownUsd: 0 };
  let first: Promise<unknown> | undefined;
  return async (work, signal) => {
    // a dry run spends nothing
    if (hold === undefined || plan !== undefined) return (await work()).value;
    const held = async () => {
      const room = await hold(dearest.usd, signal, kind);
      let cost: Cost | undefined;
      try {
        const spent = await room.run(work);
        ({ cost } = spent);
        return spent.value;
      } finally {
        const ownUsd = cost?.kind === "known" ? cost.usd : Math.max(dearest.ownUsd, cost?.usdAtLeast ?? 0);
        dearest.ownUsd = Math.max(dearest.ownUsd, ownUsd);
        dearest.usd = Math.max(dearest.usd, room.settle(ownUsd));
      }
    };
    if (first !== undefined) {
      await first.catch(() => {}); // its error is that of its own trial
      return await held();
    }
    const alone = held();
    first = alone;
    return await alone;
  };
}
