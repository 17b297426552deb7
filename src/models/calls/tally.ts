import type { Usage } from "../../core/answer.ts";
import type { Bill } from "../../core/bill.ts";
import type { Cost } from "../../core/calls.ts";
import { NO_USAGE, usageSum } from "../../core/usage.ts";
import { costSum } from "../../core/cost-sum.ts";

/** Counts what the calls of one run come to. */
export interface Tally {
  answered(usage: Usage, cost: Cost): void;
  replayed(cost: Cost): void;
  failedTry(maybeBilled: boolean): void;
  bill(): Bill;
}

export function tally(): Tally {
  const counts = { calls: 0, replayed: 0, failedTries: 0, maybeBilled: 0 };
  const cost = costSum();
  const costSaved = costSum();
  let usage = NO_USAGE;
  return {
    answered(used, paid) {
      counts.calls += 1;
      usage = usageSum(usage, used);
      cost.add(paid);
    },
    replayed(paid) {
      counts.replayed += 1;
      costSaved.add(paid);
    },
    failedTry(maybeBilled) {
      counts.failedTries += 1;
      if (!maybeBilled) return;
      counts.maybeBilled += 1;
      cost.add({ kind: "unknown", reason: "the call broke off after it was sent, and may have been billed" });
    },
    bill: () => ({ ...counts, usage, cost: cost.sum(), unknownCosts: cost.unknown(), costSaved: costSaved.sum() }),
  };
}
