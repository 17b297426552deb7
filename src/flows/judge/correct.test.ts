import { describe, expect, test } from "vitest";
import type { Case, Grade, Trial } from "../../core/evaluation.ts";
import type { JudgeCalibration } from "../../core/judge-calibration.ts";
import { correctedRate } from "../../stats/judge-error.ts";
import { seededRandom } from "../../stats/random.ts";
import type { Random } from "../../stats/random.ts";
import { correctedPassRate } from "./correct.ts";
import { gradedDigest } from "./graded-rows.ts";

const criteria = "Is right.";
const caseOf = (at: number, more: Partial<Case> = {}): Case => ({
  id: `c${at}`,
  input: `question ${at}`,
  expectations: [{ kind: "criteria", criteria }],
  tags: [],
  weight: 1,
  ...more,
});
const graded = (value: number): Grade => ({ kind: "graded", value });
/** As a judge gives it. */
const judged = (value: number): Grade => ({
  ...graded(value),
  judged: { votes: { pass: 1, fail: 0 }, usage: { source: "none" }, cost: { kind: "known", usd: 0 } },
});
const trialOf = (at: number, grades: Readonly<Record<string, Grade>>, repeat = 0): Trial => ({
  kind: "completed",
  caseId: `c${at}`,
  repeat,
  output: { text: `answer ${at}` },
  grades,
});
const calibration = (counts: JudgeCalibration["counts"], people: JudgeCalibration["people"] = {}): JudgeCalibration => ({
  kind: "judge-calibration",
  version: 1,
  judge: { model: "m", revision: 1, repeats: 1 },
  counts,
  dataset: { name: "graded.jsonl", hash: "0" },
  people,
});
const COUNTS = { truePositives: 45, falseNegatives: 5, trueNegatives: 40, falsePositives: 10 };
const cases = (n: number): readonly Case[] => Array.from({ length: n }, (_, at) => caseOf(at));

describe("a pass rate that a judge gave", () => {
  test("is Rogan and Gladen's where the judge decided everything", () => {
    const trials = cases(100).map((_, at) => trialOf(at, { judge: judged(at < 62 ? 1 : 0) }));
    const corrected = correctedPassRate({ cases: cases(100), trials }, calibration(COUNTS), { random: seededRandom(1) });
    // (0.62 + 0.8 - 1) / (0.9 + 0.8 - 1)
    expect(corrected?.mean).toBeCloseTo(0.6, 10);
    expect(corrected).toEqual({
      ...correctedRate({ passed: 62, cases: 100 }, COUNTS, { random: seededRandom(1) }),
      cases: 100,
      by: "rogan-gladen",
    });
  });

  test("is left alone where no judge decided, and corrected only where one did", () => {
    const fixed = cases(10).map((_, at) => trialOf(at, { exact: graded(at % 2) }));
    const correct = (trials: readonly Trial[]) =>
      correctedPassRate({ cases: cases(10), trials }, calibration(COUNTS), { random: seededRandom(1) });
    expect(correct(fixed)).toBeUndefined();
    expect(correct(cases(10).map((_, at) => trialOf(at, { judge: { kind: "ungraded", reason: "?" } })))).toBeUndefined();
    // five failed by another grader stay failed; of the five others the judge passed all: (1 + 0.8 - 1) / 0.7, at most 1
    const mixed = cases(10).map((_, at) => trialOf(at, { exact: graded(at % 2), judge: judged(1) }));
    expect(correct(mixed)?.mean).toBeCloseTo(0.5, 10);
    // a judge's fail beside another's fail is no more certain for it
    expect(correct(cases(10).map((_, at) => trialOf(at, { exact: graded(0), judge: judged(at % 2) })))).toBeUndefined();
  });

  test("is not corrected where a grader of one's own is merely called so", () => {
    const trials = cases(10).map((_, at) => trialOf(at, { judge: graded(at % 2) }));
    expect(correctedPassRate({ cases: cases(10), trials }, calibration(COUNTS), { random: seededRandom(1) })).toBeUndefined();
  });

  test("counts every criterion of a case, whatever its grader is called", () => {
    const trials = cases(100).map((_, at) => trialOf(at, { judge: judged(1), "judge 2": judged(at < 62 ? 1 : 0) }));
    const corrected = correctedPassRate({ cases: cases(100), trials }, calibration(COUNTS), { random: seededRandom(1) });
    expect(corrected?.mean).toBeCloseTo(0.6, 10);
  });

  test("counts cases that share a group for less, and repeats of a case once", () => {
    const together = cases(40).map((each, at) => ({ ...each, group: `g${at % 4}` }));
    const trials = together.map((_, at) => trialOf(at, { judge: judged(at % 4 < 3 ? 1 : 0) }));
    const width = (of: readonly Case[], given: readonly Trial[]): number => {
      const { low, high } = correctedPassRate({ cases: of, trials: given }, calibration(COUNTS), { random: seededRandom(1) }) ?? {
        low: 0,
        high: 0,
      };
      return high - low;
    };
    expect(width(together, trials)).toBeGreaterThan(1.3 * width(cases(40), trials));
    const twice = [...trials, ...trials.map((trial) => ({ ...trial, repeat: 1 }))];
    expect(width(cases(40), twice)).toBeCloseTo(width(cases(40), trials), 10);
  });

  test("says nothing when the judge is no better than a coin", () => {
    const coin = calibration({ truePositives: 5, falseNegatives: 5, trueNegatives: 5, falsePositives: 5 });
    const trials = cases(20).map((_, at) => trialOf(at, { judge: judged(at % 2) }));
    expect(correctedPassRate({ cases: cases(20), trials }, coin, { random: seededRandom(1) })).toEqual({
      mean: Number.NaN,
      low: 0,
      high: 1,
      cases: 20,
      by: "rogan-gladen",
    });
  });

  test("uses what people said of these very outputs, and of no others", () => {
    const trials = cases(60).map((_, at) => trialOf(at, { judge: judged(1) }));
    const said = (from: number): JudgeCalibration["people"] =>
      Object.fromEntries(
        Array.from({ length: 20 }, (_, at) => [
          gradedDigest({ input: `question ${from + at}`, output: `answer ${from + at}`, criteria }),
          at % 2 === 0 ? ("pass" as const) : ("fail" as const),
        ]),
      );
    const correct = (people: JudgeCalibration["people"]) =>
      correctedPassRate({ cases: cases(60), trials }, calibration(COUNTS, people), { random: seededRandom(1) });
    // the judge passed everything, people half of what they saw
    expect(correct(said(0))).toMatchObject({ mean: 0.5, by: "prediction-powered" });
    expect(correct(said(50))).toMatchObject({ by: "rogan-gladen" });
  });
});

/** Trials as they would come out of this world, and a calibration made in it. */
function world(
  random: Random,
  { n, judgedShare }: { readonly n: number; readonly judgedShare: number },
): { readonly trials: readonly Trial[]; readonly made: JudgeCalibration } {
  const truth = 0.7;
  const says = (isPass: boolean): number => (random() < (isPass ? 0.9 : 0.2) ? 1 : 0);
  const trials = Array.from({ length: n }, (_, at) =>
    random() < judgedShare
      ? trialOf(at, { judge: judged(says(random() < truth)) })
      : trialOf(at, { exact: graded(random() < 0.4 ? 1 : 0) }),
  );
  const rows = Array.from({ length: 60 }, () => random() < truth).map((isPass) => ({ isPass, isPassed: says(isPass) === 1 }));
  const count = (isPass: boolean, isPassed: boolean): number =>
    rows.filter((row) => row.isPass === isPass && row.isPassed === isPassed).length;
  return {
    trials,
    made: calibration({
      truePositives: count(true, true),
      falseNegatives: count(true, false),
      trueNegatives: count(false, false),
      falsePositives: count(false, true),
    }),
  };
}

test.for([1, 0.5])("covers the truth about 95 times in 100 when the judge decides a share of %d", { timeout: 60_000 }, (judgedShare) => {
  const random = seededRandom(7);
  const truth = judgedShare * 0.7 + (1 - judgedShare) * 0.4;
  let covered = 0;
  const runs = 100;
  for (let run = 0; run < runs; run++) {
    const { trials, made } = world(random, { n: 80, judgedShare });
    const { low, high } = correctedPassRate({ cases: cases(80), trials }, made, { random }) ?? { low: 2, high: 2 };
    if (low <= truth && truth <= high) covered++;
  }
  expect(covered / runs).toBeGreaterThanOrEqual(0.92);
});
