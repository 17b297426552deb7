import { readFileSync } from "node:fs";
import type { ListedVerb } from "./program.ts";

/** The version stands in package.json alone, two folders up from here in source and in dist alike. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return isRecord(manifest) && typeof manifest["version"] === "string" ? manifest["version"] : "0.0.0";
}

/** The list of verbs that `npm run build` left in dist/; undefined in source, where the verbs themselves are asked. */
export function builtVerbs(): readonly ListedVerb[] | undefined {
  try {
    // Written by scripts/build.ts with this type, into the package that this file is part of.
    return JSON.parse(readFileSync(new URL("../verbs.json", import.meta.url), "utf8")) as readonly ListedVerb[];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
