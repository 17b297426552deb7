import type { Cost } from "./calls.ts";
import type { PriceRow } from "./prices.ts";

export type ModelRole = "model" | "embedder" | "reranker" | "judge";

/** One model that the configuration names, or that holds by default. */
export interface ConfiguredModel {
  readonly role: ModelRole;
  readonly name: string;
  /** Whether it can be asked, as far as can be told without asking it. */
  readonly status: "ready" | "missing";
  /** What is missing, and what to type; only where something is. */
  readonly missing?: { readonly what: string; readonly fix: string };
  /** The key's last four characters, and where it stands. */
  readonly key?: { readonly shown: string; readonly from: string };
  /** Of the weights, where the file or server says so: many local models are quantized without their users knowing. */
  readonly precision?: string;
  readonly isLocal: boolean;
  /** The row of the price table that holds today. Absent: the price is not known, or nothing is paid. */
  readonly price?: PriceRow;
  /** The day in `price.retires`, or without one that in `price.retiresNotBefore`, is over. Absent where neither is known. */
  readonly isRetirementDue?: boolean;
}

/** A candidate of the configuration, and the chat model that it asks. */
export interface ListedCandidate {
  readonly name: string;
  readonly kind: "function" | "retrieval" | "prompt" | "http" | "command";
  /** Absent for functions, servers and commands: whom they ask is their own affair. */
  readonly model?: Omit<ConfiguredModel, "role">;
}

/** The JSON of `models`. */
export interface ModelList {
  readonly models: readonly ConfiguredModel[];
  /** In the order of the configuration. */
  readonly candidates: readonly ListedCandidate[];
  readonly pricesReviewed: string;
}

export type CheckedModel = { readonly role: ModelRole; readonly name: string } & (
  | { readonly kind: "answered"; readonly latencyMs: number; readonly precision?: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly fix: string }
);

/** The JSON of `models check`. */
export interface ModelsChecked {
  readonly checked: readonly CheckedModel[];
}

/** What a newer price table changes. */
export interface PriceChange {
  readonly row: string;
  readonly change: "added" | "removed" | "changed";
  /** Price and facts before and now, as JSON; absent on the side where there was no row. */
  readonly before?: string;
  readonly now?: string;
}

/** The JSON of `models prices`. */
export type PriceTableShown =
  | { readonly kind: "prices"; readonly reviewed: string; readonly file?: string; readonly rows: readonly PriceRow[] }
  | {
      readonly kind: "updated";
      readonly file: string;
      readonly reviewedBefore: string;
      readonly reviewed: string;
      readonly changes: readonly PriceChange[];
    };

/** The JSON of `cache clear`, `cache on` and `cache off`. */
export interface CacheChanged {
  readonly kind: "cache";
  readonly isOn: boolean;
  /** Answers that were deleted. */
  readonly cleared: number;
  /** What the answers that are kept cost when they were made. */
  readonly cost: Cost;
}
