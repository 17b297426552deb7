import { parse } from "yaml";
import { FirstfitError } from "../core/errors.ts";

/** YAML, and so JSON, as a value: the core schema, with the parser's own limit on aliases. Throws BAD_INPUT. */
export function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    throw new FirstfitError("BAD_INPUT", `This is no YAML: ${reason}.`, "Mend the line that is named, or name another --format.", {
      cause,
    });
  }
}
