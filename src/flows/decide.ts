import { hash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import type { Json } from "../core/calls.ts";
import type { DecisionDocument, DecisionOutcome, DecisionReport, MeasuredRung, Rung, RungReport } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Candidate, Case, Dataset } from "../core/evaluation.ts";
import type { LabelledExamples } from "../core/labelled-examples.ts";
import type { JudgeCounts } from "../stats/judge-error.ts";
import { isReviewed } from "./bar.ts";
import { endStopped } from "./evaluate/end-stopped.ts";
import { CONCURRENCY } from "./decide/decide-options.ts";
import type { DecideOptions } from "./decide/decide-options.ts";
import { exampleNotes, mustNotLearnCases } from "./decide/example-notes.ts";
import { ERROR_DEFAULT, groupsOf, rungPlan } from "./decide/ladder.ts";
import { judgeProblem } from "./decide/rate-test.ts";
import { targetOf } from "./decide/rung-test.ts";
import type { RungPlan } from "./decide/rung-test.ts";
import { trialSource } from "./decide/trial-source.ts";
import { walk } from "./decide/walk.ts";
import type { Walked } from "./decide/walk.ts";
import { wouldChange } from "./decide/would-change.ts";
import { trialModels } from "./evaluate/model-versions.ts";
import { planOf } from "./evaluate/plan.ts";
import { uncappedNotes } from "./own-cost.ts";

/**
 * Walks the rungs from the cheapest to the dearest. Each is run on the cases, in an order drawn by the seed, until its test says that it meets the
 * bar or does not; the first that is proved to meet it is adopted, and no further one is run. Rungs that are undecided when the cases run out are
 * passed over, and said. Every trial is kept when it ends, so that a decision goes on where it was stopped and is made again without paying twice:
 * the same plan, seed and trials give the same report but for `run`.
 *
 * Throws BAD_INPUT for no case, no rung, no bar, a bar that nothing can prove, a rung that would learn most of the cases, and a judge whose errors
 * nobody has measured; INTERRUPTED, CAP_REACHED, INDEX_BUSY and what else ends a run, with what was measured kept.
 */
export async function decide(dataset: Dataset, options: DecideOptions): Promise<DecisionReport> {
  const { clock, examples, grader, rungs, seed } = options;
  const startedMs = clock.monotonicMs();
  const cases = dataset.cases.filter(isReviewed);
  mustDecide(dataset, cases, options);
  if (examples !== undefined) mustNotLearnCases(rungs, examples, cases);
  const offered = rungs.map((rung) => withPrivacy(rung, options));
  const candidates = candidatesOf(offered);
  const plan = rungPlan({ ...ladderOf(options), requirements: options.bar, rungs: candidates.length }, cases);
  mustKnowJudge(plan, options);
  const modelVersions = await options.modelVersions?.(trialModels(candidates, grader));
  const runPlan = planOf({
    dataset: dataset.name,
    cases,
    candidates,
    grader,
    repeats: 1,
    seed,
    ...(modelVersions === undefined ? {} : { modelVersions }),
  });
  const source = await trialSource({
    plan: runPlan,
    candidates,
    store: options.store,
    grader,
    concurrency: options.concurrency ?? CONCURRENCY,
    isFresh: options.isFresh ?? false,
    retriesErrors: options.retriesErrors ?? false,
    clock,
    report: options.report ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
    redact: (text) => options.redact?.(text) ?? text,
    answeredVersions: async (models) => (await options.answeredVersions?.(models)) ?? {},
    forget: async (changed, now) => await options.forgetAnswers?.(changed, now),
    resumeLine: options.rerun,
  });
  let walked: Walked;
  try {
    walked = await walk(offered, { cases, plan, source, options });
  } catch (error) {
    endStopped(() => source.end("stopped"));
    throw withNextStep(error, options.rerun);
  }
  source.end("finished");
  const outcome = outcomeOf(walked.rungs);
  const provisional = provisionalOf(walked.rungs, outcome);
  const report = {
    // first, so that `index` knows the file by its beginning
    kind: "decision",
    version: 1,
    id: idOf(source.runId, plan, { options, walked }),
    startedAt: new Date(source.startedAtMs).toISOString(),
    task: options.task,
    ...(options.row === undefined ? {} : { row: options.row }),
    order: options.order,
    bar: options.bar,
    test: {
      ...errorsOf(options),
      rungs: candidates.length,
      seed,
      groups: groupsOf(cases).length,
      isFixed: options.isFixed ?? false,
    },
    outcome,
    ...(provisional === undefined ? {} : { provisional }),
    rungs: walked.rungs,
    ...(walked.curve === undefined ? {} : { curve: walked.curve }),
    notes: [...notesOf({ runId: source.runId, options }), ...rungNotes(offered, walked, { examples, cases })],
    dataset: {
      name: dataset.name,
      hash: runPlan.datasetHash,
      cases: cases.length,
      unreviewedLeftOut: dataset.cases.length - cases.length,
    },
    versions: { ...options.versions, ...(Object.keys(source.modelVersions).length === 0 ? {} : { models: source.modelVersions }) },
    pricesAsOf: options.pricesAsOf,
    rerun: options.rerun,
    candidates: candidates.map(({ name, definition, models }) => ({ name, definition, ...(models === undefined ? {} : { models }) })),
    graders: grader.definition,
  } as const satisfies Omit<DecisionDocument, "wouldChange">;
  return {
    ...report,
    wouldChange: wouldChange(report),
    run: {
      id: source.runId,
      startedAt: new Date(source.startedAtMs).toISOString(),
      tookMs: Math.round(clock.monotonicMs() - startedMs),
      resumed: source.resumed,
      interruptions: source.interruptions,
      repeatedMax: source.repeatedMax,
    },
  };
}

function mustDecide(dataset: Dataset, cases: readonly Case[], { bar, rungs }: DecideOptions): void {
  const names = rungs.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined)
    throw new FirstfitError("BAD_INPUT", `Two rungs are named "${twice}".`, "Name each once, in task.rungs or with --rung.");
  if (names.length === 0)
    throw new FirstfitError("BAD_INPUT", "The ladder has no rung.", 'Name candidates in task.rungs, or write rungs: "standard".');
  if (cases.length === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      dataset.cases.length === 0 ? `${dataset.name} holds no case.` : `Nobody has reviewed any case of ${dataset.name}.`,
      dataset.cases.length === 0
        ? "Write one JSON object a line: docs/dataset.md lists the fields."
        : `Review them: firstfit dataset review ${dataset.name}`,
    );
  const rates = bar.flatMap((requirement) => (requirement.kind === "pass-rate" ? [requirement] : []));
  if (rates.length === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      "There is no bar for the pass rate, and without one the cheapest rung is always good enough.",
      "Say what good enough means before the run: task: { bar: { passRateMin: 0.9 } }, or --bar 0.9.",
    );
  for (const rate of rates) {
    const target = targetOf(rate);
    if (rate.min > 0 && rate.min < 1 && target > rate.min && target <= 1) continue;
    throw new FirstfitError(
      "BAD_INPUT",
      rate.min >= 1
        ? "A pass rate of 1 cannot be proved by any number of cases."
        : rate.min <= 0
          ? "A pass rate of 0 is met by everything."
          : `The target ${target} is not above the bar ${rate.min}.`,
      "Choose a bar above 0 and below 1, such as 0.95, and a target between it and 1.",
    );
  }
}

function mustKnowJudge(plan: RungPlan, { judge, bar }: DecideOptions): void {
  if (judge === undefined) return;
  if (judge.kind === "uncalibrated" && judge.refused !== undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      `Some cases are graded by ${judge.name}, and its calibration in ${judge.refused.file} is not used: ${judge.refused.reason}. Its pass rate proves nothing.`,
      `Calibrate it again: ${judge.refused.again}`,
    );
  if (judge.kind === "uncalibrated")
    throw new FirstfitError(
      "BAD_INPUT",
      `Some cases are graded by ${judge.name}, and nobody has measured how often it errs: its pass rate proves nothing.`,
      "Grade some outputs yourself and run: firstfit judge calibrate. docs/judge.md shows how. Or take the cases with criteria out.",
    );
  for (const requirement of bar) {
    if (requirement.kind !== "pass-rate") continue;
    const problem = judgeProblem(judge.counts, { ...plan, bar: requirement.min, target: targetOf(requirement) });
    if (problem === undefined) continue;
    throw new FirstfitError(
      "BAD_INPUT",
      `Some cases are graded by a judge, and its calibration does not do: ${problem}.`,
      "Grade more outputs yourself, run firstfit judge calibrate again, or lower the bar.",
    );
  }
}

function errorsOf({ alpha = ERROR_DEFAULT, beta = ERROR_DEFAULT }: DecideOptions): { readonly alpha: number; readonly beta: number } {
  return { alpha, beta };
}

function ladderOf(options: DecideOptions): { readonly alpha: number; readonly beta: number; readonly judge?: JudgeCounts } {
  return { ...errorsOf(options), ...(options.judge?.kind === "calibrated" ? { judge: options.judge.counts } : {}) };
}

/** Where its models run is no chance, and is known before a call is paid. */
function withPrivacy(rung: Rung, { bar, isLocal }: DecideOptions): Rung {
  if (rung.offer.kind !== "candidate" || !bar.some(({ kind }) => kind === "privacy")) return rung;
  const { models } = rung.offer.candidate;
  const closed = (reason: string): Rung => ({
    ...rung,
    offer: { kind: "skipped", skip: { why: "gate", reason, gates: [{ gate: "privacy", verdict: "closed", reason }] } },
  });
  if (models === undefined) return closed("Which models it asks is not known, and the bar wants all of them on machines of one's own.");
  const elsewhere = models.filter((model) => isLocal(model) !== true);
  if (elsewhere.length === 0) return rung;
  return closed(`It asks ${elsewhere.join(", ")}, and the bar wants every model on machines of one's own.`);
}

function candidatesOf(rungs: readonly Rung[]): readonly Candidate[] {
  return rungs.flatMap(({ offer }) => (offer.kind === "candidate" ? [offer.candidate] : []));
}

function measuredOf(rungs: readonly RungReport[]): readonly MeasuredRung[] {
  return rungs.flatMap((rung) => (rung.kind === "measured" ? [rung] : []));
}

function outcomeOf(rungs: readonly RungReport[]): DecisionOutcome {
  const measured = measuredOf(rungs);
  const adopted = measured.find(({ verdict }) => verdict === "adopt");
  if (adopted !== undefined) return { kind: "adopted", rung: adopted.name };
  return measured.length === 0 || measured.some(({ verdict }) => verdict === "undecided") ? { kind: "undecided" } : { kind: "none" };
}

/** Nobody needs a provisional choice above the one that is proved. */
function provisionalOf(rungs: readonly RungReport[], outcome: DecisionOutcome): DecisionReport["provisional"] {
  const measured = measuredOf(rungs);
  const until = outcome.kind === "adopted" ? measured.findIndex(({ name }) => name === outcome.rung) : measured.length;
  const rung = measured
    .slice(0, until)
    .find(
      ({ verdict, note, requirements }) =>
        verdict === "undecided" && note === undefined && requirements.every(({ isMet }) => isMet === true),
    );
  return rung === undefined ? undefined : { rung: rung.name };
}

function notesOf({
  runId,
  options: { earlier = [], bar },
}: {
  readonly runId: string;
  readonly options: DecideOptions;
}): readonly string[] {
  const moved = earlier.some((before) => before.id.startsWith(`${runId}-`) && !sameJson(before.bar, bar));
  return moved
    ? [
        "The same trials were set beside another bar before. The errors that are stated hold for a bar that was written before the cases were run; a bar that follows the figures proves nothing.",
      ]
    : [];
}

function rungNotes(
  rungs: readonly Rung[],
  walked: Walked,
  { examples, cases }: { readonly examples: LabelledExamples | undefined; readonly cases: readonly Case[] },
): readonly string[] {
  const measured = rungs.filter((_, at) => walked.rungs[at]?.kind === "measured");
  return [...(examples === undefined ? [] : exampleNotes(measured, examples, cases)), ...uncappedNotes(candidatesOf(measured))];
}

function sameJson(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json); // both are plain data
}

/** The same trials beside the same bar are the same decision. What is not run is part of it, with all that its gates were decided by: the document shows that too. */
function idOf(
  runId: string,
  { requirements }: RungPlan,
  { options, walked }: { readonly options: DecideOptions; readonly walked: Walked },
): string {
  const decided = {
    requirements,
    ...errorsOf(options),
    task: options.task,
    rungs: options.rungs.map(({ name, offer }, at) => [name, idFacts(offer, walked.rungs[at])]),
    isFixed: options.isFixed ?? false,
    curve: walked.curve,
    leftOut: options.examples?.leftOut.length || undefined,
  };
  return `${runId}-${hash("sha256", canonicalJson(JSON.parse(JSON.stringify(decided)) as Json), "hex").slice(0, 4)}`;
}

function idFacts(offer: Rung["offer"], report: RungReport | undefined): unknown {
  if (offer.kind === "candidate") return "run";
  if (offer.kind === "skipped") return offer.skip.gates === undefined ? offer.skip.reason : offer.skip;
  return report?.kind === "skipped" ? report.skip : report?.kind === "unneeded" ? (report.gates ?? "unneeded") : "run";
}

function withNextStep(error: unknown, rerun: string): unknown {
  if (!(error instanceof FirstfitError) || error.code === "INTERRUPTED") return error;
  return new FirstfitError(error.code, `${error.message} What was measured is kept.`, `${error.fix} Then go on with: ${rerun}`, {
    cause: error,
  });
}
