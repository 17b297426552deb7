import { z } from "zod";
import type { DecisionRow } from "../core/advice.ts";
import type { DecisionDocument, DecisionHistory, DecisionReport, MatchedRow, TaskFacts } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Bar, CaseGrader, Dataset } from "../core/evaluation.ts";
import type { LabelledExamples } from "../core/labelled-examples.ts";
import type { DecideOptions } from "../flows/decide/decide-options.ts";
import { calibrateLine } from "./about-judge.ts";
import type { JudgeTyped } from "./about-judge.ts";
import { mustStandAlone } from "./alone.ts";
import { casesText, closing, evaluationFields, barOf } from "./evaluate.ts";
import { versionedModels } from "./model-versions.ts";
import { EXIT, field, operation } from "./operation.ts";
import { quoted, typedAgain } from "./quoted.ts";
import { reportCap } from "./report-cap.ts";
import type { App, Context } from "./operation.ts";

const SHARE = "give a share above 0 and below 1, for example 0.95";

const fields = {
  cases: evaluationFields.cases,
  rung: z
    .array(z.string())
    .default([])
    .meta(field("a rung by its name, the cheapest first, in place of `task.rungs`; may be given several times", { placeholder: "name" })),
  bar: evaluationFields.bar,
  target: z
    .number(SHARE)
    .gt(0, SHARE)
    .max(1, SHARE)
    .optional()
    .meta(
      field("a rung this good must not be rejected, in place of `task.bar.passRateTarget`; between the bar and it either answer is right", {
        placeholder: "share",
      }),
    ),
  fixed: z.boolean().default(false).meta(field("run every case on every rung, for the full table")),
  resume: z.boolean().default(true).meta(field("measure again what was measured before")),
  retryErrors: z.boolean().default(false).meta(field("run again what failed with an error")),
  concurrency: evaluationFields.concurrency,
  judge: evaluationFields.judge,
  out: z
    .string()
    .optional()
    .meta(field("the folder for decision.md, decision.html and decision.json; default that of the project", { placeholder: "folder" })),
  since: z
    .union([z.boolean(), z.string()])
    .default(false)
    .meta(
      field("run nothing: tell how the decision changed since this date or this decision", {
        placeholder: "date|id",
        valueOptional: true,
      }),
    ),
  // declared here, because a plan walks the whole ladder
  dryRun: z.boolean().default(false).meta(field("ask no model: say which calls would be made at most, and what they would cost")),
};

type DecideInput = z.infer<z.ZodObject<typeof fields>>;

export const decideOperation = operation({
  name: "decide",
  summary: "Walk the rungs from the cheapest, stop at the first that provably meets the bar, and write the decision down",
  doors: ["cli"],
  effect: "spend",
  examples: [
    "firstfit decide",
    "firstfit decide --max-cost 5",
    "firstfit decide --rung retrieve-basic --rung retrieve-production --bar 0.8",
    "firstfit decide --fixed --out decisions",
    "firstfit decide --since 2026-09-01",
  ],
  input: z.object(fields),
  async run(app, input, context): Promise<DecisionReport | DecisionHistory> {
    if (input.since !== false) return await history(app, input, input.since);
    return await decideTask(app, input, context);
  },
  exit(output: DecisionReport | DecisionHistory) {
    if (output.kind === "decision-history" || output.outcome.kind === "adopted") return EXIT.done;
    return output.outcome.kind === "undecided" ? EXIT.undecided : EXIT.barNotMet;
  },
});

async function decideTask(app: App, input: DecideInput, context: Context): Promise<DecisionReport> {
  const [{ decide }, { readDataset }, { isReviewed }] = await Promise.all([
    import("../flows/decide.ts"),
    import("../flows/dataset/read-cases.ts"),
    import("../flows/bar.ts"),
  ]);
  const { dataset } = readDataset(await casesText(app, input, context));
  const task = taskOf(app, dataset);
  const examples = await app.labelledExamples();
  const given = examples === undefined ? {} : { examples };
  const { names, row, order } = await ladderOf(app, input, { task, ...given });
  const rungs = await app.rungs(names, given);
  const candidates = rungs.flatMap(({ offer }) => (offer.kind === "candidate" ? [offer.candidate] : []));
  await using opened = closing(candidates);
  await reportCap(input, candidates, context);
  const grader = await app.caseGrader({
    cases: dataset.cases.filter(isReviewed),
    ...(input.judge === undefined ? {} : { judge: input.judge }),
  });
  opened.add(grader);
  const store = await app.trialStore();
  opened.add({ close: async () => store.close() });
  const decisions = await app.decisionStore();
  const judge = await judgeOf(app, grader, { ...context, judge: input.judge });
  const { alpha, beta } = app.project.task ?? {};
  const report = await decide(dataset, {
    task,
    bar: decisionBar(app, input),
    ...given,
    ...(row === undefined ? {} : { row }),
    order,
    rungs,
    grader,
    ...(judge === undefined ? {} : { judge }),
    store,
    ...(alpha === undefined ? {} : { alpha }),
    ...(beta === undefined ? {} : { beta }),
    seed: context.seed,
    isFixed: input.fixed,
    isDryRun: input.dryRun,
    isFresh: !input.resume,
    retriesErrors: input.retryErrors,
    concurrency: input.concurrency,
    isLocal: (name) => app.isLocalModel(name),
    clock: app,
    report: context.report,
    signal: context.signal,
    redact: (text) => app.redact(text),
    versions: app.versions,
    ...versionedModels(app, context),
    pricesAsOf: (await app.priceTable()).reviewed,
    rerun: rerunLine(input, context),
    earlier: (await decisions.made()).map(({ decision }) => decision),
  });
  if (input.dryRun) return report;
  const { documentsOf } = await import("../render/decision-documents.ts");
  const documents = documentsOf(documentOf(report));
  const keptAs = await decisions.keep(report.id, documents, new Date(app.nowMs()).toISOString());
  const files = await app.writeDocuments(input.out, {
    "decision.md": documents.markdown,
    "decision.html": documents.html,
    "decision.json": documents.json,
  });
  return { ...report, files, keptAs };
}

/** Without what a second run does not repeat. */
function documentOf({ run: _, files: __, keptAs: ___, ...document }: DecisionReport): DecisionDocument {
  return document;
}

function taskOf({ project }: App, dataset: Dataset): TaskFacts {
  return { name: taskOfCases(dataset.name), ...project.task?.facts };
}

/** What a task is called that nobody has named. */
function taskOfCases(name: string): string {
  return `Do well on ${name}`;
}

interface Ladder {
  readonly names: readonly string[];
  readonly row?: MatchedRow;
  readonly order: DecideOptions["order"];
}

/** The row is found first; then it chooses the rungs, unless somebody named them. */
async function ladderOf(
  app: App,
  input: DecideInput,
  { task, examples }: { readonly task: TaskFacts; readonly examples?: LabelledExamples },
): Promise<Ladder> {
  const [{ rowOfTask, rungsOfRow, STANDARD_NAMES }, { LABELLED_MIN }, { labelsOf }, { rowOf }] = await Promise.all([
    import("../flows/decide/standard-rungs.ts"),
    import("../flows/decide/gates.ts"),
    import("../flows/decide/labels.ts"),
    import("../flows/advise/table.ts"),
  ]);
  const { project } = app;
  const found = rowOfTask(task, project.task?.labelledMin ?? LABELLED_MIN);
  const row = found === undefined ? undefined : matchedRow(rowOf(found.row), found.because);
  const withRow = row === undefined ? {} : { row };
  if (input.rung.length > 0)
    return {
      names: input.rung,
      ...withRow,
      order: { by: "the configuration", reason: "The rungs were named on the command line with --rung." },
    };
  const asked = project.task?.rungs ?? "standard";
  if (asked !== "standard")
    return {
      names: asked,
      ...withRow,
      order: { by: "the configuration", reason: project.task?.rungsReason ?? "task.rungs lists them, and gives no reason for the order." },
    };
  if (found === undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      "Which rungs to walk is not known: the configuration names neither the kind of the task nor its rungs.",
      `In firstfit.config.ts write task: { kind: "knowledge" }, or behaviour, structure, label, cost, privacy, current, frontier; or rungs: ["basic", "production"], by names of candidates or of standard rungs: ${STANDARD_NAMES.join(", ")}.`,
    );
  return {
    names: rungsOfRow(found.row, examples !== undefined && labelsOf(examples.rows.map(({ output }) => output)).kind === "labels"),
    ...withRow,
    order: { by: "the row", reason: "The row chooses the rungs, in the order of what they cost to own." },
  };
}

function matchedRow({ id, problem, say }: DecisionRow, because: string): MatchedRow {
  return { id, problem, move: say, because };
}

function decisionBar(app: App, input: DecideInput): Bar {
  return barOf(app, input).map((requirement) => {
    if (requirement.kind !== "pass-rate" || requirement.tag !== undefined || input.target === undefined) return requirement;
    return { ...requirement, target: input.target };
  });
}

/** How often the judge errs, where one grades. */
async function judgeOf(
  app: App,
  { judge }: Pick<CaseGrader, "judge">,
  typed: JudgeTyped & Pick<Context, "signal">,
): Promise<DecideOptions["judge"]> {
  if (judge === undefined) return undefined;
  const found = await app.calibration(judge, typed.signal);
  if (found.kind === "fits") return { kind: "calibrated", counts: found.calibration.counts };
  if (found.kind === "none") return { kind: "uncalibrated", name: judge.model };
  const { file, reason, dataset } = found;
  return { kind: "uncalibrated", name: judge.model, refused: { file, reason, again: calibrateLine(dataset, typed) } };
}

async function history(app: App, input: DecideInput, since: string | true): Promise<DecisionHistory> {
  mustStandAlone(
    "--since",
    {
      "--rung": input.rung.length > 0,
      "--bar": input.bar !== undefined,
      "--target": input.target !== undefined,
      "--fixed": input.fixed,
      "--no-resume": !input.resume,
      "--retry-errors": input.retryErrors,
      "--judge": input.judge !== undefined,
      "--out": input.out !== undefined,
      "--dry-run": input.dryRun,
    },
    "decide --since",
  );
  const { decisionHistory } = await import("../flows/decide/history.ts");
  const store = await app.decisionStore();
  const task = app.project.task?.facts.name ?? (input.cases === undefined ? undefined : taskOfCases(input.cases));
  return decisionHistory(await store.made(), {
    ...(task === undefined ? {} : { task }),
    ...(since === true ? {} : { since }),
  });
}

/** What to type to decide again, and to go on with what was stopped. */
function rerunLine(input: DecideInput, context: Context): string {
  const words = [
    "firstfit decide",
    ...(input.cases === undefined ? [] : [quoted(input.cases)]),
    ...input.rung.map((name) => `--rung ${quoted(name)}`),
    ...(input.bar === undefined ? [] : [`--bar ${input.bar}`]),
    ...(input.target === undefined ? [] : [`--target ${input.target}`]),
    ...(input.fixed ? ["--fixed"] : []),
    ...(input.judge === undefined ? [] : [`--judge ${quoted(input.judge)}`]),
    ...(input.out === undefined ? [] : [`--out ${quoted(input.out)}`]),
    ...typedAgain(context),
  ];
  return words.join(" ");
}
