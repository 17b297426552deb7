import { FirstfitError } from "../../core/errors.ts";
import type { CountedReason } from "../../core/evaluation-results.ts";
import type { JudgeCalibration, JudgeCalibrationReport, JudgeDisagreement } from "../../core/judge-calibration.ts";
import type { CandidateOutput, Case } from "../../core/evaluation.ts";
import type { Report } from "../../core/progress.ts";
import { seededRandom } from "../../stats/random.ts";
import type { Judge } from "../judge.ts";
import { gradeLengthBias, pairLengthBias, positionBias } from "./bias.ts";
import type { BothOrders } from "./bias.ts";
import { concurrently } from "./concurrently.ts";
import { agreementOf, confusionOf, detectionOf, exactRate, majorityOf, peopleAgreement, rowsForWidth } from "./figures.ts";
import { gradedDigest } from "./graded-rows.ts";
import type { GradedRow, GradedRows, PairRow, PassFail, Winner } from "./graded-rows.ts";
import { meaningOf } from "./meaning.ts";

export interface CalibrateOptions {
  /** Asked for when a row has no verdict. */
  judge(): Promise<Judge>;
  /** For rows that have none of their own. */
  readonly criteria?: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly report: Report;
}

export interface Calibrated {
  readonly report: JudgeCalibrationReport;
  /** What can be kept: absent for pairs, and where verdicts were stored, of which nobody knows whose they are. */
  readonly calibration?: JudgeCalibration;
}

/** The limiter of the provider decides how many of these are really under way. */
const AT_ONCE = 32;
const DISAGREEMENTS_MAX = 10;
const SHOWN_LENGTH_MAX = 300;

/**
 * Holds a judge against what people said of the same outputs. Rows with stored verdicts are not asked for again. Throws BAD_INPUT for rows that
 * would have to be asked and have no criteria, and what `judge` throws.
 */
export async function calibrateJudge(graded: GradedRows, options: CalibrateOptions): Promise<Calibrated> {
  const toAsk = graded.rows.filter(isToAsk).length;
  const judge = toAsk === 0 ? undefined : await options.judge();
  return graded.form === "grades" ? await calibrateGrades(graded, judge, options) : await calibratePairs(graded, judge, options);
}

/** What nobody has graded is not worth a call. */
function isToAsk({ judge, people }: GradedRow | PairRow): boolean {
  return judge === undefined && people.length > 0;
}

/** A row with what the judge said of it: `reason` where it gave no verdict. */
interface JudgedRow<Row, Label> {
  readonly row: Row;
  readonly people: Label | undefined;
  readonly judge?: Label;
  readonly orders?: BothOrders;
  readonly reasons?: string;
  readonly reason?: string;
  readonly isSplit?: boolean;
}

const NO_VERDICT = "the stored verdict is none";

async function calibrateGrades(
  graded: Extract<GradedRows, { form: "grades" }>,
  judge: Judge | undefined,
  options: CalibrateOptions,
): Promise<Calibrated> {
  const { criteria, signal, seed } = options;
  const judged = await judgedRows(graded.rows, options, async (row): Promise<JudgedRow<GradedRow, PassFail>> => {
    const people = majorityOf(row.people);
    if (row.people.length === 0) return { row, people };
    if (row.judge !== undefined) return row.judge === "none" ? { row, people, reason: NO_VERDICT } : { row, people, judge: row.judge };
    const grade = await (judge as Judge).grade(
      // made above, because this row has no verdict
      { input: row.input, output: outputOf(row), criteria: criteriaOf(row, criteria) },
      { signal },
    );
    const isSplit = grade.judged.votes.pass > 0 && grade.judged.votes.fail > 0;
    if (grade.kind === "ungraded") return { row, people, reason: grade.reason, isSplit };
    const verdict = grade.value === 1 ? "pass" : "fail";
    return { row, people, judge: verdict, isSplit, ...(grade.reason === undefined ? {} : { reasons: grade.reason }) };
  });
  const used = usedRows(judged);
  const random = seededRandom(seed);
  const counts = confusionOf(used);
  const { sensitivity, specificity } = detectionOf(counts);
  const length = gradeLengthBias(
    used.map(({ row, judge: said, people }) => ({ length: row.output.length, judge: said, people })),
    random,
  );
  const narrower = [
    { figure: "the share of people's passes that it passes", rate: sensitivity },
    { figure: "the share of people's fails that it fails", rate: specificity },
  ].toSorted((a, b) => b.rate.high - b.rate.low - (a.rate.high - a.rate.low))[0];
  const more = narrower === undefined ? undefined : rowsForWidth(narrower.rate, narrower.rate.cases / used.length);
  const report = reportOf(
    {
      ...common(graded, judged, judge),
      ...agreementOf(used, ["pass", "fail"], random),
      sensitivity,
      specificity,
      ...(length === undefined ? {} : { length }),
      ...splitOf(judged, judge),
      ...peopleOf(graded.rows),
      ...(more === undefined || narrower === undefined ? {} : { rowsMore: { figure: narrower.figure, ...more } }),
    },
    used.map((each) => ({ ...each, outputs: [each.row.output] })),
  );
  if (judge === undefined || graded.rows.some((row) => row.judge !== undefined) || used.length === 0) return { report };
  const people = Object.fromEntries(
    used.map(({ row, people: said }) => [
      gradedDigest({ input: row.input, output: row.output, toolCalls: row.toolCalls, criteria: criteriaOf(row, criteria) }),
      said,
    ]),
  );
  const dataset = { name: graded.name, hash: graded.hash };
  return { report, calibration: { kind: "judge-calibration", version: 1, judge: judge.definition, counts, dataset, people } };
}

async function calibratePairs(
  graded: Extract<GradedRows, { form: "pairs" }>,
  judge: Judge | undefined,
  options: CalibrateOptions,
): Promise<Calibrated> {
  const { criteria, signal, seed } = options;
  const judged = await judgedRows(graded.rows, options, async (row): Promise<JudgedRow<PairRow, Winner>> => {
    const people = majorityOf(row.people);
    if (row.people.length === 0) return { row, people };
    if (row.judge !== undefined) return { row, people, ...storedPreference(row) };
    const given = row.criteria ?? criteria;
    const preference = await (judge as Judge).prefer(
      // made above, because this row has no verdict
      { input: row.input, a: { text: row.a }, b: { text: row.b }, ...(given === undefined ? {} : { criteria: given }) },
      { signal },
    );
    if (preference.kind === "ungraded") return { row, people, reason: preference.reason };
    const [first] = preference.orders;
    const isSplit = new Set(preference.orders.map(({ aFirst, bFirst }) => `${aFirst}${bFirst}`)).size > 1;
    return {
      row,
      people,
      judge: preference.winner,
      reasons: preference.reason,
      isSplit,
      ...(first === undefined ? {} : { orders: first }),
    };
  });
  const used = usedRows(judged);
  const random = seededRandom(seed);
  const both = used.flatMap(({ orders, people }) => (orders === undefined ? [] : [{ ...orders, people }]));
  const length = pairLengthBias(
    used.map(({ row, judge: said, people }) => ({ lengthA: row.a.length, lengthB: row.b.length, judge: said, people })),
    random,
  );
  const agreement = agreementOf(used, ["a", "b", "tie"], random);
  const more = rowsForWidth(agreement.agreement, 1);
  const inOrder = (order: "aFirst" | "bFirst") => exactRate(both.filter((each) => each[order] === each.people).length, both.length);
  const report = reportOf(
    {
      ...common(graded, judged, judge),
      ...agreement,
      ...(both.length === 0 ? {} : { byOrder: { aFirst: inOrder("aFirst"), bFirst: inOrder("bFirst") }, position: positionBias(both) }),
      ...(length === undefined ? {} : { length }),
      ...splitOf(judged, judge),
      ...peopleOf(graded.rows),
      ...(more === undefined ? {} : { rowsMore: { figure: "agreement", ...more } }),
    },
    used.map((each) => ({ ...each, outputs: [each.row.a, each.row.b] })),
  );
  return { report };
}

/** A win in both orders is one, and a win in the only order that was asked; everything else is a tie. */
function storedPreference({ judge, swapped }: PairRow): Pick<JudgedRow<PairRow, Winner>, "judge" | "orders" | "reason"> {
  if (judge === undefined || judge === "none" || swapped === "none") return { reason: NO_VERDICT };
  if (swapped === undefined) return { judge };
  return { judge: judge === swapped ? judge : "tie", orders: { aFirst: judge, bFirst: swapped } };
}

function outputOf({ output, toolCalls }: GradedRow): Pick<CandidateOutput, "text" | "toolCalls"> {
  return { text: output, ...(toolCalls === undefined ? {} : { toolCalls }) };
}

function criteriaOf(row: GradedRow, fallback: string | undefined): string {
  const criteria = row.criteria ?? fallback;
  if (criteria === undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      `${row.at}: the row has no "criteria", and the judge would have to be asked.`,
      'Give the row its "criteria", or all rows that have none: --criteria "Answers the question and invents nothing."',
    );
  return criteria;
}

async function judgedRows<Row extends GradedRow | PairRow, Label>(
  rows: readonly Row[],
  { report, criteria }: CalibrateOptions,
  judge: (row: Row) => Promise<JudgedRow<Row, Label>>,
): Promise<readonly JudgedRow<Row, Label>[]> {
  // before anything is paid
  for (const row of rows) if ("output" in row && isToAsk(row)) criteriaOf(row, criteria);
  const stage = "judging";
  const total = rows.filter(isToAsk).length;
  let done = 0;
  if (total > 0) report({ kind: "started", stage, total });
  const judged = await concurrently(rows, AT_ONCE, async (row) => {
    const one = await judge(row);
    if (isToAsk(row)) report({ kind: "advanced", stage, done: ++done, total });
    return one;
  });
  if (total > 0) report({ kind: "finished", stage, done });
  return judged;
}

type UsedRow<Row, Label> = Omit<JudgedRow<Row, Label>, "people" | "judge"> & { readonly people: Label; readonly judge: Label };

function usedRows<Row, Label>(judged: readonly JudgedRow<Row, Label>[]): readonly UsedRow<Row, Label>[] {
  return judged.flatMap(({ people, judge, ...rest }) => (people === undefined || judge === undefined ? [] : [{ ...rest, people, judge }]));
}

function common<Label>(
  { form, name, rows }: GradedRows,
  judged: readonly JudgedRow<GradedRow | PairRow, Label>[],
  judge: Judge | undefined,
): Pick<JudgeCalibrationReport, "form" | "file" | "judge" | "rows" | "leftOut"> {
  const stored = rows.filter((row) => row.judge !== undefined).length;
  const reasons = new Map<string, number>();
  for (const { row, people, judge: said, reason } of judged) {
    const why =
      row.people.length === 0
        ? "no person has graded it"
        : people === undefined
          ? "people are divided"
          : said === undefined
            ? (reason ?? NO_VERDICT)
            : undefined;
    if (why !== undefined) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  const leftOut: readonly CountedReason[] = [...reasons]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  return {
    form,
    file: name,
    ...(judge === undefined ? {} : { judge: judge.definition }),
    rows: {
      read: rows.length,
      stored,
      asked: rows.filter(isToAsk).length,
      used: rows.length - leftOut.reduce((sum, { count }) => sum + count, 0),
    },
    leftOut,
  };
}

function splitOf(judged: readonly JudgedRow<unknown, unknown>[], judge: Judge | undefined): Pick<JudgeCalibrationReport, "split"> {
  return judge === undefined || judge.definition.repeats === 1 ? {} : { split: judged.filter(({ isSplit }) => isSplit === true).length };
}

function peopleOf(rows: readonly { readonly people: readonly string[] }[]): Pick<JudgeCalibrationReport, "people"> {
  const people = peopleAgreement(rows.map((row) => row.people));
  return people === undefined ? {} : { people };
}

interface ShownRow {
  readonly row: GradedRow | PairRow;
  readonly people: string;
  readonly judge: string;
  readonly outputs: readonly string[];
  readonly reasons?: string;
}

function reportOf(
  figures: Omit<JudgeCalibrationReport, "kind" | "meaning" | "disagreements">,
  rows: readonly ShownRow[],
): JudgeCalibrationReport {
  // a contradiction tells more than a tie
  const disagreements = rows
    .filter(({ people, judge }) => people !== judge)
    .toSorted((x, y) => Number(isTie(x)) - Number(isTie(y)))
    .slice(0, DISAGREEMENTS_MAX);
  return { kind: "judge-calibration-report", ...figures, meaning: meaningOf(figures), disagreements: disagreements.map(shownRow) };
}

function isTie({ people, judge }: ShownRow): boolean {
  return people === "tie" || judge === "tie";
}

function shownRow({ row, people, judge, outputs, reasons }: ShownRow): JudgeDisagreement {
  return {
    id: row.id,
    at: row.at,
    people,
    judge,
    input: beginning(inputText(row.input)),
    outputs: outputs.map(beginning),
    ...(reasons === undefined ? {} : { reasons: beginning(reasons) }),
  };
}

function inputText(input: Case["input"]): string {
  return typeof input === "string" ? input : input.map(({ role, text }) => `${role}: ${text}`).join("\n");
}

function beginning(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= SHOWN_LENGTH_MAX ? flat : `${flat.slice(0, SHOWN_LENGTH_MAX).toWellFormed()}…`;
}
