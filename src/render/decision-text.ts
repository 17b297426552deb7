import type {
  DecisionDocument,
  MeasuredRung,
  RungObserved,
  RungReport,
  RungRequirement,
  RungVerdict,
  SkippedRung,
} from "../core/decision.ts";
import type { BarRequirement } from "../core/evaluation.ts";
import { msText, rateText, requirementText, shareText } from "./bar-text.ts";
import { usdText } from "./bill.ts";
import { shortened } from "./foreign-text.ts";
import { counted, number, shortCost } from "./report-text.ts";
import { listed } from "../text/listed.ts";

// The words of a decision, the same in every form.

/** "Adopt retrieve-basic." */
export function headlineText({ outcome, rungs }: DecisionDocument): string {
  switch (outcome.kind) {
    case "adopted":
      return `Adopt ${outcome.rung}`;
    case "undecided":
      return rungs.some(({ kind }) => kind === "measured")
        ? "Undecided: no rung is proved to meet the bar yet"
        : "Undecided: no rung could be measured";
    case "none":
      return "No rung that was measured meets the bar";
  }
}

/** What was found, in one paragraph. */
export function summaryText(decision: DecisionDocument): string {
  const { outcome, rungs, test, dataset } = decision;
  const measured = measuredOf(rungs);
  const adopted = outcome.kind === "adopted" ? measured.find(({ name }) => name === outcome.rung) : undefined;
  if (adopted !== undefined) {
    const unneeded = rungs.filter(({ kind }) => kind === "unneeded").map(({ name }) => name);
    return [
      `${adopted.name} (${adopted.mechanism}) is the first rung that is proved to meet the bar.`,
      evidenceText(adopted, dataset.cases),
      ...(unneeded.length === 0 ? [] : [`${listed(unneeded)} ${unneeded.length === 1 ? "was" : "were"} not needed.`]),
    ].join(" ");
  }
  if (measured.length === 0) return "None of the rungs could be run here; each says why.";
  const each = measured.map((rung) => `${rung.name}: ${verdictWord(rung.verdict)}`).join("; ");
  return outcome.kind === "none"
    ? `Each was proved to be below what is wanted, with an error of at most ${percent(test.beta)} for each (${each}).`
    : `What was measured proves neither that a rung meets the bar nor that none does (${each}).`;
}

/** "It passed 88 of 145 cases." */
function evidenceText(rung: MeasuredRung, cases: number): string {
  const { passed, failed } = rung.trials;
  const settled = rung.settledAfter ?? rung.trials.cases;
  const rest = cases - settled;
  const saved = rest === 0 ? "" : `, and the other ${number(rest)} were not needed to decide`;
  return `It passed ${number(passed)} of ${counted(passed + failed, "case")}; the test was settled after ${number(settled)}${saved}.`;
}

/** The cheapest rung that looks good enough and is not proved to be; undefined where there is none. */
export function provisionalText({ provisional, rungs, outcome, bar }: DecisionDocument): string | undefined {
  const rung = rungs.find((each) => each.name === provisional?.rung);
  if (rung?.kind !== "measured") return undefined;
  const { passed, failed } = rung.trials;
  const min = bar.find((asked) => asked.kind === "pass-rate" && asked.tag === undefined);
  const isAbove = min?.kind === "pass-rate" && rung.fixedRate.low >= min.min;
  const wanted =
    min?.kind !== "pass-rate"
      ? ""
      : isAbove
        ? `: above ${shareText(min.min)}, but too little for a test that may stop after any case`
        : `, and ${shareText(min.min)} is wanted`;
  const choice =
    outcome.kind === "adopted"
      ? `${rung.name}, which is cheaper, looks good enough too, and is not proved to be`
      : `Provisional choice, not proved: ${rung.name}, the cheapest rung whose observed figures meet the bar`;
  return `${choice}. ${number(passed)} of ${number(passed + failed)} proves only ${shareText(rung.fixedRate.low)} at 95%${wanted}.`;
}

/** Each requirement with its zone, as it was written before the run. */
export function barTexts({ bar }: Pick<DecisionDocument, "bar">): readonly string[] {
  return bar.map((asked) => {
    if (asked.kind !== "pass-rate") return requirementText(asked);
    const target = asked.target ?? asked.min + (1 - asked.min) / 2;
    return `${requirementText(asked)}, with a target of ${shareText(target)}: between the two either answer is right`;
  });
}

/** How the test works and which errors it keeps, for a reader who doubts it. */
export function testTexts({ test, dataset, bar }: DecisionDocument): readonly string[] {
  const first = bar.find((asked) => asked.kind === "pass-rate" && asked.tag === undefined);
  const rates = first?.kind === "pass-rate" ? first : undefined;
  const target = rates === undefined ? undefined : (rates.target ?? rates.min + (1 - rates.min) / 2);
  return [
    `Cases were shown in an order drawn with seed ${test.seed}, ${test.groups === dataset.cases ? "one by one" : `in ${number(test.groups)} groups that stay whole`}, each once for a rung. After each the test may stop, and its errors hold all the same (a sequential test by betting; docs/ladder.md).`,
    rates === undefined || target === undefined
      ? `The chance that the ladder adopts a rung that does not meet the bar is at most ${percent(test.alpha)}.`
      : `The chance that the ladder adopts a rung at ${shareText(rates.min)} or below is at most ${percent(test.alpha)}, spent in equal parts over the ${counted(test.rungs, "rung")} that can be run. The chance that a rung at ${shareText(target)} or above is rejected is at most ${percent(test.beta)} for each.`,
    "Intervals are 95% and hold although the test stops early. A rate that was stopped early leans outward: a proved rung looks a little better than it is, a rejected one a little worse. --fixed runs every case.",
  ];
}

export function verdictWord(verdict: RungVerdict): string {
  return { adopt: "proved", reject: "rejected", undecided: "undecided" }[verdict];
}

/** A word or two for a table and the picture. */
export function statusText(rung: RungReport, adopted: string | undefined): string {
  switch (rung.kind) {
    case "measured": {
      const cases = counted(rung.settledAfter ?? rung.trials.cases, "case");
      if (rung.verdict === "adopt") return rung.name === adopted ? `adopted after ${cases}` : `proved after ${cases}`;
      return rung.verdict === "reject" ? `rejected after ${cases}` : `undecided after ${cases}`;
    }
    case "skipped":
      return rung.skip.why === "gate" ? "gate closed" : rung.skip.why;
    case "unneeded":
      return "not needed";
  }
}

/** "To measure better-prompt and examples: …": how what was not measured can be, once for all that lack the same. */
export function measurableTexts(rungs: readonly RungReport[]): readonly string[] {
  const nexts = rungs.flatMap(({ name, ...rung }) =>
    rung.kind === "skipped" && rung.skip.next !== undefined ? [{ name, next: rung.skip.next }] : [],
  );
  return [...new Set(nexts.map(({ next }) => next))].map(
    (next) => `To measure ${listed(nexts.flatMap((each) => (each.next === next ? [each.name] : [])))}: ${next}`,
  );
}

/** Why a rung was not run, in one sentence. */
export function whyNotText(rung: Exclude<RungReport, MeasuredRung>): string {
  return rung.kind === "unneeded" ? rung.reason : skipText(rung);
}

/** The same where its gates are listed below it, each with its reason. */
export function whyNotHeadText(rung: Exclude<RungReport, MeasuredRung>): string {
  const isListed = rung.kind === "skipped" && rung.skip.why === "gate" && gatesOf(rung).length > 0;
  return isListed ? "Not run, because a gate is closed." : whyNotText(rung);
}

function skipText({ skip }: SkippedRung): string {
  switch (skip.why) {
    case "not measured":
      return `Not measured: ${skip.reason}${skip.reason.endsWith(".") ? "" : "."}`;
    case "gate":
      return `Not run, because a gate is closed. ${skip.reason}`;
    case "not built here yet":
      return `Not built here yet. ${skip.reason}`;
  }
}

export function gatesOf(rung: RungReport): readonly { readonly gate: string; readonly verdict: string; readonly reason: string }[] {
  if (rung.kind === "skipped") return rung.skip.gates ?? [];
  return rung.kind === "unneeded" ? (rung.gates ?? []) : [];
}

/** The rate that the bar asks for first. */
export function overallRate(rung: MeasuredRung): Extract<RungObserved, { kind: "rate" }> | undefined {
  const overall = rung.requirements.find(({ asked }) => asked.kind === "pass-rate" && asked.tag === undefined);
  return overall?.observed.kind === "rate" ? overall.observed : undefined;
}

/** "pass rate at least 0.50: 0.61 [0.52, 0.70], proved". */
export function requirementLine(requirement: RungRequirement): string {
  return `${requirementText(requirement.asked)}: ${observedText(requirement)}, ${requirementVerdict(requirement)}`;
}

function observedText({ observed, asked }: RungRequirement): string {
  switch (observed.kind) {
    case "rate":
      return `${rateText(observed.rate)}${observed.isCorrected ? ", corrected for the judge" : ""}`;
    case "latency":
      return `p95 ${msText(observed.p95Ms)}, ${rateText(observed.inTime)} of the calls in time where 0.95 is wanted`;
    case "usd": {
      const [low, high] = [usdText(observed.low), usdText(observed.high)];
      return Number.isFinite(observed.high) && low !== high ? `${usdText(observed.usd)} [${low}, ${high}]` : usdText(observed.usd);
    }
    case "models":
      return observed.models.length === 0 ? "no model is asked" : observed.models.join(", ");
    case "share":
      return `${observed.count} of ${observed.of}${asked.kind === "ungraded" ? "" : " cases"}`;
    case "nothing":
      return observed.reason;
  }
}

function requirementVerdict({ verdict, isMet, asked }: RungRequirement): string {
  if (isCounted(asked)) return isMet === true ? "met" : "not met";
  if (verdict === "adopt") return "proved";
  if (verdict === "reject") return "refuted";
  return isMet === undefined ? "not known" : isMet ? "met as observed, not proved" : "not met as observed, not refuted";
}

/** Nothing of these is left to chance. */
function isCounted({ kind }: BarRequirement): boolean {
  return kind === "privacy" || kind === "ungraded";
}

/** Latency and cost in a few words. */
export function runFacts({ latencyMs, costPerCall, costPerMonth, trials, models }: MeasuredRung): readonly string[] {
  const lost = [
    ...(trials.errors === 0 ? [] : [counted(trials.errors, "error")]),
    ...(trials.ungraded === 0 ? [] : [`${number(trials.ungraded)} ungraded`]),
  ];
  return [
    ...(latencyMs === undefined ? [] : [`latency p50 ${msText(latencyMs.p50)}, p95 ${msText(latencyMs.p95)}`]),
    `${costText(costPerCall)}${costPerMonth === undefined || isUnknown(costPerMonth) ? "" : `, ${shortCost(costPerMonth)} a month`}`,
    ...(lost.length === 0 ? [] : [`${lost.join(", ")}, in no rate`]),
    ...(models === undefined || models.length === 0 ? [] : [`asks ${models.join(", ")}`]),
  ];
}

/** "$0.002 a call". */
export function costText(cost: MeasuredRung["costPerCall"]): string {
  return isUnknown(cost) ? "cost unknown" : `${shortCost(cost)} a call`;
}

/** Nothing of it is known. */
function isUnknown(cost: MeasuredRung["costPerCall"]): boolean {
  return shortCost(cost) === "unknown";
}

/** How an undecided rung would be settled. */
export function moreText({ verdict, casesMore, note }: MeasuredRung): string | undefined {
  if (note !== undefined) return note;
  if (verdict !== "undecided") return undefined;
  if (casesMore === undefined) return "No number of cases within reach would probably settle it.";
  return `About ${counted(casesMore.median, "more case")} like these would probably settle it.`;
}

/** "NETWORK 20 times, first: …", and what was ungraded, the most frequent of each first. */
export function lostTexts({ errors, ungraded }: MeasuredRung): readonly string[] {
  return [
    ...errors.map(
      ({ code, count, example }) => `${code} ${count === 1 ? "once" : `${number(count)} times, first`}: ${shortened(example, 200)}`,
    ),
    ...ungraded.map(({ reason, count }) => `ungraded ${count === 1 ? "once" : `${number(count)} times`}: ${shortened(reason, 200)}`),
  ];
}

/** What failed, most frequent first: "substring 41, abstain 9". */
export function failureText({ failures }: MeasuredRung): string | undefined {
  return failures.length === 0 ? undefined : failures.map(({ reason, count }) => `${reason} ${number(count)}`).join(", ");
}

export function measuredOf(rungs: readonly RungReport[]): readonly MeasuredRung[] {
  return rungs.flatMap((rung) => (rung.kind === "measured" ? [rung] : []));
}

/** Where the figures come from, a line each. */
export function sourceTexts({ dataset, test, versions, pricesAsOf, id, startedAt }: DecisionDocument): readonly string[] {
  return [
    `Cases: ${dataset.name}, ${counted(dataset.cases, "case")} in ${counted(test.groups, "group")}, SHA-256 ${dataset.hash}${dataset.unreviewedLeftOut === 0 ? "" : `; ${counted(dataset.unreviewedLeftOut, "case")} that nobody has reviewed left out`}`,
    `Seed ${test.seed}; firstfit ${versions.firstfit}, Node ${versions.node}; prices as of ${pricesAsOf}`,
    ...Object.entries(versions.models ?? {}).map(([model, version]) => `${model} was version ${version}`),
    `Decision ${id}, measured from ${startedAt.slice(0, 16).replace("T", " ")} UTC on`,
  ];
}

/** "5%", "2.5%". */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}
