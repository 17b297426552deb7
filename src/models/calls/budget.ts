import { AsyncLocalStorage } from "node:async_hooks";
import { FirstfitError } from "../../core/errors.ts";
import type { Cost, ModelCall } from "../../core/calls.ts";
import { interrupted } from "./attempts.ts";
import { Cap } from "./cap.ts";
import type { Holder, Share } from "./cap.ts";

/** Part of a cap that is held for one call until its cost is known. */
export interface Reservation {
  /** A try that may have been billed without saying so: what it could have cost counts. Throws CAP_REACHED when another one does not fit. */
  lost(): void;
  /** Ends the reservation; a cost that is not known counts with its upper bound, and undefined as nothing spent. */
  settle(cost: Cost | undefined): void;
}

/** Part of a cap that is held for work whose own cost only its answer says. */
export interface Hold {
  /** Does the work. Calls that it makes through any project of this process draw on what is held, and count. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Ends it with what the work cost beside those calls, in US dollars. Returns the most that all of it took of the cap, to hold for the next one. */
  settle(ownUsd: number): number;
}

export interface Budget {
  /**
   * Holds what the call can cost at most, under this cap and under those of the work that makes it; waits while only what is under way stands in the way.
   * Throws CAP_REACHED when the call could pass a cap, UNKNOWN_PRICE when nobody can tell, and INTERRUPTED when `signal` ends the wait.
   */
  reserve(call: ModelCall, high: Cost, signal: AbortSignal): Promise<Reservation>;
  /**
   * The same for work that is not called through here: `usd` is what it is expected to cost. Of `paid` work the cost is known only afterwards, so that under a
   * cap of 0 none of it may begin.
   */
  hold(usd: number, signal: AbortSignal, kind?: "paid" | "perhaps paid"): Promise<Hold>;
}

/** Of the work that runs: one share of each cap that it is under. */
const working = new AsyncLocalStorage<readonly Share[]>();

/** A cap in US dollars over the calls of one run. */
export function budget(usdMax: number | undefined): Budget {
  const own = usdMax === undefined ? undefined : new Cap(usdMax);
  const parents = (): readonly Share[] => {
    const inside = working.getStore() ?? [];
    return own === undefined || inside.some(({ cap }) => cap === own) ? inside : [...inside, own.whole];
  };
  return {
    async reserve(call, high, signal) {
      const under = parents();
      if (under.length > 0 && high.kind === "unknown") throw unknownPrice(call, high.reason);
      const usd = high.kind === "known" ? high.usd : 0;
      const shares = await taken(under, { usd, holder: "call", signal });
      return {
        lost() {
          for (const share of shares) share.lose(usd);
          const passed = shares.find(({ cap }) => cap.isPassed());
          if (passed !== undefined) throw capReached(passed.cap, usd);
        },
        settle(cost) {
          for (const share of shares) share.settle(cost);
        },
      };
    },
    async hold(usd, signal, kind = "perhaps paid") {
      if (kind === "paid" && parents().some(({ cap }) => cap.usdMax === 0)) throw nothingAllowed();
      const shares = await taken(parents(), { usd, holder: "work", signal });
      return {
        run: (work) => working.run(shares, work),
        settle(ownUsd) {
          for (const share of shares) share.settle({ kind: "known", usd: ownUsd });
          return Math.max(usd, ...shares.map(({ dearestUsd }) => dearestUsd));
        },
      };
    },
  };
}

interface Asked {
  readonly usd: number;
  readonly holder: Holder;
  readonly signal: AbortSignal;
}

/** A share of each, all at once, so that nobody waits for one while it holds another. */
async function taken(parents: readonly Share[], { usd, holder, signal }: Asked): Promise<readonly Share[]> {
  for (;;) {
    // What is held is an upper bound, so what does not fit beside it may fit when it has come down to what was paid.
    const full = parents.find((parent) => !parent.fits(usd));
    if (full === undefined) return parents.map((parent) => parent.take(usd, holder));
    if (!full.mayFit(usd)) throw capReached(full.cap, usd);
    await full.cap.change(signal);
    if (signal.aborted) throw interrupted(signal.reason);
  }
}

function unknownPrice({ provider, model }: ModelCall, reason: string): FirstfitError {
  return new FirstfitError(
    "UNKNOWN_PRICE",
    `What ${provider}/${model} costs is not known (${reason}), so no cap can be kept.`,
    `Say its price under \`prices\` in firstfit.config.ts, or take a newer table: firstfit models prices --update FILE. Or run without --max-cost.`,
  );
}

function capReached({ usdMax, whole }: Cap, nextUsd: number): FirstfitError {
  const usd = (amount: number): string => `$${amount.toFixed(6).replace(/(\.\d\d\d*?)0+$/, "$1")}`;
  const heldUsd = whole.usd - whole.paidUsd;
  const held = heldUsd > 1e-9 ? `, ${usd(heldUsd)} is held for what is under way` : "";
  return new FirstfitError(
    "CAP_REACHED",
    `Stopped before a call that could bring the run above --max-cost ${usd(usdMax)}: ${usd(whole.paidUsd)} is spent${held}, and the call could cost ${usd(nextUsd)}.`,
    nextUsd > usdMax
      ? "Run the same command with a higher --max-cost: answers that were paid are kept and not paid again."
      : "Run the same command again: answers that were paid are kept and not paid again, and each run may spend its own --max-cost, this one or a higher one.",
  );
}

function nothingAllowed(): FirstfitError {
  return new FirstfitError(
    "CAP_REACHED",
    "Stopped before a request whose cost only its answer says: under --max-cost 0 nothing may be spent.",
    "Give a --max-cost above 0, or leave out the candidates whose answers cost something.",
  );
}
