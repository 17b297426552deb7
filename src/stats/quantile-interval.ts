import { binomialAtLeast } from "./beta.ts";
import { quantile } from "./bootstrap.ts";

/** A quantile with its interval. A bound is absent where no value that was seen is far enough out: with 20 values nobody knows how high p95 may be. */
export interface QuantileInterval {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * The quantile `at` of some distribution, from a sample of it: 95% interval between two values of the sample, whatever the distribution
 * (order statistics; David & Nagaraja 2003, Order Statistics, section 7.1). It covers at least 95% at every number of values, which the
 * bootstrap does not: for p95 of 20 values that one ends at the greatest, though every third time all 20 lie below p95.
 * NaN for no value.
 */
export function quantileInterval(values: readonly number[], at: number): QuantileInterval {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return { value: Number.NaN };
  let [low, high]: (number | undefined)[] = [];
  // The r-th smallest lies above the quantile when fewer than r values fall below it.
  for (let rank = 1; rank <= sorted.length; rank++) {
    if (1 - binomialAtLeast(rank, sorted.length, at) <= 0.025) low = sorted[rank - 1];
    if (high === undefined && binomialAtLeast(rank, sorted.length, at) <= 0.025) high = sorted[rank - 1];
  }
  return { value: quantile(sorted, at), ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}
