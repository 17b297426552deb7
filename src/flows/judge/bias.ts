import type { LengthBias, PositionBias } from "../../core/judge-calibration.ts";
import { bootstrapStatistic } from "../../stats/bootstrap.ts";
import { wilson } from "../../stats/intervals.ts";
import { mcnemarExact } from "../../stats/mcnemar.ts";
import type { Random } from "../../stats/random.ts";
import type { PassFail, Winner } from "./graded-rows.ts";

/** The winner of a pair with a shown first, and with b shown first. */
export interface BothOrders {
  readonly aFirst: Winner;
  readonly bFirst: Winner;
}

/** How often a verdict changed with the order of the outputs, and which place it then favoured. */
export function positionBias(orders: readonly BothOrders[]): PositionBias {
  const flipped = orders.filter(({ aFirst, bFirst }) => aFirst !== bFirst);
  // "a" with a in front, or "b" with b in front, goes with the front; a tie in one order leaves what the other favoured
  const favoursFirst = flipped.filter(({ aFirst, bFirst }) => aFirst !== "b" && bFirst !== "a").length;
  const favoursSecond = flipped.filter(({ aFirst, bFirst }) => aFirst !== "a" && bFirst !== "b").length;
  return {
    pairs: orders.length,
    flips: flipped.length,
    share: { ...wilson(flipped.length, orders.length), cases: orders.length },
    favoursFirst,
    favoursSecond,
    pValue: mcnemarExact({ onlyFirst: favoursFirst, onlySecond: favoursSecond }),
  };
}

/** Fewer rows say nothing of lengths. */
const LENGTH_ROWS_MIN = 10;
/** Each resample sorts all rows, so there are fewer than elsewhere, and of very many rows some are left out, evenly. */
const RESAMPLES = 1_000;
const LENGTH_ROWS_MAX = 2_000;

export interface JudgedPairLengths {
  readonly lengthA: number;
  readonly lengthB: number;
  readonly judge: Winner;
  readonly people?: Winner;
}

/** Share of decided pairs with outputs of different length that the longer one won. Undefined for too few. */
export function pairLengthBias(all: readonly JudgedPairLengths[], random: Random): LengthBias | undefined {
  const pairs = some(all);
  const longer = ({ lengthA, lengthB }: JudgedPairLengths): Winner => (lengthA > lengthB ? "a" : "b");
  const share =
    (who: "judge" | "people") =>
    (places: Iterable<number>): number => {
      let [won, decided] = [0, 0];
      for (const at of places) {
        const pair = pairs[at];
        if (pair === undefined || pair.lengthA === pair.lengthB || pair[who] === "tie" || pair[who] === undefined) continue;
        decided++;
        if (pair[who] === longer(pair)) won++;
      }
      return decided === 0 ? Number.NaN : won / decided;
    };
  return biasOf(pairs.length, share("judge"), share("people"), random);
}

export interface JudgedLength {
  readonly length: number;
  readonly judge: PassFail;
  readonly people: PassFail;
}

/** Chance that an output which passed is longer than one which failed; equal lengths count half (Mann & Whitney 1947). Undefined for too few. */
export function gradeLengthBias(all: readonly JudgedLength[], random: Random): LengthBias | undefined {
  const rows = some(all);
  const chance =
    (who: "judge" | "people") =>
    (places: Iterable<number>): number =>
      longerChance([...places].flatMap((at) => rows[at] ?? []).map((row) => ({ length: row.length, isPass: row[who] === "pass" })));
  return biasOf(rows.length, chance("judge"), chance("people"), random);
}

function longerChance(rows: readonly { readonly length: number; readonly isPass: boolean }[]): number {
  const sorted = rows.toSorted((a, b) => a.length - b.length);
  const passes = rows.filter(({ isPass }) => isPass).length;
  const fails = rows.length - passes;
  if (passes === 0 || fails === 0) return Number.NaN;
  let [won, failsBelow] = [0, 0];
  for (let at = 0; at < sorted.length;) {
    const { length } = sorted[at] ?? { length: 0 };
    let [tiedPasses, tiedFails] = [0, 0];
    for (; at < sorted.length && sorted[at]?.length === length; at++) {
      if (sorted[at]?.isPass === true) tiedPasses++;
      else tiedFails++;
    }
    won += tiedPasses * (failsBelow + tiedFails / 2);
    failsBelow += tiedFails;
  }
  return won / (passes * fails);
}

function some<T>(rows: readonly T[]): readonly T[] {
  const step = Math.ceil(rows.length / LENGTH_ROWS_MAX);
  return step <= 1 ? rows : rows.filter((_, at) => at % step === 0);
}

type Statistic = (places: Iterable<number>) => number;

function biasOf(rows: number, judge: Statistic, people: Statistic, random: Random): LengthBias | undefined {
  const all = Array.from({ length: rows }, (_, at) => at);
  if (rows < LENGTH_ROWS_MIN || Number.isNaN(judge(all)) || Number.isNaN(people(all))) return undefined;
  const estimate = (statistic: Statistic) => bootstrapStatistic(rows, statistic, { random, resamples: RESAMPLES });
  return { judge: estimate(judge), people: estimate(people), excess: estimate((places) => judge(places) - people(places)) };
}
