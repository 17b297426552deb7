import type { KeptRun } from "../../core/trial-store.ts";

/** Versions of models, by name, where the provider or the file says one: the digest of the weights, the dated model behind an alias. */
export type ModelVersions = Readonly<Record<string, string>>;

export interface ChangedVersion {
  readonly model: string;
  readonly was: string;
  readonly is: string;
}

/** Models, each once, of which another version is known than was before. Where one of the two is not known, nothing is said. */
export function changedVersions(models: readonly string[], before: ModelVersions, now: ModelVersions): readonly ChangedVersion[] {
  return [...new Set(models)].flatMap((model) => {
    const [was, is] = [before, now].map((versions) => (Object.hasOwn(versions, model) ? versions[model] : undefined));
    return was === undefined || is === undefined || was === is ? [] : [{ model, was, is }];
  });
}

/** Of each model the version that was seen last, by whichever run and whatever it was asked for. */
export function lastKnownVersions(runs: readonly KeptRun[]): ModelVersions {
  const lastAtMs = ({ startedAtMs, attempts }: KeptRun): number => attempts.at(-1)?.startedAtMs ?? startedAtMs;
  const inOrder = runs.toReversed().toSorted((a, b) => lastAtMs(a) - lastAtMs(b));
  return Object.assign({}, ...inOrder.map((run) => run.plan.modelVersions)) as ModelVersions; // of maps of strings
}
