// npm run bench:stats: do the intervals cover as often as they say, and do the tests err no more often than they may? Binomial coverage is
// summed over every outcome and so carries no noise; the rest is simulated with a recorded seed. `--json` prints the figures, `--quick` fewer trials.
import { clopperPearson, wilson } from "../src/stats/intervals.ts";
import type { Interval } from "../src/stats/intervals.ts";
import { correctedRate, predictionPoweredMean } from "../src/stats/judge-error.ts";
import { mcnemarExact, pairedRateDifference } from "../src/stats/mcnemar.ts";
import { meanInterval } from "../src/stats/mean.ts";
import { comparePaired } from "../src/stats/paired.ts";
import { casesForBar } from "../src/stats/power.ts";
import { seededRandom } from "../src/stats/random.ts";
import { sequentialTest } from "../src/stats/sequential.ts";

const SEED = 20_261;
const trials = process.argv.includes("--quick") ? 200 : 2_000;
const random = seededRandom(SEED);
const RATES = Array.from({ length: 50 }, (_, at) => (50 + at) / 100);

const report = {
  coverage: [10, 20, 30, 50, 100, 200, 300, 500, 1_000].map(binomialCoverage),
  graded: [10, 30, 100, 300].map(gradedCoverage),
  grouped: [10, 30, 100].map(groupedCoverage),
  paired: [10, 30, 100, 300].map(pairedErrors),
  sequential: (
    [
      [0.8, 0.9],
      [0.85, 0.92],
      [0.9, 0.95],
      [0.9, 0.97],
      [0.95, 0.99],
    ] as const
  ).map(([bar, target]) => sequentialErrors(bar, target)),
  judge: [20, 50, 200].map(judgeCoverage),
};
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ seed: SEED, trials, ...report })}\n`);
else print();

/** Chance of each count of successes. */
function binomial(n: number, rate: number): Float64Array {
  const chances = new Float64Array(n + 1);
  let logChance = n * Math.log1p(-rate);
  for (let k = 0; k <= n; k++) {
    chances[k] = Math.exp(logChance);
    logChance += Math.log((n - k) / (k + 1)) + Math.log(rate) - Math.log1p(-rate);
  }
  return chances;
}

function binomialCoverage(n: number): { readonly n: number; readonly wilson: Coverage; readonly exact: Coverage } {
  const of = (interval: (passed: number) => Interval): Coverage => {
    const intervals = Array.from({ length: n + 1 }, (_, passed) => interval(passed));
    const byRate = RATES.map((rate) => {
      let covered = 0;
      for (const [passed, chance] of binomial(n, rate).entries()) {
        const { low, high } = intervals[passed]!;
        if (low <= rate && rate <= high) covered += chance;
      }
      return covered;
    });
    const least = Math.min(...byRate);
    return { mean: byRate.reduce((sum, each) => sum + each, 0) / byRate.length, least, at: RATES[byRate.indexOf(least)]! };
  };
  return { n, wilson: of((passed) => wilson(passed, n)), exact: of((passed) => clopperPearson(passed, n)) };
}

interface Coverage {
  readonly mean: number;
  readonly least: number;
  /** The rate at which it is least. */
  readonly at: number;
}

/** Grades of 0, 0.5 and 1 with a mean of 0.8, and smooth ones with a mean of 2/3. */
function gradedCoverage(n: number): Record<string, number> {
  const steps = (): number => {
    const drawn = random();
    return drawn < 0.7 ? 1 : drawn < 0.9 ? 0.5 : 0;
  };
  const smooth = (): number => Math.sqrt(random());
  const covered = (draw: () => number, truth: number, method: "wilson" | "exact"): number =>
    share(trials, () => within(truth, meanInterval(Array.from({ length: n }, draw), { method })));
  return {
    n,
    stepsWilson: covered(steps, 0.8, "wilson"),
    stepsBetting: covered(steps, 0.8, "exact"),
    smoothWilson: covered(smooth, 2 / 3, "wilson"),
    smoothBetting: covered(smooth, 2 / 3, "exact"),
  };
}

/** Groups of one to nine cases, whose pass rates differ so that two cases of one group correlate at about .5; 85% pass overall. */
function groupedCoverage(groupCount: number): Record<string, number> {
  const draw = (): { readonly grades: readonly number[]; readonly groups: readonly string[] } => {
    const [grades, groups]: [number[], string[]] = [[], []];
    for (let group = 0; group < groupCount; group++) {
      const rate = random() < 0.75 ? 1 - 0.1 * random() : 0.4 + 0.3 * random();
      for (let size = 1 + Math.floor(9 * random()); size > 0; size--) {
        grades.push(random() < rate ? 1 : 0);
        groups.push(`${group}`);
      }
    }
    return { grades, groups };
  };
  const truth = 0.75 * 0.95 + 0.25 * 0.55;
  const counts = { plain: 0, wilson: 0, exact: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const { grades, groups } = draw();
    if (within(truth, meanInterval(grades))) counts.plain++;
    if (within(truth, meanInterval(grades, { groups }))) counts.wilson++;
    if (within(truth, meanInterval(grades, { groups, method: "exact" }))) counts.exact++;
  }
  return { groups: groupCount, withoutGroups: counts.plain / trials, wilson: counts.wilson / trials, exact: counts.exact / trials };
}

/** Two candidates of the same pass rate, that agree on some cases because those are hard or easy; and two whose rates differ by 10 points. */
function pairedErrors(n: number): Record<string, number> {
  const pair = (lift: number): readonly [number, number] => {
    const ease = random() < 0.5 ? 0.95 : 0.6;
    return [random() < ease ? 1 : 0, random() < Math.min(1, ease + lift) ? 1 : 0];
  };
  const sample = (lift: number): readonly (readonly [number, number])[] => Array.from({ length: n }, () => pair(lift));
  const table = (pairs: readonly (readonly [number, number])[]) => {
    const count = (first: number, second: number): number => pairs.filter(([a, b]) => a === first && b === second).length;
    return { bothPassed: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neitherPassed: count(0, 0) };
  };
  const few = Math.max(100, trials / 5);
  return {
    n,
    mcnemarFalse: share(trials, () => mcnemarExact(table(sample(0))) <= 0.05),
    comparedFalse: share(few, () => {
      const pairs = sample(0);
      const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
      return comparePaired(a, b, { random, resamples: 1_000 }).isSeparated;
    }),
    intervalCovers: share(trials, () => within(0, pairedRateDifference(table(sample(0))))),
    // 0.95 + 0.1 stops at 1
    intervalCoversLift: share(trials, () => within(0.075, pairedRateDifference(table(sample(0.1))))),
  };
}

/** A candidate at the bar, halfway, at the target, and ten points under the bar. */
function sequentialErrors(bar: number, target: number): Record<string, number> {
  const run = (rate: number): { readonly adopted: number; readonly rejected: number; readonly cases: number } => {
    const counts = { adopted: 0, rejected: 0, cases: 0 };
    for (let trial = 0; trial < trials; trial++) {
      let test = sequentialTest({ bar, target });
      while (test.verdict === "undecided") test = test.add([random() < rate ? 1 : 0]);
      if (test.verdict === "adopt") counts.adopted++;
      else counts.rejected++;
      counts.cases += test.cases;
    }
    return { adopted: counts.adopted / trials, rejected: counts.rejected / trials, cases: counts.cases / trials };
  };
  const [atBar, atTarget] = [run(bar), run(target)];
  return {
    bar,
    target,
    wrongAdoption: atBar.adopted,
    wrongRejection: atTarget.rejected,
    casesFixed: casesForBar(bar, target, { power: 0.95 }).cases,
    casesAtBar: atBar.cases,
    casesHalfway: run((bar + target) / 2).cases,
    casesAtTarget: atTarget.cases,
    casesTenUnder: run(bar - 0.1).cases,
  };
}

/** 300 cases judged with sensitivity .9 and specificity .8, of which `n` more were graded by people; 80% truly pass. */
function judgeCoverage(n: number): Record<string, number> {
  const few = Math.max(100, trials / 10);
  const grade = (): { readonly human: number; readonly judge: number } => {
    const human = random() < 0.8 ? 1 : 0;
    return { human, judge: random() < (human === 1 ? 0.9 : 0.8) ? human : 1 - human };
  };
  const counts = { observed: 0, corrected: 0, powered: 0, alone: 0, correctedWidth: 0, poweredWidth: 0, aloneWidth: 0 };
  for (let trial = 0; trial < few; trial++) {
    const pairs = Array.from({ length: n }, grade);
    const judged = Array.from({ length: 300 }, () => grade().judge);
    const passed = judged.filter((each) => each === 1).length;
    const of = (human: number, judge: number): number => pairs.filter((pair) => pair.human === human && pair.judge === judge).length;
    const judge = { truePositives: of(1, 1), falseNegatives: of(1, 0), trueNegatives: of(0, 0), falsePositives: of(0, 1) };
    const corrected = correctedRate({ passed, cases: 300 }, judge, { random });
    const powered = predictionPoweredMean({ judged, pairs });
    const alone = clopperPearson(judge.truePositives + judge.falseNegatives, n);
    if (within(0.8, wilson(passed, 300))) counts.observed++;
    if (within(0.8, corrected)) counts.corrected++;
    if (within(0.8, powered)) counts.powered++;
    if (within(0.8, alone)) counts.alone++;
    counts.correctedWidth += corrected.high - corrected.low;
    counts.poweredWidth += powered.high - powered.low;
    counts.aloneWidth += alone.high - alone.low;
  }
  return { graded: n, ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / few])) };
}

function within(value: number, { low, high }: Interval): boolean {
  return low <= value && value <= high;
}

function share(count: number, holds: () => boolean): number {
  let found = 0;
  for (let trial = 0; trial < count; trial++) if (holds()) found++;
  return found / count;
}

function print(): void {
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  const table = (title: string, rows: readonly Readonly<Record<string, string>>[]): void => {
    const names = Object.keys(rows[0] ?? {});
    const lines = [names, names.map(() => "---"), ...rows.map((row) => names.map((name) => row[name] ?? ""))];
    process.stdout.write(`## ${title}\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n`);
  };
  const plain = (row: Record<string, number>, whole: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, whole.includes(name) ? String(Number(value.toFixed(2))) : percent(value)]),
    );
  table(
    "Coverage of 95% intervals of a pass rate, over rates from .50 to .99",
    report.coverage.map((row) => ({
      n: String(row.n),
      "Wilson, mean": percent(row.wilson.mean),
      "Wilson, least": `${percent(row.wilson.least)} at ${row.wilson.at}`,
      "exact, mean": percent(row.exact.mean),
      "exact, least": `${percent(row.exact.least)} at ${row.exact.at}`,
    })),
  );
  table(
    "Coverage for means of grades",
    report.graded.map((row) => plain(row, ["n"])),
  );
  table(
    "Coverage for grouped cases",
    report.grouped.map((row) => plain(row, ["groups"])),
  );
  table(
    "Paired: false findings at 5%, and coverage of the difference",
    report.paired.map((row) => plain(row, ["n"])),
  );
  const sizes = ["bar", "target", "casesFixed", "casesAtBar", "casesHalfway", "casesAtTarget", "casesTenUnder"];
  table(
    "Sequential, alpha = beta = 5%",
    report.sequential.map((row) => plain(row, sizes)),
  );
  table(
    "Corrected for the judge's error: coverage and mean width",
    report.judge.map((row) => plain(row, ["graded", "correctedWidth", "poweredWidth", "aloneWidth"])),
  );
}
