import type { VersionsAsked } from "../flows/evaluate/versions-now.ts";
import type { App, Context } from "./operation.ts";

/** How a run asks what stands behind the names of its models, and forgets what another one answered under a name. */
export function versionedModels(
  app: App,
  { report, signal }: Pick<Context, "report" | "signal">,
): Required<Pick<VersionsAsked, "modelVersions" | "answeredVersions" | "forgetAnswers">> {
  return {
    modelVersions: (models) => app.modelVersions(models, signal),
    answeredVersions: async (models) => (models.length === 0 ? {} : await app.answeredVersions()),
    async forgetAnswers(changed, now) {
      if (Object.keys(now).length === 0) return;
      const calls = await app.callStore();
      for (const name of changed) {
        const slash = name.indexOf("/");
        calls.clear({ provider: name.slice(0, slash), model: name.slice(slash + 1) });
      }
      // killed in between, whoever comes next sees the change again
      calls.noteVersions(now);
      if (changed.length > 0)
        report({
          kind: "note",
          text: `Another model answers under the name of ${changed.join(", ")} now: what it answered before is forgotten, and it is measured anew.`,
        });
    },
  };
}

/** The version of a model that is to be asked outside of a run, where somebody says it; what another one answered under its name is forgotten before. */
export async function versionToAsk(app: App, context: Pick<Context, "report" | "signal">, model: string): Promise<string | undefined> {
  const { versionsNow } = await import("../flows/evaluate/versions-now.ts");
  // asking makes no record
  const store = (await app.hasRuns()) ? await app.trialStore() : undefined;
  try {
    const { modelVersions, forget } = await versionsNow([model], {
      ...versionedModels(app, context),
      report: context.report,
      store: store ?? { runs: () => [] },
    });
    await forget();
    return modelVersions[model];
  } finally {
    store?.close();
  }
}
