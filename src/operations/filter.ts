import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import { field } from "./operation.ts";

export const filterField = z
  .array(z.string().regex(/^[^=]+=.*$/, "write it as key=value"))
  .default([])
  .meta(field("only documents whose metadata key has this value; `document=docs/` filters by path", { placeholder: "key=value" }));

/** Throws BAD_INPUT for a key that is given twice, of which one would be passed over. */
export function filterOf(pairs: readonly string[]): Record<string, string> {
  const filter = new Map<string, string>();
  for (const pair of pairs) {
    const key = pair.slice(0, pair.indexOf("="));
    if (filter.has(key))
      throw new FirstfitError(
        "BAD_INPUT",
        `The filter key "${key}" is given twice.`,
        "Give each key once; what has several keys must fit all.",
      );
    filter.set(key, pair.slice(pair.indexOf("=") + 1));
  }
  return Object.fromEntries(filter);
}
