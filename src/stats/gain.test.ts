import { describe, expect, test } from "vitest";
import { gainInterval } from "./gain.ts";
import { comparePaired } from "./paired.ts";
import { seededRandom } from "./random.ts";

const options = { random: seededRandom(1), resamples: 1_000 };
const alike = (count: number): readonly number[] => Array.from({ length: count }, () => 1);

describe("the interval of a gain", () => {
  test("is as wide as what no case showed may be: of 100 cases 0.0362, as binom.test(0, 100) of R has it", () => {
    const { mean, low, high } = gainInterval(alike(100), alike(100), options);
    expect([mean, Number(low.toFixed(7)), Number(high.toFixed(7))]).toEqual([0, -0.0362167, 0.0362167]);
  });

  test("counts groups and not cases", () => {
    const groups = Array.from({ length: 100 }, (_, at) => String(at % 10));
    expect(gainInterval(alike(100), alike(100), { ...options, groups }).high).toBeCloseTo(1 - 0.025 ** 0.1, 12);
  });

  test("is the bootstrap's where enough cases differ, and holds its mean", () => {
    const [before, after] = [0, 1].map((turn) => Array.from({ length: 300 }, (_, at) => ((at * 7 + turn * (at % 3)) % 5 < 2 ? 1 : 0)));
    const theirs = comparePaired(before ?? [], after ?? [], { random: seededRandom(1), resamples: 1_000 }).difference;
    expect(gainInterval(before ?? [], after ?? [], { random: seededRandom(1), resamples: 1_000 })).toEqual(theirs);
    expect(theirs.high - theirs.low).toBeGreaterThan(0.05);
  });

  test("says nothing of no case, and refuses lists that do not belong together", () => {
    expect(gainInterval([], [], options)).toEqual({ mean: Number.NaN, low: -1, high: 1 });
    expect(() => gainInterval([1], [], options)).toThrow(RangeError);
  });
});
