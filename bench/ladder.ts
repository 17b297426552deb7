// npm run bench:ladder: how often does a ladder adopt a rung below its bar or reject one that is good enough, and how many cases does it take
// beside a test of a fixed size? The rungs' true rates are known here. `--quick`: 500 ladders each in place of 10,000; `--json`: the figures.
import { binomialAtLeast } from "../src/stats/beta.ts";
import { clopperPearson } from "../src/stats/intervals.ts";
import type { Interval } from "../src/stats/intervals.ts";
import { casesForBar } from "../src/stats/power.ts";
import { seededRandom } from "../src/stats/random.ts";
import { simulateLadder } from "./ladder-simulation.ts";
import type { LadderSetting } from "./ladder-simulation.ts";

const SEED = 20_271;
const LADDERS = process.argv.includes("--quick") ? 500 : 10_000;
const ALPHA = 0.05;
const BETA = 0.05;
/** Bars with the targets that `decide` takes when none is given: half of the failures that the bar allows. */
const BARS = [
  { bar: 0.8, target: 0.9 },
  { bar: 0.85, target: 0.925 },
  { bar: 0.9, target: 0.95 },
  { bar: 0.95, target: 0.975 },
] as const;

interface Row {
  readonly bar: number;
  readonly target: number;
  readonly name: string;
  readonly rates: readonly number[];
  /** Ladders that adopted a rung at the bar or below it. */
  readonly wrongAdoption: Interval;
  /** Ladders that rejected the first rung at the target or above it, of those that came to it; absent when no rung is so good. */
  readonly wrongRejection?: Interval;
  readonly undecided: number;
  readonly meanCases: number;
  /** Of the same ladder with exact tests of a fixed size and the same errors; absent for a finite set. */
  readonly fixedCases?: number;
  readonly fewer?: number;
}

const rows = BARS.flatMap(({ bar, target }) => settings(bar, target).map(([name, setting]) => measured(name, setting)));
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ seed: SEED, ladders: LADDERS, rows })}\n`);
else print();
const broken = rows.filter((row) => row.wrongAdoption.low > ALPHA || (row.wrongRejection?.low ?? 0) > BETA);
if (broken.length > 0) {
  process.stderr.write(`Above the stated error: ${broken.map((row) => `${row.bar} ${row.name}`).join("; ")}\n`);
  process.exitCode = 1;
}

function settings(bar: number, target: number): readonly (readonly [string, LadderSetting])[] {
  const of = (name: string, rates: readonly number[], more: Partial<LadderSetting> = {}): readonly [string, LadderSetting] => [
    name,
    { bar, target, rates: rates.map((rate) => Math.min(1, rate)), ...more },
  ];
  const best = target + (1 - target) / 2;
  const groups = { groupSizes: [1, 2, 3, 4, 5], together: 0.7 };
  return [
    of("all 10 points below", [bar - 0.1, bar - 0.1, bar - 0.1]),
    of("all 5 points below", [bar - 0.05, bar - 0.05, bar - 0.05]),
    of("all at the bar", [bar, bar, bar]),
    of("all at the bar, same cases", [bar, bar, bar], { shared: true }),
    of("all at the bar, groups", [bar, bar, bar], groups),
    of("all at the bar, 300 cases", [bar, bar, bar], { cases: 300 }),
    of("all midway", [(bar + target) / 2, (bar + target) / 2, (bar + target) / 2]),
    of("second at the target", [bar - 0.1, target, best]),
    of("second at the target, same cases", [bar - 0.1, target, best], { shared: true }),
    of("second at the target, groups", [bar - 0.1, target, best], groups),
    of("second above the target", [bar - 0.1, best, best]),
    of("first near perfect", [1 - (1 - target) / 10, best, best]),
  ];
}

function measured(name: string, setting: LadderSetting): Row {
  const random = seededRandom(SEED);
  const { bar, target, rates } = setting;
  const good = rates.findIndex((rate) => rate >= target);
  let [adoptedWrongly, cameToGood, rejectedWrongly, undecided, cases] = [0, 0, 0, 0, 0];
  for (let ladder = 0; ladder < LADDERS; ladder++) {
    const walked = simulateLadder(setting, random);
    cases += walked.casesUsed;
    if (walked.adopted !== undefined && rates[walked.adopted]! <= bar) adoptedWrongly++;
    if (walked.undecided.length > 0) undecided++;
    if (good >= 0 && (walked.adopted ?? rates.length) >= good) {
      cameToGood++;
      if (walked.rejected.includes(good)) rejectedWrongly++;
    }
  }
  const fixedCases = setting.cases === undefined ? fixedLadder(setting) * designEffect(setting) : undefined;
  const meanCases = cases / LADDERS;
  return {
    bar,
    target,
    name,
    rates,
    wrongAdoption: clopperPearson(adoptedWrongly, LADDERS),
    ...(good < 0 ? {} : { wrongRejection: clopperPearson(rejectedWrongly, cameToGood) }),
    undecided: undecided / LADDERS,
    meanCases,
    ...(fixedCases === undefined ? {} : { fixedCases, fewer: 1 - meanCases / fixedCases }),
  };
}

/** Cases, on the average, of a ladder in which each rung gets the smallest exact binomial test with the same errors (A'Hern 2001). */
function fixedLadder({ bar, target, rates }: LadderSetting): number {
  const { cases, passes } = casesForBar(bar, target, { significance: ALPHA / rates.length, power: 1 - BETA });
  let [used, comes] = [0, 1];
  for (const rate of rates) {
    used += comes * cases;
    comes *= 1 - binomialAtLeast(passes, cases, rate);
  }
  return used;
}

/**
 * How many times as many cases a test of a fixed size needs when they come in groups: 1 + (m - 1) r for groups of m cases that correlate by r
 * (Kish 1965), with m weighted by the cases, because a case is more often in a large group.
 */
function designEffect({ groupSizes = [1], together = 0 }: LadderSetting): number {
  const squares = groupSizes.reduce((total, size) => total + size * size, 0);
  const size = squares / groupSizes.reduce((total, each) => total + each, 0);
  return 1 + (size - 1) * together;
}

function print(): void {
  const percent = ({ mean, low, high }: Interval): string =>
    `${(100 * mean).toFixed(1)}% [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
  process.stdout.write(
    `${LADDERS.toLocaleString("en")} ladders of three rungs a row, seed ${SEED}, alpha ${ALPHA} a ladder, beta ${BETA} a rung\n`,
  );
  for (const { bar, target } of BARS) {
    process.stdout.write(`\nbar ${bar.toFixed(2)}, target ${target.toFixed(3)}\n`);
    process.stdout.write(
      `${"".padEnd(34)}${"adopted wrongly".padEnd(20)}${"rejected wrongly".padEnd(20)}${"cases".padStart(7)}${"fixed".padStart(7)}${"fewer".padStart(7)}\n`,
    );
    for (const row of rows.filter((each) => each.bar === bar)) {
      const rejection = row.wrongRejection === undefined ? "-" : percent(row.wrongRejection);
      const fixed = row.fixedCases === undefined ? "-" : row.fixedCases.toFixed(0);
      const fewer = row.fewer === undefined ? "-" : `${(100 * row.fewer).toFixed(0)}%`;
      process.stdout.write(
        `${row.name.padEnd(34)}${percent(row.wrongAdoption).padEnd(20)}${rejection.padEnd(20)}${row.meanCases.toFixed(0).padStart(7)}${fixed.padStart(7)}${fewer.padStart(7)}\n`,
      );
    }
  }
}
