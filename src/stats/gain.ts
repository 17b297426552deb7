import type { Interval } from "./intervals.ts";
import { comparePaired } from "./paired.ts";
import type { PairedOptions } from "./paired.ts";

/**
 * Mean of after - before over the same cases, with a 95% interval that also holds where few of them differ. A bootstrap knows nothing of what it has not
 * seen: where no case changed its interval is empty, although one in 3.7 / n may (0.025 = (1 - p)^n, the exact form of the rule of three; Hanley and
 * Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 1983). So each end lies at least that far from the mean, counted in groups.
 * Throws RangeError as `comparePaired`; from -1 to 1 for no case.
 */
export function gainInterval(before: readonly number[], after: readonly number[], options: PairedOptions): Interval {
  const { difference } = comparePaired(before, after, options);
  const units = options.groups === undefined ? before.length : new Set(options.groups).size;
  if (units === 0) return { mean: Number.NaN, low: -1, high: 1 };
  const unseen = 1 - 0.025 ** (1 / units);
  const { mean } = difference;
  return {
    mean,
    low: Math.max(-1, Math.min(difference.low, mean - unseen)),
    high: Math.min(1, Math.max(difference.high, mean + unseen)),
  };
}
