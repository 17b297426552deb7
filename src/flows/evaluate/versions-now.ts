import type { Report } from "../../core/progress.ts";
import type { TrialStore } from "../../core/trial-store.ts";
import { changedVersions, lastKnownVersions, silentNote } from "./model-versions.ts";
import type { ModelVersions } from "./model-versions.ts";

export interface VersionsAsked {
  readonly store: Pick<TrialStore, "runs">;
  readonly report?: Report;
  /** What providers and files say of these models now, by name. Absent: nobody is asked. */
  modelVersions?(models: readonly string[]): Promise<ModelVersions>;
  /** Of which versions of these models the kept answers are, where that was noted. */
  answeredVersions?(models: readonly string[]): Promise<ModelVersions>;
  /** Deletes what is kept of the answers of `changed`, because another model answers under each name now, and notes that answers are of `now` from here on. */
  forgetAnswers?(changed: readonly string[], now: ModelVersions): Promise<void>;
}

export interface VersionsNow {
  readonly modelVersions: ModelVersions;
  /** Forgets the answers of those that changed since they were last seen. */
  forget(): Promise<void>;
}

/** What is behind the names of models; says of which this cannot be told any more. */
export async function versionsNow(models: readonly string[], asked: VersionsAsked): Promise<VersionsNow> {
  if (asked.modelVersions === undefined) return { modelVersions: {}, forget: async () => {} };
  const before = { ...lastKnownVersions(asked.store.runs()), ...(await asked.answeredVersions?.(models)) };
  const now = await asked.modelVersions(models);
  const note = silentNote(models, before, now);
  if (note !== undefined) asked.report?.({ kind: "note", text: note });
  const changed = changedVersions(models, before, now).map(({ model }) => model);
  return { modelVersions: now, forget: async () => await asked.forgetAnswers?.(changed, now) };
}
