import type { DecisionDocument, MeasuredRung, RungReport, RungVerdict } from "../core/decision.ts";
import { rateText, shareText } from "./bar-text.ts";
import { usdText } from "./bill.ts";
import { measuredOf, overallRate, statusText } from "./decision-text.ts";
import { escapedMarkup } from "./foreign-text.ts";
import { endAnchor } from "./report-svg.ts";

// Pictures of a decision for a page that has the colours in its style sheet. What lies across is in percent of the width, without a viewBox, so that
// text keeps its size on a narrow screen.

const ROW = 50;
const AXIS = 28;
/** Percent of the width that stays free on either side. */
const MARGIN = 3;
const NAME_MAX = 34;

const KINDS: Readonly<Record<RungVerdict, string>> = { adopt: "good", reject: "bad", undecided: "open" };
const MARKS: Readonly<Record<RungVerdict, string>> = { adopt: "✓", reject: "✕", undecided: "?" };

/** The rungs from the cheapest down the page, each with what became of it, and the stop under the one that was adopted. */
export function ladderSvg({ rungs, outcome }: DecisionDocument): string {
  const adopted = outcome.kind === "adopted" ? outcome.rung : undefined;
  const stop = rungs.findIndex(({ name }) => name === adopted);
  const x = 22;
  const y = (at: number): number => at * ROW + 25;
  const last = rungs.length - 1;
  const climbed = stop < 0 ? last : stop;
  const rail = [
    `<line class="rail" x1="${x}" x2="${x}" y1="${y(0)}" y2="${y(climbed)}"/>`,
    climbed < last ? `<line class="rail beyond" x1="${x}" x2="${x}" y1="${y(climbed)}" y2="${y(last)}"/>` : "",
  ];
  const steps = rungs.map((rung, at) => {
    const { kind, mark } = look(rung);
    return [
      `<circle class="step ${kind}" cx="${x}" cy="${y(at)}" r="12"/>`,
      mark === "" ? "" : `<text class="mark-${kind}" x="${x}" y="${y(at) + 5}" text-anchor="middle">${mark}</text>`,
      `<text class="name${rung.kind === "measured" ? "" : " faint"}" x="48" y="${y(at) - 3}">${escapedMarkup(clipped(rung.name))}</text>`,
      `<text class="value" x="48" y="${y(at) + 15}">${escapedMarkup(statusText(rung, adopted))}</text>`,
    ].join("");
  });
  const line =
    stop < 0 || stop === last
      ? ""
      : `<line class="stop" x1="48" x2="${100 - MARGIN}%" y1="${y(stop) + 25}" y2="${y(stop) + 25}"/><text class="value strong" x="${100 - MARGIN}%" y="${y(stop) + 21}" text-anchor="end">stop</text>`;
  return svg({
    id: "ladder",
    height: rungs.length * ROW,
    title: "The ladder, from the cheapest rung down",
    description: `${rungs.map((rung) => `${rung.name}: ${statusText(rung, adopted)}`).join("; ")}.`,
    body: [...rail, ...steps, line],
  });
}

function look(rung: RungReport): { readonly kind: string; readonly mark: string } {
  if (rung.kind === "measured") return { kind: KINDS[rung.verdict], mark: MARKS[rung.verdict] };
  return { kind: "none", mark: "" };
}

/** Pass rates with their intervals beside the zone from the bar to the target. Undefined where none was measured. */
export function zoneSvg({ rungs, bar }: DecisionDocument): string | undefined {
  const rows = measuredOf(rungs).flatMap((rung) => {
    const observed = overallRate(rung);
    return observed === undefined ? [] : [{ rung, rate: observed.rate }];
  });
  const asked = bar.find((each) => each.kind === "pass-rate" && each.tag === undefined);
  if (rows.length === 0 || asked?.kind !== "pass-rate") return undefined;
  const target = asked.target ?? asked.min + (1 - asked.min) / 2;
  const height = rows.length * ROW + AXIS;
  const ticks = [0, 0.25, 0.5, 0.75, 1]
    .filter((rate) => Math.abs(rate - asked.min) > 0.12 && Math.abs(rate - target) > 0.1)
    .map((rate) => `<text class="axis" x="${across(rate)}" y="${height - 8}" text-anchor="${endAnchor(rate)}">${rate.toFixed(2)}</text>`);
  // two labels stand beside each other on the narrowest screen, or one does
  const isWide = target - asked.min >= 0.14;
  const label = [
    `<text class="axis strong" x="${across(asked.min)}" y="${height - 8}" text-anchor="middle">bar ${shareText(asked.min)}</text>`,
    isWide ? `<text class="axis" x="${across(target)}" y="${height - 8}" text-anchor="middle">${shareText(target)}</text>` : "",
  ];
  const lines = rows.map(({ rung, rate }, at) => {
    const top = at * ROW;
    const kind = KINDS[rung.verdict];
    return [
      `<text class="name" x="${MARGIN}%" y="${top + 18}">${escapedMarkup(clipped(rung.name))}</text>`,
      `<text class="value" x="${100 - MARGIN}%" y="${top + 18}" text-anchor="end">${rateText(rate)}</text>`,
      // under the figures, which the lines must not cross
      `<rect class="zone" x="${across(asked.min)}" width="${((target - asked.min) * SPAN).toFixed(2)}%" y="${top + 25}" height="18"/>`,
      `<line class="track" x1="${across(0)}" x2="${across(1)}" y1="${top + 34}" y2="${top + 34}"/>`,
      `<line class="bar" x1="${across(asked.min)}" x2="${across(asked.min)}" y1="${top + 25}" y2="${top + 43}"/>`,
      `<line class="interval ${kind}" x1="${across(rate.low)}" x2="${across(rate.high)}" y1="${top + 34}" y2="${top + 34}"/>`,
      `<circle class="mean ${kind}" cx="${across(rate.mean)}" cy="${top + 34}" r="5"/>`,
    ].join("");
  });
  return svg({
    id: "zone",
    height,
    title: "Pass rates with their intervals against the bar",
    description: `${rows.map(({ rung, rate }) => `${rung.name} ${rateText(rate)}`).join("; ")}; the bar is ${shareText(asked.min)} and the target ${shareText(target)}.`,
    body: [...ticks, ...label, ...lines],
  });
}

const PLOT = { height: 250, top: 14, bottom: 44, left: 12, right: 8 } as const;

interface Point {
  readonly n: number;
  readonly rung: MeasuredRung;
  readonly usd: number;
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
}

/** Measured rungs whose cost of a call is known, numbered as in the legend. */
export function costPoints({ rungs }: DecisionDocument): readonly Point[] {
  return measuredOf(rungs)
    .flatMap((rung) => {
      const observed = overallRate(rung);
      return observed === undefined || rung.costPerCall.kind === "unknown"
        ? []
        : [{ rung, usd: rung.costPerCall.usd, rate: observed.rate }];
    })
    .map((point, at) => ({ n: at + 1, ...point }));
}

/** Cost of a call against pass rate. Undefined where fewer than two rungs have both. */
export function costSvg(decision: DecisionDocument): string | undefined {
  const points = costPoints(decision);
  if (points.length < 2) return undefined;
  const most = Math.max(...points.map(({ usd }) => usd));
  const floor = PLOT.height - PLOT.bottom;
  const y = (rate: number): number => PLOT.top + (1 - rate) * (floor - PLOT.top);
  const width = 100 - PLOT.left - PLOT.right;
  // from nothing, so that twice the cost lies twice as far
  const at = (usd: number): number => PLOT.left + (most === 0 ? 0.5 : 0.05 + (0.9 * usd) / most) * width;
  const asked = decision.bar.find((each) => each.kind === "pass-rate" && each.tag === undefined);
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (rate) =>
      `<line class="grid" x1="${PLOT.left}%" x2="${100 - PLOT.right}%" y1="${y(rate).toFixed(1)}" y2="${y(rate).toFixed(1)}"/><text class="axis" x="${PLOT.left - 1.5}%" y="${(y(rate) + 4).toFixed(1)}" text-anchor="end">${rate.toFixed(2)}</text>`,
  );
  const costs = [...new Set(most === 0 ? [0] : [0, most / 2, most])].map(
    (usd) => `<text class="axis" x="${at(usd).toFixed(2)}%" y="${floor + 18}" text-anchor="middle">${usdText(usd)}</text>`,
  );
  const bar =
    asked?.kind === "pass-rate"
      ? `<line class="bar across" x1="${PLOT.left}%" x2="${100 - PLOT.right}%" y1="${y(asked.min).toFixed(1)}" y2="${y(asked.min).toFixed(1)}"/>`
      : "";
  // rungs at the same cost stand beside each other
  const marks = points.map(({ n, rung, usd, rate }, place) => {
    const same = points.filter((other) => Math.abs(at(other.usd) - at(usd)) < 4);
    const shift = (points.slice(0, place).filter((other) => same.includes(other)).length - (same.length - 1) / 2) * 7;
    const x = (at(usd) + shift).toFixed(2);
    const kind = KINDS[rung.verdict];
    return [
      `<line class="whisker ${kind}" x1="${x}%" x2="${x}%" y1="${y(rate.high).toFixed(1)}" y2="${y(rate.low).toFixed(1)}"/>`,
      `<circle class="point ${kind}" cx="${x}%" cy="${y(rate.mean).toFixed(1)}" r="11"/>`,
      `<text class="number" x="${x}%" y="${(y(rate.mean) + 4).toFixed(1)}" text-anchor="middle">${n}</text>`,
    ].join("");
  });
  return svg({
    id: "cost",
    height: PLOT.height,
    title: "Cost of a call against pass rate",
    description: `${points.map(({ rung, usd, rate }) => `${rung.name} ${usdText(usd)}, ${rateText(rate)}`).join("; ")}.`,
    body: [
      ...grid,
      ...costs,
      `<text class="axis" x="${PLOT.left + width / 2}%" y="${PLOT.height - 6}" text-anchor="middle">cost of a call</text>`,
      bar,
      ...marks,
    ],
  });
}

const SPAN = 100 - 2 * MARGIN;

function across(rate: number): string {
  return `${(MARGIN + rate * SPAN).toFixed(2)}%`;
}

function clipped(name: string): string {
  return name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 1)}…`;
}

interface Picture {
  readonly id: string;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** A picture with a title and a description, as wide as its place. */
export function svg({ id, height, title, description, body }: Picture): string {
  return [
    `<svg width="100%" height="${height}" role="img" aria-labelledby="${id}-title ${id}-text">`,
    `<title id="${id}-title">${escapedMarkup(title)}</title><desc id="${id}-text">${escapedMarkup(description)}</desc>`,
    ...body.filter((part) => part !== ""),
    "</svg>",
  ].join("\n");
}
