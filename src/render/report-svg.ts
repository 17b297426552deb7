import type { ComparisonReport } from "../core/comparison.ts";
import type { BarResult, CandidateReport } from "../core/evaluation-results.ts";
import { rateText, shareText } from "./bar-text.ts";
import { usdText } from "./bill.ts";
import { escapedMarkup, visibleText } from "./foreign-text.ts";
import type { AnyReport } from "./report-text.ts";

// Pictures for a page that has the colours in its style sheet. They have no viewBox: what lies across is in percent of the width, so that text
// keeps its size on a narrow screen.

const ROW = 46;
const AXIS = 28;
/** Percent of the width that stays free on either side, so that marks and figures at the ends are whole. */
const MARGIN = 3;

/** The labels at both ends of the axis stay within the picture. */
export function endAnchor(rate: number): "start" | "middle" | "end" {
  return rate <= 0 ? "start" : rate >= 1 ? "end" : "middle";
}

/** Pass rates with their intervals, one row a candidate, beside the pass rate that the bar asks for. */
export function intervalsSvg(report: AnyReport): string {
  const { candidates } = report;
  const min = passRateMin(report.bar);
  const met = new Map((report.bar ?? []).map((each) => [each.candidate, isPassRateMet(each)]));
  const height = candidates.length * ROW + AXIS;
  const rows = candidates.map((candidate, at) => intervalRow(candidate, { top: at * ROW, isMet: met.get(candidate.name), min }));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((rate) =>
    [
      `<line class="grid" x1="${across(rate)}" x2="${across(rate)}" y1="0" y2="${height - AXIS}"/>`,
      `<text class="axis" x="${across(rate)}" y="${height - 8}" text-anchor="${endAnchor(rate)}">${rate.toFixed(2)}</text>`,
    ].join(""),
  );
  const label =
    min === undefined
      ? ""
      : `<text class="axis strong" x="${across(min)}" y="${height - 8}" text-anchor="middle">bar ${shareText(min)}</text>`;
  return svg({
    id: "intervals",
    height,
    title: "Pass rate of each candidate with its 95% interval",
    description: `${candidates.map(({ name, summary }) => `${name} ${rateText(decidingRate(summary))}`).join("; ")}${min === undefined ? "" : `; the bar is ${shareText(min)}`}.`,
    body: [...ticks.filter((_, at) => min === undefined || Math.abs(min - at / 4) > 0.12), label, ...rows],
  });
}

function intervalRow(
  { name, summary }: CandidateReport,
  { top, isMet, min }: { readonly top: number; readonly isMet: boolean | undefined; readonly min: number | undefined },
): string {
  const rate = decidingRate(summary);
  const kind = isMet === undefined ? "plain" : isMet ? "good" : "bad";
  const y = top + 32;
  const marks = Number.isFinite(rate.mean)
    ? `<line class="interval ${kind}" x1="${across(rate.low)}" x2="${across(rate.high)}" y1="${y}" y2="${y}"/><circle class="mean ${kind}" cx="${across(rate.mean)}" cy="${y}" r="5"/>`
    : "";
  return [
    `<text class="name" x="${MARGIN}%" y="${top + 18}">${escapedMarkup(clipped(visibleText(name), 28))}</text>`,
    `<text class="value" x="${100 - MARGIN}%" y="${top + 18}" text-anchor="end">${rateText(rate)}</text>`,
    `<line class="track" x1="${across(0)}" x2="${across(1)}" y1="${y}" y2="${y}"/>`,
    min === undefined ? "" : `<line class="bar" x1="${across(min)}" x2="${across(min)}" y1="${y - 9}" y2="${y + 9}"/>`,
    marks,
  ].join("");
}

/** Of the pass rate alone: what else is missed stands in the table. */
function isPassRateMet({ requirements }: BarResult): boolean | undefined {
  const result = requirements.find(({ asked }) => asked.kind === "pass-rate" && asked.tag === undefined);
  return result === undefined ? undefined : result.verdict === "proved" || result.verdict === "met";
}

const PLOT = { height: 280, top: 14, bottom: 44, left: 12, right: 7 } as const;

interface Point {
  /** As in the legend, counted from 1. */
  readonly n: number;
  readonly name: string;
  readonly usd: number;
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
  readonly isBest: boolean;
}

/** Cost of a call against pass rate; undefined for fewer than two candidates with both, and where all cost the same: beside each other one would look dearer. The numbers in it are those of `frontierLegend`. */
export function frontierSvg(report: ComparisonReport): string | undefined {
  const points = frontierPoints(report);
  if (new Set(points.map(({ usd }) => usd)).size < 2) return undefined;
  const x = costAxis(points.map(({ usd }) => usd));
  const lowest = Math.max(0, Math.floor(Math.min(...points.map(({ rate }) => rate.low)) * 10) / 10);
  const y = (rate: number): number => PLOT.top + (1 - (rate - lowest) / (1 - lowest || 1)) * (PLOT.height - PLOT.top - PLOT.bottom);
  const floor = y(lowest);
  const min = passRateMin(report.bar);
  const isNarrow = 1 - lowest <= 0.5;
  const rates = Array.from({ length: 11 }, (_, at) => at / 10).filter(
    (rate) => rate >= lowest - 1e-9 && (isNarrow || Math.round(rate * 10) % 2 === 0),
  );
  const grid = rates.map(
    (rate) =>
      `<line class="grid" x1="${PLOT.left}%" x2="${100 - PLOT.right}%" y1="${fixed(y(rate))}" y2="${fixed(y(rate))}"/><text class="axis" x="${PLOT.left - 1.5}%" y="${fixed(y(rate) + 4)}" text-anchor="end">${rate.toFixed(1)}</text>`,
  );
  const costs = x.ticks.map(
    ({ usd, at }) =>
      `<line class="grid" x1="${percent(at)}" x2="${percent(at)}" y1="${PLOT.top}" y2="${fixed(floor)}"/><text class="axis" x="${percent(at)}" y="${fixed(floor + 18)}" text-anchor="middle">${usdText(usd)}</text>`,
  );
  const best = points.filter(({ isBest }) => isBest).toSorted((a, b) => a.usd - b.usd);
  const steps = best.slice(1).map((point, at) => {
    const before = best[at] ?? point;
    return `<line class="frontier" x1="${percent(x.place(before.usd))}" y1="${fixed(y(before.rate.mean))}" x2="${percent(x.place(point.usd))}" y2="${fixed(y(point.rate.mean))}"/>`;
  });
  const isInside = min !== undefined && min >= lowest;
  return svg({
    id: "frontier",
    height: PLOT.height,
    title: "Cost of a call against pass rate",
    description: `${points.map(({ n, name, usd, rate }) => `${n}: ${name}, ${usdText(usd)}, ${rateText(rate)}`).join("; ")}. ${x.isLog ? "Cost is on a logarithmic scale." : ""}`,
    body: [
      ...grid,
      ...costs,
      ...(isInside
        ? [`<line class="bar across" x1="${PLOT.left}%" x2="${100 - PLOT.right}%" y1="${fixed(y(min))}" y2="${fixed(y(min))}"/>`]
        : []),
      ...steps,
      ...points.map(({ n, usd, rate, isBest }) => {
        const at = percent(x.place(usd) + besides(points, n, (point) => x.place(point.usd)));
        const kind = isBest ? "good" : "plain";
        return `<line class="whisker ${kind}" x1="${at}" x2="${at}" y1="${fixed(y(rate.low))}" y2="${fixed(y(rate.high))}"/><circle class="point ${kind}" cx="${at}" cy="${fixed(y(rate.mean))}" r="11"/><text class="number" x="${at}" y="${fixed(y(rate.mean) + 4)}" text-anchor="middle">${n}</text>`;
      }),
      `<text class="axis" x="50%" y="${PLOT.height - 6}" text-anchor="middle">cost of a call${x.isLog ? ", each step ten times the one before" : ""}</text>`,
    ],
  });
}

/** How far, in percent, a point moves aside, so that those at the same cost stand beside each other. */
function besides(points: readonly Point[], n: number, place: (point: Point) => number): number {
  const own = points[n - 1];
  if (own === undefined) return 0;
  const same = points.filter((point) => Math.abs(place(point) - place(own)) < 0.5);
  return (same.indexOf(own) - (same.length - 1) / 2) * 7;
}

/** What the numbers in the picture stand for. */
export function frontierPoints({ candidates, frontier }: ComparisonReport): readonly Point[] {
  return candidates
    .flatMap(({ name, summary }) => {
      const rate = decidingRate(summary);
      if (summary.costPerCall.kind === "unknown" || !Number.isFinite(rate.mean)) return [];
      return [{ name, usd: summary.costPerCall.usd, rate, isBest: frontier.candidates.includes(name) }];
    })
    .map((point, at) => ({ n: at + 1, ...point }));
}

interface CostAxis {
  readonly isLog: boolean;
  readonly ticks: readonly { readonly usd: number; readonly at: number }[];
  /** Percent of the width. */
  place(usd: number): number;
}

/** Linear for costs of one size; logarithmic when they span more than twenty times, with what costs nothing at the left end. */
function costAxis(costs: readonly number[]): CostAxis {
  const [from, to] = [PLOT.left + 4, 100 - PLOT.right - 4];
  const positive = costs.filter((usd) => usd > 0);
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  if (positive.length === 0) return { isLog: false, ticks: [{ usd: 0, at: (from + to) / 2 }], place: () => (from + to) / 2 };
  if (most / least <= 20) {
    const step = niceStep(most);
    const end = Math.ceil(most / step) * step;
    const place = (usd: number): number => from + (usd / end) * (to - from);
    return {
      isLog: false,
      ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, n) => ({ usd: n * step, at: place(n * step) })),
      place,
    };
  }
  const hasFree = positive.length < costs.length;
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const begin = hasFree ? from + (to - from) * 0.16 : from;
  const place = (usd: number): number => (usd <= 0 ? from : begin + ((Math.log10(usd) - low) / Math.max(1, high - low)) * (to - begin));
  const powers = Array.from({ length: high - low + 1 }, (_, n) => 10 ** (low + n));
  // at most five figures fit across a telephone
  const every = Math.ceil(powers.length / 4);
  const ticks = powers.filter((_, n) => (powers.length - 1 - n) % every === 0).map((usd) => ({ usd, at: place(usd) }));
  return { isLog: true, ticks: [...(hasFree ? [{ usd: 0, at: from }] : []), ...ticks], place };
}

/** One of 1, 2, 5 times a power of ten, so that three or four steps reach the most. */
function niceStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 3));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => most / step <= 4) ?? 10 * power;
}

function passRateMin(bar: readonly BarResult[] | undefined): number | undefined {
  const asked = bar?.[0]?.requirements.map((requirement) => requirement.asked) ?? [];
  return asked.flatMap((each) => (each.kind === "pass-rate" && each.tag === undefined ? [each.min] : []))[0];
}

function decidingRate({ correctedPassRate, passRate }: CandidateReport["summary"]): CandidateReport["summary"]["passRate"] {
  return correctedPassRate ?? passRate;
}

function svg({
  id,
  height,
  title,
  description,
  body,
}: {
  readonly id: string;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly body: readonly string[];
}): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="${height}" role="img" aria-labelledby="${id}-title ${id}-description">`,
    `<title id="${id}-title">${escapedMarkup(title)}</title>`,
    `<desc id="${id}-description">${escapedMarkup(description)}</desc>`,
    ...body,
    "</svg>",
  ].join("\n");
}

function across(rate: number): string {
  return percent(MARGIN + rate * (100 - 2 * MARGIN));
}

function percent(at: number): string {
  return `${fixed(at)}%`;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function clipped(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
