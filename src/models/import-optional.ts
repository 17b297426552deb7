import { FirstfitError } from "../core/errors.ts";

/**
 * Loads a package that is heavy and that few need. Throws MISSING_DEPENDENCY with the one command that installs it when it is not there;
 * a package that is there and broken throws its own error.
 */
export async function importOptional<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const isMissing =
      cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND" && cause.message.includes(`'${name}'`);
    if (!isMissing) throw cause;
    throw new FirstfitError("MISSING_DEPENDENCY", `${purpose} needs ${name}.`, `Run: npm i ${name}`, { cause });
  }
}
