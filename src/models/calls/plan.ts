import type { BillBefore, PlannedCalls } from "../../core/bill.ts";
import type { Cost, ModelCall } from "../../core/calls.ts";
import { costSum } from "../../core/cost-sum.ts";
import type { CostSum } from "../../core/cost-sum.ts";

/** Collects what a dry run would call. */
export interface Plan {
  add(call: ModelCall, bounds: { readonly low: Cost; readonly high: Cost }): void;
  hit(): void;
  bill(): BillBefore;
}

type Group = { -readonly [Key in keyof Omit<PlannedCalls, "low" | "high">]: PlannedCalls[Key] } & {
  readonly low: CostSum;
  readonly high: CostSum;
};

export function plan(): Plan {
  const groups = new Map<string, Group>();
  let cacheHits = 0;
  return {
    add({ operation, provider, model, expected }, { low, high }) {
      const name = `${provider}/${model} ${operation}`;
      const group = groups.get(name) ?? {
        operation,
        provider,
        model,
        calls: 0,
        inputTokens: 0,
        outputTokensMax: 0,
        low: costSum(),
        high: costSum(),
      };
      groups.set(name, group);
      group.calls += 1;
      group.inputTokens += expected.inputTokens;
      group.outputTokensMax += expected.outputTokensMax;
      group.low.add(low);
      group.high.add(high);
    },
    hit() {
      cacheHits += 1;
    },
    bill() {
      const planned = [...groups.entries()]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { low, high, ...group }]) => ({ ...group, low: low.sum(), high: high.sum() }));
      return {
        kind: "bill",
        planned,
        calls: planned.reduce((sum, { calls }) => sum + calls, 0),
        cacheHits,
        low: costSum(planned.map(({ low }) => low)).sum(),
        high: costSum(planned.map(({ high }) => high)).sum(),
      };
    },
  };
}
