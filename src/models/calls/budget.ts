import { FirstfitError } from "../../core/errors.ts";
import type { Cost, ModelCall } from "../../core/calls.ts";

/** Part of a cap that is held for one call until its cost is known. */
export interface Reservation {
  /** A try that may have been billed without saying so: what it could have cost counts. Throws CAP_REACHED when another one does not fit. */
  lost(): void;
  /** Ends the reservation; a cost that is not known counts with its upper bound. */
  settle(cost: Cost | undefined): void;
}

export interface Budget {
  /**
   * Holds what the call can cost at most; waits while only calls in flight stand in the way. Throws CAP_REACHED when the call could pass
   * the cap, and UNKNOWN_PRICE when nobody can tell.
   */
  reserve(call: ModelCall, high: Cost): Promise<Reservation>;
  /**
   * The same for work that is not called through here: `usd` is what it is expected to cost, and only what its own answer says counts in the end.
   * Throws CAP_REACHED.
   */
  hold(usd: number): Promise<Pick<Reservation, "settle">>;
}

const UNLIMITED: Reservation = { lost() {}, settle() {} };

/** A cap in US dollars over the calls of one run. */
export function budget(usdMax: number | undefined): Budget {
  let spentUsd = 0;
  let heldUsd = 0;
  let waiting: (() => void)[] = [];
  const settled = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));

  const reservation = (usd: number): Reservation => {
    heldUsd += usd;
    let isOpen = true;
    return {
      lost() {
        spentUsd += usd;
        if (usdMax !== undefined && exceeds(spentUsd + heldUsd, usdMax)) throw capReached(usdMax, spentUsd, usd);
      },
      settle(cost) {
        if (!isOpen) return;
        isOpen = false;
        heldUsd -= usd;
        if (cost !== undefined) spentUsd += cost.kind === "known" ? cost.usd : usd;
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake();
      },
    };
  };

  const held = async (usd: number, most: number): Promise<Reservation> => {
    // Held amounts are upper bounds, so a call that does not fit beside them may fit when they have come down to what was paid.
    for (;;) {
      if (exceeds(spentUsd + usd, most)) throw capReached(most, spentUsd, usd);
      if (!exceeds(spentUsd + heldUsd + usd, most)) return reservation(usd);
      await settled();
    }
  };

  return {
    async reserve(call, high) {
      if (usdMax === undefined) return UNLIMITED;
      if (high.kind === "unknown") throw unknownPrice(call, high.reason);
      return await held(high.usd, usdMax);
    },
    hold: async (usd) => (usdMax === undefined ? UNLIMITED : await held(usd, usdMax)),
  };
}

/** By more than an error of addition. */
function exceeds(usd: number, usdMax: number): boolean {
  return usd > usdMax + 1e-12;
}

function unknownPrice({ provider, model }: ModelCall, reason: string): FirstfitError {
  return new FirstfitError(
    "UNKNOWN_PRICE",
    `What ${provider}/${model} costs is not known (${reason}), so no cap can be kept.`,
    `Say its price under \`prices\` in firstfit.config.ts, or take a newer table: firstfit models prices --update FILE. Or run without --max-cost.`,
  );
}

function capReached(usdMax: number, spentUsd: number, nextUsd: number): FirstfitError {
  const usd = (amount: number): string => `$${amount.toFixed(6).replace(/(\.\d\d\d*?)0+$/, "$1")}`;
  return new FirstfitError(
    "CAP_REACHED",
    `Stopped before a call that could bring the run above --max-cost ${usd(usdMax)}: ${usd(spentUsd)} is spent, and the call could cost ${usd(nextUsd)}.`,
    "Run the same command with a higher --max-cost: answers that were paid are kept and not paid again.",
  );
}
