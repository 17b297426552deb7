import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { FirstfitError } from "../core/errors.ts";
import { checkCandidates } from "./check-candidates.ts";
import { refuseKeysIn } from "./keys.ts";
import { configError, configSchema } from "./schema.ts";
import type { Config } from "./schema.ts";

const CONFIG_NAMES = ["firstfit.config.ts", "firstfit.config.mts", "firstfit.config.js", "firstfit.config.mjs"];

export function findConfig({ folder, config }: { readonly folder: string; readonly config?: string }): string | undefined {
  if (config !== undefined) {
    const file = resolve(folder, config);
    if (!existsSync(file))
      throw new FirstfitError(
        "BAD_CONFIG",
        `There is no configuration file ${config}.`,
        "Check --config, or write one with: firstfit init",
      );
    return file;
  }
  return CONFIG_NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
}

export async function loadConfig(file: string): Promise<Config> {
  refuseKeysIn(readFileSync(file, "utf8"), file);
  // A configuration says `import { defineConfig } from "firstfit"`. That must mean this very installation, also when
  // firstfit was started from a global folder or from a clone that was never built.
  const fromSource = import.meta.url.endsWith(".ts");
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "firstfit" || specifier.startsWith("firstfit/")
        ? next(specifier, {
            ...context,
            parentURL: import.meta.url,
            conditions: fromSource ? [...context.conditions, "firstfit-source"] : context.conditions,
          })
        : next(specifier, context),
  });
  let loaded: unknown;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new FirstfitError(
      "BAD_CONFIG",
      `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Mend the file; `node --check FILE` shows where it breaks.",
      { cause },
    );
  } finally {
    hooks.deregister();
  }
  const value = typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined;
  if (value === undefined)
    throw new FirstfitError("BAD_CONFIG", `${file} has no default export.`, "Write: export default defineConfig({ ... })");
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) throw configError(file, parsed.error);
  checkCandidates(file, parsed.data.candidates ?? {});
  return value as Config; // checked on the line above; the schema's own type only differs in readonly
}
