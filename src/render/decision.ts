import type { DecisionHistory, DecisionReport, MeasuredRung, RungReport } from "../core/decision.ts";
import { msText, rateText, requirementText } from "./bar-text.ts";
import {
  barTexts,
  costText,
  headlineText,
  lostTexts,
  measurableTexts,
  moreText,
  overallRate,
  provisionalText,
  statusText,
  summaryText,
  whyNotText,
} from "./decision-text.ts";
import { counted } from "./report-text.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

type Options = Pick<RenderOptions, "style" | "columns">;

/** A decision or its history for a person at a terminal. */
export function renderDecision(output: DecisionReport | DecisionHistory, options: Options): string {
  return output.kind === "decision" ? renderReport(output, options) : renderHistory(output, options);
}

function renderReport(decision: DecisionReport, options: Options): string {
  const { style, columns } = options;
  const { task, row, outcome, rungs, run } = decision;
  const say = (text: string, indent = "  "): string => wrap(style.safe(text), columns, indent);
  const adopted = outcome.kind === "adopted" ? outcome.rung : undefined;
  const colour = { adopted: style.green, undecided: style.yellow, none: style.red }[outcome.kind];
  const provisional = provisionalText(decision);
  return [
    style.bold(say(task.name)),
    ...(row === undefined ? [] : [say(`Decision table: ${row.problem} ${row.move}`)]),
    ...barTexts(decision).map((text) => say(`Bar: ${text}.`)),
    "",
    ...rungs.flatMap((rung, at) => rungLines(rung, { at, adopted, ...options })),
    "",
    style.bold(colour(say(`${headlineText(decision)}.`))),
    say(summaryText(decision)),
    ...(provisional === undefined ? [] : [say(provisional)]),
    ...nextTexts(decision).map((text) => say(text)),
    ...decision.notes.map((note) => style.yellow(say(note))),
    ...(run.resumed === 0
      ? []
      : [
          style.dim(
            say(`${counted(run.resumed, "trial")} ${run.resumed === 1 ? "was" : "were"} kept from before; --no-resume measures again.`),
          ),
        ]),
    ...(decision.files === undefined ? [] : ["", say(`Written: ${decision.files.join(", ")}`)]),
    ...(decision.keptAs === undefined ? [] : [style.dim(say(`Kept for later decisions as ${decision.keptAs}.*`))]),
  ].join("\n");
}

interface Place extends Options {
  readonly at: number;
  readonly adopted: string | undefined;
}

function rungLines(rung: RungReport, { at, adopted, style, columns }: Place): readonly string[] {
  const mark = markOf(rung, style);
  const head = `${mark} ${at + 1} ${style.bold(style.safe(rung.name))}  ${style.safe(statusText(rung, adopted))}`;
  const figures = rung.kind === "measured" ? figureText(rung) : whyNotText(rung);
  const more = rung.kind === "measured" ? moreText(rung) : undefined;
  const lost = rung.kind === "measured" ? lostTexts(rung).slice(0, LOST_SHOWN) : [];
  const under = (text: string): string => style.dim(wrap(`    ${style.safe(text)}`, columns, "    "));
  return [head, ...[figures, ...lost, ...(more === undefined ? [] : [more]), ...gateLines(rung)].map(under)];
}

/** Why gates are open; a closed one is the reason already. */
function gateLines(rung: RungReport): readonly string[] {
  return rung.kind === "skipped" && rung.skip.why !== "gate" ? (rung.skip.gates ?? []).map(({ reason }) => reason) : [];
}

/** Reasons of errors and of what was ungraded that are shown of a rung; decision.md has all. */
const LOST_SHOWN = 2;

/** What to do where more cases would settle it, and how to measure what was not. */
function nextTexts({ outcome, rungs, dataset, rerun }: DecisionReport): readonly string[] {
  const isShort = rungs.some((rung) => rung.kind === "measured" && rung.verdict === "undecided" && rung.casesMore !== undefined);
  return [
    ...(outcome.kind === "undecided" && isShort ? [`Next: add cases to ${dataset.name}, then ${rerun}`] : []),
    ...(rungs.some((rung) => rung.kind === "measured" && rung.trials.errors > 0)
      ? [`Errors are kept like answers; when what failed is mended: ${rerun} --retry-errors`]
      : []),
    ...measurableTexts(rungs),
  ];
}

function markOf(rung: RungReport, style: Style): string {
  if (rung.kind !== "measured") return style.dim("-");
  if (rung.verdict === "adopt") return style.green("✓");
  return rung.verdict === "reject" ? style.red("✗") : style.yellow("?");
}

function figureText(rung: MeasuredRung): string {
  const observed = overallRate(rung);
  return [
    observed === undefined ? "no case was graded" : `pass rate ${rateText(observed.rate)}`,
    ...(rung.latencyMs === undefined ? [] : [`p95 ${msText(rung.latencyMs.p95)}`]),
    costText(rung.costPerCall),
    ...(rung.trials.errors === 0 ? [] : [counted(rung.trials.errors, "error")]),
    ...(rung.trials.ungraded === 0 ? [] : [`${rung.trials.ungraded} ungraded`]),
  ].join(", ");
}

function renderHistory({ task, decisions, story, otherTasks }: DecisionHistory, { style, columns }: Options): string {
  const say = (text: string, indent = "  "): string => wrap(style.safe(text), columns, indent);
  const minute = (date: string): string => date.slice(0, 16).replace("T", " ");
  return [
    style.bold(say(task)),
    ...decisions.flatMap(({ id, madeAt, againAt, bar, outcome, changes }, at) => [
      `${minute(madeAt)}  ${style.safe(outcome.kind === "adopted" ? `adopted ${outcome.rung}` : outcome.kind)}  ${style.dim(style.safe(id))}`,
      ...(at > 0 ? [] : [style.dim(wrap(`    bar: ${style.safe(bar.map(requirementText).join(", "))}`, columns, "      "))]),
      ...(againAt === undefined ? [] : [style.dim(`    made again, last on ${minute(againAt)}: nothing had changed`)]),
      ...changes.map((change) => style.dim(wrap(`    ${style.safe(change)}`, columns, "      "))),
    ]),
    "",
    ...story.map((text) => say(text)),
    ...(otherTasks.length === 0
      ? []
      : [style.dim(say(`Decisions on other tasks are kept too: ${otherTasks.map((name) => `"${name}"`).join(", ")}.`))]),
  ].join("\n");
}
