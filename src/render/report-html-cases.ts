import { trialOutcome } from "../core/evaluation.ts";
import type { Case, Trial, TrialOutcome } from "../core/evaluation.ts";
import type { CandidateReport } from "../core/evaluation-results.ts";
import { msText, shareText } from "./bar-text.ts";
import { expectationText } from "./expectation-text.ts";
import { escapedMarkup, shortened } from "./foreign-text.ts";
import { counted, inputText, shortCost } from "./report-text.ts";
import type { AnyReport } from "./report-text.ts";

/** A page of more trials than this takes long to open; those that passed everywhere are left out first. */
const TRIALS_SHOWN = 3_000;
/** Of one output or input. */
const TEXT_SHOWN = 6_000;
/** Of the first line of an input. */
const LINE_SHOWN = 140;

interface CaseRow {
  readonly case: Case;
  readonly tries: readonly { readonly candidate: CandidateReport; readonly trials: readonly Trial[] }[];
  /** A candidate did not pass it, for whatever reason. */
  readonly isMissed: boolean;
  readonly isDiffering: boolean;
}

/** Every case that fits on the page, to be opened: what went in, what was expected, what each candidate said and how that was graded. */
export function casesSection(report: AnyReport): string {
  const rows = caseRows(report);
  const shown = rowsShown(rows, report.candidates.length * report.plan.repeats);
  const left = rows.length - shown.length;
  const missed = shown.filter(({ isMissed }) => isMissed).length;
  const differing = shown.filter(({ isDiffering }) => isDiffering).length;
  return [
    '<section id="cases"><h2>Cases</h2>',
    '<div class="filters" role="radiogroup" aria-label="Which cases">',
    filter("show-all", `All ${shown.length.toLocaleString("en-US")}`, true),
    filter("show-missed", `Not passed by all, ${missed.toLocaleString("en-US")}`, false),
    ...(report.candidates.length > 1
      ? [filter("show-differing", `Where candidates differ, ${differing.toLocaleString("en-US")}`, false)]
      : []),
    "</div>",
    ...(left === 0
      ? []
      : [
          `<p class="soft">${counted(left, "case")} of ${rows.length.toLocaleString("en-US")} left out of this page, those that every candidate passed first. The JSON report has all.</p>`,
        ]),
    ...shown.map(caseDetails),
    "</section>",
  ].join("\n");
}

function filter(id: string, label: string, isChecked: boolean): string {
  return `<label><input type="radio" name="show" id="${id}"${isChecked ? " checked" : ""}>${label}</label>`;
}

function caseRows({ cases, candidates }: AnyReport): readonly CaseRow[] {
  const byCandidate = candidates.map((candidate) => {
    const trials = new Map<string, Trial[]>();
    for (const trial of candidate.trials) {
      const own = trials.get(trial.caseId);
      if (own === undefined) trials.set(trial.caseId, [trial]);
      else own.push(trial);
    }
    return { candidate, trials };
  });
  return cases.map((each) => {
    const tries = byCandidate.map(({ candidate, trials }) => ({ candidate, trials: trials.get(each.id) ?? [] }));
    const outcomes = tries.map(({ trials }) => trials.map((trial) => trialOutcome(trial)).join());
    return {
      case: each,
      tries,
      isMissed: tries.some(({ trials }) => trials.length === 0 || trials.some((trial) => trialOutcome(trial) !== "passed")),
      isDiffering: new Set(outcomes).size > 1,
    };
  });
}

function rowsShown(rows: readonly CaseRow[], trialsEach: number): readonly CaseRow[] {
  const most = Math.max(1, Math.floor(TRIALS_SHOWN / Math.max(1, trialsEach)));
  if (rows.length <= most) return rows;
  const kept = new Set([...rows.filter(({ isMissed }) => isMissed), ...rows.filter(({ isMissed }) => !isMissed)].slice(0, most));
  return rows.filter((row) => kept.has(row));
}

function caseDetails({ case: each, tries, isMissed, isDiffering }: CaseRow): string {
  const classes = ["case", ...(isMissed ? ["missed"] : []), ...(isDiffering ? ["differing"] : [])].join(" ");
  const input = inputText(each.input);
  const marks = tries.map(({ candidate, trials }) => markOf(candidate.name, trials)).join("");
  const tags = [
    ...(each.review === "unreviewed" ? ['<span class="tag warn">not reviewed</span>'] : []),
    ...each.tags.map((tag) => `<span class="tag">${escapedMarkup(tag)}</span>`),
  ].join("");
  return [
    `<details class="${classes}"><summary><bdi class="id">${escapedMarkup(each.id)}</bdi><bdi class="line">${escapedMarkup(shortened(input.replace(/\s+/g, " "), LINE_SHOWN))}</bdi><span class="marks">${marks}</span></summary>`,
    `<div class="body">${tags}<h3>Input</h3>${textBlock(input)}`,
    each.expectations.length === 0
      ? ""
      : `<h3>Expected</h3><ul class="grades">${each.expectations.map((expected) => `<li><bdi>${escapedMarkup(shortened(expectationText(expected), TEXT_SHOWN))}</bdi></li>`).join("")}</ul>`,
    ...tries.flatMap(({ candidate, trials }) => trials.map((trial) => trialBlock(candidate.name, trial, trials.length))),
    "</div></details>",
  ].join("\n");
}

const SIGNS: Readonly<Record<TrialOutcome, string>> = { passed: "✓", failed: "✗", ungraded: "?", error: "!" };

/** One sign, or how many of its repeats passed. */
function markOf(candidate: string, trials: readonly Trial[]): string {
  const outcomes = trials.map((trial) => trialOutcome(trial));
  const [first] = outcomes;
  const isMixed = new Set(outcomes).size > 1;
  const passed = outcomes.filter((outcome) => outcome === "passed").length;
  const kind = first === undefined ? "none" : isMixed ? "mixed" : first;
  const sign = first === undefined ? "–" : isMixed ? `${passed}/${outcomes.length}` : SIGNS[first];
  const said = escapedMarkup(
    `${candidate}: ${first === undefined ? "not run" : isMixed ? `${passed} of ${outcomes.length} passed` : first}`,
  );
  return `<span class="mark ${kind}" role="img" aria-label="${said}" title="${said}">${sign}</span>`;
}

function trialBlock(candidate: string, trial: Trial, repeats: number): string {
  const title = `<h3><bdi>${escapedMarkup(candidate)}</bdi>${repeats > 1 ? ` <span class="soft">try ${trial.repeat + 1}</span>` : ""}</h3>`;
  if (trial.kind === "failed")
    return `${title}<p class="warn">No output: <bdi>${escapedMarkup(shortened(`${trial.error.message} (${trial.error.code})`, TEXT_SHOWN))}</bdi></p>`;
  const { output, grades } = trial;
  const calls = (output.toolCalls ?? []).map((call) => JSON.stringify(call)).join("\n");
  const grade = Object.entries(grades).map(([grader, given]) => {
    const passed = given.kind === "graded" && given.value >= 1;
    const label =
      given.kind === "ungraded" ? "ungraded" : given.value === 0 || passed ? (passed ? "passed" : "failed") : shareText(given.value);
    const kind = given.kind === "ungraded" ? "warn" : passed ? "good" : "bad";
    const why = [...(given.kind === "graded" && given.errorType !== undefined ? [given.errorType] : []), given.reason ?? ""]
      .filter((part) => part !== "")
      .join(": ");
    return `<li><span class="tag ${kind}">${label}</span>${escapedMarkup(grader)}${why === "" ? "" : ` <span class="soft"><bdi>${escapedMarkup(shortened(why, TEXT_SHOWN))}</bdi></span>`}</li>`;
  });
  const facts = [
    ...(output.abstained === true ? ["says that it has no answer"] : []),
    ...(output.stop === undefined || output.stop === "end"
      ? []
      : [output.stop === "length" ? "cut at its limit" : "refused by its provider"]),
    ...(output.latencyMs === undefined ? [] : [msText(output.latencyMs)]),
    ...(output.cost === undefined ? [] : [output.cost.kind === "known" ? shortCost(output.cost) : `cost unknown: ${output.cost.reason}`]),
    ...(output.citations ?? []).map(
      ({ document, start, end, verified }) => `cites ${document} ${start} to ${end}${verified ? "" : ", not verified"}`,
    ),
  ].join(" · ");
  return [
    title,
    textBlock(output.text === "" && calls !== "" ? calls : output.text + (calls === "" ? "" : `\n${calls}`)),
    `<ul class="grades">${grade.join("")}</ul>`,
    facts === "" ? "" : `<p class="facts"><bdi>${escapedMarkup(facts)}</bdi></p>`,
  ].join("\n");
}

function textBlock(text: string): string {
  return text === "" ? '<p class="soft">Empty.</p>' : `<div class="text" dir="auto">${escapedMarkup(shortened(text, TEXT_SHOWN))}</div>`;
}
