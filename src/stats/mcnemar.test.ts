import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holm } from "./holm.ts";
import { mcnemarExact, pairedRateDifference } from "./mcnemar.ts";
import { randomizationTest } from "./paired.ts";
import { seededRandom } from "./random.ts";

describe("McNemar's exact test", () => {
  test("gives statsmodels' p-values", () => {
    // mcnemar([[10, 5], [14, 10]], exact=True); the second are the approval ratings of Agresti, Categorical Data Analysis, table 10.1
    expect(mcnemarExact({ onlyFirst: 5, onlySecond: 14 })).toBeCloseTo(0.063568115234375, 12);
    expect(mcnemarExact({ onlyFirst: 150, onlySecond: 86 }) / 3.715936139571387e-5).toBeCloseTo(1, 8);
  });

  test("is 1 where nothing differs, and 2 / 2^6 is the first below 5%", () => {
    expect(mcnemarExact({ onlyFirst: 0, onlySecond: 0 })).toBe(1);
    expect(mcnemarExact({ onlyFirst: 3, onlySecond: 3 })).toBe(1);
    expect(mcnemarExact({ onlyFirst: 0, onlySecond: 5 })).toBeCloseTo(0.0625, 12);
    expect(mcnemarExact({ onlyFirst: 6, onlySecond: 0 })).toBeCloseTo(0.03125, 12);
  });

  test("is the randomization test of differences of -1 and 1", () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), (onlyFirst, onlySecond) => {
        const differences = [...Array.from({ length: onlyFirst }, () => -1), ...Array.from({ length: onlySecond }, () => 1)];
        expect(mcnemarExact({ onlyFirst, onlySecond })).toBeCloseTo(randomizationTest(differences, { random: seededRandom(1) }), 10);
      }),
    );
  });
});

describe("paired difference of rates", () => {
  test("has Newcombe's interval for 36, 12, 2, 0: .0569 to .3404", () => {
    // Newcombe 1998, Statistics in Medicine 17, table II, method 10; the difference there is first less second
    const { mean, low, high } = pairedRateDifference({ bothPassed: 36, onlyFirst: 2, onlySecond: 12, neitherPassed: 0 });
    expect(mean).toBeCloseTo(0.2, 12);
    expect(low).toBeCloseTo(0.0569, 4);
    expect(high).toBeCloseTo(0.3404, 4);
  });

  test("turns its sign when the two are swapped, and holds its mean within -1 to 1", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30), (bothPassed, onlyFirst, onlySecond, neitherPassed) => {
        fc.pre(bothPassed + onlyFirst + onlySecond + neitherPassed > 0);
        const there = pairedRateDifference({ bothPassed, onlyFirst, onlySecond, neitherPassed });
        const back = pairedRateDifference({ bothPassed, onlyFirst: onlySecond, onlySecond: onlyFirst, neitherPassed });
        expect(back.low).toBeCloseTo(-there.high, 10);
        expect(there.low).toBeLessThanOrEqual(there.mean);
        expect(there.high).toBeGreaterThanOrEqual(there.mean);
        expect(Math.max(Math.abs(there.low), there.high)).toBeLessThanOrEqual(1);
      }),
    );
    expect(pairedRateDifference({ bothPassed: 0, onlyFirst: 0, onlySecond: 0, neitherPassed: 0 })).toEqual({
      mean: Number.NaN,
      low: -1,
      high: 1,
    });
  });
});

describe("Holm", () => {
  test("adjusts like R's p.adjust and statsmodels", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    // the 15 outcomes of Benjamini & Hochberg 1995, section 4
    const trial = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
    expect(holm(trial).map((p) => Number(p.toFixed(4)))).toEqual([
      0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1,
    ]);
  });

  test("lies between the p-value and Bonferroni's, and keeps the order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (pValues) => {
        const adjusted = holm(pValues);
        for (const [i, p] of pValues.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
          for (const [j, q] of pValues.entries()) if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        }
      }),
    );
  });
});
