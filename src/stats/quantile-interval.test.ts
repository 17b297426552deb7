import { expect, test } from "vitest";
import { quantileInterval } from "./quantile-interval.ts";
import { seededRandom } from "./random.ts";

test("the median of 20 values lies between the 6th and the 15th", () => {
  // Conover 1999, Practical Nonparametric Statistics, table of binomial intervals
  const values = Array.from({ length: 20 }, (_, i) => i + 1);
  expect(quantileInterval(values, 0.5)).toEqual({ value: 10.5, low: 6, high: 15 });
});

test("how high p95 may be is not known from 20 values, and is from 73 on", () => {
  const values = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  expect(quantileInterval(values(20), 0.95)).toMatchObject({ low: 17 });
  expect(quantileInterval(values(20), 0.95).high).toBeUndefined();
  // 0.95^72 = 0.0249
  expect(quantileInterval(values(71), 0.95).high).toBeUndefined();
  expect(quantileInterval(values(72), 0.95).high).toBe(72);
  expect(quantileInterval([], 0.95)).toEqual({ value: Number.NaN });
});

test("covers the true p95 at least 95 times in 100", () => {
  const random = seededRandom(7);
  let missed = 0;
  for (let run = 0; run < 2_000; run++) {
    // exponential, so that the tail is long
    const { low = -Infinity, high = Infinity } = quantileInterval(
      Array.from({ length: 90 }, () => -Math.log(1 - random())),
      0.95,
    );
    const truth = -Math.log(0.05);
    if (truth < low || truth > high) missed++;
  }
  expect(missed / 2_000).toBeLessThan(0.055);
  expect(missed / 2_000).toBeGreaterThan(0.005);
});
