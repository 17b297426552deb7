import { readFileSync } from "node:fs";
import type { ListedVerb } from "./program.ts";

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
