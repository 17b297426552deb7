import type { Candidate, RunPlan } from "../../core/evaluation.ts";
import type { KeptRun, KeptTrial, TrialStore } from "../../core/trial-store.ts";
import { changedVersions } from "../evaluate/model-versions.ts";
import { planChanges } from "../evaluate/plan.ts";

/** A candidate since it was last run on the same cases, with the same graders, repeats and seed. */
export type WatchedCandidate =
  | { readonly kind: "unchanged"; readonly candidate: string; readonly run: KeptRun }
  /** In words, what is another than it was. */
  | { readonly kind: "changed"; readonly candidate: string; readonly changes: readonly string[] };

/**
 * What of a plan was run already and is still the same: each candidate beside the newest finished run that has it. A model whose provider says another
 * version than it said then has changed, whatever its name.
 */
export function watchedCandidates(
  runs: readonly KeptRun[],
  plan: RunPlan,
  candidates: readonly Pick<Candidate, "name" | "models">[],
): readonly WatchedCandidate[] {
  return candidates.map(({ name, models = [] }) => {
    const now = onlyCandidate(plan, name);
    const run = runs.find(
      (each) =>
        each.state === "finished" &&
        each.plan.candidates.some((candidate) => candidate.name === name) &&
        // with today's definition in place of the one it had, what is left are cases, graders, repeats and seed
        planChanges({ ...each.plan, candidates: now.candidates }, now).length === 0,
    );
    if (run === undefined) return { kind: "changed", candidate: name, changes: ["it was not run like this before"] };
    const changes = [
      ...planChanges(onlyCandidate(run.plan, name), now).map((change) => change.replace(`the candidate ${name}: `, "")),
      ...changedVersions(models, run.plan.modelVersions ?? {}, plan.modelVersions ?? {}).map(
        ({ model, was, is }) => `${model} was version ${was}, and is ${is}`,
      ),
    ];
    return changes.length === 0 ? { kind: "unchanged", candidate: name, run } : { kind: "changed", candidate: name, changes };
  });
}

function onlyCandidate(plan: RunPlan, name: string): RunPlan {
  return { ...plan, candidates: plan.candidates.filter((candidate) => candidate.name === name) };
}

/** The trials that need not be run again. */
export function keptTrialsOf(watched: readonly WatchedCandidate[], store: TrialStore): readonly KeptTrial[] {
  const byRun = new Map<string, Set<string>>();
  for (const each of watched) {
    if (each.kind === "changed") continue;
    const names = byRun.get(each.run.id) ?? new Set();
    byRun.set(each.run.id, names.add(each.candidate));
  }
  return [...byRun].flatMap(([run, names]) => store.trials(run).filter(({ candidate }) => names.has(candidate)));
}

/** Stands in for a store where nothing is to be run: the table is shown again, and no copy of it is kept. */
export function forgetful(run: string): TrialStore {
  return { runs: () => [], begin: () => run, record: () => {}, trials: () => [], end: () => {}, close: () => {} };
}
