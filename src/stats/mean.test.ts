import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { studentQuantile } from "./beta.ts";
import { clopperPearson, wilson, wilsonOfMean } from "./intervals.ts";
import { bettingInterval, clusteredStandardError, meanInterval } from "./mean.ts";
import { seededRandom } from "./random.ts";

/** Schools of California by district, [others, elementary]: `apiclus1` of R's survey package, one row a district. */
const DISTRICTS = [
  [3, 10],
  [0, 34],
  [2, 2],
  [3, 10],
  [3, 13],
  [0, 2],
  [0, 1],
  [2, 2],
  [3, 9],
  [5, 16],
  [5, 4],
  [3, 8],
  [7, 30],
  [1, 1],
  [2, 2],
] as const;
const SCHOOLS = DISTRICTS.flatMap(([others, elementary], district) => [
  ...Array.from({ length: others }, () => ({ grade: 0, group: `d${district}` })),
  ...Array.from({ length: elementary }, () => ({ grade: 1, group: `d${district}` })),
]);
const grades = SCHOOLS.map(({ grade }) => grade);
const groups = SCHOOLS.map(({ group }) => group);
const grade = fc.double({ min: 0, max: 1, noNaN: true });

describe("grouped cases", () => {
  test("have the standard error of R's survey package for the schools of apiclus1", () => {
    // survey 4.1: SE(svymean(~I(stype == "E"), svydesign(id = ~dnum, weights = ~1))) = 0.0468025716
    expect(clusteredStandardError(grades, groups)).toBeCloseTo(0.0468025716, 9);
  });

  test("have statsmodels' cluster-robust standard error", () => {
    // statsmodels 0.13, OLS on a constant with cov_type="cluster": 0.04242641
    const values = [1, 1, 0, 1, 0, 0, 1, 1, 1, 0.5];
    const four = ["a", "a", "a", "b", "b", "c", "c", "c", "d", "d"];
    expect(clusteredStandardError(values, four)).toBeCloseTo(0.04242641, 8);
  });

  test("have the interval of R's svyciprop", () => {
    // survey 4.1: svyciprop(~I(stype == "E"), design, method = "beta"): 0.6674155 to 0.8788682
    const { mean, low, high } = meanInterval(grades, { groups, method: "exact" });
    expect(mean).toBeCloseTo(144 / 183, 12);
    expect(low).toBeCloseTo(0.6674155, 6);
    expect(high).toBeCloseTo(0.8788682, 6);
  });

  test("of one case each are the plain ones", () => {
    fc.assert(
      fc.property(fc.array(grade, { minLength: 2, maxLength: 30 }), (values) => {
        const alone = values.map((_, at) => `g${at}`);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
        expect(clusteredStandardError(values, alone)).toBeCloseTo(Math.sqrt(variance / values.length), 10);
        expect(meanInterval(values, { groups: alone })).toEqual(meanInterval(values));
      }),
    );
  });

  test("that all passed count for as many cases as there are groups, and one group for nothing", () => {
    const passed = [1, 1, 1, 1, 1, 1];
    const two = meanInterval(passed, { groups: ["a", "a", "a", "b", "b", "b"], method: "exact" });
    expect(two).toMatchObject({ mean: 1, high: 1 });
    expect(two.low).toBeCloseTo(clopperPearson(2, 2).low, 12);
    expect(meanInterval(passed, { groups: passed.map(() => "a") })).toEqual({ mean: 1, low: 0, high: 1 });
  });

  test("never count for more than the cases there are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom("a", "b", "c", "d")), { minLength: 2, maxLength: 40 }),
        (rows) => {
          const passes = rows.map(([pass]) => pass);
          const grouped = meanInterval(passes, { groups: rows.map(([, group]) => group) });
          const plain = meanInterval(passes);
          expect(grouped.high - grouped.low).toBeGreaterThanOrEqual(plain.high - plain.low - 1e-12);
        },
      ),
    );
  });
});

describe("mean of grades", () => {
  test("passes and failures have the binomial intervals", () => {
    expect(meanInterval([1, 0, 1, 1])).toEqual(wilson(3, 4));
    expect(meanInterval([1, 0, 1, 1], { method: "exact" })).toEqual(clopperPearson(3, 4));
    expect(meanInterval([])).toEqual({ mean: Number.NaN, low: 0, high: 1 });
  });

  test("a grade outside of 0 to 1 is refused", () => {
    expect(() => meanInterval([0.5, 1.1])).toThrow("not at 1.1");
    expect(() => meanInterval([Number.NaN])).toThrow(RangeError);
  });

  test("holds its mean within 0 to 1", () => {
    fc.assert(
      fc.property(
        fc.array(grade, { minLength: 1, maxLength: 40 }),
        fc.constantFrom("wilson" as const, "exact" as const),
        (values, method) => {
          const { mean, low, high } = meanInterval(values, { method });
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(mean + 1e-12);
          expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
        },
      ),
    );
  });
});

describe("betting interval", () => {
  test("one full grade says nothing, and twenty nearly what the exact binomial interval says", () => {
    expect(bettingInterval([1])).toEqual({ mean: 1, low: 0, high: 1 });
    const { low, high } = bettingInterval(Array.from({ length: 20 }, () => 1));
    expect(high).toBe(1);
    // the widest stake allowed, 3/4 of the capital over the mean, on each: (1 + 0.75 (1 / m - 1))^20 = 40 gives .788
    expect(low).toBeGreaterThan(0.6);
    expect(low).toBeLessThan(0.788);
  });

  test("covers at least 95% of the time, for grades of any form", () => {
    const random = seededRandom(3);
    for (const [draw, truth] of [
      [(): number => random() ** 2, 1 / 3],
      [(): number => (random() < 0.9 ? 1 : 0.25 * random()), 0.9 + 0.1 * 0.125],
      [(): number => (random() < 0.05 ? 1 : 0), 0.05],
    ] as const) {
      let covered = 0;
      for (let trial = 0; trial < 400; trial++) {
        const { low, high } = bettingInterval(Array.from({ length: 40 }, draw));
        if (low <= truth && truth <= high) covered++;
      }
      expect(covered).toBeGreaterThanOrEqual(0.95 * 400);
    }
  });

  test("is much narrower than the binomial one where grades scatter little", () => {
    const random = seededRandom(4);
    const steady = Array.from({ length: 200 }, () => 0.45 + 0.1 * random());
    const { low, high } = bettingInterval(steady);
    expect(high - low).toBeLessThan(0.6 * (clopperPearson(100, 200).high - clopperPearson(100, 200).low));
  });
});

test("Student's quantiles are scipy's", () => {
  for (const [degrees, expected] of [
    [1, 12.70620474],
    [2, 4.30265273],
    [10, 2.22813885],
    [200, 1.97189622],
    [5000, 1.96043855],
  ] as const)
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(expected, 7);
});

describe("meanInterval with weights", () => {
  test("that are all alike is the interval without them", () => {
    expect(meanInterval([1, 0, 1, 1], { weights: [2, 2, 2, 2] })).toEqual(meanInterval([1, 0, 1, 1]));
  });

  test("counts for no more cases than Kish's number", () => {
    // (10 + 9 x 1)^2 / (100 + 9) = 3.31 cases
    const weights = [10, ...Array.from({ length: 9 }, () => 1)];
    const all = meanInterval(
      weights.map(() => 1),
      { weights },
    );
    expect(all.mean).toBe(1);
    expect(all.low).toBeCloseTo(wilsonOfMean(1, 361 / 109).low, 10);
    expect(meanInterval([1, 0, 0, 0, 0, 0, 0, 0, 0, 0], { weights }).mean).toBeCloseTo(10 / 19, 10);
  });

  test("covers a rate about as often as it says, with groups or without", () => {
    const random = seededRandom(11);
    for (const grouped of [false, true]) {
      let covered = 0;
      for (let run = 0; run < 1_500; run++) {
        const weights = Array.from({ length: 80 }, () => (random() < 0.3 ? 3 : 1));
        const ofGroup = Array.from({ length: 40 }, () => random() < 0.7);
        const passes = weights.map((_, at) => ((grouped ? ofGroup[at % 40] : random() < 0.7) ? 1 : 0));
        const { low, high } = meanInterval(passes, { weights, ...(grouped ? { groups: passes.map((__, at) => String(at % 40)) } : {}) });
        if (low <= 0.7 && 0.7 <= high) covered++;
      }
      expect(covered / 1_500).toBeGreaterThan(0.93);
      expect(covered / 1_500).toBeLessThan(0.98);
    }
  });

  test("refuses a weight of nothing", () => {
    expect(() => meanInterval([1, 0], { weights: [1, 0] })).toThrow(RangeError);
  });
});
