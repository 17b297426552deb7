import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohenKappa, krippendorffAlpha } from "./agreement.ts";
import { clopperPearson } from "./intervals.ts";
import { seededRandom } from "./random.ts";

const options = () => ({ random: seededRandom(1), resamples: 4_000 });

/** Pairs of labels from a table of counts. */
function pairs(table: readonly (readonly number[])[]): readonly (readonly [string, string])[] {
  return table.flatMap((row, a) => row.flatMap((count, b) => Array.from({ length: count }, () => [`${a}`, `${b}`] as const)));
}
const kappaOf = (table: readonly (readonly number[])[]) =>
  cohenKappa(
    pairs(table).map(([a]) => a),
    pairs(table).map(([, b]) => b),
    options(),
  );

describe("kappa", () => {
  test("is .400 for 20, 5, 10, 15, with nearly statsmodels' interval", () => {
    // statsmodels 0.13, cohens_kappa: 0.4000, ASE 0.1270, 0.1511 to 0.6489 by normal theory
    const { kappa, agreement, expected } = kappaOf([
      [20, 5],
      [10, 15],
    ]);
    expect(kappa.mean).toBeCloseTo(0.4, 12);
    expect(expected).toBeCloseTo(0.5, 12);
    expect(agreement).toEqual(clopperPearson(35, 50));
    expect(Math.abs(kappa.low - 0.1511)).toBeLessThan(0.04);
    expect(Math.abs(kappa.high - 0.6489)).toBeLessThan(0.04);
  });

  test("is Cohen's own figure: .492 for his 200 diagnoses", () => {
    // Cohen 1960, table 1, proportions of 200: agreement .70, by chance .41
    const { kappa, expected } = kappaOf([
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ]);
    expect(expected).toBeCloseTo(0.41, 10);
    expect(kappa.mean).toBeCloseTo(0.492, 3);
  });

  test("of raters who always agree is 1, and no certainty", () => {
    const { kappa } = kappaOf([
      [6, 0],
      [0, 4],
    ]);
    expect(kappa.mean).toBe(1);
    expect(kappa.high).toBe(1);
    // the exact interval of 10 of 10 starts at .6915; chance gives .52
    expect(kappa.low).toBeCloseTo((0.69150289 - 0.52) / 0.48, 6);
  });

  test("says nothing when there is one label only", () => {
    expect(kappaOf([[5]]).kappa).toEqual({ mean: Number.NaN, low: -1, high: 1 });
    expect(() => cohenKappa([], [], options())).toThrow(RangeError);
    expect(() => cohenKappa(["a"], [], options())).toThrow(RangeError);
  });

  test("is the same whoever comes first and whatever the labels are called, from -1 to 1", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("x", "y", "z"), fc.constantFrom("x", "y", "z")), { minLength: 1, maxLength: 20 }),
        (rows) => {
          const [a, b] = [rows.map(([first]) => first), rows.map(([, second]) => second)];
          const few = () => ({ random: seededRandom(1), resamples: 50 });
          const { kappa } = cohenKappa(a, b, few());
          const swapped = cohenKappa(b, a, few()).kappa.mean;
          expect(Number.isNaN(swapped)).toBe(Number.isNaN(kappa.mean));
          if (!Number.isNaN(swapped)) expect(swapped).toBeCloseTo(kappa.mean, 12);
          const renamed = cohenKappa(
            a.map((label) => `${label}!`),
            b.map((label) => `${label}!`),
            few(),
          );
          expect(renamed.kappa).toEqual(kappa);
          if (!Number.isNaN(kappa.mean)) expect(Math.abs(kappa.mean)).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
  });
});

describe("Krippendorff's alpha", () => {
  /** Four observers, twelve units, 0 where one is missing: Krippendorff 2011, part C. */
  const OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
  ] as const;
  const units = OBSERVERS[0].map((_, unit) => OBSERVERS.map((observer) => observer[unit]!).filter((value) => value !== 0));

  test("gives the paper's figures: .743 nominal, .815 ordinal, .849 interval", () => {
    expect(krippendorffAlpha(units, "nominal")).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(units, "ordinal")).toBeCloseTo(0.815, 3);
    expect(krippendorffAlpha(units, "interval")).toBeCloseTo(0.849, 3);
  });

  test("of two observers without holes is .095: the paper's part A", () => {
    const first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
    const second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
    expect(
      krippendorffAlpha(
        first.map((value, at) => [value, second[at]!]),
        "nominal",
      ),
    ).toBeCloseTo(0.095, 3);
  });

  test("is 1 for full agreement and NaN when nothing can disagree", () => {
    expect(krippendorffAlpha([[1, 1], [2, 2], [3]], "ordinal")).toBe(1);
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [1, 1],
        ],
        "nominal",
      ),
    ).toBeNaN();
  });
});
