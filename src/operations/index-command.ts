import type { ProjectSettings } from "./operation.ts";

/** What to type to make the project's index: where the configuration names sources, they need not be typed. */
export function indexCommand({ sources }: Pick<ProjectSettings, "sources">): string {
  return sources.length > 0 ? "firstfit index" : "firstfit index PATH";
}
