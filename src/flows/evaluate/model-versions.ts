import type { Candidate, CaseGrader, RunPlan } from "../../core/evaluation.ts";
import type { ChangedVersion } from "../../core/model-versions.ts";
import type { KeptRun } from "../../core/trial-store.ts";
import { shortHash } from "./plan.ts";

/** Versions of models, by name, where the provider or the file says one: the digest of the weights, the dated model behind an alias. */
export type ModelVersions = Readonly<Record<string, string>>;

/** The models that decide trials, each once: those that the candidates ask, and the judge that grades. */
export function trialModels(candidates: readonly Pick<Candidate, "models">[], { judge }: Pick<CaseGrader, "judge">): readonly string[] {
  return [...new Set([...candidates.flatMap(({ models = [] }) => models), ...(judge === undefined ? [] : [judge.model])])];
}

/** Models, each once, of which another version is known than was before. Where one of the two is not known, nothing is said. */
export function changedVersions(models: readonly string[], before: ModelVersions, now: ModelVersions): readonly ChangedVersion[] {
  return [...new Set(models)].flatMap((model) => {
    const [was, is] = [versionOf(before, model), versionOf(now, model)];
    return was === undefined || is === undefined || was === is ? [] : [{ model, was, is }];
  });
}

/** "ollama/llama3.1:8b was version aaaaaaaa, and is bbbbbbbb" */
export function changeText({ model, was, is }: ChangedVersion): string {
  return `${model} was version ${shortHash(was)}, and is ${shortHash(is)}`;
}

/** What to say of models whose version was known and is not now; undefined where there is none. */
export function silentNote(models: readonly string[], before: ModelVersions, now: ModelVersions): string | undefined {
  const silent = [...new Set(models)].flatMap((model) => {
    const was = versionOf(before, model);
    return was === undefined || versionOf(now, model) !== undefined ? [] : [`${model} (${shortHash(was)} when it was last known)`];
  });
  if (silent.length === 0) return undefined;
  return `The version cannot be asked now of ${silent.join(", ")}: another model under the same name would go unnoticed.`;
}

/** Of each model the version that was seen last, by whichever run and whatever it was asked for. */
export function lastKnownVersions(runs: readonly KeptRun[]): ModelVersions {
  const lastAtMs = ({ startedAtMs, attempts }: KeptRun): number => attempts.at(-1)?.startedAtMs ?? startedAtMs;
  const inOrder = runs.toReversed().toSorted((a, b) => lastAtMs(a) - lastAtMs(b));
  return Object.assign({}, ...inOrder.map((run) => run.plan.modelVersions)) as ModelVersions; // of maps of strings
}

/**
 * Of each model the version that a run was made with, as far as is known: what it wrote down itself, else what was seen last before. A run that could
 * not ask may have taken over answers of that one. `runs`: newest first.
 */
export function versionsOf(run: KeptRun, runs: readonly KeptRun[]): ModelVersions {
  const older = runs.slice(runs.findIndex(({ id }) => id === run.id) + 1);
  return { ...lastKnownVersions(older), ...run.plan.modelVersions };
}

/** Whether every version that is known now was known to the run: else a later change of it would not be seen. */
export function isKnownTo({ plan: { modelVersions: before = {} } }: KeptRun, { modelVersions = {} }: RunPlan): boolean {
  return Object.entries(modelVersions).every(([model, version]) => versionOf(before, model) === version);
}

function versionOf(versions: ModelVersions, model: string): string | undefined {
  return Object.hasOwn(versions, model) ? versions[model] : undefined;
}
