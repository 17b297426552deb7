import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson, wilson } from "./intervals.ts";
import { correctedRate, detectionRates, predictionPoweredMean } from "./judge-error.ts";
import { seededRandom } from "./random.ts";

const seeded = (seed = 1) => ({ random: seededRandom(seed) });

describe("rate corrected for the judge", () => {
  test("is Rogan and Gladen's: 10% observed with 80% and 95% is 6.67%", () => {
    // (0.10 + 0.95 - 1) / (0.80 + 0.95 - 1) = 0.0667
    const judge = { truePositives: 80, falseNegatives: 20, trueNegatives: 95, falsePositives: 5 };
    const { mean, low, high } = correctedRate({ passed: 100, cases: 1_000 }, judge, seeded());
    expect(mean).toBeCloseTo(0.05 / 0.75, 12);
    expect(low).toBeLessThan(0.03);
    expect(high).toBeGreaterThan(0.1);
  });

  test("with a judge that is known not to err is the exact interval of the rate itself", () => {
    const known = { truePositives: 10_000_000, falseNegatives: 0, trueNegatives: 10_000_000, falsePositives: 0 };
    const { low, high } = correctedRate({ passed: 30, cases: 40 }, known, seeded());
    expect(low).toBeCloseTo(clopperPearson(30, 40).low, 2);
    expect(high).toBeCloseTo(clopperPearson(30, 40).high, 2);
  });

  test("covers the truth about 95% of the time or more, with thirty graded cases of each kind", () => {
    const random = seededRandom(5);
    const count = (n: number, rate: number): number => Array.from({ length: n }, () => random() < rate).filter(Boolean).length;
    const [truth, sensitivity, specificity] = [0.8, 0.9, 0.85];
    let covered = 0;
    for (let trial = 0; trial < 50; trial++) {
      const [truePositives, trueNegatives] = [count(30, sensitivity), count(30, specificity)];
      const judge = { truePositives, falseNegatives: 30 - truePositives, trueNegatives, falsePositives: 30 - trueNegatives };
      const passed = count(200, truth * sensitivity + (1 - truth) * (1 - specificity));
      const { low, high } = correctedRate({ passed, cases: 200 }, judge, { random });
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(45);
  });

  test("of a judge no better than a coin is unknown", () => {
    const coin = { truePositives: 5, falseNegatives: 5, trueNegatives: 5, falsePositives: 5 };
    expect(correctedRate({ passed: 50, cases: 100 }, coin, seeded())).toEqual({ mean: Number.NaN, low: 0, high: 1 });
    const nobody = { truePositives: 0, falseNegatives: 0, trueNegatives: 0, falsePositives: 0 };
    expect(correctedRate({ passed: 50, cases: 100 }, nobody, seeded())).toEqual({ mean: Number.NaN, low: 0, high: 1 });
    expect(detectionRates(nobody).sensitivity).toEqual({ mean: Number.NaN, low: 0, high: 1 });
  });

  test("holds its mean within 0 to 1, and is the same for the same seed", () => {
    const small = fc.nat(12);
    fc.assert(
      fc.property(small, small, small, small, fc.integer({ min: 1, max: 30 }), fc.nat(30), (tp, fn, tn, fp, cases, raw) => {
        const judge = { truePositives: tp, falseNegatives: fn, trueNegatives: tn, falsePositives: fp };
        const observed = { passed: raw % (cases + 1), cases };
        const corrected = correctedRate(observed, judge, seeded());
        expect(corrected.low).toBeGreaterThanOrEqual(0);
        expect(corrected.high).toBeLessThanOrEqual(1);
        if (!Number.isNaN(corrected.mean)) expect(corrected.low <= corrected.mean && corrected.mean <= corrected.high).toBe(true);
        expect(correctedRate(observed, judge, seeded())).toEqual(corrected);
      }),
      { numRuns: 10 },
    );
  });
});

describe("prediction-powered mean", () => {
  const grades = (n: number, rate: number, random: () => number): readonly number[] =>
    Array.from({ length: n }, () => (random() < rate ? 1 : 0));

  test("of a judge that knows nothing is the people's own mean", () => {
    const pairs = [0, 1, 1, 0, 1, 1].map((human) => ({ judge: 0.5, human }));
    const { mean } = predictionPoweredMean({ judged: [0.5, 0.5, 0.5], pairs });
    expect(mean).toBeCloseTo(4 / 6, 12);
  });

  test("has the weight of PPI++ by hand", () => {
    // judge 1 1 0 0, people 1 1 0 1: covariance 1/3. Judge over all eight, five of them 1: variance 15/56. Weight (1/3) / (2 * 15/56) = .6222
    const pairs = [
      { judge: 1, human: 1 },
      { judge: 1, human: 1 },
      { judge: 0, human: 0 },
      { judge: 0, human: 1 },
    ];
    const weight = 1 / 3 / (2 * (15 / 56));
    const covariance = 1 / 6;
    const expected = 0.75 + (covariance / (1 / 3)) * weight * (0.75 - 0.5);
    expect(predictionPoweredMean({ judged: [1, 1, 1, 0], pairs }).mean).toBeCloseTo(expected, 12);
  });

  test("is narrower than the graded cases alone when the judge is good, and still covers", () => {
    const random = seededRandom(6);
    const [human, judged] = [grades(100, 0.7, random), grades(900, 0.7, random)];
    const pairs = human.map((grade) => ({ human: grade, judge: random() < 0.95 ? grade : 1 - grade }));
    const { low, high } = predictionPoweredMean({ judged, pairs });
    const alone = clopperPearson(human.filter((grade) => grade === 1).length, 100);
    expect(high - low).toBeLessThan(0.8 * (alone.high - alone.low));
  });

  test("promises no certainty where people and judge never differed", () => {
    const all = [1, 1, 1, 1, 1].map((grade) => ({ judge: grade, human: grade }));
    const certain = predictionPoweredMean({ judged: [1, 1, 1], pairs: all });
    expect(certain).toMatchObject({ mean: 1, high: 1 });
    expect(certain.low).toBeLessThanOrEqual(wilson(5, 5).low);
    const mixed = [1, 1, 1, 0, 1, 0, 1, 1].map((grade) => ({ judge: grade, human: grade }));
    const { low, high } = predictionPoweredMean({ judged: Array.from({ length: 1_000 }, (_, at) => (at % 4 === 0 ? 0 : 1)), pairs: mixed });
    expect(high - low).toBeGreaterThan(0.2);
    expect(() => predictionPoweredMean({ judged: [1], pairs: [{ judge: 1, human: 1 }] })).toThrow(RangeError);
  });
});
