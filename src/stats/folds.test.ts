import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nestedOrder, stratifiedFolds } from "./folds.ts";
import { seededRandom } from "./random.ts";

const each = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

describe("stratified folds", () => {
  test("each holds every class in its share, and about as many cases as the others", () => {
    // 60 of class 0, 30 of class 1, 10 of class 2
    const classes = each(100).map((at) => (at < 60 ? 0 : at < 90 ? 1 : 2));
    const folds = stratifiedFolds(classes, each(100), { folds: 5, random: seededRandom(1) });
    for (const fold of each(5)) {
      const own = classes.filter((_, at) => folds[at] === fold);
      expect([0, 1, 2].map((one) => own.filter((held) => held === one).length)).toEqual([12, 6, 2]);
    }
  });

  test("a group lies in one fold, however large it is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ class: fc.nat(3), group: fc.nat(20) }), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 2, max: 6 }),
        (cases, folds) => {
          const dealt = stratifiedFolds(
            cases.map((one) => one.class),
            cases.map(({ group }) => group),
            { folds, random: seededRandom(cases.length) },
          );
          for (const group of new Set(cases.map((one) => one.group)))
            expect(new Set(cases.flatMap((one, at) => (one.group === group ? [dealt[at]] : []))).size).toBe(1);
          expect(Math.max(...dealt)).toBeLessThan(folds);
        },
      ),
    );
  });

  test("refuses fewer than two folds", () => {
    expect(() => stratifiedFolds([0], [0], { folds: 1, random: seededRandom(1) })).toThrow(RangeError);
  });
});

describe("an order of which every beginning is a smaller sample", () => {
  test("holds each case once, and every class in about its share from the start", () => {
    const classes = each(400).map((at) => (at % 4 === 0 ? 1 : 0));
    const order = nestedOrder(classes, each(400), seededRandom(3));
    expect(order.toSorted((a, b) => a - b)).toEqual(each(400));
    for (const share of [50, 100, 200]) {
      const ones = order.slice(0, share).filter((at) => classes[at] === 1).length;
      expect(Math.abs(ones - share / 4)).toBeLessThanOrEqual(2);
    }
    expect(order).not.toEqual(nestedOrder(classes, each(400), seededRandom(4)));
  });

  test("keeps the cases of a group behind each other", () => {
    const groups = each(60).map((at) => at % 12);
    const order = nestedOrder(
      each(60).map((at) => at % 2),
      groups,
      seededRandom(1),
    );
    const changes = order.filter((at, place) => place > 0 && groups[at] !== groups[order[place - 1] as number]).length;
    expect(changes).toBe(11);
  });
});
