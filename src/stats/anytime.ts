import type { Interval } from "./intervals.ts";

/** Cases that pass and fail together, or one case: the sum of weighted grades, and of the weights. */
export interface WeighedGroup {
  readonly sum: number;
  readonly weight: number;
}

/** Shares of the capital at stake. Near 1 for rates that are all alike, small ones for rates in the middle and for large groups. */
const STAKES = [0.98, 0.7, 0.5, 0.25, 0.12, 0.06, 0.03, 0.015];
/** Halvings of [0, 1]: to 1e-7. */
const HALVINGS = 24;

/**
 * Interval of a mean of grades between 0 and 1 that may be looked at after every group, and holds at all those looks together with the
 * confidence said: what remains after every mean is struck out against which one could have won 2 / (1 - confidence) times the stake by fair
 * bets (Ville 1939; Waudby-Smith & Ramdas 2024, https://doi.org/10.1093/jrsssb/qkad009, with a fixed mixture of stakes). It is wider than an
 * interval for a number of cases that was fixed before. Cases of one group are bet on together, so that no independence within it is needed.
 *
 * `weightMax`: the most weight that a group may have, known before the first. [0, 1] and the mean NaN for no group. Throws RangeError.
 */
export function anytimeInterval(
  groups: readonly WeighedGroup[],
  { weightMax = 1, confidence = 0.95 }: { readonly weightMax?: number; readonly confidence?: number } = {},
): Interval {
  for (const { sum, weight } of groups)
    if (!(weight > 0 && sum >= 0 && sum <= weight * (1 + 1e-9) && weight <= weightMax * (1 + 1e-9)))
      throw new RangeError(`A group of weight ${weight} and sum ${sum} does not fit grades between 0 and 1 and a weight of ${weightMax}.`);
  const weight = groups.reduce((total, each) => total + each.weight, 0);
  if (weight === 0) return { mean: Number.NaN, low: 0, high: 1 };
  const mean = Math.min(1, groups.reduce((total, { sum }) => total + sum, 0) / weight);
  const wanted = 2 / (1 - confidence);
  const mirrored = groups.map((group) => ({ sum: Math.max(0, group.weight - group.sum), weight: group.weight }));
  const low = refutedBelow(groups, { weightMax, wanted });
  const high = 1 - refutedBelow(mirrored, { weightMax, wanted });
  return { mean, low: Math.min(low, mean), high: Math.max(high, mean) };
}

/** The greatest mean that bets on "the mean is higher" refute. Their gains fall as the mean rises, so halving finds it. */
function refutedBelow(
  groups: readonly WeighedGroup[],
  { weightMax, wanted }: { readonly weightMax: number; readonly wanted: number },
): number {
  const isRefuted = (mean: number): boolean => {
    const capital = STAKES.map(() => 1);
    for (const { sum, weight } of groups) {
      const won = (sum / mean - weight) / weightMax;
      for (const [at, stake] of STAKES.entries()) capital[at]! *= Math.max(0, 1 + stake * won);
    }
    return capital.reduce((total, each) => total + each, 0) >= wanted * STAKES.length;
  };
  let [low, high] = [0, 1];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (isRefuted(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Some amounts that belong together, such as what the calls of one group cost. */
export interface AmountGroup {
  readonly sum: number;
  readonly count: number;
}

/** Groups at which the interval is narrowest for their number. */
const TIGHTEST_AT = 50;
/** Fewer say nothing of how far amounts scatter. */
const AMOUNT_GROUPS_MIN = 10;

/**
 * Interval of the mean of amounts without a known limit, such as costs or milliseconds, that may be looked at after every group: the
 * asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas ("Time-uniform central limit theory and asymptotic
 * confidence sequences", Annals of Statistics 2024, https://arxiv.org/abs/2103.06476, equation for the two-sided mean), with the standard
 * error of grouped values. It leans on the scatter that was seen: an amount a thousand times as large that comes once in ten thousand calls
 * is not foreseen. Bounds are infinite for fewer than 10 groups.
 */
export function anytimeMean(groups: readonly AmountGroup[], { confidence = 0.95 }: { readonly confidence?: number } = {}): Interval {
  const count = groups.reduce((total, each) => total + each.count, 0);
  if (count === 0) return { mean: Number.NaN, low: -Infinity, high: Infinity };
  const mean = groups.reduce((total, { sum }) => total + sum, 0) / count;
  const t = groups.length;
  if (t < AMOUNT_GROUPS_MIN) return { mean, low: -Infinity, high: Infinity };
  const squares = groups.reduce((total, each) => total + (each.sum - each.count * mean) ** 2, 0);
  const standardError = Math.sqrt((squares * t) / (t - 1)) / count;
  const alpha = 1 - confidence;
  const tuning = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha)) + 1) / TIGHTEST_AT;
  const spread = t * tuning;
  const radius = standardError * Math.sqrt(((2 * (spread + 1)) / spread) * Math.log(Math.sqrt(spread + 1) / alpha));
  return { mean, low: mean - radius, high: mean + radius };
}
