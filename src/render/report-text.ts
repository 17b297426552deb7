import type { Cost } from "../core/calls.ts";
import type { Case } from "../core/evaluation.ts";
import type { BaselineFacts, CandidateDifference, ComparisonReport, PairedResult } from "../core/comparison.ts";
import type { CandidateReport, CandidateSummary, EvaluationReport } from "../core/evaluation-results.ts";
import { msText, shareText } from "./bar-text.ts";
import { usdText } from "./bill.ts";
import { listed } from "../text/listed.ts";

// The words of a report, the same in the terminal, in HTML, in Markdown and in JUnit. Nothing here is escaped: each form does that its own way.

/** What `eval` and `compare` give. */
export type AnyReport = EvaluationReport | ComparisonReport;

/** "20 cases of cases.jsonl, 4 candidates". */
export function subjectText({ dataset, cases, candidates, plan }: AnyReport): string {
  const repeats = plan.repeats === 1 ? "" : `, each ${plan.repeats} times`;
  return `${counted(cases.length, "case")} of ${dataset.name}${repeats}, ${counted(candidates.length, "candidate")}`;
}

/** What a reader must know before the figures: which cases are in none of them, and the notes of the run. */
export function noteTexts({ dataset, notes, run, cases, candidates }: AnyReport): readonly string[] {
  const shown = cases.filter(({ review }) => review === "unreviewed").length;
  const apart = candidates.flatMap(({ name, unreviewed }) =>
    unreviewed === undefined
      ? []
      : [`${name} passed ${unreviewed.trials.passed} of ${unreviewed.trials.passed + unreviewed.trials.failed}`],
  );
  return [
    ...(dataset.unreviewedLeftOut === 0
      ? []
      : [
          `${counted(dataset.unreviewedLeftOut, "case")} that nobody has reviewed ${dataset.unreviewedLeftOut === 1 ? "was" : "were"} left out.`,
        ]),
    ...(shown === 0
      ? []
      : [
          `${counted(shown, "case")} that nobody has reviewed ${shown === 1 ? "is" : "are"} in no rate and no verdict${apart.length === 0 ? "" : `: ${apart.join(", ")}`}.`,
        ]),
    ...notes,
    ...(run.repeatedMax === 0 ? [] : [`This run was interrupted; at most ${counted(run.repeatedMax, "trial")} may have been begun twice.`]),
  ];
}

/** What a cost is, and a short word where it is not known. */
export function shortCost(cost: Cost | undefined): string {
  if (cost === undefined) return "-";
  if (cost.kind === "known") return usdText(cost.usd);
  return cost.usdAtLeast === undefined || cost.usdAtLeast === 0 ? "unknown" : `> ${usdText(cost.usdAtLeast)}`;
}

/** Mean tokens of a call, "1,204 + 85" for input and output; "~" before an estimate, "-" where nobody knows. */
export function tokensText({ usage, trials }: CandidateSummary): string {
  const outputs = trials.passed + trials.failed + trials.ungraded;
  const { inputTokens, outputTokens, source } = usage;
  if (source === "none" || outputs === 0 || (inputTokens === undefined && outputTokens === undefined)) return "-";
  const mean = (count: number | undefined): string => (count === undefined ? "?" : Math.round(count / outputs).toLocaleString("en-US"));
  return `${source === "estimate" ? "~" : ""}${mean(inputTokens)} + ${mean(outputTokens)}`;
}

/** "2 errors, 1 ungraded"; "" when there are none. They are in no rate. */
export function besideText({ trials }: CandidateSummary): string {
  return [
    ...(trials.errors === 0 ? [] : [counted(trials.errors, "error")]),
    ...(trials.ungraded === 0 ? [] : [`${number(trials.ungraded)} ungraded`]),
  ].join(", ");
}

/** "production is better than keyword by 0.20 [0.05, 0.35]: 5 cases better, 0 worse of 20, p = .012." */
export function differenceText(difference: CandidateDifference): string {
  const { a, b } = difference;
  return pairedText(difference, {
    better: `${b} is better than ${a}`,
    worse: `${b} is worse than ${a}`,
    open: `You cannot tell ${a} and ${b} apart yet`,
    never: `${a} and ${b} passed the same cases`,
    none: `No case was graded for both ${a} and ${b}`,
  });
}

/** "The judge prefers small to large: 12 won, 3 lost, 5 ties of 20, p = .035." */
export function preferenceTexts({ preferences = [] }: ComparisonReport): readonly string[] {
  return preferences.flatMap(({ a, b, cases, wins, losses, ties, verdict, pValue, casesMore, leftOut, position }) => {
    const counts = `${number(wins)} won, ${number(losses)} lost, ${counted(ties, "tie")} of ${number(cases)}`;
    const more = casesMore === undefined ? "" : `; about ${number(casesMore)} more cases would tell`;
    const told =
      verdict === "cannot tell"
        ? `Whether the judge prefers ${b} or ${a} cannot be told${more} (${counts}).`
        : `The judge prefers ${verdict === "better" ? b : a} to ${verdict === "better" ? a : b}: ${counts}, ${pText(pValue)}.`;
    const swayed =
      position === undefined || position.flips === 0
        ? []
        : [`With the two swapped it changed its verdict on ${number(position.flips)} of ${number(position.pairs)}; these are ties.`];
    return [told, ...swayed, ...leftOut.map(({ reason, count }) => `${counted(count, "case")} left out: ${reason}.`)];
  });
}

/** A candidate against what it was. */
export function regressionText(difference: CandidateDifference): string {
  const { a, b } = difference;
  const [now, was] = a === b ? [b, "than it was"] : [b, `than ${a} was`];
  return pairedText(difference, {
    better: `${now} is better ${was}`,
    worse: `Regression: ${now} is worse ${was}`,
    open: `No change of ${now} can be shown`,
    never: `${now} passes the same cases as before`,
    none: `No case of ${now} was graded both times`,
  });
}

/** Only tags with a verdict: the rest says what the whole says, or nothing. */
export function tagTexts({ a, b, byTag }: CandidateDifference): readonly string[] {
  return byTag
    .filter(({ verdict }) => verdict !== "cannot tell")
    .map(({ tag, ...paired }) => `On ${tag}, ${b} is ${paired.verdict} than ${a === b ? "it was" : a} by ${sizeText(paired)}.`);
}

interface Wordings {
  readonly better: string;
  readonly worse: string;
  readonly open: string;
  readonly never: string;
  readonly none: string;
}

function pairedText(paired: PairedResult, words: Wordings): string {
  const { cases, wins, losses, verdict, casesMore, pValue } = paired;
  if (cases === 0) return `${words.none}.`;
  const counts = `${counted(wins, "case")} won, ${number(losses)} lost of ${number(cases)}`;
  if (verdict !== "cannot tell") return `${words[verdict]} by ${sizeText(paired)}: ${counts}, ${pText(pValue)}.`;
  if (wins + losses === 0) return `${words.never}, all ${number(cases)}.`;
  const more = casesMore === undefined ? "" : `; about ${number(casesMore)} more ${casesMore === 1 ? "case" : "cases"} would`;
  return `${words.open}${more} (${counts}).`;
}

/** How much, whichever way: the verdict says which. */
function sizeText({ difference: { mean, low, high } }: PairedResult): string {
  const [from, to] = mean < 0 ? [-high, -low] : [low, high];
  return `${shareText(Math.abs(mean))} [${shareText(from)}, ${shareText(to)}]`;
}

export function pText(pValue: number): string {
  return pValue < 0.001 ? "p < .001" : `p = ${pValue.toFixed(3).replace(/^0/, "")}`;
}

/** "Against main.json of 2026-11-28: 27 cases are the same; 1 changed (case-01), 3 are new, 2 are gone." */
export function baselineText({ name, startedAt, casesShared, casesChanged, casesNew, casesGone }: BaselineFacts): string {
  const changed = casesChanged.slice(0, IDS_SHOWN).join(", ");
  const others = casesChanged.length > IDS_SHOWN ? ` and ${casesChanged.length - IDS_SHOWN} more` : "";
  const parts = [
    ...(casesChanged.length === 0
      ? []
      : [`${number(casesChanged.length)} changed and ${casesChanged.length === 1 ? "is" : "are"} not compared (${changed}${others})`]),
    ...(casesNew === 0 ? [] : [`${number(casesNew)} new`]),
    ...(casesGone === 0 ? [] : [`${number(casesGone)} gone`]),
  ];
  const rest = parts.length === 0 ? "" : `; ${parts.join(", ")}`;
  return `Against ${name} of ${startedAt.slice(0, 10)}: ${counted(casesShared, "case")} ${casesShared === 1 ? "is" : "are"} the same${rest}.`;
}

/** How many ids a sentence names; JSON has all. */
const IDS_SHOWN = 5;

/** The last line of a comparison; undefined where no bar was given. */
export function cheapestText(report: AnyReport): string | undefined {
  const { bar, candidates } = report;
  if (bar === undefined) return undefined;
  const met = bar.filter(({ isMet }) => isMet).map(({ candidate }) => candidate);
  if (met.length === 0) return candidates.length === 1 ? "The bar is not met." : "No candidate meets the bar.";
  if (report.kind === "evaluation") return `The bar is met by ${met.join(", ")}.`;
  const { cheapest } = report;
  if (cheapest === undefined) return `The bar is met by ${met.join(", ")}; which of them is the cheapest is not known.`;
  const cost = candidates.find(({ name }) => name === cheapest)?.summary.costPerCall;
  const tied = tiedCheapest(report);
  if (tied.length < 2) return `The cheapest that meets the bar is ${cheapest}, ${shortCost(cost)} a call.`;
  const rate = ({ correctedPassRate, passRate }: CandidateSummary): number => (correctedPassRate ?? passRate).mean;
  const most = Math.max(...tied.map(({ summary }) => rate(summary)));
  const best = tied.filter(({ summary }) => rate(summary) === most).map(({ name }) => name);
  const who = tied.length === met.length ? (met.length === 2 ? "Both" : `All ${met.length}`) : `${tied.length} of the ${met.length}`;
  const isAllKnown = candidates.every(({ name, summary }) => !met.includes(name) || summary.costPerCall.kind === "known");
  const cheap = `${who} that meet the bar cost ${tied.length === met.length ? "the same" : isAllKnown ? "the least" : "the least that is known"}, ${shortCost(cost)} a call`;
  if (best.length === tied.length) return `${cheap}, and pass as many: ${best.join(", ")}.`;
  return `${cheap}; ${listed(best)} ${best.length === 1 ? "passes" : "pass"} most.`;
}

/** Those that meet the bar at the cost of the cheapest; several where nobody is the cheapest. */
export function tiedCheapest({ bar = [], candidates, cheapest }: ComparisonReport): readonly CandidateReport[] {
  const cost = candidates.find(({ name }) => name === cheapest)?.summary.costPerCall;
  const met = new Set(bar.filter(({ isMet }) => isMet).map(({ candidate }) => candidate));
  return candidates.filter(
    ({ name, summary: { costPerCall } }) =>
      met.has(name) && costPerCall.kind === "known" && cost?.kind === "known" && costPerCall.usd === cost.usd,
  );
}

/** Which candidates are worth their cost, and which cannot be placed. */
export function frontierTexts({ frontier, candidates }: ComparisonReport): readonly string[] {
  if (candidates.length < 2) return [];
  const [first, ...others] = frontier.candidates;
  const placed = new Map(candidates.map(({ name, summary }) => [name, `${shortCost(summary.costPerCall)} ${summary.passRate.mean}`]));
  const isOne = new Set(frontier.candidates.map((name) => placed.get(name))).size === 1;
  const best =
    first === undefined
      ? []
      : [
          others.length === 0
            ? `${first} is the best, and none is cheaper.`
            : isOne
              ? `${frontier.candidates.join(", ")} cost the same and pass as many.`
              : `Best for their cost, cheapest first: ${frontier.candidates.join(", ")}.`,
        ];
  return [...best, ...frontier.leftOut.map(({ candidate, reason }) => `${candidate} is not placed by cost: ${reason}.`)];
}

/** "p50 820 ms, p95 1.94 s" in two cells; "-" where nothing was timed. */
export function latencyTexts({ latencyMs }: CandidateSummary): readonly [p50: string, p95: string] {
  return latencyMs === undefined ? ["-", "-"] : [msText(latencyMs.p50), msText(latencyMs.p95)];
}

/** The question, or the last message of a conversation with how many there are. */
export function inputText(input: Case["input"]): string {
  if (typeof input === "string") return input;
  return input.map(({ role, text }) => `${role}: ${text}`).join("\n");
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function number(count: number): string {
  return count.toLocaleString("en-US");
}
