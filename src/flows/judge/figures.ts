import type { ConfusionCounts, JudgeCalibrationReport } from "../../core/judge-calibration.ts";
import type { Rate } from "../../core/evaluation-results.ts";
import { cohenKappa, krippendorffAlpha } from "../../stats/agreement.ts";
import { clopperPearson } from "../../stats/intervals.ts";
import { detectionRates } from "../../stats/judge-error.ts";
import type { Random } from "../../stats/random.ts";

/** What people and judge said of one row. */
export interface LabelledRow {
  readonly people: string;
  readonly judge: string;
}

/** Exact interval of a share of rows. */
export function exactRate(hits: number, rows: number): Rate {
  return { ...clopperPearson(hits, rows), cases: rows };
}

type Agreement = Pick<JudgeCalibrationReport, "agreement" | "expectedByChance" | "kappa" | "confusion">;

/** Agreement of people and judge over rows with these labels; a kappa of NaN where nobody can disagree, and for no row. */
export function agreementOf(rows: readonly LabelledRow[], labels: readonly string[], random: Random): Agreement {
  const confusion = {
    labels,
    counts: labels.map((people) => labels.map((judge) => rows.filter((row) => row.people === people && row.judge === judge).length)),
  };
  if (rows.length === 0)
    return {
      agreement: exactRate(0, 0),
      expectedByChance: Number.NaN,
      kappa: { mean: Number.NaN, low: -1, high: 1 },
      confusion,
    };
  const { kappa, agreement, expected } = cohenKappa(
    rows.map(({ people }) => people),
    rows.map(({ judge }) => judge),
    { random },
  );
  return { agreement: { ...agreement, cases: rows.length }, expectedByChance: expected, kappa, confusion };
}

/** Counts of rows labelled "pass" and "fail". */
export function confusionOf(rows: readonly LabelledRow[]): ConfusionCounts {
  const count = (people: string, judge: string): number => rows.filter((row) => row.people === people && row.judge === judge).length;
  return {
    truePositives: count("pass", "pass"),
    falseNegatives: count("pass", "fail"),
    trueNegatives: count("fail", "fail"),
    falsePositives: count("fail", "pass"),
  };
}

export function detectionOf(counts: ConfusionCounts): { readonly sensitivity: Rate; readonly specificity: Rate } {
  const { sensitivity, specificity } = detectionRates(counts);
  return {
    sensitivity: { ...sensitivity, cases: counts.truePositives + counts.falseNegatives },
    specificity: { ...specificity, cases: counts.trueNegatives + counts.falsePositives },
  };
}

/** What people said most; undefined when they are divided. */
export function majorityOf<T extends string>(labels: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const leading = [...counts].filter(([, count]) => count === most);
  return leading.length === 1 ? leading[0]?.[0] : undefined;
}

/** How far people agree with one another: undefined where no row has two of them. */
export function peopleAgreement(rows: readonly (readonly string[])[]): JudgeCalibrationReport["people"] {
  const several = rows.filter((labels) => labels.length > 1);
  if (several.length === 0) return undefined;
  let [same, pairs] = [0, 0];
  for (const labels of several)
    for (const [at, label] of labels.entries())
      for (const other of labels.slice(at + 1)) {
        pairs++;
        if (label === other) same++;
      }
  const codes = [...new Set(several.flat())].toSorted();
  const alpha = krippendorffAlpha(
    several.map((labels) => labels.map((label) => codes.indexOf(label))),
    "nominal",
  );
  return { rows: several.length, agreement: same / pairs, alpha };
}

/** An interval this far from end to end settles most questions; one that is narrower already is halved. */
const WIDTH_WANTED = 0.2;
const ROWS_MAX = 100_000;

/**
 * How many rows more, at the same rate, would bring an exact interval to 20 points from end to end, or to half of what it is where it is narrower.
 * `among` is the share of new rows that count for it. Undefined for a rate of nothing.
 */
export function rowsForWidth(
  rate: Rate,
  among: number,
): { readonly widthNow: number; readonly widthThen: number; readonly rows: number } | undefined {
  const widthNow = rate.high - rate.low;
  if (rate.cases === 0 || Number.isNaN(rate.mean) || among <= 0) return undefined;
  const wanted = widthNow > WIDTH_WANTED ? WIDTH_WANTED : widthNow / 2;
  const width = (n: number): number => {
    const { low, high } = clopperPearson(Math.round(rate.mean * n), n);
    return high - low;
  };
  let [low, high] = [rate.cases, 2 * rate.cases];
  while (width(high) > wanted && high < ROWS_MAX) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (width(middle) > wanted) low = middle;
    else high = middle;
  }
  return { widthNow, widthThen: width(high), rows: Math.ceil((high - rate.cases) / among) };
}
