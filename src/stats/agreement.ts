import { bootstrapStatistic } from "./bootstrap.ts";
import type { BootstrapOptions } from "./bootstrap.ts";
import { clopperPearson } from "./intervals.ts";
import type { Interval } from "./intervals.ts";

export interface Kappa {
  /** Cohen's kappa with its 95% interval: 1 is full agreement, 0 what chance gives. NaN when both raters gave everything one and the same label. */
  readonly kappa: Interval;
  /** Share of cases with the same label, with its exact 95% interval. */
  readonly agreement: Interval;
  /** Agreement that chance alone would give. */
  readonly expected: number;
  readonly cases: number;
}

/**
 * Agreement of two raters beyond chance (Cohen 1960, https://doi.org/10.1177/001316446002000104). The interval is the BCa bootstrap's over
 * cases; for raters that agree on every case, where resampling knows nothing, it follows from the exact interval of the agreement.
 * Throws RangeError on lists of different length or without a label.
 */
export function cohenKappa(a: readonly string[], b: readonly string[], options: BootstrapOptions): Kappa {
  if (a.length !== b.length || a.length === 0)
    throw new RangeError(`Agreement needs pairs of labels, not ${a.length} against ${b.length}.`);
  const n = a.length;
  const labels = [...new Set([...a, ...b])].toSorted();
  const codes = labels.length;
  const codeOf = new Map(labels.map((label, at) => [label, at]));
  const first = Int32Array.from(a, (label) => codeOf.get(label)!);
  const second = Int32Array.from(b, (label) => codeOf.get(label)!);
  const parts = (cases: Iterable<number>): { readonly observed: number; readonly expected: number } => {
    const [rows, columns] = [new Float64Array(codes), new Float64Array(codes)];
    let [same, total] = [0, 0];
    for (const at of cases) {
      rows[first[at]!]!++;
      columns[second[at]!]!++;
      if (first[at] === second[at]) same++;
      total++;
    }
    return { observed: same / total, expected: rows.reduce((sum, row, code) => sum + row * columns[code]!, 0) / (total * total) };
  };
  const kappaOf = (observed: number, expected: number): number => (expected === 1 ? Number.NaN : (observed - expected) / (1 - expected));
  const all = parts(Array.from({ length: n }, (_, at) => at));
  const agreement = clopperPearson(Math.round(all.observed * n), n);
  const mean = kappaOf(all.observed, all.expected);
  const kappa = Number.isNaN(mean)
    ? { mean, low: -1, high: 1 }
    : all.observed === 1
      ? { mean, low: kappaOf(agreement.low, all.expected), high: 1 }
      : bootstrapStatistic(
          n,
          (cases) => {
            const { observed, expected } = parts(cases);
            return kappaOf(observed, expected);
          },
          options,
        );
  return { kappa, agreement, expected: all.expected, cases: n };
}

/** How far two values are apart: not at all or fully, by rank, or by their squared difference. */
export type AlphaScale = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's alpha for any number of raters, with holes: `units[i]` holds the values that unit i was given, without the missing ones.
 * 1 is full agreement, 0 what chance gives; NaN when nothing can disagree. Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability",
 * https://repository.upenn.edu/asc_papers/43. Units with fewer than two values say nothing and are left out.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[], scale: AlphaScale): number {
  const paired = units.filter((values) => values.length > 1);
  const values = [...new Set(paired.flat())].toSorted((a, b) => a - b);
  const at = new Map(values.map((value, place) => [value, place]));
  const size = values.length;
  const coincidences = new Float64Array(size * size);
  for (const unit of paired)
    for (const [i, a] of unit.entries())
      for (const [j, b] of unit.entries()) if (i !== j) coincidences[at.get(a)! * size + at.get(b)!]! += 1 / (unit.length - 1);
  const totals = values.map((_, row) => coincidences.subarray(row * size, (row + 1) * size).reduce((sum, each) => sum + each, 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  const distance = distanceOn(scale, values, totals);
  let [observed, expected] = [0, 0];
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) {
      observed += coincidences[a * size + b]! * distance(a, b);
      expected += (totals[a]! * totals[b]! * distance(a, b)) / (all - 1);
    }
  return 1 - observed / expected;
}

/** The metric differences of the paper, between the places of two values in their order. */
function distanceOn(scale: AlphaScale, values: readonly number[], totals: readonly number[]): (a: number, b: number) => number {
  if (scale === "nominal") return (a, b) => (a === b ? 0 : 1);
  if (scale === "interval") return (a, b) => (values[a]! - values[b]!) ** 2;
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    let between = -(totals[low]! + totals[high]!) / 2;
    for (let place = low; place <= high; place++) between += totals[place]!;
    return low === high ? 0 : between ** 2;
  };
}
