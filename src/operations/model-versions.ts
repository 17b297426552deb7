import type { EvaluateOptions } from "../flows/evaluate.ts";
import type { App, Context } from "./operation.ts";

/** How a run asks what stands behind the names of its models, and forgets what another one answered under a name. */
export function versionedModels(
  app: App,
  { report, signal }: Pick<Context, "report" | "signal">,
): Required<Pick<EvaluateOptions, "modelVersions" | "forgetAnswers">> {
  return {
    modelVersions: (models) => app.modelVersions(models, signal),
    async forgetAnswers(models) {
      const calls = await app.callStore();
      for (const name of models) {
        const slash = name.indexOf("/");
        calls.clear({ provider: name.slice(0, slash), model: name.slice(slash + 1) });
      }
      report({
        kind: "note",
        text: `Another model answers under the name of ${models.join(", ")} now: what it answered before is forgotten, and it is measured anew.`,
      });
    },
  };
}
