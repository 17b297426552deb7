import { FirstfitError } from "../core/errors.ts";
import type { IngestOutcome } from "../core/results.ts";
import type { Index } from "../core/retrieval.ts";
import type { App } from "./operation.ts";

interface RebuildRequest {
  readonly named: readonly string[];
  /** Leave out folders of the old index that are gone from disk. */
  readonly prune: boolean;
  /** Only say what it would take: the old one stays. */
  readonly dryRun: boolean;
  ingestInto(roots: readonly string[], index: Index): Promise<IngestOutcome>;
}

/**
 * Makes the index again from what was named, or from the folders that the old one knows. The new one takes its place only when it is whole: a
 * run that is stopped, or finds nothing, leaves the old one as it was. Throws BAD_INPUT where nobody knows the folders, and NOT_FOUND
 * for one that is gone.
 */
export async function rebuiltFrom(app: App, { named, prune, dryRun, ingestInto }: RebuildRequest): Promise<IngestOutcome> {
  const asked = await Promise.all(
    named.map((name) => app.fileSystem.resolve(name)).map(async (path) => (await realPathOf(app, path)) ?? path),
  );
  await using rebuild = await app.rebuildIndex(asked);
  const roots = named.length > 0 ? named : await rootsThere(app, rebuild.roots, prune);
  const outcome = await ingestInto(roots, rebuild.index);
  if (!dryRun && outcome.kind === "indexed" && outcome.complete) await rebuild.replace();
  return outcome;
}

async function rootsThere(app: App, roots: readonly string[], prune: boolean): Promise<readonly string[]> {
  if (roots.length === 0)
    throw new FirstfitError("BAD_INPUT", "The folders of the old index are not known.", "Name them: firstfit index --rebuild PATH");
  const there: string[] = [];
  for (const root of roots) {
    if ((await realPathOf(app, root)) !== undefined) there.push(root);
    else if (!prune)
      throw new FirstfitError(
        "NOT_FOUND",
        `${root}, which the index was made from, is gone.`,
        "Bring it back, name what to index: firstfit index --rebuild PATH; or leave it out: firstfit index --rebuild --prune",
      );
  }
  return there;
}

/** Undefined for a path that leads nowhere, or may not be followed. */
async function realPathOf({ fileSystem }: App, path: string): Promise<string | undefined> {
  try {
    return await fileSystem.realPath(path);
  } catch {
    return undefined;
  }
}
