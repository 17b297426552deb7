import { candidatesOf, datasetOf, graderOf, memoryStore, systemClock } from "./config/given-parts.ts";
import type { CaseRow, GivenCandidates, GradeOptions } from "./config/given-parts.ts";
import { packageVersion } from "./config/package-version.ts";
import type { DecisionForms, DecisionReport, Rung, TaskFacts } from "./core/decision.ts";
import { UNGRADED_SHARE_MAX } from "./core/evaluation.ts";
import type { Bar, Dataset } from "./core/evaluation.ts";
import type { Report } from "./core/progress.ts";
import type { TrialStore } from "./core/trial-store.ts";

export interface DecideCasesOptions extends Pick<GradeOptions, "graders"> {
  /** In one sentence, or with what else is known of it. */
  readonly task: string | TaskFacts;
  /** What good enough means, before anything is run: a pass rate, or several requirements with one among them. */
  readonly bar: number | Bar;
  /** From the cheapest to own to the dearest: functions by name, or candidates as they are made elsewhere. */
  readonly rungs: GivenCandidates;
  /** Why in this order; it is written down. */
  readonly reason?: string;
  /** Chance, at most, that a rung below the bar is adopted. Default: 0.05 */
  readonly alpha?: number;
  /** Chance, at most, that a rung at its target is rejected. Default: 0.05 */
  readonly beta?: number;
  /** Every case on every rung. Default: false */
  readonly isFixed?: boolean;
  /** Trials that run at the same time. Default: 8 */
  readonly concurrency?: number;
  /** Where trials are kept: with the same one nothing is run twice. Default: nowhere */
  readonly store?: TrialStore;
  /** Default: 1 */
  readonly seed?: number;
  /** Whether a model of this name runs on machines of one's own, for a bar that asks it. Default: nobody knows */
  readonly isLocal?: (model: string) => boolean | undefined;
  readonly signal?: AbortSignal;
  readonly report?: Report;
}

/**
 * Walks rungs from the cheapest and stops at the first that is proved to meet the bar, as `firstfit decide` does. `cases` are the name of a file, rows as in a
 * file, or a dataset that was read before. Cases with criteria need a judge whose errors are known: run the verb on a project for those, they stay ungraded here.
 * Throws BAD_INPUT for a row that is no case, for no rung and for a bar that nothing can prove, and what the flow throws.
 */
export async function decide(cases: string | readonly CaseRow[] | Dataset, options: DecideCasesOptions): Promise<DecisionReport> {
  const [{ decide: walk }, { PRICE_TABLE }, dataset, candidates] = await Promise.all([
    import("./flows/decide.ts"),
    import("./models/prices/table.ts"),
    datasetOf(cases),
    candidatesOf({ candidates: options.rungs }),
  ]);
  const { task, bar, alpha, beta, isFixed, concurrency, signal, report } = options;
  const store = options.store ?? (await memoryStore());
  const grader = await graderOf(dataset.cases, options.graders === undefined ? {} : { graders: options.graders });
  const rungs = candidates.made.map((candidate): Rung => ({
    name: candidate.name,
    mechanism: candidate.ownCost?.of ?? "a candidate",
    offer: { kind: "candidate", candidate },
  }));
  try {
    return await walk(dataset, {
      task: typeof task === "string" ? { name: task } : task,
      bar: typeof bar === "number" ? barOfRate(bar) : bar,
      order: {
        by: "the configuration",
        reason: options.reason ?? "The program that decides lists them, and gives no reason for the order.",
      },
      rungs,
      grader,
      store,
      seed: options.seed ?? 1,
      isLocal: options.isLocal ?? (() => undefined),
      clock: systemClock,
      versions: { firstfit: packageVersion(), node: process.versions.node },
      pricesAsOf: PRICE_TABLE.reviewed,
      rerun: "the program that called decide()",
      ...(alpha === undefined ? {} : { alpha }),
      ...(beta === undefined ? {} : { beta }),
      ...(isFixed === undefined ? {} : { isFixed }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(signal === undefined ? {} : { signal }),
      ...(report === undefined ? {} : { report }),
    });
  } finally {
    await grader.close?.();
    if (options.store === undefined) store.close();
    if (candidates.areOurs) for (const candidate of candidates.made) await candidate.close?.();
  }
}

function barOfRate(min: number): Bar {
  return [
    { kind: "pass-rate", min },
    { kind: "ungraded", shareMax: UNGRADED_SHARE_MAX },
  ];
}

/** A decision as the documents that `firstfit decide` writes: Markdown, a page that stands alone, and JSON without what a second run would not repeat. */
export async function decisionForms({ run: _, files: __, keptAs: ___, ...document }: DecisionReport): Promise<DecisionForms> {
  const { documentsOf } = await import("./render/decision-documents.ts");
  return documentsOf(document);
}
