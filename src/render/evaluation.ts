import { trialOutcome } from "../core/evaluation.ts";
import type { Case, Trial } from "../core/evaluation.ts";
import type { BarResult, CandidateReport, CandidateSummary, EvaluationReport, RequirementResult } from "../core/evaluation-results.ts";
import { msText, observationText, rateText, requirementText, shareText, verdictText } from "./bar-text.ts";
import { costText } from "./bill.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

/** Failures that are shown of each candidate; --json has all. */
const EXAMPLES_SHOWN = 3;
const TAGS_SHOWN = 12;
/** Beside others, whose tags are shown too. */
const TAGS_SHOWN_OF_MANY = 5;
const REASONS_SHOWN = 5;
const LABEL = 11;

/** One block a candidate. */
export function renderEvaluation(report: EvaluationReport, options: RenderOptions): string {
  const { style, columns } = options;
  const cases = new Map(report.cases.map((each) => [each.id, each]));
  const blocks = report.candidates.map((candidate) =>
    candidateLines(candidate, { cases, isAlone: report.candidates.length === 1, bar: barOf(report, candidate.name), options }),
  );
  const notes = [...facts(report), ...report.notes];
  return [
    style.bold(headline(report, style)),
    ...blocks.map((lines) => `\n${lines.join("\n")}`),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => style.dim(wrap(style.safe(note), columns, "  ")))]),
  ].join("\n");
}

function headline({ dataset, plan }: EvaluationReport, style: Style): string {
  const repeats = plan.repeats === 1 ? "" : `, each ${plan.repeats} times`;
  return `${many(dataset.cases, "case")} of ${style.safe(dataset.name)}${repeats}`;
}

function facts({ dataset, run }: EvaluationReport): readonly string[] {
  const lines: string[] = [];
  if (dataset.unreviewedLeftOut > 0)
    lines.push(
      `${many(dataset.unreviewedLeftOut, "case")} that nobody has reviewed ${dataset.unreviewedLeftOut === 1 ? "was" : "were"} left out.`,
    );
  if (run.resumed > 0) lines.push(`${many(run.resumed, "trial")} of run ${run.id} ${run.resumed === 1 ? "was" : "were"} kept from before.`);
  if (run.interruptions > 0)
    lines.push(
      `It was stopped ${run.interruptions === 1 ? "once" : `${run.interruptions} times`}: ${many(run.repeatedMax, "trial")} at most began twice. Answers that were recorded were not asked for again.`,
    );
  return lines;
}

interface BlockOptions {
  readonly cases: ReadonlyMap<string, Case>;
  /** The only candidate. */
  readonly isAlone: boolean;
  readonly bar: BarResult | undefined;
  readonly options: RenderOptions;
}

function candidateLines(
  { name, summary, unreviewed, trials }: CandidateReport,
  { cases, isAlone, bar, options }: BlockOptions,
): readonly string[] {
  const { style, columns } = options;
  const lines = [style.cyan(style.bold(style.safe(name)))];
  const row = (label: string, text: string): void =>
    void lines.push(`  ${label.padEnd(LABEL)}${wrap(text, columns - LABEL - 2, " ".repeat(LABEL + 2))}`);
  row("passed", passedText(summary));
  if (summary.correctedPassRate !== undefined) row("corrected", `${rateText(summary.correctedPassRate)} for the errors of the judge`);
  repeatRows(summary, row);
  const failures = summary.failures.slice(0, REASONS_SHOWN).map(({ reason, count }) => `${style.safe(reason)} ${count}`);
  if (failures.length > 0) row("failed by", failures.join(", "));
  for (const { code, count, example } of summary.errors.slice(0, REASONS_SHOWN))
    row("error", `${count === 1 ? "" : `${count} times `}${code}: ${style.safe(short(example))}`);
  for (const { reason, count } of summary.ungraded.slice(0, REASONS_SHOWN)) row("ungraded", `${count}: ${style.safe(short(reason))}`);
  if (summary.latencyMs !== undefined) row("latency", `p50 ${msText(summary.latencyMs.p50)}, p95 ${msText(summary.latencyMs.p95)}`);
  row("cost", costLine(summary));
  const tokens = tokensText(summary);
  if (tokens !== undefined) row("tokens", tokens);
  if (summary.judge !== undefined)
    row(
      "judge",
      `${costText(summary.judge.cost)} for ${many(summary.judge.outputs, "output")}${summary.judge.split === 0 ? "" : `, ${summary.judge.split} of them split`}`,
    );
  lines.push(...tagLines(summary, style, isAlone ? TAGS_SHOWN : TAGS_SHOWN_OF_MANY));
  if (unreviewed !== undefined) row("unreviewed", `${passedText(unreviewed)}: in no rate above and in no gate`);
  if (bar !== undefined) lines.push(...barLines(bar, options));
  lines.push(...exampleLines(trials, { cases, options }));
  return lines;
}

function passedText({ trials, passRate }: CandidateSummary): string {
  const graded = trials.passed + trials.failed;
  const beside = [
    ...(trials.errors === 0 ? [] : [many(trials.errors, "error")]),
    ...(trials.ungraded === 0 ? [] : [`${trials.ungraded} ungraded`]),
  ];
  const apart = beside.length === 0 ? "" : `; apart from these ${beside.join(", ")}`;
  if (graded === 0) return `nothing was graded${apart}`;
  return `${trials.passed} of ${graded}: ${rateText(passRate)}${apart}`;
}

function repeatRows({ passHatK = [], passAtK = [] }: CandidateSummary, row: (label: string, text: string) => void): void {
  const shown = (rates: typeof passHatK): string => rates.map(({ k, mean }) => `${k}: ${shareText(mean)}`).join("  ");
  if (passHatK.length > 1) row("all of k", shown(passHatK));
  if (passAtK.length > 1) row("one of k", shown(passAtK));
}

function costLine({ cost, costPerCall, costPerPass }: CandidateSummary): string {
  if (cost.kind === "known" && cost.usd === 0) return "$0";
  // the label says already what it is
  if (cost.kind === "unknown" && (cost.usdAtLeast ?? 0) === 0) return `unknown: ${cost.reason}`;
  const perPass = costPerPass === undefined || costPerPass.kind === "unknown" ? "" : `, ${costText(costPerPass)} a right answer`;
  return costPerCall.kind === "known" ? `${costText(cost)}: ${costText(costPerCall)} a call${perPass}` : costText(cost);
}

function tokensText({ usage }: CandidateSummary): string | undefined {
  const { inputTokens, outputTokens, source } = usage;
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  const parts = [
    ...(inputTokens === undefined ? [] : [`${number(inputTokens)} in`]),
    ...(outputTokens === undefined ? [] : [`${number(outputTokens)} out`]),
  ];
  return `${parts.join(", ")}${source === "estimate" ? " (estimated)" : ""}`;
}

function tagLines({ byTag }: CandidateSummary, style: Style, most: number): readonly string[] {
  const tags = byTag.filter(({ rate }) => rate.cases > 0);
  const width = Math.max(0, ...tags.slice(0, most).map(({ tag }) => style.safe(tag).length));
  const lines = tags
    .slice(0, most)
    .map(
      ({ tag, rate }, at) =>
        `  ${(at === 0 ? "by tag" : "").padEnd(LABEL)}${style.safe(tag).padEnd(width)}  ${rateText(rate)} of ${rate.cases}`,
    );
  return tags.length > most ? [...lines, `  ${" ".repeat(LABEL)}and ${tags.length - most} more: --json`] : lines;
}

function barOf({ bar }: EvaluationReport, name: string): BarResult | undefined {
  return bar?.find(({ candidate }) => candidate === name);
}

function barLines({ isMet, requirements }: BarResult, { style, columns }: RenderOptions): readonly string[] {
  const mark = ({ verdict }: RequirementResult): ((text: string) => string) =>
    verdict === "proved" || verdict === "met" ? style.green : style.red;
  return [
    `  ${"bar".padEnd(LABEL)}${isMet ? style.green("met") : style.red("not met")}`,
    ...requirements.map((result) =>
      wrap(
        `    ${requirementText(result.asked)}: ${mark(result)(verdictText(result))}; observed ${style.safe(observationText(result.observed))}`,
        columns,
        "      ",
      ),
    ),
  ];
}

function exampleLines(
  trials: readonly Trial[],
  { cases, options: { style, columns } }: Pick<BlockOptions, "cases" | "options">,
): readonly string[] {
  const failed = trials.filter((trial) => trialOutcome(trial) === "failed" && trial.kind === "completed");
  const shown = failed.slice(0, EXAMPLES_SHOWN).flatMap((trial) => {
    if (trial.kind !== "completed") return [];
    const reason = Object.entries(trial.grades).flatMap(([grader, grade]) =>
      grade.kind === "graded" && grade.value < 1 ? [`${grader}: ${grade.reason ?? "failed"}`] : [],
    )[0];
    const input = cases.get(trial.caseId)?.input ?? "";
    const asked = typeof input === "string" ? input : (input.at(-1)?.text ?? "");
    return [
      wrap(`    ${style.red("failed")} ${style.safe(trial.caseId)}: ${style.safe(short(asked))}`, columns, "      "),
      wrap(`      ${style.safe(short(reason ?? ""))}; it said: ${style.safe(short(trial.output.text))}`, columns, "      "),
    ];
  });
  if (failed.length <= EXAMPLES_SHOWN) return shown;
  return [...shown, style.dim(`    and ${failed.length - EXAMPLES_SHOWN} more: --json`)];
}

const TEXT_SHOWN = 160;

function short(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat === "") return "nothing";
  return flat.length > TEXT_SHOWN ? `${flat.slice(0, TEXT_SHOWN)}…` : flat;
}

function many(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? "" : "s"}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
