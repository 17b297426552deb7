import type { Usage } from "./answer.ts";
import type { CallOperation, Cost } from "./calls.ts";

/** What the calls of a run came to. */
export interface Bill {
  /** Calls that were made now and answered. */
  readonly calls: number;
  /** Answers that were made before and were not paid again. */
  readonly replayed: number;
  /** Tries that failed, whether the call succeeded later or not. */
  readonly failedTries: number;
  /** Of `failedTries`: those that the provider may have billed all the same. Each makes `cost` unknown. */
  readonly maybeBilled: number;
  /** Of the calls made now. */
  readonly usage: Usage;
  /** Of the calls made now. */
  readonly cost: Cost;
  /** How many of the costs that make up `cost` are not known. */
  readonly unknownCosts: number;
  /** What the replayed answers cost when they were made. */
  readonly costSaved: Cost;
}

/** Calls to one model that a run would make. */
export interface PlannedCalls {
  readonly operation: CallOperation;
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  /** Upper bounds over all calls. */
  readonly inputTokens: number;
  readonly outputTokensMax: number;
  /** With no output at all. */
  readonly low: Cost;
  /** With every output at its limit. */
  readonly high: Cost;
}

/** The bill before the run. No call was made for it: where an answer decides what is asked next, its place was taken by an empty one. */
export interface BillBefore {
  readonly kind: "bill";
  readonly planned: readonly PlannedCalls[];
  readonly calls: number;
  /** Answers that are kept and would cost nothing. */
  readonly cacheHits: number;
  readonly low: Cost;
  readonly high: Cost;
}

/** What stands in a result beside `usage`, when models were asked. */
export type BillLines = Pick<Bill, "calls" | "replayed" | "cost"> & Partial<Pick<Bill, "failedTries" | "maybeBilled">>;

/** How a run may spend. */
export interface SpendingPolicy {
  /** Stop before the call that could bring the run above it. Absent: no limit. */
  readonly usdMax?: number;
  /** Make no call: tell what would be called. */
  readonly isDryRun: boolean;
  /** Answers that are kept are used, and new ones kept. */
  readonly useCache: boolean;
}
