import { describe, expect, test } from "vitest";
import { simulateLadder } from "../bench/ladder-simulation.ts";
import type { LadderSetting } from "../bench/ladder-simulation.ts";
import { casesForBar } from "../src/stats/power.ts";
import { seededRandom } from "../src/stats/random.ts";

// `npm run bench:ladder` measures the same law with 10,000 ladders a setting.
const LADDERS = 600;
/** A share of 5% comes out above this once in 500 runs of 600. */
const AT_MOST = 0.079;

function walk(setting: LadderSetting, seed = 11): { readonly adopted: readonly (number | undefined)[]; readonly meanCases: number } {
  const random = seededRandom(seed);
  const walked = Array.from({ length: LADDERS }, () => simulateLadder(setting, random));
  return {
    adopted: walked.map(({ adopted }) => adopted),
    meanCases: walked.reduce((sum, { casesUsed }) => sum + casesUsed, 0) / LADDERS,
  };
}
const share = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length / items.length;

describe("a ladder of three rungs", () => {
  test.each([
    { name: "alone", more: {} },
    { name: "on the same cases", more: { shared: true } },
    { name: "in groups that mostly pass or fail together", more: { groupSizes: [1, 2, 3, 4, 5], together: 0.7 } },
    { name: "on a finite set", more: { cases: 300 } },
  ])("all at the bar, $name: adopts one at most as often as alpha", ({ more }) => {
    const { adopted } = walk({ bar: 0.8, target: 0.9, rates: [0.8, 0.8, 0.8], ...more });
    expect(share(adopted, (place) => place !== undefined)).toBeLessThanOrEqual(AT_MOST);
  });

  test("passes over the first rung that is good enough at most as often as beta", () => {
    const { adopted } = walk({ bar: 0.8, target: 0.9, rates: [0.7, 0.9, 0.95] });
    expect(share(adopted, (place) => place !== 1)).toBeLessThanOrEqual(AT_MOST);
  });

  test("takes at least 40% fewer cases than tests of a fixed size where rungs are away from the bar", () => {
    const fixed = casesForBar(0.8, 0.9, { significance: 0.05 / 3, power: 0.95 }).cases;
    expect(walk({ bar: 0.8, target: 0.9, rates: [0.7, 0.7, 0.7] }).meanCases).toBeLessThan(0.6 * 3 * fixed);
    expect(walk({ bar: 0.8, target: 0.9, rates: [0.7, 0.95] }).meanCases).toBeLessThan(0.6 * 2 * fixed);
  });
});
