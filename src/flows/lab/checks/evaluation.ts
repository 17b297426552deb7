import type { Json } from "../../../core/calls.ts";
import { costSum } from "../../../core/cost-sum.ts";
import { FirstfitError } from "../../../core/errors.ts";
import { trialOutcome } from "../../../core/evaluation.ts";
import type { Case, Trial } from "../../../core/evaluation.ts";
import type { LabCheckKind } from "../../../core/lab.ts";
import type { KeptRun } from "../../../core/trial-store.ts";
import { quantile } from "../../../stats/bootstrap.ts";
import { readRun } from "../../compare/baseline.ts";
import { readDataset } from "../../dataset/read-cases.ts";
import type { ReadDataset } from "../../dataset/read-cases.ts";
import { casesHash } from "../../evaluate/plan.ts";
import { counted, failed, listed, passed, textOr } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";

type Spec<Kind extends LabCheckKind["kind"]> = Extract<LabCheckKind, { readonly kind: Kind }>;

async function datasetOr(room: LabRoom, role: string): Promise<ReadDataset | { readonly finding: Finding }> {
  const path = room.path(role);
  const make = `Write cases, one JSON object a line, such as {"id": "q1", "input": "…", "expected_substr": "…"}; or name the file: --file ${role}=PATH`;
  const read = await textOr(room, role, make);
  if ("finding" in read) return read;
  try {
    return readDataset({ name: path, text: read.text }, "skip");
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
    return { finding: failed(path, error.message, error.fix) };
  }
}

/** So many rows, every one of them valid and with something that a right output has. */
export async function caseRows({ cases: role, rowsMin }: Spec<"case-rows">, room: LabRoom): Promise<Finding> {
  const read = await datasetOr(room, role);
  if ("finding" in read) return read.finding;
  const path = room.path(role);
  const [first] = read.bad;
  if (first !== undefined)
    return failed(path, `${counted(read.bad.length, "row")} cannot be read; the first: ${first.error.message}`, first.error.fix);
  const { cases } = read.dataset;
  const vague = cases.filter(({ expectations }) => expectations.length === 0);
  if (vague.length > 0)
    return failed(
      path,
      `${listed(vague.map(({ id }) => id))} ${vague.length === 1 ? "does" : "do"} not say what a right output is.`,
      'Give each an expected_… field: "expected_substr", "expected_tool", "expected_refusal" …: docs/dataset.md',
    );
  if (cases.length < rowsMin)
    return failed(
      path,
      `${counted(cases.length, "valid row")}, and ${rowsMin} are asked for.`,
      `Add ${rowsMin - cases.length}: from logs (firstfit dataset import), by hand, or proposed and then looked at (firstfit dataset synthesize, firstfit dataset adversarial).`,
    );
  return passed(path, `${counted(cases.length, "valid row")}, each with what a right output has.`);
}

/** Common, edge and adversarial cases are all there, by their tags or where they came from. */
export async function caseKinds({ cases: role }: Spec<"case-kinds">, room: LabRoom): Promise<Finding> {
  const read = await datasetOr(room, role);
  if ("finding" in read) return read.finding;
  const path = room.path(role);
  const kinds = ["common", "edge", "adversarial"] as const;
  const counts = kinds.map((kind) => read.dataset.cases.filter((each) => isOfKind(each, kind)).length);
  const missing = kinds.filter((_, i) => counts[i] === 0);
  if (missing.length > 0)
    return failed(
      path,
      `No case is tagged ${listed(missing)}.`,
      `Tag each case with what it covers: "tags": ["${missing[0]}"]. Adversarial ones from templates: firstfit dataset adversarial --cases ${path}`,
    );
  return passed(path, `${kinds.map((kind, i) => `${counts[i]} ${kind}`).join(", ")}.`);
}

function isOfKind({ tags, source }: Case, kind: string): boolean {
  return tags.includes(kind) || source === kind;
}

/** A run over these very cases is kept, with its pass count. */
export async function passCount({ cases: role }: Spec<"pass-count">, room: LabRoom): Promise<Finding> {
  const read = await datasetOr(room, role);
  if ("finding" in read) return read.finding;
  const path = room.path(role);
  const { cases } = read.dataset;
  const hashes = new Set([casesHash(cases), casesHash(cases.filter(({ review }) => review !== "unreviewed"))]);
  const { runs, trials } = await room.runs();
  const own = runs.find((run) => hashes.has(run.plan.datasetHash) && run.state === "finished");
  const command = `firstfit eval ${path}`;
  if (own === undefined) {
    const named = runs.find(({ plan }) => plan.dataset === path);
    const why =
      named === undefined
        ? "No finished run over these cases is kept."
        : named.state === "finished"
          ? "The cases have changed since they were run."
          : "The run over them was not finished.";
    return failed(`${path} and the runs that are kept`, why, command);
  }
  const kept = trials(own.id);
  const shown = own.plan.candidates.map(({ name }) => {
    const outcomes = kept.flatMap((each) => (each.candidate === name ? [trialOutcome(each.trial)] : []));
    return `${name} ${outcomes.filter((outcome) => outcome === "passed").length} of ${outcomes.length}`;
  });
  if (kept.every(({ trial }) => trial.kind === "failed"))
    return failed(`run ${own.id}`, "Not one trial gave an output.", `${command} --retry-errors`);
  return passed(`run ${own.id}`, `Passed: ${listed(shown)}.`);
}

interface ModelRow {
  readonly candidate: string;
  readonly model: string;
  readonly lacks: readonly string[];
  readonly shown: string;
}

/** Three models on the same cases, each with latency, cost and pass rate: from a report that was saved, else from the newest run that has them. */
export async function modelTable({ report: role, modelsMin }: Spec<"model-table">, room: LabRoom): Promise<Finding> {
  const path = room.path(role);
  const read = await room.read(role);
  if (read.kind === "unreadable") return failed(path, `${path} cannot be read: ${read.reason}.`, "Name another: --file report=PATH");
  const { runs, trials } = await room.runs();
  let table: { readonly looked: string; readonly rows: readonly ModelRow[] } | undefined;
  if (read.kind === "text") {
    try {
      table = { looked: path, rows: reportRows(read.text, path) };
    } catch (error) {
      if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
      return failed(path, error.message, COMPARE);
    }
  } else {
    const tables = runs.map((run) => ({ looked: `run ${run.id}`, rows: runRows(run, trials(run.id)) }));
    table = tables.find(({ rows }) => modelsOf(rows).length >= modelsMin) ?? tables.find(({ rows }) => rows.length > 1) ?? tables[0];
  }
  if (table === undefined) return failed("the runs that are kept", "No comparison is kept.", COMPARE);
  const { looked, rows } = table;
  const models = modelsOf(rows);
  if (models.length < modelsMin)
    return failed(looked, `It has ${counted(models.length, "model")} (${listed(models)}), and ${modelsMin} are asked for.`, COMPARE);
  const lacking = rows
    .filter(({ lacks }) => lacks.length > 0)
    .map(({ candidate, lacks }) => `${candidate} has no ${lacks.join(" and no ")}`);
  const whole = modelsOf(rows.filter(({ lacks }) => lacks.length === 0));
  if (whole.length < modelsMin)
    return failed(
      looked,
      `${listed(lacking)}.`,
      `A price of your own stands under prices in firstfit.config.ts; what failed is run again by firstfit compare --retry-errors`,
    );
  return passed(
    looked,
    `${rows
      .filter(({ lacks }) => lacks.length === 0)
      .map(({ shown }) => shown)
      .join("; ")}.`,
  );
}

const COMPARE = "Name three models as candidates in firstfit.config.ts (docs/candidates.md), and run: firstfit compare";

function modelsOf(rows: readonly ModelRow[]): readonly string[] {
  return [...new Set(rows.map(({ model }) => model))];
}

function runRows(run: KeptRun, trials: readonly { readonly candidate: string; readonly trial: Trial }[]): readonly ModelRow[] {
  return run.plan.candidates.map(({ name, definition }) =>
    modelRow(
      name,
      modelIn(definition) ?? name,
      trials.flatMap(({ candidate, trial }) => (candidate === name ? [trial] : [])),
    ),
  );
}

/** `readRun` checks the form; the models stand beside what it reads. */
function reportRows(text: string, path: string): readonly ModelRow[] {
  const { candidates } = readRun(text, `report ${path}`, path);
  const raw = JSON.parse(text.replace(/^\ufeff/, "")) as {
    readonly candidates: readonly { readonly definition?: Json; readonly models?: unknown }[];
  }; // just read with its candidates
  return candidates.map(({ name, trials }, i) => {
    const { models, definition } = raw.candidates[i] ?? {};
    const named = Array.isArray(models) && models.length > 0 ? models.map(String).join(" + ") : modelIn(definition ?? null);
    return modelRow(name, named ?? name, trials);
  });
}

/** What a candidate asks, by its definition; a program that does not say it counts as itself. */
function modelIn(definition: Json): string | undefined {
  if (typeof definition !== "object" || definition === null || Array.isArray(definition)) return undefined;
  const { model } = definition as { readonly [key: string]: Json };
  return typeof model === "string" ? model : undefined;
}

function modelRow(candidate: string, model: string, trials: readonly Trial[]): ModelRow {
  const outcomes = trials.map((trial) => trialOutcome(trial));
  const graded = outcomes.filter((outcome) => outcome === "passed" || outcome === "failed").length;
  const outputs = trials.flatMap((trial) => (trial.kind === "completed" ? [trial.output] : []));
  const latencies = outputs.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs])).toSorted((a, b) => a - b);
  const costs = outputs.flatMap(({ cost }) => cost ?? []);
  const cost = costSum(costs, "trials").sum();
  const isPriced = costs.length > 0 && costs.length === outputs.length && cost.kind === "known";
  const lacks = [
    ...(graded === 0 ? ["pass rate"] : []),
    ...(latencies.length === 0 ? ["latency"] : []),
    ...(isPriced ? [] : ["known cost"]),
  ];
  const passes = outcomes.filter((outcome) => outcome === "passed").length;
  return {
    candidate,
    model,
    lacks,
    shown:
      lacks.length > 0 || cost.kind !== "known"
        ? candidate
        : `${model}: ${passes} of ${graded} passed, ${Math.round(quantile(latencies, 0.5))} ms, $${(cost.usd / outputs.length).toPrecision(2)} a call`,
  };
}
