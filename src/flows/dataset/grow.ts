import type { DatasetGrowth } from "../../core/dataset-results.ts";
import { trialOutcome } from "../../core/evaluation.ts";
import type { Dataset } from "../../core/evaluation.ts";
import type { KeptRun, KeptTrial } from "../../core/trial-store.ts";
import { datasetStats } from "./stats.ts";

export interface GrowthContext {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** The newest run that is kept, with its trials; absent: there is none. */
  readonly newestRun?: { readonly run: KeptRun; readonly trials: readonly KeptTrial[] };
}

/** A team that adds so many a month has some 80 after a year, which covers what it has seen in production. */
const CASES_A_MONTH = 5;
const MONTHS_SHOWN = 6;

/** Whether a dataset grows as it should: when the last cases came in, what is thin, which failures of the newest run have no case here, and what to type. */
export function datasetGrowth(dataset: Dataset, { today, newestRun }: GrowthContext): DatasetGrowth {
  const days = dataset.cases.flatMap(({ added }) => added ?? []);
  const months = lastMonths(today).map((month) => ({ month, cases: days.filter((day) => day.startsWith(month)).length }));
  const addedThisMonth = months[0]?.cases ?? 0;
  const last = days.reduce<string | undefined>((latest, day) => (latest === undefined || day > latest ? day : latest), undefined);
  const { tags, thinTags, unreviewed } = datasetStats(dataset);
  const ids = new Set(dataset.cases.map(({ id }) => id));
  const failures = newestRun === undefined ? undefined : failuresWithoutCase(newestRun.trials, ids);
  return {
    kind: "growth",
    name: dataset.name,
    cases: dataset.cases.length,
    undated: dataset.cases.length - days.length,
    ...(last === undefined ? {} : { lastAdded: last }),
    casesAMonth: CASES_A_MONTH,
    months,
    due: Math.max(0, CASES_A_MONTH - addedThisMonth),
    thinTags: tags.filter(({ name }) => thinTags.includes(name)).toReversed(),
    unreviewed,
    ...(newestRun === undefined || failures === undefined
      ? {}
      : { failures: { run: newestRun.run.id, dataset: newestRun.run.plan.dataset, cases: failures } }),
    commands: commandsFor(dataset.name, unreviewed),
  };
}

/** This month first. */
function lastMonths(today: string): readonly string[] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  return Array.from({ length: MONTHS_SHOWN }, (_, back) => {
    const at = year * 12 + (month - 1) - back;
    return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

function failuresWithoutCase(trials: readonly KeptTrial[], ids: ReadonlySet<string>): readonly string[] {
  const failed = trials.filter(({ trial }) => trialOutcome(trial) === "failed" && !ids.has(trial.caseId)).map(({ trial }) => trial.caseId);
  return [...new Set(failed)].toSorted((a, b) => (a < b ? -1 : 1));
}

function commandsFor(file: string, unreviewed: number): readonly string[] {
  return [
    ...(unreviewed > 0 ? [`firstfit dataset review ${file}`] : []),
    `firstfit ask "…" --save-case ${file} --expected "…"`,
    `firstfit dataset import LOG.jsonl --format requests --out from-logs.jsonl`,
    `firstfit dataset adversarial --cases ${file} --out ${file}`,
    `firstfit dataset synthesize --from documents --cases ${file} --out ${file}`,
  ];
}
