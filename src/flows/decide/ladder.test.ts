import { describe, expect, test } from "vitest";
import type { Bar, Case } from "../../core/evaluation.ts";
import { seededRandom } from "../../stats/random.ts";
import { casesMore, groupsOf, rungPlan, rungSettling, shuffledGroups } from "./ladder.ts";
import type { SettledRung } from "./ladder.ts";
import { judgeProblem, rateSoFar, rateTest } from "./rate-test.ts";
import { rungTest, targetOf } from "./rung-test.ts";
import type { Observation, RungPlan } from "./rung-test.ts";

const caseOf = (id: string, more: Partial<Case> = {}): Case => ({ id, input: id, expectations: [], tags: [], weight: 1, ...more });
const seen = (grade: number | undefined, more: Partial<Observation> = {}): Observation => ({
  caseId: "c",
  tags: [],
  weight: 1,
  isJudged: false,
  ...(grade === undefined ? {} : { grade }),
  ...more,
});
const planFor = (requirements: Bar, more: Partial<RungPlan> = {}): RungPlan => ({
  requirements,
  alpha: 0.05,
  beta: 0.05,
  groupWeightMax: 1,
  groupCasesMax: 1,
  ...more,
});
function settle(plan: RungPlan, shown: readonly (readonly Observation[])[]): SettledRung {
  const rung = rungSettling(plan);
  for (const group of shown) rung.show(group);
  return rung.settled();
}
const EIGHTY: Bar = [{ kind: "pass-rate", min: 0.8, target: 0.9 }];
const times = (count: number, observation: Observation): readonly (readonly Observation[])[] =>
  Array.from({ length: count }, () => [observation]);

describe("what a ladder may err by", () => {
  test("alpha is spent over the rungs that can be measured, beta is that of each rung", () => {
    const cases = [caseOf("a"), caseOf("b", { group: "g", weight: 2 }), caseOf("c", { group: "g" })];
    expect(rungPlan({ requirements: EIGHTY, alpha: 0.06, rungs: 3 }, cases)).toMatchObject({
      alpha: 0.02,
      beta: 0.05,
      groupWeightMax: 3,
      groupCasesMax: 2,
    });
  });

  test("with one rung 26 passes in a row adopt, with three 36: 1 / 0.05 and 3 / 0.05 at 0.9 / 0.8 a pass", () => {
    const needed = (rungs: number): number =>
      settle(rungPlan({ requirements: EIGHTY, rungs }, [caseOf("a")]), times(100, seen(1))).groups.length;
    expect(needed(1)).toBe(26);
    expect(needed(3)).toBe(35);
  });

  test("beta is split over the requirements that are tested, alpha is not", () => {
    const two: Bar = [...EIGHTY, { kind: "pass-rate", min: 0.8, target: 0.9, tag: "edge" }];
    const failures = settle(planFor(two), times(20, seen(0)));
    expect(failures.test.requirements).toEqual(["reject", "undecided"]);
    // ln 40 / ln 2 = 5.3, against ln 20 / ln 2 = 4.3 for one
    expect(failures.groups).toHaveLength(6);
    const passes = settle(planFor(two), times(60, seen(1, { tags: ["edge"] })));
    expect([passes.test.verdict, passes.groups.length]).toEqual(["adopt", 26]);
  });

  test("a privacy requirement is no chance, and takes none of beta", () => {
    const bar: Bar = [...EIGHTY, { kind: "privacy", place: "local" }];
    expect(settle(planFor(bar), times(20, seen(0))).groups).toHaveLength(5);
  });
});

describe("the order of the cases", () => {
  const cases = Array.from({ length: 40 }, (_, at) => caseOf(String(at), at % 4 === 0 ? {} : { group: `g${Math.floor(at / 4)}` }));

  test("is drawn by the seed, with groups whole", () => {
    const order = shuffledGroups(cases, 7);
    expect(shuffledGroups(cases, 7)).toEqual(order);
    expect(shuffledGroups(cases, 8)).not.toEqual(order);
    expect(order.flat().toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(cases);
    for (const group of order) expect(new Set(group.map((each) => each.group)).size).toBe(1);
  });

  test("a group that is called like a case does not swallow it", () => {
    expect(groupsOf([caseOf("x"), caseOf("y", { group: "x" })])).toHaveLength(2);
  });
});

describe("requirements beside the pass rate", () => {
  test("a 95th percentile needs 73 calls in time to be proved, and is refuted by late ones", () => {
    const bar: Bar = [{ kind: "latency", p95MsMax: 100 }];
    const fast = settle(planFor(bar), times(200, seen(undefined, { latencyMs: 100 })));
    // ln 20 / ln (0.99 / 0.95) = 72.6
    expect([fast.test.verdict, fast.groups.length]).toEqual(["adopt", 73]);
    expect(settle(planFor(bar), times(9, seen(1, { latencyMs: 101 }))).test.verdict).toBe("reject");
    expect(settle(planFor(bar), times(200, seen(1))).test.verdict).toBe("undecided");
  });

  test("a cost of nothing is proved at once, a scattered one by its interval, and an unknown price by nothing", () => {
    const bar: Bar = [{ kind: "monthly-cost", usdPerMonthMax: 100, callsPerMonth: 10_000 }];
    expect(settle(planFor(bar), times(1, seen(1, { usd: 0 }))).test.verdict).toBe("adopt");
    const random = seededRandom(2);
    const costs = (mean: number): readonly (readonly Observation[])[] =>
      Array.from({ length: 400 }, () => [seen(1, { usd: mean * 2 * random() })]);
    const cheap = settle(planFor(bar), costs(0.008));
    expect(cheap.test.verdict).toBe("adopt");
    expect(cheap.groups.length).toBeGreaterThan(10);
    expect(settle(planFor(bar), costs(0.012)).test.verdict).toBe("reject");
    expect(settle(planFor(bar), times(400, seen(1))).test.verdict).toBe("undecided");
  });

  test("one cost that is not known leaves the mean unproved, however cheap the others are", () => {
    const bar: Bar = [{ kind: "monthly-cost", usdPerMonthMax: 100, callsPerMonth: 10_000 }];
    const known = settle(planFor([...EIGHTY, ...bar]), times(4, seen(1, { usd: 0.001 }))).test;
    expect(known.add([seen(1, { isCostUnknown: true })]).add([seen(1, { usd: 0 })]).verdict).toBe("undecided");
    const unknownFirst = times(1, seen(1, { isCostUnknown: true }));
    expect(settle(planFor(bar), [...unknownFirst, ...times(400, seen(1, { usd: 0 }))]).test.verdict).toBe("undecided");
  });

  test("what could not be graded changes nothing", () => {
    const without = settle(planFor(EIGHTY), times(24, seen(1)));
    expect(without.test.verdict).toBe("undecided");
    expect(without.test.add([seen(undefined)]).add([seen(1)]).verdict).toBe("undecided");
    expect(
      without.test
        .add([seen(undefined)])
        .add([seen(1)])
        .add([seen(1)]).verdict,
    ).toBe("adopt");
  });

  test("the target is, where none is given, half of the failures that the bar allows", () => {
    expect(targetOf({ min: 0.9 })).toBeCloseTo(0.95, 12);
    expect(targetOf({ min: 0.9, target: 0.97 })).toBe(0.97);
  });
});

describe("an undecided rung", () => {
  test("says how many more cases would settle it, if they came out like those there are", () => {
    const settled = settle(planFor(EIGHTY), times(20, seen(1)));
    expect(settled.test.verdict).toBe("undecided");
    expect(casesMore(settled, 1)).toEqual({ median: 6, adopted: 1 });
  });

  test("says nothing where it would go on and on", () => {
    const bar: Bar = [...EIGHTY, { kind: "latency", p95MsMax: 10 }];
    expect(casesMore(settle(planFor(bar), times(20, seen(1))), 1)).toBeUndefined();
    expect(casesMore(settle(planFor(EIGHTY), []), 1)).toBeUndefined();
  });
});

describe("a judge's error", () => {
  const good = { truePositives: 95, falseNegatives: 5, trueNegatives: 90, falsePositives: 10 };
  const plan = { bar: 0.8, target: 0.95, alpha: 0.05, beta: 0.05, groupWeightMax: 1, judge: good };
  const judged = (grade: number): { readonly grade: number; readonly weight: number; readonly isJudged: boolean } => ({
    grade,
    weight: 1,
    isJudged: true,
  });

  test("a lenient judge cannot talk a bad rung over the bar: it errs no more often than alpha", () => {
    const random = seededRandom(5);
    let adopted = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      // calibrated anew each time, because the errors of the judge are an estimate too
      const draw = (rate: number): number => Array.from({ length: 100 }).filter(() => random() < rate).length;
      const [truePositives, trueNegatives] = [draw(0.95), draw(0.85)];
      const judge = { truePositives, falseNegatives: 100 - truePositives, trueNegatives, falsePositives: 100 - trueNegatives };
      let going = rateTest({ ...plan, judge });
      for (let at = 0; at < 600 && going.verdict === "undecided"; at++) {
        const passes = random() < 0.8;
        going = going.add([judged(random() < (passes ? 0.95 : 0.15) ? 1 : 0)]);
      }
      if (going.verdict === "adopt") adopted++;
    }
    expect(adopted / runs).toBeLessThanOrEqual(0.05);
  });

  test("a very good rung is still adopted, and a bad one rejected", () => {
    const random = seededRandom(6);
    const verdictAt = (rate: number): string => {
      let going = rateTest(plan);
      for (let at = 0; at < 2_000 && going.verdict === "undecided"; at++)
        going = going.add([judged(random() < (random() < rate ? 0.95 : 0.1) ? 1 : 0)]);
      return going.verdict;
    };
    expect(verdictAt(0.99)).toBe("adopt");
    expect(verdictAt(0.6)).toBe("reject");
  });

  test("is taken out of the rate that is shown, with a wider interval", () => {
    const groups = Array.from({ length: 200 }, (_, at) => [judged(at % 20 < 17 ? 1 : 0)]);
    const raw = rateSoFar(groups, { groupWeightMax: 1 });
    const corrected = rateSoFar(groups, { groupWeightMax: 1, judge: good });
    expect(raw.mean).toBeCloseTo(0.85, 12);
    // (0.85 + 0.9 - 1) / (0.95 + 0.9 - 1)
    expect(corrected.mean).toBeCloseTo(0.75 / 0.85, 12);
    expect(corrected.high - corrected.low).toBeGreaterThan(raw.high - raw.low);
    const plain = groups.map((group) => group.map((each) => ({ ...each, isJudged: false })));
    expect(rateSoFar(plain, { groupWeightMax: 1, judge: good }).mean).toBeCloseTo(0.85, 12);
  });

  test("a judge that is little better than a coin, or was hardly calibrated, is named", () => {
    const coin = { truePositives: 50, falseNegatives: 50, trueNegatives: 50, falsePositives: 50 };
    expect(judgeProblem(coin, plan)).toContain("no better than a coin");
    const few = { truePositives: 9, falseNegatives: 1, trueNegatives: 9, falsePositives: 1 };
    expect(judgeProblem(few, { ...plan, bar: 0.9 })).toContain("20 outputs graded by people are too few for a bar of 0.9");
    expect(judgeProblem(good, plan)).toBeUndefined();
    expect(() => rateTest({ ...plan, judge: coin })).toThrow(RangeError);
  });
});

describe("a rung test", () => {
  test("takes nothing of the groups that are shown after its verdict", () => {
    const rung = rungSettling(planFor(EIGHTY));
    for (const group of [...times(26, seen(1)), ...times(30, seen(0))]) rung.show(group);
    expect([rung.isSettled(), rung.settled().test.verdict, rung.settled().groups.length]).toEqual([true, "adopt", 26]);
  });

  test("keeps its verdict", () => {
    const adopted = settle(planFor(EIGHTY), times(40, seen(1))).test;
    expect(adopted.add([seen(0)])).toBe(adopted);
    expect(rungTest(planFor(EIGHTY)).verdict).toBe("undecided");
  });
});
