import type { Usage } from "../../core/answer.ts";
import type { Bill } from "../../core/bill.ts";
import type { Cost } from "../../core/calls.ts";
import { costSum } from "./cost-sum.ts";

/** Counts what the calls of one run come to. */
export interface Tally {
  answered(usage: Usage, cost: Cost): void;
  replayed(cost: Cost): void;
  failedTry(maybeBilled: boolean): void;
  bill(): Bill;
}

const COUNTS = [
  "inputTokens",
  "outputTokens",
  "cachedInputTokens",
  "cacheWriteTokens",
  "cacheWriteHourTokens",
  "reasoningTokens",
  "searchUnits",
] as const;

export function tally(): Tally {
  const counts = { calls: 0, replayed: 0, failedTries: 0, maybeBilled: 0 };
  const cost = costSum();
  const costSaved = costSum();
  const usage = usageCounter();
  return {
    answered(used, paid) {
      counts.calls += 1;
      usage.add(used);
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
    bill: () => ({ ...counts, usage: usage.sum(), cost: cost.sum(), unknownCosts: cost.unknown(), costSaved: costSaved.sum() }),
  };
}

/** A count that one call does not know is not known of the sum either. */
function usageCounter(): { add(usage: Usage): void; sum(): Usage } {
  let sum: Usage | undefined;
  return {
    add(usage) {
      if (usage.source === "none") return;
      if (sum === undefined) {
        sum = usage;
        return;
      }
      const before = sum;
      const counts = COUNTS.flatMap((count) => {
        const [left, right] = [before[count], usage[count]];
        return left === undefined || right === undefined ? [] : [[count, left + right] as const];
      });
      const source = before.source === "provider" && usage.source === "provider" ? "provider" : "estimate";
      sum = { ...Object.fromEntries(counts), source };
    },
    sum: () => sum ?? { source: "none" },
  };
}
