import type { Candidate, CaseGrader, RunPlan } from "../../core/evaluation.ts";
import type { ChangedVersion } from "../../core/model-versions.ts";
import type { KeptRun, KeptTrial, TrialStore } from "../../core/trial-store.ts";
import { changedVersions, changeText, trialModels, versionsOf } from "../evaluate/model-versions.ts";
import { planChanges } from "../evaluate/plan.ts";

/** A candidate since it was last run on the same cases, with the same graders, repeats and seed. */
export type WatchedCandidate =
  | { readonly kind: "unchanged"; readonly candidate: string; readonly run: KeptRun }
  /** In words, what is another than it was; and which of these are versions of models. */
  | {
      readonly kind: "changed";
      readonly candidate: string;
      readonly changes: readonly string[];
      readonly versions: readonly ChangedVersion[];
    };

/**
 * What of a plan was run already and is still the same: each candidate beside the newest finished run that has it. A model whose provider says another
 * version than it said then has changed, whatever its name, and so has the judge that grades. `runs`: newest first.
 */
export function watchedCandidates(
  runs: readonly KeptRun[],
  plan: RunPlan,
  {
    candidates,
    grader,
  }: { readonly candidates: readonly Pick<Candidate, "name" | "models">[]; readonly grader: Pick<CaseGrader, "judge"> },
): readonly WatchedCandidate[] {
  return candidates.map((candidate) => {
    const { name } = candidate;
    const now = onlyCandidate(plan, name);
    const run = runs.find(
      (each) =>
        each.state === "finished" &&
        each.plan.candidates.some((its) => its.name === name) &&
        // with today's definition in place of the one it had, what is left are cases, graders, repeats and seed
        planChanges({ ...each.plan, candidates: now.candidates }, now).length === 0,
    );
    if (run === undefined) return { kind: "changed", candidate: name, changes: ["it was not run like this before"], versions: [] };
    const versions = changedVersions(trialModels([candidate], grader), versionsOf(run, runs), plan.modelVersions ?? {});
    const changes = [
      ...planChanges(onlyCandidate(run.plan, name), now).map((change) => change.replace(`the candidate ${name}: `, "")),
      ...versions.map((version) => `${candidate.models?.includes(version.model) === true ? "" : "the judge "}${changeText(version)}`),
    ];
    return changes.length === 0 ? { kind: "unchanged", candidate: name, run } : { kind: "changed", candidate: name, changes, versions };
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
