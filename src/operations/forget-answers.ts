import type { App, Context } from "./operation.ts";

/** Makes what forgets the answers that are kept of these models, and says so: under their names others answer now, and an old answer is none of theirs. */
export async function forgetting(app: App, models: readonly string[], { report }: Pick<Context, "report">): Promise<() => void> {
  if (models.length === 0) return () => {};
  const calls = await app.callStore();
  return () => {
    for (const name of models) {
      const slash = name.indexOf("/");
      calls.clear({ provider: name.slice(0, slash), model: name.slice(slash + 1) });
    }
    report({
      kind: "note",
      text: `Another model answers under the name of ${models.join(", ")} now: what it answered before is forgotten, and it is measured anew.`,
    });
  };
}
