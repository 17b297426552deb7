import { resolve } from "node:path";
import { fileVersion, modelVersion } from "../models/model-version.ts";
import { addressOf } from "./addresses.ts";
import type { NameParts } from "./providers.ts";

/** What providers and files say of these models now, by name; without those that say nothing. Asks nobody in a dry run. */
export async function modelVersions(
  models: readonly string[],
  { config, environment, folder, keys, isDryRun }: NameParts,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  if (isDryRun) return {};
  const found = await Promise.all(
    [...new Set(models)].toSorted().map(async (name) => {
      const slash = name.indexOf("/");
      const [provider, model] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
      if (provider === "gguf") return [name, await fileVersion(resolve(folder, model))] as const;
      const baseUrl = config.providers?.[provider]?.baseUrl ?? addressOf(provider, environment);
      const key = keys.find(provider)?.key;
      const address = { signal, ...(baseUrl === undefined ? {} : { baseUrl }), ...(key === undefined ? {} : { apiKey: key }) };
      return [name, await modelVersion(provider, model, address)] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, version]) => version !== undefined)) as Record<string, string>; // those without one were left out
}
