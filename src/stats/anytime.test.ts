import { describe, expect, test } from "vitest";
import { anytimeInterval, anytimeMean } from "./anytime.ts";
import type { WeighedGroup } from "./anytime.ts";
import { meanInterval } from "./mean.ts";
import { seededRandom } from "./random.ts";

const passes = (count: number, failed = 0): readonly WeighedGroup[] => [
  ...Array.from({ length: failed }, () => ({ sum: 0, weight: 1 })),
  ...Array.from({ length: count }, () => ({ sum: 1, weight: 1 })),
];

describe("interval that holds at every look", () => {
  test("is by hand what the mixture of stakes says: after one pass a mean of m is refuted when the bets won 40 times", () => {
    const { low, high, mean } = anytimeInterval(passes(1));
    expect([mean, high]).toEqual([1, 1]);
    // mean of the eight stakes c is 0.331875, and 1 + 0.331875 (1 / m - 1) = 40
    expect(low).toBeCloseTo(1 / (1 + 39 / 0.331875), 6);
  });

  test("contains its mean, is wider than the interval of a fixed number of cases, and narrows with cases", () => {
    let width = 1;
    for (const cases of [20, 80, 320]) {
      const anytime = anytimeInterval(passes(cases * 0.9, cases * 0.1));
      const fixed = meanInterval(Array.from({ length: cases }, (_, at) => (at < cases * 0.9 ? 1 : 0)));
      expect(anytime.low).toBeLessThanOrEqual(fixed.low);
      expect(anytime.high).toBeGreaterThanOrEqual(fixed.high);
      expect(anytime.high - anytime.low).toBeLessThan(width);
      width = anytime.high - anytime.low;
    }
    expect(width).toBeLessThan(0.14);
  });

  test("holds at all of 200 looks as often as it says, also where groups of five pass and fail together", () => {
    const random = seededRandom(3);
    for (const [rate, size] of [
      [0.9, 1],
      [0.6, 1],
      [0.85, 5],
    ] as const) {
      let missed = 0;
      for (let run = 0; run < 30; run++) {
        const groups: WeighedGroup[] = [];
        let isMissed = false;
        for (let look = 0; look < 200 && !isMissed; look++) {
          groups.push({ sum: random() < rate ? size : 0, weight: size });
          if (look % 20 < 19) continue;
          const { low, high } = anytimeInterval(groups, { weightMax: size });
          isMissed = low > rate || high < rate;
        }
        if (isMissed) missed++;
      }
      expect(missed).toBeLessThanOrEqual(4);
    }
  });

  test("says [0, 1] of nothing and refuses groups that cannot be", () => {
    expect(anytimeInterval([])).toEqual({ mean: Number.NaN, low: 0, high: 1 });
    expect(() => anytimeInterval([{ sum: 2, weight: 1 }])).toThrow(RangeError);
    expect(() => anytimeInterval([{ sum: 2, weight: 2 }])).toThrow(RangeError);
  });
});

describe("mean of amounts that holds at every look", () => {
  test("has no bounds before ten groups, none around equal amounts, and covers at every look", () => {
    expect(anytimeMean([{ sum: 3, count: 1 }])).toEqual({ mean: 3, low: -Infinity, high: Infinity });
    expect(anytimeMean([])).toEqual({ mean: Number.NaN, low: -Infinity, high: Infinity });
    expect(anytimeMean(Array.from({ length: 10 }, () => ({ sum: 4, count: 2 })))).toEqual({ mean: 2, low: 2, high: 2 });
    const random = seededRandom(4);
    let missed = 0;
    for (let run = 0; run < 200; run++) {
      const amounts: { readonly sum: number; readonly count: number }[] = [];
      let isMissed = false;
      for (let look = 0; look < 200; look++) {
        amounts.push({ sum: 2 * random(), count: 1 });
        const { low, high } = anytimeMean(amounts);
        isMissed ||= low > 1 || high < 1;
      }
      if (isMissed) missed++;
    }
    expect(missed).toBeLessThanOrEqual(15);
    expect(missed).toBeGreaterThan(0);
  });
});
