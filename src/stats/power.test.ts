import { describe, expect, test } from "vitest";
import { casesForBar, casesToSettle, mcnemarPower, pairedCasesNeeded, smallestDifference } from "./power.ts";

describe("cases for a bar", () => {
  test("are those of exact single-stage designs", () => {
    // the first where scipy's binom says so; 5% and 95%: 135 (116), 220 (196), 298 (277), 129 (122), 181 (177)
    for (const [bar, target, cases, passes] of [
      [0.8, 0.9, 135, 116],
      [0.85, 0.92, 220, 196],
      [0.9, 0.95, 298, 277],
      [0.9, 0.97, 129, 122],
      [0.95, 0.99, 181, 177],
    ] as const)
      expect(casesForBar(bar, target, { power: 0.95 })).toEqual({ cases, passes });
    expect(casesForBar(0.2, 0.4)).toEqual({ cases: 35, passes: 12 });
    expect(casesForBar(0.05, 0.2)).toEqual({ cases: 27, passes: 4 });
  });

  test("need a bar below the target", () => {
    expect(() => casesForBar(0.9, 0.9)).toThrow(RangeError);
    expect(() => casesForBar(0, 0.5)).toThrow(RangeError);
  });

  test("settle a rate on either side of the bar, and not one at the bar", () => {
    expect(casesToSettle(0.95, 0.9)).toBe(casesForBar(0.9, 0.95, { significance: 0.025 }).cases);
    expect(casesToSettle(0.8, 0.9)).toBe(casesForBar(0.1, 0.2, { significance: 0.025 }).cases);
    expect(casesToSettle(0.9, 0.9)).toBeUndefined();
    expect(casesToSettle(0.5, 1)).toBeUndefined();
  });
});

describe("cases for a paired comparison", () => {
  test("reach the power asked for, and one case fewer does not", () => {
    const shares = { onlyFirst: 0.05, onlySecond: 0.25 };
    const cases = pairedCasesNeeded(shares) ?? 0;
    expect(mcnemarPower(cases, shares)).toBeGreaterThanOrEqual(0.8);
    expect(mcnemarPower(cases - 1, shares)).toBeLessThan(0.8);
    // Connor 1987, Biometrics 43, by normal theory: (1.96 sqrt(.3) + .8416 sqrt(.3 - .04))^2 / .04 = 57; the exact test is stricter
    expect(cases).toBeGreaterThan(57);
    expect(cases).toBeLessThan(70);
  });

  test("power is the enumerated one", () => {
    // six cases that all differ and all go one way: the only outcome that the exact test finds
    expect(mcnemarPower(6, { onlyFirst: 0, onlySecond: 1 })).toBeCloseTo(1, 12);
    expect(mcnemarPower(5, { onlyFirst: 0, onlySecond: 1 })).toBe(0);
    expect(mcnemarPower(6, { onlyFirst: 0, onlySecond: 0.5 })).toBeCloseTo(0.5 ** 6, 12);
  });

  test("of a thousand cases show about 3 to 4 points where a fifth of the cases differ", () => {
    // Miller 2024: about 1,000 questions for 3 points at 80% power, where scores correlate well
    const difference = smallestDifference(1_000) ?? 0;
    expect(difference).toBeGreaterThan(0.03);
    expect(difference).toBeLessThan(0.045);
    expect(smallestDifference(4)).toBeUndefined();
    expect(pairedCasesNeeded({ onlyFirst: 0.1, onlySecond: 0.1 })).toBeUndefined();
  });
});
