import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { sequentialTest } from "./sequential.ts";
import type { SequentialPlan, SequentialTest } from "./sequential.ts";

const PLAN: SequentialPlan = { bar: 0.8, target: 0.9 };
const after = (plan: SequentialPlan, groups: readonly (readonly number[])[]): SequentialTest =>
  groups.reduce((running, grades) => running.add(grades), sequentialTest(plan));

describe("sequential test", () => {
  test("is Wald's likelihood ratio for passes and failures", () => {
    const outcomes = [1, 1, 0, 1, 1, 1, 0, 1];
    const state = after(
      PLAN,
      outcomes.map((pass) => [pass]),
    );
    const ratio = (0.9 / 0.8) ** 6 * (0.1 / 0.2) ** 2;
    expect(state.forAdopting).toBeCloseTo(ratio, 12);
    expect(state.forRejecting).toBeCloseTo(1 / ratio, 12);
  });

  test("adopts after 26 passes in a row and rejects after 5 failures", () => {
    // ln 20 / ln 1.125 = 25.4; ln 20 / ln 2 = 4.3
    const passes = Array.from({ length: 40 }, () => [1]);
    expect(after(PLAN, passes)).toMatchObject({ verdict: "adopt", cases: 26 });
    const failures = Array.from({ length: 40 }, () => [0]);
    expect(after(PLAN, failures)).toMatchObject({ verdict: "reject", cases: 5 });
  });

  test("errs no more often than it says, looked at after every case", () => {
    const random = seededRandom(7);
    const errors = (rate: number, wrong: string): number => {
      let found = 0;
      for (let trial = 0; trial < 1_000; trial++) {
        let running = sequentialTest(PLAN);
        while (running.verdict === "undecided" && running.cases < 1_000) running = running.add([random() < rate ? 1 : 0]);
        if (running.verdict === wrong) found++;
      }
      return found / 1_000;
    };
    expect(errors(0.8, "adopt")).toBeLessThan(0.06);
    expect(errors(0.9, "reject")).toBeLessThan(0.06);
  });

  test("a group in which all cases pass or fail together counts as one case", () => {
    const random = seededRandom(8);
    let adopted = 0;
    for (let trial = 0; trial < 400; trial++) {
      let running = sequentialTest({ ...PLAN, groupSizeMax: 5 });
      while (running.verdict === "undecided" && running.cases < 2_000)
        running = running.add(Array.from<number>({ length: 5 }).fill(random() < 0.8 ? 1 : 0));
      if (running.verdict === "adopt") adopted++;
    }
    expect(adopted / 400).toBeLessThan(0.06);
  });

  test("a target of 1 is refuted by one failure", () => {
    const plan = { bar: 0.9, target: 1 };
    expect(after(plan, [[1], [1], [0]]).verdict).toBe("reject");
    expect(
      after(
        plan,
        Array.from({ length: 29 }, () => [1]),
      ).verdict,
    ).toBe("adopt");
  });

  test("keeps its verdict, and does not change what was handed out", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }), { maxLength: 60 }),
        (groups) => {
          const plan = { ...PLAN, groupSizeMax: 3 };
          let state = sequentialTest(plan);
          for (const grades of groups) {
            const before = { ...state };
            const next = state.add(grades);
            expect(state).toEqual(before);
            expect(next.forAdopting).toBeGreaterThanOrEqual(0);
            expect(next.forRejecting).toBeGreaterThanOrEqual(0);
            if (state.verdict !== "undecided") expect(next).toBe(state);
            state = next;
          }
        },
      ),
    );
  });

  test("a case of weight 3 counts as three cases that pass and fail together, and weights change no error rate", () => {
    const heavy = sequentialTest({ ...PLAN, groupSizeMax: 3 })
      .add([1], [3])
      .add([0], [1]);
    const together = sequentialTest({ ...PLAN, groupSizeMax: 3 })
      .add([1, 1, 1])
      .add([0]);
    expect(heavy.forAdopting).toBeCloseTo(together.forAdopting, 12);
    expect(heavy.forRejecting).toBeCloseTo(together.forRejecting, 12);
    const random = seededRandom(9);
    let adopted = 0;
    for (let trial = 0; trial < 400; trial++) {
      let running = sequentialTest({ ...PLAN, groupSizeMax: 2 });
      while (running.verdict === "undecided" && running.cases < 1_000)
        running = running.add([random() < 0.8 ? 1 : 0], [random() < 0.5 ? 2 : 0.5]);
      if (running.verdict === "adopt") adopted++;
    }
    expect(adopted / 400).toBeLessThan(0.06);
  });

  test("refuses plans and grades that make no sense", () => {
    expect(() => sequentialTest({ bar: 0.9, target: 0.8 })).toThrow(RangeError);
    expect(() => sequentialTest({ ...PLAN, alpha: 0 })).toThrow(RangeError);
    expect(() => sequentialTest(PLAN).add([1.5])).toThrow(RangeError);
    expect(() => sequentialTest(PLAN).add([1, 1])).toThrow("A group of 2 cases");
    expect(() => sequentialTest(PLAN).add([1], [0])).toThrow("A weight is above 0");
    expect(() => sequentialTest({ ...PLAN, groupSizeMax: 2 }).add([1], [3])).toThrow("A group of 3 cases");
  });
});
