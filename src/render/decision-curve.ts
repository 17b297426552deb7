import { perLabelText } from "../core/learning-curve.ts";
import type { CurveInterval, MeasuredCurve } from "../core/learning-curve.ts";
import { rateText, shareText } from "./bar-text.ts";
import { svg } from "./decision-svg.ts";
import { counted, number } from "./report-text.ts";

export const CURVE_TITLE = "How accuracy grows with labelled examples";
export const CURVE_HEADS = ["examples", "a label", "accuracy", "gain over the point before"] as const;

/** A row for each point, under `CURVE_HEADS`. */
export function curveRows({ points }: MeasuredCurve): readonly (readonly string[])[] {
  return points.map(({ examples, perLabel, accuracy, gain }) => [
    number(examples),
    perLabelText(perLabel),
    rateText(accuracy),
    gain === undefined ? "" : gainText(gain),
  ]);
}

function gainText({ mean, low, high }: CurveInterval): string {
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** How it was measured, of what it is the curve, and by what it is judged; a paragraph each. */
export function curveTexts(curve: MeasuredCurve): readonly string[] {
  const { classifier, examples, folds, runs, labels, rareLabels, heldOut, guessing, smallGain } = curve;
  const { used, of } = examples;
  const which = used === of ? `all ${counted(of, "example")}` : `${number(used)} of the ${counted(of, "example")}, to be done in seconds,`;
  return [
    [
      `This is the curve of ${classifier} on ${which} with ${counted(labels, "label")}. One of ${folds} parts was held out at a time and the rest learnt from, ${number(runs)} times, which tested it on ${counted(heldOut.examples, "example")}. It is not the curve of a fine-tuned model, which begins with what it has read and usually needs fewer.`,
      ...(heldOut.groups === heldOut.examples
        ? []
        : [`What belongs together was held out together, in ${counted(heldOut.groups, "group")}.`]),
      ...(rareLabels === 0
        ? []
        : [
            `${counted(rareLabels, "label")} ${rareLabels === 1 ? "has" : "have"} fewer than ten examples and hardly ${rareLabels === 1 ? "shows" : "show"} in it.`,
          ]),
    ].join(" "),
    `Always saying the most frequent label is right in ${shareText(guessing)}. A doubling whose gain is surely below ${shareText(smallGain)} brings nothing; that overrules the number of examples only where the curve ends near the bar and clearly above guessing, where hardly any example has a rare label, and where every label that cases expect has examples. The gains are compared example by example.`,
  ];
}

const PLOT = { height: 250, top: 16, bottom: 58, left: 12, right: 4 } as const;

/** From `lowest`, a quarter or none, to 1 in steps that two decimals can say. */
function roundTicks(lowest: number): readonly number[] {
  const hundredths = Math.round(100 * lowest);
  const step = hundredths >= 75 ? 5 : hundredths >= 50 ? 10 : 25;
  return Array.from({ length: (100 - hundredths) / step + 1 }, (_, at) => (hundredths + at * step) / 100);
}

/** Accuracy over the number of examples, with the bar and what guessing gives. */
export function curveSvg(curve: MeasuredCurve): string {
  const { points, bar, guessing } = curve;
  const floor = PLOT.height - PLOT.bottom;
  const least = Math.min(guessing, bar, ...points.map(({ accuracy }) => accuracy.low));
  const lowest = Math.min(0.75, Math.floor(4 * least) / 4);
  const y = (rate: number): string => (PLOT.top + ((1 - rate) / (1 - lowest)) * (floor - PLOT.top)).toFixed(1);
  const width = 100 - PLOT.left - PLOT.right;
  const x = (at: number): string => `${(PLOT.left + ((at + 0.5) / points.length) * width).toFixed(2)}%`;
  const [from, to] = [`${PLOT.left}%`, `${100 - PLOT.right}%`];
  const grid = roundTicks(lowest).map(
    (rate) =>
      `<line class="grid" x1="${from}" x2="${to}" y1="${y(rate)}" y2="${y(rate)}"/><text class="axis" x="${PLOT.left - 1.5}%" y="${(Number(y(rate)) + 4).toFixed(1)}" text-anchor="end">${rate.toFixed(2)}</text>`,
  );
  const marks = points.map(({ examples, perLabel, accuracy }, at) => {
    const before = points[at - 1];
    return [
      before === undefined
        ? ""
        : `<line class="curve" x1="${x(at - 1)}" x2="${x(at)}" y1="${y(before.accuracy.mean)}" y2="${y(accuracy.mean)}"/>`,
      `<line class="whisker curve" x1="${x(at)}" x2="${x(at)}" y1="${y(accuracy.high)}" y2="${y(accuracy.low)}"/>`,
      `<circle class="mean plain" cx="${x(at)}" cy="${y(accuracy.mean)}" r="5"/>`,
      `<text class="axis strong" x="${x(at)}" y="${floor + 20}" text-anchor="middle">${number(examples)}</text>`,
      `<text class="axis" x="${x(at)}" y="${floor + 36}" text-anchor="middle">${perLabelText(perLabel)}</text>`,
    ].join("");
  });
  const guess = `<line class="guess" x1="${from}" x2="${to}" y1="${y(guessing)}" y2="${y(guessing)}"/>`;
  const wanted = `<line class="bar across" x1="${from}" x2="${to}" y1="${y(bar)}" y2="${y(bar)}"/>`;
  return svg({
    id: "curve",
    height: PLOT.height,
    title: CURVE_TITLE,
    description: `${points.map(({ examples, accuracy }) => `${number(examples)} examples ${rateText(accuracy)}`).join("; ")}; the bar is ${shareText(bar)}, and guessing gives ${shareText(guessing)}.`,
    body: [
      ...grid,
      guess,
      wanted,
      ...marks,
      `<text class="axis" x="${PLOT.left + width / 2}%" y="${PLOT.height - 5}" text-anchor="middle">examples, and examples a label</text>`,
    ],
  });
}
