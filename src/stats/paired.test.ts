import { describe, expect, test } from "vitest";
import { casesNeeded, comparePaired, randomizationTest, standardDeviation } from "./paired.ts";
import { seededRandom } from "./random.ts";

/** Heights of crossed less self-fertilised maize, in eighths of an inch: Darwin's data in Fisher, The Design of Experiments (1935). */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe("randomization test", () => {
  test("gives Fisher's figure for Darwin's maize: 1,726 of 32,768", () => {
    expect(randomizationTest(MAIZE, { random: seededRandom(1) })).toBe(1_726 / 32_768);
  });

  test("random swaps come near the exact figure", () => {
    // the same pairs twice: scipy.stats.ttest_1samp gives .0044, and the two tests agree for smooth data
    const p = randomizationTest([...MAIZE, ...MAIZE], { random: seededRandom(1), resamples: 50_000 });
    expect(p).toBeGreaterThan(0.002);
    expect(p).toBeLessThan(0.008);
  });

  test("no difference at all is no evidence, and no p-value is 0", () => {
    expect(randomizationTest([0, 0, 0], { random: seededRandom(1) })).toBe(1);
    const all = Array.from({ length: 200 }, () => 1);
    expect(randomizationTest(all, { random: seededRandom(1), resamples: 99 })).toBe(0.01);
  });

  test("shuffled labels are called different about as often as they should be", () => {
    const random = seededRandom(11);
    let found = 0;
    for (let trial = 0; trial < 400; trial++)
      if (
        randomizationTest(
          Array.from({ length: 12 }, () => random() - 0.5),
          { random },
        ) <= 0.05
      )
        found++;
    expect(found).toBeLessThan(0.08 * 400);
    expect(found).toBeGreaterThan(0.02 * 400);
  });
});

describe("cases needed", () => {
  test("are those of the t test's power tables for standardized differences of .2, .5 and .1", () => {
    // G*Power and the noncentral t distribution of scipy: 199, 34 and 787 pairs at 5% two-sided, 80% power
    expect(casesNeeded(0.2, 1)).toBe(199);
    expect(casesNeeded(0.5, 1)).toBe(34);
    expect(casesNeeded(-0.1, 1)).toBe(787);
  });

  test("no number of cases shows a difference of 0", () => {
    expect(casesNeeded(0, 1)).toBeUndefined();
  });
});

describe("paired comparison", () => {
  test("counts wins, losses and ties of b against a, and says when they cannot be told apart", () => {
    const a = [0.5, 0.5, 1, 0, 0.2, 0.9];
    const b = [0.6, 0.5, 0.9, 0, 0.5, 0.85];
    const compared = comparePaired(a, b, { random: seededRandom(1) });
    expect(compared).toMatchObject({ cases: 6, wins: 2, losses: 2, ties: 2, isSeparated: false });
    expect(compared.difference.mean).toBeCloseTo(0.25 / 6, 12);
    expect(compared.casesMore).toBe((casesNeeded(0.25 / 6, standardDeviation([0.1, 0, -0.1, 0, 0.3, -0.05])) ?? 0) - 6);
  });

  test("a steady small gain is seen that the scatter of the cases themselves would hide", () => {
    const random = seededRandom(2);
    const a = Array.from({ length: 40 }, () => random());
    const compared = comparePaired(
      a,
      a.map((score) => score + 0.02 + 0.01 * random()),
      { random },
    );
    expect(compared.isSeparated).toBe(true);
    expect(compared.casesMore).toBeUndefined();
    expect(compared.pValue).toBeLessThan(0.001);
  });

  test("three wins and no loss of fifteen are no proof, whatever the interval says", () => {
    const a = Array.from({ length: 15 }, (_, i) => (i < 3 ? 0.6 : 1));
    const compared = comparePaired(
      a,
      a.map(() => 1),
      { random: seededRandom(1) },
    );
    expect(compared.difference.low).toBeGreaterThan(0);
    // 2 of the 8 ways to swap the three pairs are as far from 0
    expect(compared).toMatchObject({ pValue: 0.25, isSeparated: false, casesMore: 21 });
  });

  test("the same scores twice are not told apart, and no number of cases is promised", () => {
    const compared = comparePaired([0.1, 0.2], [0.1, 0.2], { random: seededRandom(1) });
    expect(compared).toMatchObject({ isSeparated: false, pValue: 1, ties: 2 });
    expect(compared).not.toHaveProperty("casesMore");
  });

  test("lists of different length are refused", () => {
    expect(() => comparePaired([1], [], { random: seededRandom(1) })).toThrow(RangeError);
  });
});

describe("paired comparison of grouped cases", () => {
  test("sees in groups that move together no more than the groups", () => {
    // four conversations of ten turns each: three better in every turn, one worse
    const groups = Array.from({ length: 40 }, (_, at) => `g${Math.floor(at / 10)}`);
    const a = groups.map(() => 0.5);
    const b = groups.map((group) => (group === "g3" ? 0.4 : 0.7));
    const alone = comparePaired(a, b, { random: seededRandom(1) });
    const grouped = comparePaired(a, b, { random: seededRandom(1), groups });
    expect(alone.isSeparated).toBe(true);
    expect(grouped.isSeparated).toBe(false);
    // signs of the four sums .2 .2 .2 -.1 (times ten): 4 of 16 are as far from 0 as their sum: those of the three alike
    expect(grouped.pValue).toBe(4 / 16);
    expect(grouped.difference.mean).toBeCloseTo(alone.difference.mean, 12);
    expect(grouped.difference.low).toBeLessThan(alone.difference.low);
    expect(grouped.casesMore).toBeGreaterThan(0);
  });

  test("is the plain one when every case is its own group", () => {
    const random = seededRandom(3);
    const [a, b] = [0, 1].map(() => Array.from({ length: 20 }, () => random())) as [number[], number[]];
    const groups = a.map((_, at) => `g${at}`);
    expect(comparePaired(a, b, { random: seededRandom(1), groups })).toEqual(comparePaired(a, b, { random: seededRandom(1) }));
    expect(() => comparePaired([1], [1], { random, groups: [] })).toThrow(RangeError);
  });
});
