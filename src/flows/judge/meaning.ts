import type { JudgeCalibrationReport } from "../../core/judge-calibration.ts";
import { mcnemarExact } from "../../stats/mcnemar.ts";

type Figures = Omit<JudgeCalibrationReport, "meaning" | "disagreements" | "kind" | "written">;

/** The figures in plain sentences, the most important first. */
export function meaningOf(figures: Figures): readonly string[] {
  if (figures.rows.used === 0) return ["No row could be used, so nothing is known of the judge."];
  return [
    agreementText(figures),
    ...(figures.people === undefined ? [] : [peopleText(figures.people)]),
    ...(figures.form === "grades" ? detectionText(figures) : []),
    ...positionText(figures),
    ...lengthText(figures),
    ...splitText(figures),
    ...moreText(figures),
  ];
}

function agreementText({ agreement, expectedByChance, kappa }: Figures): string {
  const first = `Judge and people agree on ${percent(agreement.mean)} of ${count(agreement.cases, "row")}.`;
  if (Number.isNaN(kappa.mean))
    return `${first} All gave one and the same label, so it cannot be told from chance: add rows that people grade otherwise.`;
  return `${first} Two who guess at their rates would agree on ${percent(expectedByChance)}, so the plain figure overstates: of the agreement beyond chance the judge reaches ${kappa.mean.toFixed(2)} (Cohen's kappa), which is ${strength(kappa.mean)}${strength(kappa.low) === strength(kappa.mean) ? "" : `; by the lower end of its interval it is ${strength(kappa.low)}`}.`;
}

/** The customary words of Landis & Koch 1977, https://doi.org/10.2307/2529310. */
function strength(kappa: number): string {
  if (kappa <= 0) return "no better than chance";
  if (kappa <= 0.2) return "slight";
  if (kappa <= 0.4) return "fair";
  if (kappa <= 0.6) return "moderate";
  return kappa <= 0.8 ? "substantial" : "nearly full";
}

function peopleText({ rows, agreement, alpha }: NonNullable<Figures["people"]>): string {
  return `People agree with one another on ${percent(agreement)} of their pairs over ${count(rows, "row")} (Krippendorff's alpha ${Number.isNaN(alpha) ? "cannot be told" : alpha.toFixed(2)}): no judge can be asked for more than people reach among themselves.`;
}

function detectionText({ sensitivity, specificity, confusion }: Figures): readonly string[] {
  if (sensitivity === undefined || specificity === undefined) return [];
  const missing = sensitivity.cases === 0 ? "passed" : specificity.cases === 0 ? "failed" : undefined;
  if (missing !== undefined)
    return [
      `There is no row that people ${missing}, so half of the judge's errors is unknown and no pass rate can be corrected: grade some.`,
    ];
  const [[, wronglyFailed = 0] = [], [wronglyPassed = 0] = []] = confusion.counts;
  const p = mcnemarExact({ onlyFirst: wronglyFailed, onlySecond: wronglyPassed });
  const side = wronglyPassed > wronglyFailed ? "lenient" : "strict";
  return [
    `It passes ${percent(sensitivity.mean)} of what people pass and fails ${percent(specificity.mean)} of what people fail: ${count(wronglyPassed, "wrong pass", "wrong passes")}, ${count(wronglyFailed, "wrong fail")}${p < 0.05 ? `, so it is too ${side} beyond chance` : ""}.`,
    sensitivity.low + specificity.low <= 1
      ? "By the lower ends of these intervals it may be no better than a coin, and a pass rate corrected by it says little."
      : "Pass rates can be corrected for these errors: their intervals grow wider by what so few rows leave open.",
  ];
}

function positionText({ position }: Figures): readonly string[] {
  if (position === undefined) return [];
  const { pairs, flips, favoursFirst, favoursSecond, pValue } = position;
  if (flips === 0) return [`No verdict of ${count(pairs, "pair")} changed when the order was swapped.`];
  const side = favoursFirst > favoursSecond ? "first" : "second";
  const lean = pValue < 0.05 ? `it favours what is shown ${side}, beyond chance` : "no place is favoured beyond chance";
  return [
    `${flips} of ${count(pairs, "verdict")} changed when the order was swapped (${favoursFirst} to what is shown first, ${favoursSecond} to what is shown second): ${lean}. Only wins in both orders count.`,
  ];
}

function lengthText({ length, form }: Figures): readonly string[] {
  if (length === undefined) return [];
  const { excess, judge, people } = length;
  const what = form === "pairs" ? "the longer output wins" : "an output that passes is longer than one that fails";
  const said = `With the judge ${what} ${percent(judge.mean)} of the time, with people ${percent(people.mean)}`;
  if (excess.low > 0) return [`${said}: it favours length beyond chance.`];
  if (excess.high < 0) return [`${said}: it favours brevity beyond chance.`];
  return [`${said}: no favour for length can be told.`];
}

function splitText({ split, rows }: Figures): readonly string[] {
  return split === undefined || rows.asked === 0
    ? []
    : [`On ${split} of ${count(rows.asked, "row")} the judge did not agree with itself over its repeats.`];
}

function moreText({ rowsMore }: Figures): readonly string[] {
  if (rowsMore === undefined || rowsMore.rows === 0) return [];
  return [
    `About ${rowsMore.rows.toLocaleString("en-US")} more graded rows would narrow the interval of ${rowsMore.figure} from ${points(rowsMore.widthNow)} to ${points(rowsMore.widthThen)}.`,
  ];
}

function percent(share: number): string {
  return Number.isNaN(share) ? "an unknown share" : `${Math.round(100 * share)}%`;
}

function points(width: number): string {
  return `${Math.round(100 * width)} points`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
}
